"""The workbench of an open office: strip on top, navigation on the left, screens beside it.

Screens are made when first shown. A change on the desk reloads the screen that is shown if it
watches a touched stage, and makes the hidden ones stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.notice import NoticeBar, Remark
from kcdesk.ui.kit.place import Place
from kcdesk.ui.kit.screen import Page, Screen
from kcdesk.ui.shell.spec import Facts, Hit, Hooks, ScreenSpec
from kcdesk.ui.shell.strip import Strip

NAV_KEYS = "1234567890-=[]"
"""Alt and one of these go to a screen; screens beyond them are reached without a key."""

FACTS_EVERY_MS = 10 * 60 * 1000


class Bench(QWidget):
    """One open office."""

    facts_changed = Signal(object)
    clause_asked = Signal(str)
    shown = Signal(str)
    """The id of the screen now shown."""

    def __init__(self, place: Place, specs: Sequence[ScreenSpec], hooks: Hooks) -> None:
        super().__init__()
        self.place = place
        self.desk: Desk = place.desk
        self.hooks = hooks
        self.specs = tuple(s for s in specs if hooks.may(s.role))
        self.screens: dict[str, Screen] = {}
        self.stale: set[str] = set()
        self.facts = Facts()
        self._row_pressed_from = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = Strip(self.desk, hooks)
        self.strip.hit_taken.connect(self._go_to_hit)
        column.addWidget(self.strip)
        self.banner = NoticeBar()
        column.addWidget(self.banner)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.navigation = self._navigation()
        row.addWidget(self.navigation)
        self.stack = QStackedWidget()
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.desk.changed.connect(self._changed)
        self.desk.person_changed.connect(self.reload_facts)
        self._facts_timer = QTimer(self)
        self._facts_timer.setInterval(FACTS_EVERY_MS)
        self._facts_timer.timeout.connect(self.reload_facts)
        self._facts_timer.start()
        self._keys()
        self.reload_facts()
        self.show_screen(self.specs[0].id)

    # -- going about --------------------------------------------------------------------------------

    @property
    def screen_shown(self) -> Screen:
        """The screen that is shown."""
        return self.screens[self.current_id]

    @property
    def current_id(self) -> str:
        """Its id."""
        return self.specs[max(self.navigation.currentRow(), 0)].id

    @property
    def help_page(self) -> str:
        """The page of the manual on what is shown."""
        return self.screen_shown.help_page or self.current_id

    def show_screen(self, ident: str) -> Screen:
        """Show a screen, making it when it is first wanted, reloading it when it is stale."""
        position = next(i for i, s in enumerate(self.specs) if s.id == ident)
        if self.navigation.currentRow() != position:
            self.navigation.setCurrentRow(position)
            return self.screens[ident]
        if ident not in self.screens:
            screen = self.specs[position].factory(self.place)
            screen.navigate.connect(self.open_record)
            screen.begun.connect(self.start_new)
            screen.clause_asked.connect(self.clause_asked)
            self.screens[ident] = screen
            self.stack.addWidget(screen)
            self.stale.add(ident)
        screen = self.screens[ident]
        self.stack.setCurrentWidget(screen)
        if ident in self.stale:
            self.stale.discard(ident)
            screen.reload()
        self.shown.emit(ident)
        return screen

    def open_record(self, stage: str, ident: int) -> None:
        """Show a record on the screen that shows its stage; nothing when there is none.

        0 is no record: the screen itself is shown.
        """
        screen = self._screen_of(stage)
        if screen is not None and ident:
            screen.go_home()  # coming back to a record must not lay its card over itself
            screen.open_record(ident)
        elif screen is not None:
            screen.page.setFocus()

    def start_new(self, stage: str, values: dict[str, Any]) -> None:
        """Begin an entry on the screen of a stage."""
        screen = self._screen_of(stage)
        if screen is not None:
            screen.start_new(**values)

    def _screen_of(self, stage: str) -> Screen | None:
        spec = next((s for s in self.specs if stage in s.opens or stage == s.id), None)
        return None if spec is None else self.show_screen(spec.id)

    def reload(self) -> None:
        """F5."""
        self.screen_shown.reload()
        self.reload_facts()

    @property
    def is_changed(self) -> bool:
        """Whether any screen holds something unsaved."""
        return any(screen.is_changed for screen in self.screens.values())

    def retire(self) -> None:
        """The office is being closed: no answer is wanted any more."""
        self._facts_timer.stop()
        for screen in self.screens.values():
            for position in range(screen.pages.count()):
                page = screen.pages.widget(position)
                if page is not None:
                    self.desk.forget(page)
                if isinstance(page, Page):
                    page.retire()
            self.desk.forget(screen)
        self.desk.forget(self)
        self.desk.changed.disconnect(self._changed)
        self.desk.person_changed.disconnect(self.reload_facts)

    # -- what is always to be seen -----------------------------------------------------------------------

    def reload_facts(self) -> None:
        """Ask anew who sits here and how old the backup is."""
        if self.hooks.facts is not None and self.desk.is_open:
            self.desk.ask(self.hooks.facts(), self._show_facts, self)

    def _show_facts(self, answer: Any) -> None:
        self.facts = self.hooks.facts_of(answer)
        self.strip.show_facts(self.facts)
        remarks = []
        if self.facts.is_practice:
            remarks.append(Remark("这里的数据都不是真实业务。", "warning", word="演练"))
        if self.facts.is_read_only:
            reason = self.facts.read_only_reason or "文件不能写入。"
            remarks.append(Remark(f"现在不能登记：{reason}", "warning", word="只读"))
        if self.facts.backup_warning:
            remarks.append(Remark(self.facts.backup_warning, "stop", word="备份"))
        self.banner.say(remarks)
        self.facts_changed.emit(self.facts)

    # -- inside ------------------------------------------------------------------------------------------------

    def _navigation(self) -> QListWidget:
        listing = QListWidget()
        listing.setObjectName("navigation")
        listing.setAccessibleName("导航")
        listing.setIconSize(QSize(20, 20))
        listing.setUniformItemSizes(True)
        listing.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for position, spec in enumerate(self.specs):
            key = NAV_KEYS[position : position + 1]
            label = f"{spec.label}({key})" if key else spec.label
            item = QListWidgetItem(icons.icon(spec.icon), label)
            item.setToolTip(f"Alt+{key}" if key else "")
            listing.addItem(item)
        longest = max(listing.fontMetrics().horizontalAdvance(s.label) for s in self.specs)
        listing.setFixedWidth(longest + theme.em(6))
        listing.currentRowChanged.connect(lambda row: self.show_screen(self.specs[row].id))
        listing.itemActivated.connect(lambda _item: self.screen_shown.page.setFocus())
        listing.itemClicked.connect(self._clicked)
        listing.viewport().installEventFilter(self)
        return listing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Before the list turns: a click on another screen comes back to where it was left.
        if event.type() == QEvent.Type.MouseButtonPress:
            self._row_pressed_from = self.navigation.currentRow()
        return super().eventFilter(watched, event)

    def _clicked(self, item: QListWidgetItem) -> None:
        """A click on the screen that is shown goes back to its first page."""
        if self.navigation.row(item) == self._row_pressed_from:
            self.screen_shown.go_home()

    def _keys(self) -> None:
        for spec, key in zip(self.specs, NAV_KEYS, strict=False):
            shortcut = QShortcut(QKeySequence(f"Alt+{key}"), self)
            shortcut.activated.connect(lambda ident=spec.id: self._go_by_key(ident))
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.strip.focus_search)

    def _go_by_key(self, ident: str) -> None:
        self.show_screen(ident).page.setFocus()

    def _go_to_hit(self, hit: Hit) -> None:
        self.open_record(hit.stage, hit.id)

    def _changed(self, stages: frozenset[str]) -> None:
        for spec in self.specs:
            if spec.id not in self.screens or (spec.watches and not spec.watches & stages):
                continue
            if spec.id == self.current_id:
                self.screens[spec.id].reload()
            else:
                self.stale.add(spec.id)
        self.reload_facts()
