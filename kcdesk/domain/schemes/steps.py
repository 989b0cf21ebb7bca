"""Steps carried out one after the other, with the trace they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kcdesk.domain.schemes.carrying import carry_out
from kcdesk.domain.schemes.operands import Reckoning
from kcdesk.domain.schemes.showing import show_value
from kcdesk.domain.schemes.step_specs import Line, SplitMade, StepSpec
from kcdesk.domain.schemes.trace import Step
from kcdesk.kernel import ratio


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
