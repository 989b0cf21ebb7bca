"""What every field of a form has in common.

A field holds what a person wrote (`text`, `raw`), reads it by the kernel's kinds (`value`), and
says beneath itself, when it is left, what is wrong and how to cure it. It writes nothing and
knows no rule beyond its kind. One subclass for each kernel kind stands beside this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Slot, show
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.keys import EnterMoves
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label, remark_of
from kcdesk.ui.kit.sources import Sources

_NOT_LEAVING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class FieldWidget(QWidget):
    """One field of a form; subclasses build the input and say what is in it."""

    changed = Signal()
    """What was written has changed."""
    left = Signal()
    """The focus has gone elsewhere; the field has been checked."""
    clause_asked = Signal(str)

    wide = False
    """Whether it wants the form's whole width."""
    enter_moves = True
    """False where Enter is part of the text."""

    def __init__(self, slot: Slot, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot = slot
        self.sources = sources
        self.is_locked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.space(1))
        column.addLayout(self.row)
        self.aid = plain_label()
        self.aid.setProperty("aid", True)
        self.aid.hide()
        column.addWidget(self.aid)
        self.trouble = NoticeBar(quiet=True)
        self.trouble.clause_asked.connect(self.clause_asked)
        column.addWidget(self.trouble)
        self.input: QWidget = self
        self.input = self.build()
        self.row.insertWidget(0, self.input, 1)
        self.setFocusProxy(self.input)
        self.enter = EnterMoves(self.input, plain_enter=self.enter_moves)
        self.input.installEventFilter(self)
        self.name_input()

    # -- what subclasses say --------------------------------------------------------------------

    def build(self) -> QWidget:
        """Make the input widget and connect it to `touched`."""
        raise NotImplementedError

    def text(self) -> str:
        """What a person wrote."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Write it for them."""
        raise NotImplementedError

    def raw(self) -> object:
        """What `take_fields` is given: the text, or a ready value where text is not enough."""
        return self.text()

    def set_raw(self, raw: object) -> None:
        """Put back what `raw` gave (drafts, prefilled values in plain form)."""
        self.set_text("" if raw is None else str(raw))

    def set_value(self, value: Any) -> None:
        """Show a ready value of the kind; None empties the field."""
        self.set_text(show(value, self.slot.field))

    def lock(self, is_locked: bool = True) -> None:
        """Make it readable but not writable."""
        self.is_locked = is_locked
        self.input.setEnabled(not is_locked)

    # -- what every field does --------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.text().strip()

    def value(self) -> Any:
        """Read by the kind; None when empty. Raises Refusal with the field named."""
        if self.is_empty():
            return None
        field = self.slot.field
        try:
            return KINDS[field.kind].take(self.raw(), field, self.sources.within())
        except Refusal as refusal:
            raise Refusal(*(p.at(self.slot.name) for p in refusal.problems)) from None

    def check(self) -> tuple[Problem, ...]:
        """Say beneath the field what cannot be read; an empty field is left in peace."""
        try:
            self.value()
        except Refusal as refusal:
            self.show_problems(refusal.problems)
            return refusal.problems
        self.show_problems(())
        return ()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Lay these at the field's door; none clears it."""
        self.show_remarks([remark_of(p) for p in problems])

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """The same with warnings and notes."""
        self.trouble.say(remarks)
        level = "stop" if any(r.level == "stop" for r in remarks) else ""
        if (self.input.property("level") or "") != level:
            theme.mark(self.input, level=level)
        said = self.trouble.text()
        self.input.setAccessibleDescription(said or self.slot.field.hint)

    def say_aid(self, text: str) -> None:
        """The small grey line beneath the input (大写, weekday, count)."""
        self.aid.setText(text)
        self.aid.setVisible(bool(text))

    def name_input(self) -> None:
        """Tell a screen reader what this is."""
        must = "，必填" if self.slot.required else ""
        self.input.setAccessibleName(f"{self.slot.field.label}{must}")
        self.input.setAccessibleDescription(self.slot.field.hint)

    def touched(self) -> None:
        """Connected to the input's own change signal."""
        if self.trouble.remarks:
            self.show_problems(())
        self.on_change()
        self.changed.emit()

    def on_change(self) -> None:
        """For live aids; called before `changed`."""

    def on_leave(self) -> None:
        """For tidying what was written; called before the check."""

    def leave(self) -> None:
        """What happens when the focus goes elsewhere."""
        if not self.is_locked:
            self.on_leave()
            self.check()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.input
            and event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in _NOT_LEAVING
        ):
            self.leave()
        return False
