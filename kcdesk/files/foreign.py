"""Runs a child process over a foreign file; whatever the file does, this process lives.

Called by workbook_in.py and scans.py. The child has caps on memory and time and is ended at once
when the person cancels. It says one JSON value a line; what the lines mean, and what is said to
the clerk when there is no answer, the caller brings along.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.errors import Cancelled, Fault, Refusal

Progress = Callable[[int, int, str], None]
"""``progress(done, total, text)``: how much is read, of how much (0: not known), what is read."""

LOOK_EVERY_SECONDS: Final = 0.02
GRACE_SECONDS: Final = 5.0
_LOOKS_A_CENSUS: Final = 10  # counting children means asking about every process of the PC
_SIGXCPU: Final = int(getattr(signal, "SIGXCPU", 0)) or None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a foreign file may cost. `seconds` grows with the file (`seconds_for`)."""

    memory_bytes: int = 512 << 20
    seconds: float = 10.0
    file_bytes: int = 64 << 20
    answer_bytes: int = 1 << 30

    def seconds_for(self, size: int) -> float:
        """A long honest file takes longer: two seconds more for every megabyte."""
        return self.seconds + 2 * size / (1 << 20)


class Garbled(Exception):
    """The child said something no child of ours says."""


class Hearing(Protocol):
    """Takes the child's lines as they arrive and checks them: the child has read a hostile file."""

    no: str
    """Why there is no answer, as the child says it; empty while there may be one."""
    detail: str
    ended: bool

    def take(self, line: bytes) -> None:
        """One line. Raises Garbled."""
        ...

    def told(self) -> tuple[int, int, str]:
        """How far it is, for `Progress`."""
        ...


@dataclass(frozen=True, slots=True)
class Child:
    """Which child, and what is said when it has no answer.

    `refusal` is given the child's word, its detail and the file's name; `slow_cure` is what to do
    with a file that takes for ever; `code` begins the stable codes (``workbook``).
    """

    module: str
    switch: str
    noun: str
    code: str
    slow_cure: str
    refusal: Callable[[str, str, str], Refusal | Fault]


def listen(
    child: Child,
    path: Path,
    hearing: Hearing,
    limits: Limits,
    *,
    arguments: Sequence[str] = (),
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> None:
    """Let the child read the file into `hearing`.

    Raises what the child's word means, Fault when the file is gone, held by another program or
    takes too much, Cancelled when `cancelled` says so. `progress` may raise too; the child is
    ended in any case.
    """
    with said_plainly(path, writing=False), path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.file_bytes:
            raise child.refusal("large", str(size >> 20), path.name)
        seconds = limits.seconds_for(size)
        running = _start(child, file, limits, seconds, arguments)
    with running:
        _Talk(child, path, running, hearing, limits, seconds).listen(cancelled, progress)


def command(child: Child, limits: Limits, seconds: float) -> list[str]:
    """How this program, frozen or not, starts its own child."""
    caps = [str(limits.memory_bytes), str(int(seconds) + 1)]
    if getattr(sys, "frozen", False):
        # The window's program has no console streams of its own; its twin for the command line
        # is sure to have them.
        own = Path(sys.executable)
        twin = own.with_name(f"{own.stem}-cli{own.suffix}")
        return [str(twin if twin.is_file() else own), child.switch, *caps]
    # -P: the folder the clerk happens to stand in must not lend modules to the child.
    return [sys.executable, "-P", "-m", child.module, *caps]


def _start(
    child: Child, file: IO[bytes], limits: Limits, seconds: float, arguments: Sequence[str]
) -> subprocess.Popen[bytes]:
    source = str(Path(__file__).resolve().parents[2])
    try:
        return subprocess.Popen(
            [*command(child, limits, seconds), *arguments],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": source},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Fault(
            f"读取{child.noun}的程序没有启动（{error.strerror}）。",
            cure="请关闭一些程序后重试。",
            code=f"{child.code}.child",
        ) from error


class _Talk:
    """One child and what it said so far; it is listened to on a thread of its own."""

    def __init__(
        self,
        child: Child,
        path: Path,
        running: subprocess.Popen[bytes],
        hearing: Hearing,
        limits: Limits,
        seconds: float,
    ) -> None:
        self._child, self._path, self._running, self._limits = child, path, running, limits
        self._deadline = time.monotonic() + seconds
        self._seconds = seconds
        self._answer = hearing
        self._left = limits.answer_bytes
        self._garbled = False
        self._heard = threading.Event()
        self._ear = threading.Thread(target=self._hear, name=child.code, daemon=True)
        self._memory = _memory_of(running.pid)

    def listen(self, cancelled: Callable[[], bool] | None, progress: Progress | None) -> None:
        """Until it has said everything or must be stopped."""
        self._ear.start()
        try:
            while not self._heard.wait(LOOK_EVERY_SECONDS):
                if cancelled is not None and cancelled():
                    raise Cancelled
                if time.monotonic() > self._deadline:
                    raise self._too_slow()
                if self._memory() > self._limits.memory_bytes:
                    raise self._child.refusal("memory", "", self._path.name)
                if progress is not None:
                    progress(*self._answer.told())
            code = self._ended()
        finally:
            self._running.kill()
            self._ear.join(GRACE_SECONDS)
        self._judge(code)

    def _hear(self) -> None:
        pipe = self._running.stdout
        assert pipe is not None
        try:
            for line in pipe:
                self._left -= len(line)
                if self._left < 0:
                    raise Garbled
                self._answer.take(line)
        except Garbled:
            self._garbled = True
            self._running.kill()
        finally:
            self._heard.set()

    def _ended(self) -> int:
        try:
            return self._running.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return 1

    def _judge(self, code: int) -> None:
        if self._answer.no:
            raise self._child.refusal(self._answer.no, self._answer.detail, self._path.name)
        if self._garbled:
            raise self._child.refusal("damaged", "", self._path.name)
        if code == 0 and self._answer.ended:
            return
        if -code == _SIGXCPU:
            raise self._too_slow()
        # 0 or 1: python could not parse it; else the allocator or the system put an end to it.
        word = "damaged" if code in {0, 1} else "memory"
        raise self._child.refusal(word, "", self._path.name)

    def _too_slow(self) -> Fault:
        return Fault(
            f"文件“{self._path.name}”读了{self._seconds:.0f}秒还没有读完，已经停止。",
            "没有写入任何数据。",
            self._child.slow_cure,
            f"{self._child.code}.slow",
        )


def _memory_of(pid: int) -> Callable[[], int]:
    """What the child uses now, in bytes. Linux holds it to its cap itself."""
    if sys.platform == "linux":
        return lambda: 0
    return watched(pid)


def watched(pid: int) -> Callable[[], int]:
    """Looks at a process and its children from outside; one that has ended uses nothing.

    Under Windows a virtual environment's python is only a door: its child does the work.
    """
    import psutil

    try:
        family = [psutil.Process(pid)]
    except psutil.NoSuchProcess:
        return lambda: 0
    looks = 0

    def now() -> int:
        nonlocal looks
        looks += 1
        used = 0
        try:
            if looks % _LOOKS_A_CENSUS == 1:
                family[1:] = family[0].children(recursive=True)
            for process in family:
                used += int(process.memory_info().rss)
        except psutil.Error:
            return used
        return used

    return now
