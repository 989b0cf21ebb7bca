"""Limits on the amount of a loan, found among a scheme's conditions, and what each of them leaves.

No condition is marked as a limit: one that refuses and names the amount is tried with more and
less money until the 分 is found at which it begins to say no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.domain.schemes.asking import facts_named
from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.judging import find_one
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Severity
from kcdesk.kernel.errors import Problem
from kcdesk.kernel.money import Money

if TYPE_CHECKING:
    from kcdesk.domain.schemes.scheme import Scheme

AMOUNT = "loan.amount"
MOST = Money.wan(10_000_000)
"""More than any bank lends: an amount that no limit stops at has no room to tell."""


@dataclass(frozen=True, slots=True)
class Room:
    """What one limit leaves for a loan; `left` is None while that cannot be told."""

    label: str
    left: Money | None
    clauses: tuple[str, ...]
    open_text: str = ""


def limits(scheme: Scheme, event: str) -> tuple[Condition, ...]:
    """The refusing conditions of an event that name the amount."""
    return tuple(
        c
        for c in scheme.conditions
        if event in c.events and c.severity is Severity.REFUSE and AMOUNT in facts_named(c)
    )


def is_not_met(condition: Condition, problem: Problem) -> bool:
    """Whether a condition says no; it may also not be able to tell (a fact or a day is open)."""
    return problem.code == f"scheme.{condition.id}"


def rooms_under(scheme: Scheme, event: str, facts: Facts) -> tuple[Room, ...]:
    """What each limit leaves, in the programme's order; one that stops at nothing is left out."""
    found = (_room(scheme, condition, facts) for condition in limits(scheme, event))
    return tuple(room for room in found if room is not None)


def _room(scheme: Scheme, condition: Condition, facts: Facts) -> Room | None:
    def problems(fen: int) -> tuple[Problem, ...]:
        return find_one(scheme, condition, {**facts, AMOUNT: Money(fen)}).refusals

    highest = problems(MOST.fen)
    if not highest:
        return None
    if not any(is_not_met(condition, p) for p in highest):
        return Room(condition.label, None, condition.clauses, highest[0].message)
    low, high = 0, MOST.fen
    while high - low > 1:
        middle = (low + high) // 2
        if problems(middle):
            high = middle
        else:
            low = middle
    return Room(condition.label, Money(low), condition.clauses)
