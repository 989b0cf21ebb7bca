"""The fund: its balances and ledger, its deposits, what it lacks."""

from kcdesk.work.queries.fund.deposits import (
    DepositEntryLine,
    DepositLine,
    deposit_ledger,
    deposit_trace,
    deposits,
)
from kcdesk.work.queries.fund.ledger import (
    FundCard,
    FundLine,
    fund_card,
    fund_ledger,
    ledger_totals,
)
from kcdesk.work.queries.fund.shortages import (
    FundYear,
    OutflowLine,
    ProposedAppropriation,
    fund_outflows,
    fund_year,
    outflow_trace,
    proposed_appropriation,
)

__all__ = [
    "DepositEntryLine",
    "DepositLine",
    "FundCard",
    "FundLine",
    "FundYear",
    "OutflowLine",
    "ProposedAppropriation",
    "deposit_ledger",
    "deposit_trace",
    "deposits",
    "fund_card",
    "fund_ledger",
    "fund_outflows",
    "fund_year",
    "ledger_totals",
    "outflow_trace",
    "proposed_appropriation",
]
