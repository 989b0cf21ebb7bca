"""What a handler and a query are given: the open transaction and what they may look up.

`Read` sees rows, today and the programme; `Work` can also write and says what it
did. Neither commits: `Office` does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, func, insert, select, text
from sqlalchemy.orm import Session

from kcdesk.domain.people import Role
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.clock import Clock, FixedClock
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.library import Library
from kcdesk.store.tables.base import Base, Row
from kcdesk.store.tables.schemes import OfficeRow, SchemeBlankRow, SchemeRevisionRow

if TYPE_CHECKING:
    from kcdesk.work.command import Command

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at the desk."""

    id: int
    name: str
    role: Role


@dataclass
class Read:
    """A query's view of the office."""

    session: Session
    clock: Clock
    library: Library
    folder: Path
    _in_force: Scheme | None = field(default=None, init=False, repr=False)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.clock.today()

    def as_of(self, day: date) -> Read:
        """The same rows with another day on the wall: what changes by itself is as it was then."""
        return Read(self.session, FixedClock(day), self.library, self.folder)

    @property
    def file(self) -> sqlite3.Connection:
        """The office file itself, for the journal's own questions."""
        opened = self.session.connection().connection.driver_connection
        assert isinstance(opened, sqlite3.Connection)
        return opened

    def get(self, row: type[R], key: int, label: str, field_name: str = "") -> R:
        """A row by id. Raises Refusal naming `label` when there is none."""
        found = self.session.get(row, key)
        if found is None:
            raise Refusal.of(
                f"没有找到编号为 {key} 的{label}。",
                cure="它可能已被撤销，请刷新列表后重新选择。",
                field=field_name,
                code="missing",
            )
        return found

    def all(self, statement: Select[R]) -> Sequence[R]:
        """Every row of a select."""
        return self.session.scalars(statement).all()

    def one(self, statement: Select[R]) -> R | None:
        """The first row, or None."""
        return self.session.scalars(statement.limit(1)).first()

    @property
    def office(self) -> OfficeRow:
        """The office of this file."""
        found = self.one(select(OfficeRow))
        assert found is not None, "an office file has its office from the first command on"
        return found

    def revision(self, on: date | None = None) -> SchemeRevisionRow:
        """The programme revision that decides on a day, today when none is given.

        A decision is made under the revision of the day it is made in the office, whatever day
        its facts lie on: values inside a programme have clocks of their own. Before the first
        revision's day it is the first one.
        """
        starts = func.coalesce(SchemeRevisionRow.from_on, SchemeRevisionRow.adopted_on)
        found = self.one(
            select(SchemeRevisionRow)
            .where(starts <= (on or self.today))
            .order_by(starts.desc(), SchemeRevisionRow.id.desc())
        ) or self.one(select(SchemeRevisionRow).order_by(SchemeRevisionRow.id))
        assert found is not None, "an office adopts its programme when it is founded"
        return found

    def newest_revision(self) -> SchemeRevisionRow:
        """The revision adopted last, though its day may still be to come."""
        found = self.one(select(SchemeRevisionRow).order_by(SchemeRevisionRow.id.desc()))
        assert found is not None, "an office adopts its programme when it is founded"
        return found

    def fill_ins(self) -> dict[str, str]:
        """What this office filled in for the programme's blanks, as kept."""
        return {b.name: b.value for b in self.all(select(SchemeBlankRow))}

    def scheme(self, revision: SchemeRevisionRow | None = None) -> Scheme:
        """The programme (of a revision), with what this office filled in.

        An older revision may know nothing of an option that was filled in later: for it the
        blank stays open.
        """
        if revision is None and self._in_force is not None:
            return self._in_force  # a query writes nothing: it stays what it is
        filled = self.fill_ins()
        if revision is None:
            return self._keep(self._scheme(self.revision(), filled))
        blanks = self._scheme(revision, {}).blanks
        read = {n: v for n, v in filled.items() if n in blanks and blanks[n].reads(v)}
        return self._scheme(revision, read)

    def _keep(self, scheme: Scheme) -> Scheme:
        self._in_force = scheme
        return scheme

    def _scheme(self, revision: SchemeRevisionRow, filled: dict[str, str]) -> Scheme:
        """The text is fetched only when this process has not read it yet."""
        known = self.library.known_scheme(revision.sha256, filled)
        return known or self.library.scheme_of_text(revision.content, filled)


@dataclass
class Work(Read):
    """A handler's view: may write."""

    seq: int
    actor: Actor | None
    command: type[Command]
    summary: str = ""

    def _keep(self, scheme: Scheme) -> Scheme:
        return scheme  # a command may fill in a blank or adopt another revision

    def add(self, row: R) -> R:
        """Write a new row and give it its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def next_id(self, row: type[Row]) -> int:
        """The id that the next new row of a table is given."""
        latest = self.session.scalar(
            text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": row.__tablename__}
        )
        return int(latest or 0) + 1

    def add_many(self, row: type[Row], rows: list[dict[str, Any]]) -> None:
        """Write new rows by their columns, thousands at once; none of them becomes an object."""
        if rows:
            self.session.execute(insert(Base.metadata.tables[row.__tablename__]), rows)

    def say(self, summary: str) -> None:
        """What the journal shows of this command, in one line."""
        self.summary = summary

    @property
    def by(self) -> Actor:
        """The person at the desk; founding an office is the only command without one."""
        assert self.actor is not None
        return self.actor

    def next_number(self, table: str, prefix: str, width: int = 4) -> str:
        """The next running number (``DC2023-0001``) of a table's column ``number``.

        Looks in the journal, so that the number of an undone record is not given out again.
        """
        latest = self.session.scalar(
            text(
                "SELECT json_extract(after, '$.number') AS number FROM journal_change "
                "WHERE tbl = :tbl AND number LIKE :like "
                "ORDER BY length(number) DESC, number DESC LIMIT 1"
            ),
            {"tbl": table, "like": f"{prefix}%"},
        )
        number = int(latest[len(prefix) :]) + 1 if latest else 1
        return f"{prefix}{number:0{width}d}"
