"""A backup counts only when it was opened and verified; it comes back into a new folder only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kcdesk.kernel.clock import FixedClock
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.packs.library import Library
from kcdesk.work.command import COMMANDS
from kcdesk.work.office import Office
from kcdesk.work.queries.enterprises.lists import enterprises
from kcdesk.work.safekeeping import back_up, is_due, late_days, latest, restore

DAY = date(2023, 9, 12)


def register(office: Office, name: str, uscc: str) -> None:
    given = {"name": name, "uscc": uscc}
    office.do(take_fields(COMMANDS["register_enterprise"], given, Within(DAY)), by=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DAY)


@pytest.fixture
def office(tmp_path: Path, resources: Path, forms: Path, clock: FixedClock) -> Iterator[Office]:
    found = {"name": "平湖办", "scheme": "pinghu", "opened_on": DAY, "person": "沈立"}
    made, _ = Office.create(
        tmp_path / "office",
        take_fields(COMMANDS["found_office"], found, Within(DAY)),
        clock=clock,
        library=Library(resources, forms),
    )
    register(made, "平湖甲科技有限公司", "91330482MA0000000L")
    yield made
    made.close()


def test_backup_says_what_it_holds(office: Office) -> None:
    made = back_up(office)
    seq, digest = office.head()
    assert made.path.parent == office.folder / "backups"
    assert made.facts == {"office": "平湖办", "seq": str(seq), "digest": digest}


def test_backup_is_due_until_it_is_made_and_again_after_the_next_command(office: Office) -> None:
    assert is_due(office)
    back_up(office)
    assert not is_due(office)
    register(office, "平湖乙", "91350100M000100Y43")
    assert is_due(office)


def test_backup_comes_back_into_a_new_folder_as_it_was(office: Office, tmp_path: Path) -> None:
    made = back_up(office)
    register(office, "平湖乙", "91350100M000100Y43")
    restored = restore(made.path, tmp_path / "恢复")
    assert (restored.office, restored.seq) == ("平湖办", 2)
    again = Office.open(restored.folder, clock=office.clock, library=office.library)
    try:
        assert [line.name for line in again.ask(enterprises())] == ["平湖甲科技有限公司"]
        assert again.check() == ()
    finally:
        again.close()


def test_folder_that_holds_something_is_refused(office: Office, tmp_path: Path) -> None:
    made = back_up(office)
    with pytest.raises(Refusal, match="已经有内容"):
        restore(made.path, office.folder)


def test_damaged_backup_is_a_fault_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    made = back_up(office)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    with pytest.raises(Fault):
        restore(made.path, tmp_path / "恢复")
    assert not (tmp_path / "恢复").exists()


def test_forged_office_gives_no_backup(office: Office) -> None:
    connection = office.connection
    name, sql = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'enterprise' "
        "AND sql LIKE '%UPDATE%'"
    ).fetchone()
    connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE enterprise SET name = '平湖假科技有限公司'")
    connection.execute(sql)
    with pytest.raises(Refusal, match="没有通过核对"):
        back_up(office)
    assert latest(office.folder) is None


def test_own_backups_thin_out_and_those_elsewhere_stay(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    stick = tmp_path / "U盘"
    for month in range(1, 11):
        for day in (1, 2):
            clock.day = date(2022, month, day)
            back_up(office)
            back_up(office, stick)
    assert len(list((office.folder / "backups").glob("*.kcbackup"))) < 20
    assert len(list(stick.glob("*.kcbackup"))) == 20
    newest = latest(office.folder)
    assert newest is not None
    assert newest.made_at == clock.now()


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2023, 9, 12, 9, tzinfo=UTC), 0),
        (datetime(2023, 9, 13, 9, tzinfo=UTC), 0),
        (datetime(2023, 9, 14, 9, tzinfo=UTC), 2),
        (datetime(2023, 9, 1, 9, tzinfo=UTC), 0),
    ],
)
def test_backup_is_late_from_the_second_day_on(office: Office, now: datetime, late: int) -> None:
    since = datetime(2023, 9, 12, 1, tzinfo=UTC)
    assert late_days(None, since, now) == late
    assert late_days(back_up(office), datetime(2000, 1, 1, tzinfo=UTC), now) == late
