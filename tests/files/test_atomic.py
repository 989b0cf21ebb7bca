from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kcdesk.files.atomic import PATIENCE, path_beside, patiently, replace_file, writing
from kcdesk.files.disk_faults import fault_of, said_plainly
from kcdesk.kernel.errors import Fault

ON_LINUX = pytest.mark.skipif(os.name == "nt", reason="asks the Linux kernel for the fault")


def held_by_wps(code: int = 32) -> PermissionError:
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = code  # type: ignore[attr-defined,unused-ignore]
    return error


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel itself refuses to let any file of this process grow beyond `size`."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class TestWriting:
    def test_gives_the_target_its_content(self, tmp_path: Path) -> None:
        replace_file(tmp_path / "名单.xlsx", b"new")
        assert (tmp_path / "名单.xlsx").read_bytes() == b"new"

    def test_replaces_what_stood_there(self, tmp_path: Path) -> None:
        target = tmp_path / "名单.xlsx"
        target.write_bytes(b"old and longer")
        replace_file(target, b"new")
        assert target.read_bytes() == b"new"
        assert list(tmp_path.iterdir()) == [target]

    def test_leaves_everything_as_it_was_when_the_writer_stops_half_way(
        self, tmp_path: Path
    ) -> None:
        target = tmp_path / "名单.xlsx"
        target.write_bytes(b"old")
        with pytest.raises(KeyError), writing(target) as file:
            raise KeyError(file.write(b"half"))
        assert target.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [target]

    def test_lets_a_library_write_by_name(self, tmp_path: Path) -> None:
        with path_beside(tmp_path / "a.txt") as temporary:
            assert temporary.parent == tmp_path
            temporary.write_text("whole", "utf-8")
            assert not (tmp_path / "a.txt").exists()
        assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]

    def test_is_not_troubled_by_a_very_long_name(self, tmp_path: Path) -> None:
        target = tmp_path / ("平" * 80 + ".pdf")  # 244 bytes, 255 is the limit
        replace_file(target, b"x")
        assert target.read_bytes() == b"x"

    @ON_LINUX
    def test_keeps_who_may_read_the_file(self, tmp_path: Path) -> None:
        target = tmp_path / "a"
        target.write_bytes(b"old")
        target.chmod(0o640)
        replace_file(target, b"new")
        assert target.stat().st_mode & 0o777 == 0o640


class TestFaults:
    @ON_LINUX
    def test_a_disk_that_takes_no_more_leaves_the_old_file(self, tmp_path: Path) -> None:
        target = tmp_path / "名单.xlsx"
        target.write_bytes(b"old")
        with largest_file(4096), pytest.raises(Fault) as caught:
            replace_file(target, b"x" * 10_000)
        assert caught.value.code == "disk.too_large"
        assert target.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [target]

    def test_a_missing_stick_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(Fault) as caught:
            replace_file(tmp_path / "U盘" / "名单.xlsx", b"x")
        assert caught.value.code == "disk.missing"
        assert "“U盘”" in str(caught.value)
        assert "名单.xlsx" in str(caught.value)

    def test_a_folder_in_the_way_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "名单.xlsx").mkdir()
        with pytest.raises(Fault) as caught:
            replace_file(tmp_path / "名单.xlsx", b"x")
        assert caught.value.code in {"disk.folder", "disk.denied"}
        assert [p.name for p in tmp_path.iterdir()] == ["名单.xlsx"]

    @pytest.mark.parametrize("call", ["fsync", "replace"])
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
    def test_an_error_at_any_call_leaves_no_partial_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
    ) -> None:
        target = tmp_path / "名单.xlsx"
        target.write_bytes(b"old")

        def fail(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as m:
            m.setattr(Path if call == "replace" else os, call, fail)
            with pytest.raises(Fault):
                replace_file(target, b"new")
        assert target.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [target]

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (OSError(errno.ENOSPC, "x"), "disk.full"),
            (OSError(errno.EDQUOT, "x"), "disk.full"),
            (OSError(errno.EFBIG, "x"), "disk.too_large"),
            (OSError(errno.EROFS, "x"), "disk.readonly"),
            (OSError(errno.EIO, "x"), "disk.gone"),
            (OSError(errno.EBUSY, "x"), "disk.in_use"),
            (PermissionError(errno.EACCES, "x"), "disk.denied"),
            (OSError(errno.ENAMETOOLONG, "x"), "disk.long_name"),
            (IsADirectoryError(errno.EISDIR, "x"), "disk.folder"),
            (FileNotFoundError(errno.ENOENT, "x"), "disk.missing"),
            (OSError(errno.ELOOP, "x"), "disk.error"),
            (held_by_wps(32), "disk.in_use"),
            (held_by_wps(33), "disk.in_use"),
            (held_by_wps(112), "disk.full"),
            (held_by_wps(19), "disk.readonly"),
            (held_by_wps(21), "disk.gone"),
            (held_by_wps(223), "disk.too_large"),
        ],
    )
    @pytest.mark.parametrize("write", [True, False])
    def test_every_fault_says_what_happened_in_chinese(
        self, error: OSError, code: str, write: bool
    ) -> None:
        fault = fault_of(error, Path("U盘") / "名单.xlsx", writing=write)
        assert fault.code == code
        assert "名单.xlsx" in fault.message
        assert fault.safe
        assert fault.cure.endswith("。")

    def test_reading_what_is_gone_is_said_plainly(self, tmp_path: Path) -> None:
        with (
            pytest.raises(Fault, match="找不到文件“a"),
            said_plainly(tmp_path / "a.xlsx", writing=False),
        ):
            (tmp_path / "a.xlsx").read_bytes()


class TestPatience:
    def test_waits_until_wps_lets_go(self) -> None:
        waited: list[float] = []
        tries = iter([held_by_wps(32), held_by_wps(5), None])

        def rename() -> None:
            error = next(tries)
            if error is not None:
                raise error

        patiently(rename, wait=waited.append)
        assert waited == list(PATIENCE[:2])

    def test_tells_the_clerk_when_it_is_held_for_good(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "名单.xlsx"
        target.write_bytes(b"old")
        waited: list[float] = []

        def held(*_: object) -> None:
            raise held_by_wps()

        monkeypatch.setattr(Path, "replace", held)
        with pytest.raises(Fault, match="正被WPS、Excel或其他程序打开"):
            replace_file(target, b"new", wait=waited.append)
        assert waited == list(PATIENCE)
        assert target.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [target]

    @pytest.mark.parametrize(
        "error", [PermissionError(errno.EACCES, "x"), OSError(errno.ENOSPC, "x")]
    )
    def test_does_not_wait_where_waiting_cannot_help(self, error: OSError) -> None:
        waited: list[float] = []

        def fail() -> None:
            raise error

        action: Callable[[], None] = fail
        with pytest.raises(OSError, match="x"):
            patiently(action, wait=waited.append)
        assert waited == []
