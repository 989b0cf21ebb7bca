"""Columns out of a line's annotated fields: head, width, side, how a cell reads and sorts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from kcdesk.kernel.kinds import Field, show, slots_of
from kcdesk.kernel.money import Money

NUMBERS = ("money", "percent", "whole")
_WIDTHS_EM = {
    "money": 9.5,
    "percent": 6,
    "weights": 6,
    "day": 7.5,
    "whole": 5.5,
    "flag": 4.5,
    "uscc": 13.5,
    "resident_id": 13.5,
    "phone": 9,
    "choice": 7,
    "code": 8,
    "record": 5,
    "long_text": 26,
}
_NOT_SHOWN = ("rows", "secret")


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    field: Field
    is_first: bool = False
    first_em: float = 0
    """A first width of its own; 0: what is usual for its kind."""

    @property
    def head(self) -> str:
        """The heading; an amount's unit stands in it."""
        if self.field.kind == "money":
            return f"{self.field.label}（{self.field.unit or '元'}）"
        return self.field.label

    @property
    def is_number(self) -> bool:
        """Whether it stands on the right."""
        return self.field.kind in NUMBERS

    @property
    def is_money(self) -> bool:
        """Whether a selection can be summed."""
        return self.field.kind == "money"

    @property
    def width_em(self) -> float:
        """A width for a first time, in font sizes."""
        usual = _WIDTHS_EM.get(self.field.kind, 17.0 if self.is_first else 11.0)
        return max(self.first_em or usual, len(self.head) + 2.5)

    def value(self, line: Any) -> Any:
        """What stands in the line."""
        return getattr(line, self.name)

    def text(self, line: Any) -> str:
        """For the screen: 万元 with two decimals, everything else as its kind shows it."""
        value = getattr(line, self.name)
        if value is None:
            return ""
        if isinstance(value, Money) and self.field.unit == "万元":
            return value.in_wan(2)
        return show(value, self.field)

    def copied(self, line: Any) -> str:
        """For the clipboard: nothing rounded, no thousands marks."""
        value = getattr(line, self.name)
        if isinstance(value, Money):
            shown = value.in_wan() if self.field.unit == "万元" else value.plain()
            return shown.replace(",", "")
        return show(value, self.field)

    def sort_key(self, line: Any) -> tuple[bool, Any]:
        """Empty cells come last; the rest by value, or by what is shown."""
        value = getattr(line, self.name)
        if value is None:
            return (True, 0)
        if isinstance(value, Money):
            return (False, value.fen)
        if isinstance(value, int | Fraction | date):
            return (False, value)
        return (False, self.text(line))


def columns_of(
    line_type: type,
    names: Sequence[str] | None = None,
    *,
    without: Collection[str] = (),
    widths: Mapping[str, float] | None = None,
) -> tuple[Column, ...]:
    """The columns of a line type: `names` in this order, or all but ids, grids and secrets.

    `widths` are first widths in font sizes, of those whose kind says too little.
    """
    slots = {s.name: s for s in slots_of(line_type)}
    if names is not None:
        chosen = list(names)
    else:
        chosen = [
            s.name
            for s in slots.values()
            if s.field.kind not in (*_NOT_SHOWN, "record", "records") and s.name not in without
        ]
    ems = widths or {}
    return tuple(Column(n, slots[n].field, n == chosen[0], ems.get(n, 0)) for n in chosen)
