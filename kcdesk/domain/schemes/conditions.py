"""The closed set of tests, and what a condition says when it does not hold.

`check_shape` is asked by the pack reader; `holds` decides. Thresholds on shares compare whole
numbers (money.md B12), so a rate that prints like its limit can still be above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from kcdesk.domain.schemes.operands import Operand, Reckoning
from kcdesk.domain.schemes.parts import Severity
from kcdesk.domain.schemes.steps import ShapeError, StepSpec, comparable
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money

TEST_NAMES = (
    "is_true",
    "is_false",
    "is_zero",
    "is_positive",
    "filled",
    "one_of",
    "at_most",
    "at_least",
    "above",
    "below",
    "has_any",
    "has_all",
    "qualified",
    "share_above",
    "share_at_most",
)

_COMPARED = ("money", "whole", "day", "percent")


@dataclass(frozen=True, slots=True)
class Check:
    """One test of the closed set. `codes` are literal options of the first operand, or the
    name of one of the scheme's lists (``has_all``)."""

    op: str
    operands: tuple[Operand, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A declared condition: when it applies, what must hold, what is said otherwise."""

    id: str
    label: str
    events: tuple[str, ...]
    test: Check
    message: str
    cure: str
    clauses: tuple[str, ...]
    severity: Severity = Severity.REFUSE
    field: str = ""
    when: tuple[Check, ...] = ()
    steps: tuple[StepSpec, ...] = ()
    places: tuple[tuple[str, Operand], ...] = ()
    """What the placeholders of `message` and `cure` stand for."""


def check_shape(op: str, fields: Sequence[Field]) -> None:
    """Raises ShapeError unless the test can be made of operands of these fields."""
    match op, [f.kind for f in fields]:
        case ("is_true" | "is_false", ["flag"]):
            return
        case ("is_zero" | "is_positive", ["money" | "whole"]):
            return
        case ("filled", [_]):
            return
        case ("one_of", ["choice"]):
            return
        case ("at_most" | "at_least" | "above" | "below", [kind, _]) if kind in _COMPARED:
            comparable(op, fields[0], fields[1])
        case ("has_any" | "has_all", ["codes"]):
            return
        case ("qualified", ["codes", "day"]):
            return
        case ("share_above" | "share_at_most", ["money" | "whole", second, "percent"]) if (
            second == fields[0].kind
        ):
            comparable(op, fields[0], fields[1])
        case _:
            given = "、".join(f.kind for f in fields) or "没有"
            raise ShapeError(f"“{op}”不能这样用（所给各项的类型：{given}）")


def holds(test: Check, work: Reckoning) -> bool:
    """Whether the test is met. Raises Refusal where a value it needs is open."""
    args = test.operands
    match test.op:
        case "is_true":
            return work.get(args[0]) is True
        case "is_false":
            return work.get(args[0]) is False
        case "is_zero":
            return _size(work.get(args[0])) == 0
        case "is_positive":
            return _size(work.get(args[0])) > 0
        case "filled":
            return work.facts[args[0].name] not in (None, "", frozenset(), ())
        case "one_of":
            return work.get(args[0]) in test.codes
        case "has_any":
            return bool(work.codes(args[0]) & set(test.codes))
        case "has_all":
            return not missing_codes(test, work)
        case "qualified":
            return bool(work.provider.counting(work.codes(args[0]), work.day(args[1])))
        case "share_above" | "share_at_most":
            part, whole, limit = (work.get(a) for a in args)
            assert isinstance(limit, Fraction)
            above = _size(part) * limit.denominator > limit.numerator * _size(whole)
            return above is (test.op == "share_above")
        case _:
            return _compare(test.op, *(work.get(a) for a in args))


def missing_codes(test: Check, work: Reckoning) -> frozenset[str]:
    """Which required codes of the named list the facts lack."""
    return work.provider.listed_codes(test.codes[0]) - work.codes(test.operands[0])


def _size(value: object) -> int:
    return value.fen if isinstance(value, Money) else cast("int", value)


def _compare(op: str, left: Any, right: Any) -> bool:
    match op:
        case "at_most":
            return bool(left <= right)
        case "at_least":
            return bool(left >= right)
        case "above":
            return bool(left > right)
        case _:
            return bool(left < right)
