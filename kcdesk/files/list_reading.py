"""What reading a list gave: rows accepted, rows refused with their cells, and what to know.

Made by list_in.py; shown by the import screen, and written back out by refused_out.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong with one cell. `given` is what stands there and may be personal data."""

    cell: str
    column: str
    given: str
    reason: str
    cure: str
    code: str

    def __str__(self) -> str:
        return f"{self.cell}（{self.column}）：{self.reason}{self.cure}"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the sheet and the field it means; `head` is the heading as written."""

    column: int
    key: str
    label: str
    head: str
    cell: str
    unit: str


@dataclass(frozen=True, slots=True)
class IgnoredHead:
    """A heading that means nothing here; its column is not read."""

    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An accepted row. `values` holds the filled fields only: an empty cell says nothing."""

    row_number: int
    values: Mapping[str, Any]
    _columns: Mapping[str, str]

    @property
    def cells(self) -> dict[str, str]:
        """Where each value stands."""
        return {key: f"{self._columns[key]}{self.row_number}" for key in self.values}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken, everything wrong with it, and its cells as they stand."""

    row_number: int
    findings: tuple[CellFinding, ...]
    given: tuple[str, ...]


@dataclass(frozen=True)
class ListReading:
    """What a list holds.

    `header_findings` are columns left unread because their heading is ambiguous;
    `units_missing` are keys of amounts for which nobody says 元 or 万元: ask the clerk and read
    again with `units`.
    """

    title: str
    sheet: str
    header_row: int
    columns: tuple[MappedColumn, ...]
    ignored: tuple[IgnoredHead, ...]
    header_findings: tuple[CellFinding, ...]
    rows: tuple[ReadRow, ...]
    refused: tuple[RefusedRow, ...]
    notes: tuple[str, ...]
    units_missing: tuple[str, ...]
    heads: tuple[str, ...]
    """Every heading of the sheet, column by column."""

    @property
    def read_count(self) -> int:
        """Rows read: accepted and refused."""
        return len(self.rows) + len(self.refused)
