"""Deposits at banks: placed, refilled, drawn on, taken back. Each posts a voucher of the fund."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain import fund
from kcdesk.domain.fund import (
    DepositChange,
    DepositMove,
    DrawFacts,
    Voucher,
    check_draw,
    deposit_balance,
    refuse_deposit_overdrawn,
)
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.trace import Trace, trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.fund import DepositEntryRow, FundVoucherRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import agreement_on
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.fund.ledger import post
from kcdesk.work.context import Read, Work


class PlaceDeposit(
    Command, label="存入保证金", stage="fund", role=Role.REVIEWER, undo=UndoPolicy.REVERSE
):
    """Money of the pool is laid into the deposit account at a bank."""

    partner: Annotated[int, Field("record", "合作银行", of="partners")]
    posted_on: Annotated[date, Field("day", "存入日期")]
    amount: Annotated[Money, Field("money", "存入金额")]
    account_no: Annotated[str, Field("text", "保证金账号")] = ""
    document_no: Annotated[str, Field("text", "文号或凭据号")] = ""


@handles(PlaceDeposit)
def place_deposit(work: Work, command: PlaceDeposit) -> int:
    """Post it."""
    bank = _bank(work, command.partner)
    work.say(f"存入保证金：{bank.name} {command.amount.show()} 元")
    return _move(
        work, bank, DepositMove.PLACE, fund.deposit_place(command.amount), command.posted_on,
        document_no=command.document_no, account_no=command.account_no,
    ).id  # fmt: skip


class RefillDeposit(
    Command, label="补足保证金", stage="fund", role=Role.REVIEWER, undo=UndoPolicy.REVERSE
):
    """The deposit is made up again out of the pool."""

    partner: Annotated[int, Field("record", "合作银行", of="partners")]
    posted_on: Annotated[date, Field("day", "补足日期")]
    amount: Annotated[Money, Field("money", "补足金额")]
    document_no: Annotated[str, Field("text", "批准文号")]


@handles(RefillDeposit)
def refill_deposit(work: Work, command: RefillDeposit) -> int:
    """Refuses where nothing was ever placed."""
    bank = _bank(work, command.partner)
    if not deposit_changes(work, bank.id):
        raise Refusal.of(
            f"“{bank.name}”还没有存入过保证金。",
            cure="请办理“存入保证金”。",
            field="partner",
            code="deposit.none",
        )
    work.say(f"补足保证金：{bank.name} {command.amount.show()} 元")
    return _move(
        work, bank, DepositMove.REFILL, fund.deposit_place(command.amount), command.posted_on,
        document_no=command.document_no,
    ).id  # fmt: skip


class DrawDeposit(
    Command, label="划扣保证金", stage="fund", role=Role.APPROVER, undo=UndoPolicy.REVERSE
):
    """A bank draws on its deposit outside the payout of a claim entered here."""

    partner: Annotated[int, Field("record", "合作银行", of="partners")]
    posted_on: Annotated[date, Field("day", "划扣日期")]
    amount: Annotated[Money, Field("money", "划扣金额")]
    reason: Annotated[str, Field("text", "划扣事由")]
    science_notice_on: Annotated[date | None, Field("day", "告知科技部门日期")] = None
    guarantor_notice_on: Annotated[date | None, Field("day", "告知担保机构日期")] = None
    document_no: Annotated[str, Field("text", "凭据号")] = ""


@handles(DrawDeposit)
def draw_deposit(work: Work, command: DrawDeposit) -> int:
    """Refuses what the programme refuses of a draw."""
    bank = _bank(work, command.partner)
    work.say(f"划扣保证金：{bank.name} {command.amount.show()} 元（{command.reason}）")
    return draw(
        work, bank, fund.deposit_draw(command.amount), command.posted_on, reason=command.reason,
        document_no=command.document_no, science_notice_on=command.science_notice_on,
        guarantor_notice_on=command.guarantor_notice_on,
    ).id  # fmt: skip


class TakeBackDeposit(
    Command, label="收回保证金", stage="fund", role=Role.REVIEWER, undo=UndoPolicy.REVERSE
):
    """A deposit, or part of it, comes back to the pool."""

    partner: Annotated[int, Field("record", "合作银行", of="partners")]
    posted_on: Annotated[date, Field("day", "收回日期")]
    amount: Annotated[Money | None, Field("money", "收回金额", hint="留空为全部")] = None
    reason: Annotated[str, Field("text", "收回原因")]
    document_no: Annotated[str, Field("text", "文号或凭据号")] = ""


@handles(TakeBackDeposit)
def take_back_deposit(work: Work, command: TakeBackDeposit) -> int:
    """The whole of it unless an amount is given."""
    bank = _bank(work, command.partner)
    amount = deposit_of(work, bank.id) if command.amount is None else command.amount
    work.say(f"收回保证金：{bank.name} {amount.show()} 元（{command.reason}）")
    return _move(
        work, bank, DepositMove.TAKE_BACK, fund.deposit_back(amount), command.posted_on,
        reason=command.reason, document_no=command.document_no,
    ).id  # fmt: skip


def draw(
    work: Work,
    bank: PartnerRow,
    voucher: Voucher,
    posted_on: date,
    *,
    reason: str,
    document_no: str,
    science_notice_on: date | None,
    guarantor_notice_on: date | None,
) -> FundVoucherRow:
    """Draw on a bank's deposit. Raises Refusal for what the programme, or the balance, refuses."""
    agreement = agreement_on(work, bank.id, posted_on)
    facts = DrawFacts(
        on=posted_on,
        amount=-voucher.change(fund.Account.DEPOSIT),
        balance=deposit_of(work, bank.id),
        required=None if agreement is None else agreement.deposit_fen,
        line=None if agreement is None else agreement.line_fen,
        science_notice_on=science_notice_on,
        guarantor_notice_on=guarantor_notice_on,
    )
    findings = check_draw(work.scheme(), facts).refuse()
    return _move(
        work, bank, DepositMove.DRAW, voucher, posted_on, reason=reason, document_no=document_no,
        science_notice_on=science_notice_on, guarantor_notice_on=guarantor_notice_on,
        trace=findings.trace,
    )  # fmt: skip


