"""Conditions judged on facts: the trace, what is refused, what is only a warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.operands import Facts, Reckoning
from kcdesk.domain.schemes.parts import Severity
from kcdesk.domain.schemes.periods import Agreed, Days
from kcdesk.domain.schemes.proving import holds, missing_codes
from kcdesk.domain.schemes.showing import filled
from kcdesk.domain.schemes.steps import run
from kcdesk.domain.schemes.trace import Step, Trace
from kcdesk.kernel.errors import Problem, Refusal

if TYPE_CHECKING:
    from kcdesk.domain.schemes.scheme import Scheme

MET, NOT_MET, DOUBTFUL, OPEN = "符合", "不符合", "请核对", "不能判断"


@dataclass(frozen=True)
class Findings:
    """What the conditions of an event say."""

    trace: Trace
    refusals: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether nothing refuses."""
        return not self.refusals

    def refuse(self) -> Findings:
        """Itself, when nothing refuses. Raises Refusal with every refusing problem."""
        if self.refusals:
            raise Refusal(*self.refusals)
        return self

    def __add__(self, other: Findings) -> Findings:
        return Findings(
            self.trace + other.trace,
            self.refusals + other.refusals,
            self.warnings + other.warnings,
        )


@dataclass(frozen=True)
class _Judged:
    """One condition under one reading; `problem` is None when it is met or does not apply."""

    trace: Trace = ()
    problem: Problem | None = None


def find(scheme: Scheme, event: str, facts: Facts) -> Findings:
    """Judge every condition of the event."""
    findings = Findings(())
    for condition in scheme.conditions:
        if event in condition.events:
            findings += find_one(scheme, condition, facts)
    return findings


def days_in(facts: Facts) -> tuple[date, ...]:
    """Every day the facts give: what a blank day can lie before or after."""
    return tuple({v for v in facts.values() if isinstance(v, date)})


def find_one(scheme: Scheme, condition: Condition, facts: Facts) -> Findings:
    """Judge one condition; nothing is said where it does not apply."""
    days = Days(scheme, days_in(facts))
    try:
        agreed = days.agreeing(
            lambda reading: _judge(reading, condition, facts),
            condition.label,
            lambda judged: judged.problem is None,
        )
    except Refusal as refusal:
        clauses = tuple(dict.fromkeys(condition.clauses + refusal.clauses))
        problems = tuple(
            Problem(p.message, p.cure, p.field, clauses, p.code) for p in refusal.problems
        )
        line = Step(condition.label, OPEN, clauses, problems[0].message)
        return _findings((line,), problems, condition)
    judged = agreed.outcome
    problems = () if judged.problem is None else (judged.problem,)
    return _findings(merged(agreed), problems, condition)


def _findings(trace: Trace, problems: tuple[Problem, ...], condition: Condition) -> Findings:
    if condition.severity is Severity.WARN:
        return Findings(trace, warnings=problems)
    return Findings(trace, refusals=problems)


def _judge(scheme: Scheme, condition: Condition, facts: Facts) -> _Judged:
    work = Reckoning(scheme, facts)
    if not all(holds(test, work) for test in condition.when):
        return _Judged()
    lines, _ = run(condition.steps, work)
    if holds(condition.test, work):
        return _Judged((*lines, Step(condition.label, MET, condition.clauses)))
    problem = _problem(scheme, condition, work)
    shown = DOUBTFUL if condition.severity is Severity.WARN else NOT_MET
    last = Step(condition.label, shown, condition.clauses, problem.message)
    return _Judged((*lines, last), problem)


def _problem(scheme: Scheme, condition: Condition, work: Reckoning) -> Problem:
    places = {str(name): work.show(operand) for name, operand in condition.places}
    if condition.test.op == "has_all":
        items = scheme.listed(condition.test.codes[0])
        lacking = missing_codes(condition.test, work)
        places["missing"] = "、".join(i.label for c, i in items.items() if c in lacking)
    return Problem(
        message=filled(condition.message, places.__getitem__),
        cure=filled(condition.cure, places.__getitem__),
        field=condition.field,
        clauses=condition.clauses,
        code=f"scheme.{condition.id}",
    )


def merged(agreed: Agreed[_Judged]) -> Trace:
    """The trace of the first reading; where another shows something else, both are shown."""
    return merge_traces(
        tuple(j.trace for j in agreed.readings), tuple(b.label for b in agreed.blanks)
    )


def merge_traces(traces: tuple[Trace, ...], blank_labels: tuple[str, ...]) -> Trace:
    """One trace out of those of several readings, saying which blanks are open."""
    if len(traces) == 1 or not traces[0]:
        return traces[0]
    lines = []
    for place, line in enumerate(traces[0]):
        others = [t[place].shown for t in traces if place < len(t)]
        shown = "或".join(dict.fromkeys(others))
        lines.append(Step(line.label, shown, line.clauses, line.note))
    last = lines[-1]
    open_names = "、".join(f"“{label}”" for label in blank_labels)
    note = f"{last.note}{open_names}未填写，各种读法结论相同。"
    lines[-1] = Step(last.label, last.shown, last.clauses, note)
    return tuple(lines)
