"""How a decision was reached, step by step: the same lines on screen, on paper and in the audit.

Made by conditions and sums; stored as JSON with the decision, so that it can be shown for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what, how much (already shown for people), which clauses, and a remark."""

    label: str
    shown: str
    clauses: tuple[str, ...] = ()
    note: str = ""


Trace: TypeAlias = tuple[Step, ...]


def trace_to_json(trace: Trace) -> list[dict[str, object]]:
    """What is stored with the decision."""
    return [
        {
            "label": step.label,
            "shown": step.shown,
            "clauses": list(step.clauses),
            "note": step.note,
        }
        for step in trace
    ]


def trace_from_json(raw: Sequence[Mapping[str, object]]) -> Trace:
    """The trace as it was stored; a line without remark or clauses (older files) has none."""
    return tuple(
        Step(
            label=str(line["label"]),
            shown=str(line["shown"]),
            clauses=tuple(str(c) for c in cast("Sequence[object]", line.get("clauses", ()))),
            note=str(line.get("note", "")),
        )
        for line in raw
    )
