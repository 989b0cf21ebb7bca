"""Applications for a technology loan, and what the firm annexes to them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options, since


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
    kind: Mapped[str | None] = mapped_column(info=since(2))
    is_discounting: Mapped[bool] = mapped_column(
        default=False, server_default=text("0"), info=since(2)
    )
    rate: Mapped[Fraction | None] = mapped_column(info=since(2))
    special_reason: Mapped[str | None] = mapped_column(info=since(2))
    channel: Mapped[str | None] = mapped_column(info=since(2))
    submitted_on: Mapped[date | None] = mapped_column(info=since(2))
    """When it was handed in last: the office's time to review starts anew with every mending."""
    first_loan_on: Mapped[date | None] = mapped_column(info=since(2))
    """The day of the evidence that the firm never had a loan."""
    policy_loans: Mapped[str | None] = mapped_column(info=since(3))


class ApplicationProductRow(Row):
    """A product of the programme that is applied for."""

    __tablename__ = "application_product"
    __table_args__ = (
        UniqueConstraint("application_id", "product"),
        options("applications", since=2),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    product: Mapped[str]


class ApplicationMaterialRow(Row):
    """One paper of the application's checklist."""

    __tablename__ = "application_material"
    __table_args__ = (
        UniqueConstraint("application_id", "material"),
        options("applications", since=2),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    material: Mapped[str]
    is_present: Mapped[bool]
    note: Mapped[str]


class ApplicationBalanceRow(Row):
    """What somebody owes the firm or the firm owes somebody, as annexed to the application."""

    __tablename__ = "application_balance"
    __table_args__ = options("applications", since=3)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    amount_fen: Mapped[Money]
    age: Mapped[str]
    share: Mapped[Fraction | None]


class ApplicationBorrowingRow(Row):
    """What the firm owes a lender outside the programme, as annexed to the application."""

    __tablename__ = "application_borrowing"
    __table_args__ = options("applications", since=3)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    lender: Mapped[str]
    amount_fen: Mapped[Money]
    security: Mapped[str]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
