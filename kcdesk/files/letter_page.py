"""The page of an official letter (GB/T 9704-2012): its measures, its lines, where it breaks.

Called by the letter engine. Holds the figures of the standard in one place, hands rows out to
pages and draws finished pages. A heading stays with the text under it, the signature takes at
least two lines of text along, a table goes on under its head, and no page begins with an empty
row. What the rows say, and what stands above and below them, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_lines import SetLine, Shape

MM: Final = 72 / 25.4
PAGE: Final = (210 * MM, 297 * MM)
LEFT: Final = 28 * MM
"""订口: the binding edge."""
TOP: Final = PAGE[1] - 37 * MM
"""The upper edge of the text area, under 天头."""
WIDTH: Final = 156 * MM
HEIGHT: Final = 225 * MM
BOTTOM: Final = TOP - HEIGHT
ROWS: Final = 22
CHARACTERS: Final = 28
ROW: Final = HEIGHT / ROWS
CELL: Final = WIDTH / CHARACTERS

SIZE_2: Final = 22.0
"""二号."""
SIZE_3: Final = 16.0
"""三号."""
SIZE_4: Final = 14.0
"""四号."""

RED: Final = (0.93, 0.0, 0.0)
BLACK: Final = (0.0, 0.0, 0.0)

_SLACK: Final = 1e-6
_ABOVE: Final = 0.88
"""The part of the em box above the baseline."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A line of text in its place on the page; `stretch` narrows its glyphs."""

    line: SetLine
    x: float
    baseline: float
    colour: tuple[float, float, float] = BLACK
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line, its middle at `y`; an upright one goes down from there."""

    x: float
    y: float
    length: float
    thickness: float
    colour: tuple[float, float, float] = BLACK
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of a table's row, measured from the row's upper left corner."""

    inks: tuple[Ink, ...]
    rules: tuple[Rule, ...]

    def under(self, top: float) -> Page:
        """The cells where the row's upper edge is at `top`."""
        return Page(
            [replace(ink, x=LEFT + ink.x, baseline=top + ink.baseline) for ink in self.inks],
            [replace(rule, x=LEFT + rule.x, y=top + rule.y) for rule in self.rules],
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the text area: a line, the cells of a table, or nothing.

    `glued` forbids a page break before it; `height` is in rows of plain text. On a page that
    begins with it the rows of `header` are set once more above.
    """

    line: SetLine | None = None
    glued: bool = False
    block: Block | None = None
    height: float = 1.0
    header: tuple[Row, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.line is None and self.block is None


@dataclass(slots=True)
class Page:
    """What is drawn on one page."""

    inks: list[Ink] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def draw(self, canvas: Canvas, fonts: Fonts) -> None:
        for rule in self.rules:
            canvas.setStrokeColorRGB(*rule.colour)
            canvas.setLineWidth(rule.thickness)
            across, down = (0.0, rule.length) if rule.is_upright else (rule.length, 0.0)
            canvas.line(rule.x, rule.y, rule.x + across, rule.y - down)
        for ink in self.inks:
            canvas.saveState()
            canvas.setFillColorRGB(*ink.colour)
            canvas.setStrokeColorRGB(*ink.colour)
            canvas.translate(ink.x, ink.baseline)
            canvas.scale(ink.stretch, 1)
            ink.line.draw(canvas, fonts, 0, 0)
            canvas.restoreState()


def body_shape(*, first: float = 0, rest: float = 0) -> Shape:
    """三号 text on the grid; the indents in characters."""
    return Shape(SIZE_3, CELL, WIDTH, first * CELL, rest * CELL)


def row_top(row: float) -> float:
    """The upper edge of a row, counted from 0."""
    return TOP - row * ROW


def row_baseline(row: float, size: float) -> float:
    """The baseline of a line of `size` that stands in the middle of its row."""
    return baseline_below(row_top(row) - (ROW - size) / 2, size)


def baseline_below(top: float, size: float) -> float:
    """The baseline of glyphs whose em boxes begin at `top`."""
    return top - size * _ABOVE


def bottom_above(baseline: float, size: float) -> float:
    """The lower edge of the em boxes on `baseline`."""
    return baseline - size * (1 - _ABOVE)


def place_rows(rows: Sequence[Row], first_row: float) -> Page:
    """Rows one under the other, the first of them in row `first_row` of the text area."""
    page = Page()
    at = first_row
    for row in rows:
        if row.line is not None:
            page.inks.append(Ink(row.line, LEFT, row_baseline(at, row.line.size)))
        if row.block is not None:
            cells = row.block.under(row_top(at))
            page.inks += cells.inks
            page.rules += cells.rules
        at += row.height
    return page


def share_out(rows: Sequence[Row], first_row: int, reserve: int) -> list[list[Row]]:
    """Hand the rows out to pages: the first page's text begins at `first_row`.

    The last page keeps `reserve` rows free at its foot; when it cannot, its last rows move on
    to a page of their own, never less than what is glued together.
    """
    pages: list[list[Row]] = []
    start, room = 0, float(ROWS - first_row)
    while True:
        header = list(rows[start].header) if start else []
        room -= _height(header)
        end = _filled(rows, start, room)
        if end == len(rows) and _height(rows[start:]) > room - reserve + _SLACK:
            end = max(_filled(rows, start, room - reserve), start + 1)
        end = _page_end(rows, start, end)
        pages.append(header + list(rows[start:end]))
        start, room = end, float(ROWS)
        while start < len(rows) and rows[start].is_empty and not rows[start].glued:
            start += 1
        if start >= len(rows):
            break
    if _height(pages[-1]) > ROWS - (0 if len(pages) > 1 else first_row) - reserve + _SLACK:
        # A single row under a tall head: the imprint has a page of its own.
        pages.append([])
    return pages


def _height(rows: Sequence[Row]) -> float:
    return sum(row.height for row in rows)


def _filled(rows: Sequence[Row], start: int, room: float) -> int:
    """The place after the last row that still fits; at least one row is taken."""
    used = 0.0
    for place in range(start, len(rows)):
        used += rows[place].height
        if used > room + _SLACK:
            return max(place, start + 1)
    return len(rows)


def _page_end(rows: Sequence[Row], start: int, end: int) -> int:
    """The last place at or before `end` where a page may end; `end` itself if there is none."""
    if end >= len(rows):
        return end
    for place in range(end, start, -1):
        if not rows[place].glued:
            return place
    return end
