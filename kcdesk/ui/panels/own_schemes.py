"""自建方案: programmes of one's own, with and without an office open.

Copy one that ships, edit it, have it checked while editing, carry it on a stick. They are files
of the person at this PC; an office that adopted one keeps its text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import (
    Action,
    NoticeBar,
    Page,
    Remark,
    Settings,
    Sources,
    Table,
    dialogs,
    icons,
    theme,
)
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.form import Form
from kcdesk.ui.kit.notice import plain_label, remark_of
from kcdesk.ui.panels.pack_editor import PackEditor
from kcdesk.work.own_schemes import (
    ProgrammeLine,
    SchemeCopy,
    copy_scheme,
    export_scheme,
    import_scheme,
    programmes,
    remove_scheme,
    save_scheme,
)
from kcdesk.work.proofing import proofread
from kcdesk.work.queries.schemes import slip_lines

if TYPE_CHECKING:
    from kcdesk.packs.library import Library

Failed = Callable[[Refusal | Fault | Breakdown], None]
Call = Callable[[str, "Callable[[Library], Any]", Callable[[Any], None], Failed], None]
"""Runs `job(library)` away from the window: label, job, what then, what if it fails."""

PATTERNS = "方案文件 (*.toml);;所有文件 (*)"
EXPLAIN = (
    "别的县可以复制一份方案，改成自己的规定；新建业务库时就能选用。"
    "自建方案存放在本机的“自建方案”文件夹里，已经建立的业务库不受影响。"
)


def choose_pack(parent: QWidget) -> str:
    """The system's dialog for a programme's file."""
    return QFileDialog.getOpenFileName(parent, "导入方案文件", "", PATTERNS)[0]


def choose_target(parent: QWidget, name: str) -> str:
    """The system's dialog for where to save a programme."""
    return QFileDialog.getSaveFileName(parent, "导出方案文件", name, PATTERNS)[0]


