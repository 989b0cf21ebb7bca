"""Claims: those under way, and one with its papers, its review and its calculation.

What the meeting decided and what was paid and recovered is asked of the later stages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.claims import (
    MOVES,
    ClaimFacts,
    ClaimState,
    assess,
    check_claim,
    check_review,
)
from kcdesk.domain.loans import GRADES, overdue_days
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimReviewRow, ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.claims import (
    REVIEW_RESULTS,
    claim_facts,
    facts_of,
    passed_review,
    present_materials,
)
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query
from kcdesk.work.search import like

STATES = tuple(Option(s.value, s.label) for s in ClaimState)


@dataclass(frozen=True)
class ClaimLine:
    """One claim."""

    id: Annotated[int, Field("record", "编号", of="claims")]
    number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "申请银行")]
    filed_on: Annotated[date, Field("day", "申请日期")]
    principal: Annotated[Money, Field("money", "未还本金")]
    loss: Annotated[Money | None, Field("money", "核定损失")]
    fund_share: Annotated[Money | None, Field("money", "核定补偿")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    contract_no: Annotated[str, Field("text", "合同号")]
    loan_id: Annotated[int, Field("record", "贷款", of="loans")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]


@query("代偿申请")
def claims(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或申请编号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
    loan: Annotated[int, Field("record", "贷款", of="loans")] = 0,
) -> tuple[ClaimLine, ...]:
    """Claims, the newest first."""
    return _lines(read, find, (state,) if state else (), enterprise, loan)


@query("未结代偿申请")
def open_claims(
    read: Read, find: Annotated[str, Field("text", "查找")] = ""
) -> tuple[ClaimLine, ...]:
    """Claims on which something is still to be done."""
    states = tuple(s.value for s in ClaimState if not MOVES.is_final(s))
    return _lines(read, find, states, 0, 0)


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
    reasons = read.scheme().reasons
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
        reason=reasons[row.reason].label if row.reason in reasons else row.reason,
        reason_text=row.reason_text,
        recovery_measures=row.recovery_measures,
        handler=row.handler,
        handler_phone=row.handler_phone,
        entered_by=read.get(PersonRow, row.entered_by, "人员").name,
        loss=worth.loss,
        ratio=worth.ratio,
        ratio_words=worth.ratio_words,
        fund_share=worth.fund_share,
        guarantor_share=worth.guarantor_share,
        bank_share=worth.bank_share,
        review_result="" if review is None else review.result,
        reviewed_on=None if review is None else review.reviewed_on,
        reviewer="" if review is None else read.get(PersonRow, review.reviewer_id, "人员").name,
        review_opinion="" if review is None else review.opinion,
        obstacle=worth.obstacle,
        missing="、".join(
            m.label
            for m in read.scheme().materials.values()
            if m.is_required and m.code not in present_materials(read, claim)
        ),
        loan_id=loan.id,
        enterprise_id=enterprise.id,
        materials=material_lines(read, claim),
        conditions=condition_lines(read, review),
        trace=worth.trace,
        checks=worth.checks,
    )


@dataclass(frozen=True)
class ClaimCheck:
    """What the programme would say of a claim now, and what it would be worth."""

    principal: Annotated[Money, Field("money", "未还本金")]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    loss: Annotated[Money | None, Field("money", "损失")]
    ratio_words: Annotated[str, Field("text", "分担各方")]
    fund_share: Annotated[Money | None, Field("money", "风险补偿金分担")]
    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]


@query("代偿申请预检")
def claim_check(
    read: Read,
    loan: Annotated[int, Field("record", "贷款", of="loans")],
    filed_on: Annotated[date, Field("day", "申请日期")],
    base_on: Annotated[date | None, Field("day", "认定基准日")] = None,
    reason: Annotated[str, Field("code", "不良原因", source="claim_reasons")] = "",
    materials: Annotated[
        tuple[str, ...], Field("codes", "已交材料", source="claim_materials")
    ] = (),
) -> ClaimCheck:
    """The findings of a claim before it is filed."""
    row = read.get(LoanRow, loan, "贷款", "loan")
    facts = claim_facts(
        read, row, base_on=base_on or filed_on, filed_on=filed_on,
        principal=outstanding(read, row), reason=reason, conditions=(), materials=materials,
    )  # fmt: skip
    return _checked(read, facts, check_claim(read.scheme(), facts))


@query("初审预检")
def review_check(
    read: Read,
    claim: Annotated[int, Field("record", "代偿申请", of="claims")],
    conditions: Annotated[
        tuple[str, ...], Field("codes", "符合的不良认定条件", source="default_conditions")
    ] = (),
) -> ClaimCheck:
    """The findings of a review with these conditions ticked, before it is saved."""
    facts = facts_of(read, read.get(ClaimRow, claim, "代偿申请", "claim"), conditions)
    return _checked(read, facts, check_review(read.scheme(), facts))


def _checked(read: Read, facts: ClaimFacts, findings: Findings) -> ClaimCheck:
    days = overdue_days(facts.final_due_on, facts.base_on, facts.principal_outstanding)
    try:
        now = assess(read.scheme(), facts)
    except Refusal as refusal:
        problems = tuple(dict.fromkeys((*findings.refusals, *refusal.problems)))
        return ClaimCheck(
            facts.principal_outstanding, days, facts.grade, None, "", None,
            problem_lines(problems), problem_lines(findings.warnings),
        )  # fmt: skip
    return ClaimCheck(
        facts.principal_outstanding, days, facts.grade, now.loss, now.ratio_words,
        now.share(Party.FUND), problem_lines(findings.refusals), problem_lines(findings.warnings),
    )  # fmt: skip


@dataclass(frozen=True)
class Worth:
    """What a claim is worth: as its review froze it, or as it would be computed now."""

    loss: Money | None = None
    ratio: str = ""
    ratio_words: str = ""
    fund_share: Money | None = None
    guarantor_share: Money | None = None
    bank_share: Money | None = None
    obstacle: str = ""
    trace: tuple[TraceLine, ...] = ()
    checks: tuple[TraceLine, ...] = ()


def worth_of(read: Read, row: ClaimRow) -> Worth:
    """The passed review's figures if there is one, else those of today's calculation."""
    review = passed_review(read, row.id)
    if review is not None:
        scheme = read.scheme(read.get(SchemeRevisionRow, review.scheme_revision_id, "方案"))
        shares = {str(s["party"]): Money(int(s["fen"])) for s in review.shares}
        weights = dict(zip(shares, review.weights.split(":"), strict=True))
        return Worth(
            loss=review.loss_fen,
            ratio=review.weights,
            ratio_words="、".join(f"{Party(p).label}{w}" for p, w in weights.items()),
            fund_share=shares.get(Party.FUND, ZERO),
            guarantor_share=shares.get(Party.GUARANTOR, ZERO),
            bank_share=shares.get(Party.BANK, ZERO),
            trace=trace_lines(scheme, review.trace),
            checks=trace_lines(scheme, review.checks),
        )
    facts = facts_of(read, row, ())
    try:
        now = assess(read.scheme(), facts)
        findings = check_review(read.scheme(), facts)
    except Refusal as refusal:
        return Worth(obstacle="\n".join(map(str, refusal.problems)))
    return Worth(
        loss=now.loss,
        ratio=":".join(map(str, now.weights)),
        ratio_words=now.ratio_words,
        fund_share=now.share(Party.FUND),
        guarantor_share=now.share(Party.GUARANTOR),
        bank_share=now.share(Party.BANK),
        obstacle="\n".join(str(p) for p in findings.refusals),
        trace=trace_lines(read.scheme(), trace_to_json(now.trace)),
        checks=trace_lines(read.scheme(), trace_to_json(findings.trace)),
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


def _lines(
    read: Read, find: str, states: tuple[str, ...], enterprise: int, loan: int, claim: int = 0
) -> tuple[ClaimLine, ...]:
    statement = (
        select(ClaimRow, LoanRow, EnterpriseRow, PartnerRow)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .order_by(ClaimRow.filed_on.desc(), ClaimRow.id.desc())
    )
    if find.strip():
        pattern = like(find)
        statement = statement.where(
            EnterpriseRow.search_keys.like(pattern, escape="\\")
            | ClaimRow.number.like(pattern, escape="\\")
        )
    if states:
        statement = statement.where(ClaimRow.state.in_(states))
    if enterprise:
        statement = statement.where(EnterpriseRow.id == enterprise)
    if loan:
        statement = statement.where(LoanRow.id == loan)
    if claim:
        statement = statement.where(ClaimRow.id == claim)
    reviews = {
        r.claim_id: r
        for r in read.all(
            select(ClaimReviewRow)
            .where(ClaimReviewRow.result != "return")
            .order_by(ClaimReviewRow.id)
        )
    }
    lines = []
    for c, ln, e, b in read.session.execute(statement):
        review = reviews.get(c.id)
        lines.append(
            ClaimLine(
                c.id, c.number, e.name, b.name, c.filed_on, c.overdue_principal_fen,
                review.loss_fen if review else None,
                fund_share_of(review) if review else None,
                c.state, ln.contract_no, ln.id, e.id, b.id,
            )
        )  # fmt: skip
    return tuple(lines)


def fund_share_of(review: ClaimReviewRow) -> Money:
    """The fund's share as the review computed it."""
    return Money(sum(int(s["fen"]) for s in review.shares if s["party"] == Party.FUND))
