"""Banks, guarantors and re-guarantors that work with the office, and on what terms."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options, since


class PartnerRow(Row):
    """An institution; a partner from `joined_on` until `left_on` (that day still counts)."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("name"), options("partners"))

    kind: Mapped[str]
    name: Mapped[str]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    agreement_no: Mapped[str]
    account_name: Mapped[str]
    account_bank: Mapped[str]
    account_no: Mapped[str]
    contact_name: Mapped[str]
    contact_phone: Mapped[str]
    tech_from_on: Mapped[date | None] = mapped_column(info=since(2))
    """Since when it is a science branch, or a bank the department licensed as one."""
    service_team: Mapped[str | None] = mapped_column(info=since(2))


class AgreementRow(Row):
    """What an institution signed, from `from_on` until the earlier of `until_on` and `ended_on`.

    A loan takes the terms in force on the day it is disbursed. `parties` name the places of
    `sharing` in order; the guaranteed ones are for loans with a guarantee institution.
    """

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("partner_id", "from_on"), options("partners", since=2))

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    sharing: Mapped[str]
    parties: Mapped[str]
    guaranteed_sharing: Mapped[str]
    guaranteed_parties: Mapped[str]
    rate_ceiling: Mapped[Fraction | None]
    spread: Mapped[Fraction | None]
    line_fen: Mapped[Money | None]
    deposit_fen: Mapped[Money | None]
    document_no: Mapped[str]
    note: Mapped[str]
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str]
    trace: Mapped[list[Any]]
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class PartnerRequirementRow(Row):
    """What an institution was found to have on a day, before it is admitted or signs again."""

    __tablename__ = "partner_requirement"
    __table_args__ = (UniqueConstraint("partner_id", "checked_on"), options("partners", since=2))

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    checked_on: Mapped[date]
    ticks: Mapped[list[Any]]
    line_fen: Mapped[Money | None]
    note: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class SuspensionRow(Row):
    """No new business with an institution (with nobody, where `partner_id` is empty) from
    `from_on` to `until_on`, both counted; old loans, claims and recoveries go on."""

    __tablename__ = "suspension"
    __table_args__ = (
        Index("ix_suspension_partner", "partner_id", "from_on"),
        options("partners", since=2),
    )

    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    is_automatic: Mapped[bool]
    is_disqualified: Mapped[bool]
    reason: Mapped[str]
    document_no: Mapped[str]
    clauses: Mapped[list[Any]]
    evidence: Mapped[list[Any]]
    """Label and value of what stood in the books on that day, line by line."""
    notified: Mapped[str]
    notified_on: Mapped[date | None]
    resumed_document_no: Mapped[str]
    resume_reason: Mapped[str]


class ReferenceRateRow(Row):
    """A published market rate (贷款市场报价利率), in force until the next one is published."""

    __tablename__ = "reference_rate"
    __table_args__ = (UniqueConstraint("term", "published_on"), options("partners", since=2))

    term: Mapped[str]
    published_on: Mapped[date]
    rate: Mapped[Fraction]
