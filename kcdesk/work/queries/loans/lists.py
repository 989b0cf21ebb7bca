"""The ledger of loans as they stand today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from sqlalchemy import Select, func, select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.loans import GRADES, Grade, LoanState, loan_state, matured_on, overdue_days
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import (
    LoanAccelerationRow,
    LoanExtensionRow,
    LoanGradeRow,
    LoanRow,
    RepaymentRow,
)
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.context import Read
from kcdesk.work.query import query
from kcdesk.work.search import like

STATES = tuple(Option(s.value, s.label) for s in LoanState)


@dataclass(frozen=True)
class LoanLine:
    """One loan as it stands today."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "贷款银行")]
    contract_no: Annotated[str, Field("text", "合同号")]
    amount: Annotated[Money, Field("money", "贷款金额", unit="万元")]
    outstanding: Annotated[Money, Field("money", "未还本金", unit="万元")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    final_due_on: Annotated[date, Field("day", "到期日")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]


@query("贷款台账")
def loans(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或合同号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
    bank: Annotated[int, Field("record", "银行", of="partners")] = 0,
) -> tuple[LoanLine, ...]:
    """Loans, the newest first."""
    statement = ledger()
    if find.strip():
        pattern = like(find)
        statement = statement.where(
            EnterpriseRow.search_keys.like(pattern, escape="\\")
            | LoanRow.contract_no.like(pattern, escape="\\")
        )
    if enterprise:
        statement = statement.where(LoanRow.enterprise_id == enterprise)
    if bank:
        statement = statement.where(LoanRow.bank_id == bank)
    lines = ledger_lines(read, statement)
    return tuple(line for line in lines if not state or line.state == state)


def ledger() -> Select[Any]:
    """The columns of a ledger line; where-clauses are the caller's."""
    # Columns, not rows: a ledger of 20,000 loans would otherwise read as many traces.
    back = (
        select(func.sum(RepaymentRow.principal_fen))
        .where(RepaymentRow.loan_id == LoanRow.id)
        .scalar_subquery()
    )
    extended = (
        select(func.max(LoanExtensionRow.due_on))
        .where(LoanExtensionRow.loan_id == LoanRow.id)
        .scalar_subquery()
    )
    grade = (
        select(LoanGradeRow.grade)
        .where(LoanGradeRow.loan_id == LoanRow.id)
        .order_by(LoanGradeRow.graded_on.desc(), LoanGradeRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    called_in = (
        select(LoanAccelerationRow.declared_on)
        .where(LoanAccelerationRow.loan_id == LoanRow.id)
        .scalar_subquery()
    )
    # To the types a Select of fourteen columns is no Select of any; where() keeps them all.
    statement: Any = (
        select(
            LoanRow.id,
            EnterpriseRow.name,
            PartnerRow.name,
            LoanRow.contract_no,
            LoanRow.amount_fen,
            LoanRow.disbursed_on,
            LoanRow.due_on,
            LoanRow.security,
            LoanRow.enterprise_id,
            LoanRow.bank_id,
            back,
            extended,
            grade,
            called_in,
        )
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .order_by(LoanRow.disbursed_on.desc(), LoanRow.id.desc())
    )
    return statement  # type: ignore[no-any-return]


def ledger_lines(read: Read, statement: Select[Any]) -> tuple[LoanLine, ...]:
    """The lines of `ledger` as they stand today."""
    return tuple(_line(read.today, *row) for row in read.session.execute(statement))


def _line(
    today: date,
    ident: int,
    enterprise: str,
    bank: str,
    contract_no: str,
    amount: Money,
    disbursed_on: date,
    first_due_on: date,
    security: str,
    enterprise_id: int,
    bank_id: int,
    back: Money | None,
    extended: date | None,
    graded: str | None,
    called_in_on: date | None,
) -> LoanLine:
    left = amount - (back or ZERO)
    due_on = first_due_on if extended is None else max(first_due_on, extended)
    grade = graded or Grade.NORMAL.value
    matured = matured_on(due_on, called_in_on)
    state = loan_state(left, matured, today, grade, is_extended=extended is not None)
    days = overdue_days(matured, today, left)
    return LoanLine(
        ident, enterprise, bank, contract_no, amount, left, disbursed_on, due_on, state.value, days,
        grade, security, enterprise_id, bank_id,
    )  # fmt: skip
