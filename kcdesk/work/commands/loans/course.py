"""What the bank reports of a loan while it runs: repayments, classes, interest in arrears."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.loans import GRADES
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.loans import LoanGradeRow, LoanRow, RepaymentRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import outstanding


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


def latest_grade(read: Read, loan_id: int) -> LoanGradeRow | None:
    """The class in force."""
    return read.one(
        select(LoanGradeRow)
        .where(LoanGradeRow.loan_id == loan_id)
        .order_by(LoanGradeRow.graded_on.desc(), LoanGradeRow.id.desc())
    )
