"""Applications: entered, recommended or not, decided by the bank."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain.applications import (
    SECURITIES,
    ApplicationFacts,
    ApplicationState,
    check_application,
    move,
)
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.partners import is_partner, refuse_wrong_partner
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import outstanding_of

OPINIONS = (
    Option("recommend", "同意推荐"),
    Option("return", "退回补正"),
    Option("decline", "不予推荐"),
)
BANK_RESULTS = (Option("approve", "审批通过"), Option("reject", "审批否决"))


class FileApplication(Command, label="登记贷款申请", stage="applications"):
    """What a firm asks for; checked by the programme as of the day it applied."""

    enterprise: Annotated[int, Field("record", "申请企业", of="enterprises")]
    applied_on: Annotated[date, Field("day", "申请日期")]
    amount: Annotated[Money, Field("money", "申请金额")]
    term_months: Annotated[int, Field("whole", "期限（月）")]
    purpose: Annotated[str, Field("text", "贷款用途")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)] = "credit"
    bank: Annotated[int, Field("record", "意向银行", of="partners")]
    guarantor: Annotated[int | None, Field("record", "担保机构", of="partners")] = None
    is_first_loan: Annotated[bool, Field("flag", "是否首贷")] = False
    is_renewal: Annotated[bool, Field("flag", "是否续贷")] = False
    other_loans: Annotated[str, Field("text", "他行及其他政策贷款")] = ""


@handles(FileApplication)
def file_application(work: Work, command: FileApplication) -> int:
    """Refuses what the programme refuses; gives the application its number."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    bank = work.get(PartnerRow, command.bank, "意向银行", "bank")
    refuse_wrong_partner(work, bank, command.guarantor)
    facts = application_facts(
        work,
        enterprise.id,
        bank,
        applied_on=command.applied_on,
        amount=command.amount,
        term_months=command.term_months,
        purpose=command.purpose,
        security=command.security,
        guarantor=command.guarantor,
        is_first_loan=command.is_first_loan,
        is_renewal=command.is_renewal,
    )
    check_application(work.scheme(), facts).refuse()
    number = work.next_number("application", f"SQ{command.applied_on.year}-")
    work.say(f"登记贷款申请 {number}：{enterprise.name} {command.amount.show()}元")
    return work.add(
        ApplicationRow(
            number=number,
            enterprise_id=enterprise.id,
            bank_id=bank.id,
            guarantor_id=command.guarantor,
            applied_on=command.applied_on,
            amount_fen=command.amount,
            term_months=command.term_months,
            purpose=command.purpose,
            security=command.security,
            is_first_loan=command.is_first_loan,
            is_renewal=command.is_renewal,
            other_loans=command.other_loans,
            state=ApplicationState.SUBMITTED.value,
            opinion="",
            document_no="",
            suggested_amount_fen=None,
            recommended_on=None,
            valid_until_on=None,
            decided_on=None,
            entered_by=work.by.id,
        )
    ).id


def application_facts(
    read: Read,
    enterprise: int,
    bank: PartnerRow,
    *,
    applied_on: date,
    amount: Money,
    term_months: int,
    purpose: str,
    security: str,
    guarantor: int | None,
    is_first_loan: bool,
    is_renewal: bool,
) -> ApplicationFacts:
    """What the programme judges an application by, as of the day it was handed in."""
    return ApplicationFacts(
        amount=amount,
        applied_on=applied_on,
        term_months=term_months,
        is_listed=listed_on(listings(read, enterprise), applied_on),
        is_partner=is_partner(bank, applied_on),
        enterprise_outstanding=outstanding_of(read, enterprise, applied_on),
        security=security,
        has_guarantor=guarantor is not None,
        purpose=purpose,
        is_first_loan=is_first_loan,
        is_renewal=is_renewal,
    )


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


@handles(ResubmitApplication)
def resubmit_application(work: Work, command: ResubmitApplication) -> int:
    """Back to submitted."""
    row = work.get(ApplicationRow, command.application, "贷款申请", "application")
    _move(row, "submit")
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
