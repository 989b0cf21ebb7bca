"""What is still owed: of one loan, of a firm over all banks or at one, and by its people.

Applications ask it before there is a loan, loans and claims after; so it stands beside the
stages, not in one of them. Bills discounted are owed to nobody here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.applications import Exposure
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.enterprises import ListingRow
from kcdesk.store.tables.loans import (
    CreditLineRow,
    LoanAccelerationRow,
    LoanExtensionRow,
    LoanProductRow,
    LoanRow,
    MilestoneRow,
    PersonLoanRow,
    PersonRepaymentRow,
    RepaymentRow,
)
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.context import Read

AT_ONCE = 500
"""So many firms are asked for at once: a statement takes only so many values."""


def repaid(read: Read, loan_id: int, until: date | None = None) -> Money:
    """Principal paid back so far, or up to a day."""
    statement = select(RepaymentRow.principal_fen).where(RepaymentRow.loan_id == loan_id)
    if until is not None:
        statement = statement.where(RepaymentRow.repaid_on <= until)
    return total(read.session.scalars(statement))


def first_paid_on(read: Read, claim_id: int) -> date | None:
    """The day the fund first paid for a claim; None while it has not."""
    return read.session.scalar(
        select(func.min(PayoutRow.paid_on)).where(
            PayoutRow.claim_id == claim_id, ~PayoutRow.is_void
        )
    )


def outstanding(read: Read, loan: LoanRow) -> Money:
    """Principal not yet paid back."""
    return loan.amount_fen - repaid(read, loan.id)


def outstanding_of(read: Read, enterprise_id: int, on: date, bank_id: int | None = None) -> Money:
    """A firm's outstanding principal at the end of a day, over all banks or at one."""
    counted = [LoanRow.enterprise_id == enterprise_id, ~LoanRow.is_discounting]
    if bank_id is not None:
        counted.append(LoanRow.bank_id == bank_id)
    lent = read.session.scalars(
        select(LoanRow.amount_fen).where(*counted, LoanRow.disbursed_on <= on)
    )
    back = read.session.scalars(
        select(RepaymentRow.principal_fen)
        .join(LoanRow, LoanRow.id == RepaymentRow.loan_id)
        .where(*counted, RepaymentRow.repaid_on <= on)
    )
    return total(lent) - total(back)


@dataclass(frozen=True, slots=True)
class Settling:
    """An old loan that a new one repays on the day it is lent, and how much of it."""

    loan: LoanRow
    principal: Money


def settling(read: Read, loan_id: int | None, enterprise_id: int, amount: Money) -> Settling | None:
    """What a new loan repays of an old one. Raises Refusal at ``renews`` for one of another firm,
    or one that is repaid already."""
    if loan_id is None:
        return None
    old = read.get(LoanRow, loan_id, "归还的原贷款", "renews")
    left = outstanding(read, old)
    if old.enterprise_id != enterprise_id:
        raise Refusal.of(
            f"合同 {old.contract_no} 不是这家企业的贷款。",
            cure="请选择这家企业的原贷款。",
            field="renews",
            code="loan.renews_other",
        )
    if left <= ZERO:
        raise Refusal.of(
            f"合同 {old.contract_no} 已经结清。",
            cure="请核对原贷款；不是续贷或借新还旧的，不要填写。",
            field="renews",
            code="loan.renews_settled",
        )
    return Settling(old, min(amount, left))


def exposure_of(
    read: Read,
    enterprise_id: int,
    bank_id: int | None,
    on: date,
    *,
    since: date | None = None,
    repays: Settling | None = None,
) -> Exposure:
    """What is owed on a day before a new loan, by every scope a programme may cap.

    `since` is the day of the new loan, where it counts as one the firm already has at that bank;
    what it repays of an old one is no longer owed. Without a bank only the firm's total is known.
    """
    gone = ZERO if repays is None or repays.loan.is_discounting else repays.principal
    owed = outstanding_of(read, enterprise_id, on) - gone
    if bank_id is None:
        return Exposure(owed)
    at_bank = outstanding_of(read, enterprise_id, on, bank_id)
    if repays is not None and repays.loan.bank_id == bank_id:
        at_bank -= gone
    begun = [first_open_on(read, enterprise_id, bank_id, on), since]
    if repays is not None and repays.loan.bank_id == bank_id:
        begun.append(begun_on(read, repays.loan))
    first = min((day for day in begun if day is not None), default=None)
    later, earlier = persons_outstanding(read, enterprise_id, bank_id, on, first)
    line = credit_line(read, enterprise_id, bank_id, on)
    return Exposure(owed, at_bank, line, later, earlier)


def credit_line(read: Read, enterprise_id: int, bank_id: int, on: date) -> Money | None:
    """The line a bank grants the firm on a day: of several, the one granted last."""
    return read.session.scalar(
        select(CreditLineRow.amount_fen)
        .where(
            CreditLineRow.enterprise_id == enterprise_id,
            CreditLineRow.bank_id == bank_id,
            CreditLineRow.from_on <= on,
            CreditLineRow.until_on.is_(None) | (CreditLineRow.until_on >= on),
        )
        .order_by(CreditLineRow.from_on.desc(), CreditLineRow.id.desc())
        .limit(1)
    )


