"""Which rows below a heading are entries of the list, and which only look like it.

Called by list_in.py. Blank rows, rows that only carry a running number, the heading pasted once
more, totals and the lines somebody signs are left out and told of; everything else is an entry,
be it ever so wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kcdesk.files.grid import Area, Cell, shown
from kcdesk.files.list_cells import is_blank
from kcdesk.files.list_header import Header
from kcdesk.packs.sheet_heads import squeezed
from kcdesk.packs.sheets import ColumnSpec, SheetSpec

_MOST_NOTES = 20


class Kinds:
    """Sorts the rows of one sheet and remembers what it left out."""

    def __init__(
        self, header: Header, spec: SheetSpec, columns: Sequence[tuple[int, ColumnSpec]]
    ) -> None:
        self.header, self._spec = header, spec
        self._columns = columns
        self._blank = frozenset(spec.blank)
        heads = {h.column: h.text for h in header.heads}
        self._own_heads = [(column, heads[column]) for column, c in columns if c.required]
        words = "|".join(re.escape(squeezed(word)) for word in spec.foot)
        self._foot = re.compile(rf"(?:{words})(?:[:\d(]|$)") if words else None
        self._identifying = [column for column, c in columns if c.unique] or [
            column for column, c in columns if c.required
        ]
        self._merged = {
            row: area for area in header.sheet.merged for row in range(area.top, area.bottom + 1)
            if area.top > header.bottom and area.width > 1 and self._covers_two(area)
        }  # fmt: skip
        self._blank_count = 0
        self._left_out: list[str] = []

    def is_entry(self, number: int, cells: Sequence[Cell]) -> bool:
        """Whether a row is one of the list; if not, the notes will tell."""
        if not any(self._cell(cells, column) for column, _ in self._columns):
            if any(map(_text, cells)):
                self._blank_count += 1
            return False
        if self._unidentified(cells):
            first = next(text for cell in cells if (text := _text(cell)))
            if self._is_foot(first):
                self._left_out.append(f"第{number}行“{_short(first)}”不是名单内容，已跳过。")
                return False
            if number in self._merged:
                self._left_out.append(f"第{number}行“{_short(first)}”是合并的说明，已跳过。")
                return False
        elif all(self._cell(cells, column) == text for column, text in self._own_heads):
            self._left_out.append(f"第{number}行重复了表头，已跳过。")
            return False
        return True

    def notes(self) -> list[str]:
        """What was left out, in the order of the rows."""
        told = self._left_out[:_MOST_NOTES]
        if len(self._left_out) > _MOST_NOTES:
            told.append(f"另有{len(self._left_out) - _MOST_NOTES}行不是名单内容，已跳过。")
        if self._blank_count:
            told.append(f"有{self._blank_count}行只有序号或不导入的列，已跳过。")
        return told

    def _cell(self, cells: Sequence[Cell], column: int) -> str:
        return _text(cells[column - 1]) if column <= len(cells) else ""

    def _unidentified(self, cells: Sequence[Cell]) -> bool:
        """Nothing that could be a firm's code: blank, or somebody's signature in its place."""
        texts = (self._cell(cells, column) for column in self._identifying)
        return all(is_blank(text, self._blank) or self._is_foot(text) for text in texts)

    def _is_foot(self, text: str) -> bool:
        if self._foot is None or text.isascii():  # a code, nearly always
            return False
        return self._foot.match(squeezed(text)) is not None

    def _covers_two(self, area: Area) -> bool:
        covered = [column for column, _ in self._columns if area.left <= column <= area.right]
        return len(covered) > 1


def rows_of(kinds: Kinds) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The entries with their row numbers; a value merged over several rows stands in each."""
    header = kinds.header
    spread = _spread(header)
    for number, written in header.rows():
        cells = written
        for column, value in spread.get(number, ()):
            if column > len(cells):
                cells += ("",) * (column - len(cells))
            cells = (*cells[: column - 1], value, *cells[column:])
        if kinds.is_entry(number, cells):
            yield number, cells


def _spread(header: Header) -> dict[int, list[tuple[int, Cell]]]:
    """What merged cells of one column say to the rows below their first."""
    spread: dict[int, list[tuple[int, Cell]]] = {}
    for area in header.sheet.merged:
        if area.top > header.bottom and area.left == area.right:
            value = header.sheet.cell(area.top, area.left)
            for row in range(area.top + 1, min(area.bottom, len(header.sheet.rows)) + 1):
                spread.setdefault(row, []).append((area.left, value))
    return spread


def _text(cell: Cell) -> str:
    return shown(cell).strip()


def _short(text: str) -> str:
    plain = "".join(text.split())
    return plain if len(plain) <= 20 else f"{plain[:20]}…"
