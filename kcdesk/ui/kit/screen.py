"""A screen: a first page (usually a list) and the pages opened from it (cards, editors).

Screens know their own stage and the kit, never each other: to go elsewhere a screen emits
`navigate` with a stage and an id. Screens are made when first shown, reload when a stage they
watch was touched, and turn stale while hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown, Desk
from kcdesk.ui.kit import dialogs, icons, theme
from kcdesk.ui.kit.card import Card
from kcdesk.ui.kit.editor import Editor, trouble_text
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label, remark_of
from kcdesk.ui.kit.place import Place
from kcdesk.ui.kit.table import Action, Empty, Table


class Screen(QWidget):
    """The base of every screen; a stack of pages with the way back on top."""

    navigate = Signal(str, int)
    """Go to a record of another stage; 0 goes to the stage's screen as it stands."""
    begun = Signal(str, object)
    """Begin an entry of another stage with a dict of values (`start_new` of its screen)."""
    clause_asked = Signal(str)
    title_changed = Signal(str)

    @property
    def help_page(self) -> str:
        """The page of the manual on what is shown now; empty for the screen's own."""
        return str(getattr(self.page, "help_page", ""))

    def __init__(self, place: Place, title: str) -> None:
        super().__init__()
        self.place = place
        self.desk = place.desk
        self.title = title
        self._titles: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QFrame()
        self.head.setProperty("bar", "top")
        row = QHBoxLayout(self.head)
        row.setContentsMargins(theme.space(4), theme.space(1), theme.space(4), theme.space(1))
        row.setSpacing(theme.space(2))
        self.head.setMinimumHeight(theme.em(2.7))
        self.back_button = QPushButton(icons.icon("back"), "返回(&B)")
        self.back_button.setToolTip("Esc 或 Alt+←")
        self.back_button.setAutoDefault(False)
        theme.mark(self.back_button, slim=True)
        self.back_button.clicked.connect(self.go_back)
        self.back_button.hide()
        self.path_label = plain_label(title)
        self.path_label.setProperty("title", True)
        row.addWidget(self.back_button)
        row.addWidget(self.path_label, 1)
        column.addWidget(self.head)
        self.notices = NoticeBar()
        self.notices.clause_asked.connect(self.clause_asked)
        column.addWidget(self.notices)
        self.pages = QStackedWidget()
        column.addWidget(self.pages, 1)
        back = QShortcut(QKeySequence("Alt+Left"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.go_back)

    # -- what a screen says about itself ---------------------------------------------------------------

    def reload(self) -> None:
        """Ask anew; called when shown stale, on F5, and when a watched stage was touched."""
        for position in range(self.pages.count()):
            page = self.pages.widget(position)
            if isinstance(page, Page):
                page.reload()

    def open_record(self, ident: int) -> None:
        """Show the card of a record (from a search, a link, another screen)."""
        del ident

    def start_new(self, **values: Any) -> None:
        """Open the entry form of this screen, if it has one."""
        del values

    # -- pages --------------------------------------------------------------------------------------------

    @property
    def page(self) -> QWidget:
        """The page on top."""
        page = self.pages.currentWidget()
        assert page is not None, "a screen has a first page"
        return page

    def push(self, page: QWidget, title: str) -> None:
        """Show a page over the ones before it."""
        self._titles.append(title)
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if isinstance(page, Editor):
            page.left.connect(lambda: self.close_page(page))
        if isinstance(page, CardPage):
            page.opened.connect(self.navigate)
        if isinstance(page, Editor | CardPage | ListPage):
            page.clause_asked.connect(self.clause_asked)
        self._say_path()
        if isinstance(page, Editor):
            page.focus_first()
        else:
            page.setFocus()

    def retitle(self, page: QWidget, title: str) -> None:
        """A card has come, and now its page can be named."""
        position = self.pages.indexOf(page)
        if position >= 1:
            self._titles[position - 1] = title
            self._say_path()

    def pop(self) -> None:
        """Close the page on top; the one below shows and has the focus."""
        self.close_page(self.page)

    def close_page(self, page: QWidget) -> None:
        """Close one page; it need not be on top: saving may already have opened the next."""
        position = self.pages.indexOf(page)
        if position < 1:
            return
        was_on_top = page is self.page
        self.desk.forget(page)
        if isinstance(page, Page):
            page.retire()
        self.pages.removeWidget(page)
        page.deleteLater()
        del self._titles[position - 1]
        if was_on_top:
            self.pages.setCurrentIndex(self.pages.count() - 1)
            self.page.setFocus()
        self._say_path()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A key press and no shortcut: a field, a list or an editor inside may want Esc first.
        if event.key() == Qt.Key.Key_Escape and self.pages.count() > 1:
            self.go_back()
            return
        super().keyPressEvent(event)

    def go_back(self) -> None:
        """Esc, Alt+Left, 返回: an editor with something unsaved asks first."""
        page = self.page
        if isinstance(page, Editor):
            page.leave()
        else:
            self.pop()

    def go_home(self) -> None:
        """Close every page that can be closed without losing anything."""
        while self.pages.count() > 1 and not self.is_changed:
            self.pop()

    @property
    def is_changed(self) -> bool:
        """Whether an editor of this screen holds something unsaved."""
        return any(
            bool(getattr(self.pages.widget(p), "is_changed", False))
            for p in range(self.pages.count())
        )

    def edit(
        self,
        command_type: type,
        *,
        then: Callable[[Any], None] | None = None,
        title: str = "",
        **options: Any,
    ) -> Editor:
        """Push the editor of a command; `options` are Editor's."""
        editor = Editor(command_type, self.desk, self.place.sources, title=title, **options)
        if then is not None:
            editor.saved.connect(then)
        self.push(editor, editor.title)
        return editor

    def say_trouble(self, trouble: Refusal | Fault | Breakdown) -> None:
        """A question failed: say it on top of the screen."""
        self.notices.say([Remark(trouble_text(trouble), "stop")])

    def do(self, command: Any, *, then: Callable[[Any], None] | None = None) -> None:
        """Do a command that needs no form; a refusal is shown on top of the screen."""
        self.notices.clear()
        self.desk.do(command, then, self._refused, self)

    def _refused(self, refusal: Refusal) -> None:
        self.notices.say([remark_of(p) for p in refusal.problems])

    def _say_path(self) -> None:
        self.back_button.setVisible(bool(self._titles))
        theme.mark(self.path_label, title=not self._titles, path=bool(self._titles))
        self.path_label.setText(" › ".join([self.title, *self._titles]))
        self.title_changed.emit(self.path_label.text())


class Page(QWidget):
    """A page that knows how to ask for what it shows."""

    def reload(self) -> None:
        """Ask anew."""
        raise NotImplementedError

    def retire(self) -> None:
        """The page is being closed: let go of what it holds open."""


class CardPage(Page):
    """A card with the question that fills it."""

    opened = Signal(str, int)
    clause_asked = Signal(str)
    came = Signal(object)
    """The card has come."""

    def __init__(self, desk: Desk, card: Card, ask: Callable[[], Any]) -> None:
        super().__init__()
        self.desk = desk
        self.card = card
        self._ask = ask
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.trouble = NoticeBar()
        column.addWidget(self.trouble)
        column.addWidget(card)
        card.opened.connect(self.opened)
        card.clause_asked.connect(self.clause_asked)
        self.setFocusProxy(card.scroller)
        self.reload()

    def reload(self) -> None:
        self.desk.ask(self._ask(), self._show, self, self._failed)

    def _show(self, card: Any) -> None:
        self.trouble.clear()
        self.card.show_card(card)
        self.came.emit(card)

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self.trouble.say([Remark(trouble_text(trouble), "stop")])


class ListPage(Page):
    """A table with the query that fills it. `ask(text)` gives the query's Ask."""

    clause_asked = Signal(str)

    def __init__(self, desk: Desk, table: Table, ask: Callable[[str], Any]) -> None:
        super().__init__()
        self.desk = desk
        self.table = table
        self._ask = ask
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        self.trouble = NoticeBar()
        column.addWidget(self.trouble)
        column.addWidget(table, 1)
        table.filter_changed.connect(lambda _text: self.reload())
        self.setFocusProxy(table.grid)

    def reload(self) -> None:
        self.desk.ask(self._ask(self.table.filter.text().strip()), self._show, self, self._failed)

    def _show(self, lines: Sequence[Any]) -> None:
        self.trouble.clear()
        self.table.show_lines(lines)

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self.trouble.say([Remark(trouble_text(trouble), "stop")])


class ListScreen(Screen):
    """A screen whose first page is a list; Enter on a line opens its card (`open_record`)."""

    def __init__(
        self,
        place: Place,
        title: str,
        line_type: type,
        ask: Callable[[str], Any],
        *,
        actions: Sequence[Action] = (),
        empty: Empty | None = None,
        **table_options: Any,
    ) -> None:
        super().__init__(place, title)
        self.table = Table(
            line_type,
            actions=actions,
            empty=empty,
            label=title,
            settings=place.settings,
            **table_options,
        )
        self.list_page = ListPage(place.desk, self.table, ask)
        self.pages.addWidget(self.list_page)
        self.table.opened.connect(self.open_record)
        self.setFocusProxy(self.table.grid)


def confirm(parent: QWidget, text: str, *, yes: str, then: Callable[[], None]) -> dialogs.Sheet:
    """Ask before something that is hard to take back; `yes` names what will happen."""
    return dialogs.question(parent, "请确认", text, yes=yes, then=then)
