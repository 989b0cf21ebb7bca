"""The desk: the only door from the screens to the office. Three verbs: ask, do, undo.

The office (one SQLite connection) lives on one thread; the desk hands it questions and commands
and brings the answers back to the GUI thread. Screens never wait and never touch the office.

* An answer whose owner is gone, was forgotten, or asked again meanwhile, is dropped.
* Asking again with the same bound method (or the same `slot`) supersedes the earlier question;
  a superseded question that has not started is not asked at all. A command is never dropped.
* Bad news comes in three kinds. `Refusal` goes to the `refused`/`failed` of the caller; `Fault`
  goes to `failed` and to the signal `faulted`; anything else is our own bug: it is written to
  the log by `reporter`, goes to `failed` as a `Breakdown`, and to the signal `broke`.
  This module and the crash hook are the two places that may catch every exception.

It must not know any screen, any command or any rule.
"""

from __future__ import annotations

import logging
import uuid
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.hand import Hand
from kcdesk.ui.running import Cancelled, Progress, Running

__all__ = [
    "Breakdown",
    "Cancelled",
    "Desk",
    "Failed",
    "OfficeLike",
    "Progress",
    "Running",
]

log = logging.getLogger(__name__)


class DoneLike(Protocol):
    """What the office answers to a command (`kcdesk.work.office.Done`)."""

    @property
    def seq(self) -> int: ...
    @property
    def result(self) -> Any: ...
    @property
    def touched(self) -> frozenset[str]: ...
    @property
    def summary(self) -> str: ...


class OfficeLike(Protocol):
    """The part of `kcdesk.work.office.Office` that the desk uses."""

    def do(self, command: Any, *, by: int, key: str = "") -> DoneLike: ...
    def ask(self, ask: Any) -> Any: ...
    def undo(self, seq: int, *, by: int, reason: str = "") -> DoneLike: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Breakdown:
    """Our own bug, as the person at the desk hears of it. `reference` finds it in the log."""

    reference: str
    error: BaseException

    @property
    def message(self) -> str:
        return (
            f"程序出现了意料之外的问题（编号 {self.reference}），这一步没有保存任何内容，"
            "此前已保存的数据没有受影响。"
        )


Failed = Callable[[Refusal | Fault | Breakdown], None]
Refused = Callable[[Refusal], None]
Then = Callable[[Any], None]
OfficeJob = Callable[[OfficeLike, Progress, Callable[[], bool]], Any]
Job = Callable[[Progress, Callable[[], bool]], Any]


def _report_to_log(error: BaseException) -> str:
    reference = uuid.uuid4().hex[:8].upper()
    log.error("desk breakdown %s", reference, exc_info=error)
    return reference


class _Ticket:
    """Whether an answer is still wanted. Read by the office thread, ended by the GUI thread."""

    __slots__ = ("_owner", "live")

    def __init__(self, owner: QObject) -> None:
        self._owner = weakref.ref(owner)
        self.live = True

    def wanted(self) -> bool:
        owner = self._owner()
        return self.live and owner is not None and isValid(owner)