def deposit_of(read: Read, partner_id: int) -> Money:
    """What the deposit at a bank holds."""
    return deposit_balance(deposit_changes(read, partner_id))


def deposit_changes(read: Read, partner_id: int) -> tuple[DepositChange, ...]:
    """Every movement of the deposit at a bank that stands."""
    return tuple(
        DepositChange(row.posted_on, DepositMove(row.kind), row.amount_fen)
        for row in read.all(
            select(DepositEntryRow)
            .where(DepositEntryRow.partner_id == partner_id, ~DepositEntryRow.is_void)
            .order_by(DepositEntryRow.posted_on, DepositEntryRow.id)
        )
    )


def refuse_any_deposit_overdrawn(read: Read) -> None:
    """After something was taken back: raises Refusal when a deposit then held less than nothing."""
    for partner_id in read.session.scalars(select(DepositEntryRow.partner_id).distinct()):
        bank = read.get(PartnerRow, partner_id, "合作银行")
        refuse_deposit_overdrawn(bank.name, deposit_changes(read, partner_id))


def _bank(work: Work, partner_id: int) -> PartnerRow:
    bank = work.get(PartnerRow, partner_id, "合作银行", "partner")
    if bank.kind != "bank":
        raise Refusal.of(
            f"“{bank.name}”不是银行。",
            cure="请选择合作银行。",
            field="partner",
            code="deposit.bank",
        )
    return bank


def _move(
    work: Work,
    bank: PartnerRow,
    move: DepositMove,
    voucher: Voucher,
    posted_on: date,
    *,
    reason: str = "",
    document_no: str = "",
    account_no: str = "",
    science_notice_on: date | None = None,
    guarantor_notice_on: date | None = None,
    trace: Trace = (),
) -> FundVoucherRow:
    amount = abs_of(voucher)
    change = DepositChange(posted_on, move, amount)
    refuse_deposit_overdrawn(bank.name, (*deposit_changes(work, bank.id), change))
    summary = f"{move.label}保证金：{bank.name}"
    row = post(work, voucher, posted_on, summary, document_no)
    work.add(
        DepositEntryRow(
            partner_id=bank.id,
            kind=move.value,
            posted_on=posted_on,
            amount_fen=amount,
            account_no=account_no,
            document_no=document_no,
            reason=reason,
            science_notice_on=science_notice_on,
            guarantor_notice_on=guarantor_notice_on,
            voucher_id=row.id,
            trace=trace_to_json(trace),
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
            is_void=False,
        )
    )
    return row


def abs_of(voucher: Voucher) -> Money:
    """How much of a deposit a voucher moves."""
    moved = voucher.change(fund.Account.DEPOSIT)
    return moved if moved > ZERO else -moved
