"""Targets: how far an indicator is from what the programme wants, by when, and over which base.

Compared exactly; a goal may be laid down, left to the office, or a base doubled so many times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, cast

from kcdesk.domain.schemes.measuring import NO_RATE, Amount, nothing, show_measured, size
from kcdesk.domain.schemes.operands import Provider
from kcdesk.domain.schemes.parts import Bound, Given
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.kernel.ratio import show_percent

Goal: TypeAlias = Amount | Fraction


class Sense(StrEnum):
    """Which side of the goal is the good one."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def label(self) -> str:
        """For people."""
        return "不低于" if self is Sense.AT_LEAST else "不高于"


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator shall come to. With a `base`, the goal is the base ×2ⁿ.

    With `is_watched` it is told on the home screen as long as it is missed.
    """

    id: str
    label: str
    clauses: tuple[str, ...]
    indicator: str
    sense: Sense
    field: Field
    goal: Given | None = None
    base: Given | None = None
    doublings: int = 0
    base_on: Bound | None = None
    due_on: Bound | None = None
    note: str = ""
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """A target beside what there is. `gap` is what is still wanting: nothing once reached, None
    while there is no rate."""

    target: Target
    actual: Goal | None
    goal: Goal
    gap: Goal | None
    is_reached: bool
    base: Goal | None = None

    @property
    def actual_shown(self) -> str:
        """What there is, for people."""
        return show_measured(self.actual, self.target.field)

    @property
    def goal_shown(self) -> str:
        """What is wanted, for people: with the side it is on."""
        return f"{self.target.sense.label}{show_measured(self.goal, self.target.field)}"

    @property
    def done(self) -> Fraction | None:
        """How much of an amount to be reached there is; None for a rate and for a ceiling."""
        actual, goal = self.actual, self.goal
        if self.target.sense is Sense.AT_MOST or actual is None or isinstance(goal, Fraction):
            return None
        return Fraction(size(cast("Amount", actual)), size(goal)) if size(goal) > 0 else None

    @property
    def done_shown(self) -> str:
        """The same for people; nothing where there is none."""
        return "" if self.done is None else show_percent(self.done)

    @property
    def gap_shown(self) -> str:
        """What is wanting, for people; between two rates it is percentage points."""
        if self.is_reached:
            return "已达到"
        if self.gap is None:
            return NO_RATE
        if isinstance(self.gap, Fraction):
            return f"{show_percent(self.gap).removesuffix('%')}个百分点"
        return show_measured(self.gap, self.target.field)


def aim(provider: Provider, target: Target, actual: Goal | None, base: Goal | None = None) -> Aim:
    """The target and what there is; `base` stands for the office's own one where it is tried.

    Raises Refusal when the goal or the base is left open and the office has not filled it in.
    """
    if target.base is not None and base is None:
        base = cast("Goal", provider.given(target.base))
    if target.goal is not None:
        goal = cast("Goal", provider.given(target.goal))
    else:
        assert base is not None, "a target has a goal or a base"
        goal = _doubled(base, target.doublings)
    if actual is None:
        return Aim(target, None, goal, None, False, base)
    wanting = _minus(goal, actual) if target.sense is Sense.AT_LEAST else _minus(actual, goal)
    is_reached = not _is_positive(wanting)
    return Aim(
        target, actual, goal, _none_of(target.field) if is_reached else wanting, is_reached, base
    )


def bound_day(provider: Provider, bound: Bound | None) -> date | None:
    """The day of a bound; None while nothing names it. Raises Refusal for an open blank."""
    if bound is None:
        return None
    return cast("date", provider.blank_value(bound.blank)) if bound.blank else bound.day


def _doubled(base: Goal, times: int) -> Goal:
    factor: int = 2**times
    return Money(base.fen * factor) if isinstance(base, Money) else base * factor


def _minus(left: Goal, right: Goal) -> Goal:
    if isinstance(left, Money) and isinstance(right, Money):
        return left - right
    return cast("Fraction", left) - cast("Fraction", right)


def _is_positive(amount: Goal) -> bool:
    return (amount.fen if isinstance(amount, Money) else amount) > 0


def _none_of(field: Field) -> Goal:
    return Fraction(0) if field.kind == "percent" else nothing(field)
