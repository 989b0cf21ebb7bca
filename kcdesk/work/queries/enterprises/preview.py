"""What an import would do, before anything is written; and what its list is read by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.enterprises import LEGAL_FORMS, Industry, Standing
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.kinds import Field, Option
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.commands.enterprises.listed import (
    Admissions,
    Known,
    ListedFirm,
    known_firms,
    sort_firm,
    standing_with,
)
from kcdesk.work.context import Read
from kcdesk.work.intake import Terms
from kcdesk.work.query import query

STATUSES = (
    Option("new", "新增"),
    Option("changed", "变更"),
    Option("unchanged", "无变化"),
)
ADMISSIONS = (
    Option("", ""),
    Option("admitted", "纳入"),
    Option("listed", "已在库"),
    Option("unfit", "不能纳入"),
)


@query("名单读取口径")
def list_terms(read: Read) -> Terms:
    """What a list of firms is read by: its headings, the programme's words, the day."""
    scheme = read.scheme()
    words = {
        "qualification": {k.label: k.code for k in scheme.qualifications.values()},
        "enterprise_class": {k.label: k.code for k in scheme.classes.values()},
        "size_industry": {i.label: i.code for i in read.library.industries.values()},
        "legal_form": {o.label: o.value for o in LEGAL_FORMS},
    }
    return Terms(read.library.sheets["enterprises"], words, read.today)


@dataclass(frozen=True)
class PreviewLine:
    """One accepted row of the list, and what would become of it."""

    order_no: Annotated[int, Field("whole", "序号")]
    row_number: Annotated[int, Field("whole", "表格行号")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    status: Annotated[str, Field("choice", "处理", options=STATUSES)]
    differences: Annotated[str, Field("long_text", "变化内容")]
    note: Annotated[str, Field("text", "说明")]
    admission: Annotated[str, Field("choice", "名录库", options=ADMISSIONS)]
    admission_note: Annotated[str, Field("long_text", "不能纳入的原因")]
    admission_clauses: Annotated[tuple[str, ...], Field("codes", "条款")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.order_no


@query("导入预览")
def preview_enterprises(
    read: Read,
    rows: Annotated[tuple[ListedFirm, ...], Field("rows", "名单")],
    admitted_on: Annotated[date | None, Field("day", "一并纳入名录的日期")] = None,
    list_document_no: Annotated[str, Field("text", "名录文号")] = "",
) -> tuple[PreviewLine, ...]:
    """Every row with new, changed (and how) or unchanged, and whether it comes onto the list."""
    known = known_firms(read)
    judging = None
    if admitted_on is not None:
        scheme = read.scheme()
        judging = _Judging(
            Admissions(scheme, admitted_on, list_document_no),
            standings(read),
            scheme,
            read.library.industries,
        )
    lines = []
    for number, firm in enumerate(rows, 1):
        found = sort_firm(firm, known.firms.get(firm.uscc), known)
        told = "；".join(f"{label}：{old or '空'}→{new}" for label, old, new in found.differences)
        lines.append(
            PreviewLine(
                number, firm.row_number, firm.name, firm.uscc, found.status, told, firm.unkept,
                *_admission(firm, known, judging),
            )
        )  # fmt: skip
    return tuple(lines)


@dataclass(frozen=True)
class _Judging:
    """By what a row is judged when the list is to be admitted with the import."""

    admissions: Admissions
    standings: Mapping[int, Standing]
    scheme: Scheme
    industries: Mapping[str, Industry]


def _admission(
    firm: ListedFirm, known: Known, judging: _Judging | None
) -> tuple[str, str, tuple[str, ...]]:
    if judging is None:
        return "", "", ()
    row = known.firms.get(firm.uscc)
    if row is not None and known.is_listed(row.id, judging.admissions.on):
        return "listed", "", ()
    before = None if row is None else judging.standings.get(row.id)
    standing = standing_with(firm, before, known.kind(firm), judging.scheme, judging.industries)
    problems = judging.admissions.problems(standing)
    if not problems:
        return "admitted", "", ()
    clauses = tuple(dict.fromkeys(c for p in problems for c in p.clauses))
    return "unfit", "".join(f"{p.message}{p.cure}" for p in problems), clauses
