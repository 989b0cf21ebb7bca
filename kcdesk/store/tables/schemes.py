"""The office and the revisions of the programme it works under."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.store.tables.base import Row, options, since


class OfficeRow(Row):
    """The one office of this file."""

    __tablename__ = "office"
    __table_args__ = options("schemes")

    name: Mapped[str]
    region: Mapped[str]
    host_unit: Mapped[str]
    """The department that seals the office's papers."""
    contact_name: Mapped[str]
    contact_phone: Mapped[str]
    scheme_id: Mapped[str]
    opened_on: Mapped[date]


class SchemeRevisionRow(Row):
    """A programme text as adopted; never changed, so that old decisions re-verify.

    Of the revisions whose day has come the one with the latest day decides; of two with the same
    day, the later one.
    """

    __tablename__ = "scheme_revision"
    __table_args__ = options("schemes")

    scheme_id: Mapped[str]
    sha256: Mapped[str]
    title: Mapped[str]
    adopted_on: Mapped[date]
    document_no: Mapped[str]
    content: Mapped[str] = mapped_column(deferred=True)
    """A hundred thousand characters: read where the text itself is wanted."""
    from_on: Mapped[date | None] = mapped_column(info=since(2))
    """The office's day from which it decides; None (the first one) is the day it was adopted."""
    note: Mapped[str | None] = mapped_column(info=since(2))
    """What it changes, in a sentence."""


class SchemeBlankRow(Row):
    """What the programme's text leaves open and this office has filled in; the newest counts."""

    __tablename__ = "scheme_blank"
    __table_args__ = (UniqueConstraint("name"), options("schemes"))

    name: Mapped[str]
    value: Mapped[str]
    document_no: Mapped[str]
