"""What becomes of an application: recommended or not, mended, decided by the bank, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain.applications import move
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work

OPINIONS = (
    Option("recommend", "同意推荐"),
    Option("return", "退回补正"),
    Option("decline", "不予推荐"),
)
BANK_RESULTS = (Option("approve", "审批通过"), Option("reject", "审批否决"))


class ReviewApplication(Command, label="申请初审", stage="applications", role=Role.REVIEWER):
    """The office's opinion on an application."""

    application: Annotated[int, Field("record", "贷款申请", of="applications")]
    result: Annotated[str, Field("choice", "初审意见", options=OPINIONS)]
    reviewed_on: Annotated[date, Field("day", "初审日期")]
    opinion: Annotated[str, Field("long_text", "意见说明")] = ""
    document_no: Annotated[str, Field("text", "推荐函文号")] = ""
    suggested_amount: Annotated[Money | None, Field("money", "建议贷款金额")] = None
    valid_until_on: Annotated[date | None, Field("day", "推荐有效期至")] = None


@handles(ReviewApplication)
def review_application(work: Work, command: ReviewApplication) -> int:
    """Move the application by the opinion."""
    row = work.get(ApplicationRow, command.application, "贷款申请", "application")
    _refuse_before(row, command.reviewed_on, "reviewed_on")
    _move(row, command.result, command.opinion)
    row.opinion, row.decided_on = command.opinion, command.reviewed_on
    row.document_no = command.document_no
    if command.result == "recommend":
        row.recommended_on = command.reviewed_on
        row.suggested_amount_fen = command.suggested_amount or row.amount_fen
        row.valid_until_on = command.valid_until_on
    label = next(o.label for o in OPINIONS if o.value == command.result)
    work.say(f"申请初审 {row.number}：{label}")
    return row.id


class ResubmitApplication(Command, label="补正后重新提交", stage="applications"):
    """A returned application comes back with what was missing."""

    application: Annotated[int, Field("record", "贷款申请", of="applications")]
    submitted_on: Annotated[date | None, Field("day", "补正日期", hint="不填按今天")] = None


@handles(ResubmitApplication)
def resubmit_application(work: Work, command: ResubmitApplication) -> int:
    """Back to submitted; the office's time to review starts anew."""
    row = work.get(ApplicationRow, command.application, "贷款申请", "application")
    if command.submitted_on is not None:
        _refuse_before(row, command.submitted_on, "submitted_on")
    _move(row, "submit")
    row.submitted_on = command.submitted_on or max(work.today, row.applied_on)
    work.say(f"重新提交申请 {row.number}")
    return row.id


class RecordBankDecision(Command, label="登记银行审批结果", stage="applications"):
    """What the bank decided."""

    application: Annotated[int, Field("record", "贷款申请", of="applications")]
    result: Annotated[str, Field("choice", "审批结果", options=BANK_RESULTS)]
    decided_on: Annotated[date, Field("day", "审批日期")]
    opinion: Annotated[str, Field("long_text", "说明")] = ""


@handles(RecordBankDecision)
def record_bank_decision(work: Work, command: RecordBankDecision) -> int:
    """Move the application by the bank's result."""
    row = work.get(ApplicationRow, command.application, "贷款申请", "application")
    _refuse_before(row, command.decided_on, "decided_on")
    _move(row, command.result, command.opinion)
    row.decided_on = command.decided_on
    label = next(o.label for o in BANK_RESULTS if o.value == command.result)
    work.say(f"登记银行审批结果 {row.number}：{label}")
    return row.id


class WithdrawApplication(Command, label="撤回申请", stage="applications"):
    """The firm no longer wants it."""

    application: Annotated[int, Field("record", "贷款申请", of="applications")]
    reason: Annotated[str, Field("text", "撤回原因")]


@handles(WithdrawApplication)
def withdraw_application(work: Work, command: WithdrawApplication) -> int:
    """Move to withdrawn."""
    row = work.get(ApplicationRow, command.application, "贷款申请", "application")
    _move(row, "withdraw", command.reason, "reason")
    work.say(f"撤回申请 {row.number}：{command.reason}")
    return row.id


def _move(
    row: ApplicationRow, event: str, reason: str | None = None, field: str = "opinion"
) -> None:
    """The next state; a missing reason is laid at the field where it is written."""
    try:
        row.state = move(row.state, event, reason).value
    except Refusal as refusal:
        raise Refusal(*(p.at(field) if p.field else p for p in refusal.problems)) from None


def _refuse_before(row: ApplicationRow, on: date, field: str) -> None:
    if on < row.applied_on:
        raise Refusal.of(
            f"日期早于申请日期（{row.applied_on.isoformat()}）。",
            cure="请核对日期。",
            field=field,
            code="application.order",
        )
