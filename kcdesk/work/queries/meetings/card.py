"""One meeting with its seats and its items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.meetings import has_quorum
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.meetings import MeetingRow
from kcdesk.work.commands.meetings import items_of
from kcdesk.work.context import Read
from kcdesk.work.queries.meetings.items import ItemLine, item_line
from kcdesk.work.queries.meetings.lists import STATES
from kcdesk.work.queries.meetings.seats import SeatLine, seat_lines
from kcdesk.work.query import query


@dataclass(frozen=True)
class MeetingCard:
    """One meeting, whole."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    title: Annotated[str, Field("text", "会议")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    held_on: Annotated[date, Field("day", "会议日期")]
    held_time: Annotated[str, Field("text", "会议时间")]
    place: Annotated[str, Field("text", "地点")]
    chair: Annotated[str, Field("text", "主持人")]
    recorder: Annotated[str, Field("text", "记录人")]
    observers: Annotated[str, Field("text", "列席人员")]
    minutes_number: Annotated[str, Field("text", "纪要编号")]
    expected_count: Annotated[int, Field("whole", "应到")]
    present_count: Annotated[int, Field("whole", "实到")]
    absent_count: Annotated[int, Field("whole", "缺席")]
    has_quorum: Annotated[bool, Field("flag", "达到法定人数")]
    rule: Annotated[str, Field("text", "表决规则")]
    seats: Annotated[tuple[SeatLine, ...], Field("rows", "签到")]
    items: Annotated[tuple[ItemLine, ...], Field("rows", "议题")]


@query("会议卡片")
def meeting_card(
    read: Read, meeting: Annotated[int, Field("record", "会议", of="meetings")]
) -> MeetingCard:
    """One meeting with its seats and items."""
    m = read.get(MeetingRow, meeting, "会议", "meeting")
    seats = seat_lines(read, meeting)
    present = sum(s.has_signed for s in seats)
    scheme = read.scheme()
    return MeetingCard(
        m.id, m.title, m.state, m.held_on, m.held_time, m.place, m.chair, m.recorder, m.observers,
        m.minutes_number, len(seats), present, len(seats) - present,
        has_quorum(scheme, present, len(seats)), scheme.meeting.rule.label, seats,
        tuple(item_line(read, i) for i in items_of(read, meeting)),
    )  # fmt: skip
