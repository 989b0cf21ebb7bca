"""The programme: its clauses, what it leaves open, and the options its codes offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.schemes.parts import Blank, Clause
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.library import Library
from kcdesk.store.tables.schemes import SchemeBlankRow
from kcdesk.work.context import Read
from kcdesk.work.queries.schemes.asked import AskedFields, asked_fields
from kcdesk.work.queries.schemes.clauses import (
    CaseLine,
    ClauseCard,
    KeeperLine,
    clause_card,
    kept_by,
)
from kcdesk.work.queries.schemes.revisions import (
    ChangeLine,
    DecisionCard,
    DecisionLine,
    RevisionLine,
    SlipLine,
    decision_card,
    revision_changes,
    revision_decisions,
    scheme_revisions,
    scheme_slips,
    scheme_text,
    slip_lines,
)
from kcdesk.work.queries.schemes.values import ValueLine, parameter_options, scheme_values
from kcdesk.work.query import OptionLine, query

__all__ = [
    "AskedFields",
    "BlankLine",
    "CaseLine",
    "ChangeLine",
    "ClauseCard",
    "ClauseLine",
    "DecisionCard",
    "DecisionLine",
    "KeeperLine",
    "OfficeCard",
    "RevisionLine",
    "SlipLine",
    "ValueLine",
    "asked_fields",
    "blank_options",
    "claim_materials",
    "claim_reasons",
    "clause_card",
    "clause_line",
    "decision_card",
    "default_conditions",
    "office_card",
    "parameter_options",
    "qualification_kinds",
    "revision_changes",
    "revision_decisions",
    "scheme_blanks",
    "scheme_clause",
    "scheme_clauses",
    "scheme_revisions",
    "scheme_slips",
    "scheme_text",
    "scheme_values",
    "shipped_schemes",
    "slip_lines",
]


@dataclass(frozen=True)
class OfficeCard:
    """The office and the programme it works under."""

    name: Annotated[str, Field("text", "单位名称")]
    region: Annotated[str, Field("text", "县（市、区）")]
    host_unit: Annotated[str, Field("text", "主管部门")]
    contact_name: Annotated[str, Field("text", "联系人")]
    contact_phone: Annotated[str, Field("phone", "联系电话")]
    scheme: Annotated[str, Field("code", "方案代码")]
    scheme_title: Annotated[str, Field("text", "执行方案")]
    revision: Annotated[str, Field("text", "方案版本")]
    opened_on: Annotated[date, Field("day", "启用日期")]
    today: Annotated[date, Field("day", "今天")]


@query("本单位")
def office_card(read: Read) -> OfficeCard:
    """The office of this file."""
    office, revision = read.office, read.revision()
    return OfficeCard(
        office.name, office.region, office.host_unit, office.contact_name,
        office.contact_phone, office.scheme_id, revision.title, revision.sha256[:12],
        office.opened_on, read.today,
    )  # fmt: skip


@dataclass(frozen=True)
class ClauseLine:
    """One clause of the programme."""

    id: Annotated[str, Field("code", "条款号")]
    article: Annotated[str, Field("code", "出处")]
    says: Annotated[str, Field("long_text", "内容")]
    kept: Annotated[str, Field("code", "落实方式")]
    reading: Annotated[str, Field("long_text", "采用的理解")]
    why: Annotated[str, Field("long_text", "说明")]
    keepers: Annotated[str, Field("text", "由什么落实")]
    cases: Annotated[str, Field("code", "算例")]


@query("方案条款")
def scheme_clauses(
    read: Read, find: Annotated[str, Field("text", "查找")] = ""
) -> tuple[ClauseLine, ...]:
    """Every clause, how and by what it is kept, how an open text was read, its worked cases."""
    revision = read.revision()
    scheme, library = read.scheme(revision), read.library
    results = library.case_results(revision.content)
    typed = find.strip().lower()
    return tuple(
        replace(
            clause_line(c),
            keepers="；".join(kept_by(scheme, c, library)),
            cases=_cases([r.is_right for r in results if c.id in r.case.shows]),
        )
        for c in scheme.clauses.values()
        if not typed or any(typed in t.lower() for t in (c.id, c.article, c.says, c.reading))
    )


def _cases(right: list[bool]) -> str:
    if not right:
        return ""
    wrong = right.count(False)
    return f"{len(right)}个，{f'{wrong}个不符' if wrong else '全部相符'}"


@query("方案条款一条")
def scheme_clause(read: Read, clause: Annotated[str, Field("text", "条款号")]) -> ClauseLine:
    """One clause, for the window that explains a refusal."""
    found = read.scheme().clauses.get(clause)
    if found is None:
        raise Refusal.of(
            f"方案里没有条款“{clause}”。", cure="请在方案页查看全部条款。", code="clause.unknown"
        )
    return clause_line(found)


def clause_line(c: Clause) -> ClauseLine:
    """A clause as a line."""
    return ClauseLine(c.id, c.article, c.says, c.kept.label, c.reading, c.why, "", "")


@dataclass(frozen=True)
class BlankLine:
    """Something the text leaves open."""

    id: Annotated[int, Field("record", "编号", of="schemes")]
    name: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "留白项")]
    value: Annotated[str, Field("text", "填写值")]
    document_no: Annotated[str, Field("text", "依据文号")]
    clauses: Annotated[str, Field("text", "条款")]
    reading: Annotated[str, Field("text", "没有填写时")]
    says: Annotated[str, Field("text", "原文没有写明的")]


@query("方案留白")
def scheme_blanks(read: Read) -> tuple[BlankLine, ...]:
    """What the programme leaves to the county, and what was filled in.

    Blanks of a revision still to come are listed too, so that they can be filled in beforehand.
    """
    filled = {b.name: b for b in read.all(select(SchemeBlankRow))}
    return tuple(
        BlankLine(
            number, blank.name, blank.label,
            filled[blank.name].value if blank.name in filled else "",
            filled[blank.name].document_no if blank.name in filled else "",
            "、".join(blank.clauses),
            reading_words(blank),
            blank.says,
        )
        for number, blank in enumerate(read.scheme(read.newest_revision()).blanks.values(), 1)
    )  # fmt: skip


def reading_words(blank: Blank) -> str:
    """What counts while nothing is filled in."""
    if blank.reading is None:
        return "须先填写"
    return show_value(blank.reading, blank.field)


@query("留白项")
def blank_options(read: Read) -> tuple[OptionLine, ...]:
    """The blanks, to choose one of."""
    return tuple(OptionLine(b.name, b.label) for b in read.scheme().blanks.values())


@query("可选方案")
def shipped_schemes(read: Read) -> tuple[OptionLine, ...]:
    """The programmes an office may be founded under: those that ship, and sound own ones."""
    return offered_schemes(read.library)


def offered_schemes(library: Library) -> tuple[OptionLine, ...]:
    """The programmes to choose from; an own one that can't be adopted is left out."""
    shipped = [OptionLine(i, library.scheme_head(i)["title"]) for i in library.shipped_ids()]
    offered = []
    for scheme_id in library.own_ids():
        try:
            scheme = library.scheme_of_text(library.scheme_text(scheme_id), {})
        except (Refusal, Fault):
            continue
        offered.append(OptionLine(scheme_id, f"{scheme.title}（自建）"))
    return (*shipped, *offered)


