"""A page of one record: its card, and panels that ask for themselves when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import Action, Card, CardPage, Empty, NoticeBar, Remark, Screen, Table, theme
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.table import Sign


class Panel(QWidget):
    """A tab beside a card. Subclasses say what they ask and show what comes."""

    titled = Signal(str)
    """What the tab is to be called now."""

    title = ""
    picture = "document"

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.home = screen
        self.desk = screen.desk
        self._is_stale = True
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(
            theme.space(4), theme.space(2), theme.space(4), theme.space(2)
        )
        self.column.setSpacing(theme.space(2))
        self.trouble = NoticeBar()
        self.trouble.clause_asked.connect(screen.clause_asked)
        self.column.addWidget(self.trouble)

    def question(self) -> Any:
        """The Ask whose answer fills the panel."""
        raise NotImplementedError

    def show_answer(self, answer: Any) -> None:
        """Show what came."""
        raise NotImplementedError

    def reload(self) -> None:
        """Ask anew when seen; a panel out of sight asks when it comes into sight."""
        self._is_stale = True
        if self.isVisible():
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    def _ask(self) -> None:
        self._is_stale = False
        self.desk.ask(self.question(), self._came, self, self._failed)

    def _came(self, answer: Any) -> None:
        self.trouble.clear()
        self.show_answer(answer)

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self.trouble.say([Remark(trouble_text(trouble), "stop")])


class TablePanel(Panel):
    """A panel of one table."""

    def __init__(
        self,
        screen: Screen,
        line_type: type,
        *,
        actions: Sequence[Action] = (),
        empty: Empty | None = None,
        columns: Sequence[str] | None = None,
        name: str = "",
        unit: str = "条",
        signs: Mapping[str, Sign] | None = None,
        widths: Mapping[str, float] | None = None,
    ) -> None:
        super().__init__(screen)
        self.table = Table(
            line_type,
            columns=columns,
            actions=actions,
            empty=empty or Empty(f"还没有{self.title}。"),
            may_filter=False,
            freeze=False,
            label=self.title,
            name=name or type(self).__name__,
            settings=screen.place.settings,
            unit=unit,
            signs=signs,
            widths=widths,
        )
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def show_answer(self, answer: Any) -> None:
        self.table.show_lines(answer)
        self.titled.emit(f"{self.title}（{len(answer)}）" if answer else self.title)


class CardPanel(Panel):
    """A panel that the card itself fills: it asks nothing of its own."""

    def show_card(self, card: Any) -> None:
        """The card has come."""
        raise NotImplementedError

    def reload(self) -> None:
        """The card brings what is shown here."""

    def _ask(self) -> None:
        """Nothing is asked."""


class RecordPage(CardPage):
    """A spread card with panels; `reload` asks for the card and for every panel in sight."""

    def __init__(self, screen: Screen, card: Card, ask: Callable[[], Any]) -> None:
        self.panels: list[Panel] = []
        super().__init__(screen.desk, card, ask)
        # Not to one widget: to whichever tab is shown when the page gets the focus.
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def add(self, panel: Panel, *, at: int = -1) -> None:
        """Lay a panel on a tab of its own."""
        self.panels.append(panel)
        self.card.add_tab(panel, panel.title, panel.picture, at=at)
        panel.titled.connect(lambda title: self.card.name_tab(panel, title))
        if isinstance(panel, CardPanel):
            self.came.connect(panel.show_card)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_tab()

    def focus_tab(self) -> None:
        """Go into the tab that is shown."""
        shown = self.card.tabs.currentWidget()
        if shown is not None:
            shown.setFocus()

    def turn_to(self, panel: QWidget) -> None:
        """Show the tab of a panel and go there."""
        self.card.tabs.setCurrentWidget(panel)
        panel.setFocus()

    def reload(self) -> None:
        super().reload()
        for panel in self.panels:
            panel.reload()
