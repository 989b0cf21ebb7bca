"""The fund's ledger: money comes in by documents, goes out by payouts, is never rubbed out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain import fund
from kcdesk.domain.fund import Account, Voucher
from kcdesk.domain.people import Role
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.fund import FundPostingRow, FundVoucherRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.context import Read, Work


class RecordAppropriation(
    Command, label="登记财政拨入", stage="fund", role=Role.REVIEWER, undo=UndoPolicy.REVERSE
):
    """Money from the budget into the pool."""

    posted_on: Annotated[date, Field("day", "到账日期")]
    amount: Annotated[Money, Field("money", "拨入金额")]
    document_no: Annotated[str, Field("text", "拨款文号")]
    summary: Annotated[str, Field("text", "摘要")] = ""


@handles(RecordAppropriation)
def record_appropriation(work: Work, command: RecordAppropriation) -> int:
    """Post it."""
    summary = command.summary or "财政拨入风险补偿资金"
    work.say(f"登记财政拨入：{command.amount.show()} 元（{command.document_no}）")
    return post(
        work, fund.appropriation(command.amount), command.posted_on, summary, command.document_no
    ).id


class RecordInterest(
    Command, label="登记资金池利息", stage="fund", role=Role.REVIEWER, undo=UndoPolicy.REVERSE
):
    """Interest the bank credited to the pool."""

    posted_on: Annotated[date, Field("day", "入账日期")]
    amount: Annotated[Money, Field("money", "利息金额")]
    document_no: Annotated[str, Field("text", "凭据号")] = ""
    summary: Annotated[str, Field("text", "摘要")] = ""


@handles(RecordInterest)
def record_interest(work: Work, command: RecordInterest) -> int:
    """Post it."""
    summary = command.summary or "资金池存款利息"
    work.say(f"登记资金池利息：{command.amount.show()} 元")
    return post(
        work, fund.interest(command.amount), command.posted_on, summary, command.document_no
    ).id


def post(
    work: Work,
    voucher: Voucher,
    posted_on: date,
    summary: str,
    document_no: str,
    reverses_id: int | None = None,
) -> FundVoucherRow:
    """Write a voucher with its postings; refuses one that would take the pool below zero."""
    fund.refuse_overdrawn(balances(work), voucher)
    number = work.next_number("fund_voucher", f"PZ{posted_on.year}-")
    row = work.add(
        FundVoucherRow(
            number=number,
            kind=voucher.kind.value,
            posted_on=posted_on,
            summary=summary,
            document_no=document_no,
            reverses_id=reverses_id,
        )
    )
    for posting in voucher.postings:
        work.add(
            FundPostingRow(
                voucher_id=row.id, account=posting.account.value, amount_fen=posting.amount
            )
        )
    return row


def reverse_voucher(work: Work, voucher_id: int, reason: str) -> FundVoucherRow:
    """Answer a voucher with its mirror image, giving the reason."""
    row = work.get(FundVoucherRow, voucher_id, "资金凭证")
    postings = work.all(select(FundPostingRow).where(FundPostingRow.voucher_id == voucher_id))
    mirrored = fund.reversal(
        Voucher(
            fund.VoucherKind(row.kind),
            tuple(fund.Posting(Account(p.account), p.amount_fen) for p in postings),
        )
    )
    return post(
        work,
        mirrored,
        work.today,
        f"冲销{row.number}：{reason}",
        row.document_no,
        reverses_id=row.id,
    )


def balances(read: Read) -> dict[Account, Money]:
    """Every account's balance, in one question."""
    sums = select(FundPostingRow.account, func.sum(FundPostingRow.amount_fen)).group_by(
        FundPostingRow.account
    )
    found = {str(account): _money(total) for account, total in read.session.execute(sums)}
    return {account: found.get(account.value, ZERO) for account in Account}


def balance(read: Read, account: Account) -> Money:
    """What stands in an account, summed from its postings."""
    total = read.session.scalar(
        select(func.sum(FundPostingRow.amount_fen, type_=None)).where(
            FundPostingRow.account == account.value
        )
    )
    return _money(total)


def _money(total: Money | int | None) -> Money:
    if total is None:
        return ZERO
    return total if isinstance(total, Money) else Money(int(total))
