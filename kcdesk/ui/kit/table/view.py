"""The grid itself: whole rows, the first column standing still, keys as a clerk expects them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.keys import ENTER


class GridView(QTableView):
    """A table whose first visible column does not scroll away."""

    entered_row = Signal(int)
    """Enter or double click."""
    copy_asked = Signal(bool)
    """Ctrl+C; True with headings (Ctrl+Shift+C)."""
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None, *, freeze: bool = True) -> None:
        super().__init__(parent)
        _dress(self)
        self.setSortingEnabled(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.doubleClicked.connect(self._double_clicked)
        self.still: QTableView | None = None
        if freeze:
            self._make_still()

    # -- the column that stands still ---------------------------------------------------------------

    def _make_still(self) -> None:
        still = QTableView(self)
        _dress(still)
        still.setProperty("frozen", True)
        still.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        still.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        still.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        still.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        still.horizontalHeader().setHighlightSections(False)
        still.doubleClicked.connect(self._double_clicked)
        still.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(still.verticalScrollBar().setValue)
        self.horizontalHeader().sectionResized.connect(lambda *_: self.place_still())
        still.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.viewport().stackUnder(still)
        self.still = still

    def attach(self) -> None:
        """After `setModel`: the still column shows the same rows and the same selection."""
        if self.still is not None:
            self.still.setModel(self.model())
            self.still.setSelectionModel(self.selectionModel())
            self.place_still()

    def first_column(self) -> int:
        """The first visible column; -1 when there is none."""
        columns = range(self.model().columnCount() if self.model() else 0)
        return next((c for c in columns if not self.isColumnHidden(c)), -1)

    def place_still(self) -> None:
        """Lay the still column over the first one; not when it would take half the width."""
        still, first = self.still, self.first_column()
        if still is None or first < 0:
            return
        width = self.columnWidth(first)
        for column in range(self.model().columnCount()):
            still.setColumnHidden(column, column != first)
        still.setColumnWidth(first, width)
        visible = width * 2 < self.viewport().width() and self.model().rowCount() > 0
        still.setVisible(visible)
        frame = self.frameWidth()
        height = self.viewport().height() + self.horizontalHeader().height()
        still.setGeometry(frame, frame, width, height)
        still.horizontalHeader().setFixedHeight(self.horizontalHeader().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_still()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Going left must not leave the current cell under the still column.
        current = super().moveCursor(action, modifiers)
        still = self.still
        if (
            action is QAbstractItemView.CursorAction.MoveLeft
            and still is not None
            and still.isVisible()
            and current.column() > self.first_column()
        ):
            hidden = still.width() - self.visualRect(current).left()
            if hidden > 0:
                bar = self.horizontalScrollBar()
                bar.setValue(bar.value() - hidden)
        return current

    # -- keys ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in ENTER and not control:
            if self.currentIndex().isValid():
                self.entered_row.emit(self.currentIndex().row())
            return
        if event.key() == Qt.Key.Key_C and control:
            self.copy_asked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        if event.key() == Qt.Key.Key_Escape and not self.selectionModel().hasSelection():
            self.escaped.emit()
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def selected_rows(self) -> list[int]:
        """The rows selected, from the top; by spans, so that 全选 costs nothing."""
        selection = self.selectionModel().selection()
        rows: set[int] = set()
        for position in range(selection.count()):
            span = selection.at(position)
            rows.update(range(span.top(), span.bottom() + 1))
        return sorted(rows)

    def go_to_row(self, row: int) -> None:
        """Make a row the current and only selected one."""
        index = self.model().index(row, max(self.first_column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _double_clicked(self, index: QModelIndex) -> None:
        self.entered_row.emit(index.row())


def _dress(view: QTableView) -> None:
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(True)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.em(2.1))
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
