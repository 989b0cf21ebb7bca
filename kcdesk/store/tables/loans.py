"""Loans, extensions, repayments, five-tier classes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class LoanRow(Row):
    """A loan as disbursed; what was repaid stands in its own table."""

    __tablename__ = "loan"
    __table_args__ = (
        UniqueConstraint("bank_id", "contract_no"),
        Index("ix_loan_bank_due", "bank_id", "due_on"),
        options("loans"),
    )

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    guarantor_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    contract_no: Mapped[str]
    iou_no: Mapped[str]
    amount_fen: Mapped[Money]
    disbursed_on: Mapped[date]
    due_on: Mapped[date]
    security: Mapped[str]
    rate: Mapped[Fraction | None]
    purpose: Mapped[str]
    interest_arrears_fen: Mapped[Money]
    """Interest of the agreed term that is still unpaid, as the bank reported it."""
    trace: Mapped[list[Any]]
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class LoanExtensionRow(Row):
    """A new maturity, agreed before the old one passed."""

    __tablename__ = "loan_extension"
    __table_args__ = options("loans")

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    agreed_on: Mapped[date]
    due_on: Mapped[date]
    document_no: Mapped[str]
    reason: Mapped[str]


class RepaymentRow(Row):
    """Money the borrower paid back."""

    __tablename__ = "repayment"
    __table_args__ = options("loans")

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    repaid_on: Mapped[date]
    principal_fen: Mapped[Money]
    interest_fen: Mapped[Money]
    note: Mapped[str]


class LoanGradeRow(Row):
    """The bank's five-tier class from a day on."""

    __tablename__ = "loan_grade"
    __table_args__ = options("loans")

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    grade: Mapped[str]
    graded_on: Mapped[date]
    note: Mapped[str]
