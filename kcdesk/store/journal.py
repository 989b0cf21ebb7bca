"""The journal: every change of every business table, written by the file itself.

SQLite triggers write each change with the number of the running command (`current_entry()`, a
function that only a running command answers), so ORM, bulk and raw SQL are all recorded and a
write from any other tool is refused by the file. Entries are chained by SHA-256 over their own
columns and their changes; entries and changes are append-only by trigger.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from sqlalchemy import Column, DefaultClause, Index, Integer, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from kcdesk.store.tables.base import VERSION, Base

GENESIS = "0" * 64


class JournalEntryRow(Base):
    """One command that was carried out."""

    __tablename__ = "journal_entry"
    __table_args__ = {"sqlite_strict": True, "info": {"journal": True}}

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(Text, unique=True)
    at: Mapped[str] = mapped_column(Text)
    actor: Mapped[int | None] = mapped_column(Integer)
    actor_name: Mapped[str] = mapped_column(Text)
    command: Mapped[str] = mapped_column(Text)
    payload: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(Integer, index=True)
    result: Mapped[int | None] = mapped_column(Integer)
    prev: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)


class JournalChangeRow(Base):
    """One row of one table, before and after."""

    __tablename__ = "journal_change"
    __table_args__ = (
        Index("ix_journal_change_tbl_row", "tbl", "row"),
        Index("ix_journal_change_seq", "seq"),
        {"sqlite_strict": True, "info": {"journal": True}},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    tbl: Mapped[str] = mapped_column(Text)
    row: Mapped[int] = mapped_column(Integer)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


ENTRY_COLUMNS = tuple(c.name for c in JournalEntryRow.__table__.columns if c.name != "digest")


@cache
def business_tables(version: int = VERSION) -> tuple[Table, ...]:
    """Every journalled table a file of this version has, in creation order."""
    return tuple(
        t
        for t in Base.metadata.sorted_tables
        if "stage" in t.info and int(t.info["since"]) <= version
    )


def stage_of(table: str) -> str:
    """The stage a business table belongs to."""
    return str(Base.metadata.tables[table].info["stage"])


def since_of(table: Table, column: Column[Any]) -> int:
    """The version of the file that brought a column."""
    return int(column.info.get("since") or table.info["since"])


@cache
def row_json(table: Table, alias: str, version: int = VERSION) -> str:
    """The SQL that writes a whole row as JSON.

    A column that came after its table is written only where it is not its default.
    """
    first, later = [], []
    for column in table.columns:
        came = since_of(table, column)
        if came == int(table.info["since"]):
            first.append(f"'{column.name}', {alias}.\"{column.name}\"")
        elif came <= version:
            later.append(_unless_default(column, alias))
    whole = f"json_object({', '.join(first)})"
    if not later:
        return whole
    return f"(substr({whole}, 1, length({whole}) - 1) || {' || '.join(later)} || '}}')"


def _unless_default(column: Column[Any], alias: str) -> str:
    value = f'{alias}."{column.name}"'
    return (
        f"CASE WHEN {value} IS {default_sql(column)} THEN '' "
        f"ELSE ',\"{column.name}\":' || json_quote({value}) END"
    )


def default_sql(column: Column[Any]) -> str:
    """A later column's default as SQL writes it."""
    if column.server_default is None:
        return "NULL"
    assert isinstance(column.server_default, DefaultClause)
    written = column.server_default.arg
    return f"'{written}'" if isinstance(written, str) else str(written)


def trigger_statements(version: int = VERSION) -> Iterator[str]:
    """CREATE TRIGGER for every business table of a version and for the journal itself."""
    for table in business_tables(version):
        name = table.name
        new, old = row_json(table, "NEW", version), row_json(table, "OLD", version)
        record = "INSERT INTO journal_change(seq, tbl, row, before, after) VALUES"
        yield (
            f"CREATE TRIGGER journal_{name}_insert AFTER INSERT ON {name} BEGIN "
            f"{record} (current_entry(), '{name}', NEW.id, NULL, {new}); END"
        )
        if table.info["append_only"]:
            yield from append_only(name)
            continue
        yield (
            f"CREATE TRIGGER journal_{name}_update AFTER UPDATE ON {name} BEGIN "
            f"{record} (current_entry(), '{name}', NEW.id, {old}, {new}); END"
        )
        yield (
            f"CREATE TRIGGER journal_{name}_delete AFTER DELETE ON {name} BEGIN "
            f"{record} (current_entry(), '{name}', OLD.id, {old}, NULL); END"
        )
        yield (
            f"CREATE TRIGGER journal_{name}_identity BEFORE UPDATE OF id ON {name} "
            "WHEN NEW.id IS NOT OLD.id BEGIN "
            f"SELECT RAISE(ABORT, '{name}: the id of a row never changes'); END"
        )
    for name in ("journal_entry", "journal_change"):
        yield (
            f"CREATE TRIGGER {name}_running BEFORE INSERT ON {name} "
            "WHEN NEW.seq IS NOT current_entry() BEGIN "
            f"SELECT RAISE(ABORT, '{name}: only the running command may write'); END"
        )
        yield from append_only(name)


