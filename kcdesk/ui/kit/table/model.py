"""Qt's model over a source of frozen lines: only what is drawn is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.table.columns import Column
from kcdesk.ui.kit.table.source import AllLines, LineSource, PagedLines

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

Sign = Callable[[Any], "tuple[str, str] | None"]
"""The icon and tone that stand beside a line's words, or None."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WAITING = "…"
TICKED = 0
"""The column that bears the ticks where lines can be marked; it is never hidden there."""


def identity(line: Any) -> Any:
    """What a line is known by when the list is asked anew: its id, or itself where it has none."""
    return getattr(line, "id", line)


class LinesModel(QAbstractTableModel):
    """Read-only rows. `put` replaces them all; sorting is the source's."""

    marked = Signal()
    """Other lines are marked now."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        *,
        signs: Mapping[str, Sign] | None = None,
        may_mark: bool = False,
    ) -> None:
        """`signs` put an icon beside a column's words; `may_mark` a tick before the first."""
        super().__init__()
        self.columns = columns
        self._signs = dict(signs or {})
        self._may_mark = may_mark
        self.marks: dict[Any, Any] = {}
        """The lines marked, by their identity; they stay marked while another filter hides them."""
        self.source: LineSource = AllLines()
        self._sorted_by: tuple[int, bool] | None = None
        self._loss = QColor(theme.tokens().stop)

    def put(self, source: LineSource) -> None:
        """Show another source, in the order last chosen."""
        self.beginResetModel()
        self.source = source
        if isinstance(source, PagedLines):
            source.arrived = self._arrived
        if self._sorted_by is not None:
            position, descending = self._sorted_by
            source.sort(self.columns[position], descending=descending)
        self.endResetModel()

    def line(self, row: int) -> Any | None:
        """The line of a row, or None."""
        return self.source.line(row) if 0 <= row < self.source.count() else None

    def row_of(self, ident: Any) -> int:
        """The row of a line by its `identity`; -1 when it is not at hand."""
        if ident is None or not isinstance(self.source, AllLines):
            return -1
        return next((r for r, x in enumerate(self.source.lines()) if identity(x) == ident), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.source.count()

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Role.DisplayRole:
            line = self.source.line(index.row())
            return WAITING if line is None else column.text(line)
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        if role == Role.CheckStateRole and self._may_mark and index.column() == TICKED:
            is_marked = identity(self.source.line(index.row())) in self.marks
            return Qt.CheckState.Checked if is_marked else Qt.CheckState.Unchecked
        if role == Role.DecorationRole and column.name in self._signs:
            return self._sign(column.name, self.source.line(index.row()))
        if role == Role.ForegroundRole and column.is_money:
            line = self.source.line(index.row())
            value = None if line is None else column.value(line)
            return self._loss if isinstance(value, Money) and value.fen < 0 else None
        if role == Role.ToolTipRole:
            line = self.source.line(index.row())
            text = "" if line is None else column.text(line)
            return text if len(text) > 12 else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.head
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        if role == Role.ToolTipRole:
            return f"{column.head}。点按排序，再点倒序；右键选择显示的列。"
        return None

    def has_picture(self, position: int) -> bool:
        """Whether a tick or an icon may stand before a column's words."""
        return self.columns[position].name in self._signs or (self._may_mark and position == TICKED)

    # -- marks ------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self._may_mark and index.column() == TICKED:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line = self.source.line(index.row())
        if role != Role.CheckStateRole or line is None:
            return False
        self.mark([line], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def mark(self, lines: Iterable[Any], is_marked: bool) -> None:
        """Mark lines, or take their marks off."""
        for line in lines:
            if is_marked:
                self.marks[identity(line)] = line
            else:
                self.marks.pop(identity(line), None)
        if self.rowCount():
            first, last = self.index(0, TICKED), self.index(self.rowCount() - 1, TICKED)
            self.dataChanged.emit(first, last, [Role.CheckStateRole])
        self.marked.emit()

    def _sign(self, name: str, line: Any) -> QIcon | None:
        found = None if line is None else self._signs[name](line)
        return None if found is None else icons.icon(*found)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        descending = order is Qt.SortOrder.DescendingOrder
        self._sorted_by = (column, descending) if 0 <= column < len(self.columns) else None
        self.layoutAboutToBeChanged.emit()
        chosen = self.columns[column] if self._sorted_by else None
        self.source.sort(chosen, descending=descending)
        self.layoutChanged.emit()

    def _arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
