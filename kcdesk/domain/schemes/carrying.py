"""Carrying out a step: all amounts are whole 分; every share names its rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import prod
from typing import Any, cast

from kcdesk.domain.schemes import dating
from kcdesk.domain.schemes.operands import Reckoning, Source
from kcdesk.domain.schemes.parts import Sharing, Tier
from kcdesk.domain.schemes.periods import Unfilled
from kcdesk.domain.schemes.proving import holds
from kcdesk.domain.schemes.showing import show_value
from kcdesk.domain.schemes.step_specs import SplitMade, StepSpec
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money, Rounding, SplitMethod


def carry_out(spec: StepSpec, work: Reckoning) -> object:
    """The value a step makes. Raises Refusal where a value it needs is open."""
    if spec.op in dating.STEP_NAMES:
        return dating.carry_out(spec.op, spec.operands, spec.on_date, work)
    return _DONE[spec.op](spec, work)


def _values(spec: StepSpec, work: Reckoning) -> Sequence[Any]:
    return [work.get(operand) for operand in spec.operands]


def _take(spec: StepSpec, work: Reckoning) -> object:
    return work.get(spec.operands[0])


def _plus(spec: StepSpec, work: Reckoning) -> object:
    first, *rest = _values(spec, work)
    for value in rest:
        first += value
    return first


def _minus(spec: StepSpec, work: Reckoning) -> object:
    """What is left over, never below nothing."""
    left, right = _values(spec, work)
    if isinstance(left, Money) and isinstance(right, Money):
        return max(left - right, Money(0))
    if isinstance(left, date) and isinstance(right, date):
        return max((left - right).days, 0)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return max(left - right, Fraction(0))
    assert isinstance(left, int)
    assert isinstance(right, int)
    return max(left - right, 0)


def prorate(amount: Money, part: int, whole: int, rounding: Rounding) -> Money:
    """`amount` × `part` ÷ `whole`; nothing of nothing is nothing."""
    if not whole:
        return Money(0)
    return amount.share(Fraction(part, whole), rounding=rounding)


def _prorate(spec: StepSpec, work: Reckoning) -> Money:
    amount, part, whole = _values(spec, work)
    assert spec.rounding is not None
    return prorate(amount, _size(part), _size(whole), spec.rounding)


def _size(value: object) -> int:
    return value.fen if isinstance(value, Money) else cast("int", value)


def _ratio(part: object, whole: object) -> Fraction:
    """Exact; nothing out of nothing is no rate at all, and trips nothing."""
    return Fraction(_size(part), _size(whole)) if _size(whole) else Fraction(0)


def _doubled(spec: StepSpec, work: Reckoning) -> object:
    """翻 n 番 is × 2ⁿ."""
    base, times = _values(spec, work)
    grown = _size(base) * 2**times
    return Money(grown) if isinstance(base, Money) else grown


def _most(spec: StepSpec, work: Reckoning) -> object:
    """The largest value the parameter gives for any of the codes."""
    of, parameter = spec.operands
    given = work.get(of)
    codes = [given] if isinstance(given, str) else sorted(cast("frozenset[str]", given))
    found = tuple(_values_for(codes, of.name, parameter.name, work))
    if not found:
        raise Refusal.of(
            f"“{of.field.label}”是“{show_value(given, of.field)}”，方案没有规定对应的“{parameter.field.label}”。",
            cure=f"请核对“{of.field.label}”。",
            field=of.name.rpartition(".")[2],
            code="scheme.value_missing",
        )
    return max(cast("Sequence[Any]", found))


def _values_for(
    codes: Sequence[str], fact: str, parameter: str, work: Reckoning
) -> Iterator[object]:
    for code in codes:
        try:
            yield work.provider.dated(parameter, {**work.facts, fact: code}).value
        except Unfilled:
            raise
        except Refusal:
            continue


def _decide(spec: StepSpec, work: Reckoning) -> object:
    """The value of the first row whose tests all hold; the last row has none."""
    row = next(r for r in spec.rows if all(holds(test, work) for test in r.when))
    return row.text if row.take is None else work.get(row.take)


def _share(spec: StepSpec, work: Reckoning) -> object:
    value, *rates = _values(spec, work)
    if spec.over:
        rates.append(_ratio(work.get(spec.over[0]), work.get(spec.over[1])))
    assert spec.rounding is not None
    shared = Money(_size(value)).share(Fraction(prod(rates)), rounding=spec.rounding)
    return shared if isinstance(value, Money) else shared.fen


def _split(spec: StepSpec, work: Reckoning) -> SplitMade:
    sharing = _sharing(spec, work)
    assert spec.method is not None
    method = SplitMethod(str(work.provider.given(spec.method)))
    shares = work.money(spec.operands[0]).split(sharing.weights, method)
    return SplitMade(sharing.parties, sharing.weights, shares)


def _sharing(spec: StepSpec, work: Reckoning) -> Sharing:
    """A parameter's vector, the one an agreement laid down, or the one the office filled in."""
    operand = spec.operands[1]
    if operand.source is Source.PARAMETER:
        dated = work.provider.dated(operand.name, work.facts)
        return Sharing(cast("tuple[int, ...]", dated.value), dated.parties)
    value = work.get(operand)
    if operand.source is Source.BLANK:
        return _filled_in(cast("tuple[int, ...]", value), spec)
    assert isinstance(value, Sharing)
    return value


def _filled_in(weights: tuple[int, ...], spec: StepSpec) -> Sharing:
    if len(weights) != len(spec.parties):
        names = "、".join(party.label for party in spec.parties)
        raise Refusal.of(
            f"“{spec.operands[1].field.label}”填写的份数与承担方（{names}）不同，不能分担。",
            cure="请管理岗人员按承担方的次序改正填写的比例。",
            clauses=spec.clauses,
            code="scheme.sharing_parties",
        )
    return Sharing(weights, spec.parties)


def tier_of(value: object, rows: Sequence[Tier]) -> object:
    """What the first tier that reaches up to `value` gives."""
    for row in rows:
        if row.up_to is None or cast("Any", value) <= cast("Any", row.up_to):
            return row.value
    raise AssertionError("the pack reader wants an open last tier")


def _tier(spec: StepSpec, work: Reckoning) -> object:
    value, rows = _values(spec, work)
    return tier_of(value, rows)


def _choose(spec: StepSpec, work: Reckoning) -> object:
    return work.get(dict(spec.cases)[str(work.get(spec.operands[0]))])


_DONE: Mapping[str, Callable[[StepSpec, Reckoning], object]] = {
    "take": _take,
    "plus": _plus,
    "minus": _minus,
    "share": _share,
    "prorate": _prorate,
    "ratio": lambda spec, work: _ratio(*_values(spec, work)),
    "doubled": _doubled,
    "counted": lambda spec, work: len(work.codes(spec.operands[0])),
    "split": _split,
    "at_most": lambda spec, work: min(_values(spec, work)),
    "at_least": lambda spec, work: max(_values(spec, work)),
    "most": _most,
    "tier": _tier,
    "choose": _choose,
    "decide": _decide,
}
