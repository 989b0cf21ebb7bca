"""The five programmes keep every clause of the ledger, and show every worked example of it."""

from __future__ import annotations

import tomllib

import pytest

from kcdesk.packs.catalogue import clause_lines
from kcdesk.packs.scenario_cases import load_scenario_cases
from kcdesk.packs.schemes import load_packs
from tests.house.sources import ROOT

LEDGER: dict[str, dict[str, list[str]]] = tomllib.loads(
    (ROOT / "tests/house/ledger.toml").read_text("utf-8")
)
PACKS = load_packs(ROOT / "resources" / "schemes")
PLAYED = {
    name: load_scenario_cases(sorted((ROOT / "resources/schemes" / name / "cases").glob("*.toml")))
    for name in PACKS
}
LINES = {(line.scheme, line.id): line for line in clause_lines(PACKS.values(), PLAYED)}


@pytest.mark.parametrize("scheme", list(LEDGER))
def test_every_row_of_the_ledger_stands_in_its_programme(scheme: str) -> None:
    rows = LEDGER[scheme]["shown"] + LEDGER[scheme]["plain"]
    assert [row for row in rows if (scheme, row) not in LINES] == []


@pytest.mark.parametrize("scheme", list(LEDGER))
def test_every_worked_example_is_a_case(scheme: str) -> None:
    unshown = [row for row in LEDGER[scheme]["shown"] if not LINES[scheme, row].cases]
    assert unshown == []


def test_a_clause_that_is_only_text_says_why_and_nothing_else_pretends_to_be_kept() -> None:
    for line in LINES.values():
        assert bool(line.why) is (line.kept == "text only"), line.id
