"""The joint meeting: member units, meetings, seats, items with opinions and resolutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import ClaimState
from kcdesk.domain.meetings import OPINIONS, MeetingState, has_quorum
from kcdesk.domain.meetings import RESULTS as TALLIES
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import (
    AgendaItemRow,
    AttendanceRow,
    MeetingRow,
    MemberUnitRow,
    OpinionRow,
    ResolutionRow,
)
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.claims import enterprise_of
from kcdesk.work.commands.meetings import (
    CLOSED,
    RESULTS,
    counted_opinions,
    doubts_of_resolution,
    items_of,
    resolution_of,
)
from kcdesk.work.context import Read
from kcdesk.work.queries.claims import ClaimLine, worth_of
from kcdesk.work.queries.claims import claims as claims_query
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import OptionLine, query

STATES = tuple(Option(s.value, s.label) for s in MeetingState)


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


@dataclass(frozen=True)
class ItemLine:
    """One item of the agenda."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    order_no: Annotated[int, Field("whole", "序号")]
    title: Annotated[str, Field("text", "议题")]
    claim_number: Annotated[str, Field("text", "申请编号")]
    bank: Annotated[str, Field("text", "申请银行")]
    loss: Annotated[Money | None, Field("money", "核定损失")]
    fund_share: Annotated[Money | None, Field("money", "拟补偿")]
    opinions_text: Annotated[str, Field("text", "意见汇总")]
    result: Annotated[str, Field("choice", "决议", options=RESULTS)]
    claim_id: Annotated[int, Field("record", "代偿申请", of="claims")]


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
        tuple(_item_line(read, i) for i in items_of(read, meeting)),
    )  # fmt: skip


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


