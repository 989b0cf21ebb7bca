"""The disk says no at any moment: a Chinese sentence, an office as it was, and a retry that works."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stdnum.cn.uscc import calc_check_digit

from kcdesk.kernel.errors import Fault
from kcdesk.work.office import Office
from tests.work.county import County

resource = pytest.importorskip("resource", reason="limits on a process are POSIX")

CHINESE = re.compile("[\u4e00-\u9fff]")
CODES = [f"91330482MA2B8{n:04d}" for n in range(60)]
LIST = [
    {
        "name": f"平湖第{n}科技有限公司",
        "uscc": uscc,
        "qualification": "高新技术企业",
        "from_on": "2020-01-01",
    }
    for n, uscc in enumerate(f"{c}{calc_check_digit(c)}" for c in CODES)
]


def bring_in(county: County) -> None:
    """A command that writes many rows."""
    county.do("import_enterprises", source="名单.xlsx", rows=LIST)


def fault_of_bringing_in(county: County) -> Fault | None:
    """What the disk said; None when the command was carried out."""
    try:
        bring_in(county)
    except Fault as fault:
        said = fault
    else:
        return None
    assert said.code in {"store.full", "store.io"}
    for sentence in (said.message, said.safe, said.cure):
        assert CHINESE.search(sentence)
    return said


def dump(county: County) -> list[str]:
    return list(county.office.connection.iterdump())


def readable(county: County) -> bool:
    """A question is answered or refused in words; never anything else."""
    try:
        county.ask("enterprises")
    except Fault:
        return False
    return True


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes: a write there is an I/O error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_at_any_page(county: County) -> None:
    """SQLite's own limit of pages stands for the disk's."""
    connection = county.office.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    before, said = dump(county), []
    for more in range(40):
        connection.execute(f"PRAGMA max_page_count={pages + more}")
        fault = fault_of_bringing_in(county)
        if fault is None:
            break
        said.append(fault.message)
        assert dump(county) == before
    assert set(said) == {"磁盘空间不足，这一步没有保存。"}
    assert len(county.ask("enterprises")) == len(LIST)
    assert county.office.check() == ()


def test_an_io_error_at_any_place(county: County) -> None:
    """The limit cuts off the rollback journal first, later the pages of the file itself, up to
    the middle of a commit that can neither go on nor be rolled back at once."""
    (size,) = county.office.connection.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    before, said = dump(county), []
    for limit in range(0, size + 64 * 4096, 5000):
        with files_end_at(limit):
            fault = fault_of_bringing_in(county)
            if fault is not None:
                readable(county)
        if fault is None:
            break
        said.append(fault.code)
        assert dump(county) == before
    assert len(said) > 20
    assert len(county.ask("enterprises")) == len(LIST)
    assert county.office.check() == ()


def test_an_io_error_that_lasts_until_the_office_is_opened_again(county: County) -> None:
    before = dump(county)
    size = (county.folder / "office.kcdesk").stat().st_size
    for limit in range(0, size, size // 12):
        with files_end_at(limit):
            with pytest.raises(Fault):
                bring_in(county)
            county.office.close()
        county.office = Office.open(county.folder, clock=county.clock, library=county.library)
        assert dump(county) == before
        assert county.office.check() == ()
    bring_in(county)


@pytest.mark.parametrize("limit", [0, 4096, 40_000, 200_000, 400_000])
def test_a_founding_without_room_leaves_nothing(county: County, tmp_path: Path, limit: int) -> None:
    with files_end_at(limit), pytest.raises(Fault) as caught:
        County(tmp_path / "new")
    assert CHINESE.search(str(caught.value))
    assert list((tmp_path / "new").iterdir()) == []
    County(tmp_path / "new").office.close()


# A real small disk, where the machine lets one be made.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or not _ran(
        "mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(disk)
    ):
        pytest.skip("no small disk can be made here")
    yield disk
    _ran("umount", "-l", str(disk))


def _ran(*words: str) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_disk_that_fills_up(small_disk: Path) -> None:
    county = County(small_disk / "office")
    ballast = small_disk / "ballast"
    _fill(ballast)
    while (fault := fault_of_bringing_in(county)) is None:
        county.office.undo(county.office.head()[0], by=county.people["clerk"])
    assert fault.message == "磁盘空间不足，这一步没有保存。"
    assert county.office.check() == ()
    ballast.unlink()
    bring_in(county)
    county.office.close()


def test_a_disk_that_is_write_protected(small_disk: Path) -> None:
    """It may be read, and says why it can't be written."""
    county = County(small_disk / "office")
    county.bank()
    county.office.close()
    assert _ran("mount", "-o", "remount,ro", str(small_disk))
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    assert len(county.ask("partners")) == 1
    assert county.office.check() == ()
    with pytest.raises(Fault, match="业务库文件不能写入") as caught:
        bring_in(county)
    assert caught.value.cure == "请检查文件夹是否只读、U盘是否写保护。"
    with pytest.raises(Fault):
        County(small_disk / "other")
    county.office.close()
    assert _ran("mount", "-o", "remount,rw", str(small_disk))
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    bring_in(county)
    county.office.close()


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
