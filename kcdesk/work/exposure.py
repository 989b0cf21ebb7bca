"""What is still owed: of one loan, and of a firm over all banks on a day.

Applications ask it before there is a loan, loans and claims after; so it stands beside the
stages, not in one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from kcdesk.kernel.money import Money, total
from kcdesk.store.tables.enterprises import ListingRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanRow, RepaymentRow
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


def outstanding_of(read: Read, enterprise_id: int, on: date) -> Money:
    """A firm's outstanding principal over all banks, at the end of a day."""
    lent = read.session.scalars(
        select(LoanRow.amount_fen).where(
            LoanRow.enterprise_id == enterprise_id, LoanRow.disbursed_on <= on
        )
    )
    back = read.session.scalars(
        select(RepaymentRow.principal_fen)
        .join(LoanRow, LoanRow.id == RepaymentRow.loan_id)
        .where(LoanRow.enterprise_id == enterprise_id, RepaymentRow.repaid_on <= on)
    )
    return total(lent) - total(back)


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
