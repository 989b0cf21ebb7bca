"""导入名单: choose a file, look at what it would change, confirm, take it back.

The file is read in a process of its own; nothing of the office changes before 确认导入, and
one press of 撤销本次导入 takes everything back.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import NoticeBar, Page, ProgressDialog, Remark, Screen, theme
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.notice import plain_label, remark_of
from kcdesk.ui.panels.choosing import Choose
from kcdesk.ui.screens.enterprises.import_bar import ImportBar
from kcdesk.ui.screens.enterprises.import_lines import remarks, sums
from kcdesk.ui.screens.enterprises.import_options import AdmissionOptions, SourceBar
from kcdesk.ui.screens.enterprises.import_tabs import ImportTabs
from kcdesk.work.commands.enterprises.imports import ImportEnterprises
from kcdesk.work.intake import FirmList, Terms, read_again, read_firms, save_refused
from kcdesk.work.queries.enterprises.preview import (
    PreviewLine,
    list_terms,
    preview_enterprises,
)

MOST_PROBLEMS = 5
"""Of many refused rows only the first are told one by one."""

PATTERNS = "名单表格 (*.xlsx *.xlsm *.xls *.et *.csv);;所有文件 (*)"


def choose_list(parent: QWidget, title: str) -> str:
    """The system's dialog for a list that is there."""
    return QFileDialog.getOpenFileName(parent, title, "", PATTERNS)[0]


