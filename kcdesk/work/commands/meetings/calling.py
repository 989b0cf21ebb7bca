"""A meeting is called, and reviewed claims come onto its agenda."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.claims import move
from kcdesk.domain.meetings import MeetingState, meeting_title
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import AgendaItemRow, AttendanceRow, MeetingRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.claims import enterprise_of
from kcdesk.work.commands.meetings.record import items_of, open_meeting
from kcdesk.work.commands.meetings.units import active_units
from kcdesk.work.context import Work


class CallMeeting(Command, label="召集联席会议", stage="meetings"):
    """A meeting with its day, place and chair; every member unit gets a seat."""

    held_on: Annotated[date, Field("day", "会议日期")]
    held_time: Annotated[str, Field("text", "会议时间", hint="例如：上午9:00")] = ""
    place: Annotated[str, Field("text", "会议地点")] = ""
    chair: Annotated[str, Field("text", "主持人")] = ""
    recorder: Annotated[str, Field("text", "记录人")] = ""
    observers: Annotated[str, Field("text", "列席人员")] = ""
    notice_number: Annotated[str, Field("text", "会议通知文号")] = ""
    notice_on: Annotated[date | None, Field("day", "会议通知日期")] = None
    reply_by_on: Annotated[date | None, Field("day", "报名截止日期")] = None
    claims: Annotated[tuple[int, ...], Field("records", "上会申请", of="claims")] = ()


@handles(CallMeeting)
def call_meeting(work: Work, command: CallMeeting) -> int:
    """Numbers the meeting within its year and puts the claims on the agenda."""
    units = active_units(work)
    if not units:
        raise Refusal.of(
            "还没有登记联席会议成员单位。", cure="请先登记成员单位。", code="meeting.units"
        )
    year = command.held_on.year
    ordinal = (
        work.session.scalar(select(func.max(MeetingRow.ordinal)).where(MeetingRow.year == year))
        or 0
    ) + 1
    row = work.add(
        MeetingRow(
            year=year,
            ordinal=ordinal,
            title=meeting_title(year, ordinal),
            held_on=command.held_on,
            held_time=command.held_time,
            place=command.place,
            chair=command.chair,
            recorder=command.recorder,
            observers=command.observers,
            notice_number=command.notice_number,
            notice_on=command.notice_on,
            reply_by_on=command.reply_by_on,
            minutes_number="",
            minutes_on=None,
            distribution="",
            state=MeetingState.NOTIFIED.value,
            entered_by=work.by.id,
        )
    )
    for unit in units:
        work.add(
            AttendanceRow(
                meeting_id=row.id, unit_id=unit.id, name=unit.representative, post=unit.post,
                phone=unit.phone, is_substitute=False, has_signed=False, note="",
            )
        )  # fmt: skip
    for claim_id in command.claims:
        _place(work, row, claim_id)
    work.say(f"召集联席会议：{row.title}（{row.held_on.isoformat()}）")
    return row.id


class PlaceOnAgenda(Command, label="列入会议议题", stage="meetings"):
    """A reviewed claim comes before the meeting."""

    meeting: Annotated[int, Field("record", "会议", of="meetings")]
    claim: Annotated[int, Field("record", "代偿申请", of="claims")]


@handles(PlaceOnAgenda)
def place_on_agenda(work: Work, command: PlaceOnAgenda) -> int:
    """Add the item."""
    meeting = open_meeting(work, command.meeting)
    item = _place(work, meeting, command.claim)
    work.say(f"列入会议议题：{meeting.title} {item.title}")
    return item.id


def _place(work: Work, meeting: MeetingRow, claim_id: int) -> AgendaItemRow:
    claim = work.get(ClaimRow, claim_id, "代偿申请", "claims")
    claim.state = move(claim.state, "schedule").value
    order = len(items_of(work, meeting.id)) + 1
    loan = work.get(LoanRow, claim.loan_id, "贷款")
    bank = work.get(PartnerRow, loan.bank_id, "贷款银行")
    matter = work.scheme().paper_words.get("item", "科创贷款的风险补偿申请")
    title = f"{bank.name}关于{enterprise_of(work, claim).name}{matter}"
    return work.add(
        AgendaItemRow(meeting_id=meeting.id, claim_id=claim.id, order_no=order, title=title)
    )
