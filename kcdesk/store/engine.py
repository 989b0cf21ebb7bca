"""One connection to one office file, with the pragmas that keep what was confirmed.

Rollback journal with synchronous=EXTRA and an exclusive lock: a confirmed commit survives a
power cut, one file can be copied by hand once the office is closed, and a second program is
refused instead of reading half a state. `BEGIN IMMEDIATE` is emitted here because python's
sqlite3 would otherwise begin lazily.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from kcdesk.kernel.errors import Fault
from kcdesk.store.migrate import check_version

LOCK_WAIT_SECONDS = 0.5


def connect(file: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the office file exclusively.

    Raises Fault when it is missing, locked, damaged, none of ours or newer than the program; such
    a file stays as it is.
    """
    if not create and not file.is_file():
        raise Fault(
            "没有找到业务库文件。",
            "其他文件没有受影响。",
            "请核对文件夹，或从备份恢复。",
            "store.missing",
        )
    try:
        connection = sqlite3.connect(
            uri_of(file.absolute(), "rwc" if create else "rw"),
            uri=True,
            isolation_level=None,
            timeout=LOCK_WAIT_SECONDS,
            check_same_thread=False,
        )
    except sqlite3.Error as error:
        raise fault_of(error) from error
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        if not create:
            check_version(connection)  # before a pragma writes into somebody else's file
        _set_up(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        connection.close()  # or Windows would keep the file busy as long as the error lives
        raise fault_of(error) from error
    except Fault:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=EXTRA")
    connection.execute("PRAGMA foreign_keys=ON")
    # Without it INSERT OR REPLACE removes rows behind the back of the delete triggers.
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA cache_size=-32000")
    # The exclusive lock is taken by the first write transaction and kept until closing.
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def uri_of(file: PurePath, mode: str) -> str:
    """The SQLite URI of an absolute path; a share (``\\\\pc\\folder``) has no authority part."""
    path = file.as_posix()
    return f"file://{'' if path.startswith('/') else '/'}{quote(path)}?mode={mode}"


def fault_of(error: sqlite3.Error | UnicodeDecodeError) -> Fault:
    """What SQLite says, in words for the desk."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if "decode" in str(error):  # python's own complaint about a text that is none
        name = "SQLITE_CORRUPT"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Fault(
            "业务库正被另一个程序打开。",
            "业务库没有改动。",
            "请先关闭另一处打开的管理台再试。",
            "store.locked",
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Fault(
            "业务库文件已经损坏，读不出来。",
            "原文件没有改动。",
            "请从最近一份备份恢复到新文件夹。",
            "store.damaged",
        )
    if name.startswith("SQLITE_FULL"):
        return Fault("磁盘空间不足，这一步没有保存。", cure="请腾出空间后重试。", code="store.full")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return Fault(
            "业务库文件不能写入。",
            cure="请检查文件夹是否只读、U盘是否写保护。",
            code="store.readonly",
        )
    return Fault(
        f"读写业务库时出错（{name or error}）。",
        cure="请检查磁盘或U盘是否还连着，然后重试。",
        code="store.io",
    )


def is_slip(error: sqlite3.Error) -> bool:
    """Whether the program itself is to blame: a wrong statement, not a disk."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return name in SLIPS and "decode" not in str(error)


SLIPS = ("", "SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_MISMATCH", "SQLITE_RANGE", "SQLITE_TOOBIG")


def engine_on(connection: sqlite3.Connection) -> Engine:
    """SQLAlchemy over exactly this connection; transactions begin immediate.

    While the connection is ``query_only`` a plain BEGIN is sent: an immediate one would write.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, query_cache_size=1200
    )

    @event.listens_for(engine, "begin")
    def begin(opened: Any) -> None:
        reading = connection.execute("PRAGMA query_only").fetchone()[0]
        opened.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
