"""A stretch of time a programme lays down: so many days, working days or months, or a blank's.

Asked by the due rules of registers and by the leads of deadlines. The first day is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kcdesk.domain.schemes.parts import Given
from kcdesk.kernel.days import add_months

if TYPE_CHECKING:
    from kcdesk.domain.schemes.scheme import Scheme

DAYS, WORKING_DAYS, MONTHS = "天", "工作日", "个月"
UNITS = (DAYS, WORKING_DAYS, MONTHS)


@dataclass(frozen=True, slots=True)
class Term:
    """`count` of a unit; the count may be left to a blank."""

    count: Given
    unit: str

    def days_from(self, start: date, scheme: Scheme) -> date:
        """The last day of the term. Raises Refusal for an open blank or an unknown year."""
        count = self._count(scheme)
        if self.unit == WORKING_DAYS:
            return scheme.holidays.add_working_days(start, count)
        return add_months(start, count) if self.unit == MONTHS else start + timedelta(days=count)

    def days_before(self, end: date, scheme: Scheme) -> date:
        """The day that lies the term before `end`; never counted in working days."""
        count = self._count(scheme)
        return add_months(end, -count) if self.unit == MONTHS else end - timedelta(days=count)

    def in_words(self, scheme: Scheme) -> str:
        """``10工作日``."""
        return f"{self._count(scheme)}{self.unit}"

    def _count(self, scheme: Scheme) -> int:
        count = scheme.given(self.count)
        assert isinstance(count, int)
        return count