@dataclass(frozen=True)
class OpinionLine:
    """What one unit said."""

    unit_id: Annotated[int, Field("record", "单位编号", of="meetings")]
    unit: Annotated[str, Field("text", "单位")]
    name: Annotated[str, Field("text", "姓名")]
    has_signed: Annotated[bool, Field("flag", "到会")]
    choice: Annotated[str, Field("choice", "意见", options=OPINIONS)]
    text: Annotated[str, Field("long_text", "意见说明")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.unit_id


@dataclass(frozen=True)
class ItemCard:
    """One item with every opinion and its resolution."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    meeting_id: Annotated[int, Field("record", "会议", of="meetings")]
    meeting: Annotated[str, Field("text", "会议")]
    title: Annotated[str, Field("text", "议题")]
    claim_id: Annotated[int, Field("record", "代偿申请", of="claims")]
    claim_number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "借款企业")]
    bank: Annotated[str, Field("text", "申请银行")]
    loss: Annotated[Money | None, Field("money", "核定损失")]
    ratio: Annotated[str, Field("text", "分担比例")]
    ratio_words: Annotated[str, Field("text", "分担各方")]
    fund_share: Annotated[Money | None, Field("money", "风险补偿金分担")]
    guarantor_share: Annotated[Money | None, Field("money", "担保机构分担")]
    bank_share: Annotated[Money | None, Field("money", "合作机构分担")]
    opinions_text: Annotated[str, Field("text", "意见汇总")]
    tally: Annotated[str, Field("choice", "按规则汇总", options=TALLIES)]
    tally_rule: Annotated[str, Field("text", "表决规则")]
    has_quorum: Annotated[bool, Field("flag", "达到法定人数")]
    is_open: Annotated[bool, Field("flag", "还可以登记")]
    claim_entered_by: Annotated[str, Field("text", "申请录入人")]
    result: Annotated[str, Field("choice", "决议", options=RESULTS)]
    finding: Annotated[str, Field("long_text", "认定意见")]
    decided_on: Annotated[date | None, Field("day", "决议日期")]
    entered_by: Annotated[str, Field("text", "登记人")]
    opinions: Annotated[tuple[OpinionLine, ...], Field("rows", "各单位意见")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "计算依据")]


@query("议题卡片")
def item_card(read: Read, item: Annotated[int, Field("record", "议题", of="meetings")]) -> ItemCard:
    """One item. Figures are the resolution's, before one the review's."""
    row = read.get(AgendaItemRow, item, "议题", "item")
    claim = read.get(ClaimRow, row.claim_id, "代偿申请")
    worth = worth_of(read, claim)
    resolution = resolution_of(read, item)
    agreed = resolution is not None and resolution.result == "agree"
    line = _item_line(read, row)
    meeting = read.get(MeetingRow, row.meeting_id, "会议")
    counted = counted_opinions(read, row.meeting_id, item, None)
    scheme = read.scheme()
    trace = worth.trace
    if resolution is not None:
        revision = read.get(SchemeRevisionRow, resolution.scheme_revision_id, "方案")
        trace = trace_lines(read.scheme(revision), resolution.trace)
    return ItemCard(
        id=row.id,
        meeting_id=row.meeting_id,
        meeting=meeting.title,
        title=row.title,
        claim_id=claim.id,
        claim_number=claim.number,
        enterprise=enterprise_of(read, claim).name,
        bank=line.bank,
        loss=resolution.loss_fen if resolution else worth.loss,
        ratio=resolution.weights if resolution else worth.ratio,
        ratio_words=worth.ratio_words,
        fund_share=resolution.fund_share_fen if resolution and agreed else worth.fund_share,
        guarantor_share=(
            resolution.guarantor_share_fen if resolution and agreed else worth.guarantor_share
        ),
        bank_share=resolution.bank_share_fen if resolution and agreed else worth.bank_share,
        opinions_text=line.opinions_text,
        tally=counted.result.value,
        tally_rule=scheme.meeting.rule.label,
        has_quorum=has_quorum(scheme, counted.present, counted.expected),
        is_open=resolution is None and meeting.state not in CLOSED,
        claim_entered_by=read.get(PersonRow, claim.entered_by, "人员").name,
        result=line.result,
        finding=resolution.finding if resolution else "",
        decided_on=resolution.decided_on if resolution else None,
        entered_by=read.get(PersonRow, resolution.entered_by, "人员").name if resolution else "",
        opinions=opinion_lines(read, row),
        trace=trace,
    )


@query("决议预检")
def resolution_check(
    read: Read,
    item: Annotated[int, Field("record", "议题", of="meetings")],
    result: Annotated[str, Field("choice", "决议", options=RESULTS)],
) -> tuple[ProblemLine, ...]:
    """What this resolution would be refused for, before it is saved."""
    row = read.get(AgendaItemRow, item, "议题", "item")
    return problem_lines(doubts_of_resolution(read, row, result))


def opinion_lines(read: Read, item: AgendaItemRow) -> tuple[OpinionLine, ...]:
    """Every seat with what it said; a unit without an opinion has an empty choice."""
    said = {o.unit_id: o for o in read.all(select(OpinionRow).where(OpinionRow.item_id == item.id))}
    return tuple(
        OpinionLine(
            seat.unit_id, seat.unit, seat.name, seat.has_signed,
            said[seat.unit_id].choice if seat.unit_id in said else "",
            said[seat.unit_id].text if seat.unit_id in said else "",
        )
        for seat in seat_lines(read, item.meeting_id)
    )  # fmt: skip


@query("可上会的代偿申请")
def claims_for_meeting(
    read: Read, find: Annotated[str, Field("text", "查找")] = ""
) -> tuple[ClaimLine, ...]:
    """Claims whose review is done and that no meeting has before it."""
    return claims_query(find=find, state=ClaimState.AWAITING_MEETING.value).run(read)


def _item_line(read: Read, item: AgendaItemRow) -> ItemLine:
    claim = read.get(ClaimRow, item.claim_id, "代偿申请")
    loan = read.get(LoanRow, claim.loan_id, "贷款")
    worth = worth_of(read, claim)
    resolution: ResolutionRow | None = resolution_of(read, item.id)
    return ItemLine(
        item.id, item.order_no, item.title, claim.number,
        read.get(PartnerRow, loan.bank_id, "贷款银行").name,
        resolution.loss_fen if resolution else worth.loss,
        resolution.fund_share_fen if resolution else worth.fund_share,
        counted_opinions(read, item.meeting_id, item.id, None).words,
        resolution.result if resolution else "", claim.id,
    )  # fmt: skip
