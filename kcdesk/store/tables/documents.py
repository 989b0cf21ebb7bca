"""Papers printed and papers attached."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.store.tables.base import Row, options, since


class PrintLogRow(Row):
    """A paper that was printed: which form, of what, with which values."""

    __tablename__ = "print_log"
    __table_args__ = (
        UniqueConstraint("form_id", "subject_id", "print_no"),
        options("documents"),
    )

    form_id: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    print_no: Mapped[int]
    is_draft: Mapped[bool]
    form_sha256: Mapped[str]
    values: Mapped[dict[str, Any]]
    values_sha256: Mapped[str]
    pdf_sha256: Mapped[str]
    pages_count: Mapped[int]
    printed_on: Mapped[date]
    printed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class AttachmentRow(Row):
    """A file kept beside a record; the bytes lie in the office folder under their digest."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_subject", "subject", "subject_id"), options("documents"))

    subject: Mapped[str]
    subject_id: Mapped[int]
    label: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    attached_on: Mapped[date]
    attached_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    print_id: Mapped[int | None] = mapped_column(
        ForeignKey("print_log.id"), index=True, info=since(3)
    )
    """The print that this is the signed and sealed scan of."""
