"""Which rows an indicator counts, and the indicator over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from kcdesk.domain.schemes.measuring import Indicator, Measured, measure
from kcdesk.domain.schemes.operands import Facts, Source
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.work.context import Read
from kcdesk.work.measures.asking import application_rows, entry_rows, partner_rows
from kcdesk.work.measures.firms import firm_rows
from kcdesk.work.measures.loans import loan_rows
from kcdesk.work.measures.money import claim_rows, fund_rows, payout_rows
from kcdesk.work.measures.period import Period, period_of

Rows: TypeAlias = Callable[[Read, Period, frozenset[str]], Iterable[Facts]]

PROVIDERS: Mapping[str, Rows] = {
    "loans": loan_rows,
    "enterprises": firm_rows,
    "partners": partner_rows,
    "claims": claim_rows,
    "payouts": payout_rows,
    "fund": fund_rows,
    "applications": application_rows,
}
"""Who gives the rows of each kind; entries of registers are asked by their name."""


def rows_of(read: Read, of: str, period: Period, needed: frozenset[str]) -> tuple[Facts, ...]:
    """The rows of a kind; `needed` are the facts that will be looked at."""
    if of in PROVIDERS:
        return tuple(PROVIDERS[of](read, period, needed))
    return tuple(entry_rows(read, of, period))


def needed_facts(scheme: Scheme, *indicators: Indicator) -> frozenset[str]:
    """Every fact of a row that the indicators look at."""
    needed: set[str] = set()
    for indicator in indicators:
        tallies = [indicator.part, *([indicator.whole] if indicator.whole else [])]
        operands = [t.operand for t in tallies] + [indicator.by]
        operands += [o for t in tallies for test in t.where for o in test.operands]
        for operand in operands:
            if operand is None:
                continue
            if operand.source is Source.PARAMETER:
                parameter = scheme.parameters[operand.name]
                needed |= {*parameter.clock, parameter.key}
            else:
                needed.add(operand.name)
    return frozenset(needed - {""})


def measured(read: Read, scheme: Scheme, indicator: Indicator, on: date) -> Measured:
    """An indicator of a report of a day. Raises Refusal when a row lacks a fact it needs."""
    period = period_of(indicator.span, on)
    rows = rows_of(read, indicator.of, period, needed_facts(scheme, indicator))
    return measure(scheme, indicator, rows)
