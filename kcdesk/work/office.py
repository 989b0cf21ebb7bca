"""One open office: `do` a command, `ask` a query, `undo` an entry, each in one transaction.

Called by the desk's office thread, the command line and the scenario player, never by two
threads at once. A command either happened whole, with its journal entry, or not at all.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kcdesk.domain.people import Role, may
from kcdesk.files.atomic import path_beside
from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.clock import Clock
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.library import Library
from kcdesk.store import journal
from kcdesk.store.columns import canonical
from kcdesk.store.engine import connect, engine_on, fault_of, is_slip
from kcdesk.store.migrate import VERSION, build, upgrade
from kcdesk.store.verify import Finding, verify, verify_file, version_of
from kcdesk.work import registry
from kcdesk.work.command import HANDLERS, Command
from kcdesk.work.context import Actor, Read, Work
from kcdesk.work.guarding import guard
from kcdesk.work.query import Ask
from kcdesk.work.taking_back import Undo, take_back

R = TypeVar("R")

FILE_NAME = "office.kcdesk"
BACKUPS = "backups"

__all__ = ["FILE_NAME", "Done", "Office", "registry"]


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out: its entry, the id it gave, the stages it touched."""

    seq: int
    result: int | None
    touched: frozenset[str]
    summary: str


class Office:
    """An office folder, opened for one person at a time."""

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, clock: Clock, library: Library
    ) -> None:
        self.folder, self.clock, self.library = folder, clock, library
        self.connection = connection
        self._current = journal.CurrentEntry(connection)
        self._engine = engine_on(connection)

    @classmethod
    def create(
        cls, folder: Path, found: Command, *, clock: Clock, library: Library, key: str = ""
    ) -> tuple[Office, Done]:
        """Make a new office in an empty or missing folder and found it.

        Raises Refusal when the folder already holds an office, Fault when it can't be written;
        a founding that is refused leaves no file behind.
        """
        file = folder / FILE_NAME
        if file.exists():
            raise Refusal.of(
                "这个文件夹里已经有一个业务库。",
                cure="请打开它，或另选一个空文件夹。",
                field="folder",
                code="office.exists",
            )
        with said_plainly(folder, writing=True):
            folder.mkdir(parents=True, exist_ok=True)
        # Founded under another name: whoever pulls the plug finds an office or none, not half of one.
        with path_beside(file) as making:
            office = cls(folder, connect(making, create=True), clock, library)
            try:
                with _bad_news():
                    build(office._engine)
                done = office.do(found, by=None, key=key)
            finally:
                office.close()
        return cls.open(folder, clock=clock, library=library), done

    @classmethod
    def open(cls, folder: Path, *, clock: Clock, library: Library) -> Office:
        """Open an existing office; one of an older version is backed up and brought up first.

        Raises Fault when missing, locked, damaged or newer, Refusal when an old file is unsound.
        """
        office = cls(folder, connect(folder / FILE_NAME), clock, library)
        try:
            office._bring_up()
        except BaseException:
            office.close()
            raise
        return office

    def _bring_up(self) -> None:
        version = version_of(self.connection)
        if version == VERSION:
            return
        from kcdesk.files.backup import make_backup  # not needed to open an office of today

        seq, digest = journal.head(self.connection)
        make_backup(
            self.folder,
            self.folder / BACKUPS,
            now=self.clock.now(),
            database=self.connection,
            verify=verify_file,
            facts={"seq": str(seq), "digest": digest, "before": f"版本{version}升级前"},
        )
        with _bad_news():
            upgrade(self._engine, version)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        self.connection.close()

    def do(self, command: Command, *, by: int | None, key: str = "") -> Done:
        """Carry out a command as person `by`.

        The same `key` a second time gives the first result again and writes nothing. Raises
        Refusal (rule or data) or Fault (disk); either way nothing was written.
        """
        handler = HANDLERS[command.about.name]
        payload = canonical(command.payload())
        with self._transaction() as (session, seq):
            if (earlier := self._earlier(key, command.about.name)) is not None:
                return earlier
            actor = self._actor(command, by)
            work = Work(session, self.clock, self.library, self.folder, seq, actor, type(command))
            result = handler(work, command)
            session.flush()
            guard(work, journal.touched_tables(self.connection, seq))
            return self._enter(
                journal.Entry(
                    seq, key or uuid.uuid4().hex, self._now(), by, actor.name if actor else "",
                    command.about.name, payload, work.summary or command.about.label, "", None, result,
                    journal.head(self.connection)[1],
                )
            )  # fmt: skip

    def undo(self, seq: int, *, by: int, reason: str = "", key: str = "") -> Done:
        """Take entry `seq` back as person `by`, by the undo policy of its command.

        Raises Refusal naming the later entry when something has built on it.
        """
        with self._transaction() as (session, new_seq):
            if (earlier := self._earlier(key, "undo")) is not None:
                return earlier
            actor = self._person(by)
            work = Work(session, self.clock, self.library, self.folder, new_seq, actor, Undo)
            work.say(take_back(work, self.connection, seq, reason))
            session.flush()
            guard(work, journal.touched_tables(self.connection, new_seq))
            return self._enter(
                journal.Entry(
                    new_seq, key or uuid.uuid4().hex, self._now(), by, actor.name, "undo",
                    canonical({"seq": seq}), work.summary, reason.strip(), seq, None,
                    journal.head(self.connection)[1],
                )
            )  # fmt: skip

    def ask(self, ask: Ask[R]) -> R:
        """Answer a query; nothing can be written on the way."""
        self.connection.execute("PRAGMA query_only=ON")
        try:
            with _bad_news(), self._engine.connect() as opened, Session(opened) as session:
                return ask.run(Read(session, self.clock, self.library, self.folder))
        finally:
            self.connection.execute("PRAGMA query_only=OFF")

    def check(self) -> tuple[Finding, ...]:
        """Everything in the file that is not as the journal says."""
        return verify(self.connection)

    def head(self) -> tuple[int, str]:
        """Number and digest of the newest entry: what reports print to anchor the chain."""
        return journal.head(self.connection)

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, int]]:
        try:
            with (
                _bad_news(),
                self._engine.connect() as opened,
                opened.begin(),
                Session(opened) as session,
            ):
                self.connection.execute("PRAGMA defer_foreign_keys=ON")
                self._current.seq = journal.head(self.connection)[0] + 1
                yield session, self._current.seq
        finally:
            self._current.seq = None

    def _now(self) -> str:
        return self.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _enter(self, entry: journal.Entry) -> Done:
        tables = journal.touched_tables(self.connection, entry.seq)
        journal.append(self.connection, entry)
        touched = frozenset(journal.stage_of(t) for t in tables)
        return Done(entry.seq, entry.result, touched, entry.summary)

    def _earlier(self, key: str, command: str) -> Done | None:
        if not key:
            return None
        row = self.connection.execute(
            "SELECT seq, command, result, summary FROM journal_entry WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        if row[1] != command:
            raise ValueError("an idempotency key belongs to one command")
        touched = journal.touched_tables(self.connection, row[0])
        return Done(row[0], row[2], frozenset(map(journal.stage_of, touched)), row[3])

    def _actor(self, command: Command, by: int | None) -> Actor | None:
        if by is None:
            if journal.head(self.connection)[0] > 0:
                raise ValueError("only founding an office has nobody at the desk")
            return None
        actor = self._person(by)
        if not may(actor.role, command.about.role):
            raise Refusal.of(
                f"“{command.about.label}”要由{command.about.role.label}办理，{actor.name}的岗位是{actor.role.label}。",
                cure="请换有权限的人员登录后办理。",
                code="people.role",
            )
        return actor

    def _person(self, by: int) -> Actor:
        # Without the ORM: it would cost a fifth of a save.
        person = self.connection.execute(
            "SELECT name, role FROM person WHERE id = ? AND is_active", (by,)
        ).fetchone()
        if person is None:
            raise Refusal.of(
                "当前人员不存在或已停用。", cure="请重新选择人员登录。", code="people.inactive"
            )
        return Actor(by, person[0], Role(person[1]))


CONFLICTS = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_ROWID")


@contextmanager
def _bad_news() -> Iterator[None]:
    """What the file says, as a conflict of records or the world's fault; our own slips pass."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(original, sqlite3.IntegrityError):
            if original.sqlite_errorname not in CONFLICTS:
                raise
            raise Refusal.of(
                "这一步与已有的记录冲突，没有保存。",
                cure="请刷新后核对是否重复登记，或记录正被后来的业务使用。",
                code="store.conflict",
            ) from error
        if not isinstance(original, sqlite3.Error) or is_slip(original):
            raise
        raise fault_of(original) from error
