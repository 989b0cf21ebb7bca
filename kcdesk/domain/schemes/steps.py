"""The closed set of steps of a sum. No expressions: a rule outside it means a new step here.

`shape` says which kinds a step takes and what it makes (asked by the pack reader once);
`carry_out` computes it. All amounts are whole 分; every share names its rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, cast

from kcdesk.domain.schemes.operands import Operand, Reckoning
from kcdesk.domain.schemes.parts import Given, Party, Tier
from kcdesk.domain.schemes.showing import show_value
from kcdesk.domain.schemes.trace import Step
from kcdesk.kernel import ratio
from kcdesk.kernel.days import add_months
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money, Rounding, SplitMethod

STEP_NAMES = (
    "take",
    "plus",
    "minus",
    "share",
    "prorate",
    "split",
    "at_most",
    "at_least",
    "tier",
    "choose",
    "days_after",
    "months_after",
)


class Line(StrEnum):
    """When a step leaves a line in the trace; an intermediate one may leave none."""

    ALWAYS = "always"
    IF_CHANGED = "if_changed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One declared step: its name for later steps, its label, what it does with what.

    `rounding` belongs to share and prorate, `method` to split (a blank or an exact method),
    `cases` to choose. `cut` names the reason when at_most lowers the first operand.
    """

    name: str
    label: str
    op: str
    operands: tuple[Operand, ...]
    field: Field
    clauses: tuple[str, ...] = ()
    note: str = ""
    rounding: Rounding | None = None
    method: Given | None = None
    cases: tuple[tuple[str, Operand], ...] = ()
    cut: str = ""
    line: Line = Line.ALWAYS


@dataclass(frozen=True, slots=True)
class SplitMade:
    """A loss shared out: who bears which weight, and how much."""

    parties: tuple[Party, ...]
    weights: tuple[int, ...]
    shares: tuple[Money, ...]


class ShapeError(ValueError):
    """A step that cannot be: said in Chinese to the author of the pack."""


def shape(op: str, fields: Sequence[Field]) -> Field:
    """The field a step makes out of operands of these fields. Raises ShapeError."""
    kinds = [f.kind for f in fields]
    match op, kinds:
        case ("take", [_]):
            pass
        case ("plus" | "at_most" | "at_least", [first, *rest]) if rest:
            if first not in ("money", "whole", "day") or (op == "plus" and first == "day"):
                raise ShapeError(f"“{op}”只能用于金额或数量")
            _same(op, fields)
        case ("minus", ["money", "money"] | ["whole", "whole"]):
            _same(op, fields)
        case ("minus", ["day", "day"]):
            return Field("whole", fields[0].label, unit="天")
        case ("share", ["money" | "whole", "percent"]):
            pass
        case ("prorate", ["money", "money", "money"]):
            pass
        case ("split", ["money", "weights"]):
            pass
        case ("days_after", ["day", "whole"]):
            _unit(op, fields[1], "天")
        case ("months_after", ["day", "whole"]):
            _unit(op, fields[1], "个月")
        case _:
            given = "、".join(kinds) or "没有"
            raise ShapeError(f"“{op}”不能这样用（所给各项的类型：{given}）")
    return fields[0]


def _same(op: str, fields: Sequence[Field]) -> None:
    for other in fields[1:]:
        comparable(op, fields[0], other)


def comparable(op: str, left: Field, right: Field) -> None:
    """Raises ShapeError unless both are of one kind (and counts of one unit)."""
    if left.kind != right.kind:
        raise ShapeError(f"“{op}”两边的类型不同（{left.kind} 与 {right.kind}）")
    if left.kind == "whole" and left.unit != right.unit:
        raise ShapeError(f"“{op}”两边的单位不同（{left.unit or '无'}与{right.unit or '无'}）")


def _unit(op: str, field: Field, unit: str) -> None:
    if field.unit != unit:
        raise ShapeError(f"“{op}”要的是{unit}数")


