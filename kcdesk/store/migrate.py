"""The version of the office file: made new, or checked when it is opened.

A file that is none of ours or newer than the program is refused unchanged. Version 1 is the
first; the day there is a second, its migration stands here (alembic's, imported only when one is
due, after a backup, with the triggers made again in the same transaction).
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine

from kcdesk.kernel.errors import Fault
from kcdesk.store import tables
from kcdesk.store.journal import trigger_statements
from kcdesk.store.tables.base import Base

VERSION = 1
"""Stands in the file as ``PRAGMA user_version``."""

APPLICATION_ID = 0x6B634444
"""``kcDD``: lets anybody's ``file`` command tell an office file from another database."""

__all__ = ["APPLICATION_ID", "VERSION", "build", "check_version", "tables"]


def build(engine: Engine) -> None:
    """Make every table and trigger in a new, empty file, all of them or none."""
    with engine.begin() as opened:
        Base.metadata.create_all(opened)
        for statement in trigger_statements():
            opened.exec_driver_sql(statement)
        opened.exec_driver_sql(f"PRAGMA user_version={VERSION}")
        opened.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


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
