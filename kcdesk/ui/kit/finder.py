"""Search as you type under a line: a short pause, a list of what was found, keys to pick.

The list is a plain child of the window, never a popup window: the input method keeps the
focus, and nothing is lost when the clerk goes on typing. Used by the record fields and by the
search of the whole office.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.keys import ENTER, EnterMoves
from kcdesk.ui.kit.sources import Found

DEBOUNCE_MS = 120


class FoundList(QListWidget):
    """What was found, right under (or above) the line that is typed in."""

    taken = Signal(object)
    """The Found that was pressed."""

    most_rows = 8

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line.window())
        self._line = line
        self.setProperty("popup", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._clicked)
        self.hide()

    def offer(self, found: Sequence[Found], nothing: str) -> None:
        """Show these; say `nothing` when there are none."""
        if self.parentWidget() is not self._line.window():
            self.setParent(self._line.window())
        self.clear()
        for one in found:
            item = QListWidgetItem(f"{one.label}    {one.detail}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(f"{one.label}\n{one.detail}".strip())
            self.addItem(item)
        if not found:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        else:
            self.setCurrentRow(0)
        self._place(max(len(found), 1))
        self.show()
        self.raise_()

    def move_by(self, rows: int) -> None:
        """Up and Down from the line."""
        self.setCurrentRow(min(max(self.currentRow() + rows, 0), self.count() - 1))

    def current(self) -> Found | None:
        """The record the bar stands on."""
        return _found_in(self.currentItem())

    def only(self) -> Found | None:
        """The one record found, when it is exactly one."""
        return _found_in(self.item(0)) if self.count() == 1 else None

    def _place(self, rows: int) -> None:
        window = self._line.window()
        corner = self._line.mapTo(window, QPoint(0, 0))
        height = min(rows, self.most_rows) * theme.em(1.9) + theme.space(2)
        width = min(max(self._line.width(), theme.em(26)), window.width())
        left = max(0, min(corner.x(), window.width() - width - theme.space(2)))
        top = corner.y() + self._line.height() + 1
        if top + height > window.height() and corner.y() > height:
            top = corner.y() - height - 1
        self.setGeometry(QRect(left, top, width, height))

    def _clicked(self, item: QListWidgetItem) -> None:
        found = _found_in(item)
        if found is not None:
            self.taken.emit(found)


class Finder(QObject):
    """Watches a line. `ask(text)` is to bring about a call of `offer` with what was found."""

    taken = Signal(object)
    """The Found that was picked."""

    def __init__(
        self, line: QLineEdit, ask: Callable[[str], None], *, enter: EnterMoves | None = None
    ) -> None:
        """`enter` knows whether an Enter belongs to the input method; the line's own or a new one."""
        super().__init__(line)
        self._line = line
        self._ask = ask
        self._enter = enter or EnterMoves(line, plain_enter=False)
        self._list: FoundList | None = None
        self.asked = ""
        """The text last asked for."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self.search)
        line.textEdited.connect(self._edited)
        line.installEventFilter(self)

    @property
    def list(self) -> FoundList:
        """Made when it is first needed, in the window the line then stands in."""
        if self._list is None:
            self._list = FoundList(self._line)
            self._list.taken.connect(self._take)
            self._line.destroyed.connect(self._list.deleteLater)
        return self._list

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def search(self) -> None:
        """Ask for what fits the text now."""
        self._pause.stop()
        self.asked = self._line.text().strip()
        self._ask(self.asked)

    def offer(self, found: Sequence[Found]) -> None:
        """The answer has come; it is shown if the line is still typed in."""
        if not self._line.hasFocus() or self._line.isReadOnly():
            return
        text = self.asked
        self.list.offer(found, f"没有找到“{text}”。" if text else "还没有可选的记录。")

    def only(self) -> Found | None:
        """The lone hit for exactly what stands in the line."""
        if self._list is None or self.asked != self._line.text().strip():
            return None
        return self._list.only()

    def fold(self) -> None:
        """Hide the list."""
        self._pause.stop()
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._line:
            return False
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.fold()
        elif isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride:
                # Esc folds the list; it must not leave the page.
                if event.key() == Qt.Key.Key_Escape and self.is_open:
                    event.accept()
                    return True
            elif kind == QEvent.Type.KeyPress:
                return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            return self._step(1 if key == Qt.Key.Key_Down else -1, event)
        if not self.is_open:
            return False
        if key == Qt.Key.Key_Escape:
            self.fold()
            return True
        if key not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if self._enter.is_input_methods():
            return True
        found = self.list.current()
        if found is None:
            return False
        self._take(found)
        return True

    def _step(self, rows: int, event: QKeyEvent) -> bool:
        if self._line.isReadOnly() or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if self.is_open:
            self.list.move_by(rows)
        elif rows > 0:
            self.search()
        return True

    def _edited(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self.fold()

    def _take(self, found: Found) -> None:
        self.fold()
        self.taken.emit(found)


def _found_in(item: QListWidgetItem | None) -> Found | None:
    found = None if item is None else item.data(Qt.ItemDataRole.UserRole)
    return found if isinstance(found, Found) else None
