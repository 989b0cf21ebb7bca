"""The fund: what is in the pool, what is reserved, and the ledger line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import text

from kcdesk.domain.fund import Account, VoucherKind, available
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.work.commands.fund import balances
from kcdesk.work.context import Read
from kcdesk.work.query import query

KINDS = tuple(Option(k.value, k.label) for k in VoucherKind)


@dataclass(frozen=True)
class FundCard:
    """The fund today, summed from its postings."""

    cash: Annotated[Money, Field("money", "资金池存款")]
    deposit: Annotated[Money, Field("money", "银行保证金")]
    reserved: Annotated[Money, Field("money", "已批未付")]
    available: Annotated[Money, Field("money", "可用余额")]
    appropriated: Annotated[Money, Field("money", "累计财政拨入")]
    interest: Annotated[Money, Field("money", "累计利息")]
    compensated: Annotated[Money, Field("money", "累计兑付")]
    recovered: Annotated[Money, Field("money", "累计追偿返还")]
    spent: Annotated[Money, Field("money", "累计其他支出")]


@query("资金池余额")
def fund_card(read: Read) -> FundCard:
    """Balances and totals."""
    held = balances(read)
    return FundCard(
        held[Account.POOL_CASH],
        held[Account.DEPOSIT],
        held[Account.RESERVED],
        available(held),
        -held[Account.APPROPRIATION],
        -held[Account.INTEREST],
        held[Account.COMPENSATION],
        -held[Account.RECOVERY],
        held[Account.SURRENDER] + held[Account.EXPENSE],
    )


@dataclass(frozen=True)
class FundLine:
    """One movement of the pool."""

    id: Annotated[int, Field("record", "编号", of="fund")]
    posted_on: Annotated[date, Field("day", "日期")]
    number: Annotated[str, Field("text", "凭证号")]
    summary: Annotated[str, Field("text", "摘要")]
    kind: Annotated[str, Field("choice", "类型", options=KINDS)]
    income: Annotated[Money | None, Field("money", "收入")]
    outgo: Annotated[Money | None, Field("money", "支出")]
    balance: Annotated[Money, Field("money", "余额")]
    reserved: Annotated[Money | None, Field("money", "预留变动")]
    document_no: Annotated[str, Field("text", "文号")]
    person: Annotated[str, Field("text", "经办")]
    is_reversed: Annotated[bool, Field("flag", "已冲销")]


_LEDGER = """
SELECT v.id, v.posted_on, v.number, v.summary, v.kind, v.document_no,
  (SELECT sum(amount_fen) FROM fund_posting p WHERE p.voucher_id = v.id AND p.account = 'pool_cash'),
  (SELECT sum(amount_fen) FROM fund_posting p WHERE p.voucher_id = v.id AND p.account = 'reserved'),
  (SELECT e.actor_name FROM journal_change c JOIN journal_entry e USING (seq)
     WHERE c.tbl = 'fund_voucher' AND c.row = v.id LIMIT 1),
  EXISTS (SELECT 1 FROM fund_voucher r WHERE r.reverses_id = v.id)
FROM fund_voucher v ORDER BY v.posted_on, v.id
"""


@query("资金池明细账")
def fund_ledger(
    read: Read,
    from_on: Annotated[date | None, Field("day", "起始日期")] = None,
    until_on: Annotated[date | None, Field("day", "截止日期")] = None,
) -> tuple[FundLine, ...]:
    """Every voucher in date order; the balance runs from the first one, whatever is shown."""
    running = ZERO
    lines = []
    for r in read.session.execute(text(_LEDGER)):
        moved = Money(r[6] or 0)
        running = running + moved
        on = date.fromisoformat(r[1])
        if (from_on and on < from_on) or (until_on and on > until_on):
            continue
        lines.append(
            FundLine(
                r[0], on, r[2], r[3], r[4],
                moved if moved > ZERO else None,
                -moved if moved < ZERO else None,
                running,
                Money(r[7]) if r[7] else None,
                r[5], r[8] or "", bool(r[9]),
            )
        )  # fmt: skip
    return tuple(lines)


def ledger_totals(lines: tuple[FundLine, ...]) -> tuple[Money, Money]:
    """Income and outgo of the lines."""
    return total(x.income or ZERO for x in lines), total(x.outgo or ZERO for x in lines)
