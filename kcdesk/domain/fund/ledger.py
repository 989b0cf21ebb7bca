"""The fund's double entry: accounts, vouchers that sum to zero, balances.

A positive posting comes into the account. A resolution reserves, a payout posts and releases, a
withdrawal voids; a mistake is reversed, never edited. Balances are summed from postings, never
kept by hand. The fund knows neither claims nor meetings: they hand over amounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total


class Account(StrEnum):
    """Where money is, comes from or goes to; the reserve pair is a memo, no cash."""

    POOL_CASH = "pool_cash"
    DEPOSIT = "deposit"
    APPROPRIATION = "appropriation"
    INTEREST = "interest"
    COMPENSATION = "compensation"
    RECOVERY = "recovery"
    SURRENDER = "surrender"
    EXPENSE = "expense"
    RESERVED = "reserved"
    RESERVE_OFFSET = "reserve_offset"

    @property
    def label(self) -> str:
        """For people."""
        return _ACCOUNTS[self]


_ACCOUNTS = {
    Account.POOL_CASH: "资金池存款",
    Account.DEPOSIT: "银行保证金",
    Account.APPROPRIATION: "财政拨入",
    Account.INTEREST: "利息收入",
    Account.COMPENSATION: "风险补偿支出",
    Account.RECOVERY: "追偿返还",
    Account.SURRENDER: "上缴收回",
    Account.EXPENSE: "其他支出",
    Account.RESERVED: "已批未付",
    Account.RESERVE_OFFSET: "已批未付（对方）",
}


class VoucherKind(StrEnum):
    """The types of the ledger (money.md B10)."""

    APPROPRIATION = "appropriation"
    INTEREST = "interest"
    RESERVE = "reserve"
    PAYOUT = "payout"
    VOID_RESERVE = "void_reserve"
    RECOVERY_RETURN = "recovery_return"
    SURRENDER = "surrender"
    EXPENSE = "expense"
    DEPOSIT_PLACE = "deposit_place"
    DEPOSIT_DRAW = "deposit_draw"
    DEPOSIT_BACK = "deposit_back"
    REVERSAL = "reversal"

    @property
    def label(self) -> str:
        """For people."""
        return _KINDS[self]


_KINDS = {
    VoucherKind.APPROPRIATION: "财政拨入",
    VoucherKind.INTEREST: "利息",
    VoucherKind.RESERVE: "批准预留",
    VoucherKind.PAYOUT: "兑付",
    VoucherKind.VOID_RESERVE: "撤销预留",
    VoucherKind.RECOVERY_RETURN: "追偿返还",
    VoucherKind.SURRENDER: "上缴收回",
    VoucherKind.EXPENSE: "其他支出",
    VoucherKind.DEPOSIT_PLACE: "存入保证金",
    VoucherKind.DEPOSIT_DRAW: "划扣保证金",
    VoucherKind.DEPOSIT_BACK: "收回保证金",
    VoucherKind.REVERSAL: "冲销",
}


@dataclass(frozen=True, slots=True)
class Posting:
    """One line: a positive amount comes into the account."""

    account: Account
    amount: Money


@dataclass(frozen=True, slots=True)
class Voucher:
    """One entry of the ledger. Its postings sum to zero and none is empty."""

    kind: VoucherKind
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if total(p.amount for p in self.postings):
            raise ValueError("the postings of a voucher sum to zero")
        if not self.postings or any(not p.amount for p in self.postings):
            raise ValueError("a voucher has postings, and none of nothing")

    def change(self, account: Account) -> Money:
        """What the voucher does to one account."""
        return total(p.amount for p in self.postings if p.account is account)


def _positive(amount: Money, label: str) -> Money:
    if amount <= ZERO:
        raise Refusal.of(
            f"{label}金额须大于零。", cure="请核对金额。", field="amount", code="fund.amount"
        )
    return amount


def _pair(into: Account, out_of: Account, amount: Money) -> tuple[Posting, Posting]:
    return Posting(into, amount), Posting(out_of, -amount)


def _moved(kind: VoucherKind, into: Account, out_of: Account, amount: Money) -> Voucher:
    """One amount from one account into another. Raises Refusal for nothing or less."""
    return Voucher(kind, _pair(into, out_of, _positive(amount, kind.label)))


def appropriation(amount: Money) -> Voucher:
    """The budget pays in. Raises Refusal for nothing or less."""
    return _moved(VoucherKind.APPROPRIATION, Account.POOL_CASH, Account.APPROPRIATION, amount)


def interest(amount: Money) -> Voucher:
    """The bank credits interest. Raises Refusal for nothing or less."""
    return _moved(VoucherKind.INTEREST, Account.POOL_CASH, Account.INTEREST, amount)


def reserve(amount: Money) -> Voucher:
    """A resolution sets money aside; the cash stays where it is."""
    return _moved(VoucherKind.RESERVE, Account.RESERVED, Account.RESERVE_OFFSET, amount)


def void_reserve(amount: Money) -> Voucher:
    """What was set aside is no longer needed."""
    return _moved(VoucherKind.VOID_RESERVE, Account.RESERVE_OFFSET, Account.RESERVED, amount)


def payout(amount: Money, released: Money) -> Voucher:
    """Cash leaves for a compensation; `released` is what leaves the reserve with it.

    More is released than paid when a cut lapses. Raises Refusal for nothing paid, ValueError
    when less is released than paid.
    """
    kind = VoucherKind.PAYOUT
    amount = _positive(amount, kind.label)
    if released < amount:
        raise ValueError("a payout releases at least what it pays")
    cash = _pair(Account.COMPENSATION, Account.POOL_CASH, amount)
    return Voucher(kind, (*cash, *_pair(Account.RESERVE_OFFSET, Account.RESERVED, released)))


def recovery_return(amount: Money) -> Voucher:
    """The fund's part of a recovery comes back."""
    return _moved(VoucherKind.RECOVERY_RETURN, Account.POOL_CASH, Account.RECOVERY, amount)


