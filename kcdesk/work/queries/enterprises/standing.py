"""What speaks for and against a firm today: classification, figures, classes, incidents, bans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import BAN_KINDS, LEGAL_FORMS, SIZES, Ban, Incident
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import (
    BanRow,
    ClassRow,
    EnterpriseRow,
    FigureRow,
    IncidentRow,
    TagRow,
)
from kcdesk.work.commands.enterprises.bans import incident_label
from kcdesk.work.commands.enterprises.classes import class_label
from kcdesk.work.commands.enterprises.facts import standing_of
from kcdesk.work.commands.enterprises.profiles import profile_of
from kcdesk.work.context import Read
from kcdesk.work.query import query


@dataclass(frozen=True)
class FigureLine:
    """What a firm reported for one year, and the size class that follows."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    year: Annotated[int, Field("whole", "年度")]
    staff_count: Annotated[int | None, Field("whole", "职工人数")]
    revenue: Annotated[Money | None, Field("money", "营业收入", unit="万元")]
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")]
    liabilities: Annotated[Money | None, Field("money", "负债总额", unit="万元")]
    net_profit: Annotated[Money | None, Field("money", "净利润", unit="万元")]
    tax: Annotated[Money | None, Field("money", "纳税额", unit="万元")]
    research: Annotated[Money | None, Field("money", "研发费用", unit="万元")]
    source: Annotated[str, Field("text", "来源")]


@dataclass(frozen=True)
class ClassLine:
    """A class of a firm and its time."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    kind: Annotated[str, Field("text", "企业类别")]
    from_on: Annotated[date, Field("day", "认定日期")]
    document_no: Annotated[str, Field("text", "认定文号")]
    until_on: Annotated[date | None, Field("day", "最后有效日")]
    end_document_no: Annotated[str, Field("text", "终止文号")]
    is_live: Annotated[bool, Field("flag", "有效")]


@dataclass(frozen=True)
class IncidentLine:
    """Something that speaks against a firm."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    kind: Annotated[str, Field("text", "记录类型")]
    happened_on: Annotated[date, Field("day", "发生日期")]
    document_no: Annotated[str, Field("text", "来源文号")]
    note: Annotated[str, Field("long_text", "情况说明")]
    lifted_on: Annotated[date | None, Field("day", "解除日期")]
    lift_document_no: Annotated[str, Field("text", "解除文号")]
    is_open: Annotated[bool, Field("flag", "未解除")]


@dataclass(frozen=True)
class BanLine:
    """A ban of a firm."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    enterprise: Annotated[int, Field("record", "企业编号", of="enterprises")]
    enterprise_name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    kind: Annotated[str, Field("choice", "禁入原因", options=BAN_KINDS)]
    from_on: Annotated[date, Field("day", "禁入日期")]
    document_no: Annotated[str, Field("text", "依据文号")]
    reason: Annotated[str, Field("long_text", "情况说明")]
    released_on: Annotated[date | None, Field("day", "解除禁入日期")]
    release_document_no: Annotated[str, Field("text", "决定文号")]
    release_reason: Annotated[str, Field("long_text", "解除理由")]
    is_in_force: Annotated[bool, Field("flag", "禁入中")]


@dataclass(frozen=True)
class EnterpriseStanding:
    """What a programme may ask of a firm, as of today."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    region_code: Annotated[str, Field("text", "行政区划代码")]
    proposed_region_code: Annotated[str, Field("text", "信用代码中的区划代码")]
    legal_form: Annotated[str, Field("choice", "主体形式", options=LEGAL_FORMS)]
    size_industry: Annotated[str, Field("code", "划型行业", source="size_industries")]
    industry: Annotated[str, Field("text", "划型行业名称")]
    size: Annotated[str, Field("choice", "企业划型", options=SIZES)]
    chain: Annotated[str, Field("text", "重点产业链")]
    park: Annotated[str, Field("text", "园区或平台")]
    tags: Annotated[str, Field("text", "标签")]
    unreviewed: Annotated[str, Field("text", "待审核的资质")]
    number_year: Annotated[int | None, Field("whole", "入库编号年度")]
    is_banned: Annotated[bool, Field("flag", "禁入中")]
    has_fraud: Annotated[bool, Field("flag", "骗贷")]
    figures: Annotated[tuple[FigureLine, ...], Field("rows", "年度指标")]
    classes: Annotated[tuple[ClassLine, ...], Field("rows", "企业类别")]
    incidents: Annotated[tuple[IncidentLine, ...], Field("rows", "不良记录")]
    bans: Annotated[tuple[BanLine, ...], Field("rows", "禁入记录")]


