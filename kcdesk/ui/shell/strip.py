"""The top strip: which office, who sits here, when it was last backed up, where to search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton

from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.elided import Elided
from kcdesk.ui.kit.finder import Finder
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.shell.spec import Facts, Hit, Hooks


class Strip(QFrame):
    """Always on top of an open office."""

    hit_taken = Signal(object)
    """The Hit picked in the search."""
    person_pressed = Signal()
    backup_pressed = Signal()

    def __init__(self, desk: Desk, hooks: Hooks) -> None:
        super().__init__()
        self.desk = desk
        self._hooks = hooks
        self.setProperty("bar", "top")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), theme.space(1))
        row.setSpacing(theme.space(2))
        self.office = Elided()
        self.office.setProperty("figure", True)
        row.addWidget(self.office, 3)
        self.mode = plain_label(wrap=False)
        self.mode.setProperty("chip", "warning")
        self.mode.hide()
        row.addWidget(self.mode)
        self.search = QLineEdit()
        self.search.setPlaceholderText("全局查找（Ctrl+F）")
        self.search.setAccessibleName("全局查找")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setMinimumWidth(theme.em(11))
        self.search.setMaximumWidth(theme.em(24))
        self.finder = Finder(self.search, self._ask)
        self.finder.taken.connect(self._taken)
        if hooks.search is None:
            self.search.hide()
        row.addWidget(self.search, 2)
        self.backup = self._button("backup", self.backup_pressed)
        self.person = self._button("person", self.person_pressed)
        row.addWidget(self.backup)
        row.addWidget(self.person)

    def show_facts(self, facts: Facts) -> None:
        """Say these."""
        scheme = f"　{facts.scheme}" if facts.scheme else ""
        self.office.setText(f"{facts.office}{scheme}")
        self.backup.setText(facts.backup or "还没有备份")
        self.backup.setToolTip(f"{facts.backup or '还没有备份'}。按下立即备份。")
        who = f"{facts.person}　{facts.role}".strip("　") or "未登录"
        self.person.setText(who)
        self.person.setAccessibleName(f"当前人员：{who}，按下换人")
        self.person.setToolTip("换一个人使用")
        mode = "演练" if facts.is_practice else "只读" if facts.is_read_only else ""
        self.mode.setText(mode)
        self.mode.setVisible(bool(mode))

    def _button(self, picture: str, signal: Any) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(picture))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: signal.emit())
        return button

    def _ask(self, text: str) -> None:
        search: Callable[[str], Any] | None = self._hooks.search
        if search is not None and text:
            self.desk.ask(search(text), self._offer, self)

    def _offer(self, lines: Sequence[Any]) -> None:
        self.finder.offer([self._hooks.hits_of(line) for line in lines])

    def _taken(self, hit: Hit) -> None:
        self.search.clear()
        self.hit_taken.emit(hit)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
