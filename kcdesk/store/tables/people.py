"""The people of the office: who enters, reviews, approves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from kcdesk.store.tables.base import Row, options


class PersonRow(Row):
    """Somebody who works in the office; never deleted, only no longer active."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("name"), options("people"))

    name: Mapped[str]
    role: Mapped[str]
    secret_hash: Mapped[str | None]
    is_active: Mapped[bool]
    joined_on: Mapped[date]
