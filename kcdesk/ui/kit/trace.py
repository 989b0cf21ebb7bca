"""计算依据: every step of a decision with its figure, its clauses and its note.

Steps are read by name (`label`, `shown`, `clauses` or `article`, `note`), so the domain's own
steps and a query's lines do equally.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.ui.kit import theme
from kcdesk.ui.kit.notice import clause_link, plain_label
from kcdesk.ui.kit.pairs import rule


class TraceView(QWidget):
    """The steps, one under the other; the last one, the result, in bold."""

    clause_asked = Signal(str)

    def __init__(self, nothing: str = "没有计算步骤。") -> None:
        """`nothing` is said where there is no step."""
        super().__init__()
        self._nothing = nothing
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self._inner: QWidget | None = None
        self.steps: tuple[Any, ...] = ()
        self.setAccessibleName("计算依据")

    def show_steps(self, steps: Sequence[Any]) -> None:
        """Show these steps and no others."""
        self.steps = tuple(steps)
        if self._inner is not None:
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget()
        grid = QGridLayout(self._inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(1))
        grid.setColumnStretch(4, 1)
        if not self.steps:
            grid.addWidget(plain_label(self._nothing), 0, 0)
        for number, step in enumerate(self.steps):
            self._put(grid, number, step, is_last=number + 1 == len(self.steps))
        self._column.insertWidget(0, self._inner)
        self._inner.show()

    def text(self) -> str:
        """The steps as lines of text (复制)."""
        return "\n".join(
            "\t".join((str(i), s.label, s.shown, "、".join(_clauses(s)), getattr(s, "note", "")))
            for i, s in enumerate(self.steps, 1)
        )

    def _put(self, grid: QGridLayout, number: int, step: Any, *, is_last: bool) -> None:
        row = number * 2
        if number:
            grid.addWidget(rule(), row - 1, 0, 1, 5)
        order = plain_label(f"{number + 1}.", wrap=False)
        order.setProperty("muted", True)
        label = plain_label(step.label)
        # As wide as the words, within bounds: labels that wrap would give way to less.
        said = label.fontMetrics().horizontalAdvance(step.label) + theme.em(1)
        label.setMinimumWidth(min(max(said, theme.em(12)), theme.em(20)))
        label.setMaximumWidth(theme.em(22))
        shown = plain_label(step.shown, select=True)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        shown.setMinimumWidth(theme.em(10))
        shown.setMaximumWidth(theme.em(20))
        for part in (label, shown):
            part.setProperty("figure", is_last)
        note = plain_label(getattr(step, "note", ""))
        note.setProperty("muted", True)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(order, row, 0, top)
        grid.addWidget(label, row, 1, top)
        grid.addWidget(shown, row, 2, top)
        grid.addLayout(self._links(step), row, 3, top)
        grid.addWidget(note, row, 4, top)

    def _links(self, step: Any) -> QHBoxLayout:
        links = QHBoxLayout()
        links.setSpacing(0)
        clauses = _clauses(step)
        for clause in clauses:
            link = clause_link(clause)
            link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            link.clicked.connect(lambda _=False, c=clause: self.clause_asked.emit(c))
            links.addWidget(link)
        links.addStretch(1)
        return links


def on_paper(trace: TraceView) -> QScrollArea:
    """The steps on a page of their own: with a margin, and scrolled when they are many."""
    paper = QWidget()
    paper.setProperty("paper", True)
    column = QVBoxLayout(paper)
    column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
    column.addWidget(trace)
    column.addStretch(1)
    scroller = QScrollArea()
    scroller.setWidgetResizable(True)
    scroller.setWidget(paper)
    return scroller


def _clauses(step: Any) -> tuple[str, ...]:
    clauses: Any = getattr(step, "clauses", None)
    if clauses is None:
        clauses = getattr(step, "article", "")
    if isinstance(clauses, str):
        return tuple(part for part in clauses.split("、") if part)
    return tuple(clauses)
