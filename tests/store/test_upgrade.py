"""Offices of older versions, kept as they were made: opened, brought up, still what they were."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from kcdesk.kernel.clock import SystemClock
from kcdesk.packs.library import Library
from kcdesk.store import journal, migrate
from kcdesk.store.engine import connect, engine_on
from kcdesk.store.verify import verify_file, version_of
from kcdesk.work.office import FILE_NAME, Office
from kcdesk.work.queries.claims import claim_card, claims
from kcdesk.work.queries.fund import fund_card
from kcdesk.work.safekeeping import latest, restore

OFFICES = sorted((Path(__file__).parent / "offices").glob("version_*.kcdesk.xz"))
ROOT = Path(__file__).parents[2]

CLAIMED = {1: ("300,000.00", "180,000.00"), 2: ("1,500,000.00", "300,000.00")}
"""Loss and the fund's share of the one claim that each office holds, by its version."""


@pytest.fixture(params=OFFICES, ids=lambda path: path.name.partition(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An office folder as an older version left it."""
    folder = tmp_path / "旧业务库"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(lzma.decompress(request.param.read_bytes()))
    return folder


def opened(folder: Path) -> Office:
    return Office.open(
        folder, clock=SystemClock(), library=Library(ROOT / "resources", ROOT / "forms")
    )


def schema(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        return dict(
            connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
            ).fetchall()
        )


def columns(file: Path) -> dict[str, set[tuple[object, ...]]]:
    """Every table's columns: name, type, whether it must be filled; in any order."""
    with closing(sqlite3.connect(file)) as connection:
        names = [
            r[0] for r in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            name: {tuple(r[1:4]) for r in connection.execute(f"PRAGMA table_info({name})")}
            for name in names
        }


def references(file: Path) -> dict[str, set[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        names = [
            r[0] for r in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            name: {tuple(r[2:5]) for r in connection.execute(f"PRAGMA foreign_key_list({name})")}
            for name in names
        }


def test_an_old_office_is_sound_before_anything_is_done(old: Path) -> None:
    assert verify_file(old / FILE_NAME) == ()


def test_an_old_office_becomes_one_of_today(old: Path, tmp_path: Path) -> None:
    office = opened(old)
    assert office.check() == ()
    assert version_of(office.connection) == migrate.VERSION
    office.close()
    fresh = tmp_path / "新.kcdesk"
    connection = connect(fresh, create=True)
    migrate.build(engine_on(connection))
    connection.close()
    assert columns(old / FILE_NAME) == columns(fresh)
    assert references(old / FILE_NAME) == references(fresh)
    made, wanted = schema(old / FILE_NAME), schema(fresh)
    assert set(made) == set(wanted)
    kept = {
        n: sql for n, sql in wanted.items() if sql.startswith(("CREATE TRIGGER", "CREATE INDEX"))
    }
    assert {n: made[n] for n in kept} == kept


def test_what_it_held_is_unchanged(old: Path) -> None:
    with closing(sqlite3.connect(old / FILE_NAME)) as before:
        head, version = journal.head(before), version_of(before)
    office = opened(old)
    assert office.head() == head
    (line,) = office.ask(claims())
    card = office.ask(claim_card(claim=line.id))
    assert card.loss is not None
    assert (card.loss.show(), card.fund_share and card.fund_share.show()) == CLAIMED[version]
    assert office.ask(fund_card()).cash.fen > 0
    office.close()


def test_an_entry_of_the_old_version_can_still_be_taken_back(old: Path) -> None:
    office = opened(old)
    seq, _ = office.head()
    entries = office.connection.execute(
        "SELECT seq, actor FROM journal_entry"
        " WHERE command IN ('record_recovery', 'attach_file', 'record_contact') ORDER BY seq DESC"
    ).fetchall()
    assert entries
    for entry, by in entries:
        office.undo(entry, by=by, reason="登记有误")
    assert office.head()[0] == seq + len(entries)
    assert office.check() == ()
    office.close()


def test_it_was_backed_up_first_and_the_backup_can_be_restored(old: Path, tmp_path: Path) -> None:
    opened(old).close()
    made = latest(old)
    assert made is not None
    assert made.facts["before"].endswith("升级前")
    again = tmp_path / "恢复"
    restore(made.path, again)
    with closing(sqlite3.connect(again / FILE_NAME)) as connection:
        assert version_of(connection) < migrate.VERSION
    office = opened(again)
    assert office.check() == ()
    office.close()


def test_it_is_brought_up_whole_or_not_at_all(old: Path) -> None:
    """The plug is pulled at every statement of the upgrade: the old version stands, sound."""
    before = schema(old / FILE_NAME)
    done = False
    at = 0
    while not done:
        at += 7 if at > 30 else 1
        connection = connect(old / FILE_NAME)
        engine = engine_on(connection)
        left = at

        @event.listens_for(engine, "before_cursor_execute")
        def pull(*_: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                raise OSError

        try:
            migrate.upgrade(engine, version_of(connection))
            done = True
        except OSError:
            assert version_of(connection) < migrate.VERSION
        engine.dispose()
        connection.close()
        if not done:
            assert schema(old / FILE_NAME) == before
    assert verify_file(old / FILE_NAME) == ()


def test_an_office_that_cannot_be_backed_up_is_left_alone(old: Path) -> None:
    with closing(sqlite3.connect(old / FILE_NAME)) as other:
        other.execute("PRAGMA ignore_check_constraints=ON")
        other.execute("DROP TRIGGER journal_contact_update")
        other.commit()
    before = (old / FILE_NAME).read_bytes()
    with pytest.raises(Exception, match="记录触发器缺失或被改动"):
        opened(old)
    assert (old / FILE_NAME).read_bytes() == before


def test_there_is_an_office_of_every_older_version() -> None:
    names = [f"version_{version}.kcdesk.xz" for version in range(1, migrate.VERSION)]
    assert [path.name for path in OFFICES] == names