@query("企业现状")
def enterprise_standing(
    read: Read, enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
) -> EnterpriseStanding:
    """One firm as it stands today."""
    firm = read.get(EnterpriseRow, enterprise, "企业", "enterprise")
    scheme, standing, profile = read.scheme(), standing_of(read, firm.id), profile_of(read, firm.id)
    facts = standing.facts(scheme, read.today)
    tags = read.session.scalars(
        select(TagRow.tag).where(TagRow.enterprise_id == firm.id).order_by(TagRow.id)
    )
    chain = "" if profile is None else profile.chain
    waiting = sorted(standing.waiting(scheme, read.today))
    return EnterpriseStanding(
        id=firm.id,
        region_code=standing.region_code or "",
        proposed_region_code=firm.uscc[2:8],
        legal_form=standing.legal_form or "",
        size_industry="" if profile is None else profile.size_industry,
        industry="" if standing.industry is None else standing.industry.label,
        size=str(facts["enterprise.size"] or ""),
        chain=scheme.chains[chain].label if chain in scheme.chains else chain,
        park="" if profile is None else profile.park,
        tags="、".join(scheme.tags[t].label if t in scheme.tags else t for t in tags),
        unreviewed="、".join(scheme.qualifications[kind].label for kind in waiting),
        number_year=standing.number_year(scheme, read.today),
        is_banned=bool(facts["enterprise.is_banned"]),
        has_fraud=bool(facts["enterprise.has_fraud"]),
        figures=_figures(read, firm.id),
        classes=_classes(read, firm.id),
        incidents=_incidents(read, firm.id),
        bans=ban_lines(read, firm.id),
    )


def _figures(read: Read, firm: int) -> tuple[FigureLine, ...]:
    rows = read.all(
        select(FigureRow).where(FigureRow.enterprise_id == firm).order_by(FigureRow.year.desc())
    )
    return tuple(
        FigureLine(
            r.id, r.year, r.staff_count, r.revenue_fen, r.total_assets_fen, r.liabilities_fen,
            r.net_profit_fen, r.tax_fen, r.research_fen, r.source,
        )
        for r in rows
    )  # fmt: skip


def _classes(read: Read, firm: int) -> tuple[ClassLine, ...]:
    rows = read.all(
        select(ClassRow).where(ClassRow.enterprise_id == firm).order_by(ClassRow.from_on)
    )
    return tuple(
        ClassLine(
            r.id, class_label(read, r.kind), r.from_on, r.document_no, r.until_on,
            r.end_document_no,
            r.from_on <= read.today and (r.until_on is None or read.today <= r.until_on),
        )
        for r in rows
    )  # fmt: skip


def _incidents(read: Read, firm: int) -> tuple[IncidentLine, ...]:
    rows = read.all(
        select(IncidentRow)
        .where(IncidentRow.enterprise_id == firm)
        .order_by(IncidentRow.happened_on.desc())
    )
    return tuple(
        IncidentLine(
            r.id, incident_label(read, r.kind), r.happened_on, r.document_no, r.note, r.lifted_on,
            r.lift_document_no,
            Incident(r.kind, r.happened_on, r.lifted_on).is_open(read.today),
        )
        for r in rows
    )  # fmt: skip


@query("禁入名单")
def bans(
    read: Read,
    only_in_force: Annotated[bool, Field("flag", "只看禁入中的")] = True,
) -> tuple[BanLine, ...]:
    """Firms that are banned today; or every ban there ever was."""
    return tuple(b for b in ban_lines(read) if b.is_in_force or not only_in_force)


def ban_lines(read: Read, firm: int | None = None) -> tuple[BanLine, ...]:
    """The bans of a firm, or of all; the newest first."""
    statement = (
        select(BanRow, EnterpriseRow.name, EnterpriseRow.uscc)
        .join(EnterpriseRow, EnterpriseRow.id == BanRow.enterprise_id)
        .order_by(BanRow.from_on.desc(), BanRow.id.desc())
    )
    if firm is not None:
        statement = statement.where(BanRow.enterprise_id == firm)
    return tuple(
        BanLine(
            r.id, r.enterprise_id, name, uscc, r.kind, r.from_on, r.document_no, r.reason,
            r.released_on, r.release_document_no, r.release_reason,
            Ban(r.kind, r.from_on, r.released_on).holds(read.today),
        )
        for r, name, uscc in read.session.execute(statement)
    )  # fmt: skip
