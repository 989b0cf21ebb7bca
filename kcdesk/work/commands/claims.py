"""Claims: filed by the bank's papers, checked off, reviewed with the calculation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import (
    Assessment,
    ClaimFacts,
    ClaimState,
    assess,
    check_claim,
    check_review,
    move,
)
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.people import Role, refuse_same_person
from kcdesk.domain.schemes.picking import code_of, pick, pick_all
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.kernel.ratio import show_weights
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimReviewRow, ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.loans import latest_grade
from kcdesk.work.commands.partners import is_partner
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import final_due_on, outstanding

REVIEW_RESULTS = (
    Option("pass_review", "初审通过，提请联席会议审议"),
    Option("review_against", "建议不予补偿，提请联席会议审议"),
    Option("return", "退回补正"),
)


class FileClaim(Command, label="登记代偿申请", stage="claims"):
    """What the bank asks of the fund for one loan."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    filed_on: Annotated[date, Field("day", "申请日期")]
    base_on: Annotated[date | None, Field("day", "认定基准日", hint="不填按申请日期")] = None
    reason: Annotated[str, Field("code", "不良原因", source="claim_reasons")]
    reason_text: Annotated[str, Field("long_text", "原因说明")] = ""
    recovery_measures: Annotated[str, Field("long_text", "追偿措施")] = ""
    materials: Annotated[tuple[str, ...], Field("codes", "已交材料", source="claim_materials")] = ()
    handler: Annotated[str, Field("text", "银行经办人")] = ""
    handler_phone: Annotated[str, Field("phone", "经办人电话")] = ""


@handles(FileClaim)
def file_claim(work: Work, command: FileClaim) -> int:
    """Checks overdue principal and that the loan has no claim under way; numbers the claim."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    _refuse_second(work, loan)
    base_on = command.base_on or command.filed_on
    left = outstanding(work, loan)
    scheme = work.scheme()
    present = pick_all(scheme.materials, command.materials, what="材料", field="materials")
    reason = pick(scheme.reasons, command.reason, what="不良原因", field="reason")
    facts = claim_facts(
        work, loan, base_on=base_on, principal=left, filed_on=command.filed_on,
        reason=reason, conditions=(), materials=present,
    )  # fmt: skip
    check_claim(scheme, facts).refuse()
    number = work.next_number("claim", f"DC{command.filed_on.year}-")
    row = work.add(
        ClaimRow(
            number=number,
            loan_id=loan.id,
            filed_on=command.filed_on,
            base_on=base_on,
            overdue_principal_fen=left,
            interest_arrears_fen=loan.interest_arrears_fen,
            reason=reason,
            reason_text=command.reason_text,
            recovery_measures=command.recovery_measures,
            handler=command.handler,
            handler_phone=command.handler_phone,
            state=ClaimState.SUBMITTED.value,
            entered_by=work.by.id,
        )
    )
    for material in scheme.materials.values():
        work.add(
            ClaimMaterialRow(
                claim_id=row.id,
                material=material.code,
                is_present=material.code in present,
                note="",
            )
        )
    work.say(f"登记代偿申请 {number}：未还本金 {left.show()} 元")
    return row.id


class TickMaterial(Command, label="核对代偿材料", stage="claims"):
    """One paper of the checklist came in, or turned out to be missing."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    material: Annotated[str, Field("code", "材料", source="claim_materials")]
    is_present: Annotated[bool, Field("flag", "已交")] = True
    note: Annotated[str, Field("text", "说明")] = ""


@handles(TickMaterial)
def tick_material(work: Work, command: TickMaterial) -> int:
    """Only before the review has passed."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    refuse_decided(claim)
    material = code_of(work.scheme().materials, command.material) or command.material
    row = work.one(
        select(ClaimMaterialRow).where(
            ClaimMaterialRow.claim_id == claim.id, ClaimMaterialRow.material == material
        )
    )
    if row is None:
        raise Refusal.of(
            f"材料清单里没有“{command.material}”。",
            cure="请从清单中选择。",
            field="material",
            code="claim.code",
        )
    row.is_present, row.note = command.is_present, command.note
    known = work.scheme().materials.get(row.material)
    label = row.material if known is None else known.label
    work.say(f"核对代偿材料 {claim.number}：{label}{'已交' if row.is_present else '未交'}")
    return row.id


class AcceptClaim(Command, label="受理代偿申请", stage="claims"):
    """The papers are complete; the first review begins."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]


@handles(AcceptClaim)
def accept_claim(work: Work, command: AcceptClaim) -> int:
    """Refuses while required papers are missing, naming them."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    scheme = work.scheme()
    present = present_materials(work, claim.id)
    missing = [m for m in scheme.materials.values() if m.is_required and m.code not in present]
    if missing:
        raise Refusal.of(
            f"必需材料还缺{len(missing)}项：{'、'.join(m.label for m in missing)}。",
            cure="请补齐并在材料清单上勾选后再受理，或退回补正。",
            field="claim",
            clauses=tuple(dict.fromkeys(c for m in missing for c in m.clauses)),
            code="claim.materials",
        )
    claim.state = move(claim.state, "accept").value
    work.say(f"受理代偿申请 {claim.number}")
    return claim.id


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


class ResubmitClaim(Command, label="代偿申请补正后重新提交", stage="claims"):
    """A returned claim comes back."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]


