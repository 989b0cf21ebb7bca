"""Draws the pages of a filled form: fills, borders, the form's own texts, then the values.

Called by `form_paint`. What is the same on several pages or papers of one PDF (lines and the
form's own texts) is drawn once and referred to. Where a row stands has been decided before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_fitting import ASCENT
from kcdesk.files.form_layout import Layout, Line, RunningText, stronger
from kcdesk.files.form_pages import Page, Slot
from kcdesk.files.form_rows import Placed, Strip
from kcdesk.files.form_text import draw_text
from kcdesk.files.paper import STRIP_TOP

_EPS: Final = 0.01
_DOUBLE: Final = 0.75
"""Half the distance between the two lines of a double border."""

_Segment = tuple[Line, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A cell on one page: its rectangle, and which lines of its text stand there."""

    placed: Placed
    box: tuple[float, float, float, float]
    has_text: bool
    lines: tuple[int, int] | None
    slots: tuple[int, int]


class FormArtist:
    """Draws the papers of one PDF."""

    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self.canvas = canvas
        self.fonts = fonts
        self._grounds: dict[object, str] = {}

    def draw(self, strip: Strip, page: Page) -> None:
        """One page of a strip, without header and foot."""
        layout = strip.template.layout
        shown = tuple(_shown(strip, page))
        key = (
            strip.template.spec.id,
            tuple((strip.rows[s.place].number, round(s.height, 3), bool(s.cuts)) for s in page),
            tuple((s.placed.cell.name, s.slots, s.has_text and s.placed.is_own) for s in shown),
        )
        name = self._grounds.get(key)
        if name is None:
            name = self._grounds[key] = f"ground{len(self._grounds) + 1}"
            self.canvas.beginForm(name, 0, 0, *layout.page)
            self._draw_ground(strip, page, shown)
            self.canvas.endForm()
        self.canvas.doForm(name)
        for item in shown:
            if item.has_text and not item.placed.is_own:
                self._draw_text(item)

    def draw_running(self, layout: Layout, running: RunningText, page: tuple[int, int]) -> None:
        """One third of the header or footer."""
        number, count = page
        text = running.text.replace("&&", "\0")
        text = text.replace("&P", str(number)).replace("&N", str(count)).replace("\0", "&")
        margins, (wide, tall) = layout.margins, layout.page
        width = self.fonts.width(text, running.role, running.size)
        x = {
            "left": margins.left,
            "center": (wide - width) / 2,
            "right": wide - margins.right - width,
        }[running.across]
        if running.is_header:
            y = tall - margins.head - running.size * ASCENT
        else:
            y = max(margins.foot, STRIP_TOP) + 2
        self.fonts.draw(self.canvas, x, y, text, running.role, running.size)

    def _draw_text(self, item: _Shown) -> None:
        if item.placed.text is not None:
            style = item.placed.cell.style
            draw_text(self.canvas, self.fonts, item.placed.text, style, item.box, item.lines)

    def _draw_ground(self, strip: Strip, page: Page, shown: tuple[_Shown, ...]) -> None:
        for item in shown:
            if item.placed.cell.fill is not None:
                self.canvas.setFillColorRGB(*item.placed.cell.fill)
                self.canvas.rect(*item.box, stroke=0, fill=1)
        self.canvas.setFillGray(0)
        for item in shown:
            if item.has_text and item.placed.is_own:
                self._draw_text(item)
        segments = [*_level_lines(strip, page, shown), *_upright_lines(strip, page)]
        segments.extend(_diagonals(shown))
        by_line: dict[Line, list[_Segment]] = {}
        for segment in segments:
            by_line.setdefault(segment[0], []).append(segment)
        for line in sorted(by_line, key=lambda line: line.rank):
            self._draw_lines(line, by_line[line])

    def _draw_lines(self, line: Line, segments: list[_Segment]) -> None:
        canvas = self.canvas
        canvas.setLineWidth(line.width)
        canvas.setDash(list(line.dash) if line.dash else [])
        canvas.setLineCap(0 if line.dash else 2)  # square ends, so that corners meet
        path = canvas.beginPath()
        for _, left, top, right, bottom in segments:
            for away in (-_DOUBLE, _DOUBLE) if line.double else (0.0,):
                across = away if left == right else 0.0
                along = away if left != right else 0.0
                path.moveTo(left + across, top + along)
                path.lineTo(right + across, bottom + along)
        canvas.drawPath(path)


