"""Loans and what becomes of them; dated steps; lines and persons' loans that caps count with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options, since


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
    kind: Mapped[str | None] = mapped_column(info=since(2))
    is_discounting: Mapped[bool] = mapped_column(
        default=False, server_default=text("0"), info=since(2)
    )
    special_reason: Mapped[str | None] = mapped_column(info=since(2))
    old_loan_id: Mapped[int | None] = mapped_column(
        ForeignKey("loan.id"), index=True, info=since(2)
    )
    """The loan that this one repaid."""
    guaranteed_fen: Mapped[Money | None] = mapped_column(info=since(2))
    """What the guarantor is bound for; the whole amount when nothing is said."""


class ApplicationRenewalRow(Row):
    """Which loan the one applied for is to repay."""

    __tablename__ = "application_renewal"
    __table_args__ = (UniqueConstraint("application_id"), options("loans", since=2))

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    old_loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)


class LoanProductRow(Row):
    """A product of the programme that the loan was lent under."""

    __tablename__ = "loan_product"
    __table_args__ = (UniqueConstraint("loan_id", "product"), options("loans", since=2))

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    product: Mapped[str]


class LoanGuarantorRow(Row):
    """Somebody who is bound beside the main guarantor, or towards it (反担保)."""

    __tablename__ = "loan_guarantor"
    __table_args__ = options("loans", since=2)

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    is_counter: Mapped[bool]
    guaranteed_fen: Mapped[Money | None]
    document_no: Mapped[str]
    note: Mapped[str]


class LoanAccelerationRow(Row):
    """The bank called the loan in before its maturity."""

    __tablename__ = "loan_acceleration"
    __table_args__ = (UniqueConstraint("loan_id"), options("loans", since=2))

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    declared_on: Mapped[date]
    document_no: Mapped[str]
    note: Mapped[str]


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


class MilestoneRow(Row):
    """A dated step that the programme asks for, of an application or of a loan."""

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("application_id", "code"),
        UniqueConstraint("loan_id", "code"),
        options("loans", since=2),
    )

    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("loan.id"))
    code: Mapped[str]
    reached_on: Mapped[date]
    document_no: Mapped[str]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    note: Mapped[str]


class CreditLineRow(Row):
    """What a bank is ready to lend a firm (授信额度), and while it is."""

    __tablename__ = "credit_line"
    __table_args__ = (
        Index("ix_credit_line_firm_bank", "enterprise_id", "bank_id"),
        options("loans", since=2),
    )

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    amount_fen: Mapped[Money]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    document_no: Mapped[str]


class PersonLoanRow(Row):
    """A business loan of the firm's legal representative or controller, taken for the firm."""

    __tablename__ = "person_loan"
    __table_args__ = (
        Index("ix_person_loan_firm_bank", "enterprise_id", "bank_id"),
        options("loans", since=2),
    )

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    amount_fen: Mapped[Money]
    taken_on: Mapped[date]
    contract_no: Mapped[str]
    note: Mapped[str]


class PersonRepaymentRow(Row):
    """Principal of a person's loan that was paid back."""

    __tablename__ = "person_repayment"
    __table_args__ = options("loans", since=2)

    person_loan_id: Mapped[int] = mapped_column(ForeignKey("person_loan.id"), index=True)
    repaid_on: Mapped[date]
    principal_fen: Mapped[Money]
