"""What a meeting's state means for the screen."""

from __future__ import annotations

from typing import Any

from kcdesk.domain.meetings import MeetingState
from kcdesk.ui.kit import Chip, Remark
from kcdesk.work.queries.meetings import MeetingCard, MeetingLine

CLOSED = (MeetingState.ISSUED, MeetingState.ARCHIVED, MeetingState.CANCELLED)
TONES: dict[MeetingState, Any] = {
    MeetingState.NOTIFIED: "note",
    MeetingState.SIGNING_IN: "note",
    MeetingState.DELIBERATING: "warning",
    MeetingState.ISSUED: "ok",
    MeetingState.ARCHIVED: "ok",
}


def is_open(meeting: MeetingCard | MeetingLine) -> bool:
    """Whether anything can still be entered."""
    return MeetingState(meeting.state) not in CLOSED


def undecided(card: MeetingCard) -> int:
    """How many items have no resolution."""
    return sum(not item.result for item in card.items)


def chips(card: MeetingCard) -> tuple[Chip, ...]:
    """State, and who is there."""
    state = MeetingState(card.state)
    there = f"到会{card.present_count}/{card.expected_count}"
    left = undecided(card) if is_open(card) else 0
    return (
        Chip(state.label, TONES.get(state, "plain")),
        Chip(there, "ok" if card.has_quorum else "warning"),
        *((Chip(f"待决议{left}项", "warning"),) if left else ()),
    )


def remarks(card: MeetingCard) -> list[Remark]:
    """What is to be done next, or what stands in the way of it."""
    if not is_open(card):
        number = f"：{card.minutes_number}" if card.minutes_number else ""
        return [Remark(f"会议纪要已定稿{number}。需要更改的，先在“办理记录”中撤销定稿。", "ok")]
    if not card.items:
        return [Remark("还没有议题。请把初审通过的代偿申请列入议题(L)。", "warning")]
    if not card.present_count:
        return [Remark(f"请登记签到：应到{card.expected_count}家，在单位上按空格表示到会。")]
    told = []
    if not card.has_quorum:
        told.append(
            Remark(
                f"实到{card.present_count}家，应到{card.expected_count}家，"
                "未达到法定人数，不能作出同意补偿的决议。",
                "warning",
            )
        )
    if not undecided(card):
        told.append(Remark("议题都已有决议，可以由复核岗定稿纪要(Z)。"))
    return told
