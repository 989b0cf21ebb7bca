"""Steps that make days: terms in days, months and working days, fixed days of a year.

The day a term starts is not counted; a term in months ends on the same day, else on the last of
the month; what falls on a day off may be moved to the next working day (money.md B14).
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kcdesk.domain.schemes.operands import Operand, Reckoning
from kcdesk.domain.schemes.shapes import in_unit, misused
from kcdesk.kernel.days import add_months
from kcdesk.kernel.kinds import Field

STEP_NAMES = (
    "days_after",
    "days_before",
    "months_after",
    "months_before",
    "working_days_after",
    "working_day_from",
    "on_date",
    "year_of",
)
_UNITS = {
    "days_after": "天",
    "days_before": "天",
    "months_after": "个月",
    "months_before": "个月",
    "working_days_after": "工作日",
}


@dataclass(frozen=True, slots=True)
class OnDate:
    """A fixed day of the year `years` later (or earlier); `day` is clipped to the month."""

    years: int = 0
    month: int = 1
    day: int = 1

    def of(self, start: date) -> date:
        """That day, seen from `start`."""
        year = start.year + self.years
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


def shape(op: str, fields: Sequence[Field]) -> Field:
    """The day (or its year) a step makes. Raises ShapeError for operands of other kinds."""
    match op, [f.kind for f in fields]:
        case ("year_of", ["day"]):
            return Field("whole", fields[0].label, unit="年")
        case ("working_day_from" | "on_date", ["day"]):
            return fields[0]
        case (_, ["day", "whole"]) if op in _UNITS:
            in_unit(op, fields[1], _UNITS[op])
            return fields[0]
        case _:
            raise misused(op, fields)


def carry_out(
    op: str, args: tuple[Operand, ...], on_date: OnDate | None, work: Reckoning
) -> date | int:
    """The day, or its year. Raises Refusal when the working days of a year it needs are not known."""
    start = work.day(args[0])
    match op:
        case "year_of":
            return start.year
        case "on_date":
            assert on_date is not None
            return on_date.of(start)
        case "working_day_from":
            return work.provider.holidays.next_working_day(start)
        case "working_days_after":
            return work.provider.holidays.add_working_days(start, work.whole(args[1]))
        case "days_after" | "days_before":
            days = work.whole(args[1])
            return start + timedelta(days=days if op == "days_after" else -days)
        case _:
            months = work.whole(args[1])
            return add_months(start, months if op == "months_after" else -months)
