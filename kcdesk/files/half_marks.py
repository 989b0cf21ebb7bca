"""Full-width marks drawn half as wide: of two marks in a row each half that is empty goes.

Called by the letter's line setter. A PDF says how wide each character of a font is; a mark that
is only moved closer overlaps its neighbour, and readers of the PDF then tear the text apart. So
the same glyphs are embedded once more as a font in which they are half as wide. Which marks are
halved is not decided here.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.font_faces import EmbeddedFont
from kcdesk.files.fonts import Fonts


def draw_half(
    canvas: Canvas, fonts: Fonts, x: float, y: float, text: str, role: str, size: float, bold: bool
) -> None:
    """Draw one mark at (x, y), its advance half of what its font says."""
    for run in fonts.runs(text, role, bold):
        canvas.setFont(_half_font(run.font_name), size)
        canvas.drawString(x, y, run.text)


@cache
def _half_font(name: str) -> str:
    """The name of the font `name` with every character half as wide; registered once."""
    font = pdfmetrics.getFont(name)
    assert isinstance(font, EmbeddedFont)
    half = copy(font)
    half.fontName = f"{name}-half"
    half.face = copy(font.face)
    half.face.name = font.face.name + b"-half"
    half.face.charWidths = {point: width / 2 for point, width in font.advances.items()}
    half.state = WeakKeyDictionary()
    pdfmetrics.registerFont(half)
    return str(half.fontName)
