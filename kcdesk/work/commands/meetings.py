"""The joint meeting: called, signed in, opinions taken, resolutions recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain import fund
from kcdesk.domain.claims import assess, move
from kcdesk.domain.meetings import (
    OPINIONS,
    MeetingState,
    Opinion,
    ResolutionFacts,
    Result,
    check_resolution,
    meeting_title,
    tally,
)
from kcdesk.domain.meetings import move as move_meeting
from kcdesk.domain.people import Role, refuse_same_person
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO
from kcdesk.kernel.ratio import show_weights
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
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.claims import enterprise_of, facts_of, passed_review
from kcdesk.work.commands.fund import post
from kcdesk.work.context import Read, Work

CLOSED = (MeetingState.ISSUED, MeetingState.ARCHIVED, MeetingState.CANCELLED)
"""States in which a meeting's record no longer changes."""

RESULTS = (
    Option("agree", "同意补偿"),
    Option("disagree", "不予补偿"),
    Option("defer", "缓议"),
)


class RegisterMemberUnit(Command, label="登记成员单位", stage="meetings"):
    """A unit of the joint meeting, with the one who represents it."""

    name: Annotated[str, Field("text", "单位名称")]
    representative: Annotated[str, Field("text", "参会代表")] = ""
    post: Annotated[str, Field("text", "职务")] = ""
    phone: Annotated[str, Field("phone", "电话")] = ""


@handles(RegisterMemberUnit)
def register_member_unit(work: Work, command: RegisterMemberUnit) -> int:
    """Refuses a name that is already there."""
    if work.one(select(MemberUnitRow).where(MemberUnitRow.name == command.name)) is not None:
        raise Refusal.of(
            f"已登记过“{command.name}”。",
            cure="请直接修改原记录。",
            field="name",
            code="unit.twice",
        )
    work.say(f"登记成员单位：{command.name}")
    return work.add(
        MemberUnitRow(
            **vars(command),
            order_no=(work.session.scalar(select(func.max(MemberUnitRow.order_no))) or 0) + 1,
            is_active=True,
        )
    ).id


class AdoptMemberUnits(Command, label="按方案添加成员单位", stage="meetings"):
    """Units that the programme names, all at once; who represents them is filled in later."""

    units: Annotated[
        tuple[str, ...], Field("codes", "成员单位", source="proposed_member_units")
    ] = ()


@handles(AdoptMemberUnits)
def adopt_member_units(work: Work, command: AdoptMemberUnits) -> int:
    """Adds those not registered yet, in the programme's order; gives how many."""
    known = {u.name for u in work.all(select(MemberUnitRow))}
    named = work.scheme().member_units
    chosen = [named[c].label for c in named if c in command.units and named[c].label not in known]
    if not chosen:
        raise Refusal.of(
            "没有选中要添加的成员单位。",
            cure="请至少勾选一个单位。",
            field="units",
            code="unit.none",
        )
    order = work.session.scalar(select(func.max(MemberUnitRow.order_no))) or 0
    for number, name in enumerate(chosen, order + 1):
        work.add(
            MemberUnitRow(
                name=name, representative="", post="", phone="", order_no=number, is_active=True
            )
        )
    work.say(f"按方案添加成员单位：{'、'.join(chosen)}")
    return len(chosen)


class ReviseMemberUnit(Command, label="修改成员单位", stage="meetings"):
    """Another representative, or no longer a member."""

    unit: Annotated[int, Field("record", "成员单位", of="meetings")]
    representative: Annotated[str, Field("text", "参会代表")] = ""
    post: Annotated[str, Field("text", "职务")] = ""
    phone: Annotated[str, Field("phone", "电话")] = ""
    is_active: Annotated[bool, Field("flag", "现任成员")] = True


@handles(ReviseMemberUnit)
def revise_member_unit(work: Work, command: ReviseMemberUnit) -> int:
    """Write what changed."""
    unit = work.get(MemberUnitRow, command.unit, "成员单位", "unit")
    unit.representative, unit.post = command.representative, command.post
    unit.phone, unit.is_active = command.phone, command.is_active
    work.say(f"修改成员单位：{unit.name}")
    return unit.id


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
    row = work.one(
        select(AttendanceRow).where(
            AttendanceRow.meeting_id == meeting.id, AttendanceRow.unit_id == command.unit
        )
    )
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
    if meeting.state == MeetingState.NOTIFIED:
        meeting.state = move_meeting(meeting.state, "open").value
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
    if meeting.state == MeetingState.NOTIFIED:
        meeting.state = move_meeting(meeting.state, "open").value
    work.say(f"会议签到：{meeting.title} 其余{len(rows)}家单位到会")
    return len(rows)


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
    _refuse_resolved(work, item)
    seat = work.one(
        select(AttendanceRow).where(
            AttendanceRow.meeting_id == item.meeting_id, AttendanceRow.unit_id == command.unit
        )
    )
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
    if meeting.state == MeetingState.SIGNING_IN:
        meeting.state = move_meeting(meeting.state, "deliberate").value
    unit = work.get(MemberUnitRow, command.unit, "成员单位")
    work.say(f"登记单位意见：{unit.name} {Opinion(command.choice).label}")
    return row.id


