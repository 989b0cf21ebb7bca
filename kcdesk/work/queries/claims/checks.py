"""What the programme would say of a claim or of its review before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.claims import ClaimFacts, assess, check_claim, check_review
from kcdesk.domain.loans import GRADES, matured_on, overdue_days
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.work.commands.claims import claim_facts, facts_of
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query


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
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查和计算")]


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
    refusals, now, scheme = findings.refusals, None, read.scheme()
    try:
        now = assess(scheme, facts)
    except Refusal as refusal:
        refusals = tuple(dict.fromkeys((*refusals, *refusal.problems)))
    return ClaimCheck(
        principal=facts.principal_outstanding,
        overdue_days=overdue_days(
            matured_on(facts.final_due_on, facts.accelerated_on),
            facts.base_on,
            facts.principal_outstanding,
        ),
        grade=facts.grade,
        loss=None if now is None else now.loss,
        ratio_words="" if now is None else now.ratio_words,
        fund_share=None if now is None else now.share(Party.FUND),
        refusals=problem_lines(refusals),
        warnings=problem_lines(findings.warnings),
        trace=trace_lines(
            scheme, trace_to_json((*findings.trace, *(() if now is None else now.trace)))
        ),
    )
