"""What the meeting decides of an item; an approval reserves the fund's share."""

from __future__ import annotations

from typing import Annotated

from kcdesk.domain import fund
from kcdesk.domain.claims import ClaimFacts, assess, move
from kcdesk.domain.meetings import ResolutionFacts, Result, check_resolution
from kcdesk.domain.people import Role, refuse_same_person
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO
from kcdesk.kernel.ratio import show_weights
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.meetings import AgendaItemRow, ResolutionRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.claims import enterprise_of, facts_of, passed_review
from kcdesk.work.commands.fund import post
from kcdesk.work.commands.meetings.opinions import Counted, counted_opinions
from kcdesk.work.commands.meetings.record import open_meeting, refuse_resolved
from kcdesk.work.context import Read, Work

RESULTS = (
    Option("agree", "同意补偿"),
    Option("disagree", "不予补偿"),
    Option("defer", "缓议"),
)

# What the opinions must come to before a resolution can say so.
MEANT = {"agree": Result.AGREED, "disagree": Result.REFUSED, "defer": Result.DEFERRED}


class RecordResolution(
    Command, label="登记会议决议", stage="meetings", role=Role.APPROVER, undo=UndoPolicy.REVERSE
):
    """What the meeting decided of an item; approval reserves the fund's share."""

    item: Annotated[int, Field("record", "议题", of="meetings")]
    result: Annotated[str, Field("choice", "决议", options=RESULTS)]
    finding: Annotated[str, Field("long_text", "认定意见", hint="不填按标准表述写入纪要")] = ""


@handles(RecordResolution)
def record_resolution(work: Work, command: RecordResolution) -> int:
    """Counts the opinions by the programme's rule, recomputes the shares and reserves."""
    item = work.get(AgendaItemRow, command.item, "议题", "item")
    meeting = open_meeting(work, item.meeting_id)
    claim = work.get(ClaimRow, item.claim_id, "代偿申请")
    refuse_same_person(work.by.id, {"录入": claim.entered_by}, "审批")
    refuse_resolved(work, item)
    approved = command.result == "agree"
    counted = _refuse_against_opinions(work, item, command.result)
    facts = _reviewed_facts(work, claim)
    if approved:
        _approval(work, facts, counted).refuse()
    claim.state = move(claim.state, command.result).value
    assessment = assess(work.scheme(), facts)
    voucher_id = None
    if approved and assessment.share(Party.FUND) > ZERO:
        voucher_id = post(
            work,
            fund.reserve(assessment.share(Party.FUND)),
            meeting.held_on,
            f"核定待兑付：{enterprise_of(work, claim).name}（{claim.number}）",
            meeting.title,
        ).id
    if approved:
        claim.state = move(claim.state, "notify").value
    label = next(o.label for o in RESULTS if o.value == command.result)
    work.say(f"登记会议决议：{meeting.title} {claim.number} {label}")
    return work.add(
        ResolutionRow(
            item_id=item.id,
            claim_id=claim.id,
            decided_on=meeting.held_on,
            result=command.result,
            finding=command.finding,
            loss_fen=assessment.loss,
            weights=show_weights(assessment.weights),
            fund_share_fen=assessment.share(Party.FUND) if approved else ZERO,
            guarantor_share_fen=assessment.share(Party.GUARANTOR) if approved else ZERO,
            bank_share_fen=assessment.share(Party.BANK) if approved else ZERO,
            trace=trace_to_json(assessment.trace),
            voucher_id=voucher_id,
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
            is_void=False,
        )
    ).id


def doubts_of_resolution(read: Read, item: AgendaItemRow, result: str) -> tuple[Problem, ...]:
    """What a resolution would be refused for now: the opinions, then the programme."""
    claim = read.get(ClaimRow, item.claim_id, "代偿申请")
    counted = counted_opinions(read, item.meeting_id, item.id, result)
    doubts = () if counted.result is MEANT[result] else (_against_opinions(read, counted),)
    if result != "agree":
        return doubts
    return (*doubts, *_approval(read, _reviewed_facts(read, claim), counted).refusals)


def _reviewed_facts(read: Read, claim: ClaimRow) -> ClaimFacts:
    review = passed_review(read, claim.id)
    assert review is not None, "only a reviewed claim gets onto an agenda"
    return facts_of(read, claim, review.conditions_met)


def _approval(read: Read, facts: ClaimFacts, counted: Counted) -> Findings:
    return check_resolution(
        read.scheme(),
        ResolutionFacts(facts, counted.expected, counted.present, counted.result.value),
    )


def _refuse_against_opinions(work: Work, item: AgendaItemRow, said: str) -> Counted:
    """The resolution must be what the opinions of those present come to by the rule."""
    counted = counted_opinions(work, item.meeting_id, item.id, said)
    if counted.result is not MEANT[said]:
        raise Refusal(_against_opinions(work, counted))
    return counted


def _against_opinions(read: Read, counted: Counted) -> Problem:
    rule = read.scheme().meeting
    return Problem(
        f"各单位意见按“{rule.rule.label}”汇总是“{counted.result.label}”，与所登记的决议不一致。",
        "请补齐或核对各到会单位的意见。",
        "result",
        rule.clauses,
        "meeting.opinions",
    )