def carry_out(spec: StepSpec, work: Reckoning) -> object:
    """The value a step makes. Raises Refusal where a value it needs is open."""
    args = spec.operands
    match spec.op:
        case "take":
            return work.get(args[0])
        case "plus":
            return _plus([work.get(a) for a in args])
        case "minus":
            return _minus(work.get(args[0]), work.get(args[1]))
        case "share":
            return _share(spec, work)
        case "prorate":
            amount, part, whole = (work.money(a) for a in args)
            assert spec.rounding is not None
            return prorate(amount, part, whole, spec.rounding)
        case "split":
            return _split(spec, work)
        case "at_most":
            return min(_ordered([work.get(a) for a in args]))
        case "at_least":
            return max(_ordered([work.get(a) for a in args]))
        case "tier":
            rows = cast("tuple[Tier, ...]", work.get(args[1]))
            return tier_of(work.get(args[0]), rows)
        case "choose":
            return work.get(dict(spec.cases)[str(work.get(args[0]))])
        case "days_after":
            return work.day(args[0]) + timedelta(days=work.whole(args[1]))
        case _:
            return add_months(work.day(args[0]), work.whole(args[1]))


def _plus(values: Sequence[object]) -> object:
    first, *rest = cast("Sequence[Any]", values)
    for value in rest:
        first += value
    return first


def _minus(left: object, right: object) -> object:
    """What is left over, never below nothing."""
    if isinstance(left, Money) and isinstance(right, Money):
        return max(left - right, Money(0))
    if isinstance(left, date) and isinstance(right, date):
        return max((left - right).days, 0)
    assert isinstance(left, int)
    assert isinstance(right, int)
    return max(left - right, 0)


def prorate(amount: Money, part: Money, whole: Money, rounding: Rounding) -> Money:
    """`amount` × `part` ÷ `whole`; nothing of nothing is nothing."""
    if not whole:
        return Money(0)
    return amount.share(Fraction(part.fen, whole.fen), rounding=rounding)


def _share(spec: StepSpec, work: Reckoning) -> object:
    value, rate = work.get(spec.operands[0]), work.fraction(spec.operands[1])
    assert spec.rounding is not None
    if isinstance(value, Money):
        return value.share(rate, rounding=spec.rounding)
    assert isinstance(value, int)
    return Money(value).share(rate, rounding=spec.rounding).fen


def _split(spec: StepSpec, work: Reckoning) -> SplitMade:
    dated = work.provider.dated(spec.operands[1].name, work.facts)
    weights = cast("tuple[int, ...]", dated.value)
    assert spec.method is not None
    method = SplitMethod(str(work.provider.given(spec.method)))
    shares = work.money(spec.operands[0]).split(weights, method)
    return SplitMade(dated.parties, weights, shares)


def _ordered(values: Sequence[object]) -> Sequence[Any]:
    return cast("Sequence[Any]", values)


def tier_of(value: object, rows: Sequence[Tier]) -> object:
    """What the first tier that reaches up to `value` gives."""
    for row in rows:
        if row.up_to is None or cast("Any", value) <= cast("Any", row.up_to):
            return row.value
    raise AssertionError("the pack reader wants an open last tier")


def lines(spec: StepSpec, value: object, work: Reckoning) -> tuple[Step, ...]:
    """What the step leaves in the trace: one line, for a split one line a party as well."""
    if isinstance(value, SplitMade):
        names = "、".join(p.label for p in value.parties)
        head = Step(
            spec.label, f"{ratio.show_weights(value.weights)}（{names}）", spec.clauses, spec.note
        )
        each = (
            Step(f"{party.label}承担", show_value(share, spec.field), spec.clauses)
            for party, share in zip(value.parties, value.shares, strict=True)
        )
        return (head, *each)
    if spec.line is Line.NEVER:
        return ()
    if spec.line is Line.IF_CHANGED and value == work.get(spec.operands[0]):
        return ()
    return (Step(spec.label, show_value(value, spec.field), spec.clauses, spec.note),)


def run(
    specs: Sequence[StepSpec], work: Reckoning
) -> tuple[tuple[Step, ...], Mapping[str, SplitMade]]:
    """Carry out steps in order, remembering each; the trace and the splits made."""
    trace: list[Step] = []
    splits: dict[str, SplitMade] = {}
    for spec in specs:
        value = carry_out(spec, work)
        work.made[spec.name] = value
        if isinstance(value, SplitMade):
            splits[spec.name] = value
            for party, share in zip(value.parties, value.shares, strict=True):
                work.made[f"{spec.name}.{party.value}"] = share
        trace.extend(lines(spec, value, work))
    return tuple(trace), splits
