"""Reads the yearly arrangements of holidays and working weekends: ``<year>.toml``.

One file holds what one notice of the State Council says. A notice may move days of the
December before (元旦), so the days are sorted into their own years here. What a working day
is, and what happens in a year without a notice, is `kernel.days`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeGuard

from kcdesk.kernel.days import HolidayTable, YearTable
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.toml_reader import read_toml, shown

WHAT = "放假安排"
LONGEST_HOLIDAY_DAYS = 15
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a notice: the days off, and the weekend days worked for it."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the notice for one year says."""

    year: int
    holidays: tuple[Holiday, ...]


def load_holidays(*folders: Path) -> HolidayTable:
    """The table of every ``<year>.toml`` in the folders; the office's own folder comes last.

    A later folder's file replaces the earlier one of the same year. Refuses
    (``calendar.file``) a file that is wrong, naming file and holiday.
    """
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    arrangements = [read_arrangement(path) for _, path in sorted(files.items())]
    off = {day for a in arrangements for h in a.holidays for day in h.off}
    work = {day for a in arrangements for h in a.holidays for day in h.work}
    return HolidayTable(
        {
            a.year: YearTable(
                frozenset(day for day in off if day.year == a.year),
                frozenset(day for day in work if day.year == a.year),
            )
            for a in arrangements
        }
    )


def read_arrangement(path: Path) -> Arrangement:
    """One year's file, checked: what an office adds is checked before it is copied in."""
    table = read_toml(path, WHAT)
    where = f"{WHAT}文件 {shown(path)} "
    if not re.fullmatch(r"(?:19|20|21)\d\d", path.stem, re.ASCII):
        raise _wrong(f"{where}的文件名应当是四位年份，如 2026.toml。")
    year = int(path.stem)
    if table.get("year") != year:
        raise _wrong(f"{where}的 year 应当写 {year}，与文件名一致。")
    entries = table.get("holiday")
    in_form = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    if not in_form or set(table) != {"year", "holiday"}:
        raise _wrong(f"{where}只能有 year 和若干 [[holiday]]。")
    holidays = tuple(_holiday(entry, year, where) for entry in table["holiday"])
    _refuse_days_named_twice(holidays, where)
    return Arrangement(year, holidays)


def _holiday(entry: Mapping[str, Any], year: int, where: str) -> Holiday:
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        raise _wrong(f"{where}有一个 [[holiday]] 没有写 name。")
    where = f"{where}的“{name}”"
    if unknown := set(entry) - {"name", "from", "until", "work"}:
        raise _wrong(f"{where}不认识“{min(unknown)}”，只能写 name、from、until、work。")
    first, last, work = entry.get("from"), entry.get("until"), entry.get("work", [])
    if not _is_day(first) or not _is_day(last):
        raise _wrong(f"{where}的 from 和 until 应当是日期，如 2026-01-01，不加引号。")
    if not isinstance(work, list) or not all(_is_day(day) for day in work):
        raise _wrong(f"{where}的 work 应当是日期的列表，如 [2026-01-04]。")
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_HOLIDAY_DAYS:
        raise _wrong(f"{where}从{first}到{last}不是一段假期。")
    for day in (first, last, *work):
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise _wrong(f"{where}的{day}不在{year}年的安排之内。")
    for day in work:
        if day.weekday() < _SATURDAY:
            raise _wrong(f"{where}的调休上班日{day}不是周六、周日。")
    off = tuple(first + timedelta(days=n) for n in range(length))
    return Holiday(name, off, tuple(work))


def _refuse_days_named_twice(holidays: tuple[Holiday, ...], where: str) -> None:
    seen: dict[date, str] = {}
    for holiday in holidays:
        for day in (*holiday.off, *holiday.work):
            if day in seen:
                raise _wrong(f"{where}的{day}写了两次，在“{seen[day]}”和“{holiday.name}”。")
            seen[day] = holiday.name


def _is_day(value: object) -> TypeGuard[date]:
    return type(value) is date  # a TOML date with a time of day is a datetime, and a slip


def _wrong(message: str) -> Refusal:
    return Refusal(Problem(message, "请对照国务院办公厅公布的放假安排改正。", code="calendar.file"))
