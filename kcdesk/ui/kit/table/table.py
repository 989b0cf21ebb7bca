"""The table every list screen uses: filter box, actions, grid, totals, empty state.

It shows frozen lines and never changes them. Filtering is a query's work (`filter_changed`);
sorting, choosing columns, copying and summing are the table's. Column widths, hidden columns
and the order are kept in `Settings` under the table's name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.money import Money, total
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.dialogs import amp
from kcdesk.ui.kit.keys import ENTER
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.settings import Settings
from kcdesk.ui.kit.table.clip import clip_of
from kcdesk.ui.kit.table.columns import Column, columns_of
from kcdesk.ui.kit.table.model import LinesModel
from kcdesk.ui.kit.table.source import AllLines, LineSource
from kcdesk.ui.kit.table.view import GridView

DEBOUNCE_MS = 150
MOST_SUMMED = 200_000


@dataclass(frozen=True)
class Action:
    """Something to do from a list: a button above it, an entry of the context menu.

    `run()` is called bare, or with the current line when `for_line`. `label` carries its access
    key, ``登记还款(R)``; `key` is a shortcut such as ``Ins``.
    """

    label: str
    run: Callable[..., None]
    icon: str = ""
    key: str = ""
    for_line: bool = False
    primary: bool = False
    may: Callable[[Any], bool] = lambda _line: True
    """Whether it can be done with this line (only asked when `for_line`)."""


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what is missing, what to do, and a button that does it."""

    text: str = "这里还没有记录。"
    explain: str = ""
    button: str = ""
    run: Callable[[], None] = lambda: None


