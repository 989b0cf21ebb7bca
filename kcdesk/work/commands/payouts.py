"""Paying an approved claim out of the fund, within every limit of the programme."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain import fund
from kcdesk.domain.claims import assess, move
from kcdesk.domain.payouts import (
    Due,
    Payment,
    PayoutFacts,
    check_payout,
    limit_payment,
    queue_method,
    room_in_queue,
)
from kcdesk.domain.people import Role, refuse_same_person
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.fund import FundVoucherRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import ResolutionRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.claims import enterprise_of, facts_of, passed_review
from kcdesk.work.commands.fund import (
    balance,
    deposit_of,
    draw,
    post,
    year_base,
    year_net_compensated,
)
from kcdesk.work.commands.meetings import standing_resolution
from kcdesk.work.context import Read, Work

POOL, DEPOSIT = "pool", "deposit"
SOURCES = (Option(POOL, "资金池"), Option(DEPOSIT, "银行保证金"))


class PayClaim(
    Command, label="兑付风险补偿", stage="payouts", role=Role.APPROVER, undo=UndoPolicy.REVERSE
):
    """Money leaves the pool for a claim the meeting has approved."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    paid_on: Annotated[date, Field("day", "兑付日期")]
    document_no: Annotated[str, Field("text", "兑付通知文号")] = ""
    payment_no: Annotated[str, Field("text", "付款凭证号")] = ""
    source: Annotated[str, Field("choice", "资金来源", options=SOURCES)] = POOL
    science_notice_on: Annotated[date | None, Field("day", "告知科技部门日期")] = None
    guarantor_notice_on: Annotated[date | None, Field("day", "告知担保机构日期")] = None
    override_no: Annotated[
        str, Field("text", "超出原则上限的会议决定", hint="会议决定不受原则上限限制的，填文号")
    ] = ""


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
    repaid_since = _repaid_since(work, claim, resolution)
    is_drawn = command.source == DEPOSIT
    pool = deposit_of(work, loan.bank_id) if is_drawn else balance(work, fund.Account.POOL_CASH)
    facts = facts_of_payout(
        work, claim, resolution, command.paid_on,
        is_drawn=is_drawn, is_overridden=bool(command.override_no),
    )  # fmt: skip
    due, year_paid = facts.approved, facts.institution_year_paid
    check_payout(work.scheme(), facts).refuse()
    payment = limit_payment(work.scheme(), facts)
    if payment.amount <= ZERO:
        raise Refusal.of(
            "可以兑付的金额为零。",
            cure="请查看各项限额；资金不足的，先登记财政拨入。",
            field="claim",
            clauses=tuple(dict.fromkeys(c for cut in payment.cuts for c in cut.clauses)),
            code="payout.nothing",
        )
    released = payment.amount + payment.lapsed + repaid_since
    voucher = _posted(work, command, claim, loan, payment.amount, released)
    claim.state = move(claim.state, "pay" if payment.is_full else "pay_in_part").value
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
            cuts=_cuts(payment, repaid_since),
            trace=trace_to_json(payment.trace),
            year_paid_fen=year_paid + payment.amount,
            pool_before_fen=pool,
            document_no=command.document_no,
            payment_no=command.payment_no,
            voucher_id=voucher.id,
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
            is_void=False,
            source=command.source,
            override_no=command.override_no,
        )
    ).id


def facts_of_payout(
    read: Read,
    claim: ClaimRow,
    resolution: ResolutionRow,
    paid_on: date,
    *,
    is_drawn: bool,
    is_overridden: bool,
) -> PayoutFacts:
    """What the programme is told of a payment, before it is made."""
    bank = read.get(LoanRow, claim.loan_id, "贷款").bank_id
    pool = deposit_of(read, bank) if is_drawn else balance(read, fund.Account.POOL_CASH)
    return PayoutFacts(
        approved=still_due(read, resolution) - _repaid_since(read, claim, resolution),
        institution_year_paid=institution_year_paid(read, bank, paid_on.year),
        pool_available=_room_for(read, resolution, pool, bank if is_drawn else None),
        on=paid_on,
        year_base=year_base(read, paid_on.year),
        year_net_compensated=year_net_compensated(read, paid_on.year),
        is_overridden=is_overridden,
    )


def _posted(
    work: Work, command: PayClaim, claim: ClaimRow, loan: LoanRow, amount: Money, released: Money
) -> FundVoucherRow:
    """Out of the pool, or by the bank drawing on its deposit."""
    paying = work.scheme().paper_words.get("paying", "兑付风险补偿")
    told = f"{paying}：{enterprise_of(work, claim).name}（{claim.number}）"
    if command.source == POOL:
        voucher = fund.payout(amount, released)
        return post(work, voucher, command.paid_on, told, command.document_no)
    return draw(
        work,
        work.get(PartnerRow, loan.bank_id, "银行"),
        fund.deposit_draw(amount, released),
        command.paid_on,
        reason=told,
        document_no=command.document_no,
        science_notice_on=command.science_notice_on,
        guarantor_notice_on=command.guarantor_notice_on,
    )


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


def lapsed(read: Read, claim_id: int) -> Money:
    """What earlier payouts of a claim cut for good."""
    return total(
        Money(int(cut["fen"]))
        for payout in payouts_of(read, claim_id)
        for cut in payout.cuts
        if not cut["stays_payable"]
    )


def still_due(read: Read, resolution: ResolutionRow) -> Money:
    """What of an approved claim is neither paid nor lapsed."""
    claim_id = resolution.claim_id
    return resolution.fund_share_fen - paid(read, claim_id) - lapsed(read, claim_id)


def _repaid_since(work: Read, claim: ClaimRow, resolution: ResolutionRow) -> Money:
    """By how much the fund's share shrank because the borrower repaid after the resolution."""
    review = passed_review(work, claim.id)
    assert review is not None, "a resolution follows a review"
    now = assess(work.scheme(), facts_of(work, claim, review.conditions_met)).share(Party.FUND)
    return max(resolution.fund_share_fen - lapsed(work, claim.id) - now, ZERO)


def _cuts(payment: Payment, repaid_since: Money) -> list[dict[str, object]]:
    cuts: list[dict[str, object]] = [
        {
            "code": cut.reason_code,
            "label": cut.label,
            "fen": cut.amount.fen,
            "clauses": list(cut.clauses),
            "stays_payable": cut.stays_payable,
        }
        for cut in payment.cuts
    ]
    if repaid_since > ZERO:
        cuts.append(
            {
                "code": "repaid_since",
                "label": "决议后借款人还款，扣减补偿",
                "fen": repaid_since.fen,
                "clauses": [],
                "stays_payable": False,
            }
        )
    return cuts


def _room_for(
    read: Read, resolution: ResolutionRow, pool: Money, bank_id: int | None = None
) -> Money:
    """What the claim may have of a pool; of a bank's deposit only that bank's claims may have."""
    standing = read.all(
        select(ResolutionRow).where(ResolutionRow.result == "agree", ~ResolutionRow.is_void)
    )
    dues = []
    for r in standing:
        claim = read.get(ClaimRow, r.claim_id, "代偿申请")
        loan = read.get(LoanRow, claim.loan_id, "贷款")
        if bank_id in (None, loan.bank_id):
            left = max(still_due(read, r), ZERO)
            dues.append(Due(claim.id, claim.number, r.decided_on, left, paid(read, claim.id)))
    return room_in_queue(pool, dues, resolution.claim_id, queue_method(read.scheme()))
