"""One firm: what is known of it, its contacts, qualifications and time on the list.

Loans, claims and history are asked of the later stages and shown beside it on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import PATHS, proposed_removal_on
from kcdesk.domain.enterprises.standing import is_open_to
from kcdesk.domain.schemes.parts import Path
from kcdesk.kernel.ident import mask_resident_id
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import (
    ContactRow,
    EnterpriseRow,
    ListingRow,
    QualificationReviewRow,
    QualificationRow,
)
from kcdesk.work.commands.enterprises.facts import standing_of
from kcdesk.work.commands.enterprises.records import former_names, qualification_label
from kcdesk.work.commands.enterprises.reviews import REVIEW_RESULTS
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
    email: Annotated[str, Field("text", "电子邮箱")]


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
    review: Annotated[str, Field("text", "审核")]
    """Empty where the programme wants none."""


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
    submitted_on: Annotated[date | None, Field("day", "申请入库日期")]
    is_provisional: Annotated[bool, Field("flag", "暂准")]


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
    listed_until: Annotated[date | None, Field("day", "名录有效期至")]
    is_provisional: Annotated[bool, Field("flag", "暂准")]
    is_banned: Annotated[bool, Field("flag", "禁入中")]
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
    today = [s for s in spans if s.from_on <= read.today and not _is_over(s, read.today)]
    current = today[-1] if today else None
    on_list = current is not None
    held = standing_of(read, e.id)
    quals = [q for q in held.qualifications if is_open_to(read.scheme(), q, read.today)]
    return EnterpriseCard(
        id=e.id,
        name=e.name,
        uscc=e.uscc,
        former_names="、".join(former_names(read, e.id)),
        state="listed" if on_list else ("removed" if spans else "unlisted"),
        listed_on=None if current is None else current.from_on,
        listing_document="" if current is None else current.document_no,
        listed_until=None if current is None else current.until_on,
        is_provisional=current is not None and bool(current.is_provisional),
        is_banned=any(ban.holds(read.today) for ban in held.bans),
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
            ContactLine(c.id, c.name, c.post, c.phone, c.email or "")
            for c in read.all(select(ContactRow).where(ContactRow.enterprise_id == e.id))
        ),
        qualifications=qualification_lines(read, e.id),
        listings=tuple(
            ListingLine(
                s.id, s.path, s.from_on, s.document_no, s.until_on, s.removal_document_no,
                s.removal_reason, s.submitted_on, bool(s.is_provisional),
            )
            for s in spans
        ),
    )  # fmt: skip


def _is_over(span: ListingRow, day: date) -> bool:
    return span.until_on is not None and span.until_on < day


def qualification_lines(read: Read, enterprise_id: int) -> tuple[QualificationLine, ...]:
    """Every qualification, valid today or not."""
    rows = read.session.execute(
        select(QualificationRow, QualificationReviewRow)
        .outerjoin(
            QualificationReviewRow, QualificationReviewRow.qualification_id == QualificationRow.id
        )
        .where(QualificationRow.enterprise_id == enterprise_id)
        .order_by(QualificationRow.from_on)
    )
    return tuple(
        QualificationLine(
            q.id, qualification_label(read, q.kind), q.certificate_no, q.document_no, q.from_on,
            q.until_on,
            q.from_on <= read.today and (q.until_on is None or read.today <= q.until_on),
            _review(read, q, review),
        )
        for q, review in rows
    )  # fmt: skip


def _review(read: Read, held: QualificationRow, review: QualificationReviewRow | None) -> str:
    kind = read.scheme().qualifications.get(held.kind)
    if kind is None or kind.path is Path.DIRECT:
        return ""
    if review is None:
        return "待审核"
    result = next(o.label for o in REVIEW_RESULTS if o.value == review.result)
    same = "，审核人与录入人相同" if review.reviewer_id == held.entered_by else ""
    return f"{review.reviewed_on.isoformat()}{result}{same}"
