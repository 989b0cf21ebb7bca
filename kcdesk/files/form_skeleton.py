"""The rows of a form for lists of given lengths: which stand where, before any value is known.

Called by `form_rows`. Papers whose lists are equally long share one skeleton, so that a thousand
of them are not laid out a thousand times. Texts and heights are filled in elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kcdesk.files.form_layout import Cell
from kcdesk.files.form_template import Template
from kcdesk.packs.forms import Repeat


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the strip: the drawing's row it comes from, and its entry in a repeat."""

    number: int
    repeat: Repeat | None = None
    entry: int = 0
    """Counted from 1; 0 outside repeats."""
    is_free: bool = False
    """An entry beyond the list's end, kept free for writing by hand."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell on the strip, from row `first` to row `last`, counted from 0."""

    cell: Cell
    first: int
    last: int

    @property
    def is_own(self) -> bool:
        """The cell's text is the form's own, the same on every paper."""
        return not self.cell.blanks


@dataclass(frozen=True)
class Skeleton:
    """A strip of rows without texts."""

    template: Template
    rows: tuple[Row, ...]
    spots: tuple[Spot, ...]
    glued: frozenset[int]
    """Rows that stand on the same page as the row before."""
    heights: tuple[float, ...]
    """Of the rows as drawn, tall enough for the form's own texts."""

    def rows_of(self, first: int, last: int) -> tuple[int, ...]:
        """Places on the strip of the drawing's rows `first` to `last`."""
        return tuple(i for i, row in enumerate(self.rows) if first <= row.number <= last)


def skeleton_of(template: Template, lengths: Mapping[str, int]) -> Skeleton:
    """The skeleton for lists of these lengths (by list name), made once for a template."""
    key = tuple(lengths[repeat.list_name] for repeat in template.spec.repeats)
    known = template.skeletons.get(key)
    if known is None:
        rows = tuple(_rows(template, lengths))
        spots = tuple(_spots(template, rows))
        heights = _grown([template.heights[row.number] for row in rows], spots, template)
        known = Skeleton(template, rows, spots, frozenset(_glued(template, rows, spots)), heights)
        template.skeletons[key] = known
    return known


def _rows(template: Template, lengths: Mapping[str, int]) -> Iterator[Row]:
    repeats = {repeat.rows.first: repeat for repeat in template.spec.repeats}
    number = 1
    while number <= template.layout.row_count:
        repeat = repeats.get(number)
        if repeat is None:
            yield Row(number)
            number += 1
            continue
        length = lengths[repeat.list_name]
        for entry in range(1, max(length, repeat.least) + 1):
            for inner in range(repeat.rows.first, repeat.rows.last + 1):
                yield Row(inner, repeat, entry, is_free=entry > length)
        number = repeat.rows.last + 1


def _spots(template: Template, rows: Sequence[Row]) -> Iterator[Spot]:
    ends: dict[int, int] = {}
    for place, row in enumerate(rows):
        ends[row.number] = place
    for number in range(1, template.layout.row_count + 1):
        # A repeat without entries ends where the row before it ends.
        ends.setdefault(number, ends.get(number - 1, -1))
    for place, row in enumerate(rows):
        for cell in template.cells.get(row.number, ()):
            inside = row.repeat is not None
            last = place + cell.last_row - cell.row if inside else ends[cell.last_row]
            yield Spot(cell, place, max(place, last))


def _glued(template: Template, rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[int]:
    """Inside merged blocks, in kept rows, and a repeat's first entry under its header."""
    for spot in spots:
        if spot.last > spot.first and not _is_beside_repeat(spot, rows):
            yield from range(spot.first + 1, spot.last + 1)
    for place, row in enumerate(rows):
        if any(row.number - 1 in kept and row.number in kept for kept in template.spec.keeps):
            yield place
        elif row.repeat is not None:
            is_first = row.number == row.repeat.rows.first
            if not is_first or (row.entry == 1 and row.repeat.header is not None):
                yield place


def _is_beside_repeat(spot: Spot, rows: Sequence[Row]) -> bool:
    """A block beside a repeat is as long as its list and may be parted between pages."""
    return rows[spot.first].repeat is None and any(
        rows[place].repeat is not None for place in range(spot.first, spot.last + 1)
    )


def _grown(heights: list[float], spots: Sequence[Spot], template: Template) -> tuple[float, ...]:
    own = template.own_texts
    needs = [(s, own[s.cell.name].need) for s in spots if s.cell.name in own]
    return grown(heights, needs)


def grown(heights: list[float], needs: Sequence[tuple[Spot, float]]) -> tuple[float, ...]:
    """Rows made tall enough for what their cells need; a block shares its want evenly."""
    for spot, need in needs:
        if spot.first == spot.last and need > heights[spot.first]:
            heights[spot.first] = need
    for spot, need in sorted(needs, key=lambda n: (n[0].last, n[0].first)):
        if spot.first == spot.last:
            continue
        lack = need - sum(heights[spot.first : spot.last + 1])
        if lack > 0:
            for place in range(spot.first, spot.last + 1):
                heights[place] += lack / (spot.last + 1 - spot.first)
    return tuple(heights)