class ImportPage(Page):
    """One list on its way in."""

    help_page = "import_list"

    def __init__(self, screen: Screen, *, choose: Choose, save_as: Choose) -> None:
        super().__init__()
        self.home, self.desk = screen, screen.desk
        self._choose, self._save_as = choose, save_as
        self._terms: Terms | None = None
        self.firms: FirmList | None = None
        self.lines: tuple[PreviewLine, ...] = ()
        self.written = 0
        """The journal number of the import; 0 before it and after it was taken back."""
        self.progress: ProgressDialog | None = None
        self._key = uuid.uuid4().hex
        self._build()
        self._ask_pause = QTimer(self)
        self._ask_pause.setSingleShot(True)
        self._ask_pause.setInterval(250)
        self._ask_pause.timeout.connect(self.reload)
        self._follow()

    # -- choosing and reading ----------------------------------------------------------------------

    def choose_file(self) -> None:
        """The system's own dialog; then read."""
        chosen = self._choose(self, "选择企业名单")
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a file beside the office, with its progress; nothing is written."""
        self.trouble.clear()
        self.desk.ask(list_terms(), lambda terms: self._read(path, terms), self, self._failed)

    def _read(self, path: Path, terms: Terms) -> None:
        self._terms = terms
        running = self.desk.background(
            f"读取“{path.name}”",
            lambda progress, cancelled: read_firms(
                path, terms, progress=progress, cancelled=cancelled
            ),
            self._came,
            self,
            self._failed,
        )
        self.progress = ProgressDialog.watch(self, running)

    def _read_again(self) -> None:
        firms, terms = self.firms, self._terms
        if firms is None or terms is None:
            return
        sheet, units = self.source.sheet, self.source.units
        self.desk.background(
            "读取名单",
            lambda _progress, cancelled: read_again(
                firms, terms, sheet=sheet, units=units, cancelled=cancelled
            ),
            self._came,
            self,
            self._failed,
        )

    def _came(self, firms: FirmList) -> None:
        self.firms, self.lines, self.written = firms, (), 0
        self.source.show_source(firms)
        self._new_press()
        if firms.reading is None:
            self.tabs.clear()
            self.counts.setText("")
            self.trouble.say(remarks(firms, ()))
            self._follow()
            self.source.focus_sheet()
            return
        self.reload()

    # -- the preview -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask anew what the list would change; after the import its result stays."""
        if self.firms is None or self.firms.reading is None or self.written:
            return
        on, document_no = self.options.admission()
        self.desk.ask(
            preview_enterprises(
                rows=self.firms.firms, admitted_on=on, list_document_no=document_no
            ),
            self._show_preview,
            self,
            self._failed,
        )

    def _show_preview(self, lines: tuple[PreviewLine, ...]) -> None:
        firms = self.firms
        if firms is None or firms.reading is None or self.written:
            return  # the result of the import stays, whatever was asked before it
        self.lines = lines
        self.counts.setText(sums(firms.reading, lines))
        is_first = not self.tabs.isVisible()
        self.tabs.show_preview(firms.reading, lines)
        self.options.show_preview(lines)
        self.trouble.say(remarks(firms, lines))
        self._follow()
        if is_first:
            self.tabs.choose_first()

    # -- confirming and taking back ----------------------------------------------------------------

    def confirm(self) -> None:
        """确认导入: one command."""
        if self.firms is None or not self.bar.confirm.isEnabled():
            return
        if not self.options.check():
            self.tabs.show_missing()
            return
        self._ask_pause.stop()
        on, document_no = self.options.admission()
        command = ImportEnterprises(
            source=self.firms.title,
            rows=self.firms.firms,
            admitted_on=on,
            list_document_no=document_no,
            may_skip_unfit=self.options.may_skip_unfit,
        )
        self._wait(f"正在写入{len(self.firms.firms):,}家企业，请稍候……")
        self.desk.do(command, self._wrote, self._refused, self, self._failed, key=self._key)

    def _wrote(self, done: Any) -> None:
        self.written = done.seq
        self._follow()
        text = f"{done.summary}。核对无误按“完成”；有问题可以整批撤销。"
        self.trouble.say([Remark(text, "ok")])
        self.bar.done.setFocus()

    def take_back(self) -> None:
        """撤销本次导入: everything, at once."""
        if self.written:
            self._wait("正在撤销本次导入……")
            self.desk.undo(self.written, self._took_back, self._refused, self, self._failed)

    def _took_back(self, _done: Any) -> None:
        self.written = 0
        self._new_press()
        self._follow()
        self.tabs.setFocus()
        self.reload()
        self.home.notices.say(
            [Remark("已撤销本次导入，名录恢复到导入之前。可以调整后重新确认。", "ok")]
        )

    def finish(self) -> None:
        """Back to the list, which now holds the firms."""
        self.home.notices.clear()
        self.home.pop()

    def save_refused(self) -> None:
        """The refused rows as a workbook to send back."""
        reading = None if self.firms is None else self.firms.reading
        if self.firms is None or reading is None or not reading.refused:
            return
        stem = Path(self.firms.source).stem
        chosen = self._save_as(self, f"{stem}-退回修改.xlsx")
        if not chosen:
            return
        path = Path(chosen)
        running = self.desk.background(
            "另存未接收的行",
            lambda _progress, _cancelled: save_refused(path, reading),
            lambda count: self.home.notices.say(
                [Remark(f"未接收的{count:,}行已另存到 {path.name}，可以退回修改。", "ok")]
            ),
            self,
            self._failed,
        )
        ProgressDialog.watch(self, running)

    # -- bad news -----------------------------------------------------------------------------------

    def _refused(self, refusal: Refusal) -> None:
        self._follow()
        rest = self.options.place(refusal.problems)
        shown = [remark_of(p) for p in rest[:MOST_PROBLEMS]]
        if len(rest) > MOST_PROBLEMS:
            shown.append(Remark(f"还有{len(rest) - MOST_PROBLEMS:,}处同类问题。", "stop"))
        self.trouble.say(shown)

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self._follow()
        if isinstance(trouble, Refusal):
            self.trouble.say([remark_of(p) for p in trouble.problems])
        else:
            self.trouble.say([Remark(trouble_text(trouble), "stop")])

    # -- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        inner.setSpacing(theme.space(2))
        column.addLayout(inner, 1)
        self.source = SourceBar(self.choose_file)
        self.source.changed.connect(self._read_again)
        inner.addWidget(self.source)
        self.trouble = NoticeBar()
        self.trouble.clause_asked.connect(self.home.clause_asked)
        inner.addWidget(self.trouble)
        self.counts = plain_label("")
        self.counts.setProperty("figure", True)
        inner.addWidget(self.counts)
        self.options = AdmissionOptions(self.home)
        self.options.changed.connect(self._options_changed)
        self.tabs = ImportTabs(self.home, self.options)
        inner.addWidget(self.tabs, 1)
        self.beginning = self._beginning()
        inner.addWidget(self.beginning, 1)
        self.bar = ImportBar(
            save_refused=self.save_refused,
            take_back=self.take_back,
            confirm=self.confirm,
            finish=self.finish,
        )
        column.addWidget(self.bar)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.confirm)

    def _beginning(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("panel", True)
        column = QVBoxLayout(frame)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.space(2))
        head = plain_label("请选择企业名单", wrap=False)
        head.setProperty("title", True)
        column.addWidget(head, 0, Qt.AlignmentFlag.AlignCenter)
        for text in (
            "可以是 .xlsx、.xls 或 .csv 表格；表头写“单位名称”“信用代码”等都能认出。",
            "先预览新增、变更和未接收的行，确认之前不会写入任何内容。",
        ):
            label = plain_label(text, wrap=False)
            label.setProperty("muted", True)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignCenter)
        return frame

    # -- what can be done now --------------------------------------------------------------------------

    def _options_changed(self) -> None:
        self._new_press()
        self._ask_pause.start()
        self._follow()

    def _new_press(self) -> None:
        self._key = uuid.uuid4().hex

    def _wait(self, text: str) -> None:
        self.home.notices.clear()
        self.trouble.say([Remark(text, "note", word="办理中")])
        self.bar.wait()
        self.source.setEnabled(False)
        self.options.setEnabled(False)

    def _follow(self) -> None:
        reading = None if self.firms is None else self.firms.reading
        has_preview = reading is not None
        is_written = bool(self.written)
        self.beginning.setVisible(self.firms is None)
        self.tabs.setVisible(has_preview)
        self.counts.setVisible(has_preview)
        self.options.setEnabled(not is_written)
        self.source.setEnabled(not is_written)
        self.bar.follow(reading, self.lines, is_written=is_written)
        self.setFocusProxy(self.tabs if has_preview else self.source)
