"""Entries of the registers that the programme asks the office to keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.store.tables.base import Row, options


class RegisterEntryRow(Row):
    """One entry. `contents` holds the values of the register's fields as the kinds write them."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_register_entry_register", "register", "noted_on"),
        Index("ix_register_entry_subject", "subject", "subject_id"),
        options("registers", since=2),
    )

    register: Mapped[str]
    number: Mapped[str]
    subject: Mapped[str]
    """The stage of the record the entry belongs to; empty when it belongs to the office."""
    subject_id: Mapped[int | None]
    noted_on: Mapped[date]
    state: Mapped[str]
    state_on: Mapped[date | None]
    """When it was brought into this state; empty as long as it stands where it started."""
    contents: Mapped[dict[str, Any]]
    result: Mapped[str]
    trace: Mapped[list[Any]]
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
