"""Claims on the fund, their papers and their first review."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class ClaimRow(Row):
    """A bank's claim for one loan."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_claim_state", "state"),
        options("claims"),
    )

    number: Mapped[str]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    filed_on: Mapped[date]
    base_on: Mapped[date]
    overdue_principal_fen: Mapped[Money]
    interest_arrears_fen: Mapped[Money]
    reason: Mapped[str]
    reason_text: Mapped[str]
    recovery_measures: Mapped[str]
    handler: Mapped[str]
    handler_phone: Mapped[str]
    state: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ClaimMaterialRow(Row):
    """One paper of the checklist."""

    __tablename__ = "claim_material"
    __table_args__ = (UniqueConstraint("claim_id", "material"), options("claims"))

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    material: Mapped[str]
    is_present: Mapped[bool]
    note: Mapped[str]


class ClaimReviewRow(Row):
    """A first review with its calculation, frozen under the revision it used."""

    __tablename__ = "claim_review"
    __table_args__ = options("claims")

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    reviewed_on: Mapped[date]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    result: Mapped[str]
    opinion: Mapped[str]
    conditions_met: Mapped[list[Any]]
    checks: Mapped[list[Any]]
    loss_fen: Mapped[Money]
    weights: Mapped[str]
    shares: Mapped[list[Any]]
    trace: Mapped[list[Any]]
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))


class ClaimExemptionRow(Row):
    """Whether those who lent did their duty and are free of blame (尽职免责); the last word."""

    __tablename__ = "claim_exemption"
    __table_args__ = (UniqueConstraint("claim_id"), options("claims", since=2))

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    result: Mapped[str]
    decided_on: Mapped[date]
    document_no: Mapped[str]
    opinion: Mapped[str]
