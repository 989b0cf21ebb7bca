"""Reads a foreign workbook in a child process; whatever the file does, this process lives.

Called by work's import. The child (workbook_child.py) has caps on memory and time and is ended
at once when the person cancels. What it says is JSON and is checked as it arrives. What the
rows mean is list_in.py's business.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kcdesk.files.disk_faults import said_plainly
from kcdesk.files.grid import Workbook
from kcdesk.files.workbook_answers import Answer, Garbled, refusal_of
from kcdesk.files.workbook_child import SWITCH
from kcdesk.kernel.errors import Cancelled, Fault, Refusal

Progress = Callable[[int, int, str], None]
"""``progress(done, total, text)``: rows read, rows in all (0: not known), what is being read."""

LOOK_EVERY_SECONDS: Final = 0.02
GRACE_SECONDS: Final = 5.0
_LOOKS_A_CENSUS: Final = 10  # counting children means asking about every process of the PC
_SIGXCPU: Final = int(getattr(signal, "SIGXCPU", 0)) or None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a foreign file may cost. `seconds` grows with the file (`for_size`)."""

    memory_bytes: int = 512 << 20
    seconds: float = 10.0
    file_bytes: int = 64 << 20
    answer_bytes: int = 1 << 30

    def seconds_for(self, size: int) -> float:
        """A long honest list takes longer: two seconds more for every megabyte."""
        return self.seconds + 2 * size / (1 << 20)


LIMITS: Final = Limits()


def read_workbook(
    path: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Workbook:
    """The cells of an .xlsx, .xlsm, .xls, .et or .csv file.

    Raises Refusal when the file is no workbook that may be read (password, web page, picture),
    Fault when it is damaged, too large, gone or held by another program, Cancelled when
    `cancelled` says so. `progress` may raise too; the child is ended in any case.
    """
    with said_plainly(path, writing=False), path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.file_bytes:
            raise Refusal.of(
                f"文件“{path.name}”有{size >> 20}兆字节，超过能导入的大小。",
                cure="请删去无关的工作表、图片后另存，或分成几个文件导入。",
                code="workbook.too_large",
            )
        child = _start(file, limits, limits.seconds_for(size))
    with child:
        return _Talk(path, child, limits, limits.seconds_for(size)).listen(cancelled, progress)


def command(limits: Limits, seconds: float) -> list[str]:
    """How this program, frozen or not, starts its own child."""
    caps = [str(limits.memory_bytes), str(int(seconds) + 1)]
    if getattr(sys, "frozen", False):
        # The window's program has no console streams of its own; its twin for the command line
        # is sure to have them.
        own = Path(sys.executable)
        twin = own.with_name(f"{own.stem}-cli{own.suffix}")
        return [str(twin if twin.is_file() else own), SWITCH, *caps]
    # -P: the folder the clerk happens to stand in must not lend modules to the child.
    return [sys.executable, "-P", "-m", "kcdesk.files.workbook_child", *caps]


def _start(file: IO[bytes], limits: Limits, seconds: float) -> subprocess.Popen[bytes]:
    source = str(Path(__file__).resolve().parents[2])
    try:
        return subprocess.Popen(
            command(limits, seconds),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": source},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Fault(
            f"读取表格的程序没有启动（{error.strerror}）。",
            cure="请关闭一些程序后重试。",
            code="workbook.child",
        ) from error


class _Talk:
    """One child and what it said so far; it is listened to on a thread of its own."""

    def __init__(
        self, path: Path, child: subprocess.Popen[bytes], limits: Limits, seconds: float
    ) -> None:
        self._path, self._child, self._limits = path, child, limits
        self._deadline = time.monotonic() + seconds
        self._seconds = seconds
        self._answer = Answer(limits.answer_bytes)
        self._garbled = False
        self._heard = threading.Event()
        self._ear = threading.Thread(target=self._hear, name="workbook", daemon=True)
        self._memory = _memory_of(child.pid)

    def listen(self, cancelled: Callable[[], bool] | None, progress: Progress | None) -> Workbook:
        """Until it has said everything or must be stopped."""
        self._ear.start()
        try:
            while not self._heard.wait(LOOK_EVERY_SECONDS):
                if cancelled is not None and cancelled():
                    raise Cancelled
                if time.monotonic() > self._deadline:
                    raise self._too_slow()
                if self._memory() > self._limits.memory_bytes:
                    raise refusal_of("memory", "", self._path.name)
                if progress is not None:
                    done, sheet = self._answer.heard, self._answer.sheet
                    text = f"正在读取工作表“{sheet}”" if sheet else "正在打开文件"
                    progress(done, max(done, self._answer.announced), text)
            code = self._ended()
        finally:
            self._child.kill()
            self._ear.join(GRACE_SECONDS)
        return self._verdict(code)

    def _hear(self) -> None:
        pipe = self._child.stdout
        assert pipe is not None
        try:
            for line in pipe:
                self._answer.take(line)
        except Garbled:
            self._garbled = True
            self._child.kill()
        finally:
            self._heard.set()

    def _ended(self) -> int:
        try:
            return self._child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return 1

    def _verdict(self, code: int) -> Workbook:
        if self._answer.no:
            raise refusal_of(self._answer.no, self._answer.detail, self._path.name)
        if self._garbled:
            raise refusal_of("damaged", "", self._path.name)
        if code == 0 and self._answer.ended:
            return self._answer.workbook()
        if -code == _SIGXCPU:
            raise self._too_slow()
        # 0 or 1: python could not parse it; else the allocator or the system put an end to it.
        raise refusal_of("damaged" if code in {0, 1} else "memory", "", self._path.name)

    def _too_slow(self) -> Fault:
        return Fault(
            f"文件“{self._path.name}”读了{self._seconds:.0f}秒还没有读完，已经停止。",
            "没有写入任何数据。",
            "请用WPS打开，把名单复制到新建的表格里保存后再导入。",
            "workbook.slow",
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
