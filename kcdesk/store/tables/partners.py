"""Banks, guarantors and re-guarantors that work with the office."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from kcdesk.store.tables.base import Row, options


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
