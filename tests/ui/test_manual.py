"""F1: the page of the screen, the links between pages, and finding by words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from kcdesk.ui.manual import ManualWindow


@pytest.fixture
def manual(qtbot: QtBot, resources: Path) -> ManualWindow:
    window = ManualWindow(resources / "manual")
    qtbot.addWidget(window)
    return window


def shown(manual: ManualWindow) -> list[str]:
    rows = range(manual.pages.count())
    return [manual.pages.item(r).text() for r in rows if not manual.pages.item(r).isHidden()]


def title(manual: ManualWindow) -> str:
    return manual.text.toPlainText().split("\n")[0]


def test_opens_at_the_first_page_with_the_pages_in_the_order_of_the_work(
    manual: ManualWindow,
) -> None:
    assert title(manual) == "使用说明"
    pages = shown(manual)
    assert pages[0] == "使用说明"
    assert pages.index("企业名录") < pages.index("代偿申请") < pages.index("备份与恢复")


@pytest.mark.parametrize(
    ("page", "wanted"), [("claims", "代偿申请"), ("home", "使用说明"), ("", "使用说明")]
)
def test_turns_to_the_page_of_a_screen(manual: ManualWindow, page: str, wanted: str) -> None:
    manual.turn_to(page)
    assert title(manual) == wanted


def test_links_turn_the_page_and_lead_nowhere_else(manual: ManualWindow) -> None:
    manual.text.anchorClicked.emit(QUrl("loans.md"))
    assert title(manual) == "贷款台账"
    manual.text.anchorClicked.emit(QUrl("https://example.com/loans"))
    assert title(manual) == "贷款台账"


def test_finds_pages_by_all_their_words(manual: ManualWindow) -> None:
    manual.finder.setText("追偿 返还")
    assert "追偿" in shown(manual)
    assert "键盘" not in shown(manual)
    manual.turn_to("keyboard")
    assert title(manual) == "键盘", "a page that was sifted out can be turned to"
