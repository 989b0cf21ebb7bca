"""The fund's ledger: vouchers and postings, append-only; deposits at banks; other outflows."""

from __future__ import annotations

from datetime import date
from typing import Any

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


class DepositEntryRow(Row):
    """One movement of the deposit at one bank; a reversed one stays, void."""

    __tablename__ = "deposit_entry"
    __table_args__ = (
        Index("ix_deposit_entry_partner", "partner_id", "posted_on"),
        options("fund", since=2),
    )

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    kind: Mapped[str]
    posted_on: Mapped[date]
    amount_fen: Mapped[Money]
    account_no: Mapped[str]
    document_no: Mapped[str]
    reason: Mapped[str]
    science_notice_on: Mapped[date | None]
    guarantor_notice_on: Mapped[date | None]
    voucher_id: Mapped[int] = mapped_column(ForeignKey("fund_voucher.id"), unique=True)
    trace: Mapped[list[Any]]
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_void: Mapped[bool]


class FundOutflowRow(Row):
    """Money that left the pool for something else than a compensation, and what for."""

    __tablename__ = "fund_outflow"
    __table_args__ = (options("fund", since=2),)

    posted_on: Mapped[date]
    amount_fen: Mapped[Money]
    purpose: Mapped[str]
    reason: Mapped[str]
    document_no: Mapped[str]
    voucher_id: Mapped[int] = mapped_column(ForeignKey("fund_voucher.id"), unique=True)
    trace: Mapped[list[Any]]
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_void: Mapped[bool]
