"""The records a paper may be about, the newest first: to choose from when many are printed.

One question each, whatever their number. What a record's paper shows is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import MeetingRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.context import Read


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A record by id, what it is called, and whom it is about."""

    record: int
    title: str
    about: str = ""


def found(read: Read, statement: Select[*tuple[Any, ...]]) -> tuple[PaperRecord, ...]:
    """The records of a select of id, title and about."""
    return tuple(PaperRecord(*row) for row in read.session.execute(statement))


def enterprises(read: Read) -> Sequence[PaperRecord]:
    """Every firm."""
    rows = select(EnterpriseRow.id, EnterpriseRow.name, EnterpriseRow.uscc)
    return found(read, rows.order_by(EnterpriseRow.id.desc()))


def applications(read: Read) -> Sequence[PaperRecord]:
    """Every application with its firm."""
    rows = select(ApplicationRow.id, ApplicationRow.number, EnterpriseRow.name).join(
        EnterpriseRow, EnterpriseRow.id == ApplicationRow.enterprise_id
    )
    return found(read, rows.order_by(ApplicationRow.id.desc()))


def loans(read: Read) -> Sequence[PaperRecord]:
    """Every loan with its firm."""
    rows = select(LoanRow.id, LoanRow.contract_no, EnterpriseRow.name).join(
        EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id
    )
    return found(read, rows.order_by(LoanRow.id.desc()))


def claims(read: Read) -> Sequence[PaperRecord]:
    """Every claim with its firm."""
    rows = (
        select(ClaimRow.id, ClaimRow.number, EnterpriseRow.name)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
    )
    return found(read, rows.order_by(ClaimRow.id.desc()))


def meetings(read: Read) -> Sequence[PaperRecord]:
    """Every meeting."""
    rows = select(MeetingRow.id, MeetingRow.title)
    return found(read, rows.order_by(MeetingRow.held_on.desc(), MeetingRow.id.desc()))


def payouts(read: Read) -> Sequence[PaperRecord]:
    """Every payout with its firm."""
    rows = (
        select(PayoutRow.id, PayoutRow.number, EnterpriseRow.name)
        .join(ClaimRow, ClaimRow.id == PayoutRow.claim_id)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
    )
    return found(read, rows.order_by(PayoutRow.id.desc()))


def years(read: Read) -> Sequence[PaperRecord]:
    """Every year of the office, and all of them together."""
    first = read.office.opened_on.year
    each = [PaperRecord(y, f"{y}年") for y in range(read.today.year, first - 1, -1)]
    return (*each, PaperRecord(0, "全部年度"))
