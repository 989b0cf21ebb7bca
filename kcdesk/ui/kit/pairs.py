"""Labels and what they belong to, in as many columns as the width allows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.notice import plain_label

Pair = tuple[QLabel, QWidget, bool]
"""A label, its widget, and whether the widget wants the whole width."""

ONE_COLUMN_EM = 27


class PairGrid(QWidget):
    """Pairs in one to `most` columns; laid out anew when the width changes."""

    def __init__(
        self, pairs: Sequence[Pair], *, most: int = 2, one_em: float = ONE_COLUMN_EM
    ) -> None:
        super().__init__()
        self._pairs = pairs
        self._most = most
        self._one_em = one_em
        self.columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(2))
        self._lay_out(1)

    def minimumSizeHint(self) -> QSize:
        # One column: else a page laid out wide could never be made narrow again.
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.em(self._one_em)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """As many columns as are wide enough, fewer when something in them cannot be broken."""
        fitting = self.width() // theme.em(self._one_em)
        columns = min(max(fitting, 1), self._most)
        while columns > 1 and self._needed(columns) > self.width():
            columns -= 1
        self._lay_out(columns)

    def _needed(self, columns: int) -> int:
        """The narrowest that many columns can be."""
        widest = [0] * columns
        column = 0
        for label, widget, is_wide in self._pairs:
            if is_wide:
                column = 0
                continue
            needed = label.minimumWidth() + widget.minimumSizeHint().width()
            widest[column] = max(widest[column], needed)
            column = (column + 1) % columns
        gaps = (columns - 1) * (theme.space(4) + theme.space(2) * 2) + columns * theme.space(2)
        return sum(widest) + gaps

    def _lay_out(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        # removeWidget deletes the layout's item; one taken out with takeAt would live on and
        # keep the widget's heights from ever being computed again.
        for label, widget, _is_wide in self._pairs:
            self._grid.removeWidget(label)
            self._grid.removeWidget(widget)
        row = column = 0
        top = Qt.AlignmentFlag.AlignTop
        for label, widget, is_wide in self._pairs:
            if is_wide and column:
                row, column = row + 1, 0
            span = columns * 3 - 2 if is_wide else 1
            self._grid.addWidget(label, row, column * 3, top)
            self._grid.addWidget(widget, row, column * 3 + 1, 1, span, top)
            column += 1
            if is_wide or column == columns:
                row, column = row + 1, 0
        for index in range(self._most * 3):
            is_used = index < columns * 3
            self._grid.setColumnStretch(index, 1 if is_used and index % 3 == 1 else 0)
            is_gap = index % 3 == 2 and index < columns * 3 - 1
            self._grid.setColumnMinimumWidth(index, theme.space(4) if is_gap else 0)
        self.updateGeometry()


def align_labels(labels: Sequence[QLabel], longest_em: float = 9) -> None:
    """One width for all labels of a page, so that what they name stands in line."""
    if not labels:
        return
    longest = max(label.fontMetrics().horizontalAdvance(label.text()) for label in labels)
    width = min(longest, theme.em(longest_em)) + theme.space(1)
    for label in labels:
        label.setFixedWidth(width)


def section(title: str) -> QLabel:
    """The heading of a group."""
    heading = plain_label(title, wrap=False)
    heading.setProperty("section", True)
    return heading


def block_head(title: str) -> QWidget:
    """A heading with a line under it."""
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(0, theme.space(1), 0, 0)
    column.setSpacing(theme.space(1))
    column.addWidget(section(title))
    column.addWidget(rule())
    return head


def rule() -> QFrame:
    """A line of one pixel."""
    line = QFrame()
    line.setProperty("rule", True)
    line.setFixedHeight(1)
    return line
