"""Sets one paragraph of a letter into lines: which glyphs stand where.

Called by the letter engine's page room; asks the fonts for widths and `line_break` for the
places where a line may end. Chinese characters stand on a grid (GB/T 9704: 28 to a line), two
marks in a row share one empty half, a mark at a line's end may leave its empty half outside,
and what is left over is spread between characters, never inside a number or a word. Which text
is set, and where on a page a line goes, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.half_marks import draw_half
from kcdesk.files.line_break import (
    CLOSING,
    OPENING,
    between_entries,
    break_places,
    may_break,
    stands_together,
)

Align = Literal["justify", "left", "center", "right"]

_FULL = 0.99
"""A glyph at least this wide (in its size) fills a cell of the grid."""

_LOSS = 0.7
"""The part of a line that may stay empty to keep an amount in capitals or a name whole."""
_RAGGED = 0.18
"""A line with more than this part of it left over is not pulled apart to the right edge."""

_APART = 0.09
"""In parts of the size: a gap in which readers of PDF see the end of a word."""
_MOST_TAKEN_DOWN = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one face."""

    text: str
    role: str = "fangsong"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph is set, in points.

    `pitch` is the advance of a full-width character of `size`; `first` and `rest` are the
    indents of the first and the following lines. Of a `is_list` no entry is torn apart.
    """

    size: float
    pitch: float
    measure: float
    first: float = 0.0
    rest: float = 0.0
    align: Align = "justify"
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs drawn in one go from `x`, `spacing` points after each.

    `is_half` pieces are single marks drawn half as wide.
    """

    x: float
    span: Span
    spacing: float
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: its pieces, counted from the left of the measure, and its right end.

    `is_apart` lines have gaps so wide that a reader of the PDF would take them for blanks, so it
    is told the whole text.
    """

    pieces: tuple[Piece, ...]
    size: float
    right: float
    is_apart: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.span.text for piece in self.pieces)

    def draw(self, canvas: Canvas, fonts: Fonts, x: float, baseline: float) -> None:
        if self.is_apart:
            whole = f"\ufeff{self.text}".encode("utf-16-be").hex().upper()
            canvas.addLiteral(f"/Span << /ActualText <{whole}> >> BDC")
        for piece in self.pieces:
            self._draw_piece(canvas, fonts, x + piece.x, baseline, piece)
        if self.is_apart:
            canvas.addLiteral("EMC")

    def _draw_piece(self, canvas: Canvas, fonts: Fonts, x: float, y: float, piece: Piece) -> None:
        text, role, bold = piece.span.text, piece.span.role, piece.span.bold
        if piece.is_half:
            draw_half(canvas, fonts, x, y, text, role, self.size, bold)
        else:
            fonts.draw(canvas, x, y, text, role, self.size, bold, spacing=piece.spacing)


@dataclass(slots=True)
class _Cell:
    """One character on its way into a line."""

    text: str
    span: Span
    size: float
    natural: float
    advance: float
    hang: float = 0.0
    is_half: bool = False

    def halve(self) -> None:
        """Leave out the empty half."""
        self.natural /= 2
        self.advance -= self.natural
        self.hang = 0.0
        self.is_half = True


def set_lines(fonts: Fonts, spans: Sequence[Span], shape: Shape) -> list[SetLine]:
    """The lines of one paragraph; a line feed in it begins a new line with the `rest` indent."""
    lines: list[SetLine] = []
    for part in _parts(spans):
        cells = _cells(fonts, part, shape)
        text = "".join(cell.text for cell in cells)
        places = break_places(
            text,
            [cell.advance for cell in cells],
            [cell.hang for cell in cells],
            shape.measure - shape.rest,
            0.0 if lines else shape.first - shape.rest,
            prefer=between_entries if shape.is_list else None,
            loss=_LOSS,
        )
        for start, end in _without_lone_end(text, places):
            indent = shape.rest if lines else shape.first
            is_last = end == len(cells)
            lines.append(_set_line(cells[start:end], shape, indent, is_last=is_last))
    return lines


def _without_lone_end(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """单字不成行: a last line of one character takes a neighbour down from the line above."""
    if len(places) < 2:
        return places
    (above, start), (_, end) = places[-2:]
    if sum(character not in CLOSING for character in text[start:end]) > 1:
        return places
    for place in range(start - 1, max(above, start - _MOST_TAKEN_DOWN), -1):
        if may_break(text, place):
            return [*places[:-2], (above, place), (place, end)]
    return places


def _parts(spans: Sequence[Span]) -> list[list[Span]]:
    """The paragraph cut at its line feeds."""
    parts: list[list[Span]] = [[]]
    for span in spans:
        first, *others = span.text.split("\n")
        parts[-1].append(Span(first, span.role, span.bold))
        parts.extend([Span(text, span.role, span.bold)] for text in others)
    return parts


def _cells(fonts: Fonts, spans: Sequence[Span], shape: Shape) -> list[_Cell]:
    cells: list[_Cell] = []
    for span in spans:
        for character in span.text:
            natural = fonts.width(character, span.role, shape.size, span.bold)
            is_full = natural >= shape.size * _FULL
            advance = natural + (shape.pitch - shape.size if is_full else 0.0)
            hang = natural / 2 if is_full and character in CLOSING else 0.0
            cells.append(_Cell(character, span, shape.size, natural, advance, hang))
    for cell, after in pairwise(cells):
        if _share_a_half(cell, after):
            cell.halve()
    return cells


def _share_a_half(cell: _Cell, after: _Cell) -> bool:
    if min(cell.natural, after.natural) < cell.size * _FULL:
        return False
    if cell.text in CLOSING:
        return after.text in CLOSING or after.text in OPENING
    return cell.text in OPENING and after.text in OPENING


def _set_line(cells: list[_Cell], shape: Shape, indent: float, *, is_last: bool) -> SetLine:
    while cells and cells[-1].text.isspace():
        cells = cells[:-1]
    room = shape.measure - indent
    used = sum(cell.advance for cell in cells)
    if cells and used > room and cells[-1].hang:
        used -= cells[-1].hang
        cells[-1].halve()
    advances = [cell.advance for cell in cells]
    share = 0.0
    if shape.align == "justify" and not is_last and room - used <= room * _RAGGED:
        share = _spread(cells, advances, room - used)
        used = room if share else used
    x = indent + {"center": (room - used) / 2, "right": room - used}.get(shape.align, 0.0)
    return SetLine(_pieces(cells, advances, x), shape.size, x + used, share > shape.size * _APART)


def _spread(cells: list[_Cell], advances: list[float], left_over: float) -> float:
    """Share what is left over among the gaps that may grow; returns what each has got."""
    gaps = [
        place
        for place, (cell, after) in enumerate(pairwise(cells))
        if not stands_together(cell.text, after.text)
    ]
    share = left_over / len(gaps) if gaps else 0.0
    for place in gaps:
        advances[place] += share
    return share


def _pieces(cells: list[_Cell], advances: list[float], x: float) -> tuple[Piece, ...]:
    """Glyphs with equal spacing go together, so that text stays text when it is copied."""
    pieces: list[Piece] = []
    extras = [round(a - c.natural, 4) for c, a in zip(cells, advances, strict=True)]
    begin, begin_x = 0, x
    for place, cell in enumerate(cells, 1):
        x += advances[place - 1]
        is_last = place == len(cells)
        if not is_last and _goes_on(cell, cells[place]) and extras[place - 1] == extras[begin]:
            continue
        span = replace(cell.span, text="".join(c.text for c in cells[begin:place]))
        spacing = extras[begin] if place - begin > 1 else 0.0
        pieces.append(Piece(begin_x, span, spacing, cell.is_half))
        begin, begin_x = place, x
    return tuple(pieces)


def _goes_on(cell: _Cell, after: _Cell) -> bool:
    return cell.span == after.span and not (cell.is_half or after.is_half)
