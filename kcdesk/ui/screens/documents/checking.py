"""核对纸件: whose print a paper is, and whether the office still stands by what is on it.

A code is typed from the paper or scanned into the line; a scan file is read for its codes, and
signed papers are taken back by them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import Action, Empty, NoticeBar, Page, Remark, Screen, Table, icons, theme
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.keys import ENTER, EnterMoves
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels.choosing import SCANS, Choose
from kcdesk.work.commands.documents import TakeScans
from kcdesk.work.paper.changes import ChangedValue
from kcdesk.work.paper.checking import PaperCheck
from kcdesk.work.paper.print_log import PrintLine
from kcdesk.work.paper.scanning import ScanPart
from kcdesk.work.queries.documents import paper_check, prints, scan_papers


class CheckPage(Page):
    """One line to type in, and beneath it what is known."""

    def __init__(self, screen: Screen, *, choose: Choose) -> None:
        super().__init__()
        self.home, self.desk = screen, screen.desk
        self._choose = choose
        self._file = ""
        self._found: tuple[ScanPart, ...] = ()
        self.check: PaperCheck | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        column.addLayout(self._line())
        aid = plain_label(
            "校验码印在每页页脚，16位，每4位一组，不分大小写，空格可以不打；"
            "用扫码枪扫页脚的二维码也可以。"
        )
        aid.setProperty("aid", True)
        column.addWidget(aid)
        self.said = NoticeBar()
        self.said.clause_asked.connect(screen.clause_asked)
        column.addWidget(self.said)
        self.changes = Table(
            ChangedValue,
            name="paper_changes",
            settings=screen.place.settings,
            may_filter=False,
            unit="处",
            label="打印后改动的内容",
            columns=("label", "then", "now"),
            actions=(
                Action("看打印件(V)", self.look, icon="eye", is_wanted=lambda: bool(self.check)),
                Action("到这条记录(L)", self.go, icon="forward", is_wanted=lambda: bool(self.check)),
            ),
            empty=Empty("打印以后，纸上的内容没有改动。"),
        )  # fmt: skip
        self.parts = Table(
            ScanPart,
            name="scan_parts",
            settings=screen.place.settings,
            may_filter=False,
            unit="份",
            label="扫描件里的文书",
            columns=("form", "record", "print_no", "pages", "is_ready", "note"),
            widths={"pages": 7, "is_ready": 6.5},
            signs={"is_ready": lambda line: ("ok", "ok") if line.is_ready else ("stop", "stop")},
            actions=(
                Action(
                    "全部收回(G)", self.take, icon="ok", primary=True, is_wanted=self._may_take
                ),
            ),
            empty=Empty("这份扫描件里没有找到二维码。", "可以在“打印记录”里选那次打印，按“附签字件”。"),
        )  # fmt: skip
        self.same = Table(
            PrintLine,
            name="same_code",
            settings=screen.place.settings,
            may_filter=False,
            unit="次",
            label="校验码相同的打印",
            columns=("form", "record", "print_no", "printed_on", "person", "signing"),
            actions=(
                Action("就是这一次(X)", self.choose_print, icon="ok", for_line=True, primary=True),
            ),
        )
        self.same.opened.connect(lambda _ident: self.choose_print(self.same.line()))
        column.addWidget(self.changes, 1)
        column.addWidget(self.same, 1)
        column.addWidget(self.parts, 1)
        self._show_table(None)
        column.addStretch(0)
        self.setFocusProxy(self.code)

    def reload(self) -> None:
        """What was checked is checked again: the office may have changed."""
        if self._file:
            self.read_scan(self._file)
        elif self.check is not None:
            self.ask()

    # -- a code -------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Check what stands in the line."""
        text = self.code.text().strip()
        self._file = ""
        if not text:
            self._say("请输入或扫入校验码。", "warning")
            self._show_table(None)
            return
        self.desk.ask(paper_check(code=text), self._show, self, self._failed)

    def choose_print(self, line: PrintLine | None) -> None:
        """Of several prints with the same values the one whose number stands on the paper."""
        if line is not None:
            code = f"{line.form_id}/{line.print_no}/{line.code}"
            self.desk.ask(paper_check(code=code), self._show, self, self._failed)

    def _show_same(self, lines: tuple[PrintLine, ...], refusal: Refusal) -> None:
        if not lines:  # an O typed for a 0: the refusal knows which prints are meant
            self._say(trouble_text(refusal), "stop")
            return
        self.same.show_lines(lines)
        self._show_table(self.same)
        text = (
            f"这个校验码打印过{len(lines)}次，内容都一样。"
            "请看纸上页脚写的是第几次打印，在下面选中它，按回车。"
        )
        self._say(text, "note")
        self.same.grid.setFocus()

    def look(self) -> None:
        """The print as it was made."""
        if self.check is not None:
            self.home.open_record(self.check.print_id)

    def go(self) -> None:
        """To the record it is about."""
        if self.check is not None:
            stage = self.check.subject.partition(".")
            self.home.navigate.emit(stage[0], 0 if stage[1] else self.check.record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.code.hasFocus():
            if not self._typing.is_input_methods():
                self.ask()
            return
        super().keyPressEvent(event)

    def _show(self, check: PaperCheck) -> None:
        self.check = check
        is_good = check.is_unchanged and check.is_kept_sound
        remarks = [Remark(check.said, "ok" if is_good else "warning", word=_word(check))]
        if check.others_count:
            text = f"另有{check.others_count}处改动的内容不在这张纸上。"
            remarks.append(Remark(text, "note"))
        self.said.say(remarks)
        self.changes.show_lines(check.changes)
        self.changes.bar.follow(check)
        self._show_table(self.changes)
        self.code.selectAll()

    # -- a scan -----------------------------------------------------------------------------------------------

    def choose_scan(self) -> None:
        """A scan file, for the codes on it."""
        chosen = self._choose(self, "选择扫描件", SCANS)
        if chosen:
            self.read_scan(chosen)

    def read_scan(self, file: str) -> None:
        """Which prints its pages are."""
        self._file, self.check = file, None
        self._say("正在读扫描件…", "note")
        self.desk.ask(scan_papers(file=file), self._show_parts, self, self._failed)

    def take(self) -> None:
        """Every part of the scan to its print."""
        self.home.do(TakeScans(file=self._file), then=lambda done: self._taken(done.summary))

    def _taken(self, summary: str) -> None:
        self._file = ""
        self._show_table(None)
        self._say(f"{summary}。", "ok")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _may_take(self) -> bool:
        return bool(self._found) and all(part.is_ready for part in self._found)

    def _show_parts(self, parts: tuple[ScanPart, ...]) -> None:
        self._found = parts
        self.parts.spare_empty(parts, "form", "record", "print_no", "note")
        self.parts.fit_anew()
        self.parts.show_lines(parts)
        self.parts.bar.follow(None)
        self._show_table(self.parts)
        ready = sum(part.is_ready for part in parts)
        if not parts:
            self._say("扫描件里没有找到二维码。", "warning")
        elif ready == len(parts):
            self._say(f"找到{ready}份，都可以收回。按“全部收回”，各归各的打印记录。", "ok")
        else:
            bad = [part.note for part in parts if not part.is_ready]
            why = f"：{bad[0]}" if len(bad) == 1 else "，原因写在“说明”里。"
            text = f"扫描件里有{len(parts)}份，其中{len(bad)}份不能收回{why}"
            self._say(text, "warning")
        self.parts.grid.setFocus()

    # -- inside ---------------------------------------------------------------------------------------------------

    def _line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        label = QLabel("校验码(&K)")
        self.code = QLineEdit()
        self.code.setAccessibleName("校验码")
        self.code.setPlaceholderText("如 3F2A 91BC 77D0 1E25")
        self.code.setMaximumWidth(theme.em(26))
        self.code.setClearButtonEnabled(True)
        self._typing = EnterMoves(self.code, plain_enter=False)
        label.setBuddy(self.code)
        self.ask_button = QPushButton(icons.icon("search", "on_accent"), "核对(&J)")
        theme.mark(self.ask_button, primary=True)
        self.ask_button.clicked.connect(lambda _=False: self.ask())
        self.scan_button = QPushButton(icons.icon("open"), "读扫描件(&F)…")
        self.scan_button.clicked.connect(lambda _=False: self.choose_scan())
        row.addWidget(label)
        row.addWidget(self.code, 1)
        for button in (self.ask_button, self.scan_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _show_table(self, table: Table | None) -> None:
        for one in (self.changes, self.same, self.parts):
            one.setVisible(one is table)

    def _say(self, text: str, level: str) -> None:
        self.said.say([Remark(text, level)])  # type: ignore[arg-type]

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self.check = None
        self._show_table(None)
        if isinstance(trouble, Refusal) and trouble.problems[0].code == "paper.several":
            code = "".join(self.code.text().split()).rpartition("/")[2]
            self.desk.ask(
                prints(text=code), lambda lines: self._show_same(lines, trouble), self, slot="same"
            )
            return
        self._say(trouble_text(trouble), "stop")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()


def _word(check: PaperCheck) -> str:
    if not check.is_kept_sound:
        return "请注意"
    return "内容一致" if check.is_unchanged else "内容有改动"
