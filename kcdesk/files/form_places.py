"""Where the drawing's rows and cells stand when its lists have given lengths.

Called by `form_skeleton` only. Knows rows and lists, no texts, heights or pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kcdesk.files.form_layout import Cell
from kcdesk.files.form_template import Template
from kcdesk.packs.form_repeats import Repeat
from kcdesk.packs.form_tables import Rows

Length = int | tuple[int, ...]
"""Of a list, or of the lists inside the entries of another."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the strip: the drawing's row it comes from, and its entry in a repeat."""

    number: int
    repeat: Repeat | None = None
    entry: int = 0
    """Counted from 1; 0 outside repeats."""
    is_free: bool = False
    """An entry beyond the list's end, kept free for writing by hand."""
    group: int = 0
    """The entry of the outer list, counted from 1; 0 when the list stands in no other."""
    is_last: bool = False
    """The list ends with this entry."""
    is_apart: bool = False
    """It stands only where a page of its list ends or begins."""

    @property
    def repeat_inside(self) -> str:
        """The scope of the list around its own."""
        return self.repeat.inside if self.repeat is not None else ""

    def is_with(self, other: Row) -> bool:
        """Whether both belong to one entry of the outermost list around them."""
        if self.repeat is None or other.repeat is None:
            return False
        mine = (self.repeat.inside or self.repeat.scope, self.group or self.entry)
        return mine == (other.repeat.inside or other.repeat.scope, other.group or other.entry)


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


@dataclass(frozen=True, slots=True)
class Carry:
    """A list on the strip, from row `first` to row `last`, with what stands where it is cut."""

    repeat: Repeat
    first: int
    last: int
    sums: tuple[int, ...]
    down: tuple[int, ...]
    up: tuple[int, ...]


def rows_of(template: Template, lengths: Sequence[Length]) -> tuple[tuple[Row, ...], int]:
    """The strip's rows, and how many of them stand in it; the others stand apart."""
    repeats = template.spec.repeats
    flow = tuple(_flow(template, lengths))
    apart = (
        Row(number, repeat, is_apart=True)
        for repeat in repeats
        for part in repeat.apart
        for number in range(part.first, part.last + 1)
    )
    return (*flow, *apart), len(flow)


def _flow(template: Template, lengths: Sequence[Length]) -> Iterator[Row]:
    repeats = template.spec.repeats
    outer = {r.rows.first: (r, n) for r, n in zip(repeats, lengths, strict=True) if not r.inside}
    inner = {r.rows.first: (r, n) for r, n in zip(repeats, lengths, strict=True) if r.inside}
    apart = {n for r in repeats for p in r.apart for n in range(p.first, p.last + 1)}
    number = 1
    while number <= template.layout.row_count:
        if number not in outer:
            if number not in apart:
                yield Row(number)
            number += 1
            continue
        repeat, length = outer[number]
        assert isinstance(length, int)
        count = max(length, repeat.least)
        for entry in range(1, count + 1):
            inside = repeat.rows.first
            while inside <= repeat.rows.last:
                nested, each = inner.get(inside, (None, ()))
                if nested is None or nested.inside != repeat.scope:
                    if inside not in apart:
                        yield Row(inside, repeat, entry, entry > length, is_last=entry == count)
                    inside += 1
                    continue
                assert isinstance(each, tuple)
                yield from _nested(nested, each[entry - 1] if entry <= length else 0, entry)
                inside = nested.rows.last + 1
        number = repeat.rows.last + 1


def _nested(repeat: Repeat, length: int, group: int) -> Iterator[Row]:
    count = max(length, repeat.least)
    for entry in range(1, count + 1):
        for number in range(repeat.rows.first, repeat.rows.last + 1):
            yield Row(number, repeat, entry, entry > length, group, is_last=entry == count)


def spots_of(template: Template, rows: Sequence[Row], flow: int) -> Iterator[Spot]:
    """The cells on the strip."""
    for place, row in enumerate(rows):
        for cell in template.cells.get(row.number, ()):
            yield Spot(cell, place, reach_of(rows, flow, place, cell.last_row))


def reach_of(rows: Sequence[Row], flow: int, place: int, last_row: int) -> int:
    """Where a block that begins at `place` and ends in row `last_row` of the drawing ends on the
    strip: it reaches over all rows that its own rows became."""
    row, last = rows[place], place
    end = flow if place < flow else len(rows)
    while (
        last + 1 < end
        and rows[last + 1].number <= last_row
        and (row.repeat is None or _is_one_entry(row, rows[last + 1]))
    ):
        last += 1
    return last


def _is_one_entry(row: Row, other: Row) -> bool:
    if row.is_apart or row.group:
        return (row.repeat, row.entry, row.group) == (other.repeat, other.entry, other.group)
    return row.is_with(other)


def carries_of(template: Template, rows: Sequence[Row], flow: int) -> Iterator[Carry]:
    """The lists that have rows of their own where pages end or begin."""
    for repeat in template.spec.repeats:
        around = repeat.inside or repeat.scope
        places = [
            place
            for place, row in enumerate(rows[:flow])
            if row.repeat is not None and around in (row.repeat.scope, row.repeat.inside)
        ]
        if not repeat.apart or not places:
            continue

        def where(part: Rows | None, repeat: Repeat = repeat) -> tuple[int, ...]:
            if part is None:
                return ()
            apart = range(flow, len(rows))
            return tuple(p for p in apart if rows[p].repeat is repeat and rows[p].number in part)

        yield Carry(
            repeat,
            places[0],
            places[-1],
            where(repeat.page_total),
            where(repeat.carry_down),
            where(repeat.carry_up),
        )
