from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.files.list_in import ListReading, read_list
from kcdesk.files.workbook_in import read_workbook
from kcdesk.kernel.kinds import Within
from kcdesk.packs.sheets import load_sheet
from tests.files.planted_list import FIRMS, TODAY, WORDS, PlantedList, planted_workbook

FAULTS = 40


@pytest.fixture(scope="module", params=[".xlsx", ".xls"])
def planted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> PlantedList:
    """The county's list, in the new and in the old format."""
    return planted_workbook(tmp_path_factory.mktemp("planted") / f"名单{request.param}")


@pytest.fixture(scope="module")
def reading(planted: PlantedList, resources: Path) -> ListReading:
    spec = load_sheet(resources / "sheets" / "enterprises.toml")
    workbook = read_workbook(planted.path)
    return read_list(workbook, spec, Within(TODAY), words={"qualification": WORDS})


def test_exactly_the_planted_rows_are_refused_each_at_its_cell_and_for_its_reason(
    planted: PlantedList, reading: ListReading
) -> None:
    found = [(row.row_number, f.cell, f.code) for row in reading.refused for f in row.findings]
    assert found == [(f.row, f.cell, f.code) for f in planted.faults]
    assert len(found) == FAULTS
    assert len({f.kind for f in planted.faults}) == 12


def test_every_reason_is_a_sentence_with_its_cure(reading: ListReading) -> None:
    for row in reading.refused:
        for finding in row.findings:
            assert finding.reason.endswith("。")
            assert finding.cure.endswith(("。", "？"))
            assert str(finding).startswith(f"{finding.cell}（{finding.column}）：")


def test_all_other_firms_are_accepted_with_their_own_code_and_name(
    planted: PlantedList, reading: ListReading
) -> None:
    assert {row.row_number: row.values["uscc"] for row in reading.rows} == planted.codes
    assert {row.row_number: row.values["name"] for row in reading.rows} == planted.names
    assert len(reading.rows) == planted.accepted == FIRMS - FAULTS


def test_rows_read_are_rows_accepted_and_rows_refused(reading: ListReading) -> None:
    assert reading.read_count == FIRMS


def test_what_is_no_firm_is_told_of(reading: ListReading) -> None:
    notes = "".join(reading.notes)
    for said in ("合计", "填表人", "说明", "只有序号", "隐藏的工作表“2022年名单”没有读取"):
        assert said in notes
    assert [head.text for head in reading.ignored] == ["备注"]
    assert reading.header_findings == ()


def test_units_come_from_the_headings(reading: ListReading) -> None:
    units = {column.key: column.unit for column in reading.columns if column.unit}
    assert units == {"registered_capital": "万元", "revenue": "元"}


def test_the_same_list_comes_out_every_time(planted: PlantedList, tmp_path: Path) -> None:
    again = planted_workbook(tmp_path / planted.path.name)
    assert again.faults == planted.faults
    assert again.codes == planted.codes
