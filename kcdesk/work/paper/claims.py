"""Paper values of a claim: the loan on the base day, who bears what, the checklist, the review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from kcdesk.domain.claims import EXEMPTIONS, Assessment, ClaimState
from kcdesk.domain.loans import GRADES, overdue_days
from kcdesk.domain.schemes.parts import MilestoneOf, Party
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.kinds.styles import date_in_words
from kcdesk.kernel.money import Money
from kcdesk.kernel.ratio import show_weights
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import ClassRow
from kcdesk.store.tables.loans import LoanGradeRow, LoanGuarantorRow, LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import agreement_on
from kcdesk.work.context import Read
from kcdesk.work.paper.citing import articles_of
from kcdesk.work.paper.firms import (
    Values,
    first_overdue_day,
    interest_status,
    label_of,
    loan_values,
)
from kcdesk.work.paper.reviewing import check_values
from kcdesk.work.paper.wording import (
    in_county_words,
    party_name,
    percent_of,
    percent_words,
    word,
)
from kcdesk.work.queries.claims import ClaimCard, claim_card, worth_of
from kcdesk.work.queries.loans.milestones import milestones
from kcdesk.work.queries.tracing import TraceLine

PEN = "＿＿＿＿＿＿＿＿"
"""Where the office holds nothing and the paper asks: a line to write on."""

NOBODY_ELSE = "——"
"""A party that is its own unit: nobody stands behind it."""

_SHARES = ("loss", "fund_share", "guarantor_share", "bank_share", "applied_amount")


def claim_values(read: Read, claim_id: int) -> Values:
    """A claim with its loan; a paper of a claim never decided shows the review's figures."""
    row = read.get(ClaimRow, claim_id, "代偿申请", "claim")
    card = claim_card(claim=claim_id).run(read)
    assessment = worth_of(read, row).assessment
    scheme = read.scheme()
    values = loan_values(read, row.loan_id)
    values["loan"] |= _on_base_day(values["loan"], card)
    values["loan"] |= _grade_on(read, row.loan_id, card.reviewed_on or read.today)
    values["loan"] |= _as_agreed(read, row.loan_id, values["guarantor"]["name"])
    extended = values["loan"]["extended_due_on"]
    values["loan"]["extended_text"] = date_in_words(extended) if extended else "未展期"
    values["enterprise"]["listing_kind"] = _listing_kind(read, values, card)
    values["claim"] = {
        "number": card.number,
        "filed_on": card.filed_on,
        "base_on": card.base_on,
        "principal": card.principal,
        "interest_arrears": card.interest_arrears,
        **award_values(values, assessment, scheme),
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
                "need": "必需" if m.is_required else "可选",
                "present": m.is_present,
                "note": m.note,
            }
            for m in card.materials
        ],
        "conditions": [
            {
                "order": c.order_no,
                "label": c.label,
                "met": c.is_met,
                "verdict": "" if not card.review_result else "是" if c.is_met else "否",
                "clause": c.clauses,
            }
            for c in card.conditions
        ],
        "exemptions": exemption_values(card),
        "checks": check_values(values, card, scheme),
        "steps": step_values(card.trace, scheme),
        "entered_by": card.entered_by,
        "reviewer": card.reviewer,
        "reviewed_on": card.reviewed_on,
        "review_opinion": card.review_opinion,
        "review_result": word(scheme, f"review_{card.review_result}"),
        "review_said": "：".join(
            filter(None, (word(scheme, f"review_{card.review_result}"), card.review_opinion))
        ),
    }
    return values


def exemption_values(card: ClaimCard) -> list[Values]:
    """Whether those who lent did their duty, where that has been said."""
    if card.exempted_on is None:
        return []
    said = [date_in_words(card.exempted_on), card.exemption_document_no]
    return [
        {
            "result": label_of(EXEMPTIONS, card.exemption),
            "on": card.exempted_on,
            "document_no": card.exemption_document_no,
            "basis": "，".join(filter(None, said)),
            "opinion": card.exemption_opinion,
        }
    ]


