"""打印: printer, 份数, 联, pages, sides, tray, order, and where to go on after a jam.

Stands beside the preview while something is printed; no window opens. What was chosen for a form
is offered again for the next paper of that form. It chooses and tells; the preview prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.keys import ENTER
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label
from kcdesk.ui.kit.pdf.choice import PrintChoice
from kcdesk.ui.kit.pdf.order import Part, labels_of
from kcdesk.ui.kit.pdf.printers import DUPLEX_WORDS, Printers
from kcdesk.ui.kit.settings import Settings

MOST_COPIES = 99
NO_PRINTER = (
    "这台电脑没有可用的打印机。请在系统的“打印机和扫描仪”里添加；也可以先存为 PDF，到别处打印。"
)


class PrintPane(QFrame):
    """The choices. `show_paper` and `show_parts` before `open`."""

    started = Signal(object)
    """PrintChoice: print this."""
    stopped = Signal()
    closed = Signal()

    def __init__(self, settings: Settings | None, printers: Printers) -> None:
        super().__init__()
        self._settings, self._printers = settings, printers
        self._form = ""
        self._parts: tuple[Part, ...] = ()
        self._count = 0
        self.ticks: list[QCheckBox] = []
        self.is_running = False
        self.setFixedWidth(theme.em(23))
        self.setProperty("paper", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._choices(), 1)
        column.addWidget(self._foot())
        start = QShortcut(QKeySequence("Ctrl+Return"), self)
        start.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        start.activated.connect(self.start)
        self.hide()

    # -- building ------------------------------------------------------------------------------------------

    def _choices(self) -> QScrollArea:
        paper = QWidget()
        self._fields = QFormLayout(paper)
        self._fields.setContentsMargins(*[theme.space(3)] * 4)
        self._fields.setSpacing(theme.space(2))
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.printer = self._list("打印机(&R)")
        self.printer.currentIndexChanged.connect(self._printer_chosen)
        self.copies = self._number("份数(&N)", MOST_COPIES)
        self._tick_box = QWidget()
        self._ticks = QVBoxLayout(self._tick_box)
        self._ticks.setContentsMargins(0, 0, 0, 0)
        self._ticks.setSpacing(theme.space(1))
        self._fields.addRow("联次", self._tick_box)
        self.pages = QLineEdit()
        self.pages.setPlaceholderText("全部；也可以写 1-3，5")
        self.pages.setAccessibleName("页码")
        self.pages.textChanged.connect(self._say)
        self._row("页码(&E)", self.pages)
        self.duplex = self._list("单双面(&D)")
        self.tray = self._list("纸盒(&H)")
        self.by_copy = QCheckBox("逐份打印(&L)")
        self.by_copy.setChecked(True)
        self.by_copy.toggled.connect(self._say)
        self._fields.addRow("", self.by_copy)
        self.first = self._number("从第几张起(&J)", 1)
        self.total = plain_label()
        self.total.setProperty("figure", True)
        self._fields.addRow(self.total)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(paper)
        return scroll

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        column = QVBoxLayout(foot)
        column.setContentsMargins(*[theme.space(3)] * 4)
        column.setSpacing(theme.space(2))
        self.said = NoticeBar()
        column.addWidget(self.said)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("正在打印")
        self.bar.hide()
        column.addWidget(self.bar)
        row = QHBoxLayout()
        self.start_button = self._button("开始打印(&G)", self.start)
        self.start_button.setIcon(icons.icon("print", "on_accent"))
        self.start_button.setToolTip("Ctrl+Enter")
        theme.mark(self.start_button, primary=True)
        self.stop_button = self._button("停止打印(&K)", self.stopped.emit)
        self.stop_button.hide()
        self.close_button = self._button("收起(&U)", self.leave)
        self.close_button.setToolTip("Esc")
        row.addWidget(self.start_button)
        row.addWidget(self.stop_button)
        row.addWidget(self.close_button)
        row.addStretch(1)
        column.addLayout(row)
        return foot

    def _button(self, label: str, act: Any) -> QPushButton:
        button = QPushButton(label)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    def _list(self, label: str) -> QComboBox:
        box = QComboBox()
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setAccessibleName(label.partition("(")[0])
        self._row(label, box)
        return box

    def _number(self, label: str, most: int) -> QSpinBox:
        box = QSpinBox()
        box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        box.setRange(1, most)
        box.setAccessibleName(label.partition("(")[0])
        box.valueChanged.connect(self._say)
        self._row(label, box)
        return box

    def _row(self, label: str, widget: QWidget) -> None:
        head = QLabel(label)
        head.setBuddy(widget)
        self._fields.addRow(head, widget)

    def _tick(self, label: str) -> QCheckBox:
        tick = QCheckBox(label)
        tick.setChecked(True)
        tick.toggled.connect(self._say)
        self._ticks.addWidget(tick)
        return tick

    # -- what the preview calls -----------------------------------------------------------------------

    def show_paper(self, form: str) -> None:
        """Another paper of this form: everything from the start; its 联 come with `show_parts`."""
        self._form = form
        self.copies.setValue(1)
        self.pages.clear()
        self.first.setValue(1)
        self.said.clear()
        self.show_parts((), 0)

    def show_parts(self, parts: Sequence[Part], count: int) -> None:
        """The 联 to choose from, and how many pages there are in all."""
        self._parts, self._count = tuple(parts), count
        for tick in self.ticks:
            self._ticks.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self.ticks = [self._tick(label) for label in labels_of(self._parts)]
        self._fields.setRowVisible(self._tick_box, bool(self.ticks))
        self._say()

    def open(self) -> None:
        """Show what the printers offer now, and go there."""
        kept = self._kept()
        self.printer.blockSignals(True)
        self.printer.clear()
        for name in self._printers.names():
            self.printer.addItem(name, name)
        self.printer.setCurrentIndex(max(self.printer.findData(kept.get("printer")), 0))
        self.printer.blockSignals(False)
        self._printer_chosen()
        self.said.say([] if self.printer.count() else [Remark(NO_PRINTER, "stop")])
        self.show()
        self.printer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start(self) -> None:
        """Print what is chosen, if it can be printed."""
        if self.start_button.isEnabled() and not self.is_running:
            self.said.clear()
            self.started.emit(self.choice)

    @property
    def choice(self) -> PrintChoice:
        """What is chosen now."""
        labels = tuple(t.text() for t in self.ticks if t.isChecked())
        tray = self.tray.currentData()
        return PrintChoice(
            printer=str(self.printer.currentData() or ""),
            duplex=str(self.duplex.currentData() or ""),
            tray=tray if isinstance(tray, int) else None,
            copies=self.copies.value(),
            labels=None if len(labels) == len(self.ticks) else labels,
            pages=self.pages.text(),
            by_copy=self.by_copy.isChecked(),
            first_sheet=self.first.value(),
        )

    def running(self, done: int, total: int) -> None:
        """Printing is under way: sides done."""
        self._set_running(True)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.setFormat(f"第{done}页，共{total}页")

    def ended(self, choice: PrintChoice, sides_done: int, *, is_complete: bool) -> None:
        """Printing has ended; one that has not come out whole can be gone on with."""
        self._set_running(False)
        self._keep(choice)
        if is_complete:
            self.first.setValue(1)
            text = "已全部送到打印机。卡纸了，在“从第几张起”写上没有打出的那张，再开始打印。"
            self.said.say([Remark(text, "ok")])
        else:
            done = choice.sheets_done(sides_done)
            self.first.setValue(done + 1)
            said = f"前{done}张已送到打印机，再开始打印时从第{done + 1}张接着打。" if done else ""
            text = f"打印没有全部完成。{said}请看打印机是否开着、有没有纸。"
            self.said.say([Remark(text, "warning")])
        self.start_button.setFocus()

    # -- keys -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in ENTER:
            self.focusNextPrevChild(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Back to the preview; what is being printed is stopped first."""
        if self.is_running:
            self.stopped.emit()
            return
        self.hide()
        self.closed.emit()

    # -- inside ------------------------------------------------------------------------------------------------

    def _printer_chosen(self) -> None:
        """What this printer can do; what was chosen for the form before stays chosen."""
        name, kept = self.printer.currentData(), self._kept()
        self.duplex.clear()
        self.tray.clear()
        if name is not None:
            facts = self._printers.facts(str(name))
            for mode in facts.duplexes:
                is_one = mode is QPrinter.DuplexMode.DuplexNone
                self.duplex.addItem(DUPLEX_WORDS[mode], "" if is_one else mode.name)
            for tray in facts.trays:
                self.tray.addItem(tray.label, tray.code)
        self.duplex.setCurrentIndex(max(self.duplex.findData(kept.get("duplex")), 0))
        self.tray.setCurrentIndex(max(self.tray.findData(kept.get("tray")), 0))
        self._fields.setRowVisible(self.tray, self.tray.count() > 1)
        self._say()

    def _say(self) -> None:
        """How much paper it takes; what cannot be printed cannot be started."""
        choice = self.choice
        sheets = choice.sheets(self._parts, self._count)
        if not self._count:
            self.total.setText("正在读各页的联次…")
        elif sheets is None:
            self.total.setText(f"页码写成 1-3 或 1，3，5，不超过{self._count}。")
        elif not sheets:
            self.total.setText("没有选中要打印的页。")
        else:
            most = len(sheets)
            self.first.blockSignals(True)
            self.first.setRange(1, most)
            self.first.blockSignals(False)
            choice = self.choice
            sides = sum(side is not None for side in choice.sides(sheets))
            self.total.setText(f"打印{sides}页，用纸{most - choice.first_sheet + 1}张。")
        theme.mark(self.total, level="" if sheets or not self._count else "stop")
        self.start_button.setEnabled(bool(sheets) and bool(choice.printer))

    def _set_running(self, is_running: bool) -> None:
        if self.is_running == is_running:
            return
        self.is_running = is_running
        self.bar.setVisible(is_running)
        self.stop_button.setVisible(is_running)
        self.start_button.setVisible(not is_running)
        self.close_button.setEnabled(not is_running)
        if is_running:
            self.stop_button.setFocus()

    def _kept(self) -> dict[str, Any]:
        """What was chosen for this form, or at least for the last one."""
        if self._settings is None:
            return {}
        kept = self._settings.get(f"print/{self._form}") or self._settings.get("print/last")
        return kept if isinstance(kept, dict) else {}

    def _keep(self, choice: PrintChoice) -> None:
        if self._settings is None:
            return
        kept = {"printer": choice.printer, "duplex": choice.duplex, "tray": choice.tray}
        for name in (self._form, "last"):
            if name:
                self._settings.put(f"print/{name}", kept)
