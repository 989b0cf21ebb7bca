"""Running a pack's worked cases: a changed rounding or a lost condition is caught by one.

Called by the tests, by ``kcdesk check`` of packs and before an office adopts a revision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kcdesk.domain.meetings import tally
from kcdesk.domain.schemes.deadlines import due_of
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.cite import join
from kcdesk.kernel.days import HolidayTable
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes import SchemePack
from kcdesk.packs.schemes_cases import Case
from kcdesk.packs.schemes_measure_cases import measure_problems
from kcdesk.packs.schemes_register_cases import register_problems


@dataclass(frozen=True)
class CaseResult:
    """A case and what was wrong with it; nothing is wrong when `problems` is empty."""

    case: Case
    problems: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the case came out as the pack says."""
        return not self.problems


def run_cases(pack: SchemePack, holidays: HolidayTable | None = None) -> tuple[CaseResult, ...]:
    """Every worked case of a pack; those that count working days want the holidays."""
    scheme = pack.scheme if holidays is None else replace(pack.scheme, holidays=holidays)
    return tuple(run_case(scheme, case) for case in pack.cases)


def run_case(scheme: Scheme, case: Case) -> CaseResult:
    """One worked case."""
    filled = scheme.with_blanks(case.blanks)
    if case.check:
        problems: Iterable[str] = _check(filled, case)
    elif case.measured is not None:
        problems = measure_problems(filled, case.measured)
    elif case.sum_id:
        problems = _sum(filled, case)
    elif case.deadline:
        problems = _deadline(filled, case)
    elif case.entered is not None:
        problems = register_problems(filled, case.entered)
    else:
        problems = _tally(filled, case)
    return CaseResult(case, tuple(problems))


def case_problems(pack: SchemePack, holidays: HolidayTable | None = None) -> tuple[Problem, ...]:
    """What to tell a clerk whose pack does not do what its cases say."""
    return tuple(
        Problem(
            f"算例“{result.case.title}”（{result.case.id}）：{problem}",
            "请核对方案中的数值，或改正算例。",
            clauses=result.case.shows,
            code="pack.case",
        )
        for result in run_cases(pack, holidays)
        for problem in result.problems
    )


def _check(scheme: Scheme, case: Case) -> Iterable[str]:
    findings = scheme.check(case.check, case.facts)
    yield from _cited("应当拒绝", case.refused, findings.refusals)
    yield from _cited("应当提醒", case.warned, findings.warnings)
    if not case.refused and findings.refusals:
        yield f"不应拒绝，却说“{findings.refusals[0].message}”。"
    if not case.warned and not case.refused and findings.warnings:
        yield f"不应提醒，却说“{findings.warnings[0].message}”。"
    said = "".join(f"{p.message}{p.cure}" for p in findings.refusals + findings.warnings)
    for words in case.says:
        if words not in said:
            yield f"应当说到“{words}”，实际说的是“{said or '无'}”。"


def _cited(wanted: str, clauses: tuple[str, ...], problems: tuple[Problem, ...]) -> Iterable[str]:
    cited = {c for p in problems for c in p.clauses}
    if set(clauses) - cited:
        yield f"{wanted}并引用{join(clauses)}，实际引用的是{join(sorted(cited)) or '无'}。"


def _sum(scheme: Scheme, case: Case) -> Iterable[str]:
    try:
        made = scheme.compute(case.sum_id, case.facts)
    except Refusal as refusal:
        if not case.refused:
            yield f"不应拒绝，却说“{refusal.problems[0].message}”。"
        yield from _cited("应当拒绝", case.refused, refusal.problems)
        return
    if case.refused:
        yield f"应当拒绝并引用{join(case.refused)}，却算出了结果。"
    for name, wanted in case.gives.items():
        got = made.values.get(name)
        if got != wanted:
            yield f"“{name}”应为{_shown(wanted)}，算得{_shown(got)}。"
    cuts = {c.code: c.amount for c in made.cuts}
    if cuts != case.cuts:
        said = "、".join(f"{scheme.cuts[c].label}{_shown(a)}" for c, a in cuts.items()) or "无"
        yield f"扣减与算例不符，算得：{said}。"


def _deadline(scheme: Scheme, case: Case) -> Iterable[str]:
    try:
        due = due_of(scheme, scheme.deadlines[case.deadline], case.facts)
    except Refusal as refusal:
        if not case.refused:
            yield f"不应拒绝，却说“{refusal.problems[0].message}”。"
        yield from _cited("应当拒绝", case.refused, refusal.problems)
        return
    if case.refused:
        yield f"应当拒绝并引用{join(case.refused)}，却算出了{_shown(due.on)}。"
    elif due.on != case.due_on:
        yield f"到期日应为{_shown(case.due_on)}，算得{_shown(due.on)}。"


def _tally(scheme: Scheme, case: Case) -> Iterable[str]:
    meeting = scheme.meeting
    rule = meeting.rule if case.tally == "rule" else meeting.online_rule
    got = tally(rule, case.opinions, case.expected_count)
    if got.result != case.result:
        yield f"结果应为{case.result}，得到{got.result.value}（{got.words}）。"


def _shown(value: object) -> str:
    return show_value(value, Field("text", ""))
