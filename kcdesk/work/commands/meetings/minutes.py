"""The minutes: final once every item is decided."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain.meetings import move as move_meeting
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.meetings.record import open_meeting, resolution_of, standing_items
from kcdesk.work.context import Work


class CloseMeeting(Command, label="会议纪要定稿", stage="meetings", role=Role.REVIEWER):
    """Every item is decided; the minutes get their number."""

    meeting: Annotated[int, Field("record", "会议", of="meetings")]
    minutes_number: Annotated[str, Field("text", "纪要编号", hint="例如：〔2023〕1号")] = ""
    minutes_on: Annotated[date | None, Field("day", "纪要日期", hint="不填按会议日期")] = None
    distribution: Annotated[str, Field("text", "分送单位")] = ""


@handles(CloseMeeting)
def close_meeting(work: Work, command: CloseMeeting) -> int:
    """Refuses while an item is undecided."""
    meeting = open_meeting(work, command.meeting)
    undecided = [i for i in standing_items(work, meeting.id) if resolution_of(work, i.id) is None]
    if undecided:
        raise Refusal.of(
            f"还有{len(undecided)}个议题没有决议：{'、'.join(i.title for i in undecided)}。",
            cure="请先登记决议，再定稿纪要。",
            field="meeting",
            code="meeting.undecided",
        )
    meeting.minutes_number = command.minutes_number or f"〔{meeting.year}〕{meeting.ordinal}号"
    meeting.minutes_on = command.minutes_on or meeting.held_on
    meeting.distribution = command.distribution or f"{work.scheme().meeting.title}各成员单位"
    for event in ("conclude", "issue"):
        meeting.state = move_meeting(meeting.state, event).value
    work.say(f"会议纪要定稿：{meeting.title} {meeting.minutes_number}")
    return meeting.id
