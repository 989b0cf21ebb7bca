"""Cooperating institutions as a list: what each is today, and who leads by the line it offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.partners import PARTNER_STATES, PartnerKind, PartnerState
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.partners import AgreementRow, PartnerRow
from kcdesk.work.agreements import agreement_on, is_partner, suspensions_on
from kcdesk.work.commands.partners import PARTNER_KINDS
from kcdesk.work.commands.partners.agreements import last_day
from kcdesk.work.commands.partners.requirements import asked_of, requirements_on
from kcdesk.work.context import Read
from kcdesk.work.query import OptionLine, query
from kcdesk.work.search import fold, search_keys


@dataclass(frozen=True)
class PartnerLine:
    """One institution."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    name: Annotated[str, Field("text", "机构名称")]
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)]
    state: Annotated[str, Field("choice", "合作状态", options=PARTNER_STATES)]
    joined_on: Annotated[date, Field("day", "合作起始日")]
    left_on: Annotated[date | None, Field("day", "合作终止日")]
    agreement_no: Annotated[str, Field("text", "合作协议编号")]
    agreement_until_on: Annotated[date | None, Field("day", "协议到期日")]
    account_name: Annotated[str, Field("text", "收款户名")]
    account_bank: Annotated[str, Field("text", "开户行")]
    account_no: Annotated[str, Field("text", "收款账号")]
    contact_name: Annotated[str, Field("text", "联系人")]
    contact_phone: Annotated[str, Field("phone", "联系电话")]
    tech_from_on: Annotated[date | None, Field("day", "科技支行或授牌自")]
    service_team: Annotated[str, Field("text", "服务团队")]


@query("合作机构")
def partners(
    read: Read,
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)] = "",
    find: Annotated[str, Field("text", "查找")] = "",
) -> tuple[PartnerLine, ...]:
    """Institutions of a kind (all when empty), found by part of the name or by its initials."""
    statement = select(PartnerRow).order_by(PartnerRow.kind, PartnerRow.id)
    if kind:
        statement = statement.where(PartnerRow.kind == kind)
    typed = fold(find)
    # A county has some dozen of them: their keys are not worth a column.
    return tuple(
        partner_line(read, p)
        for p in read.all(statement)
        if not typed or typed in search_keys([p.name], "")
    )


def partner_line(read: Read, p: PartnerRow) -> PartnerLine:
    """A row as a line; with the agreement in force today, else the last one there was."""
    agreement = agreement_on(read, p.id, read.today) or latest_agreement(read, p.id)
    return PartnerLine(
        p.id, p.name, p.kind, state_on(read, p, read.today).value, p.joined_on, p.left_on,
        p.agreement_no if agreement is None else agreement.number,
        None if agreement is None else last_day(agreement),
        p.account_name, p.account_bank, p.account_no, p.contact_name, p.contact_phone,
        p.tech_from_on, p.service_team or "",
    )  # fmt: skip


def latest_agreement(read: Read, partner_id: int) -> AgreementRow | None:
    """The agreement that began last, in force or not."""
    return read.one(
        select(AgreementRow)
        .where(AgreementRow.partner_id == partner_id)
        .order_by(AgreementRow.from_on.desc())
    )


def state_on(read: Read, p: PartnerRow, day: date) -> PartnerState:
    """What an institution is on a day; the hardest word first."""
    held = suspensions_on(read, p.id, day)
    if any(s.is_disqualified for s in held):
        return PartnerState.DISQUALIFIED
    if not is_partner(p, day):
        return PartnerState.LEFT if day >= p.joined_on else PartnerState.COMING
    return PartnerState.SUSPENDED if held else PartnerState.ACTIVE


@dataclass(frozen=True)
class PartnerCount:
    """How many banks there are to lend, and how many may lend today."""

    signed: Annotated[int, Field("whole", "已签协议的银行", unit="家")]
    active: Annotated[int, Field("whole", "其中正常合作", unit="家")]


@query("合作银行家数")
def partner_count(
    read: Read, on: Annotated[date | None, Field("day", "日期")] = None
) -> PartnerCount:
    """Banks with an agreement in force on a day (today), and those of them not suspended."""
    day = on or read.today
    signed = [
        state_on(read, p, day)
        for p in read.all(select(PartnerRow).where(PartnerRow.kind == "bank"))
        if agreement_on(read, p.id, day) is not None
        and state_on(read, p, day) in (PartnerState.ACTIVE, PartnerState.SUSPENDED)
    ]
    return PartnerCount(len(signed), signed.count(PartnerState.ACTIVE))


@dataclass(frozen=True)
class RankingLine:
    """One institution in the order of the credit line it offers."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    rank: Annotated[int, Field("whole", "名次")]
    name: Annotated[str, Field("text", "机构名称")]
    line: Annotated[Money | None, Field("money", "授信总额", unit="万元")]
    checked_on: Annotated[date, Field("day", "核对日期")]
    met: Annotated[str, Field("text", "具备条件")]
    lacking: Annotated[str, Field("text", "尚缺条件")]


@query("合作机构排序")
def partner_ranking(
    read: Read,
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)] = "bank",
) -> tuple[RankingLine, ...]:
    """Institutions whose requirements have been checked: the larger line first."""
    asked = asked_of(read.scheme(), kind)
    found = [
        (p, row)
        for p in read.all(select(PartnerRow).where(PartnerRow.kind == kind))
        if (row := requirements_on(read, p.id, read.today)) is not None
    ]
    found.sort(key=lambda pair: (-(pair[1].line_fen or ZERO).fen, pair[0].id))
    return tuple(
        RankingLine(
            p.id, rank, p.name, row.line_fen, row.checked_on, *met_and_lacking(asked, row.ticks)
        )
        for rank, (p, row) in enumerate(found, 1)
    )


def met_and_lacking(asked: Mapping[str, str], ticks: list[str]) -> tuple[str, str]:
    """``3/4`` and what is missing in words."""
    lacking = [label for code, label in asked.items() if code not in ticks]
    return f"{len(asked) - len(lacking)}/{len(asked)}", "、".join(lacking)


@query("合作条件")
def partner_requirements(
    read: Read,
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)] = "",
) -> tuple[OptionLine, ...]:
    """What the programme asks of institutions (of a kind) before they are admitted."""
    items = read.scheme().partner_requirements
    return tuple(
        OptionLine(code, label if kind else f"{label}{_only_for(items[code].of)}")
        for code, label in asked_of(read.scheme(), kind).items()
    )


def _only_for(kind: str) -> str:
    return f"（{PartnerKind(kind).label}）" if kind else ""
