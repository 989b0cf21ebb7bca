"""A wizard: one command asked for in a few steps, with room for words beside each.

Used where a person does something for the first time (a new office, the year end). Every step
shows some of the command's fields, or a widget of its own; 下一步 goes on only when the fields of
the step can be read. `finished` carries the command; the caller does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import slots_of, take_fields
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.form import FieldMaker, Form
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label, remark_of
from kcdesk.ui.kit.sources import Sources


@dataclass(frozen=True)
class Step:
    """One page. `names` are the fields asked here; `widget` is shown under them.

    `check` may refuse going on (a folder that is not empty); it is handed what is written.
    """

    title: str
    explain: str = ""
    names: tuple[str, ...] = ()
    widget: QWidget | None = None
    check: Callable[[Mapping[str, object]], Sequence[Problem]] = lambda _raw: ()
    entered: Callable[[Mapping[str, object]], None] = lambda _raw: None
    """Called when the step is shown (to fill a summary)."""


class Wizard(QWidget):
    """Steps on the left, the page, 上一步 / 下一步 / 完成."""

    finished = Signal(object)
    """The command, complete."""
    left = Signal()
    """取消."""

    def __init__(
        self,
        command_type: type,
        steps: Sequence[Step],
        sources: Sources,
        *,
        title: str = "",
        finish_label: str = "完成",
        overrides: Mapping[str, FieldMaker] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.command_type = command_type
        self.steps = tuple(steps)
        self._sources = sources
        self._finish_label = finish_label
        self.forms = [
            Form(command_type, sources, names=step.names, overrides=overrides) for step in steps
        ]
        for form in self.forms:
            form.fill({k: v for k, v in (values or {}).items() if k in form.fields})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(title or str(getattr(command_type, "label", ""))))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._steps_panel())
        self.pages = QStackedWidget()
        for step, form in zip(self.steps, self.forms, strict=True):
            self.pages.addWidget(self._page(step, form))
        row.addWidget(self.pages, 1)
        column.addLayout(row, 1)
        self.troubles = NoticeBar()
        column.addWidget(self.troubles)
        column.addWidget(self._button_bar())
        self.go_to(0)

    # -- what a caller may do ------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The number of the step shown, from 0."""
        return self.pages.currentIndex()

    def raw(self) -> dict[str, object]:
        """What was written on all steps."""
        return {name: raw for form in self.forms for name, raw in form.raw().items()}

    def go_to(self, step: int) -> None:
        """Show a step."""
        self.pages.setCurrentIndex(step)
        self.troubles.clear()
        last = step + 1 == len(self.steps)
        self.back_button.setEnabled(step > 0)
        self.next_button.setText(f"{self._finish_label}(&F)" if last else "下一步(&N)")
        for number, label in enumerate(self._step_labels):
            mark = "●" if number == step else "√" if number < step else "○"
            label.setText(f"{mark} {number + 1}. {self.steps[number].title}")
            theme.mark(label, figure=number == step, muted=number > step)
        self.steps[step].entered(self.raw())
        self.forms[step].focus_first()
        if not self.forms[step].fields:
            widget = self.steps[step].widget
            into = None if widget is None else widget.focusProxy()
            (into or self.next_button).setFocus()

    def go_on(self) -> None:
        """下一步, or 完成 on the last."""
        if not self._step_is_right():
            return
        if self.step + 1 < len(self.steps):
            self.go_to(self.step + 1)
            return
        try:
            command: Any = take_fields(self.command_type, self.raw(), self._sources.within())
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self.finished.emit(command)

    def go_back(self) -> None:
        """上一步."""
        if self.step > 0:
            self.go_to(self.step - 1)

    def show_refusal(self, refusal: Refusal) -> None:
        """Go to the first step with a problem and lay the problems there."""
        places = [
            next((i for i, f in enumerate(self.forms) if p.field in f.fields), None)
            for p in refusal.problems
        ]
        first = next((place for place in places if place is not None), self.step)
        self.go_to(first)
        rest = self.forms[first].place(
            p for p, place in zip(refusal.problems, places, strict=True) if place in (first, None)
        )
        self.troubles.say([remark_of(p) for p in rest])

    def say_trouble(self, text: str) -> None:
        """Something else went wrong while it was done."""
        self.troubles.say([Remark(text, "stop")])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # -- inside -----------------------------------------------------------------------------------------

    def _step_is_right(self) -> bool:
        form, step = self.forms[self.step], self.steps[self.step]
        problems: list[Problem] = []
        slots = {s.name: s for s in slots_of(self.command_type)}
        for name, field in form.fields.items():
            try:
                if field.value() is None and slots[name].required:
                    label = slots[name].field.label
                    problems.append(Problem(f"“{label}”没有填写。", "请填写。", name))
            except Refusal as refusal:
                problems += refusal.problems
        problems += step.check(self.raw())
        rest = form.place(problems)
        self.troubles.say([remark_of(p) for p in rest])
        return not problems

    def _head(self, title: str) -> QFrame:
        head = QFrame()
        head.setProperty("bar", "top")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        label = plain_label(title)
        label.setProperty("title", True)
        row.addWidget(label)
        return head

    def _steps_panel(self) -> QFrame:
        panel = QFrame()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.space(4), theme.space(4), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(2))
        self._step_labels: list[QLabel] = []
        for _step in self.steps:
            label = plain_label(wrap=False)
            self._step_labels.append(label)
            column.addWidget(label)
        column.addStretch(1)
        panel.setFixedWidth(theme.em(12))
        return panel

    def _page(self, step: Step, form: Form) -> QScrollArea:
        paper = QWidget()
        paper.setProperty("paper", True)
        column = QVBoxLayout(paper)
        column.setContentsMargins(theme.space(5), theme.space(4), theme.space(5), theme.space(4))
        column.setSpacing(theme.space(3))
        heading = plain_label(step.title)
        heading.setProperty("title", True)
        column.addWidget(heading)
        if step.explain:
            text = plain_label(step.explain)
            text.setProperty("muted", True)
            column.addWidget(text)
        column.addWidget(form)
        if step.widget is not None:
            column.addWidget(step.widget)
        column.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(paper)
        return scroller

    def _button_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "bottom")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        row.addStretch(1)
        self.back_button = QPushButton("上一步(&B)")
        self.back_button.clicked.connect(self.go_back)
        self.next_button = QPushButton("下一步(&N)")
        theme.mark(self.next_button, primary=True)
        self.next_button.clicked.connect(self.go_on)
        self.cancel_button = QPushButton("取消(&C)")
        self.cancel_button.clicked.connect(lambda _=False: self.left.emit())
        for button in (self.back_button, self.next_button, self.cancel_button):
            button.setAutoDefault(True)
            row.addWidget(button)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_on)
        return bar
