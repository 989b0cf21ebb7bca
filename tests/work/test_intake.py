"""A county's list on its way in: read once, sorted, the refused rows sent back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kcdesk.files.workbook_in import read_workbook
from kcdesk.kernel.errors import Cancelled
from kcdesk.kernel.money import Money
from kcdesk.work.intake import read_again, read_firms, save_refused
from tests.files.planted_list import TODAY, planted_workbook
from tests.work.county import County

CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X")


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook of these sheets."""
    book = xlsxwriter.Workbook(str(path))
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return path


HEAD = ["单位名称", "信用代码", "注册资本"]


def test_the_countys_list_becomes_rows_that_can_be_imported(county: County, tmp_path: Path) -> None:
    county.clock.day = TODAY
    planted = planted_workbook(tmp_path / "名单.xlsx", firms=120)
    firms = read_firms(planted.path, county.ask("list_terms"))
    assert firms.reading is not None
    assert len(firms.firms) == planted.accepted == 80
    assert {f.row_number: f.uscc for f in firms.firms} == planted.codes
    assert firms.title == "名单.xlsx"
    statuses = {x.status for x in county.ask("preview_enterprises", rows=firms.firms)}
    assert statuses == {"new"}


def test_refused_rows_go_back_as_a_workbook(county: County, tmp_path: Path) -> None:
    county.clock.day = TODAY
    planted = planted_workbook(tmp_path / "名单.xlsx", firms=120)
    reading = read_firms(planted.path, county.ask("list_terms")).reading
    assert reading is not None
    assert save_refused(tmp_path / "退回.xlsx", reading) == 40
    (sheet,) = read_workbook(tmp_path / "退回.xlsx").sheets
    assert sheet.rows[0][-2:] == ("原因", "单元格")
    assert len(sheet.rows) == 41


def test_of_several_sheets_one_is_chosen_without_reading_the_file_again(
    county: County, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "两张.xlsx",
        新埭镇=[HEAD, ["甲公司", CODES[0], "100万元"]],
        当湖街道=[HEAD, ["乙公司", CODES[1], "100万元"]],
    )
    terms = county.ask("list_terms")
    begun = read_firms(path, terms)
    assert (begun.reading, begun.sheets, begun.firms) == (None, ("新埭镇", "当湖街道"), ())
    assert begun.title == "两张.xlsx"
    path.unlink()
    chosen = read_again(begun, terms, sheet="当湖街道")
    assert [f.name for f in chosen.firms] == ["乙公司"]
    assert chosen.title == "两张.xlsx（当湖街道）"


def test_a_missing_unit_is_asked_for_and_said(county: County, tmp_path: Path) -> None:
    path = workbook(tmp_path / "名单.xlsx", 名单=[HEAD, ["甲公司", CODES[0], 100]])
    terms = county.ask("list_terms")
    begun = read_firms(path, terms)
    assert begun.reading is not None
    assert begun.reading.units_missing == ("registered_capital",)
    said = read_again(begun, terms, units={"registered_capital": "万元"})
    assert said.firms[0].registered_capital == Money.wan(100)


def test_a_reading_that_is_stopped_leaves_nothing(county: County, tmp_path: Path) -> None:
    path = workbook(tmp_path / "名单.xlsx", 名单=[HEAD, ["甲公司", CODES[0], "100万元"]])
    with pytest.raises(Cancelled):
        read_firms(path, county.ask("list_terms"), cancelled=lambda: True)
