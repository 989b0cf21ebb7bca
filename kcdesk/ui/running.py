"""A piece of longer work as the screens see it: its label, how far it is, how to stop it.

Made by the desk; shown by `kcdesk.ui.kit.dialogs.ProgressDialog` or the status line.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kcdesk.kernel.errors import Cancelled

__all__ = ["Cancelled", "Progress", "Running"]

Progress = Callable[[int, int, str], None]
"""`progress(done, total, text)`; total 0 when it is not known. Raises Cancelled after 取消."""

_AT_MOST_EVERY_SECONDS = 0.05


class Running(QObject):
    """One job. The signals come on the GUI thread."""

    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(self, label: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self.has_ended = False
        self._stop = threading.Event()
        self._post: Callable[[Callable[[], None]], None] = lambda _message: None
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._stop.set()

    def is_cancelled(self) -> bool:
        """For jobs that look themselves."""
        return self._stop.is_set()

    # -- for the desk and the job -----------------------------------------------------------

    def attach(self, post: Callable[[Callable[[], None]], None]) -> None:
        """How a message gets from the job's thread to the GUI thread."""
        self._post = post

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the job is (from its own thread); raises Cancelled after 取消."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._last >= _AT_MOST_EVERY_SECONDS:
            self._last = now
            self._post(lambda: self.progressed.emit(done, total, text))

    def finish(self) -> None:
        """The job has ended, one way or another."""
        self.has_ended = True
        self.ended.emit()
        self.deleteLater()
