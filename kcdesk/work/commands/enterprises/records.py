"""Firms: registering, revising, their contacts and qualifications."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.schemes.picking import code_of
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import (
    ContactRow,
    EnterpriseNameRow,
    EnterpriseRow,
    QualificationRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.search import search_keys

COLUMNS = {
    "registered_capital": "registered_capital_fen",
    "revenue": "revenue_fen",
    "total_assets": "total_assets_fen",
}
"""Fields whose column bears the unit."""

_FIELDS = {column: name for name, column in COLUMNS.items()}
_TOLD = {
    column.name: _FIELDS.get(column.name, column.name)
    for column in EnterpriseRow.__table__.columns
    if column.name not in {"id", "search_keys"}
}
"""Column to field of everything that is told of a firm."""


class RegisterEnterprise(Command, label="登记企业", stage="enterprises"):
    """A firm enters the office's records; it is not yet on the list."""

    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    legal_rep: Annotated[str, Field("text", "法定代表人")] = ""
    legal_rep_id: Annotated[str, Field("resident_id", "法定代表人身份证号")] = ""
    controller: Annotated[str, Field("text", "实际控制人")] = ""
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
    contact_post: Annotated[str, Field("text", "联系人职务")] = ""
    contact_phone: Annotated[str, Field("phone", "联系电话")] = ""
    note: Annotated[str, Field("long_text", "备注")] = ""


@handles(RegisterEnterprise)
def register_enterprise(work: Work, command: RegisterEnterprise) -> int:
    """Refuses a credit code that is already known, naming the firm."""
    known = work.one(select(EnterpriseRow).where(EnterpriseRow.uscc == command.uscc))
    if known is not None:
        raise Refusal.of(
            f"统一社会信用代码 {command.uscc} 已登记给“{known.name}”。",
            cure="同一企业请直接修改原记录；不是同一企业请核对代码。",
            field="uscc",
            code="enterprise.twice",
        )
    work.say(f"登记企业：{command.name}")
    return new_enterprise(work, vars(command)).id


class ReviseEnterprise(Command, label="修改企业资料", stage="enterprises"):
    """What is known of a firm changed; a former name is kept."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    legal_rep: Annotated[str, Field("text", "法定代表人")] = ""
    legal_rep_id: Annotated[str, Field("resident_id", "法定代表人身份证号")] = ""
    controller: Annotated[str, Field("text", "实际控制人")] = ""
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
    note: Annotated[str, Field("long_text", "备注")] = ""


@handles(ReviseEnterprise)
def revise_enterprise(work: Work, command: ReviseEnterprise) -> int:
    """Write every field; an emptied field becomes empty."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    change_enterprise(
        work, enterprise, {k: v for k, v in vars(command).items() if k != "enterprise"}
    )
    work.say(f"修改企业资料：{enterprise.name}")
    return enterprise.id


class RecordContact(Command, label="登记联系人", stage="enterprises"):
    """Another person to ring."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    name: Annotated[str, Field("text", "姓名")]
    post: Annotated[str, Field("text", "职务")] = ""
    phone: Annotated[str, Field("phone", "电话")] = ""
    email: Annotated[str, Field("text", "电子邮箱")] = ""


@handles(RecordContact)
def record_contact(work: Work, command: RecordContact) -> int:
    """Add the contact."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    work.say(f"登记联系人：{enterprise.name} {command.name}")
    return work.add(
        ContactRow(
            enterprise_id=enterprise.id,
            name=command.name,
            post=command.post,
            phone=command.phone,
            email=command.email or None,
        )
    ).id


class RemoveContact(Command, label="删除联系人", stage="enterprises"):
    """The contact is gone; undo brings it back."""

    contact: Annotated[int, Field("record", "联系人", of="enterprises")]


@handles(RemoveContact)
def remove_contact(work: Work, command: RemoveContact) -> int:
    """Delete the contact."""
    contact = work.get(ContactRow, command.contact, "联系人", "contact")
    work.say(f"删除联系人：{contact.name}")
    work.session.delete(contact)
    return command.contact


class RecordQualification(Command, label="登记资质", stage="enterprises"):
    """A recognition, with its document and validity."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    kind: Annotated[str, Field("code", "资质类型", source="qualification_kinds")]
    from_on: Annotated[date, Field("day", "认定日期")]
    until_on: Annotated[
        date | None, Field("day", "有效期至", hint="不填按方案的有效期，方案没有规定的长期有效")
    ] = None
    certificate_no: Annotated[str, Field("text", "证书编号")] = ""
    document_no: Annotated[str, Field("text", "认定文号")] = ""
    number_year: Annotated[int | None, Field("whole", "编号年度", hint="不填按认定日期的年份")] = (
        None
    )


@handles(RecordQualification)
def record_qualification(work: Work, command: RecordQualification) -> int:
    """Refuses a kind the programme does not know and an end before the beginning."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    columns = qualification_columns(work, work.scheme(), enterprise.id, vars(command))
    row = work.add(QualificationRow(**columns))
    label = qualification_label(work, row.kind)
    work.say(f"登记资质：{enterprise.name} {label}")
    return row.id


