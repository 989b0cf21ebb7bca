"""What each bank lent, got back and lost over a time, and where it stood on the last day.

For the list by institution and for the monthly return on paper, so that both say the same. Every
figure is as of the last day, whenever it is asked for; the sums are of whole 分.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import ListingRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanRow, RepaymentRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.recoveries import RecoveryRow
from kcdesk.work.context import Read
from kcdesk.work.measures.loans import Loans
from kcdesk.work.measures.period import Period


@dataclass(frozen=True, slots=True)
class LoanStand:
    """A loan as the return sees it: as lent, and as it stood on the last day."""

    bank_id: int
    enterprise_id: int
    amount: Money
    disbursed_on: date
    rate: Fraction | None
    is_first: bool
    is_filed: bool
    """Lent on a day the firm was on the list, and no bill discounted: what the fund answers for."""
    left: Money
    due_on: date
    due: Money
    """What was still to be paid when the time began."""
    is_overdue: bool
    is_bad: bool


@dataclass(slots=True)
class Flow:
    """What moved over a time: how often, and how much."""

    count: int = 0
    amount: Money = ZERO

    def add(self, amount: Money) -> None:
        """One more."""
        self.count += 1
        self.amount += amount


@dataclass(slots=True)
class Flows:
    """The movements of one bank."""

    repaid: Flow = field(default_factory=Flow)
    extended: Flow = field(default_factory=Flow)
    paid: Flow = field(default_factory=Flow)
    year_paid: Flow = field(default_factory=Flow)
    recovered: Flow = field(default_factory=Flow)
    returned: Flow = field(default_factory=Flow)
    year_returned: Flow = field(default_factory=Flow)


def year_to(period: Period) -> Period:
    """The year up to the last day of a time."""
    return Period(period.until_on.replace(month=1, day=1), period.until_on)


def loan_stands(read: Read, period: Period) -> tuple[LoanStand, ...]:
    """Every loan lent up to the last day."""
    loans = Loans(read, period.until_on, frozenset())
    back = _back_before(read, period.from_on)
    filed = _filed(read)
    columns: Sequence[Sequence[Any]] = (
        loans.ids,
        loans.kept(LoanRow.bank_id),
        loans.kept(LoanRow.enterprise_id),
        loans.kept(LoanRow.amount_fen),
        loans.kept(LoanRow.disbursed_on),
        loans.kept(LoanRow.rate),
        loans.column("loan.is_first_loan"),
        loans.column("loan.outstanding"),
        loans.column("loan.final_due_on"),
        loans.column("loan.overdue_days"),
        loans.column("loan.is_bad"),
    )
    return tuple(
        LoanStand(
            bank, firm, amount, lent_on, rate, bool(first), ident in filed, left, due_on,
            amount - back.get(ident, ZERO), days > 0, bool(bad),
        )
        for ident, bank, firm, amount, lent_on, rate, first, left, due_on, days, bad in zip(
            *columns, strict=True
        )
    )  # fmt: skip


def _back_before(read: Read, day: date) -> Mapping[int, Money]:
    """Principal paid back before a day, by loan."""
    rows = read.session.execute(
        select(RepaymentRow.loan_id, func.sum(RepaymentRow.principal_fen))
        .where(RepaymentRow.repaid_on < day)
        .group_by(RepaymentRow.loan_id)
    )
    return {loan: amount or ZERO for loan, amount in rows}


def _filed(read: Read) -> frozenset[int]:
    """Loans that count for the programme: lent while the firm was on the list, no bills."""
    on_list = (
        select(ListingRow.id)
        .where(
            ListingRow.enterprise_id == LoanRow.enterprise_id,
            ListingRow.from_on <= LoanRow.disbursed_on,
            ListingRow.until_on.is_(None) | (ListingRow.until_on >= LoanRow.disbursed_on),
        )
        .exists()
    )
    return frozenset(
        read.session.scalars(select(LoanRow.id).where(~LoanRow.is_discounting, on_list))
    )


def bank_flows(read: Read, period: Period) -> Mapping[int, Flows]:
    """What moved over the time, and over the year up to its last day, by bank."""
    flows: defaultdict[int, Flows] = defaultdict(Flows)
    year = year_to(period)
    for bank, on, amount in _repayments(read, period):
        if amount and period.holds(on):
            flows[bank].repaid.add(amount)
    for bank, amount in _extensions(read, period):
        flows[bank].extended.add(amount)
    for bank, on, amount in _payouts(read, period.until_on):
        if period.holds(on):
            flows[bank].paid.add(amount)
        if year.holds(on):
            flows[bank].year_paid.add(amount)
    for bank, on, net, fund in _recoveries(read, period.until_on):
        if period.holds(on):
            flows[bank].recovered.add(net)
            flows[bank].returned.add(fund)
        if year.holds(on):
            flows[bank].year_returned.add(fund)
    return flows


def _repayments(read: Read, period: Period) -> Iterable[Any]:
    return read.session.execute(
        select(LoanRow.bank_id, RepaymentRow.repaid_on, RepaymentRow.principal_fen)
        .join(LoanRow, LoanRow.id == RepaymentRow.loan_id)
        .where(RepaymentRow.repaid_on >= period.from_on, RepaymentRow.repaid_on <= period.until_on)
    )


def _extensions(read: Read, period: Period) -> Iterable[tuple[int, Money]]:
    """Extensions agreed in the time, each with what was left of its loan that day."""
    rows = read.session.execute(
        select(LoanRow.bank_id, LoanRow.id, LoanRow.amount_fen, LoanExtensionRow.agreed_on)
        .join(LoanRow, LoanRow.id == LoanExtensionRow.loan_id)
        .where(
            LoanExtensionRow.agreed_on >= period.from_on,
            LoanExtensionRow.agreed_on <= period.until_on,
        )
    ).all()
    for bank, loan, amount, on in rows:
        back = read.session.scalars(
            select(RepaymentRow.principal_fen).where(
                RepaymentRow.loan_id == loan, RepaymentRow.repaid_on <= on
            )
        )
        yield bank, amount - total(back)


def _payouts(read: Read, until: date) -> Iterable[Any]:
    return read.session.execute(
        select(PayoutRow.bank_id, PayoutRow.paid_on, PayoutRow.amount_fen).where(
            ~PayoutRow.is_void, PayoutRow.paid_on <= until
        )
    )


def _recoveries(read: Read, until: date) -> Iterable[Any]:
    return read.session.execute(
        select(LoanRow.bank_id, RecoveryRow.recovered_on, RecoveryRow.net_fen, RecoveryRow.fund_fen)
        .join(ClaimRow, ClaimRow.id == RecoveryRow.claim_id)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .where(~RecoveryRow.is_void, RecoveryRow.recovered_on <= until)
    )


def average_rate(stands: Iterable[LoanStand]) -> Fraction | None:
    """By amount, over the loans whose rate is known; None where none is."""
    known = [(s.amount.fen, s.rate) for s in stands if s.rate is not None]
    weight = sum(fen for fen, _ in known)
    return sum((fen * rate for fen, rate in known), Fraction(0)) / weight if weight else None
