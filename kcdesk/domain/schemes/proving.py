"""The closed set of tests: what a condition, or a row of a decision, may ask of the facts.

`check_shape` is asked by the pack reader; `holds` decides. Thresholds on shares compare whole
numbers (money.md B12), so a rate that prints like its limit can still be above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from kcdesk.domain.schemes.operands import Operand, Reckoning
from kcdesk.domain.schemes.shapes import comparable, misused
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money

TEST_NAMES = (
    "is_true",
    "is_false",
    "is_zero",
    "is_positive",
    "filled",
    "missing",
    "one_of",
    "not_one_of",
    "starts_with",
    "equals",
    "at_most",
    "at_least",
    "above",
    "below",
    "has_any",
    "has_none",
    "has_all",
    "qualified",
    "share_above",
    "share_at_most",
)

WITH_CODES = ("one_of", "not_one_of", "has_any", "has_none", "has_all", "starts_with")
"""Tests whose first name is a fact and whose others are written out."""

PARTNER_KIND = "partner.kind"
"""A list may ask something of one kind of institution only."""

_COMPARED = ("money", "whole", "day", "percent")


@dataclass(frozen=True, slots=True)
class Check:
    """One test of the closed set. `codes` are literal options of the first operand, the
    beginning of a text (``starts_with``), or the name of one of the scheme's lists
    (``has_all``)."""

    op: str
    operands: tuple[Operand, ...]
    codes: tuple[str, ...] = ()


def check_shape(op: str, fields: Sequence[Field]) -> None:
    """Raises ShapeError unless the test can be made of operands of these fields."""
    match op, [f.kind for f in fields]:
        case ("is_true" | "is_false", ["flag"]):
            return
        case ("is_zero" | "is_positive", ["money" | "whole"]):
            return
        case ("filled" | "missing", [_]):
            return
        case ("one_of" | "not_one_of", ["choice"]):
            return
        case ("starts_with", ["text"]):
            return
        case ("equals", [kind, _]) if kind in (*_COMPARED, "choice", "text", "flag"):
            comparable(op, fields[0], fields[1])
        case ("at_most" | "at_least" | "above" | "below", [kind, _]) if kind in _COMPARED:
            comparable(op, fields[0], fields[1])
        case ("has_any" | "has_none" | "has_all", ["codes"]):
            return
        case ("qualified", ["codes", "day"]):
            return
        case ("share_above" | "share_at_most", ["money" | "whole", second, "percent"]) if (
            second == fields[0].kind
        ):
            comparable(op, fields[0], fields[1])
        case _:
            raise misused(op, fields)


def holds(test: Check, work: Reckoning) -> bool:
    """Whether the test is met. Raises Refusal where a value it needs is open."""
    args = test.operands
    match test.op:
        case "is_true" | "is_false":
            return work.get(args[0]) is (test.op == "is_true")
        case "is_zero" | "is_positive":
            size = _size(work.get(args[0]))
            return size == 0 if test.op == "is_zero" else size > 0
        case "filled" | "missing":
            is_filled = work.known(args[0]) not in (None, "", frozenset(), ())
            return is_filled is (test.op == "filled")
        case "one_of" | "not_one_of":
            return (work.get(args[0]) in test.codes) is (test.op == "one_of")
        case "starts_with":
            return str(work.get(args[0])).startswith(test.codes)
        case "has_any" | "has_none":
            return bool(work.codes(args[0]) & set(test.codes)) is (test.op == "has_any")
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


def beside_operands(test: Check) -> tuple[str, ...]:
    """Facts that a test looks at without naming them."""
    return (PARTNER_KIND,) if test.op == "has_all" else ()


def missing_codes(test: Check, work: Reckoning) -> frozenset[str]:
    """Which required codes of the named list the facts lack."""
    asked_of = str(work.facts.get(PARTNER_KIND) or "")
    return work.provider.listed_codes(test.codes[0], asked_of) - work.codes(test.operands[0])


def _size(value: object) -> int:
    return value.fen if isinstance(value, Money) else cast("int", value)


def _compare(op: str, left: Any, right: Any) -> bool:
    match op:
        case "equals":
            return bool(left == right)
        case "at_most":
            return bool(left <= right)
        case "at_least":
            return bool(left >= right)
        case "above":
            return bool(left > right)
        case _:
            return bool(left < right)
