"""What a firm says of itself when it applies: addresses, people, accounts, owners, rights.

Nothing of it decides anything; papers and the people who read them want it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class ParticularRow(Row):
    """Where a firm works, whose it is, what its people are."""

    __tablename__ = "enterprise_particular"
    __table_args__ = (UniqueConstraint("enterprise_id"), options("enterprises", since=3))

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    office_address: Mapped[str]
    production_address: Mapped[str]
    legal_rep_phone: Mapped[str]
    ownership: Mapped[str]
    technical_field: Mapped[str]
    college_staff_count: Mapped[int | None]
    research_staff_count: Mapped[int | None]


class FirmAccountRow(Row):
    """A bank account of the firm."""

    __tablename__ = "enterprise_account"
    __table_args__ = options("enterprises", since=3)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[str]
    account_bank: Mapped[str]
    account_no: Mapped[str]


class ShareholderRow(Row):
    """Who owns a part of the firm, and how much of it."""

    __tablename__ = "shareholder"
    __table_args__ = options("enterprises", since=3)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str]
    share: Mapped[Fraction | None]


class IntellectualPropertyRow(Row):
    """How many rights of a kind the firm holds."""

    __tablename__ = "intellectual_property"
    __table_args__ = (UniqueConstraint("enterprise_id", "kind"), options("enterprises", since=3))

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    kind: Mapped[str]
    held_count: Mapped[int]


class InterimFigureRow(Row):
    """What a firm reported from the beginning of a year to a day in it."""

    __tablename__ = "interim_figure"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "until_on"),
        options("enterprises", since=3),
    )

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    until_on: Mapped[date]
    total_assets_fen: Mapped[Money | None]
    liabilities_fen: Mapped[Money | None]
    revenue_fen: Mapped[Money | None]
    net_profit_fen: Mapped[Money | None]
    tax_fen: Mapped[Money | None]
    research_fen: Mapped[Money | None]
    source: Mapped[str]


class RelatedFirmRow(Row):
    """A firm under the same hands, as the firm told it."""

    __tablename__ = "related_firm"
    __table_args__ = options("enterprises", since=3)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str]
    uscc: Mapped[str]
    relation: Mapped[str]
