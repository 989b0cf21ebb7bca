"""The cells of one column of a list, read as the kind the column declares.

Called by list_in.py. The kernel's kinds read the text; here and in the rooms beside it is what
only spreadsheets do: numbers for dates and codes, errors, units in headings. Nothing is guessed:
where a cell can mean two things, the clerk is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from kcdesk.files.grid import Cell, CellError, shown
from kcdesk.files.list_amounts import money
from kcdesk.files.list_cells import Bad, Ways, as_text, stripped
from kcdesk.files.list_days import day
from kcdesk.files.list_words import code, codes
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, LONGEST_TEXT
from kcdesk.packs.sheet_heads import PERCENT
from kcdesk.packs.sheets import ColumnSpec

Read = Callable[[Any, ColumnSpec, Ways], Any]

_MOBILE: Final = re.compile(r"1\d{10}", re.ASCII)
_REMEMBERED: Final = frozenset({str, float, date, datetime})
_MOST_REMEMBERED: Final = 5000
_NEW: Final = object()


class ColumnReader:
    """Reads the cells of one column."""

    def __init__(self, column: ColumnSpec, ways: Ways) -> None:
        self._column, self._ways = column, ways
        self._read: Read = _READERS.get(column.kind, _plain)
        self._known: dict[Cell, Any] = {}

    def take(self, cells: Sequence[Cell]) -> tuple[list[Any], dict[int, Problem]]:
        """Values in order, None for an empty cell; what is wrong, by position."""
        values: list[Any] = []
        problems: dict[int, Problem] = {}
        known = self._known
        for at, cell in enumerate(cells):
            # Towns, trades, dates and qualifications repeat by the thousand.
            plain = type(cell) in _REMEMBERED
            value = known.get(cell, _NEW) if plain else _NEW
            if value is _NEW:
                try:
                    value = self._one(cell)
                except Bad as bad:
                    problems[at], value = bad.problem, None
                except Refusal as refusal:
                    problems[at], value = refusal.problems[0], None
                else:
                    if plain and len(known) < _MOST_REMEMBERED:
                        known[cell] = value
            values.append(value)
        return values, problems

    def _one(self, cell: Cell) -> Any:
        if isinstance(cell, str):
            cell = stripped(cell)
            if not cell or cell in self._ways.blank:
                return None
        elif isinstance(cell, CellError):
            raise Bad(f"格子里是错误“{cell}”。", "请改正公式或直接填写内容。", "cell.error")
        elif type(cell) is int:
            cell = float(cell)
        return self._read(cell, self._column, self._ways)


def _plain(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    """Kinds that only texts have: codes of firms and persons, yes or no, shares."""
    return KINDS[column.kind].take(cell, column.field, ways.within)


def _text(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    if isinstance(cell, str) and len(cell) <= LONGEST_TEXT and cell.isprintable():
        return cell  # what the kind would say, at a tenth of the time
    return KINDS[column.kind].parse(as_text(cell), column.field, ways.within)


def _phone(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    text = as_text(cell)
    if not isinstance(cell, str) and not _MOBILE.fullmatch(text):
        raise Bad(
            "这个号码存成了数字，开头的0可能已经丢失。",
            "请把这一列设为文本格式，固定电话写成 0573-85012345。",
            "phone.number",
        )
    return KINDS["phone"].parse(text, column.field, ways.within)


def _whole(cell: Cell, column: ColumnSpec, ways: Ways) -> int:
    text = as_text(cell)
    for suffix in column.suffixes:
        text = text.removesuffix(suffix).rstrip()
    value: int = KINDS["whole"].parse(text, column.field, ways.within)
    if value < 0 and not column.signed:
        raise Bad(f"“{text}”是负数。", "请核对。", "whole.negative")
    return value


def _percent(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    """A number is 3.85 only under a heading with %; else it may be 0.0385 just as well."""
    if isinstance(cell, float) and not isinstance(cell, bool) and ways.unit != PERCENT:
        raise Bad(
            f"数字{shown(cell)}是百分之几，看不出来。",
            "请写成带百分号的文字，或在表头写明（%）。",
            "percent.number",
        )
    return KINDS["percent"].parse(as_text(cell), column.field, ways.within)


_READERS: Final[Mapping[str, Read]] = {
    "text": _text,
    "long_text": _text,
    "phone": _phone,
    "day": day,
    "money": money,
    "whole": _whole,
    "percent": _percent,
    "code": code,
    "codes": codes,
}
