"""Recoveries: what came back and who got it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money, total
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.recoveries import RecoveryRow
from kcdesk.work.commands.claims import enterprise_of
from kcdesk.work.commands.meetings import standing_resolution
from kcdesk.work.commands.payouts import paid
from kcdesk.work.commands.recoveries import recoveries_of
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query


@dataclass(frozen=True)
class RecoveryLine:
    """One recovery."""

    id: Annotated[int, Field("record", "编号", of="recoveries")]
    number: Annotated[str, Field("text", "追偿编号")]
    claim_number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    recovered_on: Annotated[date, Field("day", "回收日期")]
    gross: Annotated[Money, Field("money", "回收金额")]
    cost: Annotated[Money, Field("money", "追偿费用")]
    net: Annotated[Money, Field("money", "净额")]
    fund: Annotated[Money, Field("money", "返还资金池")]
    guarantor: Annotated[Money, Field("money", "担保机构")]
    bank: Annotated[Money, Field("money", "合作机构")]
    source: Annotated[str, Field("text", "回收来源")]
    document_no: Annotated[str, Field("text", "凭据号")]
    is_void: Annotated[bool, Field("flag", "已作废")]
    claim_id: Annotated[int, Field("record", "代偿申请", of="claims")]


@query("追偿台账")
def recoveries(
    read: Read, claim: Annotated[int, Field("record", "代偿申请", of="claims")] = 0
) -> tuple[RecoveryLine, ...]:
    """Recoveries, the newest first; void ones stay in sight."""
    statement = select(RecoveryRow).order_by(RecoveryRow.recovered_on.desc(), RecoveryRow.id.desc())
    if claim:
        statement = statement.where(RecoveryRow.claim_id == claim)
    lines = []
    for r in read.all(statement):
        row = read.get(ClaimRow, r.claim_id, "代偿申请")
        lines.append(
            RecoveryLine(
                r.id, r.number, row.number, enterprise_of(read, row).name, r.recovered_on,
                r.gross_fen, r.cost_fen, r.net_fen, r.fund_fen, r.guarantor_fen, r.bank_fen,
                r.source, r.document_no, r.is_void, r.claim_id,
            )
        )  # fmt: skip
    return tuple(lines)


@query("追偿计算依据")
def recovery_trace(
    read: Read, recovery: Annotated[int, Field("record", "追偿", of="recoveries")]
) -> tuple[TraceLine, ...]:
    """How one recovery was shared."""
    row = read.get(RecoveryRow, recovery, "追偿", "recovery")
    return trace_lines(read.scheme(), row.trace)


@dataclass(frozen=True)
class ClaimOutcome:
    """What became of a claim: decided, paid, recovered."""

    approved: Annotated[Money | None, Field("money", "核定补偿")]
    decided_on: Annotated[date | None, Field("day", "决议日期")]
    paid: Annotated[Money, Field("money", "已兑付")]
    recovered: Annotated[Money, Field("money", "已返还资金池")]
    net: Annotated[Money, Field("money", "资金池净支出")]


@query("代偿结果")
def claim_outcome(
    read: Read, claim: Annotated[int, Field("record", "代偿申请", of="claims")]
) -> ClaimOutcome:
    """The money of one claim."""
    read.get(ClaimRow, claim, "代偿申请", "claim")
    resolution = standing_resolution(read, claim)
    out = paid(read, claim)
    back = total(r.fund_fen for r in recoveries_of(read, claim))
    return ClaimOutcome(
        resolution.fund_share_fen if resolution else None,
        resolution.decided_on if resolution else None,
        out,
        back,
        out - back,
    )
