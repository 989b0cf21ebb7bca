"""The fund's ledger: vouchers and postings, append-only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class FundVoucherRow(Row):
    """One entry of the ledger; its postings sum to zero."""

    __tablename__ = "fund_voucher"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_fund_voucher_posted_on", "posted_on"),
        options("fund", append_only=True),
    )

    number: Mapped[str]
    kind: Mapped[str]
    posted_on: Mapped[date]
    summary: Mapped[str]
    document_no: Mapped[str]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("fund_voucher.id"), unique=True)


class FundPostingRow(Row):
    """One line of a voucher: a positive amount comes into the account."""

    __tablename__ = "fund_posting"
    __table_args__ = (
        Index("ix_fund_posting_account", "account", "amount_fen"),
        options("fund", append_only=True),
    )

    voucher_id: Mapped[int] = mapped_column(ForeignKey("fund_voucher.id"), index=True)
    account: Mapped[str]
    amount_fen: Mapped[Money]
