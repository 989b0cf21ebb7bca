"""Looking at a paper: pages, small pages at the side, search, zoom, all by keys.

The base of the preview; what leaves the office (printing, saving) is `view.PdfView`'s. Only what
is in sight is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.ui.kit.notice import NoticeBar, NoticeShelf, Remark
from kcdesk.ui.kit.pdf.find_bar import FindBar
from kcdesk.ui.kit.pdf.pages import POINTS_PER_INCH, Hit, Pages
from kcdesk.ui.kit.pdf.sheets import GAP, SCREEN_DPI, Sheets
from kcdesk.ui.kit.pdf.thumbs import Thumbs
from kcdesk.ui.kit.pdf.tools import Tools
from kcdesk.ui.kit.settings import Settings

ZOOMS = (0.25, 0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class PaperLooks(QWidget):
    """Shows pages."""

    def __init__(self, tools: Tools, settings: Settings | None) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self._settings = settings
        self._fits = "width"
        self._hit: Hit | None = None
        self.tools = tools
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.notes, self.notices = NoticeBar(), NoticeBar()
        self._shelf = NoticeShelf(self.notes)
        self.finder = FindBar()
        for widget in (self.tools, self._shelf, self.notices, self.finder):
            column.addWidget(widget)
        self.row = QHBoxLayout()
        self.row.setSpacing(0)
        column.addLayout(self.row, 1)
        self.thumbs = Thumbs()
        self.sheet = Sheets()
        self.scroller = QScrollArea()
        self.scroller.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.scroller.setWidget(self.sheet)
        # Always there: one that came and went with the zoom would never let a page fit.
        self.scroller.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.scroller.setAccessibleName("预览")
        self.scroller.installEventFilter(self)
        self.row.addWidget(self.thumbs)
        self.row.addWidget(self.scroller, 1)
        self.setFocusProxy(self.scroller)
        self._connect()
        shown = True if settings is None else settings.get("preview/thumbs", True)
        self.tools.thumbs_button.setChecked(bool(shown))
        self.place_thumbs()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return 0 if self.pages is None else len(self.pages)

    def put_pages(self, pages: Pages | None) -> Pages | None:
        """Show these; the ones shown so far are handed back, still open."""
        self.thumbs.show_pages(pages)
        self.sheet.show_pages(pages)
        old, self.pages = self.pages, pages
        self.finder.show_pages(pages)
        self.sheet.lay_out(self.sheet.zoom)
        self._fit()
        return old

    def say_notes(self, remarks: Sequence[Remark]) -> None:
        """What is to be known about the paper: beside it, never on it, and never in its way."""
        self.notes.say(remarks)
        self._shelf.fit(self.height() // 5)

    # -- moving and zooming -----------------------------------------------------------------------------

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
        self._fits = "width"
        self._fit()

    def fit_page(self) -> None:
        """A whole page in the window, and again whenever it changes."""
        self._fits = "page"
        self._fit()

    def show_thumbs(self, is_shown: bool) -> None:
        """Show or hide the small pages; remembered."""
        self.tools.thumbs_button.setChecked(is_shown)
        if self._settings is not None:
            self._settings.put("preview/thumbs", is_shown)
        self.place_thumbs()

    def place_thumbs(self) -> None:
        """Where they are wanted and there is room for them."""
        self.thumbs.setVisible(self.tools.thumbs_button.isChecked() and self.has_room())

    def has_room(self) -> bool:
        """Whether anything else beside the preview leaves room for the small pages."""
        return True

    def look_for(self) -> None:
        """Ctrl+F: the line to look for words."""
        self.finder.open(self.tools.page_box.value() - 1)

    # -- keys and events ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Ctrl+F is the window's search everywhere else; before a paper it looks in the paper.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Find)
        ):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The scroll area would take these keys for itself, and stop in the middle of a page.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._turn_by(event)
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.look_for()
        elif event.key() == Qt.Key.Key_Escape and self.finder.isVisible():
            self.finder.leave()
        elif not self._turn_by(event):
            super().keyPressEvent(event)

    def _turn_by(self, event: QKeyEvent) -> bool:
        here = self.tools.page_box.value()
        target = {
            Qt.Key.Key_PageDown: min(here + 1, self.count),
            Qt.Key.Key_PageUp: max(here - 1, 1),
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self.count,
        }.get(Qt.Key(event.key()))
        if target is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self.go_to(target)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shelf.fit(self.height() // 5)
        self.place_thumbs()

    # -- inside ------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tools.connect_to(self)
        self.finder.found.connect(self._show_hits)
        self.finder.closed.connect(self.scroller.setFocus)
        self.thumbs.turned.connect(self.go_to)
        self.scroller.verticalScrollBar().valueChanged.connect(self._follow_scroll)
        for keys, act in (
            ("Ctrl+=", lambda: self.zoom_by(1)),
            ("Ctrl++", lambda: self.zoom_by(1)),
            ("Ctrl+-", lambda: self.zoom_by(-1)),
            ("Ctrl+0", self.fit_width),
            ("Ctrl+9", self.fit_page),
            ("F3", lambda: self._find_on(1)),
            ("Shift+F3", lambda: self._find_on(-1)),
        ):
            self.add_key(keys, act)

    def add_key(self, keys: str, act: Callable[[], object]) -> None:
        """A key that works anywhere in the preview."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _fit(self) -> None:
        if self.pages is None or not self._fits:
            return
        sizes = [self.pages.size(p) for p in range(self.count)]
        room = self.scroller.viewport().size()
        across = max(s.width() for s in sizes) / POINTS_PER_INCH * SCREEN_DPI
        zoom = min((room.width() - 2 * GAP) / across, 1.25)
        if self._fits == "page":
            down = max(s.height() for s in sizes) / POINTS_PER_INCH * SCREEN_DPI
            zoom = min(zoom, (room.height() - 2 * GAP) / down)
        zoom = max(zoom, ZOOMS[0])
        if zoom != self.sheet.zoom:
            self._lay_out(zoom)
        self.tools.say_zoom(self.sheet.zoom)

    def _zoom_to(self, zoom: float) -> None:
        self._fits = ""
        self._lay_out(zoom)
        self.tools.say_zoom(zoom)

    def _lay_out(self, zoom: float) -> None:
        page = self.tools.page_box.value()
        self.sheet.lay_out(zoom)
        self.go_to(page)

    def _follow_scroll(self, value: int) -> None:
        self._say_page(self.sheet.page_at(value + self.scroller.viewport().height() // 3) + 1)

    def _say_page(self, page: int) -> None:
        self.tools.say_page(page)
        self.thumbs.follow(page)

    def _find_on(self, step: int) -> None:
        if self.finder.isVisible():
            self.finder.step(step)
        else:
            self.look_for()

    def _show_hits(self, hits: Sequence[Hit], current: Hit | None) -> None:
        self.sheet.mark(hits, current)
        if current is not None and current is not self._hit:
            place = self.sheet.place_of(current)
            margin = self.scroller.viewport().height() // 3
            self.scroller.ensureVisible(
                place.center().x(), place.center().y(), place.width() // 2 + GAP, margin
            )
            self._say_page(current.page + 1)
        self._hit = current
