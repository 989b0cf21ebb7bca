"""Money recovered after a payout and shared back."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class RecoveryRow(Row):
    """One recovery; a reversed one stays, void."""

    __tablename__ = "recovery"
    __table_args__ = (UniqueConstraint("number"), options("recoveries"))

    number: Mapped[str]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    recovered_on: Mapped[date]
    gross_fen: Mapped[Money]
    cost_fen: Mapped[Money]
    net_fen: Mapped[Money]
    fund_fen: Mapped[Money]
    guarantor_fen: Mapped[Money]
    bank_fen: Mapped[Money]
    source: Mapped[str]
    document_no: Mapped[str]
    trace: Mapped[list[Any]]
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("fund_voucher.id"), index=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_void: Mapped[bool]
