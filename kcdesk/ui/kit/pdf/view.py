"""The preview of a paper: what is shown is what is printed. Zoom, pages, print, save.

Only pages in sight are rendered. The bytes shown, saved and printed are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QRect, QSaveFile, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Fault
from kcdesk.ui.kit import dialogs, icons, theme
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label
from kcdesk.ui.kit.pdf.pages import POINTS_PER_INCH, PdfPages
from kcdesk.ui.kit.pdf.printing import PrintRun

SCREEN_DPI = 96.0
ZOOMS = (0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
GAP = 12


class PdfView(QWidget):
    """Shows one PDF. `show_pdf` before anything else."""

    printed = Signal()
    """Every page went to the printer."""
    saved = Signal(object)
    """The Path it was saved under."""

    def __init__(self, *, may_print: bool = True) -> None:
        super().__init__()
        self.pages: PdfPages | None = None
        self.suggested = "文书.pdf"
        self.folder: Path | None = None
        """What 打开文件夹 opens; set by 另存为 or by the screen."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools(may_print))
        self.notices = NoticeBar()
        column.addWidget(self.notices)
        self.sheet = _Sheets(self)
        self.scroller = QScrollArea()
        self.scroller.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.scroller.setWidget(self.sheet)
        self.scroller.setAccessibleName("预览")
        self.scroller.verticalScrollBar().valueChanged.connect(self._follow_scroll)
        column.addWidget(self.scroller, 1)
        self.setFocusProxy(self.scroller)
        self._fits_width = True
        self._run: PrintRun | None = None
        self._keys()

    # -- what a screen calls ----------------------------------------------------------------------------

    def show_pdf(self, content: bytes, *, name: str = "", notes: tuple[str, ...] = ()) -> None:
        """Show these bytes. `name` is offered by 另存为; `notes` (a stand-in font) are told."""
        self.notices.say([Remark(note, "warning") for note in notes])
        if name:
            self.suggested = name if name.endswith(".pdf") else f"{name}.pdf"
        if self.pages is not None:
            self.pages.close()
            self.pages = None
        try:
            self.pages = PdfPages(content)
        except Fault as fault:
            self.notices.say([Remark(str(fault), "stop")])
        self.page_box.setRange(1, max(self.count, 1))
        self.count_label.setText(f"/ {self.count} 页")
        for button in (self.print_button, self.save_button):
            button.setEnabled(self.pages is not None)
        self.scroller.verticalScrollBar().setValue(0)
        if self._fits_width:
            self.fit_width()
        else:
            self.sheet.lay_out(self.sheet.zoom)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return 0 if self.pages is None else len(self.pages)

    def go_to(self, page: int) -> None:
        """Scroll to a page, from 1."""
        if 1 <= page <= self.count:
            self.scroller.verticalScrollBar().setValue(self.sheet.top_of(page - 1) - GAP)

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller, along a scale."""
        now = self.sheet.zoom
        if steps > 0:
            larger = [z for z in ZOOMS if z > now + 0.01]
            self._zoom_to(larger[0] if larger else ZOOMS[-1])
        else:
            smaller = [z for z in ZOOMS if z < now - 0.01]
            self._zoom_to(smaller[-1] if smaller else ZOOMS[0])

    def fit_width(self) -> None:
        """As wide as the window allows, and again whenever it changes."""
        self._fits_width = True
        if self.pages is None:
            self.sheet.lay_out(1.0)
            return
        widest = max(self.pages.size(p).width() for p in range(self.count))
        room = self.scroller.viewport().width() - 2 * GAP
        zoom = room / (widest / POINTS_PER_INCH * SCREEN_DPI)
        self.sheet.lay_out(min(max(zoom, ZOOMS[0]), 1.25))
        self._say_zoom()

    # -- printing and saving -----------------------------------------------------------------------------

    def print_pages(self) -> None:
        """The system's print dialog, then page by page."""
        if self.pages is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.count)
        # The system's own dialog on Windows, which knows no other way to be shown.
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.run_print(printer)

    def run_print(self, printer: QPrinter) -> PrintRun | None:
        """Print the range chosen on `printer`; the dialog is not needed (tests, batches)."""
        if self.pages is None:
            return None
        first = max(printer.fromPage(), 1)
        last = printer.toPage() or self.count
        order = list(range(first - 1, min(last, self.count)))
        run = PrintRun(self.pages, printer, order, self)
        self._run = run
        sheet = dialogs.Sheet(self, "正在打印", "print")
        text = plain_label("正在准备…")
        sheet.body.addWidget(text)
        sheet.button("停止打印(C)", run.stop)
        run.progressed.connect(lambda done, total: text.setText(f"第{done}页，共{total}页"))
        run.ended.connect(sheet.accept)
        run.ended.connect(self._print_ended)
        sheet.rejected.connect(run.stop)
        sheet.present(22)
        run.start()
        return run

    def save_as(self) -> None:
        """The system's save dialog."""
        start = str((self.folder or Path.home()) / self.suggested)
        chosen, _ = QFileDialog.getSaveFileName(self, "另存为", start, "PDF 文件 (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> bool:
        """Write the same bytes, whole or not at all; a failure is told above the preview."""
        if self.pages is None:
            return False
        file = QSaveFile(str(path))
        is_written = file.open(QIODevice.OpenModeFlag.WriteOnly)
        if is_written:
            file.write(self.pages.content)
            is_written = file.commit()
        if not is_written:
            self.notices.say(
                [
                    Remark(
                        f"没有能保存“{path.name}”：文件可能正被别的程序打开，或磁盘已满。"
                        "请关闭那个程序或换一个位置再保存。",
                        "stop",
                    )
                ]
            )
            return False
        self.folder = path.parent
        self.folder_button.show()
        self.notices.say([Remark(f"已保存为 {path.name}。", "ok")])
        self.saved.emit(path)
        return True

    def open_folder(self) -> None:
        """Show the folder it was saved in."""
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    # -- inside ------------------------------------------------------------------------------------------------

    def _tools(self, may_print: bool) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), theme.space(1))
        row.setSpacing(theme.space(1))

        def tool(label: str, picture: str, act: Callable[[], None]) -> QPushButton:
            button = QPushButton(icons.icon(picture), label)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False: act())
            row.addWidget(button)
            return button

        self.print_button = tool("打印(&P)…", "print", self.print_pages)
        self.print_button.setVisible(may_print)
        self.print_button.setIcon(icons.icon("print", "on_accent"))
        theme.mark(self.print_button, primary=True)
        self.save_button = tool("另存为(&A)…", "save", self.save_as)
        self.folder_button = tool("打开文件夹(&O)", "open", self.open_folder)
        self.folder_button.hide()  # until there is a folder, and room is scarce
        row.addStretch(1)
        self.page_box = QSpinBox()
        self.page_box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page_box.setAccessibleName("页码")
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_box.setFixedWidth(theme.em(3.4))
        self.page_box.setRange(1, 1)
        self.page_box.valueChanged.connect(self.go_to)
        self.count_label = plain_label("/ 0 页", wrap=False)
        row.addWidget(self.page_box)
        row.addWidget(self.count_label)
        row.addSpacing(theme.space(2))
        _picture_only(tool("", "zoom_out", lambda: self.zoom_by(-1)), "缩小（Ctrl+-）")
        self.zoom_label = plain_label(wrap=False)
        self.zoom_label.setFixedWidth(theme.em(3.2))
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.zoom_label)
        _picture_only(tool("", "zoom_in", lambda: self.zoom_by(1)), "放大（Ctrl+=）")
        self.fit_button = tool("合页宽(&W)", "columns", self.fit_width)
        return bar

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+P", self.print_pages),
            ("Ctrl+S", self.save_as),
            ("Ctrl+=", lambda: self.zoom_by(1)),
            ("Ctrl++", lambda: self.zoom_by(1)),
            ("Ctrl+-", lambda: self.zoom_by(-1)),
            ("Ctrl+0", self.fit_width),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() in steps:
            self.go_to(min(max(self.page_box.value() + steps[Qt.Key(event.key())], 1), self.count))
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            QTimer.singleShot(0, self, self._fit_again)

    def _fit_again(self) -> None:
        if self._fits_width:
            self.fit_width()

    def _zoom_to(self, zoom: float) -> None:
        page = self.page_box.value()
        self._fits_width = False
        self.sheet.lay_out(zoom)
        self._say_zoom()
        self.go_to(page)

    def _say_zoom(self) -> None:
        self.zoom_label.setText(f"{self.sheet.zoom:.0%}")

    def _follow_scroll(self, value: int) -> None:
        page = self.sheet.page_at(value + self.scroller.viewport().height() // 3)
        self.page_box.blockSignals(True)
        self.page_box.setValue(page + 1)
        self.page_box.blockSignals(False)

    def _print_ended(self, is_complete: bool) -> None:
        self._run = None
        if is_complete:
            self.notices.say([Remark("已全部送到打印机。", "ok")])
            self.printed.emit()
        else:
            text = "打印没有全部完成。可以再按“打印”，从没有打出的那一页接着打。"
            self.notices.say([Remark(text, "warning")])


def _picture_only(button: QPushButton, words: str) -> None:
    """A button that must not take the room of the others' words."""
    button.setToolTip(words)
    button.setAccessibleName(words.partition("（")[0])
    button.setMaximumWidth(theme.em(2.8))


class _Sheets(QWidget):
    """All pages, one under the other; only those in sight are drawn."""

    def __init__(self, view: PdfView) -> None:
        super().__init__()
        self._view = view
        self.zoom = 1.0
        self._places: list[QRect] = []
        self._drawn: dict[int, QImage] = {}

    def lay_out(self, zoom: float) -> None:
        """Place every page at this zoom."""
        self.zoom = zoom
        self._drawn.clear()
        self._places = []
        pages = self._view.pages
        top = GAP
        scale = zoom * SCREEN_DPI / POINTS_PER_INCH
        for number in range(self._view.count):
            assert pages is not None
            size = pages.size(number)
            width, height = round(size.width() * scale), round(size.height() * scale)
            self._places.append(QRect(GAP, top, width, height))
            top += height + GAP
        widest = max((p.width() for p in self._places), default=0)
        for place in self._places:
            place.moveLeft(GAP + (widest - place.width()) // 2)
        self.resize(QSize(widest + 2 * GAP, top))
        self.update()

    def top_of(self, page: int) -> int:
        """Where a page begins."""
        return self._places[page].top()

    def page_at(self, y: int) -> int:
        """The page at a height, from 0."""
        return next((n for n, p in enumerate(self._places) if y < p.bottom() + GAP), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, place in enumerate(self._places):
            if not place.intersects(event.rect()):
                self._drawn.pop(number, None)
                continue
            painter.fillRect(place, QColor("white"))
            painter.drawImage(place, self._picture(number))
            painter.setPen(theme.color("strong_line"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

    def _picture(self, number: int) -> QImage:
        if number not in self._drawn:
            assert self._view.pages is not None
            dpi = SCREEN_DPI * self.zoom * self.devicePixelRatioF()
            self._drawn[number] = self._view.pages.picture(number, dpi)
        return self._drawn[number]
