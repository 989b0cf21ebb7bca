"""What the application form asks of a firm beside its record, as far as it is entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import OWNERSHIPS, RIGHTS
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import (
    EnterpriseRow,
    FigureRow,
    FirmAccountRow,
    IntellectualPropertyRow,
    InterimFigureRow,
    RelatedFirmRow,
    ShareholderRow,
)
from kcdesk.work.commands.enterprises.particulars import (
    AMOUNTS,
    AccountEntry,
    RelatedEntry,
    RightEntry,
    ShareholderEntry,
    particulars_of,
)
from kcdesk.work.context import Read
from kcdesk.work.query import query


@dataclass(frozen=True)
class StatementLine:
    """The figures of one statement: of a whole year, or up to a day in it."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    until_on: Annotated[date, Field("day", "截止日期")]
    is_year: Annotated[bool, Field("flag", "全年")]
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")]
    liabilities: Annotated[Money | None, Field("money", "负债总额", unit="万元")]
    revenue: Annotated[Money | None, Field("money", "营业收入", unit="万元")]
    net_profit: Annotated[Money | None, Field("money", "净利润", unit="万元")]
    tax: Annotated[Money | None, Field("money", "纳税额", unit="万元")]
    research: Annotated[Money | None, Field("money", "研发费用", unit="万元")]
    staff_count: Annotated[int | None, Field("whole", "职工人数")]
    source: Annotated[str, Field("text", "来源")]


@dataclass(frozen=True)
class EnterpriseParticulars:
    """Everything of it, in the order of the form."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    office_address: Annotated[str, Field("text", "办公地址")]
    production_address: Annotated[str, Field("text", "生产经营地址")]
    legal_rep_phone: Annotated[str, Field("phone", "法定代表人手机")]
    ownership: Annotated[str, Field("choice", "企业性质", options=OWNERSHIPS)]
    technical_field: Annotated[str, Field("text", "技术领域")]
    college_staff_count: Annotated[int | None, Field("whole", "大专以上人数")]
    research_staff_count: Annotated[int | None, Field("whole", "研发人数")]
    accounts: Annotated[tuple[AccountEntry, ...], Field("rows", "银行账户")]
    shareholders: Annotated[tuple[ShareholderEntry, ...], Field("rows", "股东")]
    rights: Annotated[tuple[RightEntry, ...], Field("rows", "知识产权")]
    related_firms: Annotated[tuple[RelatedEntry, ...], Field("rows", "关联企业")]
    statements: Annotated[tuple[StatementLine, ...], Field("rows", "财务数据")]
    """The newest first."""


@query("企业申请资料")
def enterprise_particulars(
    read: Read, enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
) -> EnterpriseParticulars:
    """What a firm said of itself."""
    firm = read.get(EnterpriseRow, enterprise, "企业", "enterprise").id
    row = particulars_of(read, firm)
    rights = {
        r.kind: r.held_count
        for r in read.all(
            select(IntellectualPropertyRow).where(IntellectualPropertyRow.enterprise_id == firm)
        )
    }
    return EnterpriseParticulars(
        id=firm,
        office_address="" if row is None else row.office_address,
        production_address="" if row is None else row.production_address,
        legal_rep_phone="" if row is None else row.legal_rep_phone,
        ownership="" if row is None else row.ownership,
        technical_field="" if row is None else row.technical_field,
        college_staff_count=None if row is None else row.college_staff_count,
        research_staff_count=None if row is None else row.research_staff_count,
        accounts=tuple(
            AccountEntry(a.kind, a.account_bank, a.account_no)
            for a in read.all(
                select(FirmAccountRow)
                .where(FirmAccountRow.enterprise_id == firm)
                .order_by(FirmAccountRow.id)
            )
        ),
        shareholders=tuple(
            ShareholderEntry(s.name, s.share)
            for s in read.all(
                select(ShareholderRow)
                .where(ShareholderRow.enterprise_id == firm)
                .order_by(ShareholderRow.id)
            )
        ),
        rights=tuple(RightEntry(o.value, rights[o.value]) for o in RIGHTS if o.value in rights),
        related_firms=tuple(
            RelatedEntry(r.name, r.uscc, r.relation)
            for r in read.all(
                select(RelatedFirmRow)
                .where(RelatedFirmRow.enterprise_id == firm)
                .order_by(RelatedFirmRow.id)
            )
        ),
        statements=tuple(sorted(_statements(read, firm), key=lambda s: s.until_on, reverse=True)),
    )


def _statements(read: Read, firm: int) -> Iterable[StatementLine]:
    for row in read.all(select(FigureRow).where(FigureRow.enterprise_id == firm)):
        amounts = {name: getattr(row, f"{name}_fen") for name in AMOUNTS}
        yield StatementLine(
            id=row.id,
            until_on=date(row.year, 12, 31),
            is_year=True,
            staff_count=row.staff_count,
            source=row.source,
            **amounts,
        )
    for part in read.all(select(InterimFigureRow).where(InterimFigureRow.enterprise_id == firm)):
        amounts = {name: getattr(part, f"{name}_fen") for name in AMOUNTS}
        yield StatementLine(
            id=part.id,
            until_on=part.until_on,
            is_year=False,
            staff_count=None,
            source=part.source,
            **amounts,
        )
