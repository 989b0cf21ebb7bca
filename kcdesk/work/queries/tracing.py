"""A stored trace as lines for screens and papers, with the article of each clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import trace_from_json
from kcdesk.kernel.errors import Problem
from kcdesk.kernel.kinds import Field


@dataclass(frozen=True)
class TraceLine:
    """One step of a calculation or a check."""

    order_no: Annotated[int, Field("whole", "序号")]
    label: Annotated[str, Field("text", "步骤")]
    shown: Annotated[str, Field("text", "结果")]
    clauses: Annotated[str, Field("text", "条款")]
    article: Annotated[str, Field("text", "出处")]
    note: Annotated[str, Field("long_text", "说明")]


@dataclass(frozen=True)
class ProblemLine:
    """What a save would be refused for, or warned of."""

    message: Annotated[str, Field("long_text", "问题")]
    cure: Annotated[str, Field("long_text", "怎么办")]
    field: Annotated[str, Field("text", "栏目")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]


def problem_lines(problems: Iterable[Problem]) -> tuple[ProblemLine, ...]:
    """Problems for a screen that asks before it saves."""
    return tuple(ProblemLine(p.message, p.cure, p.field, p.clauses) for p in problems)


def trace_lines(scheme: Scheme, stored: Sequence[Mapping[str, Any]]) -> tuple[TraceLine, ...]:
    """The lines of a stored trace under the revision that made it."""
    lines = []
    for number, step in enumerate(trace_from_json(stored), 1):
        articles = dict.fromkeys(
            scheme.clauses[c].article for c in step.clauses if c in scheme.clauses
        )
        lines.append(
            TraceLine(
                number,
                step.label,
                step.shown,
                "、".join(step.clauses),
                "、".join(articles),
                step.note,
            )
        )
    return tuple(lines)
