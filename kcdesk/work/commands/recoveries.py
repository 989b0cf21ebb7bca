"""Money recovered after a payout, shared back by what each party actually paid."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain import fund
from kcdesk.domain.claims import move
from kcdesk.domain.people import Role
from kcdesk.domain.recoveries import share_recovery
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.recoveries import RecoveryRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.claims import enterprise_of
from kcdesk.work.commands.fund import post
from kcdesk.work.commands.meetings import standing_resolution
from kcdesk.work.commands.payouts import paid
from kcdesk.work.context import Read, Work


class RecordRecovery(
    Command, label="登记追偿回收", stage="recoveries", role=Role.REVIEWER, undo=UndoPolicy.REVERSE
):
    """What came back, and what it cost to get it."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    recovered_on: Annotated[date, Field("day", "回收日期")]
    gross: Annotated[Money, Field("money", "回收金额")]
    cost: Annotated[Money, Field("money", "追偿费用")] = ZERO
    source: Annotated[str, Field("text", "回收来源")] = ""
    document_no: Annotated[str, Field("text", "凭据号")] = ""


@handles(RecordRecovery)
def record_recovery(work: Work, command: RecordRecovery) -> int:
    """Shares the net by what each paid; the fund's part goes back into the pool."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    fund_paid = paid(work, claim.id)
    resolution = standing_resolution(work, claim.id)
    if resolution is None or fund_paid <= ZERO:
        raise Refusal.of(
            f"申请 {claim.number} 还没有兑付，回收的钱不用返还资金池。",
            cure="兑付前的还款请登记在贷款上。",
            field="claim",
            code="recovery.unpaid",
        )
    guarantor_paid = resolution.guarantor_share_fen
    shares = share_recovery(
        gross=command.gross,
        cost=command.cost,
        loss=resolution.loss_fen,
        paid_by_party={
            Party.FUND: fund_paid,
            Party.GUARANTOR: guarantor_paid,
            Party.BANK: resolution.loss_fen - fund_paid - guarantor_paid,
        },
        already_returned=returned(work, claim.id),
        clauses=work.scheme().recovery_clauses,
    )
    number = work.next_number("recovery", f"ZC{command.recovered_on.year}-")
    fund_part = shares.share(Party.FUND)
    voucher_id = None
    if fund_part > ZERO:
        voucher_id = post(
            work,
            fund.recovery_return(fund_part),
            command.recovered_on,
            f"追偿返还：{enterprise_of(work, claim).name}（{claim.number}）",
            command.document_no,
        ).id
    claim.state = move(claim.state, "recover").value
    work.say(
        f"登记追偿回收 {number}：净额 {shares.net.show()} 元，返还资金池 {fund_part.show()} 元"
    )
    return work.add(
        RecoveryRow(
            number=number,
            claim_id=claim.id,
            recovered_on=command.recovered_on,
            gross_fen=command.gross,
            cost_fen=command.cost,
            net_fen=shares.net,
            fund_fen=fund_part,
            guarantor_fen=shares.share(Party.GUARANTOR),
            bank_fen=shares.share(Party.BANK),
            source=command.source,
            document_no=command.document_no,
            trace=trace_to_json(shares.trace),
            voucher_id=voucher_id,
            entered_by=work.by.id,
            is_void=False,
        )
    ).id


def recoveries_of(read: Read, claim_id: int) -> tuple[RecoveryRow, ...]:
    """Recoveries of a claim that stand."""
    return tuple(
        read.all(
            select(RecoveryRow)
            .where(RecoveryRow.claim_id == claim_id, ~RecoveryRow.is_void)
            .order_by(RecoveryRow.id)
        )
    )


def returned(read: Read, claim_id: int) -> dict[str, Money]:
    """What each party has got back so far."""
    rows = recoveries_of(read, claim_id)
    return {
        Party.FUND: total(r.fund_fen for r in rows),
        Party.GUARANTOR: total(r.guarantor_fen for r in rows),
        Party.BANK: total(r.bank_fen for r in rows),
    }
