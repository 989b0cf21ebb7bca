"""The items of an agenda: their figures, every opinion, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.meetings import OPINIONS, has_quorum
from kcdesk.domain.meetings import RESULTS as TALLIES
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow, OpinionRow, ResolutionRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.claims import enterprise_of
from kcdesk.work.commands.meetings import (
    CLOSED,
    RESULTS,
    counted_opinions,
    doubts_of_resolution,
    resolution_of,
)
from kcdesk.work.context import Read
from kcdesk.work.queries.claims import worth_of
from kcdesk.work.queries.claims.worth import Worth
from kcdesk.work.queries.meetings.seats import seat_lines
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query


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
    shares = shares_of(worth, resolution)
    line = item_line(read, row)
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
        fund_share=shares[Party.FUND],
        guarantor_share=shares[Party.GUARANTOR],
        bank_share=shares[Party.BANK],
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


def shares_of(worth: Worth, resolution: ResolutionRow | None) -> dict[Party, Money | None]:
    """Who bears what: as the meeting agreed to it, else as reviewed."""
    if resolution is None or resolution.result != "agree":
        return {party: worth.share(party) for party in Party}
    return {
        Party.FUND: resolution.fund_share_fen,
        Party.GUARANTOR: resolution.guarantor_share_fen,
        Party.BANK: resolution.bank_share_fen,
    }


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


def item_line(read: Read, item: AgendaItemRow) -> ItemLine:
    """One item with what the units say of it."""
    claim = read.get(ClaimRow, item.claim_id, "代偿申请")
    loan = read.get(LoanRow, claim.loan_id, "贷款")
    worth = worth_of(read, claim)
    resolution = resolution_of(read, item.id)
    return ItemLine(
        item.id, item.order_no, item.title, claim.number,
        read.get(PartnerRow, loan.bank_id, "贷款银行").name,
        resolution.loss_fen if resolution else worth.loss,
        resolution.fund_share_fen if resolution else worth.share(Party.FUND),
        counted_opinions(read, item.meeting_id, item.id, None).words,
        resolution.result if resolution else "", claim.id,
    )  # fmt: skip
