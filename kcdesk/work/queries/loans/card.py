"""One loan with everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.loans import GRADES
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanGradeRow, LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.context import Read
from kcdesk.work.queries.loans.lists import STATES, ledger, ledger_lines
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query


@dataclass(frozen=True)
class ExtensionLine:
    """One extension."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    agreed_on: Annotated[date, Field("day", "同意展期日")]
    due_on: Annotated[date, Field("day", "展期到期日")]
    document_no: Annotated[str, Field("text", "展期协议编号")]
    reason: Annotated[str, Field("text", "展期原因")]


@dataclass(frozen=True)
class RepaymentLine:
    """One repayment."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    repaid_on: Annotated[date, Field("day", "还款日")]
    principal: Annotated[Money, Field("money", "归还本金")]
    interest: Annotated[Money, Field("money", "归还利息")]
    note: Annotated[str, Field("text", "说明")]


@dataclass(frozen=True)
class GradeLine:
    """One class."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    graded_on: Annotated[date, Field("day", "认定日")]
    note: Annotated[str, Field("text", "说明")]


@dataclass(frozen=True)
class LoanCard:
    """One loan, whole."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "借款企业")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    bank: Annotated[str, Field("text", "贷款银行")]
    guarantor: Annotated[str, Field("text", "担保机构")]
    contract_no: Annotated[str, Field("text", "合同号")]
    iou_no: Annotated[str, Field("text", "借据号")]
    amount: Annotated[Money, Field("money", "贷款金额")]
    outstanding: Annotated[Money, Field("money", "未还本金")]
    repaid: Annotated[Money, Field("money", "已还本金")]
    interest_arrears: Annotated[Money, Field("money", "约定期内欠息")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date, Field("day", "原到期日")]
    extended_due_on: Annotated[date | None, Field("day", "展期到期日")]
    final_due_on: Annotated[date, Field("day", "最后到期日")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    graded_on: Annotated[date | None, Field("day", "分类认定日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    rate: Annotated[Fraction | None, Field("percent", "年利率")]
    purpose: Annotated[str, Field("text", "贷款用途")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]
    guarantor_id: Annotated[int | None, Field("record", "担保机构", of="partners")]
    extensions: Annotated[tuple[ExtensionLine, ...], Field("rows", "展期")]
    repayments: Annotated[tuple[RepaymentLine, ...], Field("rows", "还款")]
    grades: Annotated[tuple[GradeLine, ...], Field("rows", "五级分类")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "放款检查")]


@query("贷款卡片")
def loan_card(read: Read, loan: Annotated[int, Field("record", "贷款", of="loans")]) -> LoanCard:
    """One loan with its extensions, repayments, classes and the checks of its first day."""
    row = read.get(LoanRow, loan, "贷款")
    line = ledger_lines(read, ledger().where(LoanRow.id == loan))[0]
    enterprise = read.get(EnterpriseRow, row.enterprise_id, "企业")
    guarantor = (
        None if row.guarantor_id is None else read.get(PartnerRow, row.guarantor_id, "担保机构")
    )
    extensions = read.all(
        select(LoanExtensionRow)
        .where(LoanExtensionRow.loan_id == loan)
        .order_by(LoanExtensionRow.id)
    )
    repayments = read.all(
        select(RepaymentRow)
        .where(RepaymentRow.loan_id == loan)
        .order_by(RepaymentRow.repaid_on, RepaymentRow.id)
    )
    grades = read.all(
        select(LoanGradeRow)
        .where(LoanGradeRow.loan_id == loan)
        .order_by(LoanGradeRow.graded_on, LoanGradeRow.id)
    )
    return LoanCard(
        id=row.id,
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        bank=line.bank,
        guarantor="" if guarantor is None else guarantor.name,
        contract_no=row.contract_no,
        iou_no=row.iou_no,
        amount=row.amount_fen,
        outstanding=line.outstanding,
        repaid=row.amount_fen - line.outstanding,
        interest_arrears=row.interest_arrears_fen,
        disbursed_on=row.disbursed_on,
        due_on=row.due_on,
        extended_due_on=line.final_due_on if extensions else None,
        final_due_on=line.final_due_on,
        state=line.state,
        overdue_days=line.overdue_days,
        grade=line.grade,
        graded_on=grades[-1].graded_on if grades else None,
        security=row.security,
        rate=row.rate,
        purpose=row.purpose,
        enterprise_id=row.enterprise_id,
        bank_id=row.bank_id,
        guarantor_id=row.guarantor_id,
        extensions=tuple(
            ExtensionLine(x.id, x.agreed_on, x.due_on, x.document_no, x.reason) for x in extensions
        ),
        repayments=tuple(
            RepaymentLine(r.id, r.repaid_on, r.principal_fen, r.interest_fen, r.note)
            for r in repayments
        ),
        grades=tuple(GradeLine(g.id, g.grade, g.graded_on, g.note) for g in grades),
        trace=trace_lines(
            read.scheme(read.get(SchemeRevisionRow, row.scheme_revision_id, "方案")), row.trace
        ),
    )
