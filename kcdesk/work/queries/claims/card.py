"""One claim with its papers, its review and its calculation.

What the meeting decided and what was paid and recovered is asked of the later stages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.claims import EXEMPTIONS
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimReviewRow, ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.commands.claims import REVIEW_RESULTS, exemption_of, missing_materials
from kcdesk.work.context import Read
from kcdesk.work.exposure import accelerated_on, loan_products
from kcdesk.work.queries.claims.lists import STATES
from kcdesk.work.queries.claims.worth import worth_of
from kcdesk.work.queries.loans.card import products_in_words
from kcdesk.work.queries.tracing import TraceLine
from kcdesk.work.query import query


@dataclass(frozen=True)
class MaterialLine:
    """One paper of the checklist."""

    order_no: Annotated[int, Field("whole", "序号")]
    material: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "材料")]
    is_required: Annotated[bool, Field("flag", "必需")]
    is_present: Annotated[bool, Field("flag", "已交")]
    note: Annotated[str, Field("text", "说明")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.order_no


@dataclass(frozen=True)
class ConditionLine:
    """One condition of a bad loan."""

    order_no: Annotated[int, Field("whole", "序号")]
    condition: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "不良认定条件")]
    is_met: Annotated[bool, Field("flag", "符合")]
    clauses: Annotated[str, Field("text", "条款")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.order_no


@dataclass(frozen=True)
class ClaimCard:
    """One claim. Amounts are the passed review's; before one, what it would give now."""

    id: Annotated[int, Field("record", "编号", of="claims")]
    number: Annotated[str, Field("text", "申请编号")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    enterprise: Annotated[str, Field("text", "借款企业")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    bank: Annotated[str, Field("text", "申请银行")]
    contract_no: Annotated[str, Field("text", "合同号")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    filed_on: Annotated[date, Field("day", "申请日期")]
    base_on: Annotated[date, Field("day", "认定基准日")]
    principal: Annotated[Money, Field("money", "未还本金")]
    interest_arrears: Annotated[Money, Field("money", "约定期内欠息")]
    reason: Annotated[str, Field("text", "不良原因")]
    reason_text: Annotated[str, Field("long_text", "原因说明")]
    recovery_measures: Annotated[str, Field("long_text", "追偿措施")]
    handler: Annotated[str, Field("text", "银行经办人")]
    handler_phone: Annotated[str, Field("phone", "经办人电话")]
    entered_by: Annotated[str, Field("text", "录入人")]
    loss: Annotated[Money | None, Field("money", "核定损失")]
    ratio: Annotated[str, Field("text", "分担比例")]
    ratio_words: Annotated[str, Field("text", "分担各方")]
    fund_share: Annotated[Money | None, Field("money", "风险补偿金分担")]
    guarantor_share: Annotated[Money | None, Field("money", "担保机构分担")]
    bank_share: Annotated[Money | None, Field("money", "合作机构分担")]
    review_result: Annotated[str, Field("choice", "初审结果", options=REVIEW_RESULTS)]
    reviewed_on: Annotated[date | None, Field("day", "初审日期")]
    reviewer: Annotated[str, Field("text", "初审人")]
    review_opinion: Annotated[str, Field("long_text", "初审意见")]
    obstacle: Annotated[str, Field("long_text", "尚不能通过的原因")]
    missing: Annotated[str, Field("long_text", "尚缺的必需材料")]
    loan_id: Annotated[int, Field("record", "贷款", of="loans")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    materials: Annotated[tuple[MaterialLine, ...], Field("rows", "材料清单")]
    conditions: Annotated[tuple[ConditionLine, ...], Field("rows", "不良认定条件")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "计算依据")]
    checks: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]
    products: Annotated[str, Field("text", "贷款产品")]
    other_cover: Annotated[str, Field("text", "其他政策")]
    accelerated_on: Annotated[date | None, Field("day", "提前到期日")]
    exemption: Annotated[str, Field("choice", "尽职免责认定", options=EXEMPTIONS)]
    exempted_on: Annotated[date | None, Field("day", "免责认定日期")]
    exemption_document_no: Annotated[str, Field("text", "免责认定文号")]
    exemption_opinion: Annotated[str, Field("long_text", "免责认定意见")]


@query("代偿申请卡片")
def claim_card(
    read: Read, claim: Annotated[int, Field("record", "代偿申请", of="claims")]
) -> ClaimCard:
    """One claim with its checklist, conditions, calculation and money."""
    row = read.get(ClaimRow, claim, "代偿申请", "claim")
    loan = read.get(LoanRow, row.loan_id, "贷款")
    enterprise = read.get(EnterpriseRow, loan.enterprise_id, "企业")
    bank = read.get(PartnerRow, loan.bank_id, "贷款银行")
    worth = worth_of(read, row)
    review = latest_review(read, claim)
    exemption = exemption_of(read, claim)
    scheme = read.scheme()
    reason = scheme.reasons.get(row.reason)
    return ClaimCard(
        id=row.id,
        number=row.number,
        state=row.state,
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        bank=bank.name,
        contract_no=loan.contract_no,
        security=loan.security,
        filed_on=row.filed_on,
        base_on=row.base_on,
        principal=row.overdue_principal_fen,
        interest_arrears=row.interest_arrears_fen,
        reason=row.reason if reason is None else reason.label,
        reason_text=row.reason_text,
        recovery_measures=row.recovery_measures,
        handler=row.handler,
        handler_phone=row.handler_phone,
        entered_by=read.get(PersonRow, row.entered_by, "人员").name,
        loss=worth.loss,
        ratio=worth.ratio,
        ratio_words=worth.ratio_words,
        fund_share=worth.share(Party.FUND),
        guarantor_share=worth.share(Party.GUARANTOR),
        bank_share=worth.share(Party.BANK),
        review_result="" if review is None else review.result,
        reviewed_on=None if review is None else review.reviewed_on,
        reviewer="" if review is None else read.get(PersonRow, review.reviewer_id, "人员").name,
        review_opinion="" if review is None else review.opinion,
        obstacle=worth.obstacle,
        missing="、".join(m.label for m in missing_materials(read, claim)),
        loan_id=loan.id,
        enterprise_id=enterprise.id,
        materials=material_lines(read, claim),
        conditions=condition_lines(read, review),
        trace=worth.trace,
        checks=worth.checks,
        products=products_in_words(read, loan.id),
        other_cover="、".join(
            p.label
            for p in scheme.products.values()
            if p.is_other_policy and p.code in loan_products(read, loan.id)
        ),
        accelerated_on=accelerated_on(read, loan.id),
        exemption="unrecorded" if exemption is None else exemption.result,
        exempted_on=None if exemption is None else exemption.decided_on,
        exemption_document_no="" if exemption is None else exemption.document_no,
        exemption_opinion="" if exemption is None else exemption.opinion,
    )


def latest_review(read: Read, claim_id: int) -> ClaimReviewRow | None:
    """The newest review, whatever it said."""
    return read.one(
        select(ClaimReviewRow)
        .where(ClaimReviewRow.claim_id == claim_id)
        .order_by(ClaimReviewRow.id.desc())
    )


def material_lines(read: Read, claim_id: int) -> tuple[MaterialLine, ...]:
    """The checklist in the programme's order."""
    kept = {
        m.material: m
        for m in read.all(select(ClaimMaterialRow).where(ClaimMaterialRow.claim_id == claim_id))
    }
    return tuple(
        MaterialLine(
            number, item.code, item.label, item.is_required,
            item.code in kept and kept[item.code].is_present,
            kept[item.code].note if item.code in kept else "",
        )
        for number, item in enumerate(read.scheme().materials.values(), 1)
    )  # fmt: skip


def condition_lines(read: Read, review: ClaimReviewRow | None) -> tuple[ConditionLine, ...]:
    """The conditions of a bad loan, ticked as the review did."""
    met = () if review is None else tuple(review.conditions_met)
    return tuple(
        ConditionLine(number, c.code, c.label, c.code in met, "、".join(c.clauses))
        for number, c in enumerate(read.scheme().default_conditions.values(), 1)
    )
