"""A programme's text being edited: what is wrong with it stands below, each with its line.

The text is checked a moment after the last key, so that a slip is seen while it is fresh. The
editor asks for the check and hands the text on to be kept; it knows neither office nor file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from kcdesk.ui.kit import Empty, NoticeBar, Remark, Settings, Table, icons, theme
from kcdesk.ui.kit.access import amp
from kcdesk.ui.kit.notice import plain_label
from kcdesk.work.queries.schemes import SlipLine

CHECK_MS = 900


class PackEditor(QWidget):
    """The text, 检查, and a button that keeps it."""

    def __init__(
        self,
        check: Callable[[str], None],
        keep: Callable[[str], None],
        *,
        keep_label: str,
        settings: Settings | None = None,
    ) -> None:
        """`check(text)` is to end in `show_slips`; `keep(text)` in `kept`, if it is kept."""
        super().__init__()
        self._check, self._keep = check, keep
        self._base = ""
        self._checked: str | None = None
        self.notices = NoticeBar()
        self.paper = QPlainTextEdit()
        self.paper.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.paper.setAccessibleName("方案文本")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(theme.font().pixelSize())
        self.paper.setFont(fixed)
        self.paper.setTabChangesFocus(True)
        self.place = plain_label(wrap=False)
        self.place.setProperty("muted", True)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText("条款号、数值名称或文字")
        self.sought.setClearButtonEnabled(True)
        self.sought.setAccessibleName("在文本中查找")
        self.sought.setMaximumWidth(theme.em(18))
        self.check_button = QPushButton(icons.icon("ok"), amp("检查(K)"))
        self.revert_button = QPushButton(icons.icon("undo"), amp("还原(R)"))
        self.keep_button = QPushButton(icons.icon("save", "on_accent"), amp(keep_label))
        theme.mark(self.keep_button, primary=True)
        self.slips = Table(
            SlipLine,
            columns=("line", "message", "cure"),
            name="slips",
            settings=settings,
            may_filter=False,
            freeze=False,
            unit="处",
            label="写错的地方",
            empty=Empty("没有写错的地方，算例全部相符。"),
        )
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_MS)
        self._pause.timeout.connect(self.check)
        self._connect()
        self._follow()

    # -- what a screen calls ------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is written now."""
        return self.paper.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Whether there is something that was not kept."""
        return self.text != self._base

    def show_text(self, text: str) -> None:
        """Show a text as it is kept; what was typed meanwhile stays."""
        if self.is_changed or text == self._base:
            return
        self.kept(text)
        self.paper.setPlainText(text)
        self.check()

    def kept(self, text: str) -> None:
        """This text is kept now."""
        self._base = text
        self._follow()

    def show_slips(self, slips: Sequence[SlipLine]) -> None:
        """What the check found."""
        self.slips.show_lines(slips)
        if slips:
            self.notices.say([Remark(f"有{len(slips)}处需要改正，按回车到那一行。", "warning")])
        else:
            self.notices.say([Remark("检查通过，算例全部相符。", "ok")])

    def check(self) -> None:
        """Ask for the check now."""
        self._pause.stop()
        self._checked = self.text
        self._check(self.text)

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line, from 1."""
        block = self.paper.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.paper.setTextCursor(cursor)
        self.paper.centerCursor()
        self.paper.setFocus()

    def find_next(self) -> None:
        """The next place where what is looked for stands; from the top after the last."""
        wanted = self.sought.text().strip()
        if wanted and not self.paper.find(wanted):
            self.paper.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.paper.find(wanted, QTextDocument.FindFlag(0)):
                self.notices.say([Remark(f"文本里没有“{wanted}”。", "warning")])

    def revert(self) -> None:
        """Back to what is kept."""
        self.paper.setPlainText(self._base)
        self.check()

    # -- inside ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(2))
        label = plain_label("查找(&F)", wrap=False)
        label.setBuddy(self.sought)
        bar.addWidget(label)
        bar.addWidget(self.sought)
        bar.addWidget(self.place)
        bar.addStretch(1)
        for button in (self.check_button, self.revert_button, self.keep_button):
            button.setAutoDefault(False)
            bar.addWidget(button)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.paper)
        halves.addWidget(self.slips)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 1)
        self.slips.setMinimumHeight(theme.em(9))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(bar)
        column.addWidget(self.notices)
        column.addWidget(halves, 1)
        self.setFocusProxy(self.paper)

    def _connect(self) -> None:
        self.paper.textChanged.connect(self._typed)
        self.paper.cursorPositionChanged.connect(self._follow)
        self.sought.returnPressed.connect(self.find_next)
        self.check_button.clicked.connect(self.check)
        self.revert_button.clicked.connect(self.revert)
        self.keep_button.clicked.connect(lambda: self._keep(self.text))
        self.slips.grid.entered_row.connect(self._to_slip)

    def _typed(self) -> None:
        self._follow()
        if self.text != self._checked:
            self._pause.start()

    def _follow(self) -> None:
        line = self.paper.textCursor().blockNumber() + 1
        changed = "，有未保存的修改" if self.is_changed else ""
        self.place.setText(f"第{line}行，共{self.paper.blockCount()}行{changed}")
        self.revert_button.setEnabled(self.is_changed)
        self.keep_button.setEnabled(self.is_changed)

    def _to_slip(self, row: int) -> None:
        slip = self.slips.model.line(row)
        if slip is not None and slip.line:
            self.go_to_line(slip.line)
