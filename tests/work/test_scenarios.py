"""The scenario files beside the tests and those that ship: every step turns out as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.kernel.clock import SystemClock
from kcdesk.packs.library import Library
from kcdesk.work.player import Player
from kcdesk.work.scenario import read_scenario
from tests.work.county import ROOT

FILES = sorted(
    [
        *(ROOT / "tests/scenarios").glob("*.toml"),
        *(ROOT / "resources/scenarios").glob("*.toml"),
        *(ROOT / "resources/schemes").glob("*/cases/*.toml"),
    ]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_every_step_turns_out_as_the_file_says(file: Path, tmp_path: Path) -> None:
    library = Library(ROOT / "resources", ROOT / "forms")
    scenario = read_scenario(file, library.scheme_ids(), library.clause_ids)
    with Player(scenario, tmp_path / "业务库", library, SystemClock()) as player:
        unmet = [f"第{o.step.number}步 {o.step.name}：{o.unmet}" for o in player.play() if o.unmet]
        assert unmet == []
        assert player.office.check() == ()
