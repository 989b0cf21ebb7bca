"""What an import would do, before anything is written; and what its list is read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.enterprises import Qualification
from kcdesk.kernel.kinds import Field, Option
from kcdesk.work.commands.enterprises.listed import (
    Admissions,
    Known,
    ListedFirm,
    known_firms,
    sort_firm,
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
    kinds = {k.label: k.code for k in read.scheme().qualifications.values()}
    return Terms(read.library.sheets["enterprises"], {"qualification": kinds}, read.today)


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
    admissions = None
    if admitted_on is not None:
        admissions = Admissions(read.scheme(), admitted_on, list_document_no)
    lines = []
    for number, firm in enumerate(rows, 1):
        found = sort_firm(firm, known.firms.get(firm.uscc), known)
        told = "；".join(f"{label}：{old or '空'}→{new}" for label, old, new in found.differences)
        lines.append(
            PreviewLine(
                number, firm.row_number, firm.name, firm.uscc, found.status, told, firm.unkept,
                *_admission(firm, known, admissions),
            )
        )  # fmt: skip
    return tuple(lines)


def _admission(
    firm: ListedFirm, known: Known, admissions: Admissions | None
) -> tuple[str, str, tuple[str, ...]]:
    if admissions is None:
        return "", "", ()
    row = known.firms.get(firm.uscc)
    if row is not None and known.is_listed(row.id, admissions.on):
        return "listed", "", ()
    held = [] if row is None else list(known.qualifications.get(row.id, ()))
    if firm.qualification and firm.from_on is not None:
        held.append(Qualification(known.kind(firm), firm.from_on, firm.until_on))
    problems = admissions.problems(held)
    if not problems:
        return "admitted", "", ()
    clauses = tuple(dict.fromkeys(c for p in problems for c in p.clauses))
    return "unfit", "".join(f"{p.message}{p.cure}" for p in problems), clauses
