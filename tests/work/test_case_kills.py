"""The case of Pinghu, ended hard on its way: nothing confirmed is lost, nothing is half done.

Each time a child plays the shipped scenario as far as one step, tells what it confirmed, goes on
into the next step and is killed somewhere inside it. Then the office is opened and checked. Every
fifth step here; ``python -m tests.soak.kills`` kills a thousand times.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from kcdesk.kernel.clock import SystemClock
from kcdesk.packs.library import Library
from kcdesk.work.office import Office
from kcdesk.work.player import Player
from kcdesk.work.scenario import Scenario, read_scenario
from tests.work.county import ROOT

LIBRARY = Library(ROOT / "resources", ROOT / "forms")
CASE = read_scenario(ROOT / "resources" / "scenarios" / "pinghu.toml", LIBRARY.scheme_ids())
AT_ONCE = 2
EVERY = 5

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="wants fork")


def play_and_die(scenario: Scenario, folder: Path, steps: int, opcodes: int, ack: int) -> None:
    """In the child: play, confirm, and die inside the next step (or right after it)."""
    player = Player(scenario, folder, LIBRARY, SystemClock())
    going = player.play()
    for _ in range(steps):
        outcome = next(going)
        assert not outcome.unmet, outcome.unmet
    os.write(ack, str(player.office.head()[0]).encode())
    # Some opcodes later, wherever that is: before BEGIN, between two rows, before COMMIT.
    player.office.connection.set_progress_handler(
        lambda: os.kill(os.getpid(), signal.SIGKILL) or 0,  # type: ignore[func-returns-value]
        opcodes,
    )
    next(going, None)
    os.kill(os.getpid(), signal.SIGKILL)


def start(folder: Path, steps: int, opcodes: int) -> tuple[int, int]:
    """Fork a child; gives its id and the end of the pipe it confirms through."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            play_and_die(CASE, folder, steps, opcodes, writing)
        finally:
            os._exit(3)
    os.close(writing)
    return child, reading


def test_ended_hard_between_two_steps_the_office_opens_and_holds(tmp_path: Path) -> None:
    """All along the case; the place inside the step is drawn with a fixed seed."""
    drawn = random.Random(20230912)
    steps_taken = range(0, len(CASE.steps), EVERY)
    waiting = [(steps, drawn.choice((1, 40, 200, 700, 2000))) for steps in steps_taken]
    while waiting:
        batch, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        running = [
            (steps, tmp_path / f"office{steps}", *start(tmp_path / f"office{steps}", steps, ops))
            for steps, ops in batch
        ]
        for steps, folder, child, reading in running:
            with os.fdopen(reading, "rb") as pipe:
                confirmed = int(pipe.read())
            _, status = os.waitpid(child, 0)
            assert os.WTERMSIG(status) == signal.SIGKILL
            office = Office.open(folder, clock=SystemClock(), library=LIBRARY)
            found, kept = office.check(), office.head()[0]
            office.close()
            assert found == (), f"after step {steps}"
            assert confirmed <= kept <= confirmed + 1, f"after step {steps}"