class Table(QWidget):
    """Lines of one type."""

    opened = Signal(int)
    """Enter or double click on a line: its id."""
    chosen = Signal(object)
    """The current line, or None."""
    filter_changed = Signal(str)
    """What stands in the filter box, after a short pause."""

    def __init__(
        self,
        line_type: type,
        *,
        columns: Sequence[str] | None = None,
        name: str = "",
        settings: Settings | None = None,
        unit: str = "条",
        actions: Sequence[Action] = (),
        empty: Empty | None = None,
        may_filter: bool = True,
        freeze: bool = True,
        label: str = "",
    ) -> None:
        """`columns` picks and orders them; `name` keys what is remembered; `unit` counts rows
        (``家``, ``笔``); `label` names the table to a screen reader.
        """
        super().__init__()
        self.columns = columns_of(line_type, columns)
        self.actions_given = tuple(actions)
        self._name, self._settings, self._unit = name or line_type.__name__, settings, unit
        self._empty = empty or Empty()
        self._also = ""
        self.model = LinesModel(self.columns)
        self.grid = GridView(freeze=freeze)
        self.grid.setModel(self.model)
        self.grid.attach()
        self.grid.setAccessibleName(label or "列表")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self.filter = QLineEdit()
        self.extra = QHBoxLayout()
        self._buttons: list[tuple[QPushButton, Action]] = []
        self.top = self._top_row(may_filter)
        column.addWidget(self.top)
        self.top.setVisible(may_filter or bool(actions))
        column.addWidget(self.grid, 1)
        self.empty_page = _EmptyPage(self.grid)
        self.count_label = plain_label(wrap=False)
        self.sum_label = plain_label(wrap=False)
        column.addLayout(self._foot())
        self._restore_columns()
        self._connect()
        self.show_lines(())

    # -- what a screen calls ----------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Show these; the current line stays current if it is still among them."""
        self.show_source(AllLines(lines))

    def show_source(self, source: LineSource) -> None:
        """Show a source that may fetch its pages later."""
        current = self.line()
        scrolled = self.grid.verticalScrollBar().value()
        self.model.put(source)
        row = self.model.row_of(current.id) if current is not None else -1
        if row >= 0:
            self.grid.go_to_row(row)
            self.grid.verticalScrollBar().setValue(scrolled)
        elif source.count():
            self.grid.go_to_row(0)
        self._say_count()
        self._say_sums()
        self._show_empty()
        self._follow_current()

    def line(self) -> Any | None:
        """The current line, or None."""
        return self.model.line(self.grid.currentIndex().row())

    def lines(self) -> tuple[Any, ...]:
        """The lines selected, in the order shown (those at hand)."""
        found = (self.model.line(row) for row in self._selected_rows())
        return tuple(line for line in found if line is not None)

    def go_to(self, ident: int) -> bool:
        """Make the line of this id current; False when it is not there."""
        row = self.model.row_of(ident)
        if row >= 0:
            self.grid.go_to_row(row)
        return row >= 0

    def add_filter(self, widget: QWidget) -> None:
        """Put a further filter (a list, a tick) beside the filter box."""
        self.extra.addWidget(widget)
        self.top.show()

    def say_also(self, text: str) -> None:
        """The active further filters in words, shown beside the count."""
        self._also = text
        self._say_count()

    def clear_filter(self) -> None:
        """Empty the filter box and say so at once."""
        self.filter.clear()
        self._pause.stop()
        self.filter_changed.emit("")

    def focus_filter(self) -> None:
        """For the screen's own key."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def copy(self, heads: bool = False) -> None:
        """Put the selected rows on the clipboard."""
        shown = [c for i, c in enumerate(self.columns) if not self.grid.isColumnHidden(i)]
        QGuiApplication.clipboard().setMimeData(clip_of(self.lines(), shown, heads=heads))

    # -- building ---------------------------------------------------------------------------------------------

    def _top_row(self, may_filter: bool) -> QWidget:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        self.filter_label = QLabel("查找(&F)")
        self.filter_label.setBuddy(self.filter)
        self.filter.setPlaceholderText("名称、拼音首字母、代码")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("查找")
        self.filter.setMinimumWidth(theme.em(9))
        self.filter.setMaximumWidth(theme.em(22))
        row.addWidget(self.filter_label)
        row.addWidget(self.filter, 2)
        self.filter_label.setVisible(may_filter)
        self.filter.setVisible(may_filter)
        row.addLayout(self.extra)
        row.addStretch(1)
        direct, rest = self.actions_given[:3], self.actions_given[3:]
        for action in direct:
            row.addWidget(self._action_button(action))
        if rest:
            more = QPushButton("更多(&M)")
            menu = QMenu(more)
            for action in rest:
                self._menu_entry(menu, action)
            menu.aboutToShow.connect(lambda: self._refresh_menu(menu))
            more.setMenu(menu)
            row.addWidget(more)
        return top

    def _action_button(self, action: Action) -> QPushButton:
        button = QPushButton(amp(action.label))
        if action.icon:
            button.setIcon(icons.icon(action.icon, "on_accent" if action.primary else "text"))
        if action.primary:
            theme.mark(button, primary=True)
        if action.key:
            button.setToolTip(action.key)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self._run(action))
        self._buttons.append((button, action))
        return button

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(4))
        foot.addWidget(self.count_label)
        foot.addStretch(1)
        foot.addWidget(self.sum_label)
        self.sum_label.setAlignment(Qt.AlignmentFlag.AlignRight)
        return foot

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(lambda: self.filter_changed.emit(self.filter.text().strip()))
        self.filter.textChanged.connect(lambda _text: self._pause.start())
        self.filter_changed.connect(lambda _text: self._say_count())
        self.filter.installEventFilter(_DownToGrid(self))
        self.grid.entered_row.connect(self._open_row)
        self.grid.copy_asked.connect(self.copy)
        self.grid.selectionModel().currentRowChanged.connect(lambda *_: self._follow_current())
        self._sum_pause = QTimer(self)
        self._sum_pause.setSingleShot(True)
        self._sum_pause.setInterval(40)
        self._sum_pause.timeout.connect(self._say_sums)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._sum_pause.start())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        for view in (self.grid, self.grid.still):
            if view is None:
                continue
            header = view.horizontalHeader()
            header.setSectionsClickable(True)
            header.sectionClicked.connect(self._sort_clicked)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(self._show_column_menu)
        self._widths_pause = QTimer(self)
        self._widths_pause.setSingleShot(True)
        self._widths_pause.setInterval(400)
        self._widths_pause.timeout.connect(self._keep_columns)
        pause = self._widths_pause
        self.grid.horizontalHeader().sectionResized.connect(lambda *_: pause.start())
        for action in self.actions_given:
            if action.key:
                shortcut = QShortcut(QKeySequence(action.key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda a=action: self._run(a))

    # -- doing ------------------------------------------------------------------------------------------------------

    def _open_row(self, row: int) -> None:
        line = self.model.line(row)
        if line is not None:
            self.opened.emit(line.id)

    def _run(self, action: Action) -> None:
        if not action.for_line:
            action.run()
            return
        line = self.line()
        if line is not None and action.may(line):
            action.run(line)

    def _follow_current(self) -> None:
        line = self.line()
        for button, action in self._buttons:
            if action.for_line:
                button.setEnabled(line is not None and action.may(line))
        self.chosen.emit(line)

    def context_menu(self) -> QMenu:
        """The menu of the current line, as the menu key shows it."""
        menu = QMenu(self)
        if self.line() is not None:
            opened = menu.addAction(icons.icon("open"), "打开(&O)\tEnter")
            opened.triggered.connect(lambda: self._open_row(self.grid.currentIndex().row()))
            for action in self.actions_given:
                if action.for_line:
                    self._menu_entry(menu, action)
            menu.addSeparator()
            menu.addAction(icons.icon("copy"), "复制(&C)\tCtrl+C", self.copy)
            menu.addAction("复制，连同表头(&H)\tCtrl+Shift+C", lambda: self.copy(True))
        menu.addAction("全选(&A)\tCtrl+A", self.grid.selectAll)
        menu.addMenu(self.column_menu(menu))
        self._refresh_menu(menu)
        return menu

    def column_menu(self, parent: QWidget | None = None) -> QMenu:
        """Which columns are shown."""
        menu = QMenu("显示的列(&L)", parent or self)
        for position, column in enumerate(self.columns):
            entry = menu.addAction(column.head)
            entry.setCheckable(True)
            entry.setChecked(not self.grid.isColumnHidden(position))
            entry.toggled.connect(lambda on, p=position: self.show_column(p, on))
        menu.addSeparator()
        menu.addAction("恢复原来的列(&R)", self.reset_columns)
        return menu

    def show_column(self, position: int, is_shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        visible = [i for i in range(len(self.columns)) if not self.grid.isColumnHidden(i)]
        if not is_shown and visible == [position]:
            return
        self.grid.setColumnHidden(position, not is_shown)
        self.grid.place_still()
        self._keep_columns()

    def reset_columns(self) -> None:
        """All columns, at their first widths, in the order asked."""
        for position, column in enumerate(self.columns):
            self.grid.setColumnHidden(position, False)
            self.grid.setColumnWidth(position, theme.em(column.width_em))
        self._sort(-1, Qt.SortOrder.AscendingOrder)
        self.grid.place_still()
        self._keep_columns()

    def _menu_entry(self, menu: QMenu, action: Action) -> None:
        key = f"\t{action.key}" if action.key else ""
        entry = QAction(amp(action.label) + key, menu)
        if action.icon:
            entry.setIcon(icons.icon(action.icon))
        entry.setData(action)
        entry.triggered.connect(lambda _=False: self._run(action))
        menu.addAction(entry)

    def _refresh_menu(self, menu: QMenu) -> None:
        line = self.line()
        for entry in menu.actions():
            action = entry.data()
            if isinstance(action, Action) and action.for_line:
                entry.setEnabled(line is not None and action.may(line))

    def _show_menu(self, point: QPoint) -> None:
        self.context_menu().popup(self.grid.viewport().mapToGlobal(point))

    def _show_column_menu(self, point: QPoint) -> None:
        self.column_menu().popup(self.grid.horizontalHeader().mapToGlobal(point))

    # -- sorting and columns ---------------------------------------------------------------------------------------------

    def _sort_clicked(self, position: int) -> None:
        header = self.grid.horizontalHeader()
        again = (
            header.isSortIndicatorShown()
            and header.sortIndicatorSection() == position
            and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        )
        self._sort(position, Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder)
        self._keep_columns()

    def _sort(self, position: int, order: Qt.SortOrder) -> None:
        current = self.line()
        for view in (self.grid, self.grid.still):
            if view is not None:
                view.horizontalHeader().setSortIndicatorShown(position >= 0)
                view.horizontalHeader().setSortIndicator(position, order)
        self.model.sort(position, order)
        if current is not None:
            self.go_to(current.id)

    def _restore_columns(self) -> None:
        kept = self._settings.get(f"table/{self._name}", {}) if self._settings else {}
        widths = kept.get("widths", {}) if isinstance(kept, dict) else {}
        hidden = kept.get("hidden", []) if isinstance(kept, dict) else []
        for position, column in enumerate(self.columns):
            width = widths.get(column.name)
            self.grid.setColumnWidth(
                position, width if isinstance(width, int) else theme.em(column.width_em)
            )
            self.grid.setColumnHidden(position, column.name in hidden)
        sort = kept.get("sort") if isinstance(kept, dict) else None
        names = [c.name for c in self.columns]
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in names:
            order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
            self._sort(names.index(sort[0]), order)
        self.grid.place_still()

    def _keep_columns(self) -> None:
        if self._settings is None:
            return
        header = self.grid.horizontalHeader()
        section = header.sortIndicatorSection() if header.isSortIndicatorShown() else -1
        hidden = [c.name for i, c in enumerate(self.columns) if self.grid.isColumnHidden(i)]
        self._settings.put(
            f"table/{self._name}",
            {
                # A hidden column and the stretched last one say nothing about a chosen width.
                "widths": {
                    c.name: self.grid.columnWidth(i)
                    for i, c in enumerate(self.columns[:-1])
                    if c.name not in hidden
                },
                "hidden": hidden,
                "sort": [
                    self.columns[section].name,
                    header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
                ]
                if section >= 0
                else None,
            },
        )

    # -- what is said under the grid --------------------------------------------------------------------------------------

    def _selected_rows(self) -> list[int]:
        rows: set[int] = set()
        selection = self.grid.selectionModel().selection()
        for position in range(selection.count()):
            span = selection.at(position)
            rows.update(range(span.top(), span.bottom() + 1))
        return sorted(rows)

    def _say_count(self) -> None:
        parts = [f"共{self.model.rowCount():,}{self._unit}"]
        if text := self.filter.text().strip():
            parts.append(f"查找：“{text}”")
        if self._also:
            parts.append(self._also)
        self.count_label.setText("  |  ".join(parts))

    def _say_sums(self) -> None:
        rows = self._selected_rows()
        if len(rows) < 2:
            self.sum_label.setText("")
            return
        parts = [f"已选{len(rows):,}{self._unit}"]
        if len(rows) <= MOST_SUMMED:
            lines = self.lines()
            parts += [text for c in self.columns if (text := _sum_text(c, lines))]
        self.sum_label.setText("  |  ".join(parts))

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self.empty_page.hide()
            return
        if self.filter.text().strip() or self._also:
            text = "没有符合条件的记录。"
            explain = "可以少输几个字，或用拼音首字母、代码后几位再查。"
            self.empty_page.say(Empty(text, explain, "清除查找", self.clear_filter))
        else:
            self.empty_page.say(self._empty)


def _sum_text(column: Column, lines: Sequence[Any]) -> str:
    if not column.is_money:
        return ""
    amounts = [v for line in lines if isinstance(v := column.value(line), Money)]
    if not amounts:
        return ""
    summed = total(amounts)
    shown = f"{summed.in_wan()}万元" if column.field.unit == "万元" else f"{summed.show()}元"
    return f"{column.field.label}合计 {shown}"


class _DownToGrid(QWidget):
    """Down or Enter in the filter box goes to the first row; Esc empties the box."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.hide()
        self._table = table

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        table = self._table
        if event.key() == Qt.Key.Key_Escape and table.filter.text():
            table.clear_filter()
            return True
        if event.key() in (Qt.Key.Key_Down, *ENTER) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            table.grid.setFocus()
            return True
        return False


class _EmptyPage(QFrame):
    """Lies over an empty grid."""

    def __init__(self, grid: GridView) -> None:
        super().__init__(grid.viewport())
        self._grid = grid
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = plain_label()
        self.text.setProperty("title", True)
        self.explain = plain_label()
        self.explain.setProperty("muted", True)
        for label in (self.text, self.explain):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        self._run: Callable[[], None] = lambda: None
        self.button.clicked.connect(lambda _=False: self._run())
        grid.viewport().installEventFilter(self)
        self.hide()

    def say(self, empty: Empty) -> None:
        """Show this over the grid."""
        self.text.setText(empty.text)
        self.explain.setText(empty.explain)
        self.explain.setVisible(bool(empty.explain))
        self.button.setText(amp(empty.button))
        self.button.setVisible(bool(empty.button))
        self._run = empty.run
        self.setGeometry(self._grid.viewport().rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.Resize and self.isVisible():
            self.setGeometry(self._grid.viewport().rect())
        return False
