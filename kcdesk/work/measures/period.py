"""The time a report looks at; it ends on the day of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kcdesk.domain.schemes.measuring import Span

FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted."""

    from_on: date
    until_on: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.from_on <= day <= self.until_on

    @property
    def before(self) -> date:
        """The day before it began."""
        return self.from_on - timedelta(days=1)


def period_of(span: Span, on: date) -> Period:
    """The period of an indicator whose report is of a day."""
    match span:
        case Span.YEAR:
            return Period(on.replace(month=1, day=1), on)
        case Span.MONTH:
            return Period(on.replace(day=1), on)
        case _:
            return Period(FIRST_DAY, on)
