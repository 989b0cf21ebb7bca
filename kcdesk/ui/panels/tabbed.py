"""Several lists of one screen on tabs: ``待兑付 | 兑付台账``."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from kcdesk.ui.kit import Page, theme


class TabbedLists(Page):
    """The first page of a screen with more than one list."""

    def __init__(self, lists: tuple[tuple[Page, str], ...]) -> None:
        """`lists` are pages with the titles of their tabs; Ctrl+PgDn turns."""
        super().__init__()
        self.lists = tuple(page for page, _ in lists)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, title in lists:
            self.tabs.addTab(page, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addWidget(self.tabs)
        # Tab and a screen that comes into sight go to the list that is shown, never behind it.
        self.setFocusProxy(self.lists[0])
        self.tabs.currentChanged.connect(lambda _at: self.setFocusProxy(self.tabs.currentWidget()))
        turn_by_keys(self.tabs)

    @property
    def help_page(self) -> str:
        """The manual's page on the list that is shown, where it has one of its own."""
        return str(getattr(self.tabs.currentWidget(), "help_page", ""))

    def show_only(self, is_wanted: Callable[[Page], bool]) -> None:
        """Take the tabs of all other lists off; the first stays."""
        for position, page in enumerate(self.lists):
            self.tabs.setTabVisible(position, not position or is_wanted(page))

    def reload(self) -> None:
        for page in self.lists:
            page.reload()


def turn_by_keys(tabs: QTabWidget) -> None:
    """Ctrl+PgDn and Ctrl+PgUp go to the next tab and the one before, and into it."""

    def turn(step: int) -> None:
        # Only to tabs that are shown: some the programme has no use for.
        shown = [p for p in range(tabs.count()) if tabs.isTabVisible(p)]
        place = shown.index(tabs.currentIndex()) + step
        tabs.setCurrentIndex(shown[place % len(shown)])
        page = tabs.currentWidget()
        if page is not None:
            page.setFocus()

    for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
        shortcut = QShortcut(QKeySequence(keys), tabs)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda step=step: turn(step))
