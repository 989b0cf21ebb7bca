"""Meetings in a list, and the claims that wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import ClaimState
from kcdesk.domain.meetings import MeetingState
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.meetings import MeetingRow
from kcdesk.work.commands.meetings import items_of, resolution_of
from kcdesk.work.context import Read
from kcdesk.work.queries.claims import ClaimLine
from kcdesk.work.queries.claims import claims as claims_query
from kcdesk.work.query import query

STATES = tuple(Option(s.value, s.label) for s in MeetingState)


@dataclass(frozen=True)
class MeetingLine:
    """One meeting."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    title: Annotated[str, Field("text", "会议")]
    held_on: Annotated[date, Field("day", "会议日期")]
    place: Annotated[str, Field("text", "地点")]
    chair: Annotated[str, Field("text", "主持人")]
    items_count: Annotated[int, Field("whole", "议题数")]
    decided_count: Annotated[int, Field("whole", "已决议")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    minutes_number: Annotated[str, Field("text", "纪要编号")]


@query("联席会议")
def meetings(read: Read) -> tuple[MeetingLine, ...]:
    """Meetings, the newest first."""
    rows = read.all(select(MeetingRow).order_by(MeetingRow.held_on.desc(), MeetingRow.id.desc()))
    lines = []
    for m in rows:
        items = items_of(read, m.id)
        decided = sum(resolution_of(read, i.id) is not None for i in items)
        lines.append(
            MeetingLine(
                m.id, m.title, m.held_on, m.place, m.chair, len(items), decided, m.state,
                m.minutes_number,
            )
        )  # fmt: skip
    return tuple(lines)


@query("可上会的代偿申请")
def claims_for_meeting(
    read: Read, find: Annotated[str, Field("text", "查找")] = ""
) -> tuple[ClaimLine, ...]:
    """Claims whose review is done and that no meeting has before it."""
    return claims_query(find=find, state=ClaimState.AWAITING_MEETING.value).run(read)
