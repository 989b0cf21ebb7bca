"""Member units: those registered, and those the programme names besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.meetings import MemberUnitRow
from kcdesk.work.context import Read
from kcdesk.work.query import OptionLine, query


@dataclass(frozen=True)
class MemberUnitLine:
    """A member unit."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    order_no: Annotated[int, Field("whole", "顺序")]
    name: Annotated[str, Field("text", "单位名称")]
    representative: Annotated[str, Field("text", "参会代表")]
    post: Annotated[str, Field("text", "职务")]
    phone: Annotated[str, Field("phone", "电话")]
    is_active: Annotated[bool, Field("flag", "现任成员")]


@query("联席会议成员单位")
def member_units(read: Read) -> tuple[MemberUnitLine, ...]:
    """Member units in their order."""
    rows = read.all(select(MemberUnitRow).order_by(MemberUnitRow.order_no))
    return tuple(
        MemberUnitLine(u.id, u.order_no, u.name, u.representative, u.post, u.phone, u.is_active)
        for u in rows
    )


@query("方案列明的成员单位")
def proposed_member_units(read: Read) -> tuple[OptionLine, ...]:
    """Units that the programme names and the office has not registered yet."""
    known = {u.name for u in read.all(select(MemberUnitRow))}
    return tuple(
        OptionLine(u.code, u.label)
        for u in read.scheme().member_units.values()
        if u.label not in known
    )
