"""Reports what is worth a look but breaks nothing: rooms that grew large."""

from __future__ import annotations

import pytest

from tests.house.sources import name_of, rooms, text_of

LARGE = 300


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    sizes = sorted(((text_of(room).count("\n"), name_of(room)) for room in rooms()), reverse=True)
    large = [f"{lines:5}  {name}" for lines, name in sizes if lines > LARGE]
    if large:
        terminalreporter.section(f"rooms of more than {LARGE} lines: do two things share one?")
        for row in large:
            terminalreporter.write_line(row)
