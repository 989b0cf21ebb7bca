"""Entries read whole: what they say by their kinds, whose they are, until when to be closed.

Lists, cards, tables and reminders are all made of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from kcdesk.domain.registers import due_on, shown_values
from kcdesk.domain.schemes.registering import RegisterKind, RegisterSubject
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.entries import facts_of
from kcdesk.work.queries.registers.subjects import SubjectName, subject_names
from kcdesk.work.search import fold

UNNAMED = SubjectName("", "")


@dataclass(frozen=True)
class EntryRead:
    """One entry of a register. `trouble` says why a due day cannot be told."""

    row: RegisterEntryRow
    kind: RegisterKind
    subject: SubjectName
    values: Mapping[str, Any]
    shown: Mapping[str, str]
    due_on: date | None
    is_overdue: bool
    trouble: str

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return not self.kind.is_closed(self.row.state)

    @property
    def state_label(self) -> str:
        """The state in a word; the bare code when a later revision dropped it."""
        state = self.kind.state(self.row.state)
        return self.row.state if state is None else state.label

    @property
    def summary(self) -> str:
        """Everything it says in one line."""
        return "；".join(f"{label}：{text}" for label, text in self.shown.items())

    def holds(self, find: str) -> bool:
        """Whether what was typed stands in it; firms are found by pinyin as well."""
        keys = f"{self.row.number}|{self.subject.keys}|{self.summary}|{self.row.result}"
        return fold(find) in fold(keys)


def entries_read(
    read: Read,
    statement: Select[RegisterEntryRow] | None = None,
) -> Iterator[EntryRead]:
    """Entries of the registers this revision has, the newest first."""
    chosen = select(RegisterEntryRow) if statement is None else statement
    scheme = read.scheme()
    names: dict[RegisterSubject | None, Mapping[int, SubjectName]] = {}
    newest = chosen.order_by(RegisterEntryRow.noted_on.desc(), RegisterEntryRow.id.desc())
    for row in read.all(newest):
        kind = scheme.registers.get(row.register)
        if kind is None:
            continue
        if kind.subject not in names:
            names[kind.subject] = subject_names(read, kind.subject)
        subject = names[kind.subject].get(row.subject_id or 0, UNNAMED)
        yield entry_read(read, scheme, kind, row, subject)


def entry_read(
    read: Read, scheme: Scheme, kind: RegisterKind, row: RegisterEntryRow, subject: SubjectName
) -> EntryRead:
    """One entry; a due day that cannot be told says why, it is never guessed."""
    facts = facts_of(kind, row, read.today)
    due, trouble = None, ""
    try:
        due = due_on(scheme, kind, facts)
    except Refusal as refusal:
        trouble = f"{refusal.problems[0].message}{refusal.problems[0].cure}"
    return EntryRead(
        row,
        kind,
        subject,
        facts.values,
        shown_values(kind, row.contents, read.today),
        due,
        due is not None and due < read.today,
        trouble,
    )
