"""What the frame asks the office: who sits here, what is found, what may be undone.

Each is one Ask put together from the registered queries; no rule and no SQL of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from kcdesk.domain.people import Role
from kcdesk.files.backup_tiers import OFFICE_TIME
from kcdesk.ui.kit.dialogs import UndoItem
from kcdesk.ui.kit.sources import found_of
from kcdesk.ui.shell import Hit
from kcdesk.work.context import Read
from kcdesk.work.queries.audit import journal_entries
from kcdesk.work.queries.people import people
from kcdesk.work.queries.schemes import office_card, scheme_clauses
from kcdesk.work.query import QUERIES, Ask
from kcdesk.work.safekeeping import Backup, late_days, latest

SEARCHED = ("enterprises", "applications", "loans", "claims", "partners")
"""Stages the whole-office search looks through, in the order of the hits."""

MOST_HITS = 8
MOST_UNDO = 100


@dataclass(frozen=True)
class Seated:
    """Who sits at the desk of which office."""

    person: int
    name: str
    role: Role
    office: str
    scheme: str
    backup: Backup | None
    backup_late_days: int


def seated(person: int) -> Ask[Seated]:
    """The person at the desk and the office, for title bar and strip."""

    def run(read: Read) -> Seated:
        line = next(line for line in people().run(read) if line.id == person)
        card = office_card().run(read)
        made = latest(read.folder)
        since = datetime.combine(card.opened_on, time(12), OFFICE_TIME)
        late = late_days(made, since, read.clock.now())
        return Seated(person, line.name, Role(line.role), card.name, card.scheme_title, made, late)

    return Ask("seated", {"person": person}, run)


def found(text: str) -> Ask[tuple[Hit, ...]]:
    """Records of any stage that fit what was typed, a few of each."""

    def run(read: Read) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        for stage in SEARCHED:
            lines = QUERIES[stage].ask(find=text).run(read)
            for line in lines[:MOST_HITS]:
                record = found_of(line)
                hits.append(Hit(record.id, record.label, record.detail, stage))
        return tuple(hits)

    return Ask("found", {"text": text}, run)


def undoable() -> Ask[tuple[UndoItem, ...]]:
    """The newest entries that were not taken back yet, with why one can't be."""

    def run(read: Read) -> tuple[UndoItem, ...]:
        return tuple(
            UndoItem(
                line.seq,
                line.summary,
                f"{line.at}　{line.actor}",
                "" if line.may_undo else "已经打印、盖章或属于建库，不能撤销。",
                line.wants_reason,
            )
            for line in journal_entries(most=MOST_UNDO).run(read)
            if not line.state
        )

    return Ask("undoable", {}, run)


def clause(ident: str) -> Ask[Any]:
    """A clause of the programme, by its id."""

    def run(read: Read) -> Any:
        return next(line for line in scheme_clauses().run(read) if line.id == ident)

    return Ask("clause", {"id": ident}, run)
