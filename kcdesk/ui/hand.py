"""A worker thread with an inbox: the desk has two of them, one for the office, one for the rest.

Called by `kcdesk.ui.desk` only. It decides nothing: it runs what it is given, in order. Tasks
must catch what they raise; a task that lets an error through would end the thread.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

Task = Callable[[], None]


class Hand:
    """One thread, started by the first task; tasks run one after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._inbox: SimpleQueue[Task | None] = SimpleQueue()
        self._thread: Thread | None = None

    def give(self, task: Task) -> None:
        """Lay a task into the inbox; returns at once."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        self._inbox.put(task)

    def stop(self, timeout_seconds: float = 10.0) -> bool:
        """Finish what is in the inbox and end; False when it did not end in time."""
        if self._thread is None:
            return True
        self._inbox.put(None)
        self._thread.join(timeout_seconds)
        ended = not self._thread.is_alive()
        self._thread = None
        return ended

    def _work(self) -> None:
        while (task := self._inbox.get()) is not None:
            task()
