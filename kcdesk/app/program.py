"""The running window: from the start page into an office and out again.

Puts desk, window, sources and hooks together, holds the office for this PC, remembers the offices
used last. It decides nothing about the work itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from kcdesk.app.backups import Backups, backup_warning, backup_words
from kcdesk.app.crash import Crash
from kcdesk.app.paths import reachable
from kcdesk.app.wiring import Wiring
from kcdesk.files.backup_names import DATABASE
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown, Desk
from kcdesk.ui.kit import dialogs
from kcdesk.ui.kit.notice import remark_of
from kcdesk.ui.kit.place import Place
from kcdesk.ui.kit.settings import Drafts, Settings
from kcdesk.ui.shell import Facts, Hooks, MainWindow, Recent, ScreenSpec, StartPage

if TYPE_CHECKING:
    from kcdesk.app.questions import Seated
    from kcdesk.app.single import Hold
    from kcdesk.ui.shell.founding import FoundingWizard

RECENT = "recent_offices"
MOST_RECENT = 8


@dataclass
class Seat:
    """An office this copy holds."""

    folder: Path
    held: Hold
    is_practice: bool = False
    seated: Seated | None = None


class Program(QObject):
    """One per process; lives on the GUI thread."""

    def __init__(self, wiring: Wiring, crash: Crash, screens: Sequence[ScreenSpec]) -> None:
        super().__init__()
        self.wiring, self.crash = wiring, crash
        self.settings = Settings(wiring.paths.settings / "window.ini")
        self.drafts = Drafts(wiring.paths.settings / "drafts")
        self.desk = Desk(reporter=lambda error: crash.keep(error).reference)
        self.seat: Seat | None = None
        self.window = MainWindow(self.desk, screens, self._hooks())
        self.backups = Backups(self.window, self.desk)
        self.window.closing.connect(self._end)
        self.manual: Any = None
        self.show_start()

    # -- the start page -----------------------------------------------------------------------

    def show_start(self) -> StartPage:
        """The start page with the offices used last."""
        page = self.window.show_start(self.recent())
        page.new_asked.connect(self.ask_new)
        page.open_asked.connect(self.ask_open)
        page.practice_asked.connect(self.practise)
        page.restore_asked.connect(self.ask_restore)
        page.schemes_asked.connect(self.ask_schemes)
        return page

    def recent(self) -> list[Recent]:
        """The offices used last, newest first; those that are gone are marked."""
        found = []
        for kept in self.settings.get(RECENT, []):
            folder = Path(str(kept.get("path", "")))
            is_missing = not reachable(folder / DATABASE).is_file()
            found.append(Recent(folder, str(kept.get("name", folder.name)), "", is_missing))
        return found

    def ask_new(self) -> None:
        """Lead through founding an office."""
        from kcdesk.app.sources import FoundingSources
        from kcdesk.ui.shell.founding import FoundingWizard
        from kcdesk.work.commands.people import FoundOffice

        sources = FoundingSources(self.wiring.clock, self.wiring.library)
        schemes = self.wiring.library.scheme_ids()
        values = {"opened_on": self.wiring.clock.today(), "role": "admin"}
        if len(schemes) == 1:
            values["scheme"] = schemes[0]
        wizard = FoundingWizard(
            FoundOffice,
            sources,
            self.wiring.paths.documents,
            lambda folder: reachable(folder / DATABASE).exists(),
            values,
            self._blanks_of,
        )
        wizard.finished.connect(partial(self._found, wizard))
        wizard.left.connect(self.show_start)
        self.window.pages.addWidget(wizard)
        self.window.pages.setCurrentWidget(wizard)

    def _blanks_of(self, scheme_id: str) -> tuple[Any, ...]:
        library = self.wiring.library
        return tuple(library.scheme_of_text(library.scheme_text(scheme_id), {}).blanks.values())

    def ask_schemes(self) -> None:
        """Write a programme of one's own before there is an office."""
        from kcdesk.app.sources import FoundingSources
        from kcdesk.ui.shell.workshop import Workshop

        library = self.wiring.library

        def call(label: str, job: Any, then: Any, failed: Any) -> None:
            self.desk.background(label, lambda *_: job(library), then, workshop, failed)

        workshop = Workshop(call, FoundingSources(self.wiring.clock, library), self.settings)
        workshop.left.connect(self.show_start)
        workshop.left.connect(workshop.deleteLater)
        self.window.pages.addWidget(workshop)
        self.window.pages.setCurrentWidget(workshop)
        workshop.schemes.reload()

    def ask_open(self, folder: Path | None) -> None:
        """Open an office; without a folder, let one be chosen."""
        if folder is None:
            start = self.wiring.paths.documents
            chosen = QFileDialog.getExistingDirectory(
                self.window, "选择业务库文件夹", str(start if start.is_dir() else Path.home())
            )
            if not chosen:
                return
            folder = Path(chosen)
        self.open(folder)

    def ask_restore(self) -> None:
        """Restore a backup into a new folder and open it."""
        above = self.wiring.paths.documents
        self.backups.restore(above if above.is_dir() else Path.home(), self.open)

    def practise(self) -> None:
        """Open the practice office; play the shipped case into it the first time."""
        from kcdesk.app.demo import play_demo

        folder = self.wiring.paths.documents / "演练"
        if (folder / DATABASE).exists():
            self.open(folder, is_practice=True)
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fault = Fault(f"不能建立文件夹“{folder}”（{error.strerror}）。", code="paths.own")
            dialogs.show_fault(self.window, fault)
            return
        running = self.desk.background(
            "正在准备演练",
            lambda progress, _cancelled: play_demo(folder, self.wiring, progress),
            lambda _papers: self.open(folder, is_practice=True),
            self.window,
        )
        dialogs.ProgressDialog.watch(self.window, running)

    # -- into an office -----------------------------------------------------------------------

    def open(self, folder: Path, *, is_practice: bool = False) -> None:
        """Hold and open an office, then ask who sits at the desk."""
        from kcdesk.app.demo import MARK
        from kcdesk.work.office import Office

        where = reachable(folder.absolute())
        self._enter(
            where,
            lambda: Office.open(where, clock=self.wiring.clock, library=self.wiring.library),
            self._ask_person,
            self._not_opened,
            is_practice=is_practice or (where / MARK).is_file(),
        )

    def _found(self, wizard: FoundingWizard, command: Any) -> None:
        from kcdesk.work.office import Office

        where = reachable(wizard.folder.absolute())
        first: list[int] = []

        def create() -> Office:
            office, done = Office.create(
                where, command, clock=self.wiring.clock, library=self.wiring.library
            )
            first.append(done.result or 0)
            return office

        def refused(trouble: Refusal | Fault | Breakdown) -> None:
            if isinstance(trouble, Refusal):
                wizard.show_refusal(trouble)
            else:
                self._not_opened(trouble)

        try:
            where.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            wizard.say_trouble(f"不能建立文件夹（{error.strerror}）。请换一个可以写入的位置。")
            return
        self._enter(where, create, lambda: self._sit_down(first[0]), refused)

    def _enter(
        self,
        folder: Path,
        opener: Callable[[], Any],
        then: Callable[[], None],
        failed: Callable[[Refusal | Fault | Breakdown], None],
        *,
        is_practice: bool = False,
    ) -> None:
        from kcdesk.app.single import hold

        try:
            held = hold(folder, self.wiring.clock)
        except Fault as fault:
            dialogs.show_fault(self.window, fault)
            return

        def opened() -> None:
            self._let_go()
            self.seat = Seat(folder, held, is_practice)
            then()

        def not_opened(trouble: Refusal | Fault | Breakdown) -> None:
            held.release()
            failed(trouble)

        self.desk.open(opener, opened, self.window, not_opened)

    def _not_opened(self, trouble: Refusal | Fault | Breakdown) -> None:
        if isinstance(trouble, Fault):
            dialogs.show_fault(self.window, trouble)
        elif isinstance(trouble, Refusal):
            remarks = [remark_of(problem) for problem in trouble.problems]
            dialogs.tell(self.window, "不能打开", remarks)
        if self.seat is not None:
            self._let_go()
            self.show_start()

    def _ask_person(self) -> None:
        from kcdesk.work.queries.people import people

        self.desk.ask(people(active_only=True), self._offer_people, self.window)

    def _offer_people(self, lines: Sequence[Any]) -> None:
        from kcdesk.ui.shell.sign_in import SignInDialog
        from kcdesk.work.queries.people import may_sign_in

        if len(lines) == 1 and not lines[0].has_secret:
            self._sit_down(lines[0].id)
            return
        SignInDialog(
            self.window,
            self.desk,
            [_Seated(line.id, line.name, line.role_label) for line in lines],
            lambda person, secret: may_sign_in(person=person, secret=secret),
            self._sit_down,
        )

    def _sit_down(self, person: int) -> None:
        from kcdesk.app.questions import seated

        self.desk.sign_in(person)
        self.desk.ask(seated(person), self._seated, self.window)

    def _seated(self, seated: Seated) -> None:
        from kcdesk.app.sources import office_sources

        if self.seat is None:
            return
        self.seat.seated = seated
        self.seat.held.name(seated.name)
        self._remember(self.seat, seated)
        sources = office_sources(self.desk, self.wiring.clock)
        self.window.show_office(Place(self.desk, sources, self.settings, self.drafts))

    def _remember(self, seat: Seat, seated: Seated) -> None:
        if seat.is_practice:
            return
        path = str(seat.folder)
        kept = [k for k in self.settings.get(RECENT, []) if k.get("path") != path]
        self.settings.put(RECENT, [{"path": path, "name": seated.office}, *kept][:MOST_RECENT])
        self.settings.flush()

    # -- out of it ----------------------------------------------------------------------------

    def close_office(self) -> None:
        """Back to the start page, with a backup first."""
        self._before_close(self._close_office)

    def _backup_now(self) -> None:
        self.backups.make()

    def _before_close(self, go: Callable[[], None]) -> None:
        if self.seat is None or self.seat.is_practice:
            go()
        else:
            self.backups.make_before(go)

    def _close_office(self) -> None:
        def closed() -> None:
            self._let_go()
            self.show_start()

        self.desk.close_office(closed, self.window)

    def _let_go(self) -> None:
        if self.seat is not None:
            self.seat.held.release()
            self.seat = None

    def _end(self) -> None:
        if self.manual is not None:
            self.manual.close()
        self.desk.shut_down()
        self.settings.flush()
        self._let_go()

    # -- hooks --------------------------------------------------------------------------------

    def _hooks(self) -> Hooks:
        def lazily(name: str) -> Callable[..., Any]:
            # The questions pull in the whole of work; the window is shown before that.
            def ask(*given: Any) -> Any:
                return getattr(import_module("kcdesk.app.questions"), name)(*given)

            return ask

        return Hooks(
            facts=self._facts_question,
            facts_of=self._facts,
            search=lazily("found"),
            undo_items=lazily("undoable"),
            clause=lazily("clause"),
            may=self._may,
            help=self.show_manual,
            switch_person=self._ask_person,
            backup_now=self._backup_now,
            before_close=self._before_close,
            report=lambda _breakdown: self._show_reports(),
            close_office=self.close_office,
        )

    def _facts_question(self) -> Any:
        from kcdesk.app.questions import seated

        return seated(self.desk.person)

    def _facts(self, seated: Seated) -> Facts:
        assert self.seat is not None
        return Facts(
            office=seated.office,
            scheme=seated.scheme,
            person=seated.name,
            role=seated.role.label,
            file=self.seat.folder.name,
            backup=backup_words(seated.backup),
            backup_warning=""
            if self.seat.is_practice
            else backup_warning(seated.backup_late_days, seated.backup),
            is_practice=self.seat.is_practice,
        )

    def _may(self, role: Any) -> bool:
        from kcdesk.domain.people import may

        seated = None if self.seat is None else self.seat.seated
        return role is None or (seated is not None and may(seated.role, role))

    def _show_reports(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.wiring.paths.logs)))

    def show_manual(self, page: str) -> None:
        """F1."""
        from kcdesk.ui.manual import ManualWindow

        if self.manual is None:
            self.manual = ManualWindow(self.wiring.paths.resources / "manual")
        self.manual.turn_to(page)
        self.manual.show()
        self.manual.raise_()
        self.manual.activateWindow()


@dataclass(frozen=True)
class _Seated:
    """A person as the sign-in dialog lists them."""

    id: int
    name: str
    role: str
