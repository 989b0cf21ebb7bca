"""The bank calls a loan in before its maturity (提前到期)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.store.tables.loans import LoanAccelerationRow, LoanRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work
from kcdesk.work.exposure import accelerated_on, final_due_on, outstanding


class DeclareAccelerated(Command, label="登记提前到期", stage="loans"):
    """The day and the paper with which the bank declared the whole loan due."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    declared_on: Annotated[date, Field("day", "宣布日期")]
    document_no: Annotated[str, Field("text", "通知书编号")]
    note: Annotated[str, Field("text", "原因说明")] = ""


@handles(DeclareAccelerated)
def declare_accelerated(work: Work, command: DeclareAccelerated) -> int:
    """Only once, of a loan that is still owed, between its first and its last day."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    declared = accelerated_on(work, loan.id)
    if declared is not None:
        raise Refusal.of(
            f"这笔贷款已于{date_in_words(declared)}宣布提前到期。",
            cure="登记有误的，请在操作记录中撤销后重新登记。",
            field="loan",
            code="acceleration.twice",
        )
    if not outstanding(work, loan):
        raise Refusal.of(
            "这笔贷款已经结清。", cure="请核对贷款。", field="loan", code="acceleration.settled"
        )
    problems = []
    if command.declared_on < loan.disbursed_on:
        problems.append(
            Problem(
                "宣布日期早于放款日。", "请核对日期。", "declared_on", code="acceleration.order"
            )
        )
    if command.declared_on >= (due_on := final_due_on(work, loan)):
        problems.append(
            Problem(
                f"贷款本应在{date_in_words(due_on)}到期，不属于提前到期。",
                "请核对日期；已到期的不用登记。",
                "declared_on",
                code="acceleration.due",
            )
        )
    if problems:
        raise Refusal(*problems)
    work.say(f"登记提前到期：合同 {loan.contract_no} {command.declared_on.isoformat()}")
    return work.add(
        LoanAccelerationRow(
            loan_id=loan.id,
            declared_on=command.declared_on,
            document_no=command.document_no,
            note=command.note,
        )
    ).id
