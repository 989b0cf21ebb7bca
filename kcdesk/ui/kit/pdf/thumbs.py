"""The pages small, at the side of the preview: a list to look over and to jump by.

Only those in sight are rendered, one per turn of the event loop.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListView

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.pdf.pages import Pages

WIDTH_EM = 7.0
_A4_RATIO = 1.42
KEPT = 60
"""Pictures held; the ones seen longest ago go first."""

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Thumbs(QListView):
    """One small picture per page, with its number."""

    turned = Signal(int)
    """The person goes to this page, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("缩略图")
        self.setProperty("field", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setIconSize(_room())
        self.setSpacing(theme.space(1))
        self.setFixedWidth(theme.em(WIDTH_EM) + theme.em(3.4))
        self.pictures = _Pictures(self)
        self.setModel(self.pictures)
        self._is_following = False
        self.selectionModel().currentChanged.connect(self._current_changed)

    def show_pages(self, pages: Pages | None) -> None:
        """Other pages."""
        self.pictures.put(pages)

    def follow(self, page: int) -> None:
        """The preview has come to this page, from 1."""
        self._is_following = True
        self.setCurrentIndex(self.pictures.index(page - 1))
        self._is_following = False

    def _current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self._is_following:
            self.turned.emit(current.row() + 1)


class _Pictures(QAbstractListModel):
    """Pictures made when the list asks for them."""

    def __init__(self, view: Thumbs) -> None:
        super().__init__(view)
        self._view = view
        self._pages: Pages | None = None
        self._drawn: dict[int, QPixmap] = {}
        self._wanted: dict[int, None] = {}
        self._blank = QPixmap()
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._draw_next)

    def put(self, pages: Pages | None) -> None:
        self.beginResetModel()
        self._pages = pages
        self._drawn.clear()
        self._wanted.clear()
        self._turn.stop()
        self._blank = QPixmap(_room())
        self._blank.fill(Qt.GlobalColor.white)
        self.endResetModel()

    @property
    def drawn(self) -> frozenset[int]:
        """The pages rendered so far (those in sight)."""
        return frozenset(self._drawn)

    @property
    def is_busy(self) -> bool:
        """Whether a picture is still to come."""
        return self._turn.isActive()

    def rowCount(self, parent: Index | None = None) -> int:
        del parent
        return 0 if self._pages is None else len(self._pages)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole:
            return str(index.row() + 1)
        if role == Role.AccessibleTextRole:
            return f"第{index.row() + 1}页"
        if role == Role.DecorationRole:
            picture, made = self._picture(index.row()), QIcon()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                made.addPixmap(picture, mode)  # the chosen page keeps its own colours
            return made
        return None

    def _picture(self, page: int) -> QPixmap:
        if page in self._drawn:
            return self._drawn[page]
        self._wanted[page] = None
        self._turn.start()
        return self._blank

    def _draw_next(self) -> None:
        while self._wanted and self._pages is not None:
            page = next(iter(self._wanted))
            del self._wanted[page]
            place = self._view.visualRect(self.index(page))
            if not place.intersects(self._view.viewport().rect()):
                continue
            self._drawn[page] = self._small(page)
            while len(self._drawn) > KEPT:
                del self._drawn[next(iter(self._drawn))]
            self.dataChanged.emit(self.index(page), self.index(page), [Role.DecorationRole])
            return
        self._turn.stop()

    def _small(self, page: int) -> QPixmap:
        """The page in the room of one small picture, whatever its shape."""
        assert self._pages is not None
        ratio = self._view.devicePixelRatioF()
        room = _room() * ratio
        size = self._pages.size(page).scaled(room, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        size = size.expandedTo(QSize(1, 1))
        made = QPixmap(room)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        left, top = (room.width() - size.width()) // 2, (room.height() - size.height()) // 2
        painter.drawImage(left, top, self._pages.band(page, size, 0, size.height()))
        painter.setPen(QColor(theme.color("strong_line")))
        painter.drawRect(left, top, size.width() - 1, size.height() - 1)
        painter.end()
        made.setDevicePixelRatio(ratio)
        return made


def _room() -> QSize:
    width = theme.em(WIDTH_EM)
    return QSize(width, round(width * _A4_RATIO))
