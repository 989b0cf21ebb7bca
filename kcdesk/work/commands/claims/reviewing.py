"""The first review: conditions, loss and shares, frozen with their calculation."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain.claims import assess, check_review, move
from kcdesk.domain.people import Role, refuse_same_person
from kcdesk.domain.schemes.picking import pick_all
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.ratio import show_weights
from kcdesk.store.tables.claims import ClaimReviewRow, ClaimRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.claims.facts import facts_of
from kcdesk.work.context import Work

REVIEW_RESULTS = (
    Option("pass_review", "初审通过，提请联席会议审议"),
    Option("review_against", "建议不予补偿，提请联席会议审议"),
    Option("return", "退回补正"),
)


class ReviewClaim(Command, label="代偿初审", stage="claims", role=Role.REVIEWER):
    """The first review: conditions ticked, loss and shares computed, opinion given."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    reviewed_on: Annotated[date, Field("day", "初审日期")]
    conditions: Annotated[
        tuple[str, ...], Field("codes", "符合的不良认定条件", source="default_conditions")
    ] = ()
    result: Annotated[str, Field("choice", "初审结果", options=REVIEW_RESULTS)] = "pass_review"
    opinion: Annotated[str, Field("long_text", "初审意见")] = ""


@handles(ReviewClaim)
def review_claim(work: Work, command: ReviewClaim) -> int:
    """Computes and freezes the calculation; the one who entered the claim can't review it."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    refuse_same_person(work.by.id, {"录入": claim.entered_by}, "初审")
    if command.reviewed_on < claim.filed_on:
        raise Refusal.of(
            "初审日期早于申请日期。", cure="请核对日期。", field="reviewed_on", code="claim.order"
        )
    state = move(claim.state, command.result, command.opinion)
    conditions = pick_all(
        work.scheme().default_conditions, command.conditions,
        what="不良认定条件", field="conditions",
    )  # fmt: skip
    facts = facts_of(work, claim, conditions)
    findings = check_review(work.scheme(), facts)
    if command.result == "pass_review":
        findings.refuse()
    assessment = assess(work.scheme(), facts)
    claim.state = state.value
    row = work.add(
        ClaimReviewRow(
            claim_id=claim.id,
            reviewed_on=command.reviewed_on,
            reviewer_id=work.by.id,
            result=command.result,
            opinion=command.opinion,
            conditions_met=list(conditions),
            checks=trace_to_json(findings.trace),
            loss_fen=assessment.loss,
            weights=show_weights(assessment.weights),
            shares=[
                {"party": p, "fen": s.fen}
                for p, s in zip(assessment.parties, assessment.shares, strict=True)
            ],
            trace=trace_to_json(assessment.trace),
            scheme_revision_id=work.revision().id,
        )
    )
    label = next(o.label for o in REVIEW_RESULTS if o.value == command.result)
    work.say(f"代偿初审 {claim.number}：{label}，核定损失 {assessment.loss.show()} 元")
    return row.id
