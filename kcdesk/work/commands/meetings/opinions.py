"""What the units say of an item, and what it comes to by the programme's rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.meetings import OPINIONS, MeetingState, Opinion, Result, tally
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
from kcdesk.work.commands.meetings.record import open_meeting, refuse_resolved, seat_of
from kcdesk.work.context import Read, Work


class RecordOpinion(Command, label="登记单位意见", stage="meetings"):
    """What one unit says of one item."""

    item: Annotated[int, Field("record", "议题", of="meetings")]
    unit: Annotated[int, Field("record", "成员单位", of="meetings")]
    choice: Annotated[str, Field("choice", "意见", options=OPINIONS)]
    text: Annotated[str, Field("long_text", "意见说明")] = ""


@handles(RecordOpinion)
def record_opinion(work: Work, command: RecordOpinion) -> int:
    """A unit that has not signed in has no opinion; a second one replaces the first."""
    item = work.get(AgendaItemRow, command.item, "议题", "item")
    meeting = open_meeting(work, item.meeting_id)
    refuse_resolved(work, item)
    seat = seat_of(work, item.meeting_id, command.unit)
    if seat is None or not seat.has_signed:
        raise Refusal.of(
            "这个单位还没有签到。",
            cure="请先登记签到，再登记意见。",
            field="unit",
            code="meeting.unsigned",
        )
    row = work.one(
        select(OpinionRow).where(OpinionRow.item_id == item.id, OpinionRow.unit_id == command.unit)
    )
    if row is None:
        row = work.add(
            OpinionRow(
                item_id=item.id, unit_id=command.unit, choice=command.choice,
                text=command.text, name=seat.name,
            )
        )  # fmt: skip
    else:
        row.choice, row.text, row.name = command.choice, command.text, seat.name
    _deliberate(meeting)
    unit = work.get(MemberUnitRow, command.unit, "成员单位")
    work.say(f"登记单位意见：{unit.name} {Opinion(command.choice).label}")
    return row.id


def _deliberate(meeting: MeetingRow) -> None:
    """The first opinion ends the signing in."""
    if meeting.state == MeetingState.SIGNING_IN:
        meeting.state = move_meeting(meeting.state, "deliberate").value


class RecordRestOpinions(Command, label="登记其余单位意见", stage="meetings"):
    """Every unit that is there and has said nothing of an item says the same."""

    item: Annotated[int, Field("record", "议题", of="meetings")]
    choice: Annotated[str, Field("choice", "意见", options=OPINIONS)] = "agree"


@handles(RecordRestOpinions)
def record_rest_opinions(work: Work, command: RecordRestOpinions) -> int:
    """Opinions already given stay; gives how many were added."""
    item = work.get(AgendaItemRow, command.item, "议题", "item")
    meeting = open_meeting(work, item.meeting_id)
    refuse_resolved(work, item)
    said = set(
        work.session.scalars(select(OpinionRow.unit_id).where(OpinionRow.item_id == item.id))
    )
    seats = [
        s
        for s in work.all(
            select(AttendanceRow).where(
                AttendanceRow.meeting_id == meeting.id, AttendanceRow.has_signed
            )
        )
        if s.unit_id not in said
    ]
    if not seats:
        raise Refusal.of(
            "没有已签到而未表态的单位。", cure="请先登记签到；已有意见的请逐家修改。", field="item",
            code="meeting.said",
        )  # fmt: skip
    for seat in seats:
        work.add(
            OpinionRow(
                item_id=item.id,
                unit_id=seat.unit_id,
                choice=command.choice,
                text="",
                name=seat.name,
            )
        )
    _deliberate(meeting)
    label = Opinion(command.choice).label
    work.say(f"登记其余{len(seats)}家单位意见：{item.title} {label}")
    return len(seats)


@dataclass(frozen=True)
class Counted:
    """Who is there, and what the opinions come to."""

    expected: int
    present: int
    result: Result
    words: str


def counted_opinions(read: Read, meeting_id: int, item_id: int, said: str | None) -> Counted:
    """Opinions of the seats that are taken, by the programme's rule; `said` is the chair's."""
    rows = read.session.execute(
        select(AttendanceRow, MemberUnitRow)
        .join(MemberUnitRow, MemberUnitRow.id == AttendanceRow.unit_id)
        .where(AttendanceRow.meeting_id == meeting_id)
        .order_by(MemberUnitRow.order_no, MemberUnitRow.id)
    )
    seats = [(seat, unit) for seat, unit in rows]
    opinions = read.all(select(OpinionRow).where(OpinionRow.item_id == item_id))
    spoken = {o.unit_id for o in opinions}
    present = [unit for seat, unit in seats if seat.has_signed]
    silent = [unit.name for unit in present if unit.id not in spoken]
    counted = tally(read.scheme().meeting.rule, [o.choice for o in opinions], len(present), said)
    return Counted(len(seats), len(present), counted.result, counted.words_with(silent))
