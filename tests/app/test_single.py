"""A second copy is refused at once and told who has the office; a dead holder holds nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from kcdesk.app.single import LOCK_NAME, hold, holder
from kcdesk.kernel.clock import FixedClock
from kcdesk.kernel.errors import Fault

CLOCK = FixedClock(date(2023, 9, 12))

OTHER_COPY = """
import sys
from datetime import date
from pathlib import Path
from kcdesk.app.single import hold
from kcdesk.kernel.clock import FixedClock
held = hold(Path(sys.argv[1]), FixedClock(date(2023, 9, 11)))
held.name("张三")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def other_copy(folder: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds `folder` until it ends."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_COPY, str(folder)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_free_office_is_held_and_let_go(tmp_path: Path) -> None:
    with hold(tmp_path, CLOCK) as held:
        held.name("李四")
        said = holder(tmp_path)
        assert said is not None
        assert said.person == "李四"
    assert holder(tmp_path) is None
    hold(tmp_path, CLOCK).release()


def test_second_copy_is_refused_within_a_second_naming_the_holder(
    tmp_path: Path, root: Path
) -> None:
    with other_copy(tmp_path, root):
        began = time.monotonic()
        with pytest.raises(Fault, match="张三 在电脑") as refused:
            hold(tmp_path, CLOCK)
        assert time.monotonic() - began < 1
        assert refused.value.code == "office.in_use"
        assert "2023-09-11" in str(refused.value)


def test_holder_that_was_killed_holds_nothing(tmp_path: Path, root: Path) -> None:
    with other_copy(tmp_path, root) as process:
        process.kill()
        process.wait()
        assert holder(tmp_path) is not None, "its name is still written there"
        with hold(tmp_path, CLOCK):
            pass


def test_same_process_is_refused_too(tmp_path: Path) -> None:
    with hold(tmp_path, CLOCK), pytest.raises(Fault) as refused:
        hold(tmp_path, CLOCK)
    assert refused.value.code == "office.in_use"


def test_holder_without_a_readable_name_is_another_program(tmp_path: Path) -> None:
    with hold(tmp_path, CLOCK):
        (tmp_path / LOCK_NAME).write_text("{", "utf-8")
        with pytest.raises(Fault, match="由另一个程序使用"):
            hold(tmp_path, CLOCK)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="没有找到文件夹") as refused:
        hold(tmp_path / "没有", CLOCK)
    assert refused.value.code == "office.missing"


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(Fault, match="不能写入") as refused:
        hold(tmp_path, CLOCK)
    assert refused.value.code == "office.readonly"


def test_released_office_can_be_named_and_released_again(tmp_path: Path) -> None:
    held = hold(tmp_path, CLOCK)
    held.release()
    held.name("王五")
    held.release()
    assert holder(tmp_path) is None
