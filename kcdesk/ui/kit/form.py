"""A form: one field for each slot of a dataclass, in order, in groups, in one or two columns.

Editors, wizard pages and the sign-in dialog are forms with buttons around them. A form reads
all its fields into the dataclass (`take_fields`, so every problem is found at once) and lays
the problems of a Refusal at the fields they name.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Slot, slots_of, take_fields
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.fields import FieldWidget, make_field
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.pairs import PairGrid, align_labels, block_head
from kcdesk.ui.kit.sources import Sources

FieldMaker = Callable[[Slot, Sources], FieldWidget]


@dataclass(frozen=True)
class Group:
    """Fields that stand together under a heading, in this order."""

    title: str
    names: tuple[str, ...]


class Form(QWidget):
    """The fields of one dataclass."""

    changed = Signal()
    clause_asked = Signal(str)

    def __init__(
        self,
        form_type: type,
        sources: Sources,
        *,
        groups: Sequence[Group] = (),
        names: Collection[str] | None = None,
        hidden: Collection[str] = (),
        overrides: Mapping[str, FieldMaker] | None = None,
    ) -> None:
        """`names` keeps only these fields; `hidden` leaves fields out that code fills in
        (`hold`); `overrides` makes a field's widget in place of the kind's own.
        """
        super().__init__()
        self.form_type = form_type
        self.sources = sources
        self.slots = slots_of(form_type)
        self._held: dict[str, object] = {}
        self.fields: dict[str, FieldWidget] = {}
        overrides = overrides or {}
        shown = [
            s for s in self.slots if s.name not in hidden and (names is None or s.name in names)
        ]
        for slot in _in_order(shown, groups):
            make = overrides.get(slot.name, make_field)
            field = make(slot, sources)
            field.changed.connect(self.changed)
            field.clause_asked.connect(self.clause_asked)
            self.fields[slot.name] = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        labels = _labels(self.fields)
        for title, members in _grouped(self.fields, groups):
            if title:
                column.addWidget(block_head(title))
            pairs = [(labels[n], self.fields[n], self.fields[n].wide) for n in members]
            column.addWidget(PairGrid(pairs))
        column.addStretch(1)
        self._put_defaults()
        self._chain_tabs()

    # -- what is in it ----------------------------------------------------------------------------

    def hold(self, name: str, value: object) -> None:
        """A value for a field that is not shown (or shown elsewhere)."""
        self._held[name] = value

    def raw(self) -> dict[str, object]:
        """What `take_fields` is given: held values and what stands in the fields."""
        return {**self._held, **{name: field.raw() for name, field in self.fields.items()}}

    def take(self) -> Any:
        """The dataclass; raises Refusal naming every field that is wrong or missing."""
        return take_fields(self.form_type, self.raw(), self.sources.within())

    def values(self) -> dict[str, Any]:
        """The values that can be read now, empty ones as None, unreadable ones left out."""
        found: dict[str, Any] = dict(self._held)
        for name, field in self.fields.items():
            try:
                found[name] = field.value()
            except Refusal:
                continue
        return found

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put ready values into fields (and hold those that are not shown)."""
        for name, value in values.items():
            if name in self.fields:
                self.fields[name].set_value(value)
            else:
                self._held[name] = value

    def texts(self) -> dict[str, Any]:
        """What was written, for a draft; secrets are left out."""
        return {n: f.raw() for n, f in self.fields.items() if f.slot.field.kind != "secret"}

    def put_texts(self, texts: Mapping[str, Any]) -> None:
        """Put a draft back; fields that are gone or locked meanwhile are passed over."""
        for name, raw in texts.items():
            field = self.fields.get(name)
            if field is not None and not field.is_locked:
                field.set_raw(raw)

    def clear(self) -> None:
        """Back to empty fields and defaults."""
        for field in self.fields.values():
            if not field.is_locked:
                field.set_value(None)
                field.show_problems(())
        self._put_defaults()

    # -- what is wrong with it -----------------------------------------------------------------------

    def place(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Lay problems at their fields, focus the first; those without one are handed back."""
        at: dict[str, list[Problem]] = {}
        rest = []
        for problem in problems:
            name = self._named(problem.field)
            if name:
                at.setdefault(name, []).append(problem)
            else:
                rest.append(problem)
        first = None
        for name, field in self.fields.items():
            field.show_problems(at.get(name, ()))
            if first is None and name in at:
                first = field
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return tuple(rest)

    @property
    def trouble_count(self) -> int:
        """How many things are said to be wrong at the fields now."""
        return sum(
            remark.level == "stop" for f in self.fields.values() for remark in f.trouble.remarks
        )

    def focus_first(self) -> None:
        """Focus the first field that can be written and is empty, or the first that can."""
        open_fields = [f for f in self.fields.values() if not f.is_locked]
        for field in [f for f in open_fields if f.is_empty()] or open_fields:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    # -- inside ------------------------------------------------------------------------------------------

    def _named(self, place: str) -> str:
        """The field a problem names; a scheme names ``loan.amount`` where the form has ``amount``."""
        first, *rest = place.split(".")
        names = (first.split("[")[0], *rest)
        return next((name for name in names if name in self.fields), "")

    def _put_defaults(self) -> None:
        for field in self.fields.values():
            default = field.slot.default
            if (default is not None and default != () and field.is_empty()) or (
                field.slot.field.kind == "flag" and default is not None
            ):
                field.set_value(default)

    def _chain_tabs(self) -> None:
        inputs = [field.focusProxy() or field for field in self.fields.values()]
        for before, after in itertools.pairwise(inputs):
            QWidget.setTabOrder(before, after)


def _in_order(slots: Sequence[Slot], groups: Sequence[Group]) -> list[Slot]:
    order = [name for group in groups for name in group.names]
    rank = {name: position for position, name in enumerate(order)}
    return sorted(slots, key=lambda s: rank.get(s.name, len(rank)))


def _grouped(
    fields: Mapping[str, FieldWidget], groups: Sequence[Group]
) -> list[tuple[str, list[str]]]:
    named = {name for group in groups for name in group.names}
    made = [(g.title, [n for n in g.names if n in fields]) for g in groups]
    rest = [name for name in fields if name not in named]
    if rest:
        made.append(("其他" if made else "", rest))
    return [(title, members) for title, members in made if members]


def _labels(fields: Mapping[str, FieldWidget]) -> dict[str, QLabel]:
    """One width for all labels of a form, so that the fields stand in line."""
    labels = {}
    for name, field in fields.items():
        slot = field.slot
        must = slot.required and slot.field.kind != "flag"
        label = plain_label(f"{slot.field.label}{' *' if must else ''}")
        label.setToolTip("必填" if must else "")
        label.setBuddy(field)
        label.setMinimumHeight(theme.control_height())
        labels[name] = label
    align_labels(list(labels.values()))
    return labels
