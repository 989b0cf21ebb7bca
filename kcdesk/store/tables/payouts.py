"""Payouts from the fund."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options, since


class PayoutRow(Row):
    """Money paid to the institution for one claim; a reversed one stays, void."""

    __tablename__ = "payout"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_payout_paid_on", "paid_on"),
        options("payouts"),
    )

    number: Mapped[str]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    paid_on: Mapped[date]
    approved_fen: Mapped[Money]
    amount_fen: Mapped[Money]
    cuts: Mapped[list[Any]]
    trace: Mapped[list[Any]]
    year_paid_fen: Mapped[Money]
    pool_before_fen: Mapped[Money]
    document_no: Mapped[str]
    payment_no: Mapped[str]
    voucher_id: Mapped[int] = mapped_column(ForeignKey("fund_voucher.id"), index=True)
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_void: Mapped[bool]
    source: Mapped[str | None] = mapped_column(info=since(2))
    """Where the money lay: the pool (also when empty), or the bank's deposit."""
    override_no: Mapped[str | None] = mapped_column(info=since(2))
    """The decision to pay beyond a limit that holds in principle only."""
