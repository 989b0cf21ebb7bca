"""From starting the program to a window that takes input, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, side_by_side

ROOT = Path(__file__).parents[2]

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.show()
def shown():
    print(time.process_time(), flush=True)
    application.exit()
QTimer.singleShot(0, shown)
application.exec()
"""

OWN = """
import time
from PySide6.QtWidgets import QApplication
from kcdesk.app import main
def shown(*_):
    print(time.process_time(), flush=True)
    QApplication.topLevelWidgets()[0].close()
main.keep_log = shown  # the first thing done once the window stands
main.fetch_slow_rooms = lambda: None
raise SystemExit(main.main())
"""


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    start(folder, BARE), start(folder, OWN)  # compiled and in the disk's cache from now on
    times = [(start(folder, BARE), start(folder, OWN)) for _ in range(2 * rounds + 1)]
    walls = [(bare[0], own[0]) for bare, own in times]
    yield side_by_side("start to usable window ÷ bare window, by the clock", walls, 2.5)
    cpu = [(bare[1], own[1]) for bare, own in times]
    yield side_by_side("start to usable window ÷ bare window, processor", cpu, 2.5)


def start(home: Path, script: str) -> tuple[float, float]:
    """Seconds until it says so: by the clock and of the processor."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    env = kept | {"HOME": str(home), "USERPROFILE": str(home), "QT_QPA_PLATFORM": "offscreen"}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        return time.perf_counter() - begun, float(said)
