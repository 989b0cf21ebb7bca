"""Draws one fitted text into one rectangle of the page.

Called by `form_drawing`. Alignment, justified and spread lines, underlines, text that runs
upwards or downwards. Whether a text fits has been decided before.
"""

from __future__ import annotations

from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_fitting import ASCENT, LEADING, STACKING, Fitted, pad_of
from kcdesk.files.form_layout import BLACK, Style

_UNDER: Final = 0.13
"""How far below the baseline an underline stands, in sizes."""
_SLACK: Final = 0.2
"""A justified line wider open than this share of its cell is left ragged."""


def draw_text(
    canvas: Canvas,
    fonts: Fonts,
    text: Fitted,
    style: Style,
    box: tuple[float, float, float, float],
    lines: tuple[int, int] | None = None,
) -> None:
    """Draw `text` into `box` (left, lower, width, height); `lines` picks some of them."""
    if style.colour != BLACK:
        canvas.saveState()
        canvas.setFillColorRGB(*style.colour)
        canvas.setStrokeColorRGB(*style.colour)
    if style.turn == "level":
        _draw_level(canvas, fonts, text, style, box, lines or (0, len(text.lines)))
    elif style.turn == "stacked":
        _draw_stacked(canvas, fonts, text, style, box)
    else:
        left, lower, width, height = box
        canvas.saveState()
        if style.turn == "up":
            canvas.translate(left + width, lower)
            canvas.rotate(90)
        else:
            canvas.translate(left, lower + height)
            canvas.rotate(-90)
        _draw_level(canvas, fonts, text, style, (0, 0, height, width), (0, len(text.lines)))
        canvas.restoreState()
    if style.colour != BLACK:
        canvas.restoreState()


def _draw_level(
    canvas: Canvas,
    fonts: Fonts,
    text: Fitted,
    style: Style,
    box: tuple[float, float, float, float],
    lines: tuple[int, int],
) -> None:
    left, lower, width, height = box
    pad = pad_of(width)
    size = text.size
    block = size + (lines[1] - lines[0] - 1) * size * LEADING
    margin = min(pad * 0.8, max(0.0, (height - block) / 2))
    match style.down:
        case "top":
            y = lower + height - margin
        case "center":
            y = lower + (height + block) / 2
        case "bottom":
            y = lower + margin + block
    y -= size * ASCENT
    indent_left = style.indent if style.across in ("left", "justify") else 0.0
    indent_right = style.indent if style.across == "right" else 0.0
    room = (left + pad + indent_left, width - 2 * pad - indent_left - indent_right)
    for number in range(*lines):
        _draw_line(canvas, fonts, text, style, number, room, y)
        y -= size * LEADING


def _draw_line(
    canvas: Canvas,
    fonts: Fonts,
    text: Fitted,
    style: Style,
    number: int,
    room: tuple[float, float],
    y: float,
) -> None:
    line = text.lines[number].rstrip()
    if not line:
        return
    x, free = room[0], 0.0
    across = style.across
    if across != "left":
        free = room[1] - fonts.width(line, style.role, text.size, style.bold)
    spacing = 0.0
    if across == "center":
        x += free / 2
    elif across == "right":
        x += free
    elif across == "spread" or (
        across == "justify" and not text.ends[number] and free < room[1] * _SLACK
    ):
        spacing = max(0.0, free) / max(1, len(line) - 1)
        if len(line) == 1:
            x, spacing = x + free / 2, 0.0
    end = fonts.draw(canvas, x, y, line, style.role, text.size, style.bold, spacing=spacing)
    if style.underline or style.strike:
        _draw_rules(canvas, style, x, end - spacing, y, text.size)


def _draw_rules(canvas: Canvas, style: Style, x: float, end: float, y: float, size: float) -> None:
    canvas.setLineWidth(size / 22)
    if style.underline:
        canvas.line(x, y - size * _UNDER, end, y - size * _UNDER)
    if style.underline == "double":
        canvas.line(x, y - size * (_UNDER + 0.09), end, y - size * (_UNDER + 0.09))
    if style.strike:
        canvas.line(x, y + size * 0.36, end, y + size * 0.36)


def _draw_stacked(
    canvas: Canvas,
    fonts: Fonts,
    text: Fitted,
    style: Style,
    box: tuple[float, float, float, float],
) -> None:
    left, lower, width, height = box
    step = text.size * STACKING
    x = left + width / 2 + (len(text.lines) - 1) * step / 2
    for column in text.lines:
        block = len(column) * step
        match style.down:
            case "top":
                y = lower + height - pad_of(height)
            case "center":
                y = lower + (height + block) / 2
            case "bottom":
                y = lower + pad_of(height) + block
        y -= text.size * (ASCENT + (STACKING - 1) / 2)
        for character in column:
            half = fonts.width(character, style.role, text.size, style.bold) / 2
            fonts.draw(canvas, x - half, y, character, style.role, text.size, style.bold)
            y -= step
        x -= step
