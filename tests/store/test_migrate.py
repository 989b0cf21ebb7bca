"""The version of the file: ours, somebody else's, newer than the program."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kcdesk.kernel.errors import Fault
from kcdesk.store import journal, migrate
from kcdesk.store.engine import connect, engine_on
from kcdesk.store.tables.base import Base
from tests.store.small_office import SmallOffice, other_tool


def test_a_new_file_holds_every_table_and_its_mark(office: SmallOffice) -> None:
    made = {str(r[0]) for r in office.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert made - {"sqlite_sequence"} == set(Base.metadata.tables)
    assert office.rows("PRAGMA application_id") == [(0x6B634444,)]
    assert migrate.check_version(office.connection) == migrate.VERSION


def test_a_version_is_in_the_bytes_where_any_tool_finds_it(closed_file: Path) -> None:
    assert closed_file.read_bytes()[68:72] == b"kcDD"


def test_a_file_is_made_whole_or_not_at_all(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last trigger fails: no table stands, no mark says that this is an office."""
    broken = [*journal.trigger_statements(), "CREATE TRIGGER nonsense"]
    monkeypatch.setattr(migrate, "trigger_statements", lambda: broken)
    connection = connect(file, create=True)
    with pytest.raises(Exception, match="nonsense"):
        migrate.build(engine_on(connection))
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    assert connection.execute("PRAGMA application_id").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("pragma", ["application_id = 0", "application_id = 7", "user_version = 0"])
def test_another_program_s_file_is_refused_unchanged(closed_file: Path, pragma: str) -> None:
    _mark(closed_file, pragma)
    before = closed_file.read_bytes()
    with pytest.raises(Fault, match="不是科创贷管理台的业务库") as caught:
        connect(closed_file)
    assert caught.value.code == "store.foreign"
    assert closed_file.read_bytes() == before


def test_an_empty_file_is_no_office(file: Path) -> None:
    file.touch()
    with pytest.raises(Fault, match="不是科创贷管理台的业务库"):
        connect(file)
    assert file.read_bytes() == b""


def test_a_newer_file_is_refused_unchanged(closed_file: Path) -> None:
    _mark(closed_file, f"user_version = {migrate.VERSION + 1}")
    before = closed_file.read_bytes()
    with pytest.raises(Fault, match="更新版本的管理台") as caught:
        connect(closed_file)
    assert caught.value.code == "store.newer"
    assert caught.value.cure == "请安装新版本后再打开。"
    assert closed_file.read_bytes() == before


def test_our_own_file_is_brought_back_to_the_rollback_journal(closed_file: Path) -> None:
    _mark(closed_file, "journal_mode = WAL")
    connection = connect(closed_file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
    assert [p.name for p in closed_file.parent.iterdir()] == [closed_file.name]


def test_a_foreign_database_in_another_journal_mode_is_not_converted(file: Path) -> None:
    made = sqlite3.connect(file)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("CREATE TABLE theirs(a)")
    made.commit()
    made.close()
    before = file.read_bytes()
    with pytest.raises(Fault, match="不是科创贷管理台的业务库"):
        connect(file)
    assert file.read_bytes() == before


def _mark(file: Path, pragma: str) -> None:
    connection = other_tool(file)
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
