"""One fitted text in one rectangle of the page, as PDF drawing operators.

Called by `form_drawing`, which writes a whole page at once. Alignment, justified and spread
lines, underlines, text that runs upwards or downwards. Whether a text fits has been decided
before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_fitting import ASCENT, LEADING, STACKING, Fitted, pad_of
from kcdesk.files.form_layout import BLACK, Down, Style

_UNDER: Final = 0.13
"""How far below the baseline an underline stands, in sizes."""
_SLACK: Final = 0.2
"""A justified line wider open than this share of its cell is left ragged."""


Box = tuple[float, float, float, float]
"""left, lower, width, height"""


class TextPen:
    """Draws texts with the fonts of one PDF."""

    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self.canvas = canvas
        self.fonts = fonts

    def drawn(
        self, text: Fitted, style: Style, box: Box, lines: tuple[int, int] | None = None
    ) -> str:
        """`text` in `box`; `lines` picks some of its lines."""
        every = (0, len(text.lines))
        if style.turn == "level":
            drawn = self._level(text, style, box, lines or every)
        elif style.turn == "stacked":
            drawn = self._stacked(text, style, box)
        else:
            left, lower, width, height = box
            turned = self._level(text, style, (0, 0, height, width), every)
            if style.turn == "up":
                drawn = f"q 0 1 -1 0 {left + width:.2f} {lower:.2f} cm {turned} Q"
            else:
                drawn = f"q 0 -1 1 0 {left:.2f} {lower + height:.2f} cm {turned} Q"
        if style.colour != BLACK:
            shade = " ".join(f"{part:.3f}" for part in style.colour)
            drawn = f"q {shade} rg {shade} RG {drawn} Q"
        return drawn

    def _level(self, text: Fitted, style: Style, box: Box, lines: tuple[int, int]) -> str:
        left, lower, width, height = box
        pad, size = pad_of(width), text.size
        block = size + (lines[1] - lines[0] - 1) * size * LEADING
        margin = min(pad * 0.8, max(0.0, (height - block) / 2))
        y = _upper(style.down, lower, height, block, margin) - size * ASCENT
        indent_left = style.indent if style.across in ("left", "justify") else 0.0
        indent_right = style.indent if style.across == "right" else 0.0
        room = (left + pad + indent_left, width - 2 * pad - indent_left - indent_right)
        drawn = []
        for number in range(*lines):
            drawn.append(self._line(text, style, number, room, y))
            y -= size * LEADING
        return " ".join(drawn)

    def _line(
        self, text: Fitted, style: Style, number: int, room: tuple[float, float], y: float
    ) -> str:
        line, size, across = text.lines[number].rstrip(), text.size, style.across
        if not line:
            return ""
        x, spacing = room[0], 0.0
        width = 0.0
        if across != "left" or style.underline or style.strike:
            width = self.fonts.width(line, style.role, size, style.bold)
        free = room[1] - width
        is_spread = across == "spread" or (
            across == "justify" and not text.ends[number] and free < room[1] * _SLACK
        )
        if across == "center" or (is_spread and len(line) == 1):
            x += free / 2
        elif across == "right":
            x += free
        elif is_spread:
            spacing = max(0.0, free) / (len(line) - 1)
            width += max(0.0, free)
        drawn = self.fonts.drawn(
            self.canvas, x, y, line, style.role, size, style.bold, spacing=spacing
        )
        return " ".join([drawn, *_rules(style, x, x + width, y, size)])

    def _stacked(self, text: Fitted, style: Style, box: Box) -> str:
        left, lower, width, height = box
        step = text.size * STACKING
        x = left + width / 2 + (len(text.lines) - 1) * step / 2
        drawn = []
        for column in text.lines:
            block = len(column) * step
            y = _upper(style.down, lower, height, block, pad_of(height))
            y -= text.size * (ASCENT + (STACKING - 1) / 2)
            for character in column:
                role, size, bold = style.role, text.size, style.bold
                half = self.fonts.width(character, role, size, bold) / 2
                drawn.append(
                    self.fonts.drawn(self.canvas, x - half, y, character, role, size, bold)
                )
                y -= step
            x -= step
        return " ".join(drawn)


def _upper(down: Down, lower: float, height: float, block: float, margin: float) -> float:
    """The upper edge of a block of lines in its cell."""
    if down == "top":
        return lower + height - margin
    if down == "bottom":
        return lower + margin + block
    return lower + (height + block) / 2


def _rules(style: Style, x: float, end: float, y: float, size: float) -> Iterator[str]:
    """Lines under and through the text."""
    heights = []
    if style.underline:
        heights.append(y - size * _UNDER)
    if style.underline == "double":
        heights.append(y - size * (_UNDER + 0.09))
    if style.strike:
        heights.append(y + size * 0.36)
    for height in heights:
        yield f"{size / 22:.3f} w {x:.2f} {height:.2f} m {end:.2f} {height:.2f} l S"
