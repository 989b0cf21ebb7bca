"""Dated steps the programme asks for, of an application or of the loan it led to."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import MilestoneFacts, check_milestone
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.parts import MilestoneOf
from kcdesk.domain.schemes.picking import pick
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.loans import LoanRow, MilestoneRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import reached


class RecordMilestone(Command, label="登记办理事项", stage="loans"):
    """A step of the programme was taken on a day: a letter sent, a contract signed, a filing."""

    application: Annotated[int | None, Field("record", "贷款申请", of="applications")] = None
    loan: Annotated[int | None, Field("record", "贷款", of="loans")] = None
    milestone: Annotated[str, Field("code", "事项", source="milestone_kinds")]
    reached_on: Annotated[date, Field("day", "办理日期")]
    document_no: Annotated[str, Field("text", "文号或合同号")] = ""
    partner: Annotated[int | None, Field("record", "办理机构", of="partners")] = None
    note: Annotated[str, Field("text", "说明")] = ""


@handles(RecordMilestone)
def record_milestone(work: Work, command: RecordMilestone) -> int:
    """Refuses a step out of its order, one recorded before, and one of something else."""
    kinds = work.scheme().milestones
    code = pick(kinds, command.milestone, what="办理事项", field="milestone")
    application, loan = whose(work, command.application, command.loan)
    of_loan = kinds[code].of is MilestoneOf.LOAN
    if of_loan and loan is None:
        raise Refusal.of(
            f"“{kinds[code].label}”在放款以后办理，这份申请还没有登记放款。",
            cure="请先登记放款。",
            field="milestone",
            code="milestone.of",
        )
    if not of_loan and application is None:
        raise Refusal.of(
            f"“{kinds[code].label}”在申请阶段办理，这笔贷款没有对应的申请。",
            cure="请先登记贷款申请，放款时选择对应申请。",
            field="milestone",
            code="milestone.of",
        )
    application_id = None if application is None else application.id
    loan_id = None if loan is None else loan.id
    if code in reached(work, application_id, loan_id):
        raise Refusal.of(
            f"“{kinds[code].label}”已登记过。",
            cure="日期或文号有误的，请选中那一项修改。",
            field="milestone",
            code="milestone.twice",
        )
    if command.partner is not None:
        work.get(PartnerRow, command.partner, "办理机构", "partner")
    _refuse_order(work, code, command.reached_on, application, loan)
    work.say(f"登记办理事项：{kinds[code].label} {command.reached_on.isoformat()}")
    return work.add(
        MilestoneRow(
            application_id=None if of_loan else application_id,
            loan_id=loan_id if of_loan else None,
            code=code,
            reached_on=command.reached_on,
            document_no=command.document_no,
            partner_id=command.partner,
            note=command.note,
        )
    ).id


class ReviseMilestone(Command, label="修改办理事项", stage="loans"):
    """Its day or its document was written down wrongly."""

    milestone: Annotated[int, Field("record", "办理事项", of="loans")]
    reached_on: Annotated[date, Field("day", "办理日期")]
    document_no: Annotated[str, Field("text", "文号或合同号")] = ""
    partner: Annotated[int | None, Field("record", "办理机构", of="partners")] = None
    note: Annotated[str, Field("text", "说明")] = ""


@handles(ReviseMilestone)
def revise_milestone(work: Work, command: ReviseMilestone) -> int:
    """The order is checked with the new day."""
    row = work.get(MilestoneRow, command.milestone, "办理事项", "milestone")
    application, loan = whose(work, row.application_id, row.loan_id)
    if command.partner is not None:
        work.get(PartnerRow, command.partner, "办理机构", "partner")
    _refuse_order(work, row.code, command.reached_on, application, loan)
    row.reached_on, row.document_no = command.reached_on, command.document_no
    row.partner_id, row.note = command.partner, command.note
    kind = work.scheme().milestones.get(row.code)
    label = row.code if kind is None else kind.label
    work.say(f"修改办理事项：{label} {command.reached_on.isoformat()}")
    return row.id


def whose(
    read: Read, application_id: int | None, loan_id: int | None
) -> tuple[ApplicationRow | None, LoanRow | None]:
    """The application and the loan of one matter, from whichever of them is given."""
    if application_id is None and loan_id is None:
        raise Refusal.of(
            "没有选择申请或贷款。",
            cure="请从申请或贷款的卡片登记。",
            field="application",
            code="milestone.whose",
        )
    if loan_id is not None:
        loan = read.get(LoanRow, loan_id, "贷款", "loan")
        application = (
            None
            if loan.application_id is None
            else read.get(ApplicationRow, loan.application_id, "贷款申请", "application")
        )
        return application, loan
    assert application_id is not None
    application = read.get(ApplicationRow, application_id, "贷款申请", "application")
    return application, read.one(select(LoanRow).where(LoanRow.application_id == application.id))


def _refuse_order(
    work: Work, code: str, on: date, application: ApplicationRow | None, loan: LoanRow | None
) -> None:
    findings = findings_of(work, code, on, application, loan)
    if findings.refusals:
        raise Refusal(*placed(findings.refusals))


def findings_of(
    read: Read, code: str, on: date, application: ApplicationRow | None, loan: LoanRow | None
) -> Findings:
    """What the programme says of a step on a day, with the steps already taken."""
    application_id = None if application is None else application.id
    return check_milestone(
        read.scheme(),
        MilestoneFacts(
            code=code,
            on=on,
            reached=reached(read, application_id, None if loan is None else loan.id),
            applied_on=None if application is None else application.applied_on,
            recommended_on=None if application is None else application.recommended_on,
            disbursed_on=None if loan is None else loan.disbursed_on,
        ),
    )


def placed(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems at the fields of the form."""
    return tuple(p.at(_PLACES.get(p.field, p.field)) for p in problems)


_PLACES = {"on": "reached_on", "now": "milestone"}
"""Where a programme's ``milestone.on`` and ``milestone.now`` stand on the form."""
