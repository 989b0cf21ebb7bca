"""All pages of a paper one under the other; only bands in sight are rendered, one at a time.

The preview owns it and scrolls it. What is not rendered yet is white for a moment: the window
answers at once, whatever the paper's length or the zoom.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.pdf.pages import POINTS_PER_INCH, Hit, Pages

SCREEN_DPI = 96.0
GAP = 12
BAND_DOTS = 600_000
"""Dots rendered in one turn of the event loop."""

Band = tuple[int, int]
"""Page and number of the band in it."""


class Sheets(QWidget):
    """The pages as they lie on the desk."""

    settled = Signal()
    """Everything in sight has been rendered."""

    def __init__(self) -> None:
        super().__init__()
        self.zoom = 1.0
        self.places: list[QRect] = []
        self._pages: Pages | None = None
        self._drawn: dict[Band, QImage] = {}
        self._wanted: dict[Band, None] = {}
        self._hits: Sequence[Hit] = ()
        self._current: Hit | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._draw_next)

    # -- what the preview calls ---------------------------------------------------------------------

    def show_pages(self, pages: Pages | None) -> None:
        """Other pages; `lay_out` places them."""
        self._pages = pages
        self.mark((), None)

    def lay_out(self, zoom: float) -> None:
        """Place every page at this zoom."""
        self.zoom = zoom
        self._drawn.clear()
        self._wanted.clear()
        self._turn.stop()
        self.places = []
        top = GAP
        scale = zoom * SCREEN_DPI / POINTS_PER_INCH
        for number in range(0 if self._pages is None else len(self._pages)):
            assert self._pages is not None
            size = self._pages.size(number)
            width, height = round(size.width() * scale), round(size.height() * scale)
            self.places.append(QRect(GAP, top, max(width, 1), max(height, 1)))
            top += height + GAP
        widest = max((p.width() for p in self.places), default=0)
        for place in self.places:
            place.moveLeft(GAP + (widest - place.width()) // 2)
        self.resize(QSize(widest + 2 * GAP, top))
        self.update()

    def mark(self, hits: Sequence[Hit], current: Hit | None) -> None:
        """What was found: marked; the current one framed."""
        self._hits, self._current = hits, current
        self.update()

    def top_of(self, page: int) -> int:
        """Where a page begins."""
        return self.places[page].top()

    def page_at(self, y: int) -> int:
        """The page at a height, from 0."""
        last = max(len(self.places) - 1, 0)
        return next((n for n, p in enumerate(self.places) if y < p.bottom() + GAP), last)

    def place_of(self, hit: Hit) -> QRect:
        """Where something found lies among the pages."""
        boxes = [self._on_screen(hit.page, box) for box in hit.boxes]
        around = boxes[0]
        for box in boxes[1:]:
            around = around.united(box)
        return around.toAlignedRect()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is marked."""
        return tuple(self._hits)

    @property
    def drawn(self) -> frozenset[Band]:
        """The bands held."""
        return frozenset(self._drawn)

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits to be rendered."""
        return not self._turn.isActive()

    # -- painting -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, place in enumerate(self.places):
            if not place.intersects(event.rect()):
                continue
            painter.fillRect(place, QColor("white"))
            self._paint_bands(painter, number, event.rect())
            painter.setPen(theme.color("strong_line"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        for hit in self._hits:
            self._paint_hit(painter, hit, event.rect())
        painter.end()
        self._forget_far()

    def _paint_bands(self, painter: QPainter, page: int, within: QRect) -> None:
        place, ratio = self.places[page], self.devicePixelRatioF()
        size, lines = self._size(page), self._lines(page)
        for number in range(-(-size.height() // lines)):
            top = place.top() + number * lines / ratio
            height = min(lines, size.height() - number * lines) / ratio
            box = QRectF(place.left(), top, place.width(), height)
            if not box.intersects(QRectF(within)):
                continue
            picture = self._drawn.get((page, number))
            if picture is not None:
                painter.drawImage(QPointF(box.left(), box.top()), picture)
            else:
                self._wanted[page, number] = None
                self._turn.start()

    def _paint_hit(self, painter: QPainter, hit: Hit, within: QRect) -> None:
        is_current = hit is self._current
        ground = QColor("#FFD54A" if is_current else "#FFF0B3")
        for box in hit.boxes:
            place = self._on_screen(hit.page, box).adjusted(-1, -1, 1, 1)
            if place.intersects(QRectF(within)):
                # As a felt pen marks: what is printed stays as black as it was.
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(place, ground)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                painter.setPen(QPen(QColor("#1B2430"), 2 if is_current else 0.5))
                painter.drawRect(place)

    def _draw_next(self) -> None:
        """Render one band that is still in sight."""
        seen = self.visibleRegion().boundingRect()
        while self._wanted:
            page, number = next(iter(self._wanted))
            del self._wanted[page, number]
            box = self._box(page, number)
            if self._pages is None or not box.intersects(seen):
                continue
            size, lines = self._size(page), self._lines(page)
            top = number * lines
            picture = self._pages.band(page, size, top, min(lines, size.height() - top))
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._drawn[page, number] = picture
            self.update(box)
            return
        self._turn.stop()
        self.settled.emit()

    def _forget_far(self) -> None:
        """Keep what is in sight and a window's height around it."""
        seen = self.visibleRegion().boundingRect()
        near = seen.adjusted(0, -seen.height(), 0, seen.height())
        for band in [b for b in self._drawn if not self._box(*b).intersects(near)]:
            del self._drawn[band]

    def _size(self, page: int) -> QSize:
        ratio = self.devicePixelRatioF()
        place = self.places[page]
        return QSize(round(place.width() * ratio), round(place.height() * ratio))

    def _lines(self, page: int) -> int:
        return max(BAND_DOTS // self._size(page).width(), 16)

    def _box(self, page: int, number: int) -> QRect:
        place, ratio, lines = self.places[page], self.devicePixelRatioF(), self._lines(page)
        top = place.top() + number * lines / ratio
        box = QRectF(place.left(), top, place.width(), lines / ratio)
        return box.toAlignedRect().intersected(place)

    def _on_screen(self, page: int, box: QRectF) -> QRectF:
        scale = self.zoom * SCREEN_DPI / POINTS_PER_INCH
        place = self.places[page]
        return QRectF(
            place.left() + box.left() * scale,
            place.top() + box.top() * scale,
            box.width() * scale,
            box.height() * scale,
        )
