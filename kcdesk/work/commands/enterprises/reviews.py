"""The office's review of qualifications that do not open the list by themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.people import Role
from kcdesk.domain.schemes.parts import Path
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.enterprises import (
    EnterpriseRow,
    QualificationReviewRow,
    QualificationRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.facts import PASSED
from kcdesk.work.commands.enterprises.records import qualification_label
from kcdesk.work.context import Work

REVIEW_RESULTS = (
    Option(PASSED, "审核通过"),
    Option("refused", "审核不通过"),
)


class ReviewQualification(Command, label="审核资质", stage="enterprises", role=Role.REVIEWER):
    """Whether a qualification may open the list; reviewed again, the later finding stands."""

    qualification: Annotated[int, Field("record", "资质", of="enterprises")]
    result: Annotated[str, Field("choice", "审核结果", options=REVIEW_RESULTS)]
    reviewed_on: Annotated[date, Field("day", "审核日期")]
    document_no: Annotated[str, Field("text", "审核文号")] = ""
    finding: Annotated[str, Field("long_text", "审核意见")] = ""


@handles(ReviewQualification)
def review_qualification(work: Work, command: ReviewQualification) -> int:
    """Refuses a kind that opens the list by itself, a day to come, and 不通过 without a reason.

    That somebody else than the entry clerk should review is advice; the journal says when not.
    """
    held = work.get(QualificationRow, command.qualification, "资质", "qualification")
    label = qualification_label(work, held.kind)
    kind = work.scheme().qualifications.get(held.kind)
    if kind is None or kind.path is Path.DIRECT:
        raise Refusal.of(
            f"“{label}”直接作为入库依据，不用审核。",
            cure="有效期内可以直接办理纳入名录库。",
            field="qualification",
            clauses=() if kind is None else kind.clauses,
            code="qualification.direct",
        )
    if command.reviewed_on > work.today:
        raise Refusal.of(
            "审核日期晚于今天。", cure="请核对日期。", field="reviewed_on", code="review.future"
        )
    if command.result != PASSED and not command.finding:
        raise Refusal.of(
            "审核不通过要写明原因。",
            cure="请填写审核意见，退回企业补正时用得上。",
            field="finding",
            clauses=kind.clauses,
            code="review.finding",
        )
    told = {
        "reviewed_on": command.reviewed_on,
        "result": command.result,
        "document_no": command.document_no,
        "finding": command.finding,
        "reviewer_id": work.by.id,
    }
    row = work.one(
        select(QualificationReviewRow).where(QualificationReviewRow.qualification_id == held.id)
    )
    if row is None:
        row = work.add(QualificationReviewRow(qualification_id=held.id, **told))
    else:
        for name, value in told.items():
            setattr(row, name, value)
    firm = work.get(EnterpriseRow, held.enterprise_id, "企业")
    result = next(o.label for o in REVIEW_RESULTS if o.value == command.result)
    same = "（审核人与录入人相同）" if held.entered_by == work.by.id else ""
    work.say(f"审核资质：{firm.name} {label} {result}{same}")
    return row.id
