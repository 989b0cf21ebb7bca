"""One firm: what is known of it, its contacts, qualifications and time on the list.

Loans, claims and history are asked of the later stages and shown beside it on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import PATHS, listed_on, live_qualifications, proposed_removal_on
from kcdesk.kernel.ident import mask_resident_id
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import ContactRow, EnterpriseRow, ListingRow, QualificationRow
from kcdesk.work.commands.enterprises.admissions import listings, qualifications
from kcdesk.work.commands.enterprises.records import former_names, qualification_label
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding_of
from kcdesk.work.queries.enterprises.lists import STATES
from kcdesk.work.query import query


@dataclass(frozen=True)
class ContactLine:
    """A contact."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "姓名")]
    post: Annotated[str, Field("text", "职务")]
    phone: Annotated[str, Field("phone", "电话")]


@dataclass(frozen=True)
class QualificationLine:
    """A qualification."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    kind: Annotated[str, Field("text", "资质类型")]
    certificate_no: Annotated[str, Field("text", "证书编号")]
    document_no: Annotated[str, Field("text", "认定文号")]
    from_on: Annotated[date, Field("day", "认定日期")]
    until_on: Annotated[date | None, Field("day", "有效期至")]
    is_live: Annotated[bool, Field("flag", "有效")]


@dataclass(frozen=True)
class ListingLine:
    """A stretch of time on the list."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    path: Annotated[str, Field("choice", "纳入方式", options=PATHS)]
    from_on: Annotated[date, Field("day", "纳入日期")]
    document_no: Annotated[str, Field("text", "纳入文号")]
    until_on: Annotated[date | None, Field("day", "最后在库日")]
    removal_document_no: Annotated[str, Field("text", "调出文号")]
    removal_reason: Annotated[str, Field("text", "调出原因")]


@dataclass(frozen=True)
class EnterpriseCard:
    """One firm."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    former_names: Annotated[str, Field("text", "曾用名")]
    state: Annotated[str, Field("choice", "名录状态", options=STATES)]
    listed_on: Annotated[date | None, Field("day", "纳入日期")]
    listing_document: Annotated[str, Field("text", "纳入文号")]
    proposed_removal_on: Annotated[date | None, Field("day", "资质已失效，建议调出")]
    outstanding: Annotated[Money, Field("money", "科创贷余额", unit="万元")]
    legal_rep: Annotated[str, Field("text", "法定代表人")]
    legal_rep_id: Annotated[str, Field("resident_id", "法定代表人身份证号")]
    legal_rep_id_masked: Annotated[str, Field("text", "法定代表人身份证")]
    controller: Annotated[str, Field("text", "实际控制人")]
    registered_on: Annotated[date | None, Field("day", "成立日期")]
    registered_capital: Annotated[Money | None, Field("money", "注册资本", unit="万元")]
    region: Annotated[str, Field("text", "注册地（镇街）")]
    address: Annotated[str, Field("text", "注册地址")]
    industry: Annotated[str, Field("text", "所属行业")]
    main_business: Annotated[str, Field("text", "主营业务")]
    staff_count: Annotated[int | None, Field("whole", "职工人数")]
    revenue: Annotated[Money | None, Field("money", "上年营业收入", unit="万元")]
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")]
    officer: Annotated[str, Field("text", "联络专员")]
    note: Annotated[str, Field("long_text", "备注")]
    contacts: Annotated[tuple[ContactLine, ...], Field("rows", "联系人")]
    qualifications: Annotated[tuple[QualificationLine, ...], Field("rows", "资质")]
    listings: Annotated[tuple[ListingLine, ...], Field("rows", "名录记录")]


@query("企业卡片")
def enterprise_card(
    read: Read, enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
) -> EnterpriseCard:
    """One firm as it stands today."""
    e = read.get(EnterpriseRow, enterprise, "企业", "enterprise")
    spans = read.all(
        select(ListingRow).where(ListingRow.enterprise_id == e.id).order_by(ListingRow.from_on)
    )
    current = next((s for s in reversed(spans) if s.until_on is None), None)
    on_list = listed_on(listings(read, e.id), read.today)
    quals = qualifications(read, e.id)
    return EnterpriseCard(
        id=e.id,
        name=e.name,
        uscc=e.uscc,
        former_names="、".join(former_names(read, e.id)),
        state="listed" if on_list else ("removed" if spans else "unlisted"),
        listed_on=None if current is None else current.from_on,
        listing_document="" if current is None else current.document_no,
        proposed_removal_on=proposed_removal_on(quals, read.today) if on_list else None,
        outstanding=outstanding_of(read, e.id, read.today),
        legal_rep=e.legal_rep,
        legal_rep_id=e.legal_rep_id,
        legal_rep_id_masked=mask_resident_id(e.legal_rep_id) if e.legal_rep_id else "",
        controller=e.controller,
        registered_on=e.registered_on,
        registered_capital=e.registered_capital_fen,
        region=e.region,
        address=e.address,
        industry=e.industry,
        main_business=e.main_business,
        staff_count=e.staff_count,
        revenue=e.revenue_fen,
        total_assets=e.total_assets_fen,
        officer=e.officer,
        note=e.note,
        contacts=tuple(
            ContactLine(c.id, c.name, c.post, c.phone)
            for c in read.all(select(ContactRow).where(ContactRow.enterprise_id == e.id))
        ),
        qualifications=qualification_lines(read, e.id),
        listings=tuple(
            ListingLine(
                s.id, s.path, s.from_on, s.document_no, s.until_on, s.removal_document_no,
                s.removal_reason,
            )
            for s in spans
        ),
    )  # fmt: skip


def qualification_lines(read: Read, enterprise_id: int) -> tuple[QualificationLine, ...]:
    """Every qualification, valid today or not."""
    live = live_qualifications(qualifications(read, enterprise_id), read.today)
    keys = {(q.kind, q.from_on) for q in live}
    rows = read.all(
        select(QualificationRow)
        .where(QualificationRow.enterprise_id == enterprise_id)
        .order_by(QualificationRow.from_on)
    )
    return tuple(
        QualificationLine(
            q.id, qualification_label(read, q.kind), q.certificate_no, q.document_no, q.from_on,
            q.until_on, (q.kind, q.from_on) in keys,
        )
        for q in rows
    )  # fmt: skip
