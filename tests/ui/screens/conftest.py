"""Screens against a real office: a county in a folder, a desk, what a screen is handed.

`county` is the office with its four people and short words to fill it (`county.loan(...)`).
`desk` sits in front of it, signed in as the clerk; `seat.as_("reviewer")` changes who sits there.
`seat.show(screen)` puts a screen into a window that really is on the (invisible) display, joined to the
other screens by a note of where it wanted to go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.app.sources import office_sources
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import Drafts, Place, Screen, Settings, Table
from tests.work.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A new office on 4 January 2021."""
    return County(tmp_path / "office")


@pytest.fixture
def desk(county: County, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk(county.office, person=county.people["clerk"])
    county.quiet = desk.settle
    yield desk
    assert desk.settle()
    county.quiet = None
    desk.shut_down()


@pytest.fixture
def place(county: County, desk: Desk, tmp_path: Path) -> Place:
    return Place(
        desk,
        office_sources(desk, county.clock),
        Settings(tmp_path / "screens.ini"),
        Drafts(tmp_path / "drafts"),
    )


@dataclass
class Seat:
    """A clerk in front of a screen."""

    county: County
    desk: Desk
    place: Place
    qtbot: QtBot
    went: list[tuple[str, int]] = field(default_factory=list)
    """Where the screen wanted to go: stage and id."""

    def as_(self, role: str) -> None:
        """Somebody else sits down."""
        self.desk.sign_in(self.county.people[role])

    def show(self, screen: Screen, width: int = 1366, height: int = 700) -> None:
        """Show a screen and wait for what it asks."""
        self.qtbot.addWidget(screen)
        screen.navigate.connect(lambda stage, ident: self.went.append((stage, ident)))
        self.desk.changed.connect(lambda _stages: screen.reload())
        screen.resize(width, height)
        screen.show()
        screen.activateWindow()
        screen.reload()
        self.settle()

    def settle(self) -> None:
        """Until nothing is asked any more."""
        for _ in range(3):
            assert self.desk.settle()
            QApplication.processEvents()

    def press(
        self,
        widget: QWidget,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """One key, and what follows."""
        QTest.keyClick(widget, key, modifier)
        self.settle()

    def dialog(self) -> QWidget:
        """The dialog that is open."""
        QApplication.processEvents()
        open_now = [
            w for w in QApplication.topLevelWidgets() if w.isVisible() and w.inherits("QDialog")
        ]
        assert open_now, "no dialog is open"
        return open_now[-1]

    def push(self, within: QWidget, label: str) -> None:
        """Press the button whose label begins so."""
        for button in within.findChildren(QPushButton):
            if button.isVisible() and button.text().replace("&", "").startswith(label):
                assert button.isEnabled(), f"{label} cannot be pressed now"
                button.click()
                self.settle()
                return
        raise AssertionError(f"there is no button {label}")


@pytest.fixture
def seat(county: County, desk: Desk, place: Place, qtbot: QtBot) -> Seat:
    return Seat(county, desk, place, qtbot)


def line_of(table: Table, row: int = 0) -> Any:
    """The line of a row; the table has that many."""
    line = table.model.line(row)
    assert line is not None, f"the table has no row {row}"
    return line
