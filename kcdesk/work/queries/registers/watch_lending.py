"""Watch points of applications, loans and claims: which are open, and since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from kcdesk.domain.applications import ApplicationState
from kcdesk.domain.claims import ClaimState
from kcdesk.domain.loans import Grade
from kcdesk.domain.schemes.deadlines import DeadlineSpec
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanGradeRow, LoanRow, MilestoneRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.recoveries import RecoveryRow
from kcdesk.work.context import Read
from kcdesk.work.entries import latest_entry_on
from kcdesk.work.queries.loans import due_between
from kcdesk.work.queries.payouts import due_payouts
from kcdesk.work.queries.registers.watched import Watched, horizon

MOST_LOANS = 100_000


def _applications(read: Read, state: ApplicationState) -> Iterable[tuple[ApplicationRow, str]]:
    rows = read.session.execute(
        select(ApplicationRow, EnterpriseRow.name)
        .join(EnterpriseRow, EnterpriseRow.id == ApplicationRow.enterprise_id)
        .where(ApplicationRow.state == state.value)
        .order_by(ApplicationRow.id)
    )
    return [(row, name) for row, name in rows]


def application_review(read: Read, spec: DeadlineSpec) -> Iterable[Watched]:
    """What the office has to review, from the day it came or from a milestone."""
    return _applications_from(read, spec, ApplicationState.SUBMITTED)


def bank_review(read: Read, spec: DeadlineSpec) -> Iterable[Watched]:
    """What a bank has to review, from the recommendation or from a milestone."""
    return _applications_from(read, spec, ApplicationState.RECOMMENDED)


def _applications_from(
    read: Read, spec: DeadlineSpec, state: ApplicationState
) -> Iterable[Watched]:
    """An application whose milestone has not been reached is not running yet."""
    reached = _reached(read, spec.milestone) if spec.milestone else {}
    for row, name in _applications(read, state):
        days = {"application.applied_on": row.applied_on}
        if row.recommended_on is not None:
            days["application.recommended_on"] = row.recommended_on
        submitted_on = row.submitted_on or row.applied_on  # anew with every mending
        start = reached.get(row.id) if spec.milestone else max(*days.values(), submitted_on)
        if start is not None:
            told = f"贷款申请 {row.number} {name}"
            yield Watched(told, start, "applications", row.id, others=days)


def _reached(read: Read, milestone: str) -> dict[int | None, date]:
    rows = read.session.execute(
        select(MilestoneRow.application_id, MilestoneRow.reached_on).where(
            MilestoneRow.code == milestone
        )
    )
    return {row.application_id: row.reached_on for row in rows}


def unclaimed(
    read: Read, first: date, last: date, among: Collection[int] | None = None
) -> Iterable[Watched]:
    """Loans with principal left that are due in a time and for which no claim stands."""
    ended = (ClaimState.WITHDRAWN.value, ClaimState.REFUSED.value)
    claimed = set(read.session.scalars(select(ClaimRow.loan_id).where(~ClaimRow.state.in_(ended))))
    for x in due_between(read, first, last, MOST_LOANS, among):
        if x.id not in claimed:
            yield Watched(
                f"{x.enterprise} 合同 {x.contract_no}",
                x.final_due_on,
                "loans",
                x.id,
                others={"loan.disbursed_on": x.disbursed_on},
            )


def loan_maturity(read: Read) -> Iterable[Watched]:
    return unclaimed(read, read.today, horizon(read.today))


def loan_after_maturity(read: Read) -> Iterable[Watched]:
    return unclaimed(read, date.min, read.today - timedelta(days=1))


def grade_fall(read: Read) -> Iterable[Watched]:
    """Loans with principal left whose last class is worse than the one before it (or than 正常,
    for the first one recorded), from the day of that class; a claim takes them off."""
    ranks = {grade.value: rank for rank, grade in enumerate(Grade)}
    fallen: dict[int, tuple[Grade, Grade, date]] = {}
    last: dict[int, Grade] = {}
    rows = read.session.execute(
        select(LoanGradeRow.loan_id, LoanGradeRow.grade, LoanGradeRow.graded_on).order_by(
            LoanGradeRow.loan_id, LoanGradeRow.graded_on, LoanGradeRow.id
        )
    )
    for loan, value, graded_on in rows:
        before, now = last.get(loan, Grade.NORMAL), Grade(value)
        last[loan] = now
        if ranks[now.value] > ranks[before.value]:
            fallen[loan] = (before, now, graded_on)
        elif now is not before:
            fallen.pop(loan, None)
    if not fallen:
        return
    for x in unclaimed(read, date.min, date.max, fallen):
        before, now, graded_on = fallen[x.record]
        told = f"{x.name} 由{before.label}调为{now.label}"
        yield replace(x, name=told, start=graded_on)


def decided_unpaid(read: Read) -> Iterable[Watched]:
    filed = {
        row.id: row.filed_on for row in read.session.execute(select(ClaimRow.id, ClaimRow.filed_on))
    }
    for x in due_payouts().run(read):
        days = {"claim.filed_on": filed[x.id]}
        yield Watched(f"代偿申请 {x.number} {x.enterprise}", x.decided_on, "payouts", others=days)


def recovery_report(read: Read, spec: DeadlineSpec) -> Iterable[Watched]:
    """Claims whose money is out, from the last payment, recovery or report."""
    rows = read.session.execute(
        select(ClaimRow, EnterpriseRow.name)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .where(ClaimRow.state.in_((ClaimState.PAID.value, ClaimState.RECOVERING.value)))
        .order_by(ClaimRow.id)
    )
    for claim, name in rows:
        days = [
            read.session.scalar(
                select(func.max(PayoutRow.paid_on)).where(
                    PayoutRow.claim_id == claim.id, ~PayoutRow.is_void
                )
            ),
            read.session.scalar(
                select(func.max(RecoveryRow.recovered_on)).where(
                    RecoveryRow.claim_id == claim.id, ~RecoveryRow.is_void
                )
            ),
            latest_entry_on(read, spec.register, claim.id) if spec.register else None,
        ]
        yield Watched(
            f"代偿申请 {claim.number} {name}",
            max(d for d in days if d is not None),
            "claims",
            claim.id,
            others={"claim.filed_on": claim.filed_on},
        )
