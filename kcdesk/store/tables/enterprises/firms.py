"""Enterprises, their contacts, qualifications and time on the list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options, since


class EnterpriseRow(Row):
    """One firm, known by its credit code for ever."""

    __tablename__ = "enterprise"
    __table_args__ = (
        UniqueConstraint("uscc"),
        Index("ix_enterprise_search", "search_keys", "id"),
        Index("ix_enterprise_name", "name"),
        options("enterprises"),
    )

    name: Mapped[str]
    uscc: Mapped[str]
    legal_rep: Mapped[str]
    legal_rep_id: Mapped[str]
    controller: Mapped[str]
    registered_on: Mapped[date | None]
    registered_capital_fen: Mapped[Money | None]
    region: Mapped[str]
    address: Mapped[str]
    industry: Mapped[str]
    main_business: Mapped[str]
    staff_count: Mapped[int | None]
    revenue_fen: Mapped[Money | None]
    total_assets_fen: Mapped[Money | None]
    officer: Mapped[str]
    note: Mapped[str]
    search_keys: Mapped[str]
    """Name, former names, code, pinyin and every reading of the initials; derived, kept here so
    that undo restores it with the row."""


class EnterpriseNameRow(Row):
    """A name the firm bore until a day."""

    __tablename__ = "enterprise_name"
    __table_args__ = options("enterprises")

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str]
    until_on: Mapped[date]


class ContactRow(Row):
    """Whom to ring at the firm."""

    __tablename__ = "contact"
    __table_args__ = options("enterprises")

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str]
    post: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str | None] = mapped_column(info=since(3))


class QualificationRow(Row):
    """A recognition with its validity."""

    __tablename__ = "qualification"
    __table_args__ = options("enterprises")

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[str]
    certificate_no: Mapped[str]
    document_no: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    number_year: Mapped[int | None] = mapped_column(info=since(2))
    """The year of its number, where the programme asks for one of each year."""
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info=since(2))


class ListingRow(Row):
    """A stretch of time on the list; `until_on` is the last day on it."""

    __tablename__ = "listing"
    __table_args__ = options("enterprises")

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    path: Mapped[str]
    from_on: Mapped[date]
    document_no: Mapped[str]
    until_on: Mapped[date | None]
    removal_document_no: Mapped[str]
    removal_reason: Mapped[str]
    submitted_on: Mapped[date | None] = mapped_column(info=since(2))
    expires_on: Mapped[date | None] = mapped_column(info=since(2))
    """The last day the programme gave it when it began; a removal may set an earlier one."""
    is_provisional: Mapped[bool | None] = mapped_column(info=since(2))
