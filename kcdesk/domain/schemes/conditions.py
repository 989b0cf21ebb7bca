"""A condition: when it applies, what must hold, and what is said when it does not."""

from __future__ import annotations

from dataclasses import dataclass

from kcdesk.domain.schemes.operands import Operand
from kcdesk.domain.schemes.parts import Severity
from kcdesk.domain.schemes.proving import Check
from kcdesk.domain.schemes.step_specs import StepSpec


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
