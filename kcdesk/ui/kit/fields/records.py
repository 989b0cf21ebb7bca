"""Choosing records of another stage by typing: name, old name, pinyin initials, code tail."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Slot
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.fields.base import FieldWidget
from kcdesk.ui.kit.fields.lines import LineField
from kcdesk.ui.kit.finder import Finder
from kcdesk.ui.kit.sources import Found, Sources


class FindingLine(LineField):
    """A line with a list of what fits; subclasses say what taking one means."""

    def __init__(self, slot: Slot, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(slot, sources, parent)
        # Made last: the event filter installed last is asked first, and Enter picks before it moves.
        self.finder = Finder(self.line, self._search, enter=self.enter)
        self.finder.taken.connect(self.take)

    def build(self) -> QWidget:
        line = super().build()
        if not self.slot.field.hint:
            self.line.setPlaceholderText("输入名称、拼音首字母或代码查找")
        self.line.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        return line

    def take(self, found: Found) -> None:
        """A record was picked."""
        raise NotImplementedError

    def _search(self, text: str) -> None:
        self.sources.find(self.slot.field.of, text, self._offer, self)

    def _offer(self, found: tuple[Found, ...]) -> None:
        self.finder.offer(found)


class RecordField(FindingLine):
    """One record. What is written must have been picked; a lone hit is picked on leaving."""

    picked = Signal(object)
    """The Found now chosen, or None."""

    def build(self) -> QWidget:
        self.found: Found | None = None
        self._pending_id: int | None = None
        return super().build()

    def take(self, found: Found) -> None:
        self._put(found)
        self.changed.emit()

    def _put(self, found: Found) -> None:
        self.found = found
        self._pending_id = None
        self.line.blockSignals(True)
        self.line.setText(found.label)
        self.line.blockSignals(False)
        self.line.setCursorPosition(0)
        self.say_aid(found.detail)
        self.show_problems(())
        self.picked.emit(found)

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
        only = self.finder.only()
        if self.found is None and only is not None:
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
        # Its name has come; the clerk has changed nothing.
        self._put(found)


class RecordsField(FieldWidget):
    """Several records: pick one after the other; Delete takes one out of the list."""

    wide = True
    most_rows = 5

    def build(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        self.picker = _Picker(self.slot, self.sources)
        self.picker.picked.connect(self._picked)
        column.addWidget(self.picker)
        self.list = QListWidget()
        self.list.setProperty("field", True)
        self.list.setAccessibleName(f"已选的{self.slot.field.label}")
        self.list.installEventFilter(self)
        self.list.hide()
        column.addWidget(self.list)
        whole.setFocusProxy(self.picker)
        return whole

    def name_input(self) -> None:
        self.picker.name_input()

    def text(self) -> str:
        return "、".join(str(i) for i in self.ids())

    def raw(self) -> list[int]:
        return list(self.ids())

    def set_text(self, text: str) -> None:
        self.set_raw([int(p) for p in text.split("、") if p.strip().isdigit()])

    def set_raw(self, raw: object) -> None:
        self.list.clear()
        for ident in raw if isinstance(raw, list | tuple) else ():
            self.sources.name(self.slot.field.of, ident, self._add_named, self)
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

    def _add_named(self, found: Found | None) -> None:
        self._add(found)

    def _picked(self, found: Found) -> None:
        if self._add(found):
            self.touched()

    def _add(self, found: Found | None) -> bool:
        if found is None or found.id in self.ids():
            return False
        item = QListWidgetItem(f"{found.label}    {found.detail}".rstrip())
        item.setData(Qt.ItemDataRole.UserRole, found)
        self.list.addItem(item)
        self._resize()
        return True

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
