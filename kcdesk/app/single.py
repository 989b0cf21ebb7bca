"""One running copy per office: who holds it, and the refusal that names them.

The truth is a lock of the operating system on the office's lock file: it ends with its process,
however that ends, so a stale lock clears itself and a reused process number can't fool anyone.
The file's content only says who holds it. Called by wiring and the command line before an office
is opened; never deletes the file (another PC may be looking at it).
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from kcdesk.kernel.clock import Clock
from kcdesk.kernel.errors import Fault

LOCK_NAME = "office.lock"
LOCKED_BYTE = 1 << 30
"""Far beyond the content: on Windows a locked byte can't be read by anyone else."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office: person (or login name), PC, and since when (local time as text)."""

    person: str
    computer: str
    since: str

    def __str__(self) -> str:
        return f"{self.person} 在电脑“{self.computer}”上（{self.since} 起）"


class Hold:
    """A held office; `release` (or leaving the ``with`` block) lets it go."""

    def __init__(self, descriptor: int, clock: Clock) -> None:
        self._descriptor: int | None = descriptor
        self._since = clock.now().astimezone().strftime("%Y-%m-%d %H:%M")

    def name(self, person: str) -> None:
        """Say who sits at the desk, for whoever is refused meanwhile."""
        if self._descriptor is None:
            return
        holder = Holder(person, platform.node(), self._since)
        content = json.dumps(asdict(holder), ensure_ascii=False).encode()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, content)
        os.ftruncate(self._descriptor, len(content))

    def release(self) -> None:
        """Let the office go; a second call does nothing."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Hold:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def hold(folder: Path, clock: Clock) -> Hold:
    """Hold the office in `folder` for this process.

    Raises Fault ``office.in_use`` at once, naming the holder, when another process has it;
    ``office.missing`` and ``office.readonly`` when the folder is not there or can't be written.
    """
    file = folder / LOCK_NAME
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(file, flags, 0o666)
    except FileNotFoundError as error:
        raise Fault(
            f"没有找到文件夹“{folder}”。",
            "其他文件没有受影响。",
            "请核对位置；如果在U盘或网络盘上，请检查是否连接好。",
            "office.missing",
        ) from error
    except OSError as error:
        raise Fault(
            f"文件夹“{folder}”不能写入（{error.strerror}）。",
            "业务库没有改动。",
            "请检查文件夹是否只读、U盘是否写保护。",
            "office.readonly",
        ) from error
    try:
        _lock(descriptor)
    except OSError as error:
        held_by = holder(folder)
        os.close(descriptor)
        raise Fault(
            f"这个业务库正由{held_by or '另一个程序'}使用。",
            "没有做任何改动。",
            "请先在那边关闭管理台，再打开。",
            "office.in_use",
        ) from error
    held = Hold(descriptor, clock)
    held.name(_login_name())
    return held


def holder(folder: Path) -> Holder | None:
    """Who the lock file says holds the office; None when it says nothing readable."""
    try:
        said = json.loads((folder / LOCK_NAME).read_text("utf-8"))
        return Holder(str(said["person"]), str(said["computer"]), str(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "某用户"


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
