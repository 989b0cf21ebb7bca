"""The list as it was given out: its versions, who stood on them, whom they were given to."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.store.tables.base import Row, options


class ListVersionRow(Row):
    """The list frozen at the end of a day."""

    __tablename__ = "list_version"
    __table_args__ = (UniqueConstraint("ordinal"), options("enterprises", since=2))

    ordinal: Mapped[int]
    frozen_on: Mapped[date]
    document_no: Mapped[str]
    next_on: Mapped[date | None]
    note: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ListVersionLineRow(Row):
    """A firm on a version, as it was called and classed then."""

    __tablename__ = "list_version_enterprise"
    __table_args__ = (
        UniqueConstraint("version_id", "enterprise_id"),
        options("enterprises", since=2),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("list_version.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str]
    uscc: Mapped[str]
    classes: Mapped[list[Any]]
    qualifications: Mapped[list[Any]]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    is_provisional: Mapped[bool]


class ListDeliveryRow(Row):
    """A version given to somebody."""

    __tablename__ = "list_delivery"
    __table_args__ = options("enterprises", since=2)

    version_id: Mapped[int] = mapped_column(ForeignKey("list_version.id"), index=True)
    receiver: Mapped[str]
    delivered_on: Mapped[date]
    way: Mapped[str]