class RecordRestOpinions(Command, label="登记其余单位意见", stage="meetings"):
    """Every unit that is there and has said nothing of an item says the same."""

    item: Annotated[int, Field("record", "议题", of="meetings")]
    choice: Annotated[str, Field("choice", "意见", options=OPINIONS)] = "agree"


@handles(RecordRestOpinions)
def record_rest_opinions(work: Work, command: RecordRestOpinions) -> int:
    """Opinions already given stay; gives how many were added."""
    item = work.get(AgendaItemRow, command.item, "议题", "item")
    meeting = open_meeting(work, item.meeting_id)
    _refuse_resolved(work, item)
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
    if meeting.state == MeetingState.SIGNING_IN:
        meeting.state = move_meeting(meeting.state, "deliberate").value
    label = Opinion(command.choice).label
    work.say(f"登记其余{len(seats)}家单位意见：{item.title} {label}")
    return len(seats)


class RecordResolution(
    Command, label="登记会议决议", stage="meetings", role=Role.APPROVER, undo=UndoPolicy.REVERSE
):
    """What the meeting decided of an item; approval reserves the fund's share."""

    item: Annotated[int, Field("record", "议题", of="meetings")]
    result: Annotated[str, Field("choice", "决议", options=RESULTS)]
    finding: Annotated[str, Field("long_text", "认定意见", hint="不填按标准表述写入纪要")] = ""


@handles(RecordResolution)
def record_resolution(work: Work, command: RecordResolution) -> int:
    """Counts the opinions by the programme's rule, recomputes the shares and reserves."""
    item = work.get(AgendaItemRow, command.item, "议题", "item")
    meeting = open_meeting(work, item.meeting_id)
    claim = work.get(ClaimRow, item.claim_id, "代偿申请")
    refuse_same_person(work.by.id, {"录入": claim.entered_by}, "审批")
    _refuse_resolved(work, item)
    review = passed_review(work, claim.id)
    assert review is not None, "only a reviewed claim gets onto an agenda"
    approved = command.result == "agree"
    facts = facts_of(work, claim, review.conditions_met)
    counted = _refuse_against_opinions(work, meeting, item, command.result)
    if approved:
        check_resolution(
            work.scheme(),
            ResolutionFacts(facts, counted.expected, counted.present, counted.result.value),
        ).refuse()
    claim.state = move(claim.state, command.result).value
    assessment = assess(work.scheme(), facts)
    voucher_id = None
    if approved and assessment.share(Party.FUND) > ZERO:
        voucher_id = post(
            work,
            fund.reserve(assessment.share(Party.FUND)),
            meeting.held_on,
            f"核定待兑付：{enterprise_of(work, claim).name}（{claim.number}）",
            meeting.title,
        ).id
    if approved:
        claim.state = move(claim.state, "notify").value
    label = next(o.label for o in RESULTS if o.value == command.result)
    work.say(f"登记会议决议：{meeting.title} {claim.number} {label}")
    return work.add(
        ResolutionRow(
            item_id=item.id,
            claim_id=claim.id,
            decided_on=meeting.held_on,
            result=command.result,
            finding=command.finding,
            loss_fen=assessment.loss,
            weights=show_weights(assessment.weights),
            fund_share_fen=assessment.share(Party.FUND) if approved else ZERO,
            guarantor_share_fen=assessment.share(Party.GUARANTOR) if approved else ZERO,
            bank_share_fen=assessment.share(Party.BANK) if approved else ZERO,
            trace=trace_to_json(assessment.trace),
            voucher_id=voucher_id,
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
            is_void=False,
        )
    ).id


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
    undecided = [i for i in items_of(work, meeting.id) if resolution_of(work, i.id) is None]
    if undecided:
        raise Refusal.of(
            f"还有{len(undecided)}个议题没有决议：{'、'.join(i.title for i in undecided)}。",
            cure="请先登记决议，再定稿纪要。",
            field="meeting",
            code="meeting.undecided",
        )
    meeting.minutes_number = command.minutes_number or f"〔{meeting.year}〕{meeting.ordinal}号"
    meeting.minutes_on = command.minutes_on or meeting.held_on
    meeting.distribution = command.distribution or "联席会议各成员单位"
    for event in ("conclude", "issue"):
        meeting.state = move_meeting(meeting.state, event).value
    work.say(f"会议纪要定稿：{meeting.title} {meeting.minutes_number}")
    return meeting.id


