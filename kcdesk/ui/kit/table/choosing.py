"""Which columns a table shows, how wide, in what order of rows; kept from one day to the next.

The first visible column stands still, so showing and hiding goes through here and never
straight to the grid.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.settings import Settings
from kcdesk.ui.kit.table.columns import Column
from kcdesk.ui.kit.table.model import LinesModel
from kcdesk.ui.kit.table.view import GridView

KEEP_MS = 400
LOOKED_AT = 60
"""Rows by which the first widths are found."""
MOST_EM = 26
"""No column is made wider than this by itself."""
FIRST_MOST = 0.45
"""What the first column, which says which line it is, may take of the width before others."""


class ColumnChoice(QObject):
    """The columns of one grid."""

    sorting = Signal()
    """The rows are about to change places."""
    sorted_anew = Signal()

    def __init__(self, grid: GridView, model: LinesModel, name: str, settings: Settings | None):
        super().__init__(grid)
        self._grid = grid
        self._model = model
        self._columns: tuple[Column, ...] = model.columns
        self._name = f"table/{name}"
        self._settings = settings
        self.always: frozenset[int] = frozenset()
        """Columns that are never hidden."""
        self._is_fitting = False
        self._hidden: set[int] = set()
        self._spared: frozenset[int] = frozenset()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_MS)
        self._pause.timeout.connect(self.keep)
        self._restore()
        grid.horizontalHeader().sectionResized.connect(self._resized)
        for view in self._views():
            header = view.horizontalHeader()
            header.setSectionsClickable(True)
            header.sectionClicked.connect(self._clicked)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(self._pop_up)

    # -- showing and hiding -----------------------------------------------------------------------

    def shown(self) -> list[int]:
        """The columns that are shown."""
        return [i for i in range(len(self._columns)) if not self._grid.isColumnHidden(i)]

    def show_column(self, position: int, is_shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if not is_shown and (self.shown() == [position] or position in self.always):
            return
        (self._hidden.discard if is_shown else self._hidden.add)(position)
        self._hide()
        self.keep()

    def spare(self, names: Collection[str]) -> None:
        """Leave away columns with nothing in them now: nobody's choice, so nothing is kept."""
        spared = frozenset(
            n for n, c in enumerate(self._columns) if c.name in names and n not in self.always
        )
        if spared != self._spared:
            self._spared = spared
            self._hide()

    def _hide(self) -> None:
        """Hide what a person has hidden, and what is spared unless nothing else were shown."""
        gone = self._hidden | self._spared
        if len(gone) == len(self._columns):
            gone = self._hidden
        self._is_fitting = True
        for position in range(len(self._columns)):
            self._grid.setColumnHidden(position, position in gone)
        self._is_fitting = False
        self._stretch()
        self._grid.place_still()

    def reset(self) -> None:
        """All columns, at their first widths, rows in the order asked."""
        self._hidden.clear()
        self._hide()
        for position in self.shown():
            self._grid.setColumnWidth(position, theme.em(self._columns[position].width_em))
        self.sort(-1, Qt.SortOrder.AscendingOrder)
        self.keep()

    def fit(self) -> None:
        """Give room that is left over to columns whose texts are cut in the first rows.

        Widths that a person has chosen stay. The first column, wide for names, gives back what
        numbers and short words do not want, and takes what names want before all others.
        """
        if self._kept_widths() or self._pause.isActive():
            return
        shown = self.shown()
        self._is_fitting = True
        for position in shown:
            self._grid.setColumnWidth(position, theme.em(self._columns[position].width_em))
        spare = self._grid.viewport().width() - sum(map(self._grid.columnWidth, shown))
        # The last column takes what is left: it needs its own width, not all it now has.
        last = theme.em(self._columns[shown[-1]].width_em)
        spare += max(self._grid.columnWidth(shown[-1]) - last, 0)
        spare += self._give_back(shown[0]) - self._take(shown[0], spare)
        for position in shown[:-1]:
            wanted = min(self._wanted(position), theme.em(MOST_EM))
            more = min(wanted - self._grid.columnWidth(position), spare)
            if more > 0:
                self._grid.setColumnWidth(position, self._grid.columnWidth(position) + more)
                spare -= more
        self._is_fitting = False

    def _give_back(self, position: int) -> int:
        """What the still column has too much, heading and all."""
        column, has = self._columns[position], self._grid.columnWidth(position)
        wanted = max(self._wanted(position), theme.em(len(column.head) + 2.5))
        if column.is_number or wanted >= has:
            return 0
        self._grid.setColumnWidth(position, wanted)
        return has - wanted

    def _take(self, position: int, spare: int) -> int:
        """What the still column gets although others are then pushed out of sight."""
        has = self._grid.columnWidth(position)
        most = min(int(self._grid.viewport().width() * FIRST_MOST), theme.em(MOST_EM))
        more = min(self._wanted(position), most) - has
        if more <= max(spare, 0):
            return 0
        self._grid.setColumnWidth(position, has + more)
        return more

    def _wanted(self, position: int) -> int:
        """What the first rows of a column would take."""
        rows = range(min(self._model.rowCount(), LOOKED_AT))
        metrics = self._grid.fontMetrics()
        texts = (str(self._model.index(row, position).data() or "") for row in rows)
        room = theme.em(1.6 + 1.9 * self._model.has_picture(position))
        return max((metrics.horizontalAdvance(t) for t in texts), default=0) + room

    def menu(self, parent: QWidget) -> QMenu:
        """Ticks for the columns."""
        menu = QMenu("显示的列(&L)", parent)
        for position, column in enumerate(self._columns):
            if position in self._spared:
                continue
            entry = menu.addAction(column.head)
            entry.setCheckable(True)
            entry.setChecked(not self._grid.isColumnHidden(position))
            entry.toggled.connect(lambda on, p=position: self.show_column(p, on))
        menu.addSeparator()
        menu.addAction("恢复原来的列(&R)", self.reset)
        return menu

    # -- sorting -------------------------------------------------------------------------------------

    def sort(self, position: int, order: Qt.SortOrder) -> None:
        """Sort by a column; -1 is the order the query gave."""
        self.sorting.emit()
        for view in self._views():
            view.horizontalHeader().setSortIndicatorShown(position >= 0)
            view.horizontalHeader().setSortIndicator(position, order)
        self._model.sort(position, order)
        self.sorted_anew.emit()

    # -- inside ----------------------------------------------------------------------------------------

    def _views(self) -> list[QTableView]:
        return [self._grid] if self._grid.still is None else [self._grid, self._grid.still]

    def _clicked(self, position: int) -> None:
        header = self._grid.horizontalHeader()
        again = (
            header.isSortIndicatorShown()
            and header.sortIndicatorSection() == position
            and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        )
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        self.sort(position, down if again else up)
        self.keep()

    def _pop_up(self, point: QPoint) -> None:
        self.menu(self._grid).popup(self._grid.horizontalHeader().mapToGlobal(point))

    def _resized(self, section: int, before: int, after: int) -> None:
        # The last column follows the window, and hiding and showing are told late as widths of
        # nothing: that is nobody's choice.
        if not before or not after:
            return
        if not self._is_fitting and section != self.shown()[-1]:
            self._pause.start()

    def _restore(self) -> None:
        kept = self._settings.get(self._name) if self._settings else None
        if not isinstance(kept, dict):
            kept = {}
        for position, column in enumerate(self._columns):
            width = kept.get("widths", {}).get(column.name)
            usual = theme.em(column.width_em)
            self._grid.setColumnWidth(position, width if isinstance(width, int) else usual)
            if column.name in kept.get("hidden", []):
                self._hidden.add(position)
        names = [c.name for c in self._columns]
        sort = kept.get("sort")
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in names:
            down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            self.sort(names.index(sort[0]), down if sort[1] else up)
        self._hide()

    def _stretch(self) -> None:
        # A last column of words takes what is left; figures would stand far off at the edge.
        shown = self.shown()
        is_number = bool(shown) and self._columns[shown[-1]].is_number
        self._grid.horizontalHeader().setStretchLastSection(not is_number)

    def _kept_widths(self) -> dict[str, Any]:
        kept = self._settings.get(self._name) if self._settings else None
        return dict(kept.get("widths", {})) if isinstance(kept, dict) else {}

    def keep(self) -> None:
        """Write down what stands now."""
        if self._settings is None:
            return
        header = self._grid.horizontalHeader()
        section = header.sortIndicatorSection() if header.isSortIndicatorShown() else -1
        shown = self.shown()
        is_down = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        sort: Any = [self._columns[section].name, is_down] if section >= 0 else None
        # A hidden column and the stretched last one say nothing about a chosen width.
        # One that is spared now keeps the width it was given before.
        kept, away = self._kept_widths(), {self._columns[i].name for i in self._spared}
        widths = {name: width for name, width in kept.items() if name in away}
        widths |= {self._columns[i].name: self._grid.columnWidth(i) for i in shown[:-1]}
        hidden = [self._columns[i].name for i in sorted(self._hidden)]
        self._settings.put(self._name, {"widths": widths, "hidden": hidden, "sort": sort})
