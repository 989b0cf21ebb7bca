"""The kit's tests run on real widgets with a Chinese face and a small real office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kcdesk.kernel.clock import FixedClock
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import DeskSources, Drafts, Place, Settings, theme
from tests.ui import office as small

TODAY = date(2021, 3, 25)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Every test sees the program as a clerk does."""
    theme.apply(qapp, dark=False)
    yield
    # What Python has put on the invisible clipboard must not outlive Python.
    qapp.clipboard().clear()


@pytest.fixture
def office() -> small.SmallOffice:
    return small.SmallOffice()


@pytest.fixture
def desk(office: small.SmallOffice, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk(office, person=7)
    yield desk
    if office.gate is not None:
        office.gate.set()
    assert desk.settle()
    desk.shut_down()


@pytest.fixture
def sources(desk: Desk) -> DeskSources:
    return DeskSources(
        desk,
        FixedClock(TODAY),
        finders={"enterprises": small.find_enterprises},
        names={"enterprises": small.enterprise_name},
        options={"banks": small.bank_options, "kinds": small.kind_options},
    )


@pytest.fixture
def place(desk: Desk, sources: DeskSources, tmp_path: Path) -> Place:
    return Place(desk, sources, Settings(tmp_path / "screens.ini"), Drafts(tmp_path / "drafts"))
