"""留白: what a programme's text leaves open, each with what is open, its clauses and its reading.

Filled in when an office is founded, or later on the 方案 screen; nothing need be filled in at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kcdesk.domain.schemes.parts import Blank
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.errors import Problem
from kcdesk.kernel.kinds import Field, Option, Slot
from kcdesk.ui.kit import Sources, theme
from kcdesk.ui.kit.fields import FieldWidget, make_field
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.pairs import PairGrid, align_labels, section

YES_OR_NO = (Option("是", "是"), Option("否", "否"))


class BlankBlock(QFrame):
    """One blank: what is open, and a field of its kind beside the document it rests on."""

    changed = Signal()

    def __init__(self, blank: Blank, sources: Sources) -> None:
        super().__init__()
        self.blank = blank
        self.value = make_field(Slot("value", _field(blank), required=False), sources)
        document = Field("text", "依据文号")
        self.document = make_field(Slot("document_no", document, required=False), sources)
        for field in (self.value, self.document):
            field.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space(2))
        column.setSpacing(theme.space(1))
        column.addWidget(section(blank.label))
        column.addWidget(plain_label(f"{blank.says}（{'、'.join(blank.clauses)}）"))
        read = plain_label(_read_as(blank))
        read.setProperty("muted", True)
        column.addWidget(read)
        labels = [plain_label("填写值"), plain_label("依据文号")]
        for label, field in zip(labels, (self.value, self.document), strict=True):
            label.setBuddy(field)
        align_labels(labels)
        column.addWidget(
            PairGrid([(labels[0], self.value, False), (labels[1], self.document, False)])
        )

    def row(self) -> dict[str, object] | None:
        """The fill-in as a command takes it; None while nothing is written."""
        if self.value.is_empty():
            return None
        return {
            "name": self.blank.name,
            "value": self.value.raw(),
            "document_no": self.document.text().strip(),
        }


class BlankForm(QWidget):
    """Every blank of a programme."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources
        self._of = ""
        self.blocks: tuple[BlankBlock, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None

    def show_blanks(self, scheme_id: str, blanks: Sequence[Blank]) -> None:
        """Ask for these; what was written for the same programme stays."""
        if scheme_id == self._of:
            return
        self._of = scheme_id
        if self._inner is not None:
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.space(2))
        # Those that must be filled in before something can be decided come first.
        ordered = sorted(blanks, key=lambda blank: blank.reading is not None)
        self.blocks = tuple(BlankBlock(blank, self._sources) for blank in ordered)
        if not blanks:
            inner.addWidget(plain_label("这个方案没有留待本单位填写的内容。"))
        for block in self.blocks:
            inner.addWidget(block)
        if self.blocks:
            self.setFocusProxy(self.blocks[0].value)
        self._column.addWidget(self._inner)

    def rows(self) -> list[dict[str, object]]:
        """What was filled in."""
        return [row for block in self.blocks if (row := block.row()) is not None]

    def check(self) -> list[Problem]:
        """Say at each field what can't be read; one problem for the page when there is any."""
        wrong = [block.blank.label for block in self.blocks if block.value.check()]
        if not wrong:
            return []
        named = "、".join(f"“{label}”" for label in wrong)
        return [Problem(f"{named}没有看懂。", "请改正，或清空后以后再填。", code="kind")]


def blank_field(blank: Blank, slot: Slot, sources: Sources) -> FieldWidget:
    """The field of the blank's own kind: a day, a choice; a flag is written in words."""
    if blank.field.kind == "flag":
        return make_field(slot, sources)
    return make_field(replace(slot, field=replace(blank.field, label=blank.label)), sources)


def _field(blank: Blank) -> Field:
    if blank.field.kind == "flag":
        return Field("choice", blank.label, options=YES_OR_NO)
    return replace(blank.field, label=blank.label)


def _read_as(blank: Blank) -> str:
    if blank.reading is None:
        return "用到时必须先填写，可以以后再填。"
    return f"没有填写时按“{show_value(blank.reading, blank.field)}”办理。"
