"""Loans: disbursed, extended, repaid, graded; the programme checks the day they are lent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES, move
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.loans import (
    GRADES,
    ExtensionFacts,
    LoanFacts,
    check_disbursement,
    check_extension,
)
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanGradeRow, LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.partners import is_partner, refuse_wrong_partner
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import final_due_on, outstanding, outstanding_of


class DisburseLoan(Command, label="登记放款", stage="loans"):
    """A loan as the bank paid it out; checked by the programme as of that day."""

    enterprise: Annotated[int, Field("record", "借款企业", of="enterprises")]
    bank: Annotated[int, Field("record", "贷款银行", of="partners")]
    amount: Annotated[Money, Field("money", "贷款金额")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date, Field("day", "到期日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)] = "credit"
    guarantor: Annotated[int | None, Field("record", "担保机构", of="partners")] = None
    contract_no: Annotated[str, Field("text", "合同号")]
    iou_no: Annotated[str, Field("text", "借据号")] = ""
    rate: Annotated[Fraction | None, Field("percent", "年利率")] = None
    purpose: Annotated[str, Field("text", "贷款用途")] = ""
    application: Annotated[int | None, Field("record", "对应申请", of="applications")] = None


@handles(DisburseLoan)
def disburse_loan(work: Work, command: DisburseLoan) -> int:
    """Refuses what the programme refuses, keeping the trace of the checks with the loan."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    bank = work.get(PartnerRow, command.bank, "贷款银行", "bank")
    refuse_wrong_partner(work, bank, command.guarantor)
    if command.application is not None:
        _use_application(work, command.application, command.enterprise)
    twice = work.one(
        select(LoanRow).where(
            LoanRow.bank_id == bank.id, LoanRow.contract_no == command.contract_no
        )
    )
    if twice is not None:
        raise Refusal.of(
            f"{bank.name}的合同号 {command.contract_no} 已登记过。",
            cure="请核对合同号；一个合同多次放款的，请在合同号后加序号。",
            field="contract_no",
            code="loan.twice",
        )
    facts = loan_facts(
        work,
        enterprise.id,
        bank,
        amount=command.amount,
        disbursed_on=command.disbursed_on,
        due_on=command.due_on,
        security=command.security,
        guarantor=command.guarantor,
    )
    findings = check_disbursement(work.scheme(), facts)
    findings.refuse()
    work.say(f"登记放款：{enterprise.name} {command.amount.show()}元（{bank.name}）")
    return work.add(
        LoanRow(
            enterprise_id=enterprise.id,
            bank_id=bank.id,
            guarantor_id=command.guarantor,
            application_id=command.application,
            contract_no=command.contract_no,
            iou_no=command.iou_no,
            amount_fen=command.amount,
            disbursed_on=command.disbursed_on,
            due_on=command.due_on,
            security=command.security,
            rate=command.rate,
            purpose=command.purpose,
            interest_arrears_fen=ZERO,
            trace=trace_to_json(findings.trace),
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
        )
    ).id


class ExtendLoan(Command, label="登记展期", stage="loans"):
    """A new maturity that the bank agreed to before the old one passed."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    agreed_on: Annotated[date, Field("day", "同意展期日")]
    due_on: Annotated[date, Field("day", "展期到期日")]
    document_no: Annotated[str, Field("text", "展期协议编号")] = ""
    is_guarantor_agreed: Annotated[bool, Field("flag", "保证人同意展期")] = True
    reason: Annotated[str, Field("text", "展期原因")] = ""


@handles(ExtendLoan)
def extend_loan(work: Work, command: ExtendLoan) -> int:
    """Checks order and the longest extension the programme allows."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    facts = extension_facts(
        work,
        loan,
        agreed_on=command.agreed_on,
        due_on=command.due_on,
        document_no=command.document_no,
        is_guarantor_agreed=command.is_guarantor_agreed,
    )
    check_extension(work.scheme(), facts).refuse()
    work.say(f"登记展期：合同 {loan.contract_no} 展期至 {command.due_on.isoformat()}")
    return work.add(
        LoanExtensionRow(
            loan_id=loan.id,
            agreed_on=command.agreed_on,
            due_on=command.due_on,
            document_no=command.document_no,
            reason=command.reason,
        )
    ).id


