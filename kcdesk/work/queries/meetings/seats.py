"""The seats of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.meetings import AttendanceRow, MemberUnitRow
from kcdesk.work.context import Read


@dataclass(frozen=True)
class SeatLine:
    """A unit's seat."""

    order_no: Annotated[int, Field("whole", "序号")]
    unit_id: Annotated[int, Field("record", "单位编号", of="meetings")]
    unit: Annotated[str, Field("text", "单位")]
    name: Annotated[str, Field("text", "姓名")]
    post: Annotated[str, Field("text", "职务")]
    phone: Annotated[str, Field("text", "电话")]
    has_signed: Annotated[bool, Field("flag", "到会")]
    is_substitute: Annotated[bool, Field("flag", "代会")]
    note: Annotated[str, Field("text", "备注")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.unit_id


def seat_lines(read: Read, meeting: int) -> tuple[SeatLine, ...]:
    """Seats in the units' order."""
    rows = read.session.execute(
        select(AttendanceRow, MemberUnitRow)
        .join(MemberUnitRow, MemberUnitRow.id == AttendanceRow.unit_id)
        .where(AttendanceRow.meeting_id == meeting)
        .order_by(MemberUnitRow.order_no)
    )
    return tuple(
        SeatLine(n, u.id, u.name, a.name, a.post, a.phone, a.has_signed, a.is_substitute, a.note)
        for n, (a, u) in enumerate(rows, 1)
    )
