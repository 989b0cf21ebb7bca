"""What a firm annexes to its application: who owes whom, and what it has borrowed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from kcdesk.domain.applications import BALANCE_KINDS
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import (
    ApplicationBalanceRow,
    ApplicationBorrowingRow,
    ApplicationRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.particulars import refuse_shares_above_the_whole
from kcdesk.work.context import Work
from kcdesk.work.whole_lists import write_list


@dataclass(frozen=True)
class BalanceEntry:
    """What one unit owes, or is owed."""

    kind: Annotated[str, Field("choice", "科目", options=BALANCE_KINDS)]
    name: Annotated[str, Field("text", "单位名称")]
    amount: Annotated[Money, Field("money", "余额", unit="元")]
    age: Annotated[str, Field("text", "账龄")] = ""
    share: Annotated[Fraction | None, Field("percent", "占比")] = None


@dataclass(frozen=True)
class BorrowingEntry:
    """What is owed to one lender."""

    lender: Annotated[str, Field("text", "借款银行")]
    amount: Annotated[Money, Field("money", "余额", unit="元")]
    security: Annotated[str, Field("text", "担保方式")] = ""
    from_on: Annotated[date | None, Field("day", "起始日")] = None
    until_on: Annotated[date | None, Field("day", "到期日")] = None


class RecordAnnexes(Command, label="登记申请附表", stage="applications"):
    """The annexes of the application form, written as a whole."""

    application: Annotated[int, Field("record", "贷款申请", of="applications")]
    balances: Annotated[tuple[BalanceEntry, ...], Field("rows", "往来余额")] = ()
    borrowings: Annotated[
        tuple[BorrowingEntry, ...],
        Field("rows", "现有借款", hint="本单位已登记的科创贷不用填，打印时自动列上"),
    ] = ()


@handles(RecordAnnexes)
def record_annexes(work: Work, command: RecordAnnexes) -> int:
    """Refuses shares of one kind above the whole, and a loan that ends before it began."""
    row = work.get(ApplicationRow, command.application, "贷款申请", "application")
    for kind in BALANCE_KINDS:
        of_kind = (b.share for b in command.balances if b.kind == kind.value)
        refuse_shares_above_the_whole(of_kind, "balances")
    for entry in command.borrowings:
        if entry.from_on and entry.until_on and entry.until_on < entry.from_on:
            raise Refusal.of(
                f"“{entry.lender}”的到期日早于起始日。",
                cure="请核对两个日期。",
                field="borrowings",
                code="borrowing.order",
            )
    write_list(
        work,
        ApplicationBalanceRow,
        ApplicationBalanceRow.application_id,
        row.id,
        [
            {"kind": b.kind, "name": b.name, "amount_fen": b.amount, "age": b.age, "share": b.share}
            for b in command.balances
        ],
    )
    write_list(
        work,
        ApplicationBorrowingRow,
        ApplicationBorrowingRow.application_id,
        row.id,
        [
            {
                "lender": b.lender,
                "amount_fen": b.amount,
                "security": b.security,
                "from_on": b.from_on,
                "until_on": b.until_on,
            }
            for b in command.borrowings
        ],
    )
    work.say(
        f"登记申请附表 {row.number}：往来{len(command.balances)}项、借款{len(command.borrowings)}笔"
    )
    return row.id