class RecordRepayment(Command, label="登记还款", stage="loans"):
    """Money the borrower paid back."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    repaid_on: Annotated[date, Field("day", "还款日")]
    principal: Annotated[Money, Field("money", "归还本金")] = ZERO
    interest: Annotated[Money, Field("money", "归还利息")] = ZERO
    note: Annotated[str, Field("text", "说明")] = ""


@handles(RecordRepayment)
def record_repayment(work: Work, command: RecordRepayment) -> int:
    """Refuses more principal than is outstanding."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    left = outstanding(work, loan)
    problems = []
    if command.principal > left:
        problems.append(
            Problem(
                f"归还本金 {command.principal.show()} 元超过未还本金 {left.show()} 元。",
                "请核对金额。",
                "principal",
                code="repayment.more",
            )
        )
    if (
        command.principal < ZERO
        or command.interest < ZERO
        or not (command.principal or command.interest)
    ):
        problems.append(
            Problem(
                "还款金额要大于零。",
                "请填写归还的本金或利息。",
                "principal",
                code="repayment.nothing",
            )
        )
    if command.repaid_on < loan.disbursed_on:
        problems.append(
            Problem("还款日早于放款日。", "请核对日期。", "repaid_on", code="repayment.order")
        )
    if problems:
        raise Refusal(*problems)
    work.say(f"登记还款：合同 {loan.contract_no} 本金 {command.principal.show()} 元")
    return work.add(
        RepaymentRow(
            loan_id=loan.id,
            repaid_on=command.repaid_on,
            principal_fen=command.principal,
            interest_fen=command.interest,
            note=command.note,
        )
    ).id


class GradeLoan(Command, label="登记五级分类", stage="loans"):
    """The bank's class from a day on; the bank decides, the office records."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    graded_on: Annotated[date, Field("day", "认定日")]
    note: Annotated[str, Field("text", "说明")] = ""


@handles(GradeLoan)
def grade_loan(work: Work, command: GradeLoan) -> int:
    """Record the class."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    if command.graded_on < loan.disbursed_on:
        raise Refusal.of(
            "认定日早于放款日。", cure="请核对日期。", field="graded_on", code="grade.order"
        )
    label = next(g.label for g in GRADES if g.value == command.grade)
    work.say(f"登记五级分类：合同 {loan.contract_no} {label}")
    return work.add(
        LoanGradeRow(
            loan_id=loan.id, grade=command.grade, graded_on=command.graded_on, note=command.note
        )
    ).id


class ReportInterestArrears(Command, label="登记约定期内欠息", stage="loans"):
    """Interest of the agreed term that is unpaid, as the bank reports it."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    amount: Annotated[Money, Field("money", "约定期内欠息")]


@handles(ReportInterestArrears)
def report_interest_arrears(work: Work, command: ReportInterestArrears) -> int:
    """Record the sum."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    if command.amount < ZERO:
        raise Refusal.of(
            "欠息不能是负数。", cure="请核对金额。", field="amount", code="arrears.sign"
        )
    loan.interest_arrears_fen = command.amount
    work.say(f"登记约定期内欠息：合同 {loan.contract_no} {command.amount.show()} 元")
    return loan.id


def loan_facts(
    read: Read,
    enterprise_id: int,
    bank: PartnerRow,
    *,
    amount: Money,
    disbursed_on: date,
    due_on: date,
    security: str,
    guarantor: int | None,
) -> LoanFacts:
    """What the programme asks of a loan about to be lent."""
    return LoanFacts(
        amount=amount,
        disbursed_on=disbursed_on,
        due_on=due_on,
        is_listed=listed_on(listings(read, enterprise_id), disbursed_on),
        is_partner=is_partner(bank, disbursed_on),
        enterprise_outstanding=outstanding_of(read, enterprise_id, disbursed_on),
        security=security,
        has_guarantor=guarantor is not None,
    )


def extension_facts(
    read: Read,
    loan: LoanRow,
    *,
    agreed_on: date,
    due_on: date,
    document_no: str,
    is_guarantor_agreed: bool,
) -> ExtensionFacts:
    """What the programme asks of an extension."""
    return ExtensionFacts(
        amount=loan.amount_fen,
        disbursed_on=loan.disbursed_on,
        due_on=loan.due_on,
        final_due_on=final_due_on(read, loan),
        extended_due_on=due_on,
        agreed_on=agreed_on,
        outstanding=outstanding(read, loan),
        security=loan.security,
        has_guarantor=loan.guarantor_id is not None,
        is_guarantor_agreed=is_guarantor_agreed,
        document_no=document_no,
    )


def latest_grade(read: Read, loan_id: int) -> LoanGradeRow | None:
    """The class in force."""
    return read.one(
        select(LoanGradeRow)
        .where(LoanGradeRow.loan_id == loan_id)
        .order_by(LoanGradeRow.graded_on.desc(), LoanGradeRow.id.desc())
    )


def _use_application(work: Work, application_id: int, enterprise_id: int) -> None:
    row = work.get(ApplicationRow, application_id, "贷款申请", "application")
    if row.enterprise_id != enterprise_id:
        raise Refusal.of(
            f"申请 {row.number} 不是这家企业的。",
            cure="请选择这家企业的申请。",
            field="application",
            code="loan.application",
        )
    row.state = move(row.state, "disburse").value
