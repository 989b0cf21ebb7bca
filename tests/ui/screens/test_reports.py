"""The home screen of a real office: figures, what to do next, going there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kcdesk.ui.screens.reports import HomeScreen
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County


@pytest.fixture
def screen(seat: Seat) -> HomeScreen:
    return HomeScreen(seat.place)


def whats(screen: HomeScreen) -> list[str]:
    model = screen.table.model
    return [line_of(screen.table, row).what for row in range(model.rowCount())]


def tiles(screen: HomeScreen) -> str:
    return "\n".join(
        label.text() for view in screen.tiles.views for label in view.findChildren(QLabel)
    )


def test_a_new_office_is_led_through_what_it_lacks_in_order(
    county: County, seat: Seat, screen: HomeScreen
) -> None:
    """People are there already in this county; the rest comes step by step."""
    seat.show(screen)
    assert [line_of(screen.table, row).screen for row in range(5)] == [
        "partners", "meetings", "enterprises", "fund", "schemes",
    ]  # fmt: skip
    assert "还有5项准备" in screen.hint.text()
    seat.press(screen.table.grid, Qt.Key.Key_Down)
    seat.press(screen.table.grid, Qt.Key.Key_Return)
    assert seat.went == [("meetings", 0)]
    county.bank()
    screen.reload()
    seat.settle()
    assert "还有4项准备" in screen.hint.text()


def test_an_office_that_is_ready_has_nothing_to_prepare(
    county: County, seat: Seat, screen: HomeScreen
) -> None:
    county.bank()
    county.units()
    county.firm()
    county.money()
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    seat.show(screen)
    assert screen.hint.text() == ""
    assert screen.table.empty_page.isVisible()
    assert "没有待办事项" in screen.table.empty_page.text.text()


def test_what_waits_is_told_and_opened_by_enter(
    county: County, seat: Seat, screen: HomeScreen
) -> None:
    firm, bank = county.firm(), county.bank()
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    application = county.do(
        "file_application", enterprise=firm, applied_on="2021-03-10", amount="30万元",
        term_months="12", purpose="购买原材料", bank=bank,
    )  # fmt: skip
    seat.show(screen)
    row = next(n for n, what in enumerate(whats(screen)) if "SQ2021-0001" in what)
    screen.table.grid.go_to_row(row)
    seat.press(screen.table.grid, Qt.Key.Key_Return)
    assert seat.went == [("applications", application)]


def test_the_figures_are_those_of_the_office(
    county: County, seat: Seat, screen: HomeScreen
) -> None:
    firm, bank = county.firm(), county.bank()
    county.money("1000万元")
    county.loan(firm, bank, "30万元")
    county.clock.day = county.clock.day.replace(year=2022, month=4)
    seat.show(screen)
    said = tiles(screen)
    for figure in ("1 家", "30.00 万元", "逾期 1 笔", "1,000.00 万元", "共 1 家次"):
        assert figure in said, figure


def test_figures_stand_side_by_side_and_two_in_a_row_when_narrow(
    seat: Seat, screen: HomeScreen
) -> None:
    seat.show(screen)
    tops = {view.y() for view in screen.tiles.views}
    assert len(tops) == 1
    screen.resize(420, 512)
    seat.settle()
    assert len({view.y() for view in screen.tiles.views}) == 2


def test_an_entry_can_be_begun_from_here(seat: Seat, screen: HomeScreen) -> None:
    seat.show(screen)
    begun: list[Any] = []
    screen.begun.connect(lambda stage, values: begun.append((stage, values)))
    seat.push(screen, "登记贷款申请")
    seat.push(screen, "登记放款")
    assert begun == [("applications", {}), ("loans", {})]
