"""What the programme may ask about a claim, gathered from the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from kcdesk.domain.claims import ClaimFacts
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.schemes.parts import Item
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimReviewRow, ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import is_partner, sharing_of
from kcdesk.work.commands.claims.exemptions import exemption_of
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.loans import latest_grade
from kcdesk.work.context import Read
from kcdesk.work.exposure import (
    accelerated_on,
    final_due_on,
    loan_products,
    outstanding,
    reached,
)


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
    products = loan_products(read, loan.id)
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
        kind=loan.kind,
        products=products,
        accelerated_on=accelerated_on(read, loan.id),
        other_cover=frozenset(
            code
            for code, product in read.scheme().products.items()
            if product.is_other_policy and code in products
        ),
        sharing=sharing_of(
            read, loan.bank_id, loan.disbursed_on, has_guarantor=loan.guarantor_id is not None
        ),
        reached=reached(read, loan.application_id, loan.id),
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
    exemption = exemption_of(read, claim.id)
    return replace(
        facts,
        repaid_since=max(repaid_since, ZERO),
        exemption=facts.exemption if exemption is None else exemption.result,
    )


def present_materials(read: Read, claim_id: int) -> frozenset[str]:
    """Papers that are there."""
    rows = read.all(
        select(ClaimMaterialRow).where(
            ClaimMaterialRow.claim_id == claim_id, ClaimMaterialRow.is_present
        )
    )
    return frozenset(r.material for r in rows)


def missing_materials(read: Read, claim_id: int) -> tuple[Item, ...]:
    """Papers the programme requires that are not there."""
    present = present_materials(read, claim_id)
    return tuple(
        m for m in read.scheme().materials.values() if m.is_required and m.code not in present
    )


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
