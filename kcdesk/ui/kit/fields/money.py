"""Amounts: the unit stands beside the field, the amount in Chinese capitals beneath it."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from kcdesk.kernel.capitals import in_capitals
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import narrow
from kcdesk.kernel.money import Money
from kcdesk.ui.kit.fields.lines import LineField
from kcdesk.ui.kit.notice import plain_label

_BARE_NUMBER = re.compile(r"-?[\d,]+(?:\.\d*)?")
_WAN = 1_000_000


class MoneyField(LineField):
    """An amount. A bare number is in the unit that stands beside the field (元 or 万元)."""

    def build(self) -> QWidget:
        self.unit = self.slot.field.unit or "元"
        line = super().build()
        if not self.slot.field.hint:
            said = "如 300000.00、30万、30w" if self.unit == "元" else "如 30、30万、30w"
            self.line.setPlaceholderText(said)
        self.unit_label = plain_label(self.unit, wrap=False)
        self.row.addWidget(self.unit_label)
        return line

    def text(self) -> str:
        written = self.line.text()
        if self.unit != "元" and _BARE_NUMBER.fullmatch(narrow(written).replace(" ", "")):
            return written.strip() + self.unit
        return written

    def set_text(self, text: str) -> None:
        super().set_text(text.removesuffix(self.unit))

    def set_value(self, value: Money | None) -> None:
        if value is None:
            self.set_text("")
        else:
            self.set_text(value.in_wan() if self.unit == "万元" else value.show())

    def on_change(self) -> None:
        try:
            value = self.value()
        except Refusal:
            self.say_aid("")
            return
        self.say_aid("" if value is None else self._spelled(value))

    def _spelled(self, value: Money) -> str:
        wan = f"（{value.in_wan()}万元）" if abs(value.fen) >= _WAN and self.unit == "元" else ""
        yuan = f"（{value.show()}元）" if self.unit == "万元" else ""
        try:
            return f"{in_capitals(value)}{wan}{yuan}"
        except Refusal:
            return f"{wan}{yuan}"

    def on_leave(self) -> None:
        try:
            value = self.value()
        except Refusal:
            return
        if value is not None:
            self.set_value(value)
