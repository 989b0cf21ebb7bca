"""One loan with everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import ColumnElement, select

from kcdesk.domain.applications import LOAN_KINDS, SECURITIES
from kcdesk.domain.loans import GRADES
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanGradeRow, LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.loans import guaranteed
from kcdesk.work.context import Read
from kcdesk.work.exposure import accelerated_on, loan_products
from kcdesk.work.queries.loans.lists import STATES, ledger, ledger_lines
from kcdesk.work.queries.loans.milestones import milestones, missing_in_words
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
    kind: Annotated[str, Field("choice", "贷款类型", options=LOAN_KINDS)]
    products: Annotated[str, Field("text", "贷款产品")]
    is_discounting: Annotated[bool, Field("flag", "票据贴现")]
    special_reason: Annotated[str, Field("text", "特殊情况说明")]
    guaranteed: Annotated[Money | None, Field("money", "担保额")]
    renews: Annotated[str, Field("text", "归还的原贷款")]
    renewed_by: Annotated[str, Field("text", "续贷合同")]
    accelerated_on: Annotated[date | None, Field("day", "提前到期日")]
    milestones: Annotated[str, Field("text", "办理事项")]


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
        kind=row.kind or "",
        products=products_in_words(read, row.id),
        is_discounting=row.is_discounting,
        special_reason=row.special_reason or "",
        guaranteed=None if row.guarantor_id is None else guaranteed(row),
        renews=_contract_of(read, LoanRow.id == row.old_loan_id),
        renewed_by=_contract_of(read, LoanRow.old_loan_id == row.id),
        accelerated_on=accelerated_on(read, row.id),
        milestones=missing_in_words(milestones(loan=loan).run(read)),
    )


def products_in_words(read: Read, loan_id: int) -> str:
    """What a loan was lent under, in the programme's order."""
    codes = loan_products(read, loan_id)
    listed = read.scheme().products
    unknown = sorted(code for code in codes if code not in listed)
    return "、".join([p.label for p in listed.values() if p.code in codes] + unknown)


def _contract_of(read: Read, where: ColumnElement[bool]) -> str:
    found = read.session.scalars(select(LoanRow.contract_no).where(where).order_by(LoanRow.id))
    return "、".join(found)
