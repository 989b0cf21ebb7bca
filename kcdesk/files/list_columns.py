"""Settles which column of a sheet is read as which field, and in which unit.

Called by list_in.py. Two columns that claim the same field are not chosen between, and another
currency is not taken for 人民币: such a column stays unread and a finding says so; only where the
list cannot do without it is the whole list refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kcdesk.files.grid import letters
from kcdesk.files.list_cells import Ways, is_blank
from kcdesk.files.list_header import Head, Header
from kcdesk.files.list_reading import CellFinding, IgnoredHead, MappedColumn
from kcdesk.files.list_values import ColumnReader
from kcdesk.files.list_words import plain_word
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.sheet_heads import FOREIGN, unit_named
from kcdesk.packs.sheets import ColumnSpec, SheetSpec


@dataclass(frozen=True, slots=True)
class Settled:
    """One column that is read."""

    spec: ColumnSpec
    column: int
    mapped: MappedColumn
    reader: ColumnReader

    @property
    def letters(self) -> str:
        """``C`` for the third column."""
        return letters(self.column)


class Columns:
    """The columns of one sheet: those read, those ignored and those left out with a finding."""

    def __init__(
        self,
        header: Header,
        spec: SheetSpec,
        ways: Ways,
        words: Mapping[str, Mapping[str, str]],
        units: Mapping[str, str],
    ) -> None:
        self._header, self._ways = header, ways
        self._words, self._units = words, units
        self.settled: list[Settled] = []
        self.findings: list[CellFinding] = []
        self.ignored: list[IgnoredHead] = []
        claims: dict[str, list[Head]] = {}
        for head in header.heads:
            if head.spec is not None:
                claims.setdefault(head.spec.key, []).append(head)
            elif not spec.is_row_number(head.text):
                self.ignored.append(IgnoredHead(head.cell, one_line(head.text)))
        for key, heads in claims.items():
            self._settle(spec.column(key), heads)

    def _settle(self, column: ColumnSpec, heads: list[Head]) -> None:
        head = self._meant(column, heads)
        if head is None:
            return
        unit = self._header.unit_of(head) or unit_named(self._units.get(column.key, ""))
        if unit == FOREIGN and column.kind == "money":
            self._leave(head, column, "是外币，没有导入。", "请折算成人民币。", "unit.foreign")
            return
        words = self._words.get(column.key)
        ways = replace(
            self._ways,
            unit=unit,
            words=None if words is None else {plain_word(w): c for w, c in words.items()},
            labels=tuple(words or ()),
        )
        mapped = MappedColumn(
            head.column, column.key, column.label, one_line(head.text), head.cell, unit
        )
        reader = ColumnReader(column, ways)
        if column.doubts(head.text) and not self._reads_any(reader, head.column):
            self._leave(
                head,
                column,
                f"这一列没有一格是方案里的{column.label}，没有导入。",
                "如果确实是，请改用方案里的名称。",
                "head.doubtful",
            )
            return
        self.settled.append(Settled(column, head.column, mapped, reader))

    def _meant(self, column: ColumnSpec, heads: list[Head]) -> Head | None:
        """The one column that is meant; an empty twin is no rival."""
        if len(heads) > 1:
            filled = [h for h in heads if self._has_content(h.column)]
            heads = filled if len(filled) == 1 else heads
        if len(heads) == 1:
            return heads[0]
        places = "、".join(f"{h.cell}“{one_line(h.text)}”" for h in heads)
        if column.required:
            raise Refusal.of(
                f"有{len(heads)}列都是“{column.label}”：{places}。",
                cure="请只保留一列后重新导入。",
                code="head.twice",
            )
        self._leave(
            heads[0],
            column,
            f"有{len(heads)}列都像“{column.label}”（{places}），没有导入。",
            "如要导入，请只保留一列。",
            "head.twice",
        )
        return None

    def _leave(self, head: Head, column: ColumnSpec, reason: str, cure: str, code: str) -> None:
        text = one_line(head.text)
        self.findings.append(CellFinding(head.cell, column.label, text, reason, cure, code))

    def _reads_any(self, reader: ColumnReader, column: int) -> bool:
        sheet = self._header.sheet
        values, _ = reader.take([sheet.cell(number, column) for number, _ in self._header.rows()])
        return any(value is not None for value in values)

    def _has_content(self, column: int) -> bool:
        sheet = self._header.sheet
        return any(
            not is_blank(sheet.cell(number, column), self._ways.blank)
            for number, _ in self._header.rows()
        )


def one_line(text: str) -> str:
    """A heading without the breaks that make it narrow."""
    return "".join(text.split())
