"""The joint meeting: members, agenda, attendance, opinions, resolutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.tables.base import Row, options


class MemberUnitRow(Row):
    """A unit of the joint meeting with its representative."""

    __tablename__ = "member_unit"
    __table_args__ = (UniqueConstraint("name"), options("meetings"))

    name: Mapped[str]
    order_no: Mapped[int]
    representative: Mapped[str]
    post: Mapped[str]
    phone: Mapped[str]
    is_active: Mapped[bool]


class MeetingRow(Row):
    """One meeting of a year."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("year", "ordinal"), options("meetings"))

    year: Mapped[int]
    ordinal: Mapped[int]
    title: Mapped[str]
    held_on: Mapped[date]
    held_time: Mapped[str]
    place: Mapped[str]
    chair: Mapped[str]
    recorder: Mapped[str]
    observers: Mapped[str]
    notice_number: Mapped[str]
    notice_on: Mapped[date | None]
    reply_by_on: Mapped[date | None]
    minutes_number: Mapped[str]
    minutes_on: Mapped[date | None]
    distribution: Mapped[str]
    state: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class AttendanceRow(Row):
    """A unit's seat at a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "unit_id"), options("meetings"))

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("member_unit.id"), index=True)
    name: Mapped[str]
    post: Mapped[str]
    phone: Mapped[str]
    is_substitute: Mapped[bool]
    has_signed: Mapped[bool]
    note: Mapped[str]


class AgendaItemRow(Row):
    """A claim on the agenda."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "claim_id"), options("meetings"))

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    order_no: Mapped[int]
    title: Mapped[str]


class OpinionRow(Row):
    """What one unit said of one item."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("item_id", "unit_id"), options("meetings"))

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("member_unit.id"), index=True)
    choice: Mapped[str]
    text: Mapped[str]
    name: Mapped[str]


class ResolutionRow(Row):
    """What the meeting decided of one item, with the calculation frozen."""

    __tablename__ = "resolution"
    __table_args__ = options("meetings")

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    decided_on: Mapped[date]
    result: Mapped[str]
    finding: Mapped[str]
    loss_fen: Mapped[Money]
    weights: Mapped[str]
    fund_share_fen: Mapped[Money]
    guarantor_share_fen: Mapped[Money]
    bank_share_fen: Mapped[Money]
    trace: Mapped[list[Any]]
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("fund_voucher.id"), index=True)
    scheme_revision_id: Mapped[int] = mapped_column(ForeignKey("scheme_revision.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_void: Mapped[bool]


class OpinionRoundRow(Row):
    """Member units asked online about a firm, or about an application of it, until a day."""

    __tablename__ = "opinion_round"
    __table_args__ = options("meetings", since=2)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    opened_on: Mapped[date]
    reply_by_on: Mapped[date]
    text: Mapped[str]
    chair_choice: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class RoundOpinionRow(Row):
    """A unit that is asked in a round; `choice` is empty until it answers."""

    __tablename__ = "round_opinion"
    __table_args__ = (UniqueConstraint("round_id", "unit_id"), options("meetings", since=2))

    round_id: Mapped[int] = mapped_column(ForeignKey("opinion_round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("member_unit.id"), index=True)
    choice: Mapped[str]
    text: Mapped[str]
    name: Mapped[str]
    given_on: Mapped[date | None]
