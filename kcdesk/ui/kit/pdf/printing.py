"""The paper out of the printer is the PDF itself, page for page, at 300 dpi and full size.

One page per turn of the event loop: the window stays alive, 取消 takes effect after the page
under way, and a jam can be resumed at any page.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from kcdesk.ui.kit.pdf.pages import PdfPages

PRINT_DPI = 300


class PrintRun(QObject):
    """Prints `order` (page numbers from 0) on a printer, step by step."""

    progressed = Signal(int, int)
    ended = Signal(bool)
    """True when every page went to the printer."""

    def __init__(
        self, pages: PdfPages, printer: QPrinter, order: Sequence[int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._printer = printer
        self._order = list(order)
        self._done = 0
        self._is_stopped = False
        self._painter = QPainter()

    def start(self) -> None:
        """Begin; everything else is told by signals."""
        self._printer.setFullPage(True)
        self._fit_paper(self._order[0])
        if not self._painter.begin(self._printer):
            self._finish(False)
            return
        QTimer.singleShot(0, self, self._step)

    def stop(self) -> None:
        """No further page."""
        self._is_stopped = True

    def _step(self) -> None:
        if self._is_stopped:
            self._painter.end()
            self._printer.abort()
            self._finish(False)
            return
        page = self._order[self._done]
        if self._done:
            self._fit_paper(page)
            self._printer.newPage()
        picture = self._pages.picture(page, PRINT_DPI)
        self._painter.drawImage(_sheet(self._printer), picture)
        self._done += 1
        self.progressed.emit(self._done, len(self._order))
        if self._done == len(self._order):
            self._painter.end()
            self._finish(True)
        else:
            QTimer.singleShot(0, self, self._step)

    def _fit_paper(self, page: int) -> None:
        size = self._pages.size(page)
        is_landscape = size.width() > size.height()
        upright = size.transposed() if is_landscape else size
        self._printer.setPageSize(
            QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        )
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
        )

    def _finish(self, is_complete: bool) -> None:
        self.ended.emit(is_complete)
        self.deleteLater()


def _sheet(printer: QPrinter) -> QRectF:
    """The whole sheet in the printer's own dots (full page: the origin is the paper's corner)."""
    return QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