def append_only(name: str) -> Iterator[str]:
    """Triggers by which a table refuses to be changed or emptied."""
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} BEGIN "
            f"SELECT RAISE(ABORT, '{name}: append only'); END"
        )


class CurrentEntry:
    """Answers `current_entry()` while a command runs, and refuses otherwise."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.seq: int | None = None
        connection.create_function("current_entry", 0, self._answer)

    def _answer(self) -> int:
        if self.seq is None:
            raise RuntimeError("no command is running")
        return self.seq


class Entry(NamedTuple):
    """One journal entry, as text and numbers only, in the order of `ENTRY_COLUMNS`."""

    seq: int
    key: str
    at: str
    actor: int | None
    actor_name: str
    command: str
    payload: str
    summary: str
    reason: str
    undoes: int | None
    result: int | None
    prev: str


def digest_of(entry: Entry, changes: str) -> str:
    """SHA-256 over the entry's columns and the digest of its changes."""
    return hashlib.sha256(plain_text((*entry, changes)).encode()).hexdigest()


def changes_digest(connection: sqlite3.Connection, seq: int) -> str:
    """SHA-256 over one entry's changes, in the order they were written."""
    hashed = hashlib.sha256()
    for change in connection.execute(
        "SELECT tbl, row, before, after FROM journal_change WHERE seq = ? ORDER BY id", (seq,)
    ):
        hashed.update(change_line(change))
    return hashed.hexdigest()


def change_line(change: Sequence[str | int | None]) -> bytes:
    """One change (tbl, row, before, after) as the chain's digests count it."""
    return f"{plain_text(change)}\n".encode()


def plain_text(values: Sequence[str | int | None]) -> str:
    """What `canonical` writes of texts and whole numbers.

    Put together here because a county's ten years are some hundred thousand of these.
    """
    told = ["null" if v is None else quoted(v) if isinstance(v, str) else str(v) for v in values]
    return f"[{','.join(told)}]"


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and digest of the newest entry; (0, zeros) in a new file."""
    row = connection.execute(
        "SELECT seq, digest FROM journal_entry ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def append(connection: sqlite3.Connection, entry: Entry) -> str:
    """Write the running command's entry as the new head; returns its digest."""
    digest = digest_of(entry, changes_digest(connection, entry.seq))
    names = ", ".join((*ENTRY_COLUMNS, "digest"))
    marks = ", ".join("?" * (len(ENTRY_COLUMNS) + 1))
    connection.execute(f"INSERT INTO journal_entry({names}) VALUES ({marks})", (*entry, digest))
    return digest


def touched_tables(connection: sqlite3.Connection, seq: int) -> frozenset[str]:
    """Names of the tables an entry changed."""
    rows = connection.execute("SELECT DISTINCT tbl FROM journal_change WHERE seq = ?", (seq,))
    return frozenset(str(r[0]) for r in rows)


def current_row(connection: sqlite3.Connection, table: Table, row: int) -> str | None:
    """The row as the triggers would write it now; None when it is gone."""
    found = connection.execute(
        f"SELECT {row_json(table, 't')} FROM {table.name} AS t WHERE t.id = ?", (row,)
    ).fetchone()
    return None if found is None else str(found[0])


def _default(connection: sqlite3.Connection, column: Column[Any]) -> object:
    """What a column holds that the journal left out."""
    return connection.execute(f"SELECT {default_sql(column)}").fetchone()[0]


def put_back(connection: sqlite3.Connection, table: Table, row: int, content: str | None) -> None:
    """Make the row what `content` says: insert, update or delete."""
    if content is None:
        connection.execute(f"DELETE FROM {table.name} WHERE id = ?", (row,))
        return
    values: dict[str, Any] = json.loads(content)
    names = [c.name for c in table.columns]
    given = tuple(values.get(c.name, _default(connection, c)) for c in table.columns)
    if current_row(connection, table, row) is None:
        columns = ", ".join(f'"{n}"' for n in names)
        marks = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO {table.name}({columns}) VALUES ({marks})", given)
    else:
        pairs = ", ".join(f'"{n}" = ?' for n in names if n != "id")
        changed = tuple(v for n, v in zip(names, given, strict=True) if n != "id")
        connection.execute(f"UPDATE {table.name} SET {pairs} WHERE id = ?", (*changed, row))
