"""What can be done from a list or a card: buttons in a row, the rest under 更多.

No button is ever cut: those that do not fit the width go into the menu, the last first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.access import amp


@dataclass(frozen=True)
class Action:
    """Something to do: a button, an entry of the context menu, perhaps a key.

    `run()` is called bare, or with the current record when `for_line`. `label` carries its
    access key, ``登记还款(R)``; `key` is a shortcut such as ``Ins``.
    """

    label: str
    run: Callable[..., None]
    icon: str = ""
    key: str = ""
    for_line: bool = False
    primary: bool = False
    may: Callable[[Any], bool] = lambda _line: True
    """Whether it can be done with this record (only asked when `for_line`)."""
    is_wanted: Callable[[], bool] = lambda: True
    """Whether there is any use for it here; without, it is nowhere to be seen."""


class ActionBar(QWidget):
    """The buttons. `follow` says which record they are for."""

    def __init__(
        self,
        actions: Sequence[Action],
        *,
        direct: int = 3,
        only_possible: bool = False,
        at_left: bool = False,
    ) -> None:
        """At most `direct` buttons; `only_possible` hides what cannot be done with the record;
        `at_left` lays them at the left end of the row.
        """
        super().__init__()
        self.actions_given = tuple(actions)
        self.record: Any = None
        self._direct = direct
        self._only_possible = only_possible
        self._is_spreading = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        if not at_left:
            row.addStretch(1)
        self.buttons = [self._button(action) for action in self.actions_given]
        for button in self.buttons:
            row.addWidget(button)
        self.more = QPushButton("更多(&M)")
        self.more.setAutoDefault(False)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill_more)
        self.more.setMenu(self.menu)
        row.addWidget(self.more)
        if at_left:
            row.addStretch(1)
        if not actions:
            self.hide()
        self.follow(None)

    def follow(self, record: Any) -> None:
        """From now on the actions are for this record (None: there is none)."""
        self.record = record
        for button, action in zip(self.buttons, self.actions_given, strict=True):
            button.setEnabled(self.may(action))
        self._spread()

    def may(self, action: Action) -> bool:
        """Whether an action can be done now."""
        if not action.is_wanted():
            return False
        return not action.for_line or (self.record is not None and action.may(self.record))

    def do(self, action: Action) -> None:
        """Do it if it can be done."""
        if not self.may(action):
            return
        if action.for_line:
            action.run(self.record)
        else:
            action.run()

    def keys_for(self, widget: QWidget) -> None:
        """Let the actions' keys work anywhere in `widget`."""
        for action in self.actions_given:
            if action.key:
                shortcut = QShortcut(QKeySequence(action.key), widget)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda a=action: self.do(a))

    def put_into(self, menu: QMenu, actions: Sequence[Action]) -> None:
        """Entries for these actions, enabled as they can be done."""
        for action in actions:
            if not action.is_wanted():
                continue
            key = f"\t{action.key}" if action.key else ""
            entry = QAction(amp(action.label) + key, menu)
            if action.icon:
                entry.setIcon(icons.icon(action.icon))
            entry.setEnabled(self.may(action))
            entry.triggered.connect(lambda _=False, a=action: self.do(a))
            menu.addAction(entry)

    # -- room ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def sizeHint(self) -> QSize:
        wanted = self._wanted()
        count = self._most(len(wanted))
        width = self._width(wanted[:count], len(wanted) > count)
        return QSize(width, self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        wanted = self._wanted()
        return QSize(self._width(wanted[:1], len(wanted) > 1), self.more.sizeHint().height())

    def _wanted(self) -> list[QPushButton]:
        pairs = zip(self.buttons, self.actions_given, strict=True)
        return [b for b, a in pairs if a.is_wanted() and (self.may(a) or not self._only_possible)]

    def _most(self, wanted: int) -> int:
        # One more as a button costs no more room than a menu of one.
        return wanted if wanted <= self._direct + 1 else self._direct

    def _width(self, buttons: Sequence[QPushButton], with_more: bool) -> int:
        widths = [b.sizeHint().width() for b in buttons]
        if with_more:
            widths.append(self.more.sizeHint().width())
        return sum(widths) + theme.space(2) * max(len(widths) - 1, 0)

    def _spread(self) -> None:
        """Show as many as fit. Showing one may change the width on the way: then once more."""
        if self._is_spreading:
            return
        self._is_spreading = True
        width = -1
        for _ in range(3):
            if width == self.width():
                break
            width = self.width()
            self._show_fitting(width)
        self._is_spreading = False
        self.updateGeometry()

    def _show_fitting(self, width: int) -> None:
        wanted = self._wanted()
        count = self._most(len(wanted))
        while count > 1 and self._width(wanted[:count], count < len(wanted)) > width:
            count -= 1
        shown = wanted[:count]
        for button in self.buttons:
            button.setVisible(button in shown)
        self.more.setVisible(count < len(wanted))

    def _fill_more(self) -> None:
        self.menu.clear()
        hidden = [b for b in self._wanted() if b.isHidden()]
        self.put_into(
            self.menu,
            [a for b, a in zip(self.buttons, self.actions_given, strict=True) if b in hidden],
        )

    def _button(self, action: Action) -> QPushButton:
        button = QPushButton(amp(action.label))
        if action.icon:
            button.setIcon(icons.icon(action.icon, "on_accent" if action.primary else "text"))
        if action.primary:
            theme.mark(button, primary=True)
        button.setToolTip(action.key)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.do(action))
        return button
