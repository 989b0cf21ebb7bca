"""The papers on the card of an institution: what hangs on it, each by its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.ui.panels import PapersPanel
from tests.ui.screens.conftest import Seat
from tests.ui.screens.test_money import lines_of
from tests.ui.screens.test_partners import opened, panel
from tests.work.county import County
from tests.work.test_papers_partners import drawn, placed, signed


@pytest.fixture
def county(tmp_path: Path) -> County:
    """An office of Daye with money."""
    made = County(
        tmp_path / "office", "daye", date(2023, 3, 1),
        blanks=({"name": "issued_on", "value": "2023-02-10"},),
    )  # fmt: skip
    made.money("2000万元", on="2023-03-01")
    return made


def test_what_hangs_on_a_bank_is_printed_from_its_card(seat: Seat) -> None:
    bank = signed(seat.county)
    placed(seat.county, bank)
    drawn(seat.county, bank)
    _, page = opened(seat, bank)
    papers = panel(page, PapersPanel)
    seat.settle()
    lines = lines_of(papers.table)
    assert [line.label.split("：")[0] for line in lines] == [
        "合作机构申请表", "合作协议要点表", "保证金划扣告知书（致担保机构）",
        "保证金划扣告知书（致科技部门）", "保证金补足申请函",
    ]  # fmt: skip
    assert lines[2].about == "2023-11-30划扣保证金（铜都农商银行）"
