"""The main window: start page or workbench, the status line, the title, the bad news.

It knows no screen and no stage; the app hands it screens and hooks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QStackedWidget, QWidget

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown, Desk
from kcdesk.ui.kit import dialogs, icons, theme
from kcdesk.ui.kit.elided import Elided
from kcdesk.ui.kit.notice import plain_label, remark_of
from kcdesk.ui.kit.place import Place
from kcdesk.ui.shell.clause import show_clause
from kcdesk.ui.shell.spec import Facts, Hooks, ScreenSpec
from kcdesk.ui.shell.start import Recent, StartPage
from kcdesk.ui.shell.undoing import Undoing

if TYPE_CHECKING:
    from kcdesk.ui.shell.bench import Bench

PROGRAM = "科创贷管理台"
BUSY_AFTER_MS = 300


class MainWindow(QMainWindow):
    """One window for the whole program."""

    closing = Signal()
    """The window may close now; the app shuts the desk down."""

    def __init__(
        self,
        desk: Desk,
        screens: Sequence[ScreenSpec] = (),
        hooks: Hooks | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.specs = tuple(screens)
        self.hooks = hooks or Hooks()
        self.bench: Bench | None = None
        self.start: StartPage | None = None
        self.undoing = Undoing(self, desk, self.hooks)
        self._may_close = False
        self.setWindowIcon(icons.icon("app", "accent"))
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self._status_line()
        self._keys()
        self._busy_pause = QTimer(self)
        self._busy_pause.setSingleShot(True)
        self._busy_pause.setInterval(BUSY_AFTER_MS)
        self._busy_pause.timeout.connect(self._show_busy)
        self._is_busy_shown = False
        desk.busy.connect(self._busy)
        desk.said.connect(self.say)
        desk.faulted.connect(self._faulted)
        desk.broke.connect(self._broke)
        desk.refused.connect(self._refused)
        self.setMinimumSize(640, 400)
        self.resize(1240, 720)
        self.show_start()

    # -- what the app calls ----------------------------------------------------------------------------

    def show_start(self, recent: Sequence[Recent] = ()) -> StartPage:
        """The start page, in place of a bench that is open."""
        self._drop_bench()
        if self.start is not None:
            self.pages.removeWidget(self.start)
            self.start.deleteLater()
        self.start = StartPage(recent)
        self.pages.addWidget(self.start)
        self.pages.setCurrentWidget(self.start)
        self.start.focus_first()
        self.undo_button.hide()
        self._say_title()
        return self.start

    def show_office(self, place: Place) -> Bench:
        """The workbench of the office that the desk has open."""
        from kcdesk.ui.shell.bench import Bench

        self._drop_bench()
        self.bench = Bench(place, self.specs, self.hooks)
        self.bench.facts_changed.connect(lambda _facts: self._say_title())
        self.bench.clause_asked.connect(self.show_clause)
        self.bench.strip.person_pressed.connect(self._switch_person)
        self.bench.strip.backup_pressed.connect(self._backup)
        self.pages.addWidget(self.bench)
        self.pages.setCurrentWidget(self.bench)
        self.bench.screen_shown.page.setFocus()
        self.undo_button.setVisible(self.hooks.undo_items is not None)
        self._say_title()
        return self.bench

    def say(self, text: str) -> None:
        """The last thing done, in the status line."""
        self.said.setText(text)

    def show_clause(self, ident: str) -> None:
        """What a clause says, in a dialog."""
        if self.hooks.clause is not None and self.desk.is_open:
            self.desk.ask(self.hooks.clause(ident), self._clause_came, self)

    def _clause_came(self, clause: Any) -> None:
        show_clause(self, clause)

    # -- the frame ---------------------------------------------------------------------------------------

    def _status_line(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(0, 0, theme.space(2), 0)
        self.said = Elided()
        self.said.setAccessibleName("最近一步")
        self.working = plain_label("正在处理…", wrap=False)
        self.working.hide()
        self.undo_button = QPushButton(icons.icon("undo"), "撤销")
        self.undo_button.setToolTip("撤销最近一步（Ctrl+Z）；Ctrl+Shift+Z 列出可以撤销的操作")
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.mark(self.undo_button, slim=True)
        self.undo_button.clicked.connect(lambda _=False: self.undoing.choose())
        self.undo_button.hide()
        bar.addWidget(self.said, 1)
        bar.addPermanentWidget(self.working)
        bar.addPermanentWidget(self.undo_button)

    def _keys(self) -> None:
        for keys, act in (
            ("F1", self._help),
            ("F5", self._reload),
            ("Ctrl+Z", self._undo),
            ("Ctrl+Shift+Z", self.undoing.choose),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _say_title(self) -> None:
        facts = self.bench.facts if self.bench is not None else Facts()
        if self.bench is None:
            self.setWindowTitle(PROGRAM)
            return
        state = "正在处理…" if self._is_busy_shown else "已保存"
        if self.bench.is_changed:
            state = "有未保存的填写"
        practice = "【演练】" if facts.is_practice else ""
        backup = facts.backup or "还没有备份"
        where = f"{facts.file}　" if facts.file else ""
        self.setWindowTitle(f"{practice}{facts.office} — {where}{state}　{backup} — {PROGRAM}")

    def _drop_bench(self) -> None:
        if self.bench is not None:
            self.bench.retire()
            self.pages.removeWidget(self.bench)
            self.bench.hide()
            self.bench.deleteLater()
            self.bench = None

    # -- keys and hooks --------------------------------------------------------------------------------------

    def _help(self) -> None:
        if self.hooks.help is not None:
            self.hooks.help(self.bench.help_page if self.bench else "start")

    def _reload(self) -> None:
        if self.bench is not None:
            self.bench.reload()

    def _undo(self) -> None:
        if self.bench is not None:
            self.undoing.undo_last()

    def _switch_person(self) -> None:
        if self.hooks.switch_person is not None:
            self.hooks.switch_person()

    def _backup(self) -> None:
        if self.hooks.backup_now is not None:
            self.hooks.backup_now()

    # -- busy and bad news -----------------------------------------------------------------------------------------

    def _busy(self, is_busy: bool) -> None:
        if is_busy:
            self._busy_pause.start()
            return
        self._busy_pause.stop()
        if self._is_busy_shown:
            self._is_busy_shown = False
            self.working.hide()
            QApplication.restoreOverrideCursor()
        self._say_title()

    def _show_busy(self) -> None:
        self._is_busy_shown = True
        self.working.show()
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._say_title()

    def _faulted(self, fault: Fault) -> None:
        dialogs.show_fault(self._on_top(), fault)

    def _broke(self, breakdown: Breakdown) -> None:
        dialogs.show_breakdown(self._on_top(), breakdown, report=self.hooks.report)

    def _refused(self, refusal: Refusal) -> None:
        dialogs.tell(self._on_top(), "不能这样做", [remark_of(p) for p in refusal.problems])

    def _on_top(self) -> QWidget:
        return QApplication.activeModalWidget() or self

    # -- closing -----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            self.closing.emit()
            event.accept()
            return
        event.ignore()
        if self.bench is not None and self.bench.is_changed:
            dialogs.question(
                self,
                "有内容还没有保存",
                "有填写了一半的内容。草稿会留在本机，下次打开同一页时可以接着填写。",
                yes="退出(Q)",
                no="继续填写(C)",
                then=self._prepare_close,
            )
        else:
            self._prepare_close()

    def _prepare_close(self) -> None:
        if self.bench is not None and self.hooks.before_close is not None:
            self.hooks.before_close(self._close_now)
        else:
            self._close_now()

    def _close_now(self) -> None:
        self._may_close = True
        self._drop_bench()
        # Qt ignores close() inside a closeEvent; this may well be one.
        QTimer.singleShot(0, self, self.close)
