"""Line icons from resources/icons, drawn in the colour of the text they stand beside.

An icon never stands alone for a meaning: a word is always with it.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kcdesk.ui.kit import theme

_SIZES = (16, 20, 32, 40)


def icon(name: str, tone: str = "text", *, selected: str = "") -> QIcon:
    """The icon `name` (a file of resources/icons) in the colour of a theme token (`tone`).

    `selected` is the token for a selected row of a list; without one it stays as it is.
    """
    # White, greyed by Qt, is still white: it takes the colour of a grey label.
    off = theme.color("muted" if tone == "on_accent" else tone).name()
    return _made(name, theme.color(tone).name(), theme.color(selected or tone).name(), off)


def pixmap(name: str, size: int, tone: str = "text", ratio: float = 1.0) -> QPixmap:
    """One picture of `size` logical pixels for a screen of `ratio`."""
    return _drawn(name, theme.color(tone).name(), size, ratio)


@lru_cache(maxsize=512)
def _made(name: str, color: str, selected: str, off: str) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_drawn(name, color, size, 1.0), QIcon.Mode.Normal)
        if selected != color:
            made.addPixmap(_drawn(name, selected, size, 1.0), QIcon.Mode.Selected)
        if off != color:
            made.addPixmap(_drawn(name, off, size, 1.0), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=2048)
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    path = theme.resources() / "icons" / f"{name}.svg"
    text = path.read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
