"""An office file with nothing above it: a running command, one row in every table, raw hands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, insert, text
from sqlalchemy.orm import Session

from kcdesk.kernel.money import Money
from kcdesk.store import journal
from kcdesk.store.columns import Day, Json, Moment, MoneyFen, Ratio, Truth
from kcdesk.store.engine import connect, engine_on
from kcdesk.store.migrate import build

TABLES = {t.name: t for t in journal.business_tables()}


class SmallOffice:
    """One open file, and commands that are nothing but their SQL."""

    def __init__(self, file: Path, *, create: bool = False) -> None:
        self.file = file
        self.connection = connect(file, create=create)
        self.engine = engine_on(self.connection)
        self.current = journal.CurrentEntry(self.connection)
        if create:
            build(self.engine)

    @contextmanager
    def command(self, summary: str = "登记", undoes: int | None = None) -> Iterator[Session]:
        """One entry: what is written inside is journalled under its number."""
        with self.engine.connect() as opened, opened.begin(), Session(opened) as session:
            number, prev = journal.head(self.connection)
            self.current.seq = number + 1
            try:
                yield session
                session.flush()
                journal.append(
                    self.connection,
                    journal.Entry(
                        seq=number + 1,
                        key=f"key-{number + 1}",
                        at="2023-09-12T01:00:00.000000Z",
                        actor=1,
                        actor_name="王经办",
                        command="enter",
                        payload="{}",
                        summary=summary,
                        reason="",
                        undoes=undoes,
                        result=None,
                        prev=prev,
                    ),
                )
            finally:
                self.current.seq = None

    def sql(self, *statements: str, summary: str = "登记") -> None:
        """One command that runs these statements."""
        with self.command(summary) as session:
            for statement in statements:
                session.execute(text(statement))

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a select gives."""
        return self.connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        self.connection.close()


def value_for(column: Column[Any], number: int) -> Any:
    """Some value of the column's type."""
    kinds: Mapping[type, Any] = {
        MoneyFen: Money(number * 100_01),
        Day: date(2023, 1 + number % 12, 1 + number % 28),
        Moment: datetime(2023, 9, 12, 1, tzinfo=UTC),
        Truth: number % 2 == 0,
        Ratio: Fraction(number, 200),
        Json: [{"label": "逾期本金", "shown": f"{number}元"}],
    }
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    return number if column.type.python_type is int else f"{column.name} 第{number}号"


def row_for(table: Table, number: int, parents: Mapping[str, int]) -> dict[str, Any]:
    """A whole row; references point at the given rows of the other tables."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.primary_key:
            continue
        reference = next(iter(column.foreign_keys), None)
        if reference is None:
            row[column.name] = value_for(column, number)
        elif reference.column.table is table:
            row[column.name] = None
        else:
            row[column.name] = parents[reference.column.table.name]
    return row


def fill(office: SmallOffice, number: int) -> dict[str, int]:
    """One command that writes a row into every table; returns the ids by table."""
    ids: dict[str, int] = {}
    with office.command(f"登记第{number}批") as session:
        for table in journal.business_tables():
            row = row_for(table, number, ids)
            if table.name == "fund_posting":
                row |= {"account": "pool_cash"}
                session.execute(
                    insert(table).values(
                        **row | {"account": "appropriation", "amount_fen": -row["amount_fen"]}
                    )
                )
            session.execute(insert(table).values(**row))
            made = session.execute(text("SELECT last_insert_rowid()")).scalar_one()
            ids[table.name] = int(made)
    return ids


def other_tool(file: Path) -> sqlite3.Connection:
    """The file in the hands of any other program, one that does not wait for the disk."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    return connection


def forger(file: Path) -> sqlite3.Connection:
    """Somebody who knows that the triggers want a number, and drops what stands in the way."""
    connection = other_tool(file)
    connection.execute("BEGIN")
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    return connection


def put_triggers_back(connection: sqlite3.Connection) -> None:
    """The forger covers the tracks."""
    for statement in journal.trigger_statements():
        connection.execute(statement)
    connection.execute("COMMIT")


def business_rows(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every business row, as SQLite gives it."""
    return {
        name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in TABLES
    }
