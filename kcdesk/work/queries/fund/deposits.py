"""Deposits bank by bank: what was placed, what is left, what is short; and each movement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.fund import DepositMove, deposit_balance, deposit_short
from kcdesk.domain.partners import PARTNER_STATES, PartnerState
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.kernel.ratio import show_decimal
from kcdesk.store.tables.fund import DepositEntryRow, FundVoucherRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.agreements import agreement_on
from kcdesk.work.commands.fund import deposit_changes
from kcdesk.work.context import Read
from kcdesk.work.queries.partners.lists import state_on
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

MOVES = tuple(Option(m.value, m.label) for m in DepositMove)


@dataclass(frozen=True)
class DepositLine:
    """The deposit at one bank."""

    id: Annotated[int, Field("record", "编号", of="partners")]
    bank: Annotated[str, Field("text", "合作银行")]
    state: Annotated[str, Field("choice", "合作状态", options=PARTNER_STATES)]
    placed: Annotated[Money, Field("money", "累计存入")]
    drawn: Annotated[Money, Field("money", "累计划扣")]
    taken_back: Annotated[Money, Field("money", "累计收回")]
    balance: Annotated[Money, Field("money", "保证金余额")]
    required: Annotated[Money | None, Field("money", "应存保证金")]
    short: Annotated[Money, Field("money", "应补足")]
    to_take_back: Annotated[Money, Field("money", "应收回")]
    line: Annotated[Money | None, Field("money", "授信总额", unit="万元")]
    leverage: Annotated[str, Field("text", "保证金:授信")]


@query("银行保证金")
def deposits(read: Read) -> tuple[DepositLine, ...]:
    """Banks that hold a deposit, held one, or are to hold one by the agreement in force."""
    lines = []
    for bank in read.all(select(PartnerRow).where(PartnerRow.kind == "bank")):
        line = _line(read, bank)
        if line.placed or line.required:
            lines.append(line)
    return tuple(lines)


def _line(read: Read, bank: PartnerRow) -> DepositLine:
    changes = deposit_changes(read, bank.id)
    agreement = agreement_on(read, bank.id, read.today)
    required = None if agreement is None else agreement.deposit_fen
    line = None if agreement is None else agreement.line_fen
    held, state = deposit_balance(changes), state_on(read, bank, read.today)
    is_out = state in (PartnerState.DISQUALIFIED, PartnerState.LEFT)
    return DepositLine(
        id=bank.id,
        bank=bank.name,
        state=state.value,
        placed=total(c.amount for c in changes if c.move.is_in),
        drawn=total(c.amount for c in changes if c.move is DepositMove.DRAW),
        taken_back=total(c.amount for c in changes if c.move is DepositMove.TAKE_BACK),
        balance=held,
        required=required,
        short=ZERO if is_out else deposit_short(required, held),
        to_take_back=held if is_out else ZERO,
        line=line,
        leverage="" if line is None or not held else _leverage(held, line),
    )


def _leverage(held: Money, line: Money) -> str:
    return f"1:{show_decimal(Fraction(line.fen, held.fen))}"


@dataclass(frozen=True)
class DepositEntryLine:
    """One movement of a deposit."""

    id: Annotated[int, Field("record", "编号", of="fund")]
    posted_on: Annotated[date, Field("day", "日期")]
    bank: Annotated[str, Field("text", "合作银行")]
    kind: Annotated[str, Field("choice", "类型", options=MOVES)]
    placed: Annotated[Money | None, Field("money", "存入")]
    taken: Annotated[Money | None, Field("money", "划扣或收回")]
    balance: Annotated[Money, Field("money", "余额")]
    reason: Annotated[str, Field("text", "事由")]
    science_notice_on: Annotated[date | None, Field("day", "告知科技部门")]
    guarantor_notice_on: Annotated[date | None, Field("day", "告知担保机构")]
    account_no: Annotated[str, Field("text", "保证金账号")]
    document_no: Annotated[str, Field("text", "文号或凭据号")]
    voucher_number: Annotated[str, Field("text", "凭证号")]
    is_void: Annotated[bool, Field("flag", "已冲销")]


@query("保证金台账")
def deposit_ledger(
    read: Read,
    partner: Annotated[int, Field("record", "合作银行", of="partners")] = 0,
) -> tuple[DepositEntryLine, ...]:
    """Movements in the order of their days, of one bank or of all; void ones stay in sight."""
    statement = select(DepositEntryRow).order_by(DepositEntryRow.posted_on, DepositEntryRow.id)
    if partner:
        statement = statement.where(DepositEntryRow.partner_id == partner)
    held: dict[int, Money] = {}
    lines = []
    for e in read.all(statement):
        move = DepositMove(e.kind)
        before = held.get(e.partner_id, ZERO)
        held[e.partner_id] = before if e.is_void else before + move.change(e.amount_fen)
        lines.append(
            DepositEntryLine(
                e.id, e.posted_on, read.get(PartnerRow, e.partner_id, "合作银行").name, e.kind,
                e.amount_fen if move.is_in else None, None if move.is_in else e.amount_fen,
                held[e.partner_id], e.reason, e.science_notice_on, e.guarantor_notice_on,
                e.account_no, e.document_no,
                read.get(FundVoucherRow, e.voucher_id, "资金凭证").number, e.is_void,
            )
        )  # fmt: skip
    return tuple(lines)


@query("划扣依据")
def deposit_trace(
    read: Read, entry: Annotated[int, Field("record", "保证金记录", of="fund")]
) -> tuple[TraceLine, ...]:
    """What the programme said when the bank drew on its deposit."""
    e = read.get(DepositEntryRow, entry, "保证金记录", "entry")
    scheme = read.scheme(read.get(SchemeRevisionRow, e.scheme_revision_id, "方案"))
    return trace_lines(scheme, e.trace)
