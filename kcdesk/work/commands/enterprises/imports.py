"""The county's list as one command: new firms, changed firms, one undo for all.

The reading of the workbook is files and packs work; here come rows that have been
read and confirmed in the preview.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, slots_of
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import ContactRow, EnterpriseRow, ListingRow, QualificationRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import admit
from kcdesk.work.commands.enterprises.records import (
    COLUMNS,
    change_enterprise,
    new_enterprise,
    new_qualification,
    qualification_kind,
)
from kcdesk.work.context import Read, Work

FIRM_FIELDS = (
    "name", "legal_rep", "legal_rep_id", "registered_on", "registered_capital", "region",
    "address", "industry", "main_business", "staff_count", "revenue", "total_assets", "officer",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ListedFirm:
    """One accepted row of the list. An empty cell says nothing and changes nothing."""

    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    legal_rep: Annotated[str, Field("text", "法定代表人")] = ""
    legal_rep_id: Annotated[str, Field("resident_id", "法定代表人身份证号")] = ""
    registered_on: Annotated[date | None, Field("day", "成立日期")] = None
    registered_capital: Annotated[Money | None, Field("money", "注册资本", unit="万元")] = None
    region: Annotated[str, Field("text", "注册地（镇街）")] = ""
    address: Annotated[str, Field("text", "注册地址")] = ""
    industry: Annotated[str, Field("text", "所属行业")] = ""
    main_business: Annotated[str, Field("text", "主营业务")] = ""
    staff_count: Annotated[int | None, Field("whole", "职工人数")] = None
    revenue: Annotated[Money | None, Field("money", "上年营业收入", unit="万元")] = None
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")] = None
    officer: Annotated[str, Field("text", "联络专员")] = ""
    contact_name: Annotated[str, Field("text", "联系人")] = ""
    contact_phone: Annotated[str, Field("phone", "联系电话")] = ""
    qualification: Annotated[str, Field("code", "资质类型", source="qualification_kinds")] = ""
    certificate_no: Annotated[str, Field("text", "证书编号")] = ""
    document_no: Annotated[str, Field("text", "认定文号")] = ""
    from_on: Annotated[date | None, Field("day", "认定日期")] = None
    until_on: Annotated[date | None, Field("day", "有效期至")] = None


class ImportEnterprises(Command, label="导入企业名单", stage="enterprises"):
    """Rows confirmed in the preview; all of them or none."""

    source: Annotated[str, Field("text", "来源文件")]
    rows: Annotated[tuple[ListedFirm, ...], Field("rows", "名单")]
    admitted_on: Annotated[date | None, Field("day", "一并纳入名录的日期")] = None
    list_document_no: Annotated[str, Field("text", "名录文号")] = ""

    def payload(self) -> dict[str, Any]:
        """The rows themselves stand in the journal's changes; here only how many."""
        return {
            "source": self.source,
            "rows": len(self.rows),
            "admitted_on": None if self.admitted_on is None else self.admitted_on.isoformat(),
            "list_document_no": self.list_document_no,
        }


@dataclass(frozen=True)
class Sorted:
    """What an import would do to one row."""

    status: str
    """``new``, ``changed`` or ``unchanged``."""
    differences: tuple[tuple[str, str, str], ...]
    """Label, old, new."""


@handles(ImportEnterprises)
def import_enterprises(work: Work, command: ImportEnterprises) -> int | None:
    """Write new and changed firms, and their qualifications; unchanged ones stay untouched."""
    known = known_firms(work)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    problems: list[Problem] = []
    for number, firm in enumerate(command.rows, 1):
        row = known.firms.get(firm.uscc)
        status = sort_firm(firm, row, known).status
        counts[status] += 1
        try:
            if row is None:
                row = new_enterprise(work, {**_empty(), **vars(firm)})
                known.firms[firm.uscc] = row
            elif status == "changed":
                change_enterprise(work, row, _given(firm))
                _new_contact(work, row.id, firm, known)
            if _is_new_qualification(firm, row, known):
                _add_qualification(work, row, firm)
            if command.admitted_on is not None:
                admit(work, row, command.admitted_on, command.list_document_no, skip_listed=True)
        except Refusal as refusal:
            problems += [Problem(f"名单第{number}行“{firm.name}”：{p.message}", p.cure, "rows", p.clauses, p.code)
                         for p in refusal.problems]  # fmt: skip
    if problems:
        raise Refusal(*problems)
    work.say(
        f"导入企业名单：{command.source}，新增{counts['new']}家、变更{counts['changed']}家、"
        f"无变化{counts['unchanged']}家"
    )
    return None


