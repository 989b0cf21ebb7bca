"""Loans to count: what is left, how each is classed and what became of it, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.claims import ClaimState
from kcdesk.domain.loans import Grade, overdue_days, term_months
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import (
    LoanExtensionRow,
    LoanGradeRow,
    LoanProductRow,
    LoanRow,
    RepaymentRow,
)
from kcdesk.store.tables.meetings import ResolutionRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.measures.banks import of_bank
from kcdesk.work.measures.firms import Firms
from kcdesk.work.measures.period import Period

AGREED = "agree"
"""The result of a resolution that finds a loss."""


@dataclass(frozen=True)
class _Past:
    """What happened to loans up to a day, by loan."""

    back: Mapping[int, Money]
    due: Mapping[int, date]
    grades: Mapping[int, str]


def loan_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """Every loan lent up to the last day, repaid or not."""
    day = period.until_on
    past = _past(read, day)
    classed_before = _grades(read, period.before)
    firms = Firms(read, day, needed)
    paid = _paid(read, day) if "loan.is_compensated" in needed else frozenset()
    gone = _written_off(read, day) if "loan.is_written_off" in needed else frozenset()
    lost = _lost(read, period) if "loan.loss_in_period" in needed else {}
    products = _products(read) if "loan.products" in needed else {}
    first = _first(read) if "loan.is_first_loan" in needed else {}
    rows = read.session.execute(
        select(LoanRow, PartnerRow)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .where(LoanRow.disbursed_on <= day)
        .order_by(LoanRow.id)
    )
    for loan, bank in rows:
        left = loan.amount_fen - past.back.get(loan.id, ZERO)
        due = max(loan.due_on, past.due.get(loan.id, loan.due_on))
        grade = Grade(past.grades.get(loan.id, Grade.NORMAL.value))
        was_bad = Grade(classed_before.get(loan.id, Grade.NORMAL.value)).is_bad
        yield {
            "report.on": day,
            **firms.of(loan.enterprise_id),
            **of_bank(bank, day),
            "loan.id": str(loan.id),
            "loan.contract_no": loan.contract_no,
            "loan.amount": loan.amount_fen,
            "loan.outstanding": left,
            "loan.disbursed_on": loan.disbursed_on,
            "loan.due_on": loan.due_on,
            "loan.final_due_on": due,
            "loan.term_months": term_months(loan.disbursed_on, loan.due_on),
            "loan.security": loan.security,
            "loan.has_guarantee_institution": loan.guarantor_id is not None,
            "loan.rate": loan.rate,
            "loan.grade": grade.value,
            "loan.is_bad": grade.is_bad and left > ZERO,
            "loan.overdue_days": overdue_days(due, day, left),
            "loan.is_first_loan": first.get(loan.id),
            "loan.is_lent_in_period": period.holds(loan.disbursed_on),
            "loan.is_open": left > ZERO,
            "loan.is_compensated": loan.id in paid,
            "loan.is_written_off": loan.id in gone,
            "loan.became_bad_in_period": grade.is_bad and not was_bad,
            "loan.loss_in_period": lost.get(loan.id, ZERO),
            "loan.kind": loan.kind,
            "loan.products": frozenset(products.get(loan.id, ())),
            "loan.is_discounting": loan.is_discounting,
            "loan.special_reason": loan.special_reason,
        }


def _products(read: Read) -> Mapping[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for loan, product in read.session.execute(
        select(LoanProductRow.loan_id, LoanProductRow.product)
    ):
        found[loan].add(product)
    return found


def _past(read: Read, day: date) -> _Past:
    back = read.session.execute(
        select(RepaymentRow.loan_id, func.sum(RepaymentRow.principal_fen))
        .where(RepaymentRow.repaid_on <= day)
        .group_by(RepaymentRow.loan_id)
    )
    due = read.session.execute(
        select(LoanExtensionRow.loan_id, func.max(LoanExtensionRow.due_on))
        .where(LoanExtensionRow.agreed_on <= day)
        .group_by(LoanExtensionRow.loan_id)
    )
    return _Past(
        {loan: amount or ZERO for loan, amount in back},
        {loan: on for loan, on in due if on is not None},
        _grades(read, day),
    )


def _grades(read: Read, day: date) -> dict[int, str]:
    """The class in force on a day, by loan."""
    rows = read.session.execute(
        select(LoanGradeRow.loan_id, LoanGradeRow.grade)
        .where(LoanGradeRow.graded_on <= day)
        .order_by(LoanGradeRow.graded_on, LoanGradeRow.id)
    )
    return {loan: grade for loan, grade in rows}  # noqa: C416 the later one of a loan stands


def _paid(read: Read, day: date) -> frozenset[int]:
    return frozenset(
        read.session.scalars(
            select(ClaimRow.loan_id)
            .join(PayoutRow, PayoutRow.claim_id == ClaimRow.id)
            .where(~PayoutRow.is_void, PayoutRow.paid_on <= day)
        )
    )


def _lost(read: Read, period: Period) -> Mapping[int, Money]:
    """What meetings of the period found lost, by loan."""
    rows = read.session.execute(
        select(ClaimRow.loan_id, func.sum(ResolutionRow.loss_fen))
        .join(ClaimRow, ClaimRow.id == ResolutionRow.claim_id)
        .where(
            ~ResolutionRow.is_void,
            ResolutionRow.result == AGREED,
            ResolutionRow.decided_on >= period.from_on,
            ResolutionRow.decided_on <= period.until_on,
        )
        .group_by(ClaimRow.loan_id)
    )
    return {loan: amount or ZERO for loan, amount in rows}


def _written_off(read: Read, day: date) -> frozenset[int]:
    """Loans whose claim is written off by a day, as the programme's register of it says."""
    kinds = {k.id: k for k in read.scheme().registers.values() if k.is_write_off}
    entries = read.session.execute(
        select(ClaimRow.loan_id, RegisterEntryRow.register, RegisterEntryRow.state)
        .join(RegisterEntryRow, RegisterEntryRow.subject_id == ClaimRow.id)
        .where(RegisterEntryRow.register.in_(kinds), RegisterEntryRow.noted_on <= day)
    )
    gone = read.session.scalars(
        select(ClaimRow.loan_id).where(ClaimRow.state == ClaimState.WRITTEN_OFF.value)
    )
    return frozenset(gone) | {
        loan for loan, register, state in entries if kinds[register].is_accepted(state)
    }


def _first(read: Read) -> Mapping[int, bool]:
    """What the application said; without one, whether it is the firm's first of the ledger."""
    seen: set[int] = set()
    made: dict[int, bool] = {}
    rows = read.session.execute(
        select(LoanRow.id, LoanRow.enterprise_id, ApplicationRow.is_first_loan)
        .outerjoin(ApplicationRow, ApplicationRow.id == LoanRow.application_id)
        .order_by(LoanRow.disbursed_on, LoanRow.id)
    )
    for loan, firm, said in rows:
        made[loan] = firm not in seen if said is None else bool(said)
        seen.add(firm)
    return made
