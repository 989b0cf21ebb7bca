"""Sums carried out on facts: amounts, shares, cuts and the trace that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.domain.schemes.judging import days_in, merge_traces
from kcdesk.domain.schemes.operands import Facts, Reckoning
from kcdesk.domain.schemes.periods import Days
from kcdesk.domain.schemes.step_specs import SplitMade, StepSpec
from kcdesk.domain.schemes.steps import run
from kcdesk.domain.schemes.trace import Trace
from kcdesk.kernel.money import Money

if TYPE_CHECKING:
    from kcdesk.domain.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class SumSpec:
    """A declared sum; `event` names the facts it works on."""

    id: str
    label: str
    event: str
    steps: tuple[StepSpec, ...]


@dataclass(frozen=True, slots=True)
class CutMade:
    """What a limit took away from an amount."""

    code: str
    amount: Money


@dataclass(frozen=True)
class Computation:
    """Amounts by the steps' names (``loss``, ``shares.fund``), how they came about, the cuts.

    `days` and counts are in `values`.
    """

    amounts: Mapping[str, Money]
    trace: Trace
    splits: Mapping[str, SplitMade] = field(default_factory=dict)
    cuts: tuple[CutMade, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


def reckon(scheme: Scheme, spec: SumSpec, facts: Facts) -> Computation:
    """The sum on the facts. Raises Refusal where a value it needs is open.

    Readings of an open day agree when the last step and the cuts agree; of the steps before it
    the trace then shows every reading, `amounts` the one with the newest text.
    """
    last = spec.steps[-1].name
    agreed = Days(scheme, days_in(facts)).agreeing(
        lambda reading: _reckon(reading, spec, facts),
        spec.label,
        lambda made: (made.values[last], made.cuts),
    )
    made = agreed.outcome
    trace = merge_traces(
        tuple(r.trace for r in agreed.readings), tuple(b.label for b in agreed.blanks)
    )
    return Computation(made.amounts, trace, made.splits, made.cuts, made.values)


def _reckon(scheme: Scheme, spec: SumSpec, facts: Facts) -> Computation:
    work = Reckoning(scheme, facts)
    trace, splits = run(spec.steps, work)
    cuts = []
    for step in spec.steps:
        if step.cut:
            before, after = work.money(step.operands[0]), work.made[step.name]
            assert isinstance(after, Money)
            if after < before:
                cuts.append(CutMade(step.cut, before - after))
    amounts = {name: v for name, v in work.made.items() if isinstance(v, Money)}
    return Computation(amounts, trace, splits, tuple(cuts), dict(work.made))
