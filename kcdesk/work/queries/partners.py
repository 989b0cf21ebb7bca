"""Cooperating institutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.partners import PARTNER_KINDS
from kcdesk.work.context import Read
from kcdesk.work.query import query
from kcdesk.work.search import fold, search_keys


@dataclass(frozen=True)
class PartnerLine:
    """One institution."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    name: Annotated[str, Field("text", "机构名称")]
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)]
    joined_on: Annotated[date, Field("day", "合作起始日")]
    left_on: Annotated[date | None, Field("day", "合作终止日")]
    agreement_no: Annotated[str, Field("text", "合作协议编号")]
    account_name: Annotated[str, Field("text", "收款户名")]
    account_bank: Annotated[str, Field("text", "开户行")]
    account_no: Annotated[str, Field("text", "收款账号")]
    contact_name: Annotated[str, Field("text", "联系人")]
    contact_phone: Annotated[str, Field("phone", "联系电话")]


@query("合作机构")
def partners(
    read: Read,
    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)] = "",
    find: Annotated[str, Field("text", "查找")] = "",
) -> tuple[PartnerLine, ...]:
    """Institutions of a kind (all when empty), found by part of the name or by its initials."""
    statement = select(PartnerRow).order_by(PartnerRow.kind, PartnerRow.id)
    if kind:
        statement = statement.where(PartnerRow.kind == kind)
    typed = fold(find)
    # A county has some dozen of them: their keys are not worth a column.
    return tuple(
        partner_line(p)
        for p in read.all(statement)
        if not typed or typed in search_keys([p.name], "")
    )


def partner_line(p: PartnerRow) -> PartnerLine:
    """A row as a line."""
    return PartnerLine(
        p.id, p.name, p.kind, p.joined_on, p.left_on, p.agreement_no, p.account_name,
        p.account_bank, p.account_no, p.contact_name, p.contact_phone,
    )  # fmt: skip
