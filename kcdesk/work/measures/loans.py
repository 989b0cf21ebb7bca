"""Loans to count: what is left, how each is classed and what became of it, as of a day.

Kept by column and made when asked for: an indicator looks at a handful of facts of thousands
of loans, and a table is read only when one of its facts is among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Integer, func, select, type_coerce

from kcdesk.domain.claims import ClaimState
from kcdesk.domain.loans import Grade, overdue_days, term_months
from kcdesk.domain.schemes.lots import ABSENT, Column, Sizes, Table
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

BAD = frozenset(grade.value for grade in Grade if grade.is_bad)
ENTERPRISE = "enterprise."

_AS_KEPT: Mapping[str, Any] = {
    "loan.contract_no": LoanRow.contract_no,
    "loan.amount": LoanRow.amount_fen,
    "loan.disbursed_on": LoanRow.disbursed_on,
    "loan.due_on": LoanRow.due_on,
    "loan.security": LoanRow.security,
    "loan.rate": LoanRow.rate,
    "loan.kind": LoanRow.kind,
    "loan.is_discounting": LoanRow.is_discounting,
    "loan.special_reason": LoanRow.special_reason,
}
"""Facts that stand in a column of their own."""


class Loans:
    """Every loan lent up to a day, repaid or not, as it stood that day."""

    def __init__(self, read: Read, day: date, needed: frozenset[str]) -> None:
        self._read, self.day, self._needed = read, day, needed
        read.session.flush()
        self._file = read.session.connection()  # plain columns: nothing becomes an object
        self._made: dict[str, Column] = {}

    @cached_property
    def ids(self) -> Sequence[int]:
        """The loans, in their order."""
        return self.kept(LoanRow.id)

    def kept(self, column: Any) -> Sequence[Any]:
        """A column of the file, loan by loan."""
        statement = select(column).where(LoanRow.disbursed_on <= self.day).order_by(LoanRow.id)
        return self._file.scalars(statement).all()

    def column(self, name: str) -> Column:
        """A fact of every loan; `ABSENT` for one that loans do not have."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Column:
        if name in _AS_KEPT:
            return self.kept(_AS_KEPT[name])
        if name in _REST:
            return _REST[name](self)
        if name.startswith(ENTERPRISE):
            return [firm.get(name, ABSENT) for firm in self._firms]
        if name in _OF_BANK:
            return [bank[name] for bank in self._banks]
        return [ABSENT] * len(self.ids)

    @cached_property
    def _firms(self) -> Sequence[Facts]:
        firms = Firms(self._read, self.day, self._needed)
        known: dict[int, Facts] = {}
        of = self.kept(LoanRow.enterprise_id)
        return [known.get(i) or known.setdefault(i, firms.of(i)) for i in of]

    @cached_property
    def _banks(self) -> Sequence[Facts]:
        known = {row.id: of_bank(row, self.day) for row in self._read.all(select(PartnerRow))}
        return [known[ident] for ident in self.kept(LoanRow.bank_id)]

    def sizes(self, name: str) -> Sizes | None:
        """What can be summed without making it money loan by loan."""
        match name:
            case "loan.amount":
                return self._lent
            case "loan.outstanding":
                return self._left
            case _:
                return None

    @cached_property
    def _lent(self) -> Sequence[int]:
        return self.kept(type_coerce(LoanRow.amount_fen, Integer))

    @cached_property
    def _left(self) -> Sequence[int]:
        back = type_coerce(func.sum(RepaymentRow.principal_fen), Integer)
        statement = (
            select(RepaymentRow.loan_id, back)
            .where(RepaymentRow.repaid_on <= self.day)
            .group_by(RepaymentRow.loan_id)
        )
        repaid = {loan: amount or 0 for loan, amount in self._file.execute(statement).all()}
        return [fen - repaid.get(i, 0) for i, fen in zip(self.ids, self._lent, strict=True)]

    def day_of_report(self) -> Column:
        return [self.day] * len(self.ids)

    def names(self) -> Column:
        return [str(ident) for ident in self.ids]

    def outstanding(self) -> Column:
        return [Money(fen) for fen in self._left]

    def is_open(self) -> Column:
        return [fen > 0 for fen in self._left]

    def final_due_on(self) -> Column:
        statement = (
            select(LoanExtensionRow.loan_id, func.max(LoanExtensionRow.due_on))
            .where(LoanExtensionRow.agreed_on <= self.day)
            .group_by(LoanExtensionRow.loan_id)
        )
        later = {loan: on for loan, on in self._file.execute(statement) if on is not None}
        due: Sequence[Any] = self.column("loan.due_on")
        return [max(on, later.get(i, on)) for i, on in zip(self.ids, due, strict=True)]

    def term_months(self) -> Column:
        lent: Sequence[Any] = self.column("loan.disbursed_on")
        due: Sequence[Any] = self.column("loan.due_on")
        return [term_months(*days) for days in zip(lent, due, strict=True)]

    def is_guaranteed(self) -> Column:
        return [ident is not None for ident in self.kept(LoanRow.guarantor_id)]

    def grade(self) -> Column:
        grades = self.grades(self.day)
        return [grades.get(ident, Grade.NORMAL.value) for ident in self.ids]

    def is_bad(self) -> Column:
        grades, is_open = self.column("loan.grade"), self.column("loan.is_open")
        return [g in BAD and bool(o) for g, o in zip(grades, is_open, strict=True)]

    def overdue_days(self) -> Column:
        due: Sequence[Any] = self.column("loan.final_due_on")
        left: Sequence[Any] = self.column("loan.outstanding")
        return [overdue_days(on, self.day, amount) for on, amount in zip(due, left, strict=True)]

    def is_first_loan(self) -> Column:
        """What the application said; without one, whether it is the firm's first of the ledger."""
        seen: set[int] = set()
        made: dict[int, bool] = {}
        rows = self._file.execute(
            select(LoanRow.id, LoanRow.enterprise_id, ApplicationRow.is_first_loan)
            .outerjoin(ApplicationRow, ApplicationRow.id == LoanRow.application_id)
            .order_by(LoanRow.disbursed_on, LoanRow.id)
        )
        for loan, firm, said in rows:
            made[loan] = firm not in seen if said is None else bool(said)
            seen.add(firm)
        return [made[ident] for ident in self.ids]

    def is_compensated(self) -> Column:
        paid = set(
            self._file.scalars(
                select(ClaimRow.loan_id)
                .join(PayoutRow, PayoutRow.claim_id == ClaimRow.id)
                .where(~PayoutRow.is_void, PayoutRow.paid_on <= self.day)
            )
        )
        return [ident in paid for ident in self.ids]

    def is_written_off(self) -> Column:
        """Loans whose claim is written off by then, as the programme's register of it says."""
        registers = self._read.scheme().registers.values()
        kinds = {kind.id: kind for kind in registers if kind.is_write_off}
        entries = self._file.execute(
            select(ClaimRow.loan_id, RegisterEntryRow.register, RegisterEntryRow.state)
            .join(RegisterEntryRow, RegisterEntryRow.subject_id == ClaimRow.id)
            .where(RegisterEntryRow.register.in_(kinds), RegisterEntryRow.noted_on <= self.day)
        )
        statement = select(ClaimRow.loan_id).where(ClaimRow.state == ClaimState.WRITTEN_OFF.value)
        gone = set(self._file.scalars(statement))
        gone |= {loan for loan, register, state in entries if kinds[register].is_accepted(state)}
        return [ident in gone for ident in self.ids]

    def products(self) -> Column:
        found: defaultdict[int, set[str]] = defaultdict(set)
        for loan, product in self._file.execute(
            select(LoanProductRow.loan_id, LoanProductRow.product)
        ):
            found[loan].add(product)
        return [frozenset(found.get(ident, ())) for ident in self.ids]

    def grades(self, day: date) -> Mapping[int, str]:
        """The class in force on a day, by loan."""
        rows = self._file.execute(
            select(LoanGradeRow.loan_id, LoanGradeRow.grade)
            .where(LoanGradeRow.graded_on <= day)
            .order_by(LoanGradeRow.graded_on, LoanGradeRow.id)
        )
        return {loan: grade for loan, grade in rows.all()}  # noqa: C416 the later one of a loan stands

    def lost(self, period: Period) -> Mapping[int, Money]:
        """What meetings of the period found lost, by loan."""
        rows = self._file.execute(
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


_REST: Mapping[str, Callable[[Loans], Column]] = {
    "report.on": Loans.day_of_report,
    "loan.id": Loans.names,
    "loan.outstanding": Loans.outstanding,
    "loan.is_open": Loans.is_open,
    "loan.final_due_on": Loans.final_due_on,
    "loan.term_months": Loans.term_months,
    "loan.has_guarantee_institution": Loans.is_guaranteed,
    "loan.grade": Loans.grade,
    "loan.is_bad": Loans.is_bad,
    "loan.overdue_days": Loans.overdue_days,
    "loan.is_first_loan": Loans.is_first_loan,
    "loan.is_compensated": Loans.is_compensated,
    "loan.is_written_off": Loans.is_written_off,
    "loan.products": Loans.products,
}
_OF_BANK = ("bank.id", "bank.name", "bank.is_tech")


def loan_table(loans: Loans, period: Period) -> Table:
    """The loans over a time that ends on their day."""

    def lent() -> Column:
        days: Sequence[Any] = loans.column("loan.disbursed_on")
        return [period.holds(day) for day in days]

    def became_bad() -> Column:
        before, now = loans.grades(period.before), loans.column("loan.grade")
        pairs = zip(loans.ids, now, strict=True)
        return [grade in BAD and before.get(ident) not in BAD for ident, grade in pairs]

    def lost() -> Column:
        found = loans.lost(period)
        return [found.get(ident, ZERO) for ident in loans.ids]

    of_period: Mapping[str, Callable[[], Column]] = {
        "loan.is_lent_in_period": lent,
        "loan.became_bad_in_period": became_bad,
        "loan.loss_in_period": lost,
    }
    return Table(
        len(loans.ids),
        lambda name: of_period[name]() if name in of_period else loans.column(name),
        loans.sizes,
    )


LOAN_FACTS = (*_REST, *_AS_KEPT, *_OF_BANK, "enterprise.id", "loan.is_lent_in_period",
              "loan.became_bad_in_period", "loan.loss_in_period")  # fmt: skip
"""What every loan has, whoever asks."""


def loan_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """The same, row by row; of the firm only what is needed."""
    table = loan_table(Loans(read, period.until_on, needed), period)
    names = (*LOAN_FACTS, *(name for name in needed if name.startswith(ENTERPRISE)))
    for place in range(len(table)):
        yield table.row(place, names)
