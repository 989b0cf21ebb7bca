"""A meeting's record as it stands: what the other rooms of the meeting look up in it."""

from __future__ import annotations

from sqlalchemy import select

from kcdesk.domain.claims import ClaimState
from kcdesk.domain.meetings import MeetingState
from kcdesk.kernel.errors import Refusal
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.meetings import AgendaItemRow, AttendanceRow, MeetingRow, ResolutionRow
from kcdesk.work.context import Read

CLOSED = (MeetingState.ISSUED, MeetingState.ARCHIVED, MeetingState.CANCELLED)
"""States in which a meeting's record no longer changes."""


def open_meeting(read: Read, meeting_id: int) -> MeetingRow:
    """A meeting whose minutes are not final."""
    row = read.get(MeetingRow, meeting_id, "会议", "meeting")
    if row.state in CLOSED:
        raise Refusal.of(
            f"{row.title}的纪要已定稿。", cure="如确需更改，请先撤销定稿。", code="meeting.closed"
        )
    return row


def seat_of(read: Read, meeting_id: int, unit_id: int) -> AttendanceRow | None:
    """A unit's seat; None when it was not called."""
    return read.one(
        select(AttendanceRow).where(
            AttendanceRow.meeting_id == meeting_id, AttendanceRow.unit_id == unit_id
        )
    )


def items_of(read: Read, meeting_id: int) -> tuple[AgendaItemRow, ...]:
    """The agenda."""
    return tuple(
        read.all(
            select(AgendaItemRow)
            .where(AgendaItemRow.meeting_id == meeting_id)
            .order_by(AgendaItemRow.order_no)
        )
    )


def standing_items(read: Read, meeting_id: int) -> tuple[AgendaItemRow, ...]:
    """The agenda without items whose claim was withdrawn before it was decided."""
    return tuple(
        item
        for item in items_of(read, meeting_id)
        if resolution_of(read, item.id) is not None
        or read.get(ClaimRow, item.claim_id, "代偿申请").state != ClaimState.WITHDRAWN
    )


def resolution_of(read: Read, item_id: int) -> ResolutionRow | None:
    """The resolution of an item that stands."""
    return read.one(
        select(ResolutionRow).where(ResolutionRow.item_id == item_id, ~ResolutionRow.is_void)
    )


def standing_resolution(read: Read, claim_id: int) -> ResolutionRow | None:
    """The resolution that approved a claim and stands."""
    return read.one(
        select(ResolutionRow)
        .where(
            ResolutionRow.claim_id == claim_id,
            ResolutionRow.result == "agree",
            ~ResolutionRow.is_void,
        )
        .order_by(ResolutionRow.id.desc())
    )


def refuse_resolved(read: Read, item: AgendaItemRow) -> None:
    """An item with a resolution takes no more opinions."""
    if resolution_of(read, item.id) is not None:
        raise Refusal.of(
            "这个议题已有决议。",
            cure="如确需更改，请先撤销决议。",
            field="item",
            code="meeting.resolved",
        )
