"""Payouts: what waits to be paid, what was paid, and an institution's year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import ClaimState
from kcdesk.domain.payouts import Payment, check_payout, limit_payment
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.capitals import in_capitals
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow, ResolutionRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.claims import enterprise_of
from kcdesk.work.commands.meetings import standing_resolution
from kcdesk.work.commands.payouts import (
    DEPOSIT,
    POOL,
    SOURCES,
    facts_of_payout,
    paid,
    still_due,
)
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query

CLAIM_STATES = tuple(Option(s.value, s.label) for s in ClaimState)


@dataclass(frozen=True)
class DueLine:
    """An approved claim and what is still to be paid on it."""

    id: Annotated[int, Field("record", "编号", of="claims")]
    number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "收款银行")]
    meeting: Annotated[str, Field("text", "会议")]
    decided_on: Annotated[date, Field("day", "决议日期")]
    approved: Annotated[Money, Field("money", "核定补偿")]
    paid: Annotated[Money, Field("money", "已兑付")]
    due: Annotated[Money, Field("money", "待兑付")]
    state: Annotated[str, Field("choice", "状态", options=CLAIM_STATES)]


@query("待兑付")
def due_payouts(read: Read) -> tuple[DueLine, ...]:
    """Approved claims with something left to pay, first come first."""
    lines = []
    for r in read.all(
        select(ResolutionRow)
        .where(ResolutionRow.result == "agree", ~ResolutionRow.is_void)
        .order_by(ResolutionRow.decided_on, ResolutionRow.id)
    ):
        due = still_due(read, r)
        claim = read.get(ClaimRow, r.claim_id, "代偿申请")
        if due > ZERO and claim.state in (ClaimState.AWAITING_PAYOUT, ClaimState.PARTLY_PAID):
            loan = read.get(LoanRow, claim.loan_id, "贷款")
            item = read.get(AgendaItemRow, r.item_id, "议题")
            lines.append(
                DueLine(
                    claim.id, claim.number, enterprise_of(read, claim).name,
                    read.get(PartnerRow, loan.bank_id, "银行").name,
                    read.get(MeetingRow, item.meeting_id, "会议").title,
                    r.decided_on, r.fund_share_fen, paid(read, claim.id), due, claim.state,
                )
            )  # fmt: skip
    return tuple(lines)


@dataclass(frozen=True)
class PayoutLine:
    """One payout."""

    id: Annotated[int, Field("record", "编号", of="payouts")]
    number: Annotated[str, Field("text", "兑付编号")]
    claim_number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "收款银行")]
    paid_on: Annotated[date, Field("day", "兑付日期")]
    amount: Annotated[Money, Field("money", "兑付金额")]
    cuts_text: Annotated[str, Field("text", "扣减")]
    document_no: Annotated[str, Field("text", "通知文号")]
    payment_no: Annotated[str, Field("text", "付款凭证号")]
    is_void: Annotated[bool, Field("flag", "已作废")]
    claim_id: Annotated[int, Field("record", "代偿申请", of="claims")]


@dataclass(frozen=True)
class PayoutCheck:
    """What would be paid of a claim on a day, and every step to it."""

    amount: Annotated[Money | None, Field("money", "可以兑付")]
    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查和计算")]


@query("兑付预检")
def payout_check(
    read: Read,
    claim: Annotated[int, Field("record", "代偿申请", of="claims")],
    paid_on: Annotated[date, Field("day", "兑付日期")],
    source: Annotated[str, Field("choice", "资金来源", options=SOURCES)] = POOL,
    override_no: Annotated[str, Field("text", "超出原则上限的会议决定")] = "",
) -> PayoutCheck | None:
    """The payment before it is made; None while the meeting has not approved the claim."""
    row = read.get(ClaimRow, claim, "代偿申请", "claim")
    resolution = standing_resolution(read, claim)
    if resolution is None:
        return None
    facts = facts_of_payout(
        read, row, resolution, paid_on,
        is_drawn=source == DEPOSIT, is_overridden=bool(override_no),
    )  # fmt: skip
    scheme = read.scheme()
    findings = check_payout(scheme, facts)
    refusals: tuple[Problem, ...] = ()
    payment: Payment | None = None
    try:
        payment = limit_payment(scheme, facts)
    except Refusal as refusal:
        refusals = refusal.problems
    return PayoutCheck(
        None if payment is None else payment.amount,
        problem_lines((*findings.refusals, *refusals)),
        problem_lines(findings.warnings),
        trace_lines(
            scheme,
            trace_to_json((*findings.trace, *(() if payment is None else payment.trace))),
        ),
    )


@query("兑付台账")
def payouts(
    read: Read,
    claim: Annotated[int, Field("record", "代偿申请", of="claims")] = 0,
    bank: Annotated[int, Field("record", "银行", of="partners")] = 0,
) -> tuple[PayoutLine, ...]:
    """Payouts, the newest first; void ones stay in sight."""
    statement = select(PayoutRow).order_by(PayoutRow.paid_on.desc(), PayoutRow.id.desc())
    if claim:
        statement = statement.where(PayoutRow.claim_id == claim)
    if bank:
        statement = statement.where(PayoutRow.bank_id == bank)
    lines = []
    for p in read.all(statement):
        row = read.get(ClaimRow, p.claim_id, "代偿申请")
        lines.append(
            PayoutLine(
                p.id, p.number, row.number, enterprise_of(read, row).name,
                read.get(PartnerRow, p.bank_id, "银行").name, p.paid_on, p.amount_fen,
                cuts_text(p), p.document_no, p.payment_no, p.is_void, p.claim_id,
            )
        )  # fmt: skip
    return tuple(lines)


@dataclass(frozen=True)
class PayoutCard:
    """One payout with its limits."""

    id: Annotated[int, Field("record", "编号", of="payouts")]
    number: Annotated[str, Field("text", "兑付编号")]
    claim_number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "收款银行")]
    account_name: Annotated[str, Field("text", "收款户名")]
    account_bank: Annotated[str, Field("text", "开户行")]
    account_no: Annotated[str, Field("text", "收款账号")]
    paid_on: Annotated[date, Field("day", "兑付日期")]
    approved: Annotated[Money, Field("money", "应兑付")]
    amount: Annotated[Money, Field("money", "本次兑付")]
    amount_capitals: Annotated[str, Field("text", "金额大写")]
    cuts_text: Annotated[str, Field("text", "扣减")]
    year_paid: Annotated[Money, Field("money", "该机构本年度累计")]
    source: Annotated[str, Field("choice", "资金来源", options=SOURCES)]
    pool_before: Annotated[Money, Field("money", "兑付前余额")]
    pool_after: Annotated[Money, Field("money", "兑付后余额")]
    override_no: Annotated[str, Field("text", "超出原则上限的会议决定")]
    document_no: Annotated[str, Field("text", "通知文号")]
    payment_no: Annotated[str, Field("text", "付款凭证号")]
    is_void: Annotated[bool, Field("flag", "已作废")]
    claim_id: Annotated[int, Field("record", "代偿申请", of="claims")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "计算依据")]


@query("兑付卡片")
def payout_card(
    read: Read, payout: Annotated[int, Field("record", "兑付", of="payouts")]
) -> PayoutCard:
    """One payout."""
    p = read.get(PayoutRow, payout, "兑付", "payout")
    claim = read.get(ClaimRow, p.claim_id, "代偿申请")
    bank = read.get(PartnerRow, p.bank_id, "银行")
    scheme = read.scheme(read.get(SchemeRevisionRow, p.scheme_revision_id, "方案"))
    return PayoutCard(
        p.id, p.number, claim.number, enterprise_of(read, claim).name, bank.name,
        bank.account_name, bank.account_bank, bank.account_no, p.paid_on, p.approved_fen,
        p.amount_fen, in_capitals(p.amount_fen), cuts_text(p), p.year_paid_fen, p.source or POOL,
        p.pool_before_fen,
        p.pool_before_fen - p.amount_fen, p.override_no or "", p.document_no, p.payment_no, p.is_void, p.claim_id,
        trace_lines(scheme, p.trace),
    )  # fmt: skip


def cuts_text(p: PayoutRow) -> str:
    """Every cut with its reason."""
    return "；".join(f"{c['label']} {Money(int(c['fen'])).show()}元" for c in p.cuts)
