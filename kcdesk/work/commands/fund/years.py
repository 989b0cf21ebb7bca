"""What a calendar year began with, got and paid: the base of limits that go by the year."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.fund import Account
from kcdesk.kernel.money import Money
from kcdesk.store.tables.fund import FundPostingRow, FundVoucherRow
from kcdesk.work.context import Read

HELD = (Account.POOL_CASH, Account.DEPOSIT)
"""Where the fund's money is: in the pool or laid at banks."""


def year_opening(read: Read, year: int) -> Money:
    """What the fund held when the year began."""
    return _posted(read, HELD, date.min, date(year - 1, 12, 31))


def paid_in(read: Read, year: int) -> Money:
    """What the budget paid in during the year."""
    return -_posted(read, (Account.APPROPRIATION,), date(year, 1, 1), date(year, 12, 31))


def year_base(read: Read, year: int) -> Money:
    """What the year began with and what the budget paid in during it."""
    return year_opening(read, year) + paid_in(read, year)


def year_net_compensated(read: Read, year: int) -> Money:
    """What the fund paid for claims in the year, less what came back of them."""
    accounts = (Account.COMPENSATION, Account.RECOVERY)
    return _posted(read, accounts, date(year, 1, 1), date(year, 12, 31))


def _posted(read: Read, accounts: tuple[Account, ...], first: date, last: date) -> Money:
    amount = read.session.scalar(
        select(func.sum(FundPostingRow.amount_fen))
        .join(FundVoucherRow, FundVoucherRow.id == FundPostingRow.voucher_id)
        .where(
            FundPostingRow.account.in_([a.value for a in accounts]),
            FundVoucherRow.posted_on >= first,
            FundVoucherRow.posted_on <= last,
        )
    )
    return money_of(amount)


def money_of(amount: Money | int | None) -> Money:
    """A sum over nothing is nothing."""
    return amount if isinstance(amount, Money) else Money(int(amount or 0))
