"""Which borders stand on a page of a filled form, and from where to where.

Called by `form_drawing`. Neighbouring cells share an edge, and the stronger of their two borders
is drawn; borders of one kind in one line are joined; a table cut by the page's end is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kcdesk.files.form_layout import Line, stronger
from kcdesk.files.form_places import Spot
from kcdesk.files.form_skeleton import Skeleton
from kcdesk.files.form_strip import Page, Slot

Segment = tuple[Line, float, float, float, float]
"""A border and its two ends: x and y, x and y."""

OnPage = Sequence[tuple[Spot, tuple[int, int]]]
"""Spots on the page with the first and last of the page's rows they cover."""


def borders_of(skeleton: Skeleton, page: Page, shown: OnPage) -> Iterator[Segment]:
    """All borders of one page."""
    yield from _level(skeleton, page, shown)
    yield from _upright(skeleton, page)


def _level(skeleton: Skeleton, page: Page, shown: OnPage) -> Iterator[Segment]:
    """Horizontal borders, neighbours of one kind joined."""
    layout = skeleton.template.layout
    covered = {
        (boundary, column): spot
        for spot, (first, last) in shown
        if spot.last > spot.first
        for boundary in range(first, last + 2)
        for column in range(spot.cell.column, spot.cell.last_column + 1)
    }
    inside = {
        (boundary, column)
        for spot, (first, last) in shown
        for boundary in range(first + 1, last + 1)
        for column in range(spot.cell.column, spot.cell.last_column + 1)
    }
    top = layout.page[1] - layout.margins.top
    for boundary in range(len(page) + 1):
        y = top - (page[boundary].top if boundary < len(page) else _lower(page))
        run: tuple[Line, int] | None = None
        for column in range(1, len(layout.columns) + 1):
            line = None
            if column < len(layout.columns) and (boundary, column) not in inside:
                line = _line_at(skeleton, page, boundary, column, covered)
            if run is not None and run[0] != line:
                begin = layout.left + layout.columns[run[1] - 1]
                yield run[0], begin, y, layout.left + layout.columns[column - 1], y
                run = None
            if run is None and line is not None:
                run = (line, column)


def _line_at(
    skeleton: Skeleton,
    page: Page,
    boundary: int,
    column: int,
    covered: Mapping[tuple[int, int], Spot],
) -> Line | None:
    """The border between two rows of a page, or above the first or below the last."""
    edges = skeleton.template.layout.edges
    above = page[boundary - 1] if boundary > 0 else None
    below = page[boundary] if boundary < len(page) else None
    line: Line | None = None
    for slot, is_lower in ((above, True), (below, False)):
        if slot is None:
            continue
        row = skeleton.rows[slot.place].number
        block = covered.get((boundary, column))
        if block is not None and block.first <= slot.place <= block.last:
            row = block.cell.last_row if is_lower else block.cell.row
        side = edges[row].below if is_lower else edges[row].above
        line = stronger(line, side.get(column))
    edge = above or below
    if line is None and (above is None or below is None) and edge is not None:
        line = _cut_line(skeleton, edge, column, is_foot=below is None)
    return line


def _cut_line(skeleton: Skeleton, slot: Slot, column: int, *, is_foot: bool) -> Line | None:
    """At a page's edge a row may lack the border its neighbour on the other page has."""
    edges = skeleton.template.layout.edges
    if not edges[skeleton.rows[slot.place].number].upright:
        return None  # no table here
    beyond = slot.place + (1 if is_foot else -1)
    line: Line | None = None
    if slot.place < skeleton.flow and 0 <= beyond < skeleton.flow:
        row = edges[skeleton.rows[beyond].number]
        line = (row.above if is_foot else row.below).get(column)
    if line is None and slot.cuts:
        row = edges[skeleton.rows[slot.place].number]
        line = row.below.get(column) or row.above.get(column)
    return line


def _upright(skeleton: Skeleton, page: Page) -> Iterator[Segment]:
    """Vertical borders, rows of one kind joined."""
    layout = skeleton.template.layout
    top = layout.page[1] - layout.margins.top
    for column in range(1, len(layout.columns) + 1):
        x = layout.left + layout.columns[column - 1]
        run: tuple[Line, float] | None = None
        for slot in page:
            line = layout.edges[skeleton.rows[slot.place].number].upright.get(column)
            if run is not None and run[0] != line:
                yield run[0], x, top - run[1], x, top - slot.top
                run = None
            if run is None and line is not None:
                run = (line, slot.top)
        if run is not None:
            yield run[0], x, top - run[1], x, top - _lower(page)


def _lower(page: Page) -> float:
    return page[-1].top + page[-1].height if page else 0.0
