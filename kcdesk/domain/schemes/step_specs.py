"""A declared step of a sum or a condition, and what kinds it takes and makes.

No expressions: a rule outside the closed set means a new step. `shape` is asked by the pack
reader once; `carrying` computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kcdesk.domain.schemes import dating
from kcdesk.domain.schemes.dating import OnDate
from kcdesk.domain.schemes.operands import Operand
from kcdesk.domain.schemes.parts import Given, Party
from kcdesk.domain.schemes.proving import Check
from kcdesk.domain.schemes.shapes import ShapeError, all_comparable, comparable, misused
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money, Rounding

STEP_NAMES = (
    "take",
    "plus",
    "minus",
    "share",
    "prorate",
    "ratio",
    "doubled",
    "counted",
    "split",
    "at_most",
    "at_least",
    "most",
    "tier",
    "choose",
    "decide",
    *dating.STEP_NAMES,
)


class Line(StrEnum):
    """When a step leaves a line in the trace; an intermediate one may leave none."""

    ALWAYS = "always"
    IF_CHANGED = "if_changed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class DecideRow:
    """One row of a decision table: what must hold, and the value it gives (or the words)."""

    when: tuple[Check, ...] = ()
    take: Operand | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One declared step: its name for later steps, its label, what it does with what.

    `rounding` belongs to share and prorate, `method` to split (a blank or an exact method),
    `cases` to choose, `rows` to decide, `on_date` to the step of that name, `over` (part and
    whole) to share, `parties` to a split by a ratio that the office fills in. `cut` names the reason when at_most lowers the first operand.
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
    rows: tuple[DecideRow, ...] = ()
    over: tuple[Operand, ...] = ()
    on_date: OnDate | None = None
    parties: tuple[Party, ...] = ()
    cut: str = ""
    line: Line = Line.ALWAYS


@dataclass(frozen=True, slots=True)
class SplitMade:
    """A loss shared out: who bears which weight, and how much."""

    parties: tuple[Party, ...]
    weights: tuple[int, ...]
    shares: tuple[Money, ...]


def shape(op: str, fields: Sequence[Field]) -> Field:
    """The field a step makes out of operands of these fields. Raises ShapeError."""
    if op in dating.STEP_NAMES:
        return dating.shape(op, fields)
    if op in _FIGURES:
        return _figure_shape(op, fields)
    match op, [f.kind for f in fields]:
        case ("take", [_]) | ("split", ["money", "weights"]):
            return fields[0]
        case ("share", ["money" | "whole", "percent", *more]) if set(more) <= {"percent"}:
            return fields[0]
        case ("prorate", ["money", "money" | "whole", _]):
            comparable(op, fields[1], fields[2])
            return fields[0]
        case ("ratio", ["money" | "whole", _]):
            comparable(op, fields[0], fields[1])
            return Field("percent", fields[0].label)
        case ("counted", ["codes"]):
            return Field("whole", fields[0].label, unit="项")
        case ("most", ["choice" | "codes", "money" | "whole" | "percent"]):
            return fields[1]
        case _:
            raise misused(op, fields)


_FIGURES = ("plus", "minus", "at_most", "at_least", "doubled")


def _figure_shape(op: str, fields: Sequence[Field]) -> Field:
    """Amounts, counts, percentages and days, put together or held against each other."""
    match op, [f.kind for f in fields]:
        case ("minus", ["day", "day"]):
            return Field("whole", fields[0].label, unit="天")
        case ("doubled", ["money" | "whole", "whole"]):
            return fields[0]
        case ("minus", [kind, other]) if kind == other and kind in ("money", "whole", "percent"):
            pass
        case ("plus" | "at_most" | "at_least", [kind, _, *_]):
            if kind not in ("money", "whole", "percent", "day") or (op, kind) == ("plus", "day"):
                raise ShapeError(f"“{op}”只能用于金额或数量")
        case _:
            raise misused(op, fields)
    all_comparable(op, fields)
    return fields[0]
