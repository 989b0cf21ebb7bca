"""Keys that act on the current line of a grid: space ticks, 1 to 4 vote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from kcdesk.ui.kit import Table

_WITH = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class GridKeys(QObject):
    """Watches the grid only, so that space still presses a button that has the focus."""

    def __init__(self, table: Table, keys: Mapping[Qt.Key, Callable[[Any], None]]) -> None:
        super().__init__(table)
        self._table, self._keys = table, dict(keys)
        table.grid.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or event.modifiers() & _WITH
        ):
            return False
        act = self._keys.get(Qt.Key(event.key()))
        line = self._table.line()
        if act is None or line is None:
            return False
        if not event.isAutoRepeat():
            act(line)
        return True
