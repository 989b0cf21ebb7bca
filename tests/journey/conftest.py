"""The real program on a desk of its own: temporary folders, shipped fonts, a clock that is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kcdesk.app.crash import Crash
from kcdesk.app.main import speak_chinese
from kcdesk.app.program import Program
from kcdesk.app.screens import screens
from kcdesk.app.wiring import wire
from kcdesk.kernel.clock import FixedClock
from kcdesk.ui.kit import theme
from tests.journey.clerk import Clerk, Files

SCREEN = (1366, 728)
"""What a task bar leaves of the smallest screen in use."""


@pytest.fixture
def clerk(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clerk]:
    """A clerk in front of the start page, on 4 January 2021."""
    theme.apply(qapp, dark=False)
    speak_chinese(qapp)
    clock = FixedClock(date(2021, 1, 4))
    made = wire(clock, system_fonts=False)
    own = replace(
        made.paths, settings=tmp_path / "设置", logs=tmp_path / "日志", documents=tmp_path / "文档"
    )
    own.make_own()
    files = Files(save_in=tmp_path / "另存")
    files.save_in.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", files.open_name)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", files.folder)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", files.save_name)
    started: list[Program] = []

    def start() -> Program:
        program = Program(
            replace(made, paths=own), Crash(own.logs, clock, lambda _report: None), screens()
        )
        started.append(program)
        window = program.window
        scale = window.devicePixelRatioF()
        window.resize(int(SCREEN[0] / scale), int(SCREEN[1] / scale))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return program

    yield Clerk(start, clock, qtbot, files)
    for program in started:
        window = program.window
        if window.isVisible():  # the story broke off in the middle
            window._may_close = True
            window.close()
            qtbot.waitUntil(window.isHidden)
        window.deleteLater()
