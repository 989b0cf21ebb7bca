"""Shipped programmes keep their promises: cases, citations, sentences a clerk can act on."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.parts import Kept
from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.checks import run_cases
from kcdesk.packs.scenario_cases import load_scenario_cases
from kcdesk.packs.schemes import SchemePack, load_pack
from kcdesk.work import registry
from kcdesk.work.command import COMMANDS
from kcdesk.work.query import QUERIES
from kcdesk.work.scenario import read_scenario
from tests.house.sources import ROOT

PACKS = sorted((ROOT / "resources" / "schemes").glob("*/scheme.toml"))
FORMS = sorted((ROOT / "forms").glob("*/form.toml"))
HOLIDAYS = load_holidays(ROOT / "resources" / "calendar")
LATIN = re.compile(r"(?<![{:._a-z])[A-Za-z]{2,}(?![}:._a-z])")

assert registry, "importing it registers every command and query"


@pytest.fixture(scope="module", params=PACKS, ids=lambda p: p.parent.name)
def pack(request: pytest.FixtureRequest) -> SchemePack:
    path = request.param
    assert isinstance(path, Path)
    return load_pack(path)


def test_worked_cases_come_out(pack: SchemePack) -> None:
    assert [(r.case.id, r.problems) for r in run_cases(pack, HOLIDAYS) if not r.is_right] == []


def test_every_condition_is_met_by_one_case_and_missed_by_another(pack: SchemePack) -> None:
    """So no condition can be taken out, turned round or left without effect unnoticed."""
    met: set[str] = set()
    missed: set[str] = set()
    for case in pack.cases:
        if case.check:
            scheme = replace(pack.scheme.with_blanks(case.blanks), holidays=HOLIDAYS)
            findings = scheme.check(case.check, case.facts)
            codes = {p.code for p in findings.refusals + findings.warnings}
            missed |= {c.id for c in pack.scheme.conditions if f"scheme.{c.id}" in codes}
            labels = {s.label for s in findings.trace if s.shown == "符合"}
            met |= {
                c.id for c in pack.scheme.conditions if case.check in c.events and c.label in labels
            }
    ids = {c.id for c in pack.scheme.conditions}
    assert sorted(ids - missed) == []
    assert sorted(ids - met) == []


def test_every_sum_is_shown_by_a_case(pack: SchemePack) -> None:
    assert set(pack.scheme.sums) == {c.sum_id for c in pack.cases if c.sum_id}


def test_every_deadline_is_shown_by_a_case(pack: SchemePack) -> None:
    assert set(pack.scheme.deadlines) == {c.deadline for c in pack.cases if c.deadline}


def test_sentences_tell_a_clerk_what_is_wrong_and_what_to_do(pack: SchemePack) -> None:
    def wanting(condition: Condition) -> bool:
        texts = (condition.message, condition.cure)
        return not all(t.endswith("。") and not LATIN.search(t) for t in texts)

    assert [c.id for c in pack.scheme.conditions if wanting(c)] == []


def test_every_citation_resolves(pack: SchemePack) -> None:
    scheme = pack.scheme
    cited = [
        *(c for condition in scheme.conditions for c in condition.clauses),
        *(c for spec in scheme.sums.values() for step in spec.steps for c in step.clauses),
        *(c for parameter in scheme.parameters.values() for c in parameter.clauses),
        *(c for blank in scheme.blanks.values() for c in blank.clauses),
        *(c for case in pack.cases for c in case.shows),
        *scheme.recovery_clauses,
        *scheme.meeting.clauses,
    ]
    assert [c for c in cited if c not in scheme.clauses] == []


def test_every_step_of_a_printed_calculation_cites_its_clause(pack: SchemePack) -> None:
    bare = [
        f"{spec.id}.{step.name}"
        for spec in pack.scheme.sums.values()
        for step in spec.steps
        if step.line != "never" and not step.clauses
    ]
    assert bare == []


def test_a_clause_that_is_only_text_says_why(pack: SchemePack) -> None:
    for clause in pack.scheme.clauses.values():
        assert clause.says
        assert bool(clause.why) is (clause.kept is Kept.TEXT_ONLY), clause.id


def test_every_blank_says_what_is_open(pack: SchemePack) -> None:
    for blank in pack.scheme.blanks.values():
        assert blank.says.endswith("。")
        for clause in blank.clauses:
            assert pack.scheme.clauses[clause].reading, f"{blank.name}: {clause}"


def test_what_keeps_a_clause_is_there(pack: SchemePack) -> None:
    """A clause that says which command, query or paper keeps it names one that exists."""
    there = {*COMMANDS, *QUERIES, *(f"form:{path.parent.name}" for path in FORMS)}
    strange = [(c.id, by) for c in pack.scheme.clauses.values() for by in c.by if by not in there]
    assert strange == []


def test_worked_cases_that_are_scenarios_are_named_and_cite_their_programme(
    pack: SchemePack,
) -> None:
    files = sorted((ROOT / "resources/schemes" / pack.scheme.id / "cases").glob("*.toml"))
    played = load_scenario_cases(files)
    ids = [case.id for case in pack.cases] + [case.id for case in played]
    assert sorted(i for i in set(ids) if ids.count(i) > 1) == []
    assert [c for case in played for c in case.shows if c not in pack.scheme.clauses] == []
    read = [read_scenario(file, [pack.scheme.id], lambda _: pack.scheme.clauses) for file in files]
    assert [scenario.id for scenario in read] == [case.id for case in played]
