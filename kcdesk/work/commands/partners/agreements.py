"""Agreements: signed, renewed, ended before their time. The programme checks the signing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.partners import (
    AgreementFacts,
    agreed_until,
    check_agreement,
    sharing_from,
    sharing_to,
)
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.kernel.ratio import weights
from kcdesk.store.tables.partners import AgreementRow, PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.partners.requirements import ticks_on
from kcdesk.work.context import Read, Work

IN_ORDER = "按比例的顺序，用顿号隔开"


class RegisterAgreement(Command, label="登记合作协议", stage="partners", role=Role.REVIEWER):
    """What an institution signed; checked by the programme as of the day it was signed."""

    partner: Annotated[int, Field("record", "合作机构", of="partners")]
    number: Annotated[str, Field("text", "协议编号")]
    signed_on: Annotated[date, Field("day", "签订日期")]
    from_on: Annotated[date | None, Field("day", "协议起始日", hint="留空为签订日")] = None
    until_on: Annotated[date | None, Field("day", "协议到期日", hint="留空按方案规定")] = None
    sharing: Annotated[
        tuple[int, ...] | None, Field("weights", "分担比例", hint="各方份数，用冒号隔开")
    ] = None
    parties: Annotated[str, Field("text", "分担各方", hint=IN_ORDER)] = "风险补偿金、合作机构"
    guaranteed_sharing: Annotated[
        tuple[int, ...] | None, Field("weights", "有担保机构时的分担比例", hint="不同的才填")
    ] = None
    guaranteed_parties: Annotated[str, Field("text", "有担保机构时的分担各方", hint=IN_ORDER)] = (
        "风险补偿金、担保机构、合作机构"
    )
    rate_ceiling: Annotated[Fraction | None, Field("percent", "利率上限")] = None
    spread: Annotated[Fraction | None, Field("percent", "加点")] = None
    line: Annotated[Money | None, Field("money", "授信总额")] = None
    deposit: Annotated[Money | None, Field("money", "应存保证金")] = None
    document_no: Annotated[str, Field("text", "批准文号")] = ""
    note: Annotated[str, Field("long_text", "备注")] = ""


@handles(RegisterAgreement)
def register_agreement(work: Work, command: RegisterAgreement) -> int:
    """Refuses what the programme refuses; what it only warns of stands in the trace."""
    partner = work.get(PartnerRow, command.partner, "合作机构", "partner")
    terms = Terms(
        number=command.number,
        signed_on=command.signed_on,
        from_on=command.from_on or command.signed_on,
        until_on=command.until_on,
        sharing=sharing_to(command.sharing, command.parties, "parties"),
        guaranteed=sharing_to(
            command.guaranteed_sharing, command.guaranteed_parties, "guaranteed_parties"
        ),
        rate_ceiling=command.rate_ceiling,
        spread=command.spread,
        line=command.line,
        deposit=command.deposit,
        document_no=command.document_no,
        note=command.note,
    )
    work.say(f"登记合作协议：{partner.name}（{command.number}）")
    return _sign(work, partner, terms)


class RenewAgreement(Command, label="续签合作协议", stage="partners", role=Role.REVIEWER):
    """A new agreement after an old one; terms left out stay as they were."""

    agreement: Annotated[int, Field("record", "原协议", of="partners")]
    number: Annotated[str, Field("text", "新协议编号")]
    signed_on: Annotated[date, Field("day", "签订日期")]
    from_on: Annotated[date | None, Field("day", "协议起始日", hint="留空接着原协议")] = None
    until_on: Annotated[date | None, Field("day", "协议到期日", hint="留空按方案规定")] = None
    sharing: Annotated[tuple[int, ...] | None, Field("weights", "分担比例", hint="留空不变")] = None
    guaranteed_sharing: Annotated[
        tuple[int, ...] | None, Field("weights", "有担保机构时的分担比例", hint="留空不变")
    ] = None
    rate_ceiling: Annotated[Fraction | None, Field("percent", "利率上限", hint="留空不变")] = None
    spread: Annotated[Fraction | None, Field("percent", "加点", hint="留空不变")] = None
    line: Annotated[Money | None, Field("money", "授信总额", hint="留空不变")] = None
    deposit: Annotated[Money | None, Field("money", "应存保证金", hint="留空不变")] = None
    document_no: Annotated[str, Field("text", "批准文号")] = ""
    note: Annotated[str, Field("long_text", "备注")] = ""


@handles(RenewAgreement)
def renew_agreement(work: Work, command: RenewAgreement) -> int:
    """Begins the day after the old one, unless it says when; its parties stay."""
    old = work.get(AgreementRow, command.agreement, "合作协议", "agreement")
    partner = work.get(PartnerRow, old.partner_id, "合作机构")
    last = last_day(old)
    if command.from_on is None and last is None:
        raise Refusal.of(
            f"原协议 {old.number} 没有到期日，新协议从哪天起要写明。",
            cure="请填写协议起始日。",
            field="from_on",
            code="agreement.from",
        )
    from_on = command.from_on or (last or command.signed_on) + timedelta(days=1)
    if from_on <= old.from_on:
        raise Refusal.of(
            f"新协议的起始日不晚于原协议的起始日（{old.from_on.isoformat()}）。",
            cure="请核对日期。",
            field="from_on",
            code="agreement.order",
        )

    terms = Terms(
        number=command.number,
        signed_on=command.signed_on,
        from_on=from_on,
        until_on=command.until_on,
        sharing=_renewed(old.sharing, old.parties, command.sharing, "sharing"),
        guaranteed=_renewed(
            old.guaranteed_sharing,
            old.guaranteed_parties,
            command.guaranteed_sharing,
            "guaranteed_sharing",
        ),
        rate_ceiling=old.rate_ceiling if command.rate_ceiling is None else command.rate_ceiling,
        spread=old.spread if command.spread is None else command.spread,
        line=old.line_fen if command.line is None else command.line,
        deposit=old.deposit_fen if command.deposit is None else command.deposit,
        document_no=command.document_no,
        note=command.note,
    )
    work.say(f"续签合作协议：{partner.name}（{old.number} → {command.number}）")
    return _sign(work, partner, terms, old.id)


class EndAgreement(Command, label="提前终止协议", stage="partners", role=Role.REVIEWER):
    """The agreement ends before its time; loans lent while it ran keep its terms."""

    agreement: Annotated[int, Field("record", "合作协议", of="partners")]
    ended_on: Annotated[date, Field("day", "最后一日")]
    reason: Annotated[str, Field("text", "终止原因")]


@handles(EndAgreement)
def end_agreement(work: Work, command: EndAgreement) -> int:
    """Refuses a last day before the first, or after the agreement had ended anyway."""
    row = work.get(AgreementRow, command.agreement, "合作协议", "agreement")
    last = last_day(row)
    if command.ended_on < row.from_on or (last is not None and command.ended_on > last):
        until = "不限" if last is None else last.isoformat()
        raise Refusal.of(
            f"最后一日不在协议期内（{row.from_on.isoformat()} 至 {until}）。",
            cure="请核对日期。",
            field="ended_on",
            code="agreement.order",
        )
    row.ended_on, row.end_reason = command.ended_on, command.reason
    work.say(f"提前终止协议 {row.number}（{command.ended_on.isoformat()}）：{command.reason}")
    return row.id


@dataclass(frozen=True, slots=True)
class Terms:
    """What is signed, as it will be kept."""

    number: str
    signed_on: date
    from_on: date
    until_on: date | None
    sharing: tuple[str, str]
    guaranteed: tuple[str, str]
    rate_ceiling: Fraction | None
    spread: Fraction | None
    line: Money | None
    deposit: Money | None
    document_no: str = ""
    note: str = ""


def last_day(row: AgreementRow) -> date | None:
    """The last day an agreement is in force; None while that is open."""
    return min((d for d in (row.until_on, row.ended_on) if d is not None), default=None)


def agreement_facts(read: Read, partner: PartnerRow, terms: Terms) -> AgreementFacts:
    """What the programme judges an agreement by."""
    return AgreementFacts(
        kind=partner.kind,
        signed_on=terms.signed_on,
        from_on=terms.from_on,
        until_on=terms.until_on,
        sharing=sharing_from(*terms.sharing),
        guaranteed=sharing_from(*terms.guaranteed),
        rate_ceiling=terms.rate_ceiling,
        spread=terms.spread,
        line=terms.line,
        deposit=terms.deposit,
        ticks=ticks_on(read, partner.id, terms.signed_on),
    )


def _renewed(old: str, parties: str, new: tuple[int, ...] | None, field: str) -> tuple[str, str]:
    if new is None:
        return old, parties
    if not old or len(weights(old)) != len(new):
        raise Refusal.of(
            "新的分担比例与原协议的分担各方数目不同。",
            cure="各方有变化的，请另行登记一份合作协议。",
            field=field,
            code="agreement.parties",
        )
    return sharing_to(new, parties, field)


def _sign(work: Work, partner: PartnerRow, terms: Terms, renews_id: int | None = None) -> int:
    same_day = select(AgreementRow).where(
        AgreementRow.partner_id == partner.id, AgreementRow.from_on == terms.from_on
    )
    if (twice := work.one(same_day)) is not None:
        raise Refusal.of(
            f"“{partner.name}”已有同一天起的协议（{twice.number}）。",
            cure="请核对起始日；登记有误的，先撤销原来的登记。",
            field="from_on",
            code="agreement.twice",
        )
    scheme = work.scheme()
    facts = agreement_facts(work, partner, terms)
    findings = check_agreement(scheme, facts).refuse()
    return work.add(
        AgreementRow(
            partner_id=partner.id,
            number=terms.number,
            signed_on=terms.signed_on,
            from_on=terms.from_on,
            until_on=agreed_until(scheme, facts),
            sharing=terms.sharing[0],
            parties=terms.sharing[1],
            guaranteed_sharing=terms.guaranteed[0],
            guaranteed_parties=terms.guaranteed[1],
            rate_ceiling=terms.rate_ceiling,
            spread=terms.spread,
            line_fen=terms.line,
            deposit_fen=terms.deposit,
            document_no=terms.document_no,
            note=terms.note,
            renews_id=renews_id,
            ended_on=None,
            end_reason="",
            trace=trace_to_json(findings.trace),
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
        )
    ).id
