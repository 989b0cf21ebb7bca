"""Enter goes to the next field, Shift+Enter back; the Enter of an input method goes nowhere.

A Chinese input method shows its candidates as preedit text; the Enter that takes them over may
reach the program as a key press of its own right after the commit. That one is swallowed.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterMoves(QObject):
    """Event filter for one input widget."""

    pressed = Signal()
    """A real Enter, before the focus moves."""

    swallow_ms: ClassVar[int] = 60
    """An Enter this soon after a commit is the input method's, not a person's."""

    def __init__(self, widget: QWidget, *, plain_enter: bool = True) -> None:
        super().__init__(widget)
        self._widget = widget
        self._plain_enter = plain_enter
        self._composing = False
        self._since_commit = QElapsedTimer()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._widget:
            return False
        if isinstance(event, QInputMethodEvent):
            self._watch(event)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        elif event.type() == QEvent.Type.FocusOut:
            self._composing = False
        return False

    def _watch(self, event: QInputMethodEvent) -> None:
        if event.preeditString():
            self._composing = True
        elif self._composing or event.commitString():
            self._composing = False
            self._since_commit.start()

    def is_input_methods(self) -> bool:
        """Whether an Enter pressed now belongs to the input method; asked once per Enter."""
        if self._composing:
            return True
        recent = self._since_commit.isValid() and self._since_commit.elapsed() < self.swallow_ms
        self._since_commit.invalidate()
        return recent

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() not in ENTER or not self._plain_enter:
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        if self.is_input_methods():
            return True
        back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        self.pressed.emit()
        self._widget.focusNextPrevChild(not back)
        return True