class EndQualification(Command, label="终止资质", stage="enterprises"):
    """A recognition ends on a day, by a document."""

    qualification: Annotated[int, Field("record", "资质", of="enterprises")]
    until_on: Annotated[date, Field("day", "有效期至")]
    document_no: Annotated[str, Field("text", "依据文号")]


@handles(EndQualification)
def end_qualification(work: Work, command: EndQualification) -> int:
    """Set the last day."""
    row = work.get(QualificationRow, command.qualification, "资质", "qualification")
    _refuse_order(row.from_on, command.until_on)
    row.until_on, row.document_no = command.until_on, command.document_no
    work.say(f"终止资质：{qualification_label(work, row.kind)}（{command.until_on.isoformat()}）")
    return row.id


def new_enterprise(work: Work, given: dict[str, Any]) -> EnterpriseRow:
    """Write a firm, its search keys and its first contact."""
    row = work.add(EnterpriseRow(**enterprise_columns(given)))
    contact = {k: given.get(f"contact_{k}", "") for k in ("name", "post", "phone")}
    if contact["name"] or contact["phone"]:
        work.add(ContactRow(enterprise_id=row.id, **contact))
    return row


def enterprise_columns(given: dict[str, Any]) -> dict[str, Any]:
    """A new firm's columns, with its search keys."""
    columns = {column: given[name] for column, name in _TOLD.items()}
    return {**columns, "search_keys": search_keys([given["name"]], given["uscc"])}


def change_enterprise(work: Work, row: EnterpriseRow, given: dict[str, Any]) -> None:
    """Write new values; a changed name moves the old one to the former names."""
    if given.get("name", row.name) != row.name:
        work.add(EnterpriseNameRow(enterprise_id=row.id, name=row.name, until_on=work.today))
        names = [given["name"], *former_names(work, row.id)]
        row.search_keys = search_keys(names, row.uscc)
    for name, value in given.items():
        setattr(row, COLUMNS.get(name, name), value)


def former_names(read: Read, enterprise_id: int) -> list[str]:
    """Names the firm bore before, newest first."""
    rows = read.all(
        select(EnterpriseNameRow)
        .where(EnterpriseNameRow.enterprise_id == enterprise_id)
        .order_by(EnterpriseNameRow.id.desc())
    )
    return [r.name for r in rows]


def qualification_columns(
    work: Work, scheme: Scheme, enterprise_id: int, given: dict[str, Any]
) -> dict[str, Any]:
    """A new qualification's columns, after checking its kind and dates.

    Where no end is given it is the one the programme lays down for the kind, if it does.
    """
    kind = qualification_kind(scheme, given["kind"])
    lasts = scheme.qualifications[kind].lasts
    until_on = given["until_on"]
    if until_on is None and lasts is not None:
        until_on = lasts.until(given["from_on"])
    _refuse_order(given["from_on"], until_on)
    return {
        "enterprise_id": enterprise_id,
        "kind": kind,
        "certificate_no": given["certificate_no"],
        "document_no": given["document_no"],
        "from_on": given["from_on"],
        "until_on": until_on,
        "number_year": given.get("number_year"),
        "entered_by": work.by.id,
    }


def qualification_kind(scheme: Scheme, word: str) -> str:
    """The programme's id for a word, label or id. Raises Refusal listing what it knows."""
    kinds = scheme.qualifications
    code = code_of(kinds, word)
    if code is not None:
        return code
    raise Refusal.of(
        f"方案里没有“{word}”这种资质。",
        cure=f"可选：{'、'.join(k.label for k in kinds.values())}。",
        field="kind",
        clauses=next(iter(kinds.values())).clauses if kinds else (),
        code="qualification.unknown",
    )


def qualification_label(read: Read, kind: str) -> str:
    """The programme's word for a kind; the id itself when a later revision dropped it."""
    found = read.scheme().qualifications.get(kind)
    return kind if found is None else found.label


def _refuse_order(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise Refusal.of(
            f"有效期至（{until_on.isoformat()}）早于认定日期（{from_on.isoformat()}）。",
            cure="请核对两个日期。",
            field="until_on",
            code="qualification.order",
        )
