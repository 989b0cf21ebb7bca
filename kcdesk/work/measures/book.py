"""The tables that the indicators of one question look at, each read once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kcdesk.domain.schemes.lots import Table
from kcdesk.domain.schemes.measuring import Indicator, Measured, measure
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.work.context import Read
from kcdesk.work.measures.loans import Loans, loan_table
from kcdesk.work.measures.period import Period, period_of
from kcdesk.work.measures.rows import needed_facts, rows_of

LOANS = "loans"


class Book:
    """What some indicators count, as of any day."""

    def __init__(self, read: Read, scheme: Scheme, indicators: Iterable[Indicator]) -> None:
        self._read, self._scheme = read, scheme
        alike: dict[str, list[Indicator]] = {}
        for indicator in indicators:
            alike.setdefault(indicator.of, []).append(indicator)
        self._needed = {of: needed_facts(scheme, *some) for of, some in alike.items()}
        self._tables: dict[tuple[str, Period], Table] = {}
        self._loans: dict[date, Loans] = {}

    def table(self, indicator: Indicator, on: date) -> Table:
        """The rows of an indicator for a report of a day."""
        period = period_of(indicator.span, on)
        key = indicator.of, period
        if key not in self._tables:
            self._tables[key] = self._made(indicator.of, period)
        return self._tables[key]

    def measured(self, indicator: Indicator, on: date) -> Measured:
        """An indicator of a report of a day. Raises Refusal when a row lacks a fact it needs."""
        return measure(self._scheme, indicator, self.table(indicator, on))

    def _made(self, of: str, period: Period) -> Table:
        if of != LOANS:
            return Table.of(rows_of(self._read, of, period, self._needed[of]))
        day = period.until_on
        if day not in self._loans:
            self._loans[day] = Loans(self._read, day, self._needed[of])
        return loan_table(self._loans[day], period)
