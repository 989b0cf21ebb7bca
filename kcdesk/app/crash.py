"""What happens when the program itself is wrong: nothing was saved, and a report is kept.

`install` puts itself behind `sys.excepthook`, the threads' hook and Qt's message handler; the
desk hands its own surprises to `Crash.report`. The report zip carries where in the program it
happened and nothing that was typed: error messages and values are left out, because they can
hold names and numbers of people.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from kcdesk import __version__
from kcdesk.kernel.clock import Clock
from kcdesk.kernel.errors import Fault, Refusal

LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "reportlab", "pypdfium2", "python-calamine")
KEPT_REPORTS = 10
SENTENCE = "程序出现故障，这一步没有保存；此前已保存的数据没有受影响。"

T = TypeVar("T")

log = logging.getLogger("kcdesk")


@dataclass(frozen=True, slots=True)
class Report:
    """A surprise, told: the sentence for the clerk, the zip to send (None if unwritable), and
    the reference that finds it in the log."""

    sentence: str
    file: Path | None
    reference: str


class Crash:
    """The last place a surprise can reach."""

    def __init__(self, folder: Path, clock: Clock, tell: Callable[[Report], None]) -> None:
        self._folder, self._clock, self._tell = folder, clock, tell
        self._telling = threading.Lock()

    def install(self) -> None:
        """Catch what nobody else catches, on every thread."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(
            args.exc_type, args.exc_value, args.exc_traceback
        )

    def keep(self, error: BaseException) -> Report:
        """Log a surprise and write its report, for a caller that tells it; never raises.

        A Refusal or Fault that came this far is said in its own words and needs no report.
        """
        reference = os.urandom(4).hex().upper()
        if isinstance(error, Refusal | Fault):
            log.info("bad news %s: %s", reference, type(error).__name__)
            return Report(str(error), None, reference)
        log.error("surprise %s", reference, exc_info=error)
        return Report(SENTENCE, self._write(error, reference), reference)

    def report(self, error: BaseException) -> Report:
        """Keep a surprise and tell the person; never raises."""
        report = self.keep(error)
        # A second surprise while the first is being told is logged only.
        if self._telling.acquire(blocking=False):
            try:
                self._tell(report)
            except Exception:
                log.exception("the surprise could not be told")
            finally:
                self._telling.release()
        return report

    def spare(self, action: Callable[[], T]) -> T | Report:
        """What `action` gives, or the report of what went wrong; nobody else is told."""
        try:
            return action()
        except Exception as error:  # noqa: BLE001 - one of the two places
            return self.keep(error)

    def _hook(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        self.report(error if error is not None else kind())

    def _write(self, error: BaseException, reference: str) -> Path | None:
        import zipfile

        stamp = self._clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
        file = self._folder / f"故障报告-{stamp}-{reference}.zip"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr("report.txt", report_text(error))
            old = sorted(self._folder.glob("故障报告-*.zip"))[:-KEPT_REPORTS]
            for superseded in old:
                superseded.unlink(missing_ok=True)
        except (OSError, UnicodeError):
            log.exception("the report could not be written")
            return None
        return file


def report_text(error: BaseException) -> str:
    """Versions and the way through the program; no messages, no values, no folders of a person."""
    import platform
    import traceback

    lines = [
        f"kcdesk {__version__}",
        f"python {platform.python_version()} {platform.machine()}",
        f"system {platform.system()} {platform.release()} {platform.version()}",
        f"frozen {getattr(sys, 'frozen', False)}",
        *(f"{name} {version_of(name)}" for name in LIBRARIES),
        "",
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {place_of(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def place_of(filename: str) -> str:
    """A source file's name without the folders before its package."""
    parts = Path(filename.replace("\\", "/")).parts
    for marker in ("site-packages", "kcdesk"):
        if marker in parts:
            start = len(parts) - 1 - parts[::-1].index(marker)
            return "/".join(parts[start + (marker == "site-packages") :])
    return parts[-1] if parts else filename


def version_of(distribution: str) -> str:
    """The installed version, or ``?``."""
    from importlib import metadata

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "?"


def listen_to_qt() -> None:
    """Send Qt's own complaints to the log instead of a console nobody sees."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        log.log(levels[kind], "Qt: %s", message)

    qInstallMessageHandler(handle)


def keep_log(folder: Path) -> None:
    """Write the program's log into `folder`, a few small files in turn; silent if it can't."""
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "kcdesk.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
