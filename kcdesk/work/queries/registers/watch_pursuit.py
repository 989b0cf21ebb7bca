"""Watch points of money to be pursued: while the guarantor can still be held to his word, and the
debtor sued.

What is done in court stands in no table, so these are spoken of until their day and never after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import func, select

from kcdesk.domain.claims import ClaimState
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanGuarantorRow, LoanRow, RepaymentRow
from kcdesk.store.tables.recoveries import RecoveryRow
from kcdesk.work.context import Read
from kcdesk.work.queries.loans import due_between
from kcdesk.work.queries.registers.watch_lending import MOST_LOANS
from kcdesk.work.queries.registers.watched import Watched

_ENDED = (ClaimState.CLOSED.value, ClaimState.WRITTEN_OFF.value)


def guarantee_period(read: Read) -> Iterable[Watched]:
    """Overdue loans that somebody guarantees, from the day they fell due."""
    guaranteed = set(
        read.session.scalars(select(LoanRow.id).where(LoanRow.guarantor_id.is_not(None)))
    )
    guaranteed |= set(read.session.scalars(select(LoanGuarantorRow.loan_id)))
    return _overdue(read, guaranteed) if guaranteed else ()


def limitation(read: Read) -> Iterable[Watched]:
    """Overdue loans, from the day they fell due or the last money that came back since."""
    paid = select(RepaymentRow.loan_id, func.max(RepaymentRow.repaid_on).label("last"))
    last = {
        row.loan_id: row.last for row in read.session.execute(paid.group_by(RepaymentRow.loan_id))
    }
    back = (
        select(ClaimRow.loan_id, func.max(RecoveryRow.recovered_on))
        .join(RecoveryRow, RecoveryRow.claim_id == ClaimRow.id)
        .where(~RecoveryRow.is_void)
        .group_by(ClaimRow.loan_id)
    )
    for loan, day in read.session.execute(back):
        last[loan] = max(day, last.get(loan, day))
    for w in _overdue(read):
        start = max(w.start, last.get(w.record, w.start))
        yield Watched(w.name, start, w.screen, w.record, others=w.others, is_open_for_sure=False)


def _overdue(read: Read, among: Collection[int] | None = None) -> Iterable[Watched]:
    """Loans (of these, where some are named) with principal left after their last day, whose
    pursuit has not been ended."""
    yesterday = read.today - timedelta(days=1)
    ended = set(read.session.scalars(select(ClaimRow.loan_id).where(ClaimRow.state.in_(_ENDED))))
    for x in due_between(read, date.min, yesterday, MOST_LOANS, among):
        if x.id not in ended:
            yield Watched(
                f"{x.enterprise} 合同 {x.contract_no}",
                x.final_due_on,
                "loans",
                x.id,
                others={"loan.disbursed_on": x.disbursed_on},
                is_open_for_sure=False,
            )