def active_units(read: Read) -> tuple[MemberUnitRow, ...]:
    """Member units in office, in their order."""
    return tuple(
        read.all(
            select(MemberUnitRow).where(MemberUnitRow.is_active).order_by(MemberUnitRow.order_no)
        )
    )


def open_meeting(read: Read, meeting_id: int) -> MeetingRow:
    """A meeting whose minutes are not final."""
    row = read.get(MeetingRow, meeting_id, "会议", "meeting")
    if row.state in CLOSED:
        raise Refusal.of(
            f"{row.title}的纪要已定稿。", cure="如确需更改，请先撤销定稿。", code="meeting.closed"
        )
    return row


def items_of(read: Read, meeting_id: int) -> tuple[AgendaItemRow, ...]:
    """The agenda."""
    return tuple(
        read.all(
            select(AgendaItemRow)
            .where(AgendaItemRow.meeting_id == meeting_id)
            .order_by(AgendaItemRow.order_no)
        )
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


def _place(work: Work, meeting: MeetingRow, claim_id: int) -> AgendaItemRow:
    claim = work.get(ClaimRow, claim_id, "代偿申请", "claims")
    claim.state = move(claim.state, "schedule").value
    order = len(items_of(work, meeting.id)) + 1
    loan = work.get(LoanRow, claim.loan_id, "贷款")
    bank = work.get(PartnerRow, loan.bank_id, "贷款银行")
    title = f"{bank.name}关于{enterprise_of(work, claim).name}科创贷款的风险补偿申请"
    return work.add(
        AgendaItemRow(meeting_id=meeting.id, claim_id=claim.id, order_no=order, title=title)
    )


def _refuse_resolved(read: Read, item: AgendaItemRow) -> None:
    if resolution_of(read, item.id) is not None:
        raise Refusal.of(
            "这个议题已有决议。",
            cure="如确需更改，请先撤销决议。",
            field="item",
            code="meeting.resolved",
        )


@dataclass(frozen=True)
class Counted:
    """Who is there, and what the opinions come to."""

    expected: int
    present: int
    result: Result
    words: str


def counted_opinions(read: Read, meeting_id: int, item_id: int, said: str | None) -> Counted:
    """Opinions of the seats that are taken, by the programme's rule; `said` is the chair's."""
    seats = read.all(select(AttendanceRow).where(AttendanceRow.meeting_id == meeting_id))
    opinions = read.all(select(OpinionRow).where(OpinionRow.item_id == item_id))
    present = sum(s.has_signed for s in seats)
    counted = tally(read.scheme().meeting.rule, [o.choice for o in opinions], present, said)
    return Counted(len(seats), present, counted.result, counted.words)


def doubts_of_resolution(read: Read, item: AgendaItemRow, result: str) -> tuple[Problem, ...]:
    """What a resolution would be refused for now: the opinions, then the programme."""
    claim = read.get(ClaimRow, item.claim_id, "代偿申请")
    review = passed_review(read, claim.id)
    assert review is not None, "only a reviewed claim gets onto an agenda"
    counted = counted_opinions(read, item.meeting_id, item.id, result)
    doubts = () if counted.result is MEANT[result] else (_against_opinions(read, counted),)
    if result != "agree":
        return doubts
    facts = ResolutionFacts(
        facts_of(read, claim, review.conditions_met),
        counted.expected,
        counted.present,
        counted.result.value,
    )
    return (*doubts, *check_resolution(read.scheme(), facts).refusals)


MEANT = {"agree": Result.AGREED, "disagree": Result.REFUSED, "defer": Result.DEFERRED}


def _refuse_against_opinions(
    work: Work, meeting: MeetingRow, item: AgendaItemRow, said: str
) -> Counted:
    """The resolution must be what the opinions of those present come to by the rule."""
    counted = counted_opinions(work, meeting.id, item.id, said)
    if counted.result is not MEANT[said]:
        raise Refusal(_against_opinions(work, counted))
    return counted


def _against_opinions(read: Read, counted: Counted) -> Problem:
    rule = read.scheme().meeting
    return Problem(
        f"各单位意见按“{rule.rule.label}”汇总是“{counted.result.label}”，与所登记的决议不一致。",
        "请补齐或核对各到会单位的意见。",
        "result",
        rule.clauses,
        "meeting.opinions",
    )
