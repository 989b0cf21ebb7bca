"""One connection to one file: what was confirmed stays, a second program is refused."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from kcdesk.kernel.errors import Fault
from kcdesk.store.engine import connect, fault_of, is_slip, uri_of
from tests.store.small_office import SmallOffice, fill

CHINESE = re.compile("[\u4e00-\u9fff]")

OPEN_ELSEWHERE = """
import sys, time
from pathlib import Path
from kcdesk.kernel.errors import Fault
from kcdesk.store.engine import connect

begun = time.monotonic()
try:
    connect(Path(sys.argv[1]))
except Fault as fault:
    print(fault.code, time.monotonic() - begun, flush=True)
"""


@pytest.mark.parametrize(
    ("pragma", "in_force"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),  # EXTRA: also the journal's removal is on the disk
        ("foreign_keys", 1),
        ("locking_mode", "exclusive"),
        ("recursive_triggers", 1),
        ("temp_store", 2),
    ],
)
def test_a_pragma_is_in_force(office: SmallOffice, pragma: str, in_force: int | str) -> None:
    assert office.connection.execute(f"PRAGMA {pragma}").fetchone() == (in_force,)


def test_the_file_lies_alone_once_the_office_is_closed(closed_file: Path) -> None:
    assert [p.name for p in closed_file.parent.iterdir()] == [closed_file.name]


def test_another_process_is_refused_within_a_second(office: SmallOffice, root: Path) -> None:
    fill(office, 1)
    told = subprocess.run(
        [sys.executable, "-c", OPEN_ELSEWHERE, str(office.file)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert told[0] == "store.locked"
    assert float(told[1]) <= 1.0


def test_an_office_nobody_has_written_to_is_held_too(closed_file: Path) -> None:
    held = connect(closed_file)
    begun = time.monotonic()
    with pytest.raises(Fault, match="业务库正被另一个程序打开") as caught:
        connect(closed_file)
    assert time.monotonic() - begun <= 1.0
    assert caught.value.code == "store.locked"
    assert caught.value.cure == "请先关闭另一处打开的管理台再试。"
    held.close()
    connect(closed_file).close()


def test_another_tool_cannot_even_read_an_open_office(office: SmallOffice) -> None:
    connection = sqlite3.connect(office.file, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connection.execute("SELECT * FROM enterprise")
    connection.close()


def test_a_missing_file_is_not_made(file: Path) -> None:
    with pytest.raises(Fault, match="没有找到业务库文件") as caught:
        connect(file)
    assert caught.value.code == "store.missing"
    assert not file.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04" * 512, b"x" * 100, "企业名单".encode() * 99])
def test_a_file_that_is_no_database_stays_as_it_is(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Fault, match="已经损坏") as caught:
        connect(file)
    assert caught.value.code == "store.damaged"
    assert file.read_bytes() == content


def test_a_refused_file_is_let_go_while_the_fault_is_still_looked_at(file: Path) -> None:
    file.write_bytes(b"x" * 4096)
    with pytest.raises(Fault) as caught:
        connect(file)
    assert caught.value.__cause__ is not None
    assert str(file) not in {held.path for held in psutil.Process().open_files()}


def test_a_folder_that_cannot_be_written_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="不能写入") as caught:
        connect(tmp_path / "没有这个文件夹" / "office.kcdesk", create=True)
    assert caught.value.code == "store.readonly"


@pytest.mark.parametrize(
    "name", ["科创贷 #1", "100%", "a?b", "空 格", "𠮷", "mode=memory&cache=shared", "a'b\"c;"]
)
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    small = SmallOffice(folder / "office.kcdesk", create=True)
    fill(small, 1)
    small.close()
    assert [p.name for p in folder.iterdir()] == ["office.kcdesk"]
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/srv/科创/o.kcdesk"), "file:///srv/科创/o.kcdesk?mode=rw"),
        (PureWindowsPath(r"D:\科创\o.kcdesk"), "file:///D:/科创/o.kcdesk?mode=rw"),
        (PureWindowsPath(r"\\pc\科创\o.kcdesk"), "file:////pc/科创/o.kcdesk?mode=rw"),
    ],
)
def test_a_path_becomes_a_uri_without_a_host(
    path: PurePosixPath | PureWindowsPath, uri: str
) -> None:
    assert unquote(uri_of(path, "rw")).replace("%3A", ":") == uri


def _error(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("told in English")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_BUSY", "store.locked"),
        ("SQLITE_BUSY_SNAPSHOT", "store.locked"),
        ("SQLITE_LOCKED", "store.locked"),
        ("SQLITE_CORRUPT", "store.damaged"),
        ("SQLITE_CORRUPT_INDEX", "store.damaged"),
        ("SQLITE_NOTADB", "store.damaged"),
        ("SQLITE_FULL", "store.full"),
        ("SQLITE_READONLY", "store.readonly"),
        ("SQLITE_READONLY_DBMOVED", "store.readonly"),
        ("SQLITE_CANTOPEN", "store.readonly"),
        ("SQLITE_PERM", "store.readonly"),
        ("SQLITE_IOERR_WRITE", "store.io"),
        ("SQLITE_IOERR_FSYNC", "store.io"),
        ("SQLITE_NOMEM", "store.io"),
    ],
)
def test_what_sqlite_says_is_said_in_chinese(name: str, code: str) -> None:
    fault = fault_of(_error(name))
    assert fault.code == code
    for sentence in (fault.message, fault.safe, fault.cure):
        assert CHINESE.search(sentence)
        assert "told in English" not in sentence


def test_a_text_that_is_none_is_damage() -> None:
    """SQLite keeps any bytes as text; python complains in its own words, without a name."""
    assert fault_of(sqlite3.OperationalError("Could not decode to UTF-8")).code == "store.damaged"


def test_a_schema_that_is_no_text_is_damage(closed_file: Path) -> None:
    content = closed_file.read_bytes()
    assert content.count(b"CREATE TABLE enterprise (") == 1
    damaged = content.replace(b"CREATE TABLE enterprise (", b"CREATE TABL\xbd enterprise (")
    closed_file.write_bytes(damaged)
    with pytest.raises(Fault, match="已经损坏"):
        connect(closed_file)
    assert closed_file.read_bytes() == damaged


def test_an_error_without_a_name_shows_what_there_is() -> None:
    assert "磁带机" in fault_of(sqlite3.Error("磁带机")).message


@pytest.mark.parametrize(
    "statement", ["SELECT (", "SELECT * FROM nowhere", "SELECT zeroblob(9999999999)"]
)
def test_a_wrong_statement_is_the_program_s_own_slip(office: SmallOffice, statement: str) -> None:
    with pytest.raises(sqlite3.Error) as caught:
        office.rows(statement)
    assert is_slip(caught.value)


@pytest.mark.parametrize(
    "name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_CORRUPT", "SQLITE_NOMEM"]
)
def test_what_the_world_does_is_no_slip(name: str) -> None:
    assert not is_slip(_error(name))
    assert not is_slip(sqlite3.OperationalError("Could not decode to UTF-8"))


def test_a_transaction_begins_at_once_and_reading_begins_without_writing(
    office: SmallOffice,
) -> None:
    with office.engine.begin() as opened:
        assert office.connection.in_transaction
        opened.execute(text("SELECT 1"))
    assert not office.connection.in_transaction
    office.connection.execute("PRAGMA query_only=ON")
    with office.engine.begin() as opened:
        assert office.connection.in_transaction
        assert opened.execute(text("SELECT count(*) FROM enterprise")).scalar() == 0
    office.connection.execute("PRAGMA query_only=OFF")


def test_a_transaction_that_fails_leaves_nothing(office: SmallOffice) -> None:
    fill(office, 1)
    before = list(office.connection.iterdump())
    with pytest.raises(DatabaseError, match="no such table"):
        office.sql("UPDATE enterprise SET name = '改过'", "UPDATE nowhere SET name = '改过'")
    assert list(office.connection.iterdump()) == before
