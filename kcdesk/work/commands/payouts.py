"""Paying an approved claim out of the fund, within every limit of the programme."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain import fund
from kcdesk.domain.claims import ClaimState, move
from kcdesk.domain.payouts import PayoutFacts, limit_payment
from kcdesk.domain.people import Role, refuse_same_person
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.claims import enterprise_of, name_of
from kcdesk.work.commands.fund import available, balance, post
from kcdesk.work.commands.meetings import standing_resolution
from kcdesk.work.context import Read, Work


class PayClaim(
    Command, label="兑付风险补偿", stage="payouts", role=Role.APPROVER, undo=UndoPolicy.REVERSE
):
    """Money leaves the pool for a claim the meeting has approved."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    paid_on: Annotated[date, Field("day", "兑付日期")]
    document_no: Annotated[str, Field("text", "兑付通知文号")] = ""
    payment_no: Annotated[str, Field("text", "付款凭证号")] = ""


@handles(PayClaim)
def pay_claim(work: Work, command: PayClaim) -> int:
    """Pays the least of what is approved, the institution's year room and the pool."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    refuse_same_person(work.by.id, {"录入": claim.entered_by}, "兑付")
    resolution = standing_resolution(work, claim.id)
    if resolution is None:
        raise Refusal.of(
            f"申请 {claim.number} 还没有联席会议同意补偿的决议。",
            cure="请先登记会议决议。",
            field="claim",
            code="payout.resolution",
        )
    if command.paid_on < resolution.decided_on:
        raise Refusal.of(
            f"兑付日期早于会议决议日（{resolution.decided_on.isoformat()}）。",
            cure="请核对日期。",
            field="paid_on",
            code="payout.order",
        )
    loan = work.get(LoanRow, claim.loan_id, "贷款")
    earlier = paid(work, claim.id)
    due = resolution.fund_share_fen - earlier
    pool = balance(work, fund.Account.POOL_CASH)
    year_paid = institution_year_paid(work, loan.bank_id, command.paid_on.year)
    payment = limit_payment(
        work.scheme(),
        PayoutFacts(
            approved=due,
            institution_year_paid=year_paid,
            pool_available=due + available(work),
            on=command.paid_on,
        ),
    )
    if payment.amount <= ZERO:
        raise Refusal.of(
            "可以兑付的金额为零。",
            cure="请查看各项限额；资金不足的，先登记财政拨入。",
            field="claim",
            clauses=tuple(dict.fromkeys(c for cut in payment.cuts for c in cut.clauses)),
            code="payout.nothing",
        )
    still_due = total(cut.amount for cut in payment.cuts if cut.stays_payable)
    lapsed = due - payment.amount - still_due
    voucher = post(
        work,
        fund.payout(payment.amount, released=payment.amount + lapsed),
        command.paid_on,
        f"兑付风险补偿：{enterprise_of(work, claim).name}（{claim.number}）",
        command.document_no,
    )
    event = "pay_part" if still_due > ZERO else "pay"
    claim.state = move(ClaimState(claim.state), event).value
    number = work.next_number("payout", f"DF{command.paid_on.year}-")
    work.say(f"兑付风险补偿 {number}：{claim.number} {payment.amount.show()} 元")
    return work.add(
        PayoutRow(
            number=number,
            claim_id=claim.id,
            bank_id=loan.bank_id,
            paid_on=command.paid_on,
            approved_fen=due,
            amount_fen=payment.amount,
            cuts=[
                {
                    "code": cut.reason_code,
                    "label": cut.label,
                    "fen": cut.amount.fen,
                    "clauses": list(cut.clauses),
                    "stays_payable": cut.stays_payable,
                }
                for cut in payment.cuts
            ],
            trace=trace_to_json(payment.trace),
            year_paid_fen=year_paid + payment.amount,
            pool_before_fen=pool,
            document_no=command.document_no,
            payment_no=command.payment_no,
            voucher_id=voucher.id,
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
            is_void=False,
        )
    ).id


def payouts_of(read: Read, claim_id: int) -> tuple[PayoutRow, ...]:
    """Payouts of a claim that stand."""
    return tuple(
        read.all(
            select(PayoutRow)
            .where(PayoutRow.claim_id == claim_id, ~PayoutRow.is_void)
            .order_by(PayoutRow.id)
        )
    )


def paid(read: Read, claim_id: int) -> Money:
    """What the fund has paid for a claim."""
    return total(p.amount_fen for p in payouts_of(read, claim_id))


def institution_year_paid(read: Read, bank_id: int, year: int) -> Money:
    """What the fund paid an institution in a calendar year of settlement."""
    amounts = read.session.scalars(
        select(PayoutRow.amount_fen).where(
            PayoutRow.bank_id == bank_id,
            ~PayoutRow.is_void,
            PayoutRow.paid_on >= date(year, 1, 1),
            PayoutRow.paid_on <= date(year, 12, 31),
        )
    )
    return total(amounts)


