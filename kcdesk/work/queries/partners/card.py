"""One institution whole: its agreements, its suspensions, what it was found to have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import or_, select

from kcdesk.domain.partners import PARTNER_STATES
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.partners import (
    AgreementRow,
    PartnerRequirementRow,
    PartnerRow,
    SuspensionRow,
)
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.partners import PARTNER_KINDS
from kcdesk.work.commands.partners.agreements import last_day
from kcdesk.work.commands.partners.requirements import asked_of
from kcdesk.work.context import Read
from kcdesk.work.queries.partners.lists import met_and_lacking, partner_line
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

AGREEMENT_STATES = (
    Option("coming", "未到起始日"),
    Option("in_force", "在期"),
    Option("over", "已到期"),
    Option("ended", "已提前终止"),
)


@dataclass(frozen=True)
class AgreementLine:
    """One agreement."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    number: Annotated[str, Field("text", "协议编号")]
    state: Annotated[str, Field("choice", "状态", options=AGREEMENT_STATES)]
    signed_on: Annotated[date, Field("day", "签订日期")]
    from_on: Annotated[date, Field("day", "起始日")]
    until_on: Annotated[date | None, Field("day", "到期日")]
    sharing: Annotated[str, Field("text", "分担比例")]
    guaranteed: Annotated[str, Field("text", "有担保机构时")]
    rate_ceiling: Annotated[Fraction | None, Field("percent", "利率上限")]
    spread: Annotated[Fraction | None, Field("percent", "加点")]
    line: Annotated[Money | None, Field("money", "授信总额", unit="万元")]
    deposit: Annotated[Money | None, Field("money", "应存保证金", unit="万元")]
    document_no: Annotated[str, Field("text", "批准文号")]
    note: Annotated[str, Field("text", "备注")]


@dataclass(frozen=True)
class SuspensionLine:
    """One suspension or disqualification."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    state: Annotated[str, Field("text", "状态")]
    from_on: Annotated[date, Field("day", "起始日")]
    until_on: Annotated[date | None, Field("day", "截止日")]
    reason: Annotated[str, Field("text", "原因")]
    evidence: Annotated[str, Field("text", "当时数据")]
    document_no: Annotated[str, Field("text", "决定文号")]
    resumed_document_no: Annotated[str, Field("text", "恢复依据")]
    notified: Annotated[str, Field("text", "已通知单位")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    is_held: Annotated[bool, Field("flag", "今天仍有效")]
    is_of_all: Annotated[bool, Field("flag", "全部机构")]
    is_disqualified: Annotated[bool, Field("flag", "取消资格")]


@dataclass(frozen=True)
class RequirementLine:
    """One check of what the programme asks of the institution."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    checked_on: Annotated[date, Field("day", "核对日期")]
    met: Annotated[str, Field("text", "具备条件")]
    lacking: Annotated[str, Field("text", "尚缺条件")]
    line: Annotated[Money | None, Field("money", "拟给授信总额", unit="万元")]
    note: Annotated[str, Field("text", "说明")]


