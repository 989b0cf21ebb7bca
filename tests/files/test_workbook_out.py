from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files import atomic, workbook_out
from kcdesk.files.list_in import read_list
from kcdesk.files.workbook_in import read_workbook
from kcdesk.files.workbook_out import ColumnOut, SheetOut, save_refused, sheet_of, write_workbook
from kcdesk.kernel.errors import Cancelled, Fault, Refusal
from kcdesk.kernel.kinds import Field, Option, Within
from kcdesk.kernel.money import LARGEST_FEN, Money
from kcdesk.packs.sheets import ColumnSpec, SheetSpec, load_sheet
from tests.files.planted_list import TODAY, WORDS, planted_workbook

DANGEROUS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "http://example.com", "mailto:a@b.c",
    "00123", "1E5", "91330482MA0000000L", "<r><t>x</t></r>", "<b>&amp;</b>", "_x0041_", " a ",
    "'quoted", '"', "TRUE", "#REF!", "2023-09-12", "𠮷㐂𬱖", "e\u0301", "👩\u200d💻", "两\n行",
)  # fmt: skip


def cells_of(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def one_column(values: list[Any], **spec: Any) -> list[SheetOut]:
    return [SheetOut("名单", [ColumnOut("内容", **spec)], [[v] for v in values])]


class TestText:
    def test_nothing_becomes_a_formula_a_link_or_a_number(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        write_workbook(path, one_column(list(DANGEROUS)))
        sheet = openpyxl.load_workbook(path, rich_text=False).worksheets[0]
        for row in sheet.iter_rows(min_row=2):
            assert row[0].data_type in {"s", "inlineStr"}
            assert row[0].hyperlink is None
        with zipfile.ZipFile(path) as archive:
            parts = b"".join(archive.read(n) for n in archive.namelist() if "sheet1.xml" in n)
        assert b"<f>" not in parts
        assert b"<f " not in parts
        assert b"hyperlink" not in parts

    def test_everything_comes_back_as_it_was(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        write_workbook(path, one_column(list(DANGEROUS)))
        rows = read_workbook(path).sheets[0].rows
        assert [row[0] for row in rows[1:]] == list(DANGEROUS)

    def test_a_text_no_cell_can_hold_is_refused_and_named(self, tmp_path: Path) -> None:
        for text, why in (("长" * 32_768, "超过"), ("\ud83d", "残缺")):
            with pytest.raises(Refusal, match=f"A3{'.*'}{why}"):
                write_workbook(tmp_path / "a.xlsx", one_column(["好", text]))
        assert list(tmp_path.iterdir()) == []

    def test_the_longest_text_a_cell_can_hold_is_kept_whole(self, tmp_path: Path) -> None:
        write_workbook(tmp_path / "a.xlsx", one_column(["长" * 32_767], kind="long_text"))
        assert read_workbook(tmp_path / "a.xlsx").sheets[0].rows[1] == ("长" * 32_767,)


class TestFigures:
    def test_amounts_are_numbers_in_the_unit_of_the_heading(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        columns = [ColumnOut("贷款额", "money", "万元"), ColumnOut("利息", "money")]
        write_workbook(
            path, [SheetOut("台账", columns, [[Money.wan("1000.01"), Money.yuan("0.05")]])]
        )
        assert cells_of(path) == [["贷款额（万元）", "利息（元）"], [1000.01, 0.05]]
        row = openpyxl.load_workbook(path).worksheets[0][2]
        assert [c.number_format for c in row] == ["#,##0.00####", "#,##0.00"]

    def test_days_counts_and_ratios(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        options = Field("choice", "状态", (Option("open", "待审"),))
        columns = [
            ColumnOut("日期", "day"), ColumnOut("户数", "whole"), ColumnOut("利率", "percent"),
            ColumnOut("首贷", "flag"), ColumnOut("资质", "codes"), ColumnOut("备注"),
            ColumnOut("状态", "choice", options=options),
        ]  # fmt: skip
        values = [date(2023, 9, 12), 5, Fraction(385, 10000), True, ("甲", "乙"), None, "open"]
        write_workbook(path, [SheetOut("表", columns, [values])])
        (_, row) = read_workbook(path).sheets[0].rows
        assert row == (date(2023, 9, 12), 5.0, "3.85%", "是", "甲、乙", "", "待审")

    @given(st.lists(st.integers(-LARGEST_FEN, LARGEST_FEN), min_size=1, max_size=60))
    def test_no_amount_loses_a_fen(self, fens: list[int]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.xlsx"
            columns = [
                ColumnOut("编号"), ColumnOut("甲", "money", "元"), ColumnOut("乙", "money", "万元")
            ]  # fmt: skip
            rows = [[str(n), Money(fen), Money(fen)] for n, fen in enumerate(fens)]
            write_workbook(path, [SheetOut("表", columns, rows)])
            spec = SheetSpec(
                "t", "表",
                (
                    ColumnSpec("id", "编号", "text", required=True, unique=True),
                    ColumnSpec("a", "甲", "money", signed=True),
                    ColumnSpec("b", "乙", "money", signed=True),
                ),
            )  # fmt: skip
            reading = read_list(read_workbook(path), spec, Within(TODAY))
            assert [(r.values["a"].fen, r.values["b"].fen) for r in reading.rows] == [
                (fen, fen) for fen in fens
            ]


@dataclass(frozen=True)
class FirmLine:
    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    registered_capital: Annotated[Money, Field("money", "注册资本", unit="万元")]


class TestBook:
    def test_lines_of_a_query_are_written_under_their_own_labels(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        line = FirmLine(7, "甲公司", "91330482MA0000000L", Money.wan(500))
        write_workbook(path, [sheet_of("名录", FirmLine, [line], title="企业名录")])
        assert cells_of(path) == [
            ["企业名录", None, None],
            ["企业名称", "统一社会信用代码", "注册资本（万元）"],
            ["甲公司", "91330482MA0000000L", 500],
        ]
        assert openpyxl.load_workbook(path).worksheets[0].freeze_panes == "A3"

    def test_a_title_over_one_column_and_an_empty_list(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        sheets = [SheetOut("甲", [ColumnOut("项目")], [], title="清单"), SheetOut("乙", [], [])]
        assert write_workbook(path, sheets) == 0
        assert cells_of(path) == [["清单"], ["项目"]]

    def test_sheet_names_are_made_to_fit_and_kept_apart(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        names = ["2023/09:名单", "2023/09:名单", "", "长" * 40, "'引'"]
        write_workbook(path, [SheetOut(n, [ColumnOut("项目")], []) for n in names])
        assert openpyxl.load_workbook(path).sheetnames == [
            "2023_09_名单", "2023_09_名单(2)", "名单", "长" * 28, "引"
        ]  # fmt: skip

    def test_the_same_values_give_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("a.xlsx", "b.xlsx"):
            write_workbook(tmp_path / name, one_column(["甲", "乙"]))
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

    def test_too_many_rows_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbook_out, "MOST_ROWS", 3)
        with pytest.raises(Refusal, match="行数超过"):
            write_workbook(tmp_path / "a.xlsx", one_column(["甲"] * 3))

    def test_cancelling_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(scratch))
        old = tmp_path / "a.xlsx"
        old.write_bytes(b"old")
        seen: list[tuple[int, int, str]] = []
        with pytest.raises(Cancelled):
            write_workbook(
                old,
                one_column(["甲"] * 2000),
                progress=lambda *step: seen.append(step),
                cancelled=lambda: len(seen) > 1,
            )
        assert seen == [(500, 0, "导出“名单”"), (1000, 0, "导出“名单”")]
        assert old.read_bytes() == b"old"
        assert list(scratch.iterdir()) == []
        assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "scratch"]

    @pytest.mark.skipif(os.name == "nt", reason="asks the Linux kernel for the fault")
    def test_a_full_disk_is_said_plainly(self, tmp_path: Path) -> None:
        import resource

        for most in (2000, 0):  # the file itself; the library's scratch files
            limits = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
            try:
                with pytest.raises(Fault) as caught:
                    write_workbook(tmp_path / "a.xlsx", one_column(["甲"] * 9000))
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            assert caught.value.code == "disk.too_large"
        assert list(tmp_path.iterdir()) == []

    def test_a_file_open_in_wps_is_said_plainly(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def held(action: Callable[[], object], **_: object) -> None:
            raise PermissionError(13, "in use")

        monkeypatch.setattr(atomic, "patiently", held)
        with pytest.raises(Fault, match="没有权限写入"):
            write_workbook(tmp_path / "a.xlsx", one_column(["甲"]))


class TestRefusedRows:
    def test_go_back_with_their_own_columns_reason_and_cell(
        self, tmp_path: Path, resources: Path
    ) -> None:
        planted = planted_workbook(tmp_path / "名单.xlsx", firms=120)
        spec = load_sheet(resources / "sheets" / "enterprises.toml")
        words = {"qualification": WORDS}
        reading = read_list(read_workbook(planted.path), spec, Within(TODAY), words=words)
        path = tmp_path / "退回.xlsx"
        assert save_refused(path, reading) == len(planted.faults) == 40
        sheet = openpyxl.load_workbook(path).worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        assert heads[:3] == ["序号", "单位名称", "统一社会信用代码"]
        assert heads[-2:] == ["原因", "单元格"]
        back = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [row[-1] for row in back] == [fault.cell for fault in planted.faults]
        assert all(str(row[-2]).endswith(("。", "？")) for row in back)
        assert {c.data_type for r in sheet.iter_rows() for c in r} <= {"s", "inlineStr", "n"}
        assert not any(isinstance(v, int | float) for row in back for v in row)

    def test_come_in_again_once_they_are_put_right(self, tmp_path: Path) -> None:
        spec = SheetSpec(
            "t", "表",
            (
                ColumnSpec("name", "企业名称", "text", required=True),
                ColumnSpec("founded", "成立日期", "day"),
            ),
        )  # fmt: skip
        first = tmp_path / "a.xlsx"
        columns = [ColumnOut("企业名称"), ColumnOut("成立日期"), ColumnOut("其他")]
        rows = [["甲", "2021-02-30", "x"], ["乙", "2021-03-01", "y"]]
        write_workbook(first, [SheetOut("表", columns, rows)])
        reading = read_list(read_workbook(first), spec, Within(TODAY))
        assert [r.row_number for r in reading.refused] == [2]
        back = tmp_path / "b.xlsx"
        save_refused(back, reading)
        book = openpyxl.load_workbook(back)
        book.worksheets[0]["B2"] = "2021-02-28"
        book.save(back)
        again = read_list(read_workbook(back), spec, Within(TODAY))
        assert [dict(r.values) for r in again.rows] == [
            {"name": "甲", "founded": date(2021, 2, 28)}
        ]
        assert [h.text for h in again.ignored] == ["其他", "原因", "单元格"]
