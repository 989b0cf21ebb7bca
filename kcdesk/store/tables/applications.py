"""Applications for a technology loan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class ApplicationRow(Row):
    """What a firm asks for, and what became of it."""

    __tablename__ = "application"
    __table_args__ = (UniqueConstraint("number"), options("applications"))

    number: Mapped[str]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    guarantor_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    applied_on: Mapped[date]
    amount_fen: Mapped[Money]
    term_months: Mapped[int]
    purpose: Mapped[str]
    security: Mapped[str]
    is_first_loan: Mapped[bool]
    is_renewal: Mapped[bool]
    other_loans: Mapped[str]
    state: Mapped[str]
    opinion: Mapped[str]
    document_no: Mapped[str]
    suggested_amount_fen: Mapped[Money | None]
    recommended_on: Mapped[date | None]
    valid_until_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
