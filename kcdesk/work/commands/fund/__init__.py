"""The fund: its ledger, its deposits at banks, what else goes out, what a year had."""

from kcdesk.work.commands.fund.deposits import (
    DrawDeposit,
    PlaceDeposit,
    RefillDeposit,
    TakeBackDeposit,
    deposit_changes,
    deposit_of,
    draw,
    refuse_any_deposit_overdrawn,
)
from kcdesk.work.commands.fund.ledger import (
    RecordAppropriation,
    RecordInterest,
    balance,
    balances,
    post,
    reverse_voucher,
)
from kcdesk.work.commands.fund.outflows import RecordOutflow
from kcdesk.work.commands.fund.years import year_base, year_net_compensated, year_opening

__all__ = [
    "DrawDeposit",
    "PlaceDeposit",
    "RecordAppropriation",
    "RecordInterest",
    "RecordOutflow",
    "RefillDeposit",
    "TakeBackDeposit",
    "balance",
    "balances",
    "deposit_changes",
    "deposit_of",
    "draw",
    "post",
    "refuse_any_deposit_overdrawn",
    "reverse_voucher",
    "year_base",
    "year_net_compensated",
    "year_opening",
]