@dataclass
class Known:
    """What the office knew before the import, by credit code and by id."""

    firms: dict[str, EnterpriseRow]
    qualifications: set[tuple[int, str, str]]
    contacts: set[tuple[int, str, str]]
    listed: set[int]
    kinds: dict[str, str]


def known_firms(read: Read) -> Known:
    """Load it in four selects, however long the list is."""
    quals = read.all(select(QualificationRow))
    return Known(
        {r.uscc: r for r in read.all(select(EnterpriseRow))},
        {(q.enterprise_id, q.kind, q.from_on.isoformat()) for q in quals},
        {(c.enterprise_id, c.name, c.phone) for c in read.all(select(ContactRow))},
        {
            r.enterprise_id
            for r in read.all(select(ListingRow).where(ListingRow.until_on.is_(None)))
        },
        {k.label: k.code for k in read.scheme().qualifications.values()},
    )


def sort_firm(firm: ListedFirm, row: EnterpriseRow | None, known: Known) -> Sorted:
    """New, changed or unchanged, with every difference."""
    if row is None:
        return Sorted("new", ())
    differences = [
        (label, _shown(getattr(row, COLUMNS.get(name, name))), _shown(value))
        for name, value, label in _labelled(firm)
        if getattr(row, COLUMNS.get(name, name)) != value
    ]
    if firm.contact_name and (row.id, firm.contact_name, firm.contact_phone) not in known.contacts:
        differences.append(("联系人", "", f"{firm.contact_name} {firm.contact_phone}".strip()))
    if _is_new_qualification(firm, row, known):
        differences.append(("资质", "", firm.qualification))
    return Sorted("changed" if differences else "unchanged", tuple(differences))


def _labelled(firm: ListedFirm) -> list[tuple[str, Any, str]]:
    labels = {s.name: s.field.label for s in slots_of(ListedFirm)}
    return [(name, value, labels[name]) for name, value in _given(firm).items()]


def _given(firm: ListedFirm) -> dict[str, Any]:
    values = {name: getattr(firm, name) for name in FIRM_FIELDS}
    return {k: v for k, v in values.items() if v not in ("", None)}


def _empty() -> dict[str, Any]:
    return {"controller": "", "note": ""}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _new_contact(work: Work, enterprise_id: int, firm: ListedFirm, known: Known) -> None:
    if (
        firm.contact_name
        and (enterprise_id, firm.contact_name, firm.contact_phone) not in known.contacts
    ):
        work.add(
            ContactRow(
                enterprise_id=enterprise_id,
                name=firm.contact_name,
                post="",
                phone=firm.contact_phone,
            )
        )


def _is_new_qualification(firm: ListedFirm, row: EnterpriseRow, known: Known) -> bool:
    if not firm.qualification or firm.from_on is None:
        return False
    kind = known.kinds.get(firm.qualification, firm.qualification)
    return (row.id, kind, firm.from_on.isoformat()) not in known.qualifications


def _add_qualification(work: Work, row: EnterpriseRow, firm: ListedFirm) -> None:
    new_qualification(
        work,
        row.id,
        {
            "kind": qualification_kind(work, firm.qualification),
            "from_on": firm.from_on,
            "until_on": firm.until_on,
            "certificate_no": firm.certificate_no,
            "document_no": firm.document_no,
        },
    )