class OwnSchemes(Page):
    """The list of programmes, and the editor of one of one's own."""

    help_page = "own_schemes"

    def __init__(
        self,
        call: Call,
        sources: Sources,
        settings: Settings | None = None,
        *,
        choose: Callable[[QWidget], str] = choose_pack,
        target: Callable[[QWidget, str], str] = choose_target,
    ) -> None:
        super().__init__()
        self._call, self._sources, self._settings = call, sources, settings
        self._choose, self._target = choose, target
        self.editing = ""
        self.trouble = NoticeBar()
        self.table = Table(
            ProgrammeLine,
            columns=("title", "region", "origin", "clause_count", "state", "code"),
            name="programmes",
            settings=settings,
            may_filter=False,
            freeze=False,
            unit="个",
            label="可选的方案",
            actions=(
                Action("复制为自建方案(C)…", self.copy, icon="copy", for_line=True, primary=True),
                Action(
                    "编辑(E)", self.edit, icon="edit", for_line=True, may=lambda line: line.is_own
                ),
                Action("导出(X)…", self.export, icon="export", for_line=True),
                Action("导入(I)…", self.import_, icon="import"),
                Action(
                    "删除(D)", self.remove, icon="delete", for_line=True,
                    may=lambda line: line.is_own,
                ),
            ),
        )  # fmt: skip
        self.table.opened.connect(lambda _ident: self._open())
        self.editor = PackEditor(self._check, self._save, keep_label="保存(S)", settings=settings)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list_page())
        self.stack.addWidget(self._editor_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        column.addWidget(self.trouble)
        column.addWidget(self.stack, 1)
        self.setFocusProxy(self.table.grid)

    @property
    def is_changed(self) -> bool:
        """Whether a text is being edited and not kept."""
        return bool(self.editing) and self.editor.is_changed

    def reload(self) -> None:
        self._call("读取方案", programmes, self.table.show_lines, self._failed)

    # -- what can be done -----------------------------------------------------------------------------

    def copy(self, line: ProgrammeLine) -> None:
        """Ask what the copy is called, make it, open it."""
        sheet = Sheet(self, f"复制“{line.title}”", "copy")
        form = Form(SchemeCopy, self._sources)
        form.fill({"title": line.title})
        trouble = NoticeBar()
        sheet.body.addWidget(
            plain_label("复制后改成本县的规定。编号以后不能改，也不能与别的方案相同。")
        )
        sheet.body.addWidget(trouble)
        sheet.body.addWidget(form)

        def refused(bad: Refusal | Fault | Breakdown) -> None:
            if isinstance(bad, Refusal):
                trouble.say([remark_of(p) for p in form.place(bad.problems)])
            else:
                trouble.say([Remark(trouble_text(bad), "stop")])

        def done(code: str) -> None:
            sheet.accept()
            self.reload()
            self._edit(code)

        def go() -> None:
            try:
                made: SchemeCopy = form.take()
            except Refusal as refusal:
                refused(refusal)
                return
            self._call("复制方案", lambda lib: copy_scheme(lib, line.code, made), done, refused)

        sheet.button("复制(C)", go, primary=True)
        sheet.button("取消(N)", sheet.reject)
        sheet.present(36)
        form.focus_first()

    def edit(self, line: ProgrammeLine) -> None:
        """Open a programme of one's own in the editor."""
        self._edit(line.code)

    def export(self, line: ProgrammeLine) -> None:
        """Write a programme to a file of its own."""
        chosen = self._target(self, f"{line.title}.toml")
        if chosen:
            self._call(
                "导出方案",
                lambda library: export_scheme(library, line.code, Path(chosen)),
                lambda path: self._say(f"已导出到 {path.name}。"),
                self._failed,
            )

    def import_(self) -> None:
        """Take a programme from a file."""
        chosen = self._choose(self)
        if chosen:
            self._call(
                "导入方案",
                lambda library: import_scheme(library, Path(chosen)),
                self._imported,
                self._failed,
            )

    def remove(self, line: ProgrammeLine) -> None:
        """Ask, then take a programme of one's own away."""
        dialogs.question(
            self,
            "删除这个自建方案？",
            f"{line.title}（{line.code}）\n\n删除后不能找回；采用了它的业务库保留自己的文本，不受影响。",
            yes="删除(D)",
            then=lambda: self._call(
                "删除方案",
                lambda library: remove_scheme(library, line.code),
                lambda _none: self.reload(),
                self._failed,
            ),
            loses=True,
        )

    def leave_editor(self) -> None:
        """Back to the list; asks when something was not kept."""
        if not self.is_changed:
            self._to_list()
            return
        dialogs.question(
            self,
            "放弃未保存的修改？",
            "方案文本改动后还没有保存。放弃后不能找回。",
            yes="放弃(D)",
            no="继续编辑(C)",
            then=self._to_list,
            loses=True,
        )

    # -- inside -----------------------------------------------------------------------------------------

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        text = plain_label(EXPLAIN)
        text.setProperty("muted", True)
        column.addWidget(text)
        column.addWidget(self.table, 1)
        return page

    def _editor_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout()
        back = QPushButton(icons.icon("back"), "返回列表(&L)")
        back.setAutoDefault(False)
        back.clicked.connect(self.leave_editor)
        self.edited_label = plain_label(wrap=False)
        row.addWidget(back)
        row.addWidget(self.edited_label, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.editor, 1)
        return page

    def _open(self) -> None:
        line = self.table.line()
        if line is not None and line.is_own:
            self.edit(line)
        elif line is not None:
            self.copy(line)

    def _edit(self, code: str) -> None:
        def came(text: str) -> None:
            self.editing = code
            self.edited_label.setText(f"正在编辑 {code}")
            self.editor.show_text(text)
            self.stack.setCurrentIndex(1)
            self.editor.setFocus()

        self._call("读取方案", lambda library: library.scheme_text(code), came, self._failed)

    def _check(self, text: str) -> None:
        self._call(
            "检查方案",
            lambda library: slip_lines(text, proofread(library, text).problems),
            lambda slips: self.editor.show_slips(slips) if text == self.editor.text else None,
            self._failed,
        )

    def _save(self, text: str) -> None:
        code = self.editing

        def saved(slips: int) -> None:
            self.editor.kept(text)
            self.reload()
            sound = "检查通过，可以采用" if not slips else f"还有{slips}处要改，改好才能采用"
            self._say(f"已保存，{sound}。")

        self._call(
            "保存方案", lambda library: save_scheme(library, code, text), saved, self._failed
        )

    def _imported(self, code: str) -> None:
        self.reload()
        self._say(f"已导入方案 {code}。")

    def _to_list(self) -> None:
        self.editing = ""
        self.editor.revert()
        self.trouble.clear()
        self.stack.setCurrentIndex(0)
        self.reload()
        self.table.grid.setFocus()

    def _say(self, text: str) -> None:
        self.trouble.say([Remark(text, "ok")])

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        if isinstance(trouble, Refusal):
            self.trouble.say([remark_of(p) for p in trouble.problems])
        else:
            self.trouble.say([Remark(trouble_text(trouble), "stop")])