def award_values(values: Values, assessment: Assessment | None, scheme: Scheme) -> Values:
    """The loss and who bears it; all of it empty while the programme cannot decide."""
    if assessment is None:
        return {**dict.fromkeys(_SHARES), "ratio_label": "", "ratio_words": "", "parties": []}
    return {
        "loss": assessment.loss,
        "ratio_label": show_weights(assessment.weights),
        "ratio_words": percent_words(assessment, scheme),
        "fund_share": assessment.share(Party.FUND),
        "guarantor_share": assessment.share(Party.GUARANTOR),
        "bank_share": assessment.share(Party.BANK),
        "applied_amount": assessment.share(Party.FUND),
        "parties": party_values(values, assessment, scheme, {}),
    }


def party_values(
    values: Values, assessment: Assessment, scheme: Scheme, decided: Mapping[Party, Money | None]
) -> list[Values]:
    """Each party's part in the ratio's order; what a meeting decided goes before what was computed."""
    who = {Party.BANK: values["bank"]["name"], Party.GUARANTOR: values["guarantor"]["name"]}
    return [
        {
            "name": party_name(scheme, party),
            "who": who.get(Party(party), NOBODY_ELSE),
            "percent": percent_of(assessment, weight),
            "amount": share if (given := decided.get(Party(party))) is None else given,
        }
        for party, weight, share in zip(
            assessment.parties, assessment.weights, assessment.shares, strict=True
        )
    ]


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


def _grade_on(read: Read, loan_id: int, on: date) -> Values:
    """The bank's class that the review saw: a later one does not change the paper."""
    row = read.one(
        select(LoanGradeRow)
        .where(LoanGradeRow.loan_id == loan_id, LoanGradeRow.graded_on <= on)
        .order_by(LoanGradeRow.graded_on.desc(), LoanGradeRow.id.desc())
    )
    return {
        "grade_label": "" if row is None else label_of(GRADES, row.grade),
        "grade_on": None if row is None else row.graded_on,
    }


def _as_agreed(read: Read, loan_id: int, guarantor: str) -> Values:
    """What stands beside the contract: the agreement, other guarantors, where it was filed."""
    row = read.get(LoanRow, loan_id, "贷款")
    bank = read.get(PartnerRow, row.bank_id, "贷款银行")
    agreement = agreement_on(read, bank.id, row.disbursed_on)
    others = read.all(select(LoanGuarantorRow).where(LoanGuarantorRow.loan_id == loan_id))
    counter = "、".join(x.name for x in others if x.is_counter)
    beside = [x.name for x in others if not x.is_counter]
    steps = milestones(loan=loan_id).run(read)
    filed = [
        f"{m.label}：{date_in_words(m.reached_on)}{f'（{m.document_no}）' if m.document_no else ''}"
        if m.reached_on
        else f"{m.label}：{PEN}"
        for m in steps
        if m.of == MilestoneOf.LOAN and read.scheme().milestones[m.code].is_required
    ]
    return {
        "agreement_no": agreement.number if agreement else bank.agreement_no,
        "guarantor_text": "、".join([guarantor, *beside] if guarantor else beside) or "无",
        "counter_text": counter or (PEN if guarantor else "无"),
        "reached": {m.code: m.reached_on for m in steps},
        "filing_text": "；".join(filed) or f"文号{PEN}　日期{PEN}",
    }


def _listing_kind(read: Read, values: Values, card: ClaimCard) -> str:
    """As what the firm was on the list: its classes, where the programme has none its titles."""
    on = values["loan"]["disbursed_on"]
    rows = read.all(select(ClassRow).where(ClassRow.enterprise_id == card.enterprise_id))
    in_class = {r.kind for r in rows if r.from_on <= on and (r.until_on or on) >= on}
    classes = [c.label for c in read.scheme().classes.values() if c.code in in_class]
    held = [
        q["label"]
        for q in values["enterprise"]["qualifications"]
        if q["from_on"] <= on and (q["until_on"] or on) >= on
    ]
    return "、".join(dict.fromkeys(classes or held))


def step_values(lines: tuple[TraceLine, ...], scheme: Scheme) -> list[Values]:
    """The calculation, step by step (计算依据); the parties under the county's names."""
    return [
        {
            "order": line.order_no,
            "label": (label := in_county_words(line.label, scheme)),
            "cited": f"{label}（{article}）"
            if (article := articles_of(scheme, line.clauses))
            else label,
            "shown": in_county_words(line.shown, scheme),
            "article": article,
            "clauses": line.clauses,
            "note": line.note,
        }
        for line in lines
    ]
