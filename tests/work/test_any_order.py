"""Independent parts of an office's year, entered in any order, come to the same totals.

Each shipped scenario is taken apart: what concerns one firm only stays in its own order, what
concerns different firms is mixed at random, up to the first loan that goes bad. From there on
(classes, claims, the meeting, payouts) one thing follows from another, and the order is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcdesk.kernel.clock import SystemClock
from kcdesk.packs.library import Library
from kcdesk.work.player import Player
from kcdesk.work.queries.fund import fund_card
from kcdesk.work.queries.loans import loan_totals
from kcdesk.work.queries.reports import report_lines
from kcdesk.work.scenario import Scenario, Step, read_scenario
from tests.work.county import ROOT

LIBRARY = Library(ROOT / "resources", ROOT / "forms")
FILES = sorted((ROOT / "resources/scenarios").glob("*.toml"))
BEGINS = "register_enterprise"
ENDS = ("grade_loan", "declare_accelerated", "file_claim", "extend_loan", "place_deposit")
OF_ALL = ("freeze_list", "apply_list_changes")
"""Steps about every firm at once: nothing moves past them."""
LEFT_OUT = ("print_paper",)


def labels_in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("$"):
        yield value[1:]
    elif isinstance(value, dict):
        for inner in value.values():
            yield from labels_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from labels_in(inner)


def what_is_done(scenario: Scenario) -> list[Step]:
    """The steps that change the office and stand, each with its day."""
    undone = {step.name for step in scenario.steps if step.verb == "undo"}
    day, steps = scenario.opened_on, []
    for step in scenario.steps:
        day = step.on or day
        stands = step.verb == "do" and not step.refused and step.name not in LEFT_OUT
        if stands and not (step.label and step.label in undone):
            steps.append(replace(step, on=day, expect=None))
    return steps


def chains(steps: Iterable[Step], shared: set[str]) -> list[list[Step]]:
    """Steps that have a label in common, beyond what all of them share, belong together."""
    made: list[tuple[set[str], list[Step]]] = []
    for step in steps:
        own = ({step.label} if step.label else set()) | set(labels_in(dict(step.given)))
        own -= shared
        joined = [chain for chain in made if chain[0] & own]
        made = [chain for chain in made if not chain[0] & own]
        labels = own.union(*(chain[0] for chain in joined))
        members = sorted([s for chain in joined for s in chain[1]], key=lambda s: s.number)
        made.append((labels, [*members, step]))
    return [chain for _, chain in made]


def mixed(chained: list[list[Step]], random: Random) -> list[Step]:
    """Every chain in its own order, chains among each other in any."""
    left = [list(chain) for chain in chained]
    out = []
    while left:
        chain = random.choice(left)
        out.append(chain.pop(0))
        left = [c for c in left if c]
    return out


def segments(steps: list[Step]) -> Iterator[list[Step]]:
    """Stretches between steps that are about every firm at once; those stand alone."""
    stretch: list[Step] = []
    for step in steps:
        if step.name in OF_ALL:
            yield from (stretch, [step])
            stretch = []
        else:
            stretch.append(step)
    yield stretch


def totals(scenario: Scenario, steps: list[Step], until: date) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        played = replace(scenario, steps=tuple(steps))
        with Player(played, Path(folder) / "业务库", LIBRARY, SystemClock()) as player:
            unmet = [f"{o.step.number} {o.step.name}：{o.unmet}" for o in player.play() if o.unmet]
            assert unmet == []
            player.clock.day = until
            office = player.office
            assert office.check() == ()
            return {
                "贷款": office.ask(loan_totals()),
                "资金": office.ask(fund_card()),
                "指标": office.ask(report_lines(on=until)),
            }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_order_of_independent_parts_changes_no_total(file: Path) -> None:
    scenario = read_scenario(file, LIBRARY.scheme_ids())
    steps = what_is_done(scenario)
    names = [step.name for step in steps]
    begin = names.index(BEGINS)
    end = min(n for n, name in enumerate(names) if name in ENDS and n > begin)
    before, middle, after = steps[:begin], steps[begin:end], steps[end:]
    shared = {step.label for step in before if step.label}
    parts = [chains(segment, shared) for segment in segments(middle)]
    assert max(len(chained) for chained in parts) > 1
    until = max(step.on for step in steps if step.on is not None)
    as_told = totals(scenario, steps, until)

    @settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.randoms(use_true_random=False))
    def any_order(random: Random) -> None:
        shuffled = [step for chained in parts for step in mixed(chained, random)]
        assert totals(scenario, [*before, *shuffled, *after], until) == as_told

    any_order()