class Desk(QObject):
    """Runs one office at a time. Lives on the GUI thread.

    `person` is who sits at the desk (0: nobody has signed in); every command is done by them.
    """

    changed = Signal(object)
    """frozenset[str]: the stages a command, undo or office job has touched."""
    busy = Signal(bool)
    """Whether the office thread has anything to do."""
    said = Signal(str)
    """One line for the status bar."""
    done = Signal(object)
    """The Done of every successful command or undo."""
    faulted = Signal(object)
    """Fault: the world said no. The shell shows it."""
    broke = Signal(object)
    """Breakdown: our bug. The shell shows it."""
    refused = Signal(object)
    """Refusal of a question or command whose caller gave no place to show it."""
    opened = Signal()
    closed = Signal()
    person_changed = Signal(int)
    idle = Signal()
    _answered = Signal(object)

    def __init__(
        self,
        office: OfficeLike | None = None,
        *,
        person: int = 0,
        reporter: Callable[[BaseException], str] = _report_to_log,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._person = person
        self._reporter = reporter
        self._office_hand = Hand("office")
        self._side_hand = Hand("side")
        self._pending = 0
        self._at_office = 0
        self._tickets: weakref.WeakKeyDictionary[QObject, dict[str, _Ticket]]
        self._tickets = weakref.WeakKeyDictionary()
        self._loose: weakref.WeakKeyDictionary[QObject, list[_Ticket]]
        self._loose = weakref.WeakKeyDictionary()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    # -- who and what -----------------------------------------------------------------------

    @property
    def person(self) -> int:
        """The id of the person at the desk."""
        return self._person

    def sign_in(self, person: int) -> None:
        """From now on commands are done by this person."""
        if person != self._person:
            self._person = person
            self.person_changed.emit(person)

    @property
    def is_open(self) -> bool:
        """Whether an office is open."""
        return self._office is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked, done or running."""
        return self._pending == 0

    # -- the three verbs ----------------------------------------------------------------------

    def ask(
        self, ask: Any, then: Then, owner: QObject, failed: Failed | None = None, *, slot: str = ""
    ) -> None:
        """Ask the office; `then(answer)` runs on the GUI thread if `owner` still wants it."""
        ticket = self._ticket(owner, slot or _slot_of(then))
        self._send(lambda office: office.ask(ask), then, ticket, failed, may_skip=True)

    def do(
        self,
        command: Any,
        then: Then | None,
        refused: Refused | None,
        owner: QObject,
        failed: Failed | None = None,
        *,
        key: str = "",
    ) -> None:
        """Do a command as the person at the desk.

        `key` makes a repeated press harmless: the office does one key once. Without one, each
        call is a press of its own. `refused` gets the Refusal; `failed` gets Fault or Breakdown
        (already shown to the clerk) so that a form can be pressed again.
        """
        key = key or uuid.uuid4().hex
        by = self._person
        self._write(lambda office: office.do(command, by=by, key=key), then, refused, owner, failed)

    def undo(
        self,
        seq: int,
        then: Then | None,
        refused: Refused | None,
        owner: QObject,
        failed: Failed | None = None,
        *,
        reason: str = "",
    ) -> None:
        """Take entry `seq` of the journal back."""
        by = self._person
        self._write(
            lambda office: office.undo(seq, by=by, reason=reason), then, refused, owner, failed
        )

    # -- longer work --------------------------------------------------------------------------

    def background(
        self, label: str, job: Job, then: Then, owner: QObject, failed: Failed | None = None
    ) -> Running:
        """Run `job(progress, cancelled)` beside the office (parsing, painting, copying)."""
        running = Running(label, self)
        self._run(
            self._side_hand,
            running,
            lambda: job(running.report, running.is_cancelled),
            then,
            owner,
            failed,
        )
        return running

    def at_office(
        self, label: str, job: OfficeJob, then: Then, owner: QObject, failed: Failed | None = None
    ) -> Running:
        """Run `job(office, progress, cancelled)` on the office's thread (backup, report).

        A job that raises `Cancelled` (as `progress` does after 取消) leaves nothing behind if
        it keeps to one transaction. An answer with `touched` makes the screens reload.
        """
        running = Running(label, self)
        self._run(
            self._office_hand,
            running,
            lambda: job(self._the_office(), running.report, running.is_cancelled),
            then,
            owner,
            failed,
        )
        return running

    def open(
        self,
        opener: Callable[[], OfficeLike],
        then: Callable[[], None],
        owner: QObject,
        failed: Failed | None = None,
    ) -> None:
        """Open or create an office on its own thread; an open one is closed first."""

        def open_it() -> None:
            self._shut()
            self._office = opener()

        def opened(_: Any) -> None:
            self.opened.emit()
            then()

        self._send_task(open_it, opened, _Ticket(owner), failed)

    def close_office(self, then: Callable[[], None], owner: QObject) -> None:
        """Close the office and stay at the desk (back to the start page)."""

        def closed(_: Any) -> None:
            self.closed.emit()
            then()

        self._send_task(self._shut, closed, _Ticket(owner), None)

    def forget(self, owner: QObject) -> None:
        """`owner` is closing: drop every answer it still waits for."""
        for ticket in (*self._tickets.pop(owner, {}).values(), *self._loose.pop(owner, [])):
            ticket.live = False

    def shut_down(self) -> None:
        """Finish what was begun, close the office, end both threads. For the end of the program."""
        self._office_hand.give(lambda: self._quietly(self._shut))
        self._office_hand.stop()
        self._side_hand.stop()

    def settle(self, timeout_ms: int = 10_000) -> bool:
        """Let the event loop run until the desk is idle; False when it took too long.

        For tests, and for the moment before the window closes.
        """
        if self.is_idle:
            return True
        loop = QEventLoop()
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(loop.quit)
        self.idle.connect(loop.quit)
        timer.start(timeout_ms)
        # Whoever hears that the desk is idle may ask the next thing at once.
        while timer.isActive() and not self.is_idle:
            loop.exec()
        self.idle.disconnect(loop.quit)
        return self.is_idle

    # -- inside ---------------------------------------------------------------------------------

    def _ticket(self, owner: QObject, slot: str) -> _Ticket:
        ticket = _Ticket(owner)
        if not slot:
            loose = self._loose.setdefault(owner, [])
            loose[:] = [t for t in loose if t.live][-64:]
            loose.append(ticket)
            return ticket
        slots = self._tickets.setdefault(owner, {})
        if slot in slots:
            slots[slot].live = False
        slots[slot] = ticket
        return ticket

    def _the_office(self) -> OfficeLike:
        if self._office is None:
            raise Refusal.of(
                "还没有打开业务库。", cure="请先新建或打开一个业务库。", code="desk.closed"
            )
        return self._office

    def _shut(self) -> None:
        office, self._office = self._office, None
        if office is not None:
            office.close()

    def _quietly(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Exception as error:  # noqa: BLE001  the program is ending; the log keeps it
            self._reporter(error)

    def _write(
        self,
        act: Callable[[OfficeLike], DoneLike],
        then: Then | None,
        refused: Refused | None,
        owner: QObject,
        failed: Failed | None,
    ) -> None:
        ticket = self._ticket(owner, "")

        def succeeded(done: DoneLike) -> None:
            if then is not None and ticket.wanted():
                then(done)
            self.said.emit(done.summary)
            self.done.emit(done)
            self.changed.emit(done.touched)

        def went_wrong(trouble: Refusal | Fault | Breakdown) -> None:
            if isinstance(trouble, Refusal):
                if refused is not None and ticket.wanted():
                    refused(trouble)
                else:
                    self.refused.emit(trouble)
            else:
                self._announce(trouble)
                if failed is not None and ticket.wanted():
                    failed(trouble)

        self._give(self._office_hand, lambda: act(self._the_office()), succeeded, went_wrong)

    def _send(
        self,
        act: Callable[[OfficeLike], Any],
        then: Then,
        ticket: _Ticket,
        failed: Failed | None,
        *,
        may_skip: bool,
    ) -> None:
        def task() -> Any:
            if may_skip and not ticket.live:
                return None
            return act(self._the_office())

        self._send_task(task, then, ticket, failed)

    def _send_task(
        self, task: Callable[[], Any], then: Then, ticket: _Ticket, failed: Failed | None
    ) -> None:
        def succeeded(answer: Any) -> None:
            if ticket.wanted():
                then(answer)

        self._give(self._office_hand, task, succeeded, self._troubled(ticket, failed))

    def _troubled(
        self, ticket: _Ticket, failed: Failed | None
    ) -> Callable[[Refusal | Fault | Breakdown], None]:
        def went_wrong(trouble: Refusal | Fault | Breakdown) -> None:
            if isinstance(trouble, Breakdown):
                self.broke.emit(trouble)
            if failed is not None:
                if ticket.wanted():
                    failed(trouble)
            elif not isinstance(trouble, Breakdown) and ticket.wanted():
                self._announce(trouble)

        return went_wrong

    def _announce(self, trouble: Refusal | Fault | Breakdown) -> None:
        if isinstance(trouble, Refusal):
            self.refused.emit(trouble)
        elif isinstance(trouble, Fault):
            self.faulted.emit(trouble)
        else:
            self.broke.emit(trouble)

    def _run(
        self,
        hand: Hand,
        running: Running,
        task: Callable[[], Any],
        then: Then,
        owner: QObject,
        failed: Failed | None,
    ) -> None:
        ticket = self._ticket(owner, "")
        running.attach(self._answered.emit)
        troubled = self._troubled(ticket, failed)

        def succeeded(answer: Any) -> None:
            running.finish()
            touched = getattr(answer, "touched", None)
            if ticket.wanted():
                then(answer)
            if touched:
                self.said.emit(answer.summary)
                self.changed.emit(touched)

        def went_wrong(trouble: Refusal | Fault | Breakdown) -> None:
            running.finish()
            troubled(trouble)

        def cancelled() -> None:
            running.finish()
            self.said.emit(f"已取消：{running.label}，没有留下做了一半的内容。")

        self._give(hand, task, succeeded, went_wrong, cancelled)

    def _give(
        self,
        hand: Hand,
        task: Callable[[], Any],
        succeeded: Then,
        went_wrong: Callable[[Refusal | Fault | Breakdown], None],
        cancelled: Callable[[], None] = lambda: None,
    ) -> None:
        """Run `task` on `hand`, exactly one of the three endings on the GUI thread."""

        def work() -> None:
            ending: Callable[[], None]
            try:
                answer = task()
                ending = _bind(succeeded, answer)
            except Cancelled:
                ending = cancelled
            except (Refusal, Fault) as trouble:
                ending = _bind(went_wrong, trouble)
            except Exception as error:  # noqa: BLE001  the desk is one of the two places
                ending = _bind(went_wrong, Breakdown(self._reporter(error), error))
            self._answered.emit(_Ending(ending, at_office))

        at_office = hand is self._office_hand
        self._pending += 1
        self._at_office += at_office
        if at_office and self._at_office == 1:
            self.busy.emit(True)
        hand.give(work)

    def _deliver(self, message: Callable[[], None]) -> None:
        try:
            message()
        finally:
            if isinstance(message, _Ending):
                self._pending -= 1
                self._at_office -= message.at_office
                if message.at_office and self._at_office == 0:
                    self.busy.emit(False)
                if self._pending == 0:
                    self.idle.emit()


@dataclass(frozen=True)
class _Ending:
    """The last message of a task."""

    say: Callable[[], None]
    at_office: bool

    def __call__(self) -> None:
        self.say()


def _bind(act: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: act(value)


def _slot_of(then: Then) -> str:
    """A bound method is its own slot; a lambda or partial supersedes nothing."""
    if getattr(then, "__self__", None) is None:
        return ""
    return str(getattr(then, "__qualname__", ""))