def _shown(strip: Strip, page: Page) -> Iterator[_Shown]:
    """The cells of one page, in the drawing's order."""
    layout = strip.template.layout
    top_of_table = layout.page[1] - layout.margins.top
    where: Mapping[int, tuple[int, Slot]] = {s.place: (n, s) for n, s in enumerate(page)}
    for placed in strip.placed:
        here = [where[p] for p in range(placed.first, placed.last + 1) if p in where]
        if not here:
            continue
        first, last = here[0][1], here[-1][1]
        left = layout.left + layout.columns[placed.cell.column - 1]
        right = layout.left + layout.columns[_last_column(placed)]
        upper, lower = top_of_table - first.top, top_of_table - last.top - last.height
        lines = None
        has_text = placed.text is not None
        if placed.text is not None and placed.first == placed.last:
            lines = first.cuts.get(placed.cell.name)
            has_text = lines is None or lines[1] > lines[0]
        elif placed.text is not None:
            fits = placed.text.need <= upper - lower + _EPS
            has_text = fits and (placed.is_own or first.place == placed.first)
        yield _Shown(
            placed,
            (left, lower, right - left, upper - lower),
            has_text,
            lines,
            (here[0][0], here[-1][0]),
        )


def _last_column(placed: Placed) -> int:
    cell = placed.cell
    runs_over = not cell.style.wrap and cell.style.across == "left" and cell.fill is None
    return cell.reach if runs_over and placed.text is not None else cell.last_column


def _level_lines(strip: Strip, page: Page, shown: tuple[_Shown, ...]) -> Iterator[_Segment]:
    """Horizontal borders, neighbours of one kind joined."""
    layout = strip.template.layout
    covered = {
        (boundary, column): item.placed
        for item in shown
        if item.placed.last > item.placed.first
        for boundary in range(item.slots[0], item.slots[1] + 2)
        for column in range(item.placed.cell.column, item.placed.cell.last_column + 1)
    }
    inside = {
        (boundary, column)
        for item in shown
        for boundary in range(item.slots[0] + 1, item.slots[1] + 1)
        for column in range(item.placed.cell.column, item.placed.cell.last_column + 1)
    }
    top = layout.page[1] - layout.margins.top
    for boundary in range(len(page) + 1):
        y = top - (page[boundary].top if boundary < len(page) else _lower(page))
        run: tuple[Line, int] | None = None
        for column in range(1, len(layout.columns) + 1):
            line = None
            if column < len(layout.columns) and (boundary, column) not in inside:
                line = _line_at(strip, page, boundary, column, covered)
            if run is not None and run[0] != line:
                begin = layout.left + layout.columns[run[1] - 1]
                yield run[0], begin, y, layout.left + layout.columns[column - 1], y
                run = None
            if run is None and line is not None:
                run = (line, column)


def _line_at(
    strip: Strip,
    page: Page,
    boundary: int,
    column: int,
    covered: Mapping[tuple[int, int], Placed],
) -> Line | None:
    """The border between two rows of a page, or above the first or below the last."""
    edges = strip.template.layout.edges
    above = page[boundary - 1] if boundary > 0 else None
    below = page[boundary] if boundary < len(page) else None
    line: Line | None = None
    for slot, is_lower in ((above, True), (below, False)):
        if slot is None:
            continue
        row = strip.rows[slot.place].number
        block = covered.get((boundary, column))
        if block is not None and block.first <= slot.place <= block.last:
            row = block.cell.last_row if is_lower else block.cell.row
        side = edges[row].below if is_lower else edges[row].above
        line = stronger(line, side.get(column))
    edge = above or below
    if line is None and (above is None or below is None) and edge is not None:
        line = _cut_line(strip, edge, column, is_foot=below is None)
    return line


def _cut_line(strip: Strip, slot: Slot, column: int, *, is_foot: bool) -> Line | None:
    """At a page's edge a row may lack the border its neighbour on the other page has."""
    edges = strip.template.layout.edges
    if not edges[strip.rows[slot.place].number].upright:
        return None  # no table here
    beyond = slot.place + (1 if is_foot else -1)
    line: Line | None = None
    if 0 <= beyond < len(strip.rows):
        row = edges[strip.rows[beyond].number]
        line = (row.above if is_foot else row.below).get(column)
    if line is None and slot.cuts:
        row = edges[strip.rows[slot.place].number]
        line = row.below.get(column) or row.above.get(column)
    return line


def _upright_lines(strip: Strip, page: Page) -> Iterator[_Segment]:
    """Vertical borders, rows of one kind joined."""
    layout = strip.template.layout
    top = layout.page[1] - layout.margins.top
    for column in range(1, len(layout.columns) + 1):
        x = layout.left + layout.columns[column - 1]
        run: tuple[Line, float] | None = None
        for slot in page:
            line = layout.edges[strip.rows[slot.place].number].upright.get(column)
            if run is not None and run[0] != line:
                yield run[0], x, top - run[1], x, top - slot.top
                run = None
            if run is None and line is not None:
                run = (line, slot.top)
        if run is not None:
            yield run[0], x, top - run[1], x, top - _lower(page)


def _lower(page: Page) -> float:
    return page[-1].top + page[-1].height if page else 0.0


def _diagonals(shown: tuple[_Shown, ...]) -> Iterator[_Segment]:
    for item in shown:
        left, lower, width, height = item.box
        if item.placed.cell.rising is not None:
            yield item.placed.cell.rising, left, lower, left + width, lower + height
        if item.placed.cell.falling is not None:
            yield item.placed.cell.falling, left, lower + height, left + width, lower
