"""Paper values of a claim, and of the payout and the recoveries that follow it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sqlalchemy import select

from kcdesk.domain.claims import Assessment, ClaimState
from kcdesk.domain.loans import overdue_days
from kcdesk.domain.payouts import yearly_limit
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow, ResolutionRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.context import Read
from kcdesk.work.paper.firms import Values, first_overdue_day, interest_status, loan_values
from kcdesk.work.queries.claims import ClaimCard, claim_card, worth_of
from kcdesk.work.queries.payouts import payout_card
from kcdesk.work.queries.tracing import TraceLine

VERDICTS = {"符合": True, "不符合": False, "请核对": False, "不能判断": False}
"""The verdict lines of a check's trace; the lines between them show how it was reached."""


REVIEW_WORDS = {
    "": "",
    "pass_review": "通过",
    "review_against": "建议不予补偿",
    "return": "退回补正",
}
"""The review's result as a paper says it."""


def claim_values(read: Read, claim_id: int) -> Values:
    """A claim with its loan; a paper of a claim never decided shows the review's figures."""
    row = read.get(ClaimRow, claim_id, "代偿申请", "claim")
    card = claim_card(claim=claim_id).run(read)
    worth = worth_of(read, row)
    values = loan_values(read, row.loan_id)
    values["loan"] |= _on_base_day(values["loan"], card)
    values["claim"] = {
        "number": card.number,
        "filed_on": card.filed_on,
        "base_on": card.base_on,
        "principal": card.principal,
        "interest_arrears": card.interest_arrears,
        "loss": card.loss or ZERO,
        "ratio_label": card.ratio,
        "ratio_words": "" if worth.assessment is None else percent_words(worth.assessment),
        "fund_share": card.fund_share or ZERO,
        "guarantor_share": card.guarantor_share or ZERO,
        "bank_share": card.bank_share or ZERO,
        "applied_amount": card.fund_share or ZERO,
        "reason_label": card.reason,
        "reason_text": card.reason_text,
        "recovery_measures": card.recovery_measures,
        "handler": card.handler,
        "handler_phone": card.handler_phone,
        "state_label": ClaimState(card.state).label,
        "materials": [
            {
                "order": m.order_no,
                "label": m.label,
                "required": m.is_required,
                "present": m.is_present,
                "note": m.note,
            }
            for m in card.materials
        ],
        "conditions": [
            {"order": c.order_no, "label": c.label, "met": c.is_met, "clause": c.clauses}
            for c in card.conditions
        ],
        "checks": check_values(card.checks),
        "steps": step_values(card.trace),
        "entered_by": card.entered_by,
        "reviewer": card.reviewer,
        "reviewed_on": card.reviewed_on,
        "review_opinion": card.review_opinion,
        "review_result": REVIEW_WORDS[card.review_result],
    }
    return values


def _on_base_day(loan: Values, card: ClaimCard) -> Values:
    """The loan as the claim tells of it: on the base day, whenever the paper is printed."""
    due_on = loan["final_due_on"]
    days = overdue_days(due_on, card.base_on, card.principal)
    return {
        "repaid_principal": loan["amount"] - card.principal,
        "outstanding": card.principal,
        "interest_status": interest_status(card.interest_arrears),
        "overdue_days": days,
        "overdue_on": first_overdue_day(due_on) if days else None,
    }


def percent_words(assessment: Assessment) -> str:
    """``风险补偿金60%、合作机构40%``: a ratio is never printed without its parties."""
    whole = sum(assessment.weights)
    return "、".join(
        f"{Party(party).label}{_percent(Fraction(weight, whole))}"
        for party, weight in zip(assessment.parties, assessment.weights, strict=True)
    )


def _percent(part: Fraction) -> str:
    # A third has no percentage that says it exactly, and a paper must not round a ratio.
    return f"{part * 100}%" if (part * 100).denominator == 1 else str(part)


def check_values(lines: tuple[TraceLine, ...]) -> list[Values]:
    """The verdicts of the review's checks."""
    verdicts = [line for line in lines if line.shown in VERDICTS]
    return [
        {
            "order": number,
            "label": line.label,
            "passed": VERDICTS[line.shown],
            "note": line.note or ("" if VERDICTS[line.shown] else line.shown),
            "clause": line.article or line.clauses,
        }
        for number, line in enumerate(verdicts, 1)
    ]


def step_values(lines: tuple[TraceLine, ...]) -> list[Values]:
    """The calculation, step by step (计算依据)."""
    return [
        {
            "order": line.order_no,
            "label": line.label,
            "shown": line.shown,
            "article": line.article,
            "clauses": line.clauses,
            "note": line.note,
        }
        for line in lines
    ]


def payout_values(read: Read, payout_id: int) -> Values:
    """A payout with its claim, its meeting and the institution's year."""
    row = read.get(PayoutRow, payout_id, "兑付", "payout")
    values = claim_values(read, row.claim_id)
    resolution = read.one(
        select(ResolutionRow)
        .where(ResolutionRow.claim_id == row.claim_id, ResolutionRow.result == "agree")
        .order_by(ResolutionRow.id.desc())
    )
    assert resolution is not None, "a payout follows a resolution"
    item = read.get(AgendaItemRow, resolution.item_id, "议题")
    meeting = read.get(MeetingRow, item.meeting_id, "会议")
    bank = values["bank"]
    card = payout_card(payout=payout_id).run(read)
    revision = read.get(SchemeRevisionRow, row.scheme_revision_id, "方案")
    year_limit = yearly_limit(read.scheme(revision), row.paid_on)
    values["claim"]["loss"] = resolution.loss_fen
    values["claim"]["fund_share"] = resolution.fund_share_fen
    values["meeting"] = {
        "title": meeting.title,
        "held_on": meeting.held_on,
        "minutes_number": meeting.minutes_number,
    }
    values["payout"] = {
        "number": row.number,
        "on": row.paid_on,
        "amount": row.amount_fen,
        "approved": row.approved_fen,
        "cut_text": card.cuts_text or "无扣减",
        "cuts": [cut_values(cut) for cut in row.cuts],
        "payee_name": bank["account_name"] or bank["name"],
        "payee_bank": bank["account_bank"],
        "payee_account": bank["account_no"],
        "year": row.paid_on.year,
        "year_paid": row.year_paid_fen,
        "year_limit": year_limit,
        "year_left": None if year_limit is None else max(year_limit - row.year_paid_fen, ZERO),
        "pool_before": card.pool_before,
        "pool_after": card.pool_after,
        "basis": basis_of(read, meeting),
        "document_no": row.document_no,
        "payment_no": row.payment_no,
        "steps": step_values(card.trace),
    }
    return values


def cut_values(cut: dict[str, Any]) -> Values:
    """One cut with its reason."""
    return {
        "label": cut["label"],
        "amount": Money(int(cut["fen"])),
        "clause": "、".join(cut["clauses"]),
        "stays_payable": bool(cut["stays_payable"]),
    }


def basis_of(read: Read, meeting: MeetingRow) -> str:
    """What a payout rests on, in words."""
    minutes = f"纪要（{meeting.minutes_number}）" if meeting.minutes_number else "决议"
    return f"{read.scheme().meeting.title}{meeting.title}{minutes}"
