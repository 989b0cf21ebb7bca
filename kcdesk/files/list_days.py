"""A date in a list: a date cell, text in the ways people write, or a spreadsheet's number.

A bare number is a date only where it can be nothing else; a year alone never is one. A month
without a day is one only where the sheet declares which day it means.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from kcdesk.files.grid import Cell, shown
from kcdesk.files.list_cells import Bad, Ways
from kcdesk.kernel.kinds import KINDS, narrow
from kcdesk.packs.sheets import ColumnSpec

_DAY: Final = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}[日号]?|\d{8}", re.ASCII
)
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}年?", re.ASCII)
_CLOCK: Final = re.compile(r"(?<=[\d日])[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_SPACE: Final = re.compile(r"\s")

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# A bare 2021 is a year, not the day that a spreadsheet counts as its 2021st (in 1905).
_FIRST_SERIAL, _LAST_SERIAL = 2200, 109_574
_WRITE_DAY: Final = "请写成 2023-09-12。"


def day(cell: Cell, column: ColumnSpec, ways: Ways) -> date | None:
    value = _day_of(cell, column, ways)
    if value is not None and column.not_future and value > ways.within.today:
        raise Bad(f"{value.isoformat()}还没有到。", "请核对日期。", "day.future")
    return value


def _day_of(cell: Cell, column: ColumnSpec, ways: Ways) -> date | None:
    kind = KINDS["day"]
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        taken: date = kind.take(cell, column.field, ways.within)
        return taken
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _day_of_number(cell, column, ways)
    if not isinstance(cell, str):
        raise Bad(f"“{shown(cell)}”不是日期。", _WRITE_DAY, "kind.day")
    if cell in column.open_ended:
        return None
    clean = _SPACE.sub("", _CLOCK.sub("", narrow(cell)))
    if _DAY.fullmatch(clean):
        return _read_day(clean.replace("号", "日"), column, ways)
    month = _MONTH.fullmatch(clean)
    if month:
        return _day_of_month(cell, int(month[1]), int(month[2]), column, ways)
    if _YEAR.fullmatch(clean):
        raise _only_a_year(cell)
    raise Bad(f"“{cell}”不是日期。", _WRITE_DAY, "kind.day")


def _read_day(text: str, column: ColumnSpec, ways: Ways) -> date:
    value: date = KINDS["day"].parse(text, column.field, ways.within)
    return value


def _day_of_month(cell: str, year: int, month: int, column: ColumnSpec, ways: Ways) -> date:
    if not column.month_only:
        raise Bad(f"“{cell}”没有写到日。", _WRITE_DAY, "day.month_only")
    first = _read_day(f"{year}-{month}-1", column, ways)
    if column.month_only == "first":
        return first
    return first.replace(day=monthrange(year, month)[1])


def _only_a_year(cell: Cell) -> Bad:
    return Bad(f"“{shown(cell)}”只有年份。", _WRITE_DAY, "day.year_only")


def _day_of_number(number: float, column: ColumnSpec, ways: Ways) -> date:
    """What a spreadsheet counts as a day, or eight digits that spell one."""
    if 1900 <= number < _FIRST_SERIAL:
        raise _only_a_year(number)
    if number.is_integer() and 19_000_101 <= number <= 21_991_231:
        return _read_day(str(int(number)), column, ways)
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        raise Bad(f"数字{shown(number)}不是日期。", _WRITE_DAY, "kind.day")
    if ways.is_1904 is None:
        raise Bad(
            f"数字{shown(number)}是哪一天，要看表格从1900年还是1904年算起，这个文件没有说明。",
            "请把这一格设为日期格式后重新导入。",
            "day.epoch",
        )
    return (_EPOCH_1904 if ways.is_1904 else _EPOCH_1900) + timedelta(days=int(number))
