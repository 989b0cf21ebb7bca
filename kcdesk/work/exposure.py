"""What is still owed: of one loan, and of a firm over all banks on a day.

Applications ask it before there is a loan, loans and claims after; so it stands beside the
stages, not in one of them.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from kcdesk.kernel.money import Money, total
from kcdesk.store.tables.loans import LoanExtensionRow, LoanRow, RepaymentRow
from kcdesk.work.context import Read


def repaid(read: Read, loan_id: int) -> Money:
    """Principal paid back so far."""
    amounts = read.session.scalars(
        select(RepaymentRow.principal_fen).where(RepaymentRow.loan_id == loan_id)
    )
    return total(amounts)


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
