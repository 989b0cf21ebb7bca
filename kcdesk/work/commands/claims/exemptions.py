"""Whether those who lent are free of blame (尽职免责): an opinion for each claim."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import EXEMPTIONS
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.claims import ClaimExemptionRow, ClaimRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work

DECIDED = tuple(option for option in EXEMPTIONS if option.value != "unrecorded")


class RecordExemption(Command, label="登记尽职免责认定", stage="claims", role=Role.REVIEWER):
    """The finding on a claim; a later one takes the place of the one before."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    result: Annotated[str, Field("choice", "认定结果", options=DECIDED)]
    decided_on: Annotated[date, Field("day", "认定日期")]
    document_no: Annotated[str, Field("text", "认定文号")] = ""
    opinion: Annotated[str, Field("long_text", "认定意见")] = ""


@handles(RecordExemption)
def record_exemption(work: Work, command: RecordExemption) -> int:
    """Blame that is not lifted needs its reason."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    problem = ""
    if command.decided_on < claim.filed_on:
        problem, cure, field = "认定日期早于申请日期。", "请核对日期。", "decided_on"
    elif command.result == "not_exempt" and not command.opinion.strip():
        problem, cure, field = "不予免责要写明理由。", "请填写认定意见。", "opinion"
    if problem:
        raise Refusal.of(problem, cure=cure, field=field, code="exemption")
    row = exemption_of(work, claim.id)
    if row is None:
        row = work.add(
            ClaimExemptionRow(
                claim_id=claim.id,
                result=command.result,
                decided_on=command.decided_on,
                document_no="",
                opinion="",
            )
        )
    row.result, row.decided_on = command.result, command.decided_on
    row.document_no, row.opinion = command.document_no, command.opinion
    label = next(o.label for o in DECIDED if o.value == command.result)
    work.say(f"登记尽职免责认定 {claim.number}：{label}")
    return row.id


def exemption_of(read: Read, claim_id: int) -> ClaimExemptionRow | None:
    """The finding on a claim, if there is one."""
    return read.one(select(ClaimExemptionRow).where(ClaimExemptionRow.claim_id == claim_id))
