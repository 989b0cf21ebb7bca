"""The version of the office file: made new, checked when it is opened, brought up to today's.

A file that is none of ours or newer than the program is refused unchanged. An older one is
brought up step by step (``migrations/``), all steps and the journal's triggers in one transaction:
whoever pulls the plug finds the old version or the new one, nothing between. Whoever calls
`upgrade` has made a verified backup first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine

from kcdesk.kernel.errors import Fault
from kcdesk.store import tables
from kcdesk.store.journal import trigger_statements
from kcdesk.store.tables.base import VERSION, Base

APPLICATION_ID = 0x6B634444
"""``kcDD``: lets anybody's ``file`` command tell an office file from another database."""

__all__ = ["APPLICATION_ID", "VERSION", "build", "check_version", "tables", "upgrade"]


def build(engine: Engine) -> None:
    """Make every table and trigger in a new, empty file, all of them or none."""
    with engine.begin() as opened:
        Base.metadata.create_all(opened)
        _finish(opened)
        opened.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def upgrade(engine: Engine, version: int) -> None:
    """Bring a file of an older version up to today's; whole or not at all."""
    from alembic.migration import MigrationContext  # slow, and only now and then due
    from alembic.operations import Operations

    steps = steps_after(version)
    with engine.begin() as opened:
        kept = opened.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in kept.fetchall():
            opened.exec_driver_sql(f'DROP TRIGGER "{name}"')
        operations = Operations(MigrationContext.configure(opened))
        for bring_up in steps:
            bring_up(operations)
        _finish(opened)


def steps_after(version: int) -> tuple[Callable[[Any], None], ...]:
    """What brings a file of this version up, step by step; every one of them is loaded."""
    return tuple(
        import_module(f"kcdesk.store.migrations.to_{step}").bring_up
        for step in range(version + 1, VERSION + 1)
    )


def _finish(opened: Connection) -> None:
    for statement in trigger_statements():
        opened.exec_driver_sql(statement)
    opened.exec_driver_sql(f"PRAGMA user_version={VERSION}")


def check_version(connection: sqlite3.Connection) -> int:
    """The file's version. Raises Fault when it is no office file or newer than the program."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if mark != APPLICATION_ID or version < 1:
        raise Fault(
            "这个文件不是科创贷管理台的业务库。",
            "文件没有改动。",
            "请核对选中的文件夹。",
            "store.foreign",
        )
    if version > VERSION:
        raise Fault(
            "这个业务库由更新版本的管理台保存过，本版本不能打开。",
            "文件没有改动。",
            "请安装新版本后再打开。",
            "store.newer",
        )
    return version
