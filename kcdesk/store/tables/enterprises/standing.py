"""What is known of a firm beside its record: classification, figures, classes, incidents, bans."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options, since


class ProfileRow(Row):
    """How a firm is classified: where it is registered, what it is, what it makes."""

    __tablename__ = "enterprise_profile"
    __table_args__ = (UniqueConstraint("enterprise_id"), options("enterprises", since=2))

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    region_code: Mapped[str]
    legal_form: Mapped[str]
    size_industry: Mapped[str]
    chain: Mapped[str]
    park: Mapped[str]


class TagRow(Row):
    """A tag of a firm; it may have several."""

    __tablename__ = "enterprise_tag"
    __table_args__ = (UniqueConstraint("enterprise_id", "tag"), options("enterprises", since=2))

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    tag: Mapped[str]


class FigureRow(Row):
    """What a firm reported for one year."""

    __tablename__ = "enterprise_figure"
    __table_args__ = (UniqueConstraint("enterprise_id", "year"), options("enterprises", since=2))

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    year: Mapped[int]
    staff_count: Mapped[int | None]
    revenue_fen: Mapped[Money | None]
    total_assets_fen: Mapped[Money | None]
    source: Mapped[str]
    liabilities_fen: Mapped[Money | None] = mapped_column(info=since(3))
    net_profit_fen: Mapped[Money | None] = mapped_column(info=since(3))
    tax_fen: Mapped[Money | None] = mapped_column(info=since(3))
    research_fen: Mapped[Money | None] = mapped_column(info=since(3))


class ClassRow(Row):
    """A class of the programme that a firm belongs to from a day on, by a document."""

    __tablename__ = "enterprise_class"
    __table_args__ = options("enterprises", since=2)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    document_no: Mapped[str]
    end_document_no: Mapped[str]


class IncidentRow(Row):
    """Something that speaks against a firm, with its source."""

    __tablename__ = "incident"
    __table_args__ = options("enterprises", since=2)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[str]
    happened_on: Mapped[date]
    document_no: Mapped[str]
    note: Mapped[str]
    lifted_on: Mapped[date | None]
    lift_document_no: Mapped[str]


class BanRow(Row):
    """No more support for a firm until a decision releases it."""

    __tablename__ = "ban"
    __table_args__ = options("enterprises", since=2)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[str]
    from_on: Mapped[date]
    document_no: Mapped[str]
    reason: Mapped[str]
    released_on: Mapped[date | None]
    release_document_no: Mapped[str]
    release_reason: Mapped[str]


class QualificationReviewRow(Row):
    """What the office found of a qualification that counts only after its review."""

    __tablename__ = "qualification_review"
    __table_args__ = (UniqueConstraint("qualification_id"), options("enterprises", since=2))

    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"))
    reviewed_on: Mapped[date]
    result: Mapped[str]
    document_no: Mapped[str]
    finding: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
