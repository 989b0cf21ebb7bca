"""Finds a list's heading in a worksheet, and which column means what.

Called by list_in.py. The heading may stand below title rows, in one row or in two of which the
upper groups the lower; it is the row that explains most columns. Two columns that claim the
same field are never chosen between: the field stays unread and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kcdesk.files.grid import Area, Cell, Sheet, Workbook, address, shown
from kcdesk.packs.sheet_heads import FOREIGN, head_of, unit_of_title
from kcdesk.packs.sheets import ColumnSpec, SheetSpec

DEEPEST_HEADING = 60
"""Rows looked through: titles, document numbers and instructions take a page at most."""


@dataclass(frozen=True, slots=True)
class Head:
    """One heading of the sheet: its column, its text as written and what it means, if anything."""

    column: int
    text: str
    cell: str
    spec: ColumnSpec | None


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of one sheet; `bottom` is its last row."""

    sheet: Sheet
    bottom: int
    heads: tuple[Head, ...]
    title_unit: str

    @property
    def keys(self) -> frozenset[str]:
        """The fields it knows of."""
        return frozenset(h.spec.key for h in self.heads if h.spec is not None)

    def lacks(self, spec: SheetSpec) -> tuple[ColumnSpec, ...]:
        """Required columns it doesn't have."""
        return tuple(c for c in spec.required if c.key not in self.keys)

    def unit_of(self, head: Head) -> str:
        """The unit its words name, else the one above the list, else the declared one.

        Another currency in the heading is not overruled by anything.
        """
        assert head.spec is not None
        named = head_of(head.text).unit
        if named == FOREIGN or head.spec.kind != "money":
            return named
        return named or self.title_unit or head.spec.unit

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """What stands below, with row numbers."""
        return enumerate(self.sheet.rows[self.bottom :], self.bottom + 1)


def best_header(sheet: Sheet, spec: SheetSpec) -> Header | None:
    """The row that explains most columns; None when no row explains two."""
    best: Header | None = None
    spans = _Spans(sheet)
    for row in range(1, min(len(sheet.rows), DEEPEST_HEADING) + 1):
        if best is not None and row > best.bottom + 1 and not best.lacks(spec):
            break
        heads = tuple(_heads(sheet, spans, row, spec))
        header = Header(sheet, row, heads, "")
        if len(header.keys) > (1 if best is None else len(best.keys)):
            best = header
    if best is None:
        return None
    return Header(sheet, best.bottom, best.heads, _title_unit(sheet, best))


def fitting(workbook: Workbook, spec: SheetSpec) -> list[Header]:
    """The visible sheets that have the required columns and something below them."""
    found = []
    for sheet in workbook.sheets:
        header = None if sheet.hidden else best_header(sheet, spec)
        if header is not None and not header.lacks(spec) and _has_rows(header):
            found.append(header)
    return found


class _Spans:
    """Which merged area covers a cell."""

    def __init__(self, sheet: Sheet) -> None:
        self._areas = [a for a in sheet.merged if a.top <= DEEPEST_HEADING]

    def at(self, row: int, column: int) -> Area | None:
        for area in self._areas:
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                return area
        return None


def _heads(sheet: Sheet, spans: _Spans, row: int, spec: SheetSpec) -> Iterator[Head]:
    width = max(len(sheet.rows[row - 1]), len(sheet.rows[row - 2]) if row > 1 else 0)
    filled = sum(1 for cell in sheet.rows[row - 1] if _text(cell))
    for column in range(1, width + 1):
        text, place = _own_text(sheet, spans, row, column)
        if not text:
            continue
        group = _group(sheet, spans, row, column, filled) if place == row else ""
        yield Head(column, text, address(place, column), spec.headed(text, group=group))


def _own_text(sheet: Sheet, spans: _Spans, row: int, column: int) -> tuple[str, int]:
    """The heading of a column and the row it stands in: here, merged from above, or just above
    where the lower of two heading rows has nothing."""
    text = _text(sheet.cell(row, column))
    if text:
        return text, row
    area = spans.at(row, column)
    if area is not None:
        alone = area.left == area.right == column
        return (_text(sheet.cell(area.top, column)), area.top) if alone else ("", row)
    above = _text(sheet.cell(row - 1, column)) if row > 1 else ""
    covered = row > 1 and spans.at(row - 1, column)
    return (above, row - 1) if above and not covered else ("", row)


def _group(sheet: Sheet, spans: _Spans, row: int, column: int, filled: int) -> str:
    """The heading merged over this one and its neighbours; a title over all is no group."""
    area = spans.at(row - 1, column) if row > 1 else None
    if area is None or area.width == 1 or area.width >= filled:
        return ""
    return _text(sheet.cell(area.top, area.left))


def _text(cell: Cell) -> str:
    return shown(cell).strip() if isinstance(cell, str) else ""


def _title_unit(sheet: Sheet, header: Header) -> str:
    """One unit for the whole list, if the rows above name exactly one."""
    above = (cell for row in sheet.rows[: header.bottom - 1] for cell in row)
    units = {unit for cell in above if (unit := unit_of_title(_text(cell)))}
    return units.pop() if len(units) == 1 else ""


def _has_rows(header: Header) -> bool:
    columns = [h.column for h in header.heads if h.spec is not None and h.spec.required]
    return any(
        header.sheet.cell(number, column) != "" for number, _ in header.rows() for column in columns
    )
