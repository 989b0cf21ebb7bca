"""One of several, or some of several: from the field's options or from a query's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.fields.base import FieldWidget

_NOTHING = "请选择"


class _Box(QComboBox):
    """A list that the mouse wheel changes only when it has been entered on purpose."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(FieldWidget):
    """One of the field's own options. Typing its first character or Down picks it."""

    def build(self) -> QWidget:
        self.box = _Box()
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(6)
        self._wanted = ""
        self.set_options(self.slot.field.options)
        self.box.currentIndexChanged.connect(self.touched)
        return self.box

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; what was chosen stays chosen if it is still among them."""
        kept = self._wanted or self.text()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem(self.slot.field.hint or _NOTHING, "")
        for option in options:
            self.box.addItem(option.label, option.value)
        if kept:
            self.set_text(kept)
        self.box.blockSignals(False)

    def text(self) -> str:
        chosen = str(self.box.currentData() or "")
        # While the options are on their way, what was wanted stands for itself; once they have
        # come, a value that is not among them is no value: it could not be seen.
        return chosen or (self._wanted if self.box.count() == 1 else "")

    def set_text(self, text: str) -> None:
        clean = text.strip()
        index = self.box.findData(clean)
        if index < 0:
            index = self.box.findText(clean)
        self._wanted = clean if index < 0 else ""
        self.box.setCurrentIndex(max(index, 0))

    def touched(self) -> None:
        if self.box.currentIndex() > 0:
            self._wanted = ""
        super().touched()


class CodeField(ChoiceField):
    """One of the options a query gives (`Field.source`): a scheme's own words."""

    def build(self) -> QWidget:
        box = super().build()
        if self.slot.field.source:
            self.sources.options(self.slot.field.source, self.set_options, self)
        return box


class CodesField(FieldWidget):
    """Boxes to tick. Up and Down go along the list, Space ticks, Enter goes on."""

    wide = True
    most_rows = 7

    def build(self) -> QWidget:
        self.list = QListWidget()
        self.list.setProperty("field", True)
        self.list.setUniformItemSizes(True)
        self._wanted: tuple[str, ...] = ()
        self.set_options(self.slot.field.options)
        self.list.itemChanged.connect(self.touched)
        if self.slot.field.source:
            self.sources.options(self.slot.field.source, self.set_options, self)
        return self.list

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; what was ticked stays ticked."""
        kept = self.codes() or self._wanted
        self.list.blockSignals(True)
        self.list.clear()
        for option in options:
            item = QListWidgetItem(option.label)
            item.setData(Qt.ItemDataRole.UserRole, option.value)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(
                Qt.CheckState.Checked if option.value in kept else Qt.CheckState.Unchecked
            )
            self.list.addItem(item)
        self.list.blockSignals(False)
        if options and self.list.currentRow() < 0:
            here = self.list.hasFocus()
            flags = QItemSelectionModel.SelectionFlag
            self.list.setCurrentRow(0, flags.ClearAndSelect if here else flags.NoUpdate)
        rows = min(max(len(options), 2), self.most_rows)
        self.list.setFixedHeight(rows * theme.em(1.75) + theme.space(2))
        self._say_count()

    def codes(self) -> tuple[str, ...]:
        """The values ticked, in the order of the list."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def text(self) -> str:
        return "、".join(self.raw())

    def raw(self) -> list[str]:
        return list(self.codes() if self.list.count() else self._wanted)

    def set_text(self, text: str) -> None:
        try:
            self._tick(tuple(p for p in text.replace("，", "、").split("、") if p))
        except Refusal:  # pragma: no cover  the kind reads any words
            return

    def set_raw(self, raw: object) -> None:
        if isinstance(raw, list | tuple):
            self._tick(tuple(str(r) for r in raw))
        else:
            super().set_raw(raw)

    def set_value(self, value: tuple[str, ...] | None) -> None:
        self._tick(value or ())

    def on_change(self) -> None:
        self._say_count()

    def _say_count(self) -> None:
        count = len(self.codes())
        self.say_aid(f"已勾选{count}项，共{self.list.count()}项。" if count else "")

    def _tick(self, wanted: tuple[str, ...]) -> None:
        self._wanted = wanted
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_on = item.data(Qt.ItemDataRole.UserRole) in wanted or item.text() in wanted
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The bar shows where the keys go, and so only while they go here.
        if watched is self.list and event.type() == QEvent.Type.FocusIn:
            item = self.list.currentItem()
            if item is not None:
                item.setSelected(True)
        elif watched is self.list and event.type() == QEvent.Type.FocusOut:
            self.list.clearSelection()
        # Ticking by the row, not by hitting the little box.
        if (
            watched is self.list
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            item = self.list.currentItem()
            if item is not None and not self.is_locked:
                is_on = item.checkState() is Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
            return True
        return super().eventFilter(watched, event)