@dataclass(frozen=True)
class PartnerCard:
    """One institution."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    name: Annotated[str, Field("text", "机构名称")]
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)]
    state: Annotated[str, Field("choice", "合作状态", options=PARTNER_STATES)]
    joined_on: Annotated[date, Field("day", "合作起始日")]
    left_on: Annotated[date | None, Field("day", "合作终止日")]
    agreement_no: Annotated[str, Field("text", "合作协议编号")]
    agreement_until_on: Annotated[date | None, Field("day", "协议到期日")]
    tech_from_on: Annotated[date | None, Field("day", "科技支行或授牌自")]
    service_team: Annotated[str, Field("text", "服务团队")]
    account_name: Annotated[str, Field("text", "收款户名")]
    account_bank: Annotated[str, Field("text", "开户行")]
    account_no: Annotated[str, Field("text", "收款账号")]
    contact_name: Annotated[str, Field("text", "联系人")]
    contact_phone: Annotated[str, Field("phone", "联系电话")]
    agreements: Annotated[tuple[AgreementLine, ...], Field("rows", "合作协议")]
    suspensions: Annotated[tuple[SuspensionLine, ...], Field("rows", "暂停与恢复")]
    requirements: Annotated[tuple[RequirementLine, ...], Field("rows", "合作条件")]


@query("合作机构卡片")
def partner_card(
    read: Read, partner: Annotated[int, Field("record", "合作机构", of="partners")]
) -> PartnerCard:
    """One institution; what began last stands first."""
    p = read.get(PartnerRow, partner, "合作机构", "partner")
    line = partner_line(read, p)
    return PartnerCard(
        p.id, p.name, p.kind, line.state, p.joined_on, p.left_on, line.agreement_no,
        line.agreement_until_on, p.tech_from_on, line.service_team, p.account_name,
        p.account_bank, p.account_no, p.contact_name, p.contact_phone,
        agreements_of(read, p.id), suspensions_of(read, p.id), _requirements(read, p),
    )  # fmt: skip


def agreements_of(read: Read, partner_id: int) -> tuple[AgreementLine, ...]:
    """Every agreement with an institution, the newest first."""
    return tuple(
        AgreementLine(
            a.id, a.number, _agreement_state(a, read.today), a.signed_on, a.from_on, last_day(a),
            _ratio(a.sharing, a.parties), _ratio(a.guaranteed_sharing, a.guaranteed_parties),
            a.rate_ceiling, a.spread, a.line_fen, a.deposit_fen, a.document_no,
            "；".join(filter(None, (a.note, a.end_reason))),
        )
        for a in read.all(
            select(AgreementRow)
            .where(AgreementRow.partner_id == partner_id)
            .order_by(AgreementRow.from_on.desc())
        )
    )  # fmt: skip


@query("协议签订依据")
def agreement_trace(
    read: Read, agreement: Annotated[int, Field("record", "合作协议", of="partners")]
) -> tuple[TraceLine, ...]:
    """What the programme said when the agreement was signed."""
    a = read.get(AgreementRow, agreement, "合作协议", "agreement")
    scheme = read.scheme(read.get(SchemeRevisionRow, a.scheme_revision_id, "方案"))
    return trace_lines(scheme, a.trace)


def suspensions_of(read: Read, partner_id: int) -> tuple[SuspensionLine, ...]:
    """Every suspension that was the institution's own or everybody's, the newest first."""
    return tuple(
        SuspensionLine(
            s.id, _suspension_state(s, read.today), s.from_on, s.until_on, s.reason,
            "；".join(f"{label}{value}" for label, value in s.evidence), s.document_no,
            "，".join(filter(None, (s.resumed_document_no, s.resume_reason))),
            _notified(s), tuple(s.clauses),
            s.from_on <= read.today and (s.until_on is None or read.today <= s.until_on),
            s.partner_id is None, s.is_disqualified,
        )
        for s in read.all(
            select(SuspensionRow)
            .where(or_(SuspensionRow.partner_id == partner_id, SuspensionRow.partner_id.is_(None)))
            .order_by(SuspensionRow.from_on.desc(), SuspensionRow.id.desc())
        )
    )  # fmt: skip


def _agreement_state(a: AgreementRow, day: date) -> str:
    if day < a.from_on:
        return "coming"
    if a.ended_on is not None and day > a.ended_on:
        return "ended"
    return "over" if a.until_on is not None and day > a.until_on else "in_force"


def _suspension_state(s: SuspensionRow, day: date) -> str:
    if s.is_disqualified:
        return "取消资格"
    whom = "" if s.partner_id is not None else "全部机构"
    if s.until_on is not None and s.until_on < day:
        return f"{whom}已恢复"
    return f"{whom}{'自动暂停' if s.is_automatic else '暂停'}"


def _notified(s: SuspensionRow) -> str:
    told = s.notified_on.isoformat() if s.notified_on else ""
    return " ".join(filter(None, (s.notified, told)))


def _ratio(weights: str, parties: str) -> str:
    if not weights:
        return ""
    return f"{weights}（{'、'.join(Party(code).label for code in parties.split(','))}）"


def _requirements(read: Read, p: PartnerRow) -> tuple[RequirementLine, ...]:
    asked = asked_of(read.scheme(), p.kind)
    return tuple(
        RequirementLine(r.id, r.checked_on, *met_and_lacking(asked, r.ticks), r.line_fen, r.note)
        for r in read.all(
            select(PartnerRequirementRow)
            .where(PartnerRequirementRow.partner_id == p.id)
            .order_by(PartnerRequirementRow.checked_on.desc())
        )
    )
