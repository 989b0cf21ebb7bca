"""Who sits for which unit."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.meetings import MeetingState
from kcdesk.domain.meetings import move as move_meeting
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.meetings import (
    AgendaItemRow,
    AttendanceRow,
    MeetingRow,
    MemberUnitRow,
    OpinionRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.meetings.record import open_meeting, seat_of
from kcdesk.work.context import Read, Work


class SignIn(Command, label="会议签到", stage="meetings"):
    """Who sits for a unit; a substitute is named as such."""

    meeting: Annotated[int, Field("record", "会议", of="meetings")]
    unit: Annotated[int, Field("record", "成员单位", of="meetings")]
    name: Annotated[str, Field("text", "姓名", hint="不填按登记的参会代表")] = ""
    post: Annotated[str, Field("text", "职务")] = ""
    phone: Annotated[str, Field("phone", "电话")] = ""
    is_substitute: Annotated[bool, Field("flag", "代会")] = False
    is_present: Annotated[bool, Field("flag", "到会")] = True
    note: Annotated[str, Field("text", "备注")] = ""


@handles(SignIn)
def sign_in(work: Work, command: SignIn) -> int:
    """Mark the seat; the name may be another than the representative's."""
    meeting = open_meeting(work, command.meeting)
    row = seat_of(work, meeting.id, command.unit)
    if row is None:
        raise Refusal.of(
            "这个单位不在本次会议的应到名单内。",
            cure="请核对成员单位。",
            field="unit",
            code="meeting.seat",
        )
    if not command.is_present and _has_said(work, meeting.id, command.unit):
        raise Refusal.of(
            "这个单位已对议题登记过意见，不能改为未到会。",
            cure="如登记有误，请先在办理记录中撤销它的意见。",
            field="is_present",
            code="meeting.said",
        )
    row.name = command.name or row.name
    row.post = command.post or row.post
    row.phone = command.phone or row.phone
    row.is_substitute, row.note = command.is_substitute, command.note
    row.has_signed = command.is_present
    _begin(meeting)
    unit = work.get(MemberUnitRow, command.unit, "成员单位")
    work.say(f"会议签到：{unit.name} {row.name}{'（代）' if row.is_substitute else ''}")
    return row.id


def _has_said(read: Read, meeting_id: int, unit_id: int) -> bool:
    """Whether a unit has an opinion on any item; more opinions than seats cannot be counted."""
    found = read.one(
        select(OpinionRow)
        .join(AgendaItemRow, AgendaItemRow.id == OpinionRow.item_id)
        .where(AgendaItemRow.meeting_id == meeting_id, OpinionRow.unit_id == unit_id)
    )
    return found is not None


def _begin(meeting: MeetingRow) -> None:
    """The first seat taken opens the meeting."""
    if meeting.state == MeetingState.NOTIFIED:
        meeting.state = move_meeting(meeting.state, "open").value


class SignInRest(Command, label="其余单位签到", stage="meetings"):
    """Every unit that has not signed in is there, by its representative."""

    meeting: Annotated[int, Field("record", "会议", of="meetings")]


@handles(SignInRest)
def sign_in_rest(work: Work, command: SignInRest) -> int:
    """Gives how many signed in now."""
    meeting = open_meeting(work, command.meeting)
    rows = work.all(
        select(AttendanceRow).where(
            AttendanceRow.meeting_id == meeting.id, ~AttendanceRow.has_signed
        )
    )
    if not rows:
        raise Refusal.of(
            "各单位都已签到。", cure="不需要再签到。", field="meeting", code="meeting.seated"
        )
    for row in rows:
        row.has_signed = True
    _begin(meeting)
    work.say(f"会议签到：{meeting.title} 其余{len(rows)}家单位到会")
    return len(rows)
