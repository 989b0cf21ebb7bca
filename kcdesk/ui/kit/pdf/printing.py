"""The paper out of the printer is the PDF itself, side for side, at 300 dpi and full size.

A band of a page per turn of the event loop: the window stays alive, 停止打印 takes effect after
the band under way, and a jam can be resumed at any sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from kcdesk.ui.kit.pdf.pages import Pages, dots

PRINT_DPI = 300
BAND = 500
"""Lines of dots drawn in one turn."""


class PrintRun(QObject):
    """Prints `sides` (page numbers from 0, None for a blank side) on a printer, step by step."""

    progressed = Signal(int, int)
    """Sides that have gone to the printer, and all of them."""
    ended = Signal(bool)
    """True when every side went to the printer."""

    def __init__(
        self, pages: Pages, printer: QPrinter, sides: Sequence[int | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._printer = printer
        self._sides = list(sides)
        self.done = 0
        self._line = 0
        self._is_stopped = False
        self._painter = QPainter()

    def start(self) -> None:
        """Begin; everything else is told by signals."""
        self._printer.setFullPage(True)
        first = self._sides[0]
        assert first is not None, "a sheet has a front"
        self._fit_paper(first)
        if not self._painter.begin(self._printer):
            self._finish(False)
            return
        QTimer.singleShot(0, self, self._step)

    def stop(self) -> None:
        """Nothing further."""
        self._is_stopped = True

    def _step(self) -> None:
        if self._is_stopped:
            self._painter.end()
            self._printer.abort()
            self._finish(False)
            return
        page = self._sides[self.done]
        if page is None or self._draw_band(page):
            self._turn()
        else:
            QTimer.singleShot(0, self, self._step)

    def _draw_band(self, page: int) -> bool:
        """The next band of a page; True when it was the last."""
        size = dots(self._pages.size(page), PRINT_DPI)
        height = min(BAND, size.height() - self._line)
        picture = self._pages.band(page, size, self._line, height)
        sheet = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        # Whole dots of the printer, so that no seam shows between two bands.
        top = sheet.top() + round(sheet.height() * self._line / size.height())
        self._line += height
        bottom = sheet.top() + round(sheet.height() * self._line / size.height())
        self._painter.drawImage(QRect(sheet.left(), top, sheet.width(), bottom - top), picture)
        return self._line >= size.height()

    def _turn(self) -> None:
        self._line = 0
        self.done += 1
        self.progressed.emit(self.done, len(self._sides))
        if self.done == len(self._sides):
            self._painter.end()
            self._finish(True)
            return
        following = self._sides[self.done]
        if following is not None:
            self._fit_paper(following)
        self._printer.newPage()
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
