"""编辑方案: the whole text, checked while it is edited, kept as a new revision."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import Page, Remark, Screen, theme
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels.pack_editor import PackEditor
from kcdesk.work.commands.schemes import ReviseScheme
from kcdesk.work.queries.schemes import SlipLine, scheme_slips, scheme_text

EXPLAIN = (
    "改动后保存为新版本：写明依据文号和启用日期，原版本和已经作出的决定都不变。"
    "只改一个数值的，在“数值”页办理更方便。"
)


class TextPage(Page):
    """The newest revision's text."""

    help_page = "scheme_revisions"

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.home = screen
        self.desk = screen.desk
        self.editor = PackEditor(
            self._check, self._keep, keep_label="保存为新版本(S)…", settings=screen.place.settings
        )
        text = plain_label(EXPLAIN)
        text.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        column.addWidget(text)
        column.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)

    @property
    def is_changed(self) -> bool:
        """Whether the text was changed and not kept."""
        return self.editor.is_changed

    def reload(self) -> None:
        self.desk.ask(scheme_text(), self.editor.show_text, self, self._failed)

    def _check(self, text: str) -> None:
        self.desk.ask(
            scheme_slips(text=text), partial(self._checked, text), self, self._failed, slot="check"
        )

    def _checked(self, text: str, slips: tuple[SlipLine, ...]) -> None:
        if text == self.editor.text:
            self.editor.show_slips(slips)

    def _keep(self, text: str) -> None:
        editor = self.home.edit(
            ReviseScheme,
            title="保存为新版本",
            explain="方案文本要检查通过、算例全部相符，才能保存为新版本。",
            values={"text": text},
            hidden=("text",),
            save_label="保存为新版本",
        )
        editor.saved.connect(lambda _done: self.editor.kept(text))

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self.editor.notices.say([Remark(trouble_text(trouble), "stop")])
