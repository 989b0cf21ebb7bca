"""Choosing records of another stage by typing: name, old name, pinyin initials, code tail.

The list of what was found is a plain child of the window, never a popup window: the input
method keeps the focus, and nothing is lost when the clerk goes on typing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.fields.base import FieldWidget
from kcdesk.ui.kit.fields.lines import LineField
from kcdesk.ui.kit.keys import ENTER
from kcdesk.ui.kit.notice import plain_label
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

    def _place(self, rows: int) -> None:
        window = self._line.window()
        top_left = self._line.mapTo(window, QPoint(0, 0))
        height = min(rows, self.most_rows) * theme.em(1.9) + theme.space(2)
        width = max(self._line.width(), theme.em(26))
        left = max(0, min(top_left.x(), window.width() - width - theme.space(2)))
        below = top_left.y() + self._line.height() + 1
        if below + height > window.height() and top_left.y() - height > 0:
            below = top_left.y() - height - 1
        self.setGeometry(QRect(left, below, min(width, window.width()), height))

    def move_by(self, rows: int) -> None:
        """Up and Down from the line."""
        if self.count():
            self.setCurrentRow(min(max(self.currentRow() + rows, 0), self.count() - 1))

    def take_current(self) -> bool:
        """Enter from the line; False when nothing can be taken."""
        item = self.currentItem()
        found = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        if not isinstance(found, Found):
            return False
        self.taken.emit(found)
        return True

    def only(self) -> Found | None:
        """The one record found, when it is exactly one."""
        found = self.item(0).data(Qt.ItemDataRole.UserRole) if self.count() == 1 else None
        return found if isinstance(found, Found) else None

    def _clicked(self, item: QListWidgetItem) -> None:
        found = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(found, Found):
            self.taken.emit(found)


class FindingLine(LineField):
    """A line with a list of what fits; subclasses say what taking one means."""

    def build(self) -> QWidget:
        line = super().build()
        if not self.slot.field.hint:
            self.line.setPlaceholderText("输入名称、拼音首字母或代码查找")
        self.line.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.textEdited.connect(self._edited)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self.search)
        self._asked = ""
        self._list: FoundList | None = None
        return line

    @property
    def found_list(self) -> FoundList:
        """Made when it is first needed, in the window the field then stands in."""
        if self._list is None:
            self._list = FoundList(self.line)
            self._list.taken.connect(self._taken)
            self.destroyed.connect(self._list.deleteLater)
        return self._list

    def take(self, found: Found) -> None:
        """A record was picked."""
        raise NotImplementedError

    def search(self) -> None:
        """Ask for what fits the text now."""
        self._pause.stop()
        self._asked = self.line.text().strip()
        self.sources.find(self.slot.field.of, self._asked, self._show, self)

    def hideEvent(self, event: QHideEvent) -> None:
        self._fold()
        super().hideEvent(event)

    def _edited(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._fold()

    def _fold(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _show(self, found: tuple[Found, ...]) -> None:
        if not self.line.hasFocus() or self.is_locked:
            return
        text = self._asked
        self.found_list.offer(found, f"没有找到“{text}”。" if text else "还没有可选的记录。")

    def _taken(self, found: Found) -> None:
        self._fold()
        self.take(found)

    def _is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape and self._is_open():
                    event.accept()
                    return True
            elif (
                event.type() == QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and self._key(event)
            ):
                return True
            if event.type() == QEvent.Type.FocusOut:
                self._fold()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.is_locked:
                return False
            if self._is_open():
                self.found_list.move_by(1 if key == Qt.Key.Key_Down else -1)
            elif key == Qt.Key.Key_Down:
                self.search()
            return True
        if not self._is_open():
            return False
        if key == Qt.Key.Key_Escape:
            self._fold()
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in ENTER and plain and not self.enter.is_input_methods():
            return not self.found_list.take_current()
        return False


class RecordField(FindingLine):
    """One record. What is written must have been picked; a lone hit is picked on leaving."""

    picked = Signal(object)
    """The Found now chosen, or None."""

    def build(self) -> QWidget:
        self.found: Found | None = None
        self._pending_id: int | None = None
        return super().build()

    def take(self, found: Found) -> None:
        self.found = found
        self._pending_id = None
        self.line.setText(found.label)
        self.line.setCursorPosition(0)
        self.say_aid(found.detail)
        self.picked.emit(found)
        self.changed.emit()

    def raw(self) -> object:
        if self.found is not None:
            return self.found.id
        return self._pending_id if self._pending_id is not None else self.text()

    def set_raw(self, raw: object) -> None:
        if isinstance(raw, int):
            self.set_value(raw)
        else:
            super().set_raw(raw)

    def set_text(self, text: str) -> None:
        self.found, self._pending_id = None, None
        super().set_text(text)

    def set_value(self, value: int | Found | None) -> None:
        """An id (its name is looked up) or a Found; None empties the field."""
        if isinstance(value, Found):
            self.take(value)
        elif value is None:
            self.set_text("")
            self.say_aid("")
            self.picked.emit(None)
        else:
            self.found, self._pending_id = None, value
            self.sources.name(self.slot.field.of, value, self._named, self)

    def is_empty(self) -> bool:
        return self.found is None and self._pending_id is None and super().is_empty()

    def value(self) -> int | None:
        raw = self.raw()
        if isinstance(raw, int):
            return raw
        if self.is_empty():
            return None
        raise Refusal.of(
            f"“{self.text().strip()}”还没有选定是哪一条{self.slot.field.label}。",
            cure="请从列出的记录中选一条。",
            field=self.slot.name,
            code="kind.record",
        )

    def on_change(self) -> None:
        if self.found is not None and self.line.text() != self.found.label:
            self.found = None
            self.say_aid("")
            self.picked.emit(None)
        if self._pending_id is not None and self.line.isModified():
            self._pending_id = None

    def on_leave(self) -> None:
        if self.found is None and self._list is not None and not super().is_empty():
            only = self._list.only()
            if only is not None and self._asked == self.line.text().strip():
                self.take(only)

    def _named(self, found: Found | None) -> None:
        if self._pending_id is None:
            return
        if found is None:
            self._pending_id = None
            self.show_problems(
                Refusal.of("原来选定的记录已经没有了。", cure="请重新选择。").problems
            )
            return
        self.take(found)


class RecordsField(FieldWidget):
    """Several records: pick one after the other; Delete takes one out of the list."""

    wide = True
    most_rows = 5

    def build(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        self.finder = _Picker(self.slot, self.sources)
        self.finder.picked.connect(self._add)
        column.addWidget(self.finder)
        self.list = QListWidget()
        self.list.setProperty("field", True)
        self.list.setAccessibleName(f"已选的{self.slot.field.label}")
        self.list.installEventFilter(self)
        self.list.hide()
        column.addWidget(self.list)
        column.addWidget(plain_label(""))
        whole.setFocusProxy(self.finder)
        return whole

    def name_input(self) -> None:
        self.finder.name_input()

    def text(self) -> str:
        return "、".join(str(i) for i in self.ids())

    def raw(self) -> list[int]:
        return list(self.ids())

    def set_text(self, text: str) -> None:
        self.set_raw([int(p) for p in text.split("、") if p.strip().isdigit()])

    def set_raw(self, raw: object) -> None:
        self.list.clear()
        for ident in raw if isinstance(raw, list | tuple) else ():
            self.sources.name(self.slot.field.of, ident, self._named, self)
        self._resize()

    def set_value(self, value: tuple[int, ...] | None) -> None:
        self.set_raw(value or ())

    def ids(self) -> tuple[int, ...]:
        """The ids chosen, in order."""
        found = (self.list.item(r).data(Qt.ItemDataRole.UserRole) for r in range(self.list.count()))
        return tuple(one.id for one in found)

    def remove_current(self) -> None:
        """Take the current one out."""
        row = self.list.currentRow()
        if row >= 0 and not self.is_locked:
            self.list.takeItem(row)
            self._resize()
            self.touched()

    def _named(self, found: Found | None) -> None:
        if found is not None:
            self._add(found)

    def _add(self, found: Found) -> None:
        if found.id in self.ids():
            return
        item = QListWidgetItem(f"{found.label}    {found.detail}".rstrip())
        item.setData(Qt.ItemDataRole.UserRole, found)
        self.list.addItem(item)
        self._resize()
        self.touched()

    def _resize(self) -> None:
        rows = min(self.list.count(), self.most_rows)
        self.list.setVisible(rows > 0)
        self.list.setFixedHeight(max(rows, 1) * theme.em(1.75) + theme.space(2))
        self.say_aid(f"已选{self.list.count()}条，按 Delete 移出选中的一条。" if rows else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            self.remove_current()
            return True
        return super().eventFilter(watched, event)


class _Picker(FindingLine):
    """The line of RecordsField: every pick empties it for the next."""

    picked = Signal(object)

    def take(self, found: Found) -> None:
        self.picked.emit(found)
        self.line.clear()

    def check(self) -> tuple[()]:
        return ()
