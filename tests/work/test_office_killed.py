"""Sixty pulled plugs; `python -m tests.soak.kills` pulls as many as one likes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 60


@pytest.mark.skipif(os.name == "nt", reason="children are made by fork")
def test_an_office_killed_at_random_moments_loses_nothing_it_confirmed(
    root: Path, tmp_path: Path
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.soak.kills", "--kills", str(KILLS), "--commands", "4"],
        cwd=root,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    counted = json.loads(run.stdout)
    assert counted["kills"] == KILLS
    assert counted["confirmed"] > KILLS
