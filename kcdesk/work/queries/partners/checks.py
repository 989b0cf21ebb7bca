"""What the programme would say of an agreement before it is saved; the published rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.partners import agreed_until, check_agreement, sharing_to
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.partners import PartnerRow, ReferenceRateRow
from kcdesk.work.commands.partners.agreements import Terms, agreement_facts
from kcdesk.work.commands.partners.rates import TERMS
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query


@dataclass(frozen=True)
class AgreementCheck:
    """What the programme would say if this were signed; nothing is saved."""

    until_on: Annotated[date | None, Field("day", "协议到期日")]
    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("协议预检")
def agreement_check(
    read: Read,
    partner: Annotated[int, Field("record", "合作机构", of="partners")],
    signed_on: Annotated[date, Field("day", "签订日期")],
    from_on: Annotated[date | None, Field("day", "协议起始日")] = None,
    until_on: Annotated[date | None, Field("day", "协议到期日")] = None,
    sharing: Annotated[tuple[int, ...] | None, Field("weights", "分担比例")] = None,
    parties: Annotated[str, Field("text", "分担各方")] = "",
    guaranteed_sharing: Annotated[
        tuple[int, ...] | None, Field("weights", "有担保机构时的分担比例")
    ] = None,
    guaranteed_parties: Annotated[str, Field("text", "有担保机构时的分担各方")] = "",
    rate_ceiling: Annotated[Fraction | None, Field("percent", "利率上限")] = None,
    spread: Annotated[Fraction | None, Field("percent", "加点")] = None,
    line: Annotated[Money | None, Field("money", "授信总额")] = None,
    deposit: Annotated[Money | None, Field("money", "应存保证金")] = None,
) -> AgreementCheck:
    """The findings of an agreement before it is saved."""
    scheme = read.scheme()
    try:
        facts = agreement_facts(
            read,
            read.get(PartnerRow, partner, "合作机构", "partner"),
            Terms(
                number="",
                signed_on=signed_on,
                from_on=from_on or signed_on,
                until_on=until_on,
                sharing=sharing_to(sharing, parties, "parties"),
                guaranteed=sharing_to(guaranteed_sharing, guaranteed_parties, "guaranteed_parties"),
                rate_ceiling=rate_ceiling,
                spread=spread,
                line=line,
                deposit=deposit,
            ),
        )
        findings = check_agreement(scheme, facts)
        last = agreed_until(scheme, facts)
    except Refusal as refusal:
        return AgreementCheck(until_on, problem_lines(refusal.problems), (), ())
    return AgreementCheck(
        last,
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(scheme, trace_to_json(findings.trace)),
    )


@dataclass(frozen=True)
class RateLine:
    """One published rate."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    published_on: Annotated[date, Field("day", "发布日期")]
    term: Annotated[str, Field("choice", "期限品种", options=TERMS)]
    rate: Annotated[Fraction, Field("percent", "报价利率")]


@query("市场报价利率")
def reference_rates(read: Read) -> tuple[RateLine, ...]:
    """Every published rate, the newest first."""
    statement = select(ReferenceRateRow).order_by(
        ReferenceRateRow.published_on.desc(), ReferenceRateRow.term
    )
    return tuple(RateLine(r.id, r.published_on, r.term, r.rate) for r in read.all(statement))
