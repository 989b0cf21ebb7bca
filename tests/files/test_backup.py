from __future__ import annotations

import errno
import json
import os
import random
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files import backup as backup_room
from kcdesk.files import snapshot
from kcdesk.files.backup import (
    Backup,
    check_backup,
    copy_backup,
    latest_verified,
    list_backups,
    make_backup,
    thin_backups,
)
from kcdesk.files.backup_names import clash, why_unsafe
from kcdesk.files.backup_tiers import day_of, kept
from kcdesk.files.restore import restore_backup
from kcdesk.kernel.errors import Cancelled, Fault, Refusal

NOW = datetime(2023, 9, 12, 9, 0, tzinfo=UTC)
PAPER = b"%PDF-1.7 paper" * 1000


def sound(_database: Path) -> tuple[str, ...]:
    return ()


def rows_of(database: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT * FROM claim ORDER BY id").fetchall()


def no_rows(database: Path) -> tuple[str, ...]:
    return ("第3号分录不见了。",) if len(rows_of(database)) < 50 else ()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office folder whose file is open and locked, as it is all day."""
    folder = tmp_path / "平湖市科创贷办公室"
    (folder / "attachments" / "ab").mkdir(parents=True)
    (folder / "attachments" / "ab" / ("ab" + "0" * 62)).write_bytes(PAPER)
    (folder / "forms" / "审批表").mkdir(parents=True)
    (folder / "forms" / "审批表" / "form.toml").write_text("title = '审批表'", "utf-8")
    return folder


@pytest.fixture
def database(office: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(office / "office.kcdesk", isolation_level=None)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("CREATE TABLE claim (id INTEGER PRIMARY KEY, fen INTEGER, note TEXT) STRICT")
    connection.execute("BEGIN EXCLUSIVE")
    connection.executemany(
        "INSERT INTO claim (fen, note) VALUES (?, ?)", [(n * 100, "平湖" * 20) for n in range(500)]
    )
    connection.execute("COMMIT")
    yield connection
    connection.close()


@pytest.fixture
def made(office: Path, database: sqlite3.Connection, tmp_path: Path) -> Backup:
    return make_backup(
        office, tmp_path / "备份", now=NOW, database=database, verify=sound, facts={"seq": "7"}
    )


def tampered(made: Backup, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """The same backup written anew by a stranger who changed its files and manifest."""
    with zipfile.ZipFile(made.path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    path = made.path.with_name("来路不明.kcbackup")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest))
    return path


def with_entry(name: str) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    """Adds an entry that the manifest knows of, so that only its name can be the trouble."""

    def change(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        digest = "9" * 64
        files[name] = b"x"
        manifest["files"].append({"name": name, "size": 1, "sha256": digest})

    return change


class TestMaking:
    def test_one_file_holds_the_database_the_attachments_and_the_forms(
        self, made: Backup, office: Path
    ) -> None:
        with zipfile.ZipFile(made.path) as archive:
            names = set(archive.namelist())
        assert names == {
            "office.kcdesk",
            "attachments/ab/ab" + "0" * 62,
            "forms/审批表/form.toml",
            "manifest.json",
        }
        assert made.path.name == "备份-20230912-170000.kcbackup"  # Beijing time
        assert (made.made_at, made.facts, made.notes, made.problem) == (NOW, {"seq": "7"}, (), "")
        assert sorted(p.name for p in made.path.parent.iterdir()) == [made.path.name]
        assert not (office / "backups").exists()

    def test_the_open_office_goes_on(
        self, made: Backup, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        database.execute("INSERT INTO claim (fen) VALUES (1)")
        restored = restore_backup(made.path, tmp_path / "新", verify=sound)
        assert len(rows_of(restored / "office.kcdesk")) == 500
        assert database.execute("SELECT count(*) FROM claim").fetchone() == (501,)

    def test_a_closed_office_file_is_copied_by_its_path(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        database.close()
        before = (office / "office.kcdesk").read_bytes()
        made = make_backup(
            office, tmp_path / "b", now=NOW, database=office / "office.kcdesk", verify=no_rows
        )
        assert check_backup(made.path, verify=no_rows) == ()
        assert (office / "office.kcdesk").read_bytes() == before

    def test_two_in_one_second_keep_apart(
        self, made: Backup, office: Path, database: sqlite3.Connection
    ) -> None:
        again = make_backup(office, made.path.parent, now=NOW, database=database, verify=sound)
        assert again.path.name == "备份-20230912-170000-2.kcbackup"

    def test_what_fails_verification_is_no_backup(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        findings = tuple(f"第{n}号分录不平。" for n in range(1, 6))
        with pytest.raises(Refusal, match="第1号分录不平。第2号分录不平。第3号分录不平。等5处"):
            make_backup(
                office, tmp_path / "b", now=NOW, database=database, verify=lambda _: findings
            )
        assert list((tmp_path / "b").iterdir()) == []

    def test_links_and_names_that_cannot_travel_are_told_of(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        forms = office / "forms"
        (forms / "~$审批表.xlsx").write_bytes(b"lock")
        (forms / ".~审批表.xlsx").write_bytes(b"lock")
        if os.name != "nt":
            (forms / "a:b").write_bytes(b"x")
            (forms / "link").symlink_to(tmp_path)
            (forms / "link.txt").symlink_to("/etc/hostname")
        made = make_backup(office, tmp_path / "b", now=NOW, database=database, verify=sound)
        with zipfile.ZipFile(made.path) as archive:
            assert [n for n in archive.namelist() if n.startswith("forms/")] == [
                "forms/审批表/form.toml"
            ]
        if os.name != "nt":
            assert made.notes == (
                "forms/a:b名称里有不能用的字符，没有备份。",
                "forms/link.txt不是普通文件，没有备份。",
                "forms/link不是普通文件，没有备份。",
            )

    def test_progress_counts_up_to_the_end(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        seen: list[tuple[int, int, str]] = []
        make_backup(
            office,
            tmp_path / "b",
            now=NOW,
            database=database,
            verify=sound,
            progress=lambda *step: seen.append(step),
        )
        assert [text for done, total, text in seen if total == 0] == [
            "正在复制业务库",
            "正在核对副本",
        ]
        counted = [(done, total) for done, total, _ in seen if total]
        assert counted == sorted(counted)
        assert counted[-1][0] == counted[-1][1]

    @pytest.mark.parametrize("stop_at", [0, 1, 3, 6])
    def test_cancelling_leaves_nothing(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path, stop_at: int
    ) -> None:
        seen: list[object] = []
        with pytest.raises(Cancelled):
            make_backup(
                office,
                tmp_path / "b",
                now=NOW,
                database=database,
                verify=sound,
                progress=lambda *step: seen.append(step),
                cancelled=lambda: len(seen) > stop_at,
            )
        assert list((tmp_path / "b").iterdir()) == []
        assert database.execute("SELECT count(*) FROM claim").fetchone() == (500,)

    def test_cancelling_stops_the_copying_of_a_large_database(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        database.execute(
            "INSERT INTO claim (fen) WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            "WHERE i < 30000) SELECT i FROM n"
        )
        with pytest.raises(Cancelled):
            snapshot.take_snapshot(database, tmp_path / "copy", lambda: True)
        snapshot.take_snapshot(database, tmp_path / "copy2", lambda: False)


class TestFaults:
    def test_a_full_disk_is_seen_before_it_is_full(
        self,
        office: Path,
        database: sqlite3.Connection,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        real = shutil.disk_usage(tmp_path)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=1000))
        with pytest.raises(Fault, match=r"只剩0\.0兆字节"):
            make_backup(office, tmp_path / "b", now=NOW, database=database, verify=sound)
        assert list((tmp_path / "b").iterdir()) == []

    @pytest.mark.skipif(os.name == "nt", reason="asks the Linux kernel for the fault")
    @pytest.mark.parametrize("largest", [4096, 60_000])
    def test_a_disk_that_takes_no_more(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path, largest: int
    ) -> None:
        import resource

        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, limits[1]))
        try:
            with pytest.raises(Fault) as caught:
                make_backup(office, tmp_path / "b", now=NOW, database=database, verify=sound)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert caught.value.code.startswith("disk.")
        assert list((tmp_path / "b").iterdir()) == []

    def test_a_missing_stick(self, office: Path, database: sqlite3.Connection) -> None:
        stick = office / "office.kcdesk" / "U盘"  # a file is in the way: it can't be made
        with pytest.raises(Fault):
            make_backup(office, stick, now=NOW, database=database, verify=sound)

    def test_what_was_written_wrong_is_noticed(
        self,
        office: Path,
        database: sqlite3.Connection,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        write = backup_room._write

        def spoil(temporary: Path, *rest: Any) -> Any:
            manifest = write(temporary, *rest)
            content = bytearray(temporary.read_bytes())
            at = content.index(PAPER)
            content[at + 5] ^= 1
            temporary.write_bytes(content)
            return manifest

        monkeypatch.setattr(backup_room, "_write", spoil)
        with pytest.raises(Fault) as caught:
            make_backup(office, tmp_path / "b", now=NOW, database=database, verify=sound)
        assert caught.value.code == "backup.damaged"
        assert list((tmp_path / "b").iterdir()) == []

    def test_an_office_file_in_use_elsewhere(
        self, office: Path, database: sqlite3.Connection, tmp_path: Path
    ) -> None:
        with pytest.raises(Fault, match="另一个程序使用"):
            snapshot.take_snapshot(office / "office.kcdesk", tmp_path / "c", lambda: False)

    def test_an_office_file_that_is_none(self, tmp_path: Path) -> None:
        file = tmp_path / "office.kcdesk"
        file.write_bytes(b"no database " * 1000)
        with pytest.raises(Fault, match="已经损坏"):
            snapshot.take_snapshot(file, tmp_path / "c", lambda: False)
        assert "读不通" in snapshot.findings_in(file, sound)[0]

    def test_damage_inside_is_found_by_sqlite_itself(
        self, office: Path, database: sqlite3.Connection
    ) -> None:
        database.execute("CREATE INDEX by_fen ON claim (fen)")
        database.execute("PRAGMA writable_schema=ON")
        database.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'by_fen'")
        database.close()
        findings = snapshot.findings_in(office / "office.kcdesk", sound)
        assert findings
        assert "损坏" in findings[0] or "读不通" in findings[0]

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("SQLITE_FULL", "disk.full"),
            ("SQLITE_BUSY", "backup.locked"),
            ("SQLITE_CORRUPT_INDEX", "backup.source_damaged"),
            ("SQLITE_IOERR_READ", "disk.error"),
        ],
    )
    def test_what_sqlite_says_is_said_in_chinese(self, name: str, code: str) -> None:
        error = sqlite3.OperationalError("x")
        error.sqlite_errorname = name
        assert snapshot.fault_of(error).code == code


class TestListing:
    def test_newest_first_and_what_cannot_be_read_says_why(
        self, made: Backup, office: Path, database: sqlite3.Connection
    ) -> None:
        folder = made.path.parent
        later = make_backup(
            office, folder, now=NOW + timedelta(hours=1), database=database, verify=sound
        )
        broken = folder / "备份-20300101-000000.kcbackup"
        broken.write_bytes(later.path.read_bytes()[:-100])
        os.utime(broken, (4e9, 4e9))
        (folder / "说明.txt").write_text("x", "utf-8")
        found = list_backups(folder)
        assert [b.path for b in found] == [broken, later.path, made.path]
        assert "不完整" in found[0].problem
        newest = latest_verified(folder)
        assert newest is not None
        assert newest.path == later.path

    def test_no_folder_no_backups(self, tmp_path: Path) -> None:
        assert list_backups(tmp_path / "none") == ()
        assert latest_verified(tmp_path / "none") is None

    def test_opening_a_backup_changes_no_byte(self, made: Backup) -> None:
        before = made.path.read_bytes()
        assert check_backup(made.path, verify=sound) == ()
        assert made.path.read_bytes() == before

    def test_the_check_looks_into_the_database(self, made: Backup) -> None:
        seen: list[int] = []
        findings = check_backup(
            made.path, verify=lambda _: ("不平。",), progress=lambda done, *_: seen.append(done)
        )
        assert findings == ("不平。",)
        assert seen[-1] > len(PAPER)
        with pytest.raises(Cancelled):
            check_backup(made.path, verify=sound, cancelled=lambda: True)

    def test_a_copy_on_a_stick_is_read_back(self, made: Backup, tmp_path: Path) -> None:
        stick = tmp_path / "U盘"
        stick.mkdir()
        copy = copy_backup(made.path, stick)
        assert copy.read_bytes() == made.path.read_bytes()
        with pytest.raises(Cancelled):
            copy_backup(made.path, stick, cancelled=lambda: True)
        assert list(stick.iterdir()) == [copy]
        with pytest.raises(Fault):
            copy_backup(made.path, tmp_path / "拔掉了")


class TestThinning:
    def test_old_ones_go_and_the_newest_stays(self, made: Backup) -> None:
        folder = made.path.parent
        for days in range(1, 40):
            self.aged(made, folder / f"备份-{days:03}.kcbackup", NOW - timedelta(days=days))
        (folder / "备份-坏.kcbackup").write_bytes(b"broken")
        gone = thin_backups(folder, NOW)
        stay = {b.path.name for b in list_backups(folder) if not b.problem}
        assert made.path.name in stay
        assert {f"备份-{d:03}.kcbackup" for d in range(1, 14)} <= stay
        assert len(gone) + len(stay) == 40
        assert (folder / "备份-坏.kcbackup").exists()
        assert thin_backups(folder, NOW) == ()

    def test_one_that_is_held_stays(self, made: Backup, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = made.path.parent
        for hours in (1, 2):
            self.aged(
                made, folder / f"备份-{hours}.kcbackup", NOW - timedelta(days=30, hours=hours)
            )

        def held(_action: object) -> None:
            raise PermissionError

        monkeypatch.setattr(backup_room, "patiently", held)
        assert thin_backups(folder, NOW) == ()
        assert len(list_backups(folder)) == 3

    @staticmethod
    def aged(made: Backup, path: Path, moment: datetime) -> None:
        """The same backup as if made at another moment."""
        with zipfile.ZipFile(made.path) as archive, zipfile.ZipFile(path, "w") as older:
            for info in archive.infolist():
                content = archive.read(info)
                if info.filename == "manifest.json":
                    plain = json.loads(content)
                    plain["made_at"] = moment.isoformat()
                    content = json.dumps(plain).encode()
                older.writestr(info.filename, content)

    @given(
        st.lists(st.integers(0, 60 * 24 * 500), min_size=1, max_size=200, unique=True),
        st.integers(-4000, 4000),
    )
    def test_whatever_the_clock_says_nothing_needed_goes(
        self, minutes: list[int], wrong_by_days: int
    ) -> None:
        moments = [NOW - timedelta(minutes=m) for m in minutes]
        stay = kept(moments, NOW + timedelta(days=wrong_by_days))
        assert max(moments) in stay
        assert stay == kept(stay, NOW + timedelta(days=wrong_by_days))
        days = sorted({day_of(m) for m in moments}, reverse=True)
        for day in days[:12]:
            assert max(m for m in moments if day_of(m) == day) in stay
        assert all(m in stay for m in moments if m > NOW + timedelta(days=wrong_by_days))

    def test_a_year_of_hourly_backups_becomes_a_shelf(self) -> None:
        stay: frozenset[datetime] = frozenset()
        for hour in range(0, 24 * 366, 3):
            now = NOW + timedelta(hours=hour)
            stay = kept({*stay, now}, now)
        assert len(stay) <= 16 + 12 + 10 + 9
        oldest = NOW + timedelta(hours=24 * 366) - min(stay)
        assert timedelta(days=300) < oldest < timedelta(days=366)


class TestRestoring:
    def test_the_office_stands_again_in_a_new_folder(
        self, made: Backup, office: Path, tmp_path: Path
    ) -> None:
        seen: list[int] = []
        target = tmp_path / "恢复" / "新办公室"
        folder = restore_backup(
            made.path, target, verify=sound, progress=lambda done, *_: seen.append(done)
        )
        assert folder == target
        assert len(rows_of(target / "office.kcdesk")) == 500
        for name in ("attachments/ab/ab" + "0" * 62, "forms/审批表/form.toml"):
            assert (target / name).read_bytes() == (office / name).read_bytes()
        assert (target / "backups").is_dir()
        assert seen[-1] == sum(f.stat().st_size for f in target.rglob("*") if f.is_file())
        assert [p.name for p in target.parent.iterdir()] == ["新办公室"]

    def test_an_empty_folder_is_as_good_as_none(self, made: Backup, tmp_path: Path) -> None:
        (tmp_path / "新").mkdir()
        assert restore_backup(made.path, tmp_path / "新", verify=sound).is_dir()

    def test_a_folder_in_use_is_never_written_over(self, made: Backup, office: Path) -> None:
        before = (office / "office.kcdesk").read_bytes()
        for target in (office, office / "office.kcdesk"):
            with pytest.raises(Refusal, match="已经有内容"):
                restore_backup(made.path, target, verify=sound)
        assert (office / "office.kcdesk").read_bytes() == before

    def test_a_database_that_fails_verification_is_not_restored(
        self, made: Backup, tmp_path: Path
    ) -> None:
        target = tmp_path / "恢复" / "新"
        with pytest.raises(Fault, match="第3号分录不见了"):
            restore_backup(made.path, target, verify=lambda _: ("第3号分录不见了。",))
        assert list(target.parent.iterdir()) == []

    def test_cancelling_leaves_nothing(self, made: Backup, tmp_path: Path) -> None:
        target = tmp_path / "恢复" / "新"
        with pytest.raises(Cancelled):
            restore_backup(made.path, target, verify=sound, cancelled=lambda: True)
        assert list(target.parent.iterdir()) == []

    def test_a_full_disk_leaves_nothing(
        self, made: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_handle: int) -> None:
            raise OSError(errno.ENOSPC, "full")

        target = tmp_path / "恢复" / "新"
        with monkeypatch.context() as m:
            m.setattr(os, "fsync", full)
            with pytest.raises(Fault) as caught:
                restore_backup(made.path, target, verify=sound)
        assert caught.value.code == "disk.full"
        assert list(target.parent.iterdir()) == []

    def test_a_missing_or_foreign_file_is_said_plainly(self, tmp_path: Path) -> None:
        with pytest.raises(Fault, match="找不到文件"):
            restore_backup(tmp_path / "没有.kcbackup", tmp_path / "新", verify=sound)
        (tmp_path / "别的.kcbackup").write_bytes(b"PK but no zip")
        with pytest.raises(Fault, match="不完整或被改动过"):
            restore_backup(tmp_path / "别的.kcbackup", tmp_path / "新", verify=sound)


UNSAFE = (
    "../x", "forms/../../x", "/etc/passwd", "C:/x", "c:x", "//server/share/x", "forms//x",
    "\\\\server\\x", "forms\\x", "forms/..", "forms/.", "forms/CON", "forms/nul.txt",
    "forms/COM1.x", "forms/lpt9", "forms/Aux/x", "forms/CONIN$", "forms/a:b", "forms/x.",
    "forms/x ", "forms/ x", "forms/a\x01", "forms/" + "x" * 400, "", "backups/x", "x.txt",
    "forms", "attachments/a\x00b", "forms/<x>", "forms/x?", "FORMS/x",
)  # fmt: skip


class TestHostile:
    """A stick brings back what somebody made of a backup: no byte leaves the new folder."""

    @pytest.mark.parametrize("name", [n for n in UNSAFE if n])
    def test_names_that_lead_elsewhere(self, made: Backup, tmp_path: Path, name: str) -> None:
        self.refused(tampered(made, with_entry(name)), tmp_path)

    @pytest.mark.parametrize("name", UNSAFE)
    def test_are_unsafe_each_for_a_reason(self, name: str) -> None:
        assert why_unsafe(name)

    @pytest.mark.parametrize(
        "name", ["office.kcdesk", "forms/审批表/版式.xlsx", "attachments/ab/c"]
    )
    def test_honest_names_are_safe(self, name: str) -> None:
        assert why_unsafe(name) == ""

    @pytest.mark.parametrize(
        "names",
        [
            ("forms/a", "forms/A"),
            ("forms/é", "forms/e\u0301"),
            ("forms/a", "forms/a/b"),
            ("forms/a/b", "forms/a"),
            ("forms/a", "forms/a"),
        ],
    )
    def test_names_that_clash_on_windows(self, names: tuple[str, str]) -> None:
        assert clash(names) == names[1]

    def test_two_entries_of_one_name(self, made: Backup, tmp_path: Path) -> None:
        path = tampered(made, lambda _files, _manifest: None)
        with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("office.kcdesk", b"another")
        self.refused(path, tmp_path)

    def test_a_link(self, made: Backup, tmp_path: Path) -> None:
        path = tampered(made, with_entry("forms/x"))
        content = path.read_bytes()
        with zipfile.ZipFile(path, "a") as archive:
            archive.getinfo("forms/x").external_attr = (stat.S_IFLNK | 0o777) << 16
            archive._didModify = True  # type: ignore[attr-defined]
        assert path.read_bytes() != content
        self.refused(path, tmp_path, "不是普通文件")

    def test_a_bomb(self, made: Backup, tmp_path: Path) -> None:
        with zipfile.ZipFile(made.path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        path = tmp_path / "炸弹.kcbackup"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
            archive.writestr("attachments/ab/bomb", b"\0" * (20 << 20))
        self.refused(path, tmp_path, "压缩")

    def test_entries_that_share_their_bytes(self, made: Backup, tmp_path: Path) -> None:
        path = tampered(made, with_entry("forms/x"))
        with zipfile.ZipFile(path, "a") as archive:
            for name in ("forms/x", "forms/审批表/form.toml"):
                info = archive.getinfo(name)
                info.header_offset = archive.getinfo("office.kcdesk").header_offset
            archive._didModify = True  # type: ignore[attr-defined]
        self.refused(path, tmp_path, "重叠")

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda files, _: files.update({"forms/x": b"x"}), "清单不符"),
            (lambda files, _: files.pop("forms/审批表/form.toml"), "清单不符"),
            (
                lambda files, _: files.update({"forms/审批表/form.toml": b"title = '???'  "}),
                "清单不符",
            ),
            (lambda _, manifest: manifest["files"][0].update(sha256="0" * 64), "清单不符"),
            (lambda _, manifest: manifest.update(format="other"), "清单读不通"),
            (lambda _, manifest: manifest.update(made_at="yesterday"), "清单读不通"),
            (lambda _, manifest: manifest.update(files=None), "清单读不通"),
            (lambda _, manifest: manifest.pop("facts"), "清单读不通"),
        ],
    )
    def test_contents_that_are_not_those_of_the_manifest(
        self, made: Backup, tmp_path: Path, change: Any, why: str
    ) -> None:
        self.refused(tampered(made, change), tmp_path, why)

    def test_a_backup_without_the_office_file(self, made: Backup, tmp_path: Path) -> None:
        def change(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
            files.pop("office.kcdesk")
            manifest["files"] = [f for f in manifest["files"] if f["name"] != "office.kcdesk"]

        self.refused(tampered(made, change), tmp_path, "缺少业务库")

    def test_no_manifest_and_one_beyond_measure(
        self, made: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "x.kcbackup"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("office.kcdesk", b"x")
        self.refused(path, tmp_path, "没有清单")
        monkeypatch.setattr("kcdesk.files.backup_archive._LARGEST_MANIFEST", 10)
        self.refused(made.path, tmp_path, "清单过大")

    def test_one_of_a_newer_program(self, made: Backup, tmp_path: Path) -> None:
        path = tampered(made, lambda _, manifest: manifest.update(version=2))
        self.refused(path, tmp_path, "更新版本")

    def test_a_name_cut_short_by_a_nul(self, made: Backup, tmp_path: Path) -> None:
        path = tampered(made, with_entry("forms/xQy"))
        path.write_bytes(path.read_bytes().replace(b"forms/xQy", b"forms/x\0y"))
        self.refused(path, tmp_path)

    @pytest.mark.parametrize("seed", range(40))
    def test_a_flipped_byte_is_noticed_or_makes_no_difference(
        self, made: Backup, tmp_path: Path, seed: int
    ) -> None:
        chance = random.Random(seed)
        content = bytearray(made.path.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path = tmp_path / "翻转.kcbackup"
        path.write_bytes(content)
        target = tmp_path / "里" / "新"
        try:
            restore_backup(path, target, verify=sound)
        except Fault:
            assert not target.exists()
        else:
            whole = restore_backup(made.path, tmp_path / "好", verify=sound)
            for file in whole.rglob("*"):
                if file.is_file():
                    assert (target / file.relative_to(whole)).read_bytes() == file.read_bytes()

    @staticmethod
    def refused(path: Path, tmp_path: Path, why: str = "不完整或被改动过") -> None:
        """Nothing but a sentence comes of it, neither inside nor outside the target."""
        before = set(tmp_path.rglob("*"))
        with pytest.raises(Fault, match=why):
            restore_backup(path, tmp_path / "恢复", verify=sound)
        assert set(tmp_path.rglob("*")) == before
        assert list_backups(path.parent)
