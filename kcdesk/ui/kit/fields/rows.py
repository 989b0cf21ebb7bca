"""A grid of rows: typed cell by cell, or pasted as a block from Excel or WPS.

A pasted block whose first line is headings is laid out by its headings; otherwise from the
current cell on. Every cell is read by its kind at once; a cell that cannot be read carries a
mark, and the sentence that says why stands beneath the grid.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Slot, show, slots_of
from kcdesk.kernel.money import Money, total
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.fields.base import FieldWidget
from kcdesk.ui.kit.keys import ENTER, EnterMoves
from kcdesk.ui.kit.sources import Sources

Index = QModelIndex | QPersistentModelIndex
MOST_PASTED_ROWS = 20_000


class RowsModel(QAbstractTableModel):
    """Texts in rows and columns, one empty row at the end to write into."""

    edited = Signal()

    def __init__(self, slots: tuple[Slot, ...], sources: Sources) -> None:
        super().__init__()
        self.slots = slots
        self._sources = sources
        self.is_locked = False
        self.rows: list[list[str]] = []

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self.rows) + (0 if self.is_locked else 1)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.slots)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return self._side(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if section < len(self.rows) else "＋"
        slot = self.slots[section]
        unit = f"（{slot.field.unit}）" if slot.field.unit else ""
        return f"{slot.field.label}{unit}{' *' if slot.required else ''}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.is_locked else flags | Qt.ItemFlag.ItemIsEditable

    def text_at(self, row: int, column: int) -> str:
        """What is written in a cell."""
        return self.rows[row][column] if row < len(self.rows) else ""

    def problem_at(self, row: int, column: int) -> Problem | None:
        """Why a cell cannot be read; None when it can, or when it is empty and may be."""
        if row >= len(self.rows):
            return None
        slot, text = self.slots[column], self.rows[row][column]
        if not text.strip():
            if slot.required and slot.field.kind != "flag":
                return Problem(f"“{slot.field.label}”没有填写。", "请填写。", code="required")
            return None
        try:
            KINDS[slot.field.kind].parse(text, slot.field, self._sources.within())
        except Refusal as refusal:
            return refusal.problems[0]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text_at(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role in (
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleDescriptionRole,
        ):
            problem = self.problem_at(row, column)
            if problem is None:
                return None
            if role == Qt.ItemDataRole.DecorationRole:
                return icons.icon("stop", "stop")
            return f"{problem.message}{problem.cure}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.is_locked:
            return False
        self.put(index.row(), index.column(), [[str(value or "")]])
        return True

    def put(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Write a block of texts with its upper left corner at a cell."""
        needed = row + len(block)
        if block == [[""]] and row >= len(self.rows):
            return
        while len(self.rows) < needed:
            self._append()
        for down, line in enumerate(block):
            for across, text in enumerate(line):
                if column + across < len(self.slots):
                    self.rows[row + down][column + across] = self._tidy(column + across, text)
        self.dataChanged.emit(self.index(row, 0), self.index(needed - 1, len(self.slots) - 1))
        self.edited.emit()

    def remove(self, rows: Sequence[int]) -> None:
        """Take rows out."""
        for row in sorted(set(rows), reverse=True):
            if row < len(self.rows):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self.rows[row]
                self.endRemoveRows()
        self.edited.emit()

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows and no others."""
        self.beginResetModel()
        width = len(self.slots)
        self.rows = [
            [
                self._tidy(column, text)
                for column, text in enumerate([*row, *([""] * width)][:width])
            ]
            for row in rows
        ]
        self.endResetModel()
        self.edited.emit()

    def _append(self) -> None:
        # The empty row becomes the real one, where the cursor is; a new empty one comes below.
        below = len(self.rows) + 1
        self.beginInsertRows(QModelIndex(), below, below)
        self.rows.append([self._default(s) for s in self.slots])
        self.endInsertRows()

    def _side(self, column: int) -> Qt.AlignmentFlag:
        is_number = self.slots[column].field.kind in ("money", "whole", "percent")
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    @staticmethod
    def _default(slot: Slot) -> str:
        return "" if slot.required or not slot.default else show(slot.default, slot.field)

    def _tidy(self, column: int, text: str) -> str:
        slot = self.slots[column]
        try:
            value = KINDS[slot.field.kind].parse(text, slot.field, self._sources.within())
        except Refusal:
            return text
        if slot.field.kind == "money":
            return cast(Money, value).show()
        return show(value, slot.field)


class _Cells(QStyledItemDelegate):
    """A list for choices, a plain line for the rest."""

    _typing: EnterMoves | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        slot = cast(RowsModel, index.model()).slots[index.column()]
        if slot.field.kind == "flag" or slot.field.options:
            box = QComboBox(parent)
            box.addItem("")
            box.addItems([o.label for o in slot.field.options] or ["是", "否"])
            return box
        editor = super().createEditor(parent, option, index)
        self._typing = EnterMoves(editor, plain_enter=False)
        return editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The Enter that takes a candidate over must not close the cell.
        if (
            self._typing is not None
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in ENTER
            and self._typing.is_input_methods()
        ):
            return True
        return super().eventFilter(watched, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findText(str(index.data() or "")), 0))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)


class RowsField(FieldWidget):
    """The grid with its buttons; `raw` is a list of mappings that `take_fields` reads."""

    wide = True
    enter_moves = False

    def build(self) -> QWidget:
        assert self.slot.rows is not None
        self.row_type = self.slot.rows
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        self.model = RowsModel(slots_of(self.slot.rows), self.sources)
        self.grid = QTableView()
        self.grid.setModel(self.model)
        cells = _Cells(self.grid)
        self.grid.setItemDelegate(cells)
        # After the grid's own connection: the cell is closed before the next one is entered.
        cells.closeEditor.connect(self._cell_closed)
        self.grid.setAlternatingRowColors(True)
        self.grid.setTabKeyNavigation(False)
        self.grid.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.grid.verticalHeader().setDefaultSectionSize(theme.em(2))
        header = self.grid.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for position in range(len(self.model.slots)):
            self.grid.setColumnWidth(position, self._width(position))
        self.grid.setFixedHeight(theme.em(13))
        self.grid.setAccessibleName(self.slot.field.label)
        self.grid.installEventFilter(self)
        column.addWidget(self.grid)
        buttons = QHBoxLayout()
        self.paste_button = self._button("粘贴表格块", "paste", self.paste, "Ctrl+V")
        self.remove_button = self._button("删去选中行", "delete", self.remove_rows, "Ctrl+Delete")
        buttons.addWidget(self.paste_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.model.edited.connect(self.touched)
        whole.setFocusProxy(self.grid)
        return whole

    def name_input(self) -> None:
        super().name_input()
        self.grid.setAccessibleDescription("可从 Excel 或 WPS 复制后按 Ctrl+V 粘贴")

    # -- what is in it ----------------------------------------------------------------------------

    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self._filled())

    def set_text(self, text: str) -> None:
        self.model.fill(_cells(text))

    def raw(self) -> list[dict[str, str]]:
        names = [s.name for s in self.model.slots]
        return [dict(zip(names, row, strict=True)) for row in self._filled()]

    def set_raw(self, raw: object) -> None:
        rows = raw if isinstance(raw, list | tuple) else ()
        self.model.fill(
            [
                [str(row.get(s.name) or "") for s in self.model.slots]
                for row in rows
                if isinstance(row, Mapping)
            ]
        )

    def set_value(self, value: tuple[Any, ...] | None) -> None:
        self.model.fill(
            [[show(getattr(r, s.name), s.field) for s in self.model.slots] for r in value or ()]
        )

    def is_empty(self) -> bool:
        return not self._filled()

    def value(self) -> Any:
        problems = self._problems()
        if problems:
            raise Refusal(*problems)
        from kcdesk.kernel.kinds import take_fields

        within = self.sources.within()
        return tuple(take_fields(self.row_type, row, within) for row in self.raw()) or None

    def lock(self, is_locked: bool = True) -> None:
        self.is_locked = is_locked
        self.model.beginResetModel()
        self.model.is_locked = is_locked
        self.model.endResetModel()
        self.paste_button.setDisabled(is_locked)
        self.remove_button.setDisabled(is_locked)

    def on_change(self) -> None:
        parts = [f"共{len(self._filled())}行"]
        for position, slot in enumerate(self.model.slots):
            if slot.field.kind == "money":
                amounts = [self._amount(row[position], slot) for row in self.model.rows]
                parts.append(f"{slot.field.label}合计 {total(amounts).show()}元")
        self.say_aid("，".join(parts) + "。" if self.model.rows else "")

    # -- what a person does with it ------------------------------------------------------------------

    def paste(self) -> None:
        """Lay the clipboard's block at the current cell, or by its headings."""
        if self.is_locked:
            return
        block = _cells(QGuiApplication.clipboard().text())
        if not block:
            return
        if len(block) > MOST_PASTED_ROWS:
            self.show_problems(
                Refusal.of(
                    f"一次最多粘贴{MOST_PASTED_ROWS}行，现在有{len(block)}行。",
                    cure="请改用导入，或分几次粘贴。",
                ).problems
            )
            return
        order = self._headings(block[0])
        if order:
            body = [[line[i] if 0 <= i < len(line) else "" for i in order] for line in block[1:]]
            self.model.put(len(self.model.rows), 0, body)
        else:
            current = self.grid.currentIndex()
            row = current.row() if current.isValid() else len(self.model.rows)
            self.model.put(row, max(current.column(), 0), block)
        self.check()

    def remove_rows(self) -> None:
        """Take out the rows that are selected."""
        self.model.remove([i.row() for i in self.grid.selectedIndexes()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.grid
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._key(event)
        if watched is self.grid and event.type() == QEvent.Type.FocusOut:
            inside = self.grid.isAncestorOf(self.focusWidget() or self.grid)
            if not inside:
                self.leave()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return True
        if event.key() == Qt.Key.Key_Delete and not self.is_locked:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.remove_rows()
            else:
                for index in self.grid.selectedIndexes():
                    self.model.setData(index, "")
            return True
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # While a cell is written in, its Enter comes here too; closing the cell goes on.
            if self.grid.state() is not QAbstractItemView.State.EditingState:
                self._next_cell()
            return True
        return False

    def _cell_closed(self, _editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        if hint is QStyledItemDelegate.EndEditHint.SubmitModelCache:
            self._next_cell()

    def _next_cell(self) -> None:
        current = self.grid.currentIndex()
        row, column = current.row(), current.column() + 1
        if column >= self.model.columnCount():
            row, column = row + 1, 0
        if row >= self.model.rowCount() or (row > len(self.model.rows)):
            self.grid.focusNextPrevChild(True)
            return
        self.grid.setCurrentIndex(self.model.index(row, column))

    # -- inside ------------------------------------------------------------------------------------------

    def _filled(self) -> list[list[str]]:
        return [row for row in self.model.rows if any(cell.strip() for cell in row)]

    def _problems(self) -> tuple[Problem, ...]:
        found = []
        for row, texts in enumerate(self.model.rows):
            if not any(t.strip() for t in texts):
                continue
            for column, slot in enumerate(self.model.slots):
                problem = self.model.problem_at(row, column)
                if problem is not None:
                    found.append(
                        Problem(
                            f"第{row + 1}行{slot.field.label}：{problem.message}",
                            problem.cure,
                            self.slot.name,
                            problem.clauses,
                            problem.code,
                        )
                    )
                if len(found) >= 5:
                    return tuple(found)
        return tuple(found)

    def _headings(self, line: Sequence[str]) -> list[int]:
        """For each column of the grid the block's column; empty when the line is no headings."""
        clean = [text.strip().removesuffix("*").strip() for text in line]
        order = [
            next((i for i, t in enumerate(clean) if t in (s.field.label, s.name)), -1)
            for s in self.model.slots
        ]
        return order if sum(i >= 0 for i in order) >= min(2, len(order)) else []

    def _amount(self, text: str, slot: Slot) -> Money:
        try:
            return cast(Money, KINDS["money"].parse(text, slot.field, self.sources.within()))
        except Refusal:
            return Money(0)

    def _width(self, position: int) -> int:
        kind = self.model.slots[position].field.kind
        return theme.em({"money": 10, "day": 9, "whole": 6, "flag": 5, "uscc": 13}.get(kind, 11))

    def _button(self, label: str, picture: str, act: Any, key: str) -> QPushButton:
        button = QPushButton(icons.icon(picture), label)
        button.setToolTip(key)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button


def _cells(text: str) -> list[list[str]]:
    """A block as Excel and WPS put it on the clipboard: tabs, line ends, quotes around both."""
    if not text.strip():
        return []
    lines = list(csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t"))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return [[cell.strip() for cell in line] for line in lines]
