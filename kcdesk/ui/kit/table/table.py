"""The table every list screen uses: filter box, actions, grid, totals, empty state.

It shows frozen lines and never changes them. Filtering is a query's work (`filter_changed`);
sorting, choosing columns, copying and summing are the table's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from kcdesk.kernel.money import Money, total
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.actions import Action, ActionBar
from kcdesk.ui.kit.elided import Elided
from kcdesk.ui.kit.keys import ENTER, EnterMoves
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.settings import Settings
from kcdesk.ui.kit.table.choosing import ColumnChoice
from kcdesk.ui.kit.table.clip import clip_of
from kcdesk.ui.kit.table.columns import Column, columns_of
from kcdesk.ui.kit.table.empty import Empty, EmptyPage
from kcdesk.ui.kit.table.model import TICKED, LinesModel, Sign, identity
from kcdesk.ui.kit.table.source import AllLines, LineSource
from kcdesk.ui.kit.table.view import GridView

DEBOUNCE_MS = 150
SUM_MS = 40
MOST_SUMMED = 200_000
_CONTROL = Qt.KeyboardModifier.ControlModifier


class Table(QWidget):
    """Lines of one type."""

    opened = Signal(int)
    """Enter or double click on a line: its id."""
    chosen = Signal(object)
    """The current line, or None."""
    marks_changed = Signal()
    """Other lines are ticked; see `marked_lines`."""
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
        signs: Mapping[str, Sign] | None = None,
        may_mark: bool = False,
        widths: Mapping[str, float] | None = None,
        direct: int = 3,
    ) -> None:
        """`columns` picks and orders them; `name` keys what is remembered; `unit` counts rows
        (``家``, ``笔``); `label` names the table to a screen reader; `signs` put an icon beside
        the words of a column; with `may_mark` many lines can be ticked (空格, Ctrl+A); `widths`
        are first widths of columns in font sizes; of the actions at most `direct` stand beside
        the list while there is room, the others under 更多.
        """
        super().__init__()
        self.columns = columns_of(line_type, columns, widths=widths)
        self._unit = unit
        self._empty = empty or Empty()
        self._also, self._is_narrowed = "", False
        self._is_fitted = False
        self._may_mark = may_mark
        self.model = LinesModel(self.columns, signs=signs, may_mark=may_mark)
        self.model.marked.connect(self._marked)
        self.grid = GridView(freeze=freeze)
        self.grid.setModel(self.model)
        self.grid.attach()
        self.grid.setAccessibleName(label or "列表")
        self.choice = ColumnChoice(self.grid, self.model, name or line_type.__name__, settings)
        self.filter = QLineEdit()
        self.extra = QHBoxLayout()
        self.bar = ActionBar(actions, direct=direct)
        self.bar.keys_for(self)
        self.count_label = Elided()
        self.sum_label = plain_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self.top = self._top_row(may_filter)
        if not may_filter and not actions:
            self.top.hide()
        column.addWidget(self.top)
        column.addWidget(self.grid, 1)
        column.addLayout(self._foot())
        self.empty_page = EmptyPage(self.grid)
        self._connect()
        self.show_lines(())

    # -- what a screen calls ------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Show these; the current line stays current if it is still among them."""
        self.show_source(AllLines(lines))

    def show_source(self, source: LineSource) -> None:
        """Show a source that may fetch its pages later."""
        current = self.line()
        scrolled = self.grid.verticalScrollBar().value()
        self.model.put(source)
        row = self.model.row_of(identity(current))
        if row >= 0:
            self.grid.go_to_row(row)
            self.grid.verticalScrollBar().setValue(scrolled)
        elif source.count():
            self.grid.go_to_row(0)
        self._fit()
        self.grid.place_still()
        self._say_count()
        self._say_sums()
        self._show_empty()
        self._follow_current()

    def _fit(self) -> None:
        # Once, when there is something to see: columns must not jump while somebody types.
        if self.model.rowCount() and not self._is_fitted and self.grid.isVisible():
            self._is_fitted = True
            self.choice.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Lines that came while the list lay on a tab behind another.
        QTimer.singleShot(0, self, self._fit)

    def spare_empty(self, lines: Sequence[Any], *names: str) -> None:
        """Before `show_lines`: those of these columns that are empty in all lines are not shown."""
        self.choice.spare([n for n in names if not any(getattr(line, n) for line in lines)])

    def fit_anew(self) -> None:
        """Lines of another sort come next: first widths are found for them again."""
        self._is_fitted = False

    def line(self) -> Any | None:
        """The current line, or None."""
        return self.model.line(self.grid.currentIndex().row())

    def lines(self) -> tuple[Any, ...]:
        """The lines selected, in the order shown (those at hand)."""
        found = (self.model.line(row) for row in self.grid.selected_rows())
        return tuple(line for line in found if line is not None)

    def marked_lines(self) -> tuple[Any, ...]:
        """The lines ticked, those a filter hides now among them."""
        return tuple(self.model.marks.values())

    def mark(self, lines: Sequence[Any], is_marked: bool = True) -> None:
        """Tick lines, or take their ticks off."""
        self.model.mark(lines, is_marked)

    def mark_all(self) -> None:
        """Tick every line shown, or take the ticks off where all have one."""
        self._turn_marks(
            [x for row in range(self.model.rowCount()) if (x := self.model.line(row)) is not None]
        )

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

    def say_also(self, text: str, *, narrows: bool = True) -> None:
        """The active further filters in words, shown beside the count; or a hint on the list,
        which does not narrow it.
        """
        self._also, self._is_narrowed = text, narrows and bool(text)
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
        shown = [self.columns[i] for i in self.choice.shown()]
        QGuiApplication.clipboard().setMimeData(clip_of(self.lines(), shown, heads=heads))

    def context_menu(self) -> QMenu:
        """The menu of the current line, as the menu key shows it."""
        menu = QMenu(self)
        if self.line() is not None:
            opened = menu.addAction(icons.icon("open"), "打开(&O)\tEnter")
            opened.triggered.connect(lambda _=False: self._open(self.grid.currentIndex().row()))
            self.bar.put_into(menu, [a for a in self.bar.actions_given if a.for_line])
            menu.addSeparator()
            menu.addAction(icons.icon("copy"), "复制(&C)\tCtrl+C", self.copy)
            menu.addAction("复制，连同表头(&H)\tCtrl+Shift+C", lambda: self.copy(True))
        if self._may_mark:
            menu.addAction("全部勾选或取消(&A)\tCtrl+A", self.mark_all)
        else:
            menu.addAction("全选(&A)\tCtrl+A", self.grid.selectAll)
        menu.addMenu(self.choice.menu(menu))
        return menu

    # -- building -------------------------------------------------------------------------------------

    def _top_row(self, may_filter: bool) -> QWidget:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        label = QLabel("查找(&F)")
        label.setBuddy(self.filter)
        self.filter.setPlaceholderText("名称、拼音首字母、代码")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("查找")
        self.filter.setMinimumWidth(theme.em(9))
        self.filter.setMaximumWidth(theme.em(22))
        self._typing = EnterMoves(self.filter, plain_enter=False)
        self.filter.installEventFilter(self)
        row.addWidget(label)
        row.addWidget(self.filter, 2)
        label.setVisible(may_filter)
        self.filter.setVisible(may_filter)
        row.addLayout(self.extra)
        row.addWidget(self.bar, 3)
        return top

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(4))
        foot.addWidget(self.count_label, 1, Qt.AlignmentFlag.AlignTop)
        self.sum_label.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot.addWidget(self.sum_label, 1)
        return foot

    def _connect(self) -> None:
        if self._may_mark:
            self.grid.installEventFilter(self)
            self.choice.always = frozenset((TICKED,))
        self._pause = self._timer(DEBOUNCE_MS, self._filter_settled)
        self.filter.textChanged.connect(self._pause.start)
        self._sum_pause = self._timer(SUM_MS, self._say_sums)
        selection = self.grid.selectionModel()
        selection.selectionChanged.connect(self._sum_pause.start)
        selection.currentRowChanged.connect(self._follow_current)
        self.grid.entered_row.connect(self._open)
        self.grid.copy_asked.connect(self.copy)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._pop_up)
        self._kept_line: Any = None
        self.choice.sorting.connect(self._keep_line)
        self.choice.sorted_anew.connect(self._find_line)

    def _timer(self, pause_ms: int, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause_ms)
        timer.timeout.connect(act)
        return timer

    # -- keys and events ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Down or Enter in the filter box goes to the rows; Esc empties the box.
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.grid:
            return self._mark_by(event)
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.clear_filter()
            return True
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Down, *ENTER) and not is_control:
            if event.key() == Qt.Key.Key_Down or not self._typing.is_input_methods():
                self.grid.setFocus()
            return True
        return False

    def _mark_by(self, event: QKeyEvent) -> bool:
        """Space ticks the selected rows, or takes the ticks off where all have one; Ctrl+A all."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._turn_marks(self.lines())
        elif event.key() == Qt.Key.Key_A and event.modifiers() == _CONTROL:
            self.mark_all()
        else:
            return False
        return True

    def _turn_marks(self, lines: Sequence[Any]) -> None:
        self.mark(lines, not all(identity(line) in self.model.marks for line in lines))

    def _marked(self) -> None:
        self._say_count()
        self.marks_changed.emit()

    def _filter_settled(self) -> None:
        self._say_count()
        self.filter_changed.emit(self.filter.text().strip())

    def _open(self, row: int) -> None:
        ident = getattr(self.model.line(row), "id", None)
        if isinstance(ident, int):
            self.opened.emit(ident)

    def _follow_current(self) -> None:
        line = self.line()
        self.bar.follow(line)
        self.chosen.emit(line)

    def _keep_line(self) -> None:
        self._kept_line = self.line()

    def _find_line(self) -> None:
        if self._kept_line is not None:
            self.grid.go_to_row(max(self.model.row_of(identity(self._kept_line)), 0))

    def _pop_up(self, point: QPoint) -> None:
        self.context_menu().popup(self.grid.viewport().mapToGlobal(point))

    # -- what is said under the grid ------------------------------------------------------------------------

    def _say_count(self) -> None:
        parts = [f"共{self.model.rowCount():,}{self._unit}"]
        if text := self.filter.text().strip():
            parts.append(f"查找：“{text}”")
        if self._also:
            parts.append(self._also)
        if marks := self.model.marks:
            shown = sum(
                identity(self.model.line(row)) in marks for row in range(self.model.rowCount())
            )
            away = (
                f"（其中{len(marks) - shown:,}{self._unit}不在下面）" if shown < len(marks) else ""
            )
            parts.append(f"已勾选{len(marks):,}{self._unit}{away}")
        self.count_label.setText("  |  ".join(parts))

    def _say_sums(self) -> None:
        rows = self.grid.selected_rows()
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
        elif self._is_narrowed and not self.filter.text().strip():
            explain = f"现在的条件是“{self._also}”，改选“全部”或者去掉勾选，就都列出来。"
            self.empty_page.say(Empty("没有符合条件的记录。", explain))
        elif self.filter.text().strip():
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
