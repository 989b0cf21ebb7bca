"""The annexes of an application: what the firm told, and the loans the office knows itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import BALANCE_KINDS, SECURITIES
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.applications import (
    ApplicationBalanceRow,
    ApplicationBorrowingRow,
    ApplicationRow,
)
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.applications.annexes import BalanceEntry, BorrowingEntry
from kcdesk.work.context import Read
from kcdesk.work.exposure import final_due_on, repaid
from kcdesk.work.query import query


@dataclass(frozen=True)
class KnownBorrowing:
    """A technology loan on the office's own books that is not paid back yet."""

    id: Annotated[int, Field("record", "贷款", of="loans")]
    lender: Annotated[str, Field("text", "借款银行")]
    amount: Annotated[Money, Field("money", "余额")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    from_on: Annotated[date, Field("day", "起始日")]
    until_on: Annotated[date, Field("day", "到期日")]


@dataclass(frozen=True)
class ApplicationAnnexes:
    """Both lists as the firm told them, and what it need not tell."""

    id: Annotated[int, Field("record", "编号", of="applications")]
    balances: Annotated[tuple[BalanceEntry, ...], Field("rows", "往来余额")]
    borrowings: Annotated[tuple[BorrowingEntry, ...], Field("rows", "现有借款")]
    known: Annotated[tuple[KnownBorrowing, ...], Field("rows", "本单位已登记的贷款")]


@query("申请附表")
def application_annexes(
    read: Read, application: Annotated[int, Field("record", "贷款申请", of="applications")]
) -> ApplicationAnnexes:
    """The annexes of one application; the balances in the order of the form."""
    row = read.get(ApplicationRow, application, "贷款申请", "application")
    order = [kind.value for kind in BALANCE_KINDS]
    balances = read.all(
        select(ApplicationBalanceRow)
        .where(ApplicationBalanceRow.application_id == row.id)
        .order_by(ApplicationBalanceRow.id)
    )
    borrowings = read.all(
        select(ApplicationBorrowingRow)
        .where(ApplicationBorrowingRow.application_id == row.id)
        .order_by(ApplicationBorrowingRow.id)
    )
    return ApplicationAnnexes(
        id=row.id,
        balances=tuple(
            BalanceEntry(b.kind, b.name, b.amount_fen, b.age, b.share)
            for b in sorted(balances, key=lambda b: order.index(b.kind))
        ),
        borrowings=tuple(
            BorrowingEntry(b.lender, b.amount_fen, b.security, b.from_on, b.until_on)
            for b in borrowings
        ),
        known=known_borrowings(read, row.enterprise_id, row.applied_on),
    )


def known_borrowings(read: Read, enterprise_id: int, on: date) -> tuple[KnownBorrowing, ...]:
    """What the firm owed at the end of a day under the programme, bill by bill, the oldest first."""
    rows = read.session.execute(
        select(LoanRow, PartnerRow.name)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .where(LoanRow.enterprise_id == enterprise_id, LoanRow.disbursed_on <= on)
        .order_by(LoanRow.disbursed_on, LoanRow.id)
    ).all()
    lines = (
        KnownBorrowing(
            id=loan.id,
            lender=bank,
            amount=loan.amount_fen - repaid(read, loan.id, on),
            security=loan.security,
            from_on=loan.disbursed_on,
            until_on=final_due_on(read, loan),
        )
        for loan, bank in rows
    )
    return tuple(line for line in lines if line.amount > ZERO)