def first_open_on(read: Read, enterprise_id: int, bank_id: int, on: date) -> date | None:
    """Since when the firm has owed this bank without a break; None when it owes it nothing."""
    lent = read.all(
        select(LoanRow).where(
            LoanRow.enterprise_id == enterprise_id,
            LoanRow.bank_id == bank_id,
            LoanRow.disbursed_on <= on,
            ~LoanRow.is_discounting,
        )
    )
    still = (loan for loan in lent if loan.amount_fen > repaid(read, loan.id, on))
    return min((begun_on(read, loan) for loan in still), default=None)


def begun_on(read: Read, loan: LoanRow) -> date:
    """The day of a loan; of one that repaid an older one at the same bank, that one's day."""
    day = loan.disbursed_on
    while loan.old_loan_id is not None:
        older = read.get(LoanRow, loan.old_loan_id, "归还的原贷款")
        if older.bank_id != loan.bank_id:
            break
        loan, day = older, min(day, older.disbursed_on)
    return day


def persons_outstanding(
    read: Read, enterprise_id: int, bank_id: int, on: date, first: date | None
) -> tuple[Money, Money]:
    """What the firm's people owe this bank for the firm: taken after `first`, and not after it."""
    later, earlier = ZERO, ZERO
    for row in read.all(
        select(PersonLoanRow).where(
            PersonLoanRow.enterprise_id == enterprise_id,
            PersonLoanRow.bank_id == bank_id,
            PersonLoanRow.taken_on <= on,
        )
    ):
        owed = row.amount_fen - person_repaid(read, row.id, on)
        if first is not None and row.taken_on > first:
            later += owed
        else:
            earlier += owed
    return later, earlier


def person_repaid(read: Read, person_loan_id: int, until: date | None = None) -> Money:
    """Principal of a person's loan paid back so far, or up to a day."""
    statement = select(PersonRepaymentRow.principal_fen).where(
        PersonRepaymentRow.person_loan_id == person_loan_id
    )
    if until is not None:
        statement = statement.where(PersonRepaymentRow.repaid_on <= until)
    return total(read.session.scalars(statement))


def accelerated_on(read: Read, loan_id: int) -> date | None:
    """The day the bank called the loan in; None while it has not."""
    return read.session.scalar(
        select(LoanAccelerationRow.declared_on).where(LoanAccelerationRow.loan_id == loan_id)
    )


def loan_products(read: Read, loan_id: int) -> frozenset[str]:
    """The products the loan was lent under."""
    return frozenset(
        read.session.scalars(
            select(LoanProductRow.product).where(LoanProductRow.loan_id == loan_id)
        )
    )


def reached(read: Read, application_id: int | None, loan_id: int | None = None) -> dict[str, date]:
    """The days of the dated steps of an application and of the loan it led to."""
    whose = (
        (MilestoneRow.application_id, application_id),
        (MilestoneRow.loan_id, loan_id),
    )
    return {
        row.code: row.reached_on
        for column, ident in whose
        if ident is not None
        for row in read.all(select(MilestoneRow).where(column == ident))
    }


def final_due_on(read: Read, loan: LoanRow) -> date:
    """The maturity after every extension."""
    latest = read.session.scalar(
        select(func.max(LoanExtensionRow.due_on)).where(LoanExtensionRow.loan_id == loan.id)
    )
    return loan.due_on if latest is None else max(loan.due_on, latest)


def later_days(read: Read, enterprise_id: int, after: date, until: date) -> tuple[date, ...]:
    """Days after `after` up to `until` on which the firm was lent money by any bank."""
    days = read.session.scalars(
        select(LoanRow.disbursed_on)
        .where(
            LoanRow.enterprise_id == enterprise_id,
            LoanRow.disbursed_on > after,
            LoanRow.disbursed_on <= until,
            ~LoanRow.is_discounting,
        )
        .distinct()
        .order_by(LoanRow.disbursed_on)
    )
    return tuple(days)


def unlisted_loans(read: Read, enterprise_ids: Sequence[int]) -> tuple[tuple[str, date], ...]:
    """Contract and day of loans of these firms that were lent on a day outside the list."""
    covered = (
        select(ListingRow.id)
        .where(
            ListingRow.enterprise_id == LoanRow.enterprise_id,
            ListingRow.from_on <= LoanRow.disbursed_on,
            ListingRow.until_on.is_(None) | (ListingRow.until_on >= LoanRow.disbursed_on),
        )
        .exists()
    )
    found: list[tuple[str, date]] = []
    for start in range(0, len(enterprise_ids), AT_ONCE):
        rows = read.session.execute(
            select(LoanRow.contract_no, LoanRow.disbursed_on)
            .where(LoanRow.enterprise_id.in_(enterprise_ids[start : start + AT_ONCE]), ~covered)
            .order_by(LoanRow.disbursed_on, LoanRow.id)
        )
        found.extend((contract_no, day) for contract_no, day in rows)
    return tuple(found)