@query("资质类型")
def qualification_kinds(read: Read) -> tuple[OptionLine, ...]:
    """The programme's qualifications."""
    return tuple(OptionLine(k.code, k.label) for k in read.scheme().qualifications.values())


@query("不良原因")
def claim_reasons(read: Read) -> tuple[OptionLine, ...]:
    """Why a loan went bad, as the programme names it."""
    return tuple(OptionLine(r.code, r.label) for r in read.scheme().reasons.values())


@query("代偿申请材料")
def claim_materials(read: Read) -> tuple[OptionLine, ...]:
    """The attachment checklist of a claim."""
    return tuple(OptionLine(m.code, m.label) for m in read.scheme().materials.values())


@query("贷款产品")
def products(read: Read) -> tuple[OptionLine, ...]:
    """Products the programme lends under, and other policies a loan may have beside it."""
    return tuple(OptionLine(p.code, p.label) for p in read.scheme().products.values())


@query("申请渠道")
def channels(read: Read) -> tuple[OptionLine, ...]:
    """Where a firm may hand its application in."""
    return tuple(OptionLine(c.code, c.label) for c in read.scheme().channels.values())


@query("申请材料")
def application_materials(read: Read) -> tuple[OptionLine, ...]:
    """The papers that go with an application."""
    listed = read.scheme().application_materials
    return tuple(OptionLine(m.code, m.label) for m in listed.values())


@query("办理事项种类")
def milestone_kinds(read: Read) -> tuple[OptionLine, ...]:
    """The dated steps the programme asks for."""
    return tuple(OptionLine(m.code, m.label) for m in read.scheme().milestones.values())


@query("不良认定条件")
def default_conditions(read: Read) -> tuple[OptionLine, ...]:
    """What must be found before a loan counts as bad."""
    return tuple(OptionLine(c.code, c.label) for c in read.scheme().default_conditions.values())
