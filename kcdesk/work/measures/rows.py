"""Which rows an indicator counts, and which of their facts it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from kcdesk.domain.schemes.measuring import Indicator, looked_at
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.work.context import Read
from kcdesk.work.measures.asking import application_rows, entry_rows, partner_rows
from kcdesk.work.measures.firms import firm_rows
from kcdesk.work.measures.loans import loan_rows
from kcdesk.work.measures.money import claim_rows, fund_rows, payout_rows
from kcdesk.work.measures.period import Period

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
    return frozenset(name for i in indicators for name in looked_at(scheme, i).names)
