"""Months, terms and working days (money.md B14, standards F8).

Called by every rule that has a deadline. The holidays themselves are declared in
resources/calendar; whoever reads them hands over a `HolidayTable`.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kcdesk.kernel.errors import Refusal

_DAY = timedelta(days=1)
_SATURDAY = 5


def add_months(start: date, months: int) -> date:
    """The same day `months` later (or earlier), else the last day of that month (民法典202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def term_days(start: date, end: date) -> int:
    """Days from `start` to `end`, both counted; refused when they stand the wrong way round."""
    if end < start:
        raise Refusal.of(
            f"结束日期{end.isoformat()}早于开始日期{start.isoformat()}。",
            cure="请核对两个日期。",
            code="days.order",
        )
    return (end - start).days + 1


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's arrangement: weekdays or weekends off, and weekend days worked (调休)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The State Council's arrangements, year by year. A year not there is never guessed."""

    years: Mapping[int, YearTable]

    def knows(self, year: int) -> bool:
        """Whether the year's arrangement is there: screens warn before a deadline needs it."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        """Whether offices work that day; refused ``calendar.year_missing`` for a year unknown."""
        table = self.years.get(day.year)
        if table is None:
            raise Refusal.of(
                f"没有{day.year}年的放假安排，算不出工作日。",
                cure=f"请先导入国务院办公厅公布的{day.year}年放假调休安排。",
                code="calendar.year_missing",
            )
        if day in table.workdays:
            return True
        return day not in table.holidays and day.weekday() < _SATURDAY

    def next_working_day(self, day: date) -> date:
        """The day itself when offices work, else the first working day after it (民法典203)."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, start: date, days: int) -> date:
        """The last day of a term of `days` working days; the start day is not counted.

        A term of none ends on the start day, or on the next working day if that is off.
        Raises ValueError for a negative term.
        """
        if days < 0:
            raise ValueError("a term of working days is not negative")
        if days == 0:
            return self.next_working_day(start)
        after = self._working_after(start)
        for _ in range(days - 1):
            next(after)
        return next(after)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; 0 if `end` is earlier."""
        span = range(1, (end - start).days + 1)
        return sum(self.is_working(start + timedelta(days=n)) for n in span)

    def _working_after(self, day: date) -> Iterator[date]:
        while True:
            day = self.next_working_day(day + _DAY)
            yield day