def surrender(amount: Money) -> Voucher:
    """Money goes back to the budget."""
    return _moved(VoucherKind.SURRENDER, Account.SURRENDER, Account.POOL_CASH, amount)


def expense(amount: Money) -> Voucher:
    """Money leaves the pool for something else than a compensation."""
    return _moved(VoucherKind.EXPENSE, Account.EXPENSE, Account.POOL_CASH, amount)


def deposit_place(amount: Money) -> Voucher:
    """Money of the pool is laid into an account at a bank."""
    return _moved(VoucherKind.DEPOSIT_PLACE, Account.DEPOSIT, Account.POOL_CASH, amount)


def deposit_back(amount: Money) -> Voucher:
    """A deposit comes back to the pool."""
    return _moved(VoucherKind.DEPOSIT_BACK, Account.POOL_CASH, Account.DEPOSIT, amount)


def deposit_draw(amount: Money, released: Money = ZERO) -> Voucher:
    """The bank draws on its deposit; `released` leaves the reserve when a claim is paid so.

    Raises Refusal for nothing drawn, ValueError when something but less is released than drawn.
    """
    kind = VoucherKind.DEPOSIT_DRAW
    amount = _positive(amount, kind.label)
    if ZERO < released < amount:
        raise ValueError("a payout releases at least what it pays")
    paid = _pair(Account.COMPENSATION, Account.DEPOSIT, amount)
    freed = _pair(Account.RESERVE_OFFSET, Account.RESERVED, released) if released else ()
    return Voucher(kind, (*paid, *freed))


def reversal(voucher: Voucher) -> Voucher:
    """The same voucher the other way round. A reversal is not reversed: post anew instead."""
    if voucher.kind is VoucherKind.REVERSAL:
        raise Refusal.of(
            "冲销凭证不能再冲销。", cure="请按实际情况重新登记一笔。", code="fund.reversal"
        )
    undone = tuple(Posting(p.account, -p.amount) for p in voucher.postings)
    return Voucher(VoucherKind.REVERSAL, undone)


def balances(postings: Iterable[Posting]) -> Mapping[Account, Money]:
    """Every account's balance, also of those without postings."""
    fen: defaultdict[Account, int] = defaultdict(int)
    for posting in postings:
        fen[posting.account] += posting.amount.fen
    return {account: Money(fen[account]) for account in Account}


def available(balance: Mapping[Account, Money]) -> Money:
    """Money, in the pool or laid at banks, that is not set aside for approved claims."""
    return balance[Account.POOL_CASH] + balance[Account.DEPOSIT] - balance[Account.RESERVED]


def payable(balance: Mapping[Account, Money], reserved_earlier: Money = ZERO) -> Money:
    """Cash for a claim: what is there less what is set aside for claims before it in the queue."""
    return max(ZERO, balance[Account.POOL_CASH] - reserved_earlier)


KEPT = (Account.POOL_CASH, Account.DEPOSIT, Account.RESERVED)
"""Accounts that hold something, and so never less than nothing."""


def refuse_overdrawn(balance: Mapping[Account, Money], voucher: Voucher) -> None:
    """Raises Refusal when the voucher would take more money or reserve than there is."""
    for account in KEPT:
        left = balance[account] + voucher.change(account)
        if voucher.change(account) < ZERO and left < ZERO:
            raise Refusal.of(
                f"“{account.label}”余额{balance[account].show()}元，"
                f"不够本次{voucher.kind.label}的{(-voucher.change(account)).show()}元。",
                cure="请先登记财政拨入，或减少本次金额。",
                field="amount",
                code="fund.overdrawn",
            )
