"""What a clerk's fingers do: keys, words, an input method; and pages standing in a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier

W = TypeVar("W", bound=QWidget)


def press(
    widget: QWidget | None, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1
) -> None:
    """Press a key on a widget, or on whatever has the focus."""
    for _ in range(times):
        target = widget or QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClick(target, key, modifiers)


def write(text: str) -> None:
    """Write where the focus is: letters and digits by keys, Chinese through the input method."""
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the focus"
    if not text.isascii():
        commit(target, text)
        return
    for letter in text:
        # The first letter may open a cell or a list that takes the rest.
        QTest.keyClicks(QApplication.focusWidget() or target, letter)


def commit(widget: QWidget, text: str) -> None:
    """Take a candidate of the input method over, as Chinese is typed."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def compose(widget: QWidget, preedit: str) -> None:
    """Letters typed into the input method, not yet taken over."""
    QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def stand(qtbot: QtBot, widget: W, size: Sequence[int] = (1180, 640)) -> W:
    """Show a widget as an active window of this size."""
    qtbot.addWidget(widget)
    widget.resize(size[0], size[1])
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def texts(widget: QWidget) -> str:
    """All words shown in a widget, one per line (labels and buttons that are visible)."""
    labels = [x.text() for x in widget.findChildren(QLabel) if x.isVisible()]
    buttons = [x.text() for x in widget.findChildren(QAbstractButton) if x.isVisible()]
    return "\n".join(labels + buttons)
