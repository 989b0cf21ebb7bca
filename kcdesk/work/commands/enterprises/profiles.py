"""How a firm is classified, and what it reported year by year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.enterprises import LEGAL_FORMS
from kcdesk.domain.schemes.parts import Item
from kcdesk.domain.schemes.picking import code_of
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import EnterpriseRow, FigureRow, ProfileRow, TagRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work

_REGION = re.compile(r"\d{6}", re.ASCII)


class ReviseProfile(Command, label="登记分类信息", stage="enterprises"):
    """Where a firm is registered, what it is, what chain and tags it has; written as a whole."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    region_code: Annotated[
        str, Field("text", "行政区划代码", hint="六位数字，按营业执照登记机关所在地")
    ] = ""
    legal_form: Annotated[str, Field("choice", "主体形式", options=LEGAL_FORMS)] = ""
    size_industry: Annotated[
        str, Field("code", "划型行业", hint="中小企业划型标准的行业", source="size_industries")
    ] = ""
    chain: Annotated[str, Field("text", "重点产业链", hint="方案列了产业链的按方案填")] = ""
    park: Annotated[str, Field("text", "园区或平台")] = ""
    tags: Annotated[str, Field("text", "标签", hint="几个标签用顿号隔开")] = ""


@handles(ReviseProfile)
def revise_profile(work: Work, command: ReviseProfile) -> int:
    """Write every field; an emptied field becomes empty."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    scheme = work.scheme()
    given = {
        "region_code": command.region_code,
        "legal_form": command.legal_form,
        "size_industry": command.size_industry,
        "chain": coded(scheme.chains, command.chain, "产业链", "chain"),
        "park": command.park,
    }
    refuse_profile(work, given)
    row = profile_of(work, enterprise.id)
    if row is None:
        row = work.add(ProfileRow(**{**profile_columns(enterprise.id), **given}))
    else:
        for name, value in given.items():
            setattr(row, name, value)
    words = [word.strip() for word in re.split("[、，,;；]", command.tags) if word.strip()]
    _write_tags(work, enterprise.id, [coded(scheme.tags, w, "标签", "tags") for w in words])
    work.say(f"登记分类信息：{enterprise.name}")
    return row.id


def refuse_profile(work: Work, given: Mapping[str, str]) -> None:
    """Raises Refusal for a region that is no code, a form or an industry that there is not."""
    region = given.get("region_code", "")
    if region and not _REGION.fullmatch(region):
        raise Refusal.of(
            f"“{region}”不是行政区划代码。",
            cure="请填六位数字，一般是统一社会信用代码的第3至8位。",
            field="region_code",
            code="enterprise.region",
        )
    form = given.get("legal_form", "")
    if form and form not in [f.value for f in LEGAL_FORMS]:
        raise Refusal.of(
            f"没有“{form}”这种主体形式。",
            cure=f"可选：{'、'.join(f.label for f in LEGAL_FORMS)}。",
            field="legal_form",
            code="enterprise.form",
        )
    industry = given.get("size_industry", "")
    if industry and industry not in work.library.industries:
        raise Refusal.of(
            f"划型标准里没有“{industry}”这个行业。",
            cure=f"可选：{'、'.join(i.label for i in work.library.industries.values())}。",
            field="size_industry",
            code="enterprise.industry",
        )


def coded(items: Mapping[str, Item], word: str, what: str, field: str) -> str:
    """The programme's code of a word; where the programme lists nothing, the word itself."""
    if not items or not word:
        return word
    code = code_of(items, word)
    if code is None:
        raise Refusal.of(
            f"方案里没有“{word}”这个{what}。",
            cure=f"可选：{'、'.join(i.label for i in items.values())}。",
            field=field,
            clauses=next(iter(items.values())).clauses,
            code="scheme.unknown_code",
        )
    return code


def profile_of(read: Read, enterprise_id: int) -> ProfileRow | None:
    """How a firm is classified; None while nobody has entered it."""
    return read.one(select(ProfileRow).where(ProfileRow.enterprise_id == enterprise_id))


def profile_columns(enterprise_id: int) -> dict[str, Any]:
    """A classification in which nothing is filled in yet."""
    return {
        "enterprise_id": enterprise_id,
        "region_code": "",
        "legal_form": "",
        "size_industry": "",
        "chain": "",
        "park": "",
    }


def _write_tags(work: Work, enterprise_id: int, wanted: list[str]) -> None:
    rows = work.all(select(TagRow).where(TagRow.enterprise_id == enterprise_id))
    for row in rows:
        if row.tag not in wanted:
            work.session.delete(row)
    held = {row.tag for row in rows}
    for tag in dict.fromkeys(wanted):
        if tag not in held:
            work.add(TagRow(enterprise_id=enterprise_id, tag=tag))


class RecordFigures(Command, label="登记年度指标", stage="enterprises"):
    """What a firm reported for one year; entered again, it replaces what was entered."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    year: Annotated[int, Field("whole", "年度")]
    staff_count: Annotated[int | None, Field("whole", "职工人数")] = None
    revenue: Annotated[Money | None, Field("money", "营业收入", unit="万元")] = None
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")] = None
    liabilities: Annotated[Money | None, Field("money", "负债总额", unit="万元")] = None
    net_profit: Annotated[Money | None, Field("money", "净利润", unit="万元")] = None
    tax: Annotated[Money | None, Field("money", "纳税额", unit="万元")] = None
    research: Annotated[Money | None, Field("money", "研发费用", unit="万元")] = None
    source: Annotated[str, Field("text", "来源", hint="如审计报告、纳税申报表")] = ""


@handles(RecordFigures)
def record_figures(work: Work, command: RecordFigures) -> int:
    """Refuses a year that has not begun and a year without a single figure."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    if not command.year <= work.today.year:
        raise Refusal.of(
            f"{command.year}年还没有到。", cure="请核对年度。", field="year", code="figure.year"
        )
    told = {
        "staff_count": command.staff_count,
        "revenue_fen": command.revenue,
        "total_assets_fen": command.total_assets,
        "liabilities_fen": command.liabilities,
        "net_profit_fen": command.net_profit,
        "tax_fen": command.tax,
        "research_fen": command.research,
        "source": command.source,
    }
    if not any(v is not None for k, v in told.items() if k != "source"):
        raise Refusal.of(
            "没有填写任何一项指标。",
            cure="至少填一项，不知道的空着。",
            field="staff_count",
            code="figure.none",
        )
    row = work.one(
        select(FigureRow).where(
            FigureRow.enterprise_id == enterprise.id, FigureRow.year == command.year
        )
    )
    if row is None:
        row = work.add(FigureRow(enterprise_id=enterprise.id, year=command.year, **told))
    else:
        for name, value in told.items():
            setattr(row, name, value)
    work.say(f"登记年度指标：{enterprise.name} {command.year}年")
    return row.id