@handles(ResubmitClaim)
def resubmit_claim(work: Work, command: ResubmitClaim) -> int:
    """Back to submitted, with the principal as it stands now."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    claim.state = move(claim.state, "submit").value
    loan = work.get(LoanRow, claim.loan_id, "贷款")
    claim.overdue_principal_fen = outstanding(work, loan)
    claim.interest_arrears_fen = loan.interest_arrears_fen
    work.say(f"重新提交代偿申请 {claim.number}")
    return claim.id


class WithdrawClaim(Command, label="撤回代偿申请", stage="claims"):
    """The bank takes the claim back before it is paid."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    reason: Annotated[str, Field("text", "撤回原因")]


@handles(WithdrawClaim)
def withdraw_claim(work: Work, command: WithdrawClaim) -> int:
    """Before it is decided. A decided one has money set aside: its resolution is undone first."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    state = move(claim.state, "withdraw", command.reason)
    if claim.state in (ClaimState.APPROVED, ClaimState.AWAITING_PAYOUT):
        raise Refusal.of(
            f"申请 {claim.number} 已有会议决议并预留了资金，不能直接撤回。",
            cure="请先由审批岗撤销决议（写明原因），再撤回申请。",
            field="claim",
            code="claim.resolved",
        )
    claim.state = state.value
    work.say(f"撤回代偿申请 {claim.number}：{command.reason}")
    return claim.id


def claim_facts(
    read: Read,
    loan: LoanRow,
    *,
    base_on: date,
    filed_on: date,
    principal: Money,
    reason: str,
    conditions: Iterable[str],
    materials: Iterable[str],
) -> ClaimFacts:
    """Everything the programme may ask about a claim."""
    bank = read.get(PartnerRow, loan.bank_id, "贷款银行")
    grade = latest_grade(read, loan.id)
    return ClaimFacts(
        principal_outstanding=principal,
        interest_in_term_arrears=loan.interest_arrears_fen,
        security=loan.security,
        has_guarantee_institution=loan.guarantor_id is not None,
        is_listed_at_disbursement=listed_on(listings(read, loan.enterprise_id), loan.disbursed_on),
        is_partner=is_partner(bank, loan.disbursed_on),
        amount=loan.amount_fen,
        disbursed_on=loan.disbursed_on,
        final_due_on=final_due_on(read, loan),
        filed_on=filed_on,
        base_on=base_on,
        grade="normal" if grade is None else grade.grade,
        reason=reason,
        conditions_met=frozenset(conditions),
        materials_present=frozenset(materials),
    )


def facts_of(read: Read, claim: ClaimRow, conditions: Iterable[str]) -> ClaimFacts:
    """A filed claim as it stands now; principal repaid since it was filed is told apart."""
    loan = read.get(LoanRow, claim.loan_id, "贷款")
    repaid_since = claim.overdue_principal_fen - outstanding(read, loan)
    facts = claim_facts(
        read, loan, base_on=claim.base_on, filed_on=claim.filed_on, reason=claim.reason,
        principal=claim.overdue_principal_fen, conditions=conditions,
        materials=present_materials(read, claim.id),
    )  # fmt: skip
    return replace(facts, repaid_since=max(repaid_since, ZERO))


def assess_claim(read: Read, claim: ClaimRow, conditions: Iterable[str]) -> Assessment:
    """The calculation of a claim as it stands now."""
    return assess(read.scheme(), facts_of(read, claim, conditions))


def present_materials(read: Read, claim_id: int) -> frozenset[str]:
    """Papers that are there."""
    rows = read.all(
        select(ClaimMaterialRow).where(
            ClaimMaterialRow.claim_id == claim_id, ClaimMaterialRow.is_present
        )
    )
    return frozenset(r.material for r in rows)


def passed_review(read: Read, claim_id: int) -> ClaimReviewRow | None:
    """The review that brought the claim before the meeting."""
    return read.one(
        select(ClaimReviewRow)
        .where(ClaimReviewRow.claim_id == claim_id, ClaimReviewRow.result != "return")
        .order_by(ClaimReviewRow.id.desc())
    )


def enterprise_of(read: Read, claim: ClaimRow) -> EnterpriseRow:
    """The firm a claim is about."""
    loan = read.get(LoanRow, claim.loan_id, "贷款")
    return read.get(EnterpriseRow, loan.enterprise_id, "企业")


def name_of(read: Read, person_id: int) -> str:
    """A person's name."""
    return read.get(PersonRow, person_id, "人员").name


def refuse_decided(claim: ClaimRow) -> None:
    """Papers and figures are fixed once the review has passed."""
    if ClaimState(claim.state) not in (
        ClaimState.SUBMITTED, ClaimState.REVIEWING, ClaimState.RETURNED, ClaimState.DRAFT,
    ):  # fmt: skip
        raise Refusal.of(
            f"申请 {claim.number} 已是“{ClaimState(claim.state).label}”，材料不能再改。",
            cure="如确需更改，请先撤销初审。",
            field="claim",
            code="claim.fixed",
        )


def _refuse_second(work: Work, loan: LoanRow) -> None:
    closed = (ClaimState.WITHDRAWN.value, ClaimState.REFUSED.value)
    other = work.one(
        select(ClaimRow).where(ClaimRow.loan_id == loan.id, ClaimRow.state.not_in(closed))
    )
    if other is not None:
        raise Refusal.of(
            f"这笔贷款已有代偿申请 {other.number}（{ClaimState(other.state).label}）。",
            cure="请在原申请上办理；原申请撤回或不予补偿后才能重新申请。",
            field="loan",
            code="claim.twice",
        )
