"""A whole copy of the office file while it is open, and whether a copy is sound.

The open office holds an exclusive lock, so the copy is made through its own connection
(VACUUM INTO): one consistent state, the file untouched. Called by backup.py and restore.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from kcdesk.kernel.errors import Cancelled, Fault

Verify = Callable[[Path], tuple[str, ...]]
"""Looks at a copy of the office file (chain, trial balance) and says what is wrong with it."""

_LOOK_EVERY_STEPS: Final = 20_000


def take_snapshot(
    database: sqlite3.Connection | Path, target: Path, cancelled: Callable[[], bool]
) -> None:
    """Copy the database, open or closed, to `target`. Raises Fault, Cancelled."""
    if isinstance(database, Path):
        try:
            with closing(_read_only(database, immutable=False)) as connection:
                _vacuum(connection, target, cancelled)
        except sqlite3.Error as error:
            raise fault_of(error) from error
    else:
        _vacuum(database, target, cancelled)


def findings_in(database: Path, verify: Verify) -> tuple[str, ...]:
    """What is wrong with a copy; the copy is not changed by looking. Raises Fault."""
    try:
        with closing(_read_only(database, immutable=True)) as connection:
            told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    except sqlite3.DatabaseError as error:
        return (f"数据库读不通（{error}）。",)
    if told != ["ok"]:
        return tuple(f"数据库结构已损坏：{text}" for text in told)
    return verify(database)


def fault_of(error: sqlite3.Error) -> Fault:
    """What SQLite says, in words for the desk."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        return Fault("磁盘空间不足，备份没有做成。", cure="请腾出空间后重试。", code="disk.full")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Fault(
            "业务库正被另一个程序使用，备份没有做成。",
            cure="请关闭另一处打开的管理台后重试。",
            code="backup.locked",
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Fault(
            "业务库文件已经损坏，备份没有做成。",
            "以前的备份没有受影响。",
            "请从最近一份备份恢复到新文件夹。",
            "backup.source_damaged",
        )
    return Fault(
        f"读取业务库时出错（{name or error}），备份没有做成。",
        cure="请检查磁盘或U盘是否还连着，然后重试。",
        code="disk.error",
    )


def _vacuum(connection: sqlite3.Connection, target: Path, cancelled: Callable[[], bool]) -> None:
    connection.set_progress_handler(lambda: int(cancelled()), _LOOK_EVERY_STEPS)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise Cancelled from error
        raise fault_of(error) from error
    finally:
        connection.set_progress_handler(None, 0)


def _read_only(database: Path, *, immutable: bool) -> sqlite3.Connection:
    mode = "mode=ro&immutable=1" if immutable else "mode=ro"
    return sqlite3.connect(f"{database.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
