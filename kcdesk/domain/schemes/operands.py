"""Where a step or a test takes its values from, and the memory of one reckoning.

Four sources: a fact of the event, a parameter (picked by its clock), a blank, an earlier step.
Nothing else can be named, so a pack cannot compute what it did not declare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Protocol, TypeAlias

from kcdesk.domain.schemes.parts import DatedValue, Given
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.days import HolidayTable
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money

Facts: TypeAlias = Mapping[str, object]
"""Facts of one event by dotted name (``loan.amount``); None, or not there, is not known."""


class Source(Enum):
    """The closed set of sources."""

    FACT = "fact"
    PARAMETER = "parameter"
    BLANK = "blank"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Operand:
    """A named value and the field (kind, label, unit) it has."""

    source: Source
    name: str
    field: Field

    def __str__(self) -> str:
        prefix = f"{self.source.value}:" if self.source in _PREFIXED else ""
        return f"{prefix}{self.name}"


_PREFIXED = (Source.PARAMETER, Source.BLANK)


class Provider(Protocol):
    """What a reckoning asks of the scheme."""

    def dated(self, name: str, facts: Facts) -> DatedValue:
        """The parameter's value that the facts' day and key pick."""
        ...

    def picked_by(self, name: str) -> tuple[str, ...]:
        """The facts that pick a parameter's value: its days and its key."""
        ...

    def blank_value(self, name: str) -> object:
        """What the office filled in, or the pack's reading."""
        ...

    def given(self, setting: Given) -> object:
        """A setting's value."""
        ...

    def counting(self, codes: frozenset[str], on: date) -> frozenset[str]:
        """Which of the qualification kinds open the list on that day."""
        ...

    def listed_codes(self, name: str, of: str = "") -> frozenset[str]:
        """The required codes of one of the scheme's lists; those asked of others are left out."""
        ...

    @property
    def holidays(self) -> HolidayTable:
        """The working days of the years there is an arrangement for."""
        ...


@dataclass
class Reckoning:
    """The memory of one decision: the facts, and what the steps have made so far."""

    provider: Provider
    facts: Facts
    made: dict[str, object] = field(default_factory=dict)

    def get(self, operand: Operand) -> object:
        """The operand's value; a fact not known is refused, never guessed."""
        match operand.source:
            case Source.FACT:
                value = self.facts.get(operand.name)
                if value is None:
                    raise Refusal.of(
                        f"“{operand.field.label}”没有填写，这一项无法核对。",
                        cure=f"请先填写“{operand.field.label}”。",
                        field=operand.name.rpartition(".")[2],
                        code="scheme.fact_missing",
                    )
                return value
            case Source.PARAMETER:
                return self.provider.dated(operand.name, self.facts).value
            case Source.BLANK:
                return self.provider.blank_value(operand.name)
            case _:
                return self.made[operand.name]

    def money(self, operand: Operand) -> Money:
        """An operand the pack reader found to be money."""
        value = self.get(operand)
        assert isinstance(value, Money)
        return value

    def whole(self, operand: Operand) -> int:
        """An operand the pack reader found to be a whole number."""
        value = self.get(operand)
        assert isinstance(value, int)
        return value

    def day(self, operand: Operand) -> date:
        """An operand the pack reader found to be a day."""
        value = self.get(operand)
        assert isinstance(value, date)
        return value

    def codes(self, operand: Operand) -> frozenset[str]:
        """An operand the pack reader found to be codes."""
        value = self.get(operand)
        assert isinstance(value, frozenset)
        return value

    def show(self, operand: Operand) -> str:
        """The operand for a sentence."""
        if self.known(operand) is None:
            return show_value(None, operand.field)
        return show_value(self.get(operand), operand.field)

    def known(self, operand: Operand) -> object:
        """The operand's value; None for a fact not known."""
        if operand.source is Source.FACT:
            return self.facts.get(operand.name)
        return self.get(operand)
