"""Register entries as every stage may ask for them: whose they are, what they say, what counts.

Asked by the stage `registers`, by deadlines and by indicators.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.registers import EntryFacts, entry_facts, kept_values
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.registering import RegisterKind, RegisterSubject
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.base import Row
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read

SUBJECT_ROWS: Mapping[RegisterSubject, type[Row]] = {
    RegisterSubject.ENTERPRISES: EnterpriseRow,
    RegisterSubject.PARTNERS: PartnerRow,
    RegisterSubject.APPLICATIONS: ApplicationRow,
    RegisterSubject.LOANS: LoanRow,
    RegisterSubject.CLAIMS: ClaimRow,
}
"""Where the record of an entry stands."""


def facts_of(kind: RegisterKind, row: RegisterEntryRow, today: date) -> EntryFacts:
    """A kept entry as the programme judges it."""
    values = kept_values(kind, row.contents, today)
    return EntryFacts(row.noted_on, values, row.state, row.state_on)


def entry_rows(
    read: Read, register: str, from_on: date | None = None, until_on: date | None = None
) -> tuple[RegisterEntryRow, ...]:
    """The entries of a register in the order of their days; both ends of a period count."""
    statement = (
        select(RegisterEntryRow)
        .where(RegisterEntryRow.register == register)
        .order_by(RegisterEntryRow.noted_on, RegisterEntryRow.id)
    )
    if from_on is not None:
        statement = statement.where(RegisterEntryRow.noted_on >= from_on)
    if until_on is not None:
        statement = statement.where(RegisterEntryRow.noted_on <= until_on)
    return tuple(read.all(statement))


def facts_of_entries(
    read: Read, register: str, from_on: date | None = None, until_on: date | None = None
) -> tuple[Facts, ...]:
    """The facts of a register's entries by dotted name (``need.amount``), as indicators count."""
    kind = read.scheme().registers[register]
    return tuple(
        entry_facts(kind, facts_of(kind, row, read.today))
        for row in entry_rows(read, register, from_on, until_on)
    )


def latest_entry_on(read: Read, register: str, subject_id: int | None = None) -> date | None:
    """The day of the newest entry of a register, of one record or of all."""
    statement = select(func.max(RegisterEntryRow.noted_on)).where(
        RegisterEntryRow.register == register
    )
    if subject_id is not None:
        statement = statement.where(RegisterEntryRow.subject_id == subject_id)
    return read.session.scalar(statement)
