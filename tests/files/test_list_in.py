from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files.grid import Area, Cell, CellError, Sheet, Workbook
from kcdesk.files.list_in import ListReading, fitting_sheets, read_list
from kcdesk.files.list_reading import CellFinding
from kcdesk.files.workbook_in import read_workbook
from kcdesk.kernel.errors import Cancelled, Refusal
from kcdesk.kernel.kinds import Within
from kcdesk.kernel.money import LARGEST_FEN, Money
from kcdesk.packs.sheets import ColumnSpec, SheetSpec, load_sheet

TODAY = date(2023, 9, 12)
A, B = "91330482MA0000000L", "91420281MA4F00000X"
WORDS = {"高新技术企业": "high_tech", "专精特新企业": "specialised", "小巨人企业": "little_giant"}

Row = list[Any]


@pytest.fixture(scope="module")
def spec(resources: Path) -> SheetSpec:
    return load_sheet(resources / "sheets" / "enterprises.toml")


def book(rows: list[Row], *, merged: tuple[Area, ...] = (), name: str = "名单") -> Workbook:
    return Workbook((Sheet(name, False, tuple(map(tuple, rows)), merged),))


def read(spec: SheetSpec, rows: list[Row], **options: Any) -> ListReading:
    merged = options.pop("merged", ())
    return read_list(
        book(rows, merged=merged), spec, Within(TODAY), words={"qualification": WORDS}, **options
    )


def one(spec: SheetSpec, head: str, cell: Cell, **options: Any) -> Any:
    """What a cell under a heading becomes: its value, None when empty, or its finding."""
    reading = read(spec, [["单位名称", "信用代码", head], ["甲公司", A, cell]], **options)
    if reading.refused:
        ((finding,),) = [row.findings for row in reading.refused]
        assert finding.cell == "C2"
        return finding
    (row,) = reading.rows
    extra = {k: v for k, v in row.values.items() if k not in {"name", "uscc"}}
    assert set(row.cells) == set(row.values)
    return next(iter(extra.values()), None)


def code_of(found: Any) -> str:
    assert isinstance(found, CellFinding), f"read as {found!r}"
    return found.code


class TestFindingTheHeading:
    def test_below_titles_and_blank_rows(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["××市科创企业名单"], [], ["填报单位：科技局", "", "2023年9月"], [],
            ["序号", "单位名称", "信用代码"], [1.0, "甲公司", A],
        ]  # fmt: skip
        reading = read(spec, rows)
        assert reading.header_row == 5
        assert [(c.key, c.cell, c.head) for c in reading.columns] == [
            ("name", "B5", "单位名称"),
            ("uscc", "C5", "信用代码"),
        ]
        assert reading.rows[0].cells == {"name": "B6", "uscc": "C6"}
        assert reading.rows[0].row_number == 6
        assert reading.heads == ("序号", "单位名称", "信用代码")

    def test_in_two_rows_with_merged_cells(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["名单", "", "", "", "", "", ""],
            ["单位名称", "信用代码", "资质情况", "", "合作银行", "", "联系方式"],
            ["", "", "类型", "有效期至", "名称", "联系人", "电话"],
            ["甲公司", A, "高新技术企业", "2025-01-01", "农商银行", "王五", "13800000000"],
        ]
        merged = (
            Area(1, 1, 1, 7), Area(2, 1, 3, 1), Area(2, 2, 3, 2), Area(2, 3, 2, 4),
            Area(2, 5, 2, 6),
        )  # fmt: skip
        reading = read(spec, rows, merged=merged)
        assert reading.header_row == 3
        assert {c.key for c in reading.columns} == {
            "name", "uscc", "qualification", "until_on", "contact_phone"
        }  # fmt: skip
        assert [(h.cell, h.text) for h in reading.ignored] == [("E3", "名称"), ("F3", "联系人")]
        assert reading.rows[0].values["name"] == "甲公司"

    def test_in_two_rows_where_nothing_is_merged(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["单位名称", "信用代码", "资质情况"],
            ["", "", "类型", "证书编号"],
            ["甲公司", A, "高企", "GR1"],
        ]
        reading = read(spec, rows)
        assert reading.header_row == 2
        assert reading.rows[0].values["certificate_no"] == "GR1"

    def test_a_heading_over_two_columns_belongs_to_the_first(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "", "信用代码"], ["甲公司", "分厂", A]]
        reading = read(spec, rows, merged=(Area(1, 1, 1, 2),))
        assert [c.cell for c in reading.columns] == ["A1", "C1"]

    def test_the_sheet_that_fits_is_taken(self, spec: SheetSpec) -> None:
        good = Sheet("企业", False, (("单位名称", "信用代码"), ("甲公司", A)))
        workbook = Workbook(
            (
                Sheet("说明", False, (("请按时报送",), ("单位名称",))),
                good,
                replace(good, name="旧", hidden=True, rows=()),
                Sheet("空表", False, (("单位名称", "信用代码"),)),
                Sheet("白纸", False, ()),
            )
        )
        assert fitting_sheets(workbook, spec) == ("企业",)
        reading = read_list(workbook, spec, Within(TODAY))
        assert reading.sheet == "企业"
        assert reading.notes == (
            "工作表“说明”没有读取。",
            "隐藏的工作表“旧”没有读取。",
            "工作表“空表”没有读取。",
        )

    def test_two_sheets_that_fit_are_not_chosen_between(self, spec: SheetSpec) -> None:
        rows = (("单位名称", "信用代码"), ("甲公司", A))
        workbook = Workbook((Sheet("2022", False, rows), Sheet("2023", False, rows)))
        with pytest.raises(Refusal, match="有2张工作表都像企业名单：“2022”、“2023”"):
            read_list(workbook, spec, Within(TODAY))
        assert read_list(workbook, spec, Within(TODAY), sheet="2023").sheet == "2023"

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ([], "没有找到企业名单的表头"),
            ([["今天", "天气"], ["很", "好"]], "没有找到企业名单的表头"),
            ([["单位名称", "信用代码"]], "下面没有内容"),
            ([["单位名称", "联系电话", "银行"], ["甲", "1", "x"]], "缺少“统一社会信用代码”这一列"),
            ([["单位名称", "联系电话", "银行"], ["甲", "1", "x"]], "没有认出的表头：C1“银行”"),
        ],
    )
    def test_a_list_without_its_heading_is_told_what_it_lacks(
        self, spec: SheetSpec, rows: list[Row], said: str
    ) -> None:
        with pytest.raises(Refusal, match=said):
            read(spec, rows)

    def test_a_required_column_twice_refuses_the_list(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "企业名称", "信用代码"], ["甲", "乙", A]]
        with pytest.raises(Refusal, match="有2列都是“企业名称”：A1“单位名称”、B1“企业名称”"):
            read(spec, rows)

    def test_an_optional_column_twice_is_left_out_and_told(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["单位名称", "信用代码", "手机", "联系电话"], ["甲", A, "13800000000", "0573-85012345"]
        ]  # fmt: skip
        reading = read(spec, rows)
        (finding,) = reading.header_findings
        assert (finding.cell, finding.code) == ("C1", "head.twice")
        assert "D1“联系电话”" in finding.reason
        assert "contact_phone" not in reading.rows[0].values

    def test_an_empty_twin_is_no_rival(self, spec: SheetSpec) -> None:
        for phone in ("0573-85012345", 13800000000.0):
            rows: list[Row] = [
                ["单位名称", "信用代码", "手机", "联系电话"],
                ["甲", A, "", phone],
            ]
            reading = read(spec, rows)
            assert reading.header_findings == ()
            assert reading.rows[0].values["contact_phone"] == str(phone).removesuffix(".0")

    def test_a_doubtful_heading_counts_once_a_known_word_stands_below(
        self, spec: SheetSpec
    ) -> None:
        head: Row = ["单位名称", "信用代码", "企业类型"]
        legal_forms: list[Row] = [head, ["甲", A, "有限责任公司"], ["乙", B, "合伙企业"]]
        reading = read(spec, legal_forms)
        assert [(f.cell, f.code) for f in reading.header_findings] == [("C1", "head.doubtful")]
        assert len(reading.rows) == 2
        assert "qualification" not in reading.rows[0].values
        qualifications: list[Row] = [head, ["甲", A, "高企"], ["乙", B, "独角兽"]]
        reading = read(spec, qualifications)
        assert reading.rows[0].values["qualification"] == "high_tech"
        assert [r.findings[0].code for r in reading.refused] == ["word.unknown"]


class TestRows:
    def test_rows_that_are_no_firms_are_told_of_and_not_counted(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["序号", "单位名称", "信用代码", "注册资本（万元）"],
            [1.0, "甲公司", A, 500.0],
            [],
            [2.0, "", "  ", ""],
            ["", "一、钟埭街道", "", ""],
            ["序号", "单位名称", "信用代码", "注册资本（万元）"],
            [3.0, "乙公司", B, 1.0],
            ["合计", "", "", 501.0],
            ["", "合计2户", "", ""],
            ["填表人：张三", "", "审核人：李四"],
            ["注：本表一式两份。"],
        ]
        reading = read(spec, rows, merged=(Area(5, 2, 5, 4),))
        assert reading.read_count == len(reading.rows) == 2
        assert reading.notes == (
            "第5行“一、钟埭街道”是合并的说明，已跳过。",
            "第6行重复了表头，已跳过。",
            "第8行“合计”不是名单内容，已跳过。",
            "第9行“合计2户”不是名单内容，已跳过。",
            "第10行“填表人：张三”不是名单内容，已跳过。",
            "有2行只有序号或不导入的列，已跳过。",
        )

    def test_a_firm_whose_name_begins_like_a_signature_is_a_firm(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码"], ["注塑机械公司", A], ["日期：科技公司", B]]
        assert read(spec, rows).read_count == 2

    def test_a_firm_without_a_code_is_refused_not_skipped(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码"], ["甲公司", "无"], ["注塑公司", ""]]
        reading = read(spec, rows)
        assert [
            (r.row_number, r.findings[0].cell, r.findings[0].code) for r in reading.refused
        ] == [
            (2, "B2", "required"),
            (3, "B3", "required"),
        ]

    def test_many_lines_that_are_no_firms_are_told_in_short(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码"], ["甲公司", A]]
        rows += [[f"注：{n}" + "说明" * 20] for n in range(25)]
        notes = read(spec, rows).notes
        assert len(notes) == 21
        assert notes[0].endswith("…”不是名单内容，已跳过。")
        assert notes[-1] == "另有5行不是名单内容，已跳过。"

    def test_a_value_merged_over_rows_stands_in_each(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["单位名称", "信用代码", "镇街"], ["甲", A, "乍浦镇"], ["乙", B], ["", "", ""]
        ]  # fmt: skip
        reading = read(spec, rows, merged=(Area(2, 3, 3, 3), Area(9, 1, 9, 2)))
        assert [row.values["region"] for row in reading.rows] == ["乍浦镇", "乍浦镇"]

    def test_the_same_code_twice_refuses_the_later_row_and_names_both_cells(
        self, spec: SheetSpec
    ) -> None:
        rows: list[Row] = [["单位名称", "信用代码"], ["甲", A], ["乙", f" {A.lower()} "], ["丙", B]]
        reading = read(spec, rows)
        ((finding,),) = [row.findings for row in reading.refused]
        assert (finding.cell, finding.given, finding.code) == ("B3", A, "duplicate")
        assert "B2" in finding.reason

    def test_everything_wrong_with_a_row_is_told(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["单位名称", "信用代码", "电话", "认定日期", "有效期至"],
            ["", "x", "见附件", "2023-01-02", "2023-01-01"],
        ]
        (row,) = read(spec, rows).refused
        assert [(f.cell, f.code) for f in row.findings] == [
            ("A2", "required"), ("B2", "ident.uscc"), ("C2", "kind.phone"), ("E2", "order")
        ]  # fmt: skip
        assert row.given == ("", "x", "见附件", "2023-01-02", "2023-01-01")

    def test_a_validity_that_ends_on_its_first_day_is_in_order(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["单位名称", "信用代码", "认定日期", "有效期至"], ["甲", A, "2023-01-02", "2023-01-02"]
        ]  # fmt: skip
        assert read(spec, rows).refused == ()

    def test_cancelling(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码"], ["甲", A]]
        with pytest.raises(Cancelled):
            read(spec, rows, cancelled=lambda: True)
        assert read(spec, rows, cancelled=lambda: False).read_count == 1

    def test_a_thousand_and_more_rows_keep_their_numbers(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码"]] + [["甲", "x"] for _ in range(2500)]
        assert [r.row_number for r in read(spec, rows).refused] == list(range(2, 2502))


class TestDays:
    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            (date(2021, 3, 25), date(2021, 3, 25)),
            (datetime(2021, 3, 25, 8, 30), date(2021, 3, 25)),
            ("2021.3.25", date(2021, 3, 25)),
            ("2021-03-25", date(2021, 3, 25)),
            ("2021/3/25", date(2021, 3, 25)),
            ("2021年3月25日", date(2021, 3, 25)),
            ("2021 年 3 月 25 号", date(2021, 3, 25)),
            ("２０２１年３月２５日", date(2021, 3, 25)),
            ("20210325", date(2021, 3, 25)),
            ("2021-03-25 00:00:00", date(2021, 3, 25)),
            ("2021年3月25日 8:30", date(2021, 3, 25)),
            ("2021-03-25T08:30", date(2021, 3, 25)),
            (20210325.0, date(2021, 3, 25)),
            (20210325, date(2021, 3, 25)),
            (44280.0, date(2021, 3, 25)),
            (44280.35, date(2021, 3, 25)),
            ("2021年3月", date(2021, 3, 1)),
            ("2021.3", date(2021, 3, 1)),
            ("2021-03", date(2021, 3, 1)),
            ("", None),
            (" \u3000", None),
            ("——", None),
        ],
    )
    def test_are_read_as_people_write_them(
        self, spec: SheetSpec, cell: Cell, day: date | None
    ) -> None:
        assert one(spec, "成立日期", cell) == day

    def test_a_month_is_its_last_day_where_something_ends(self, spec: SheetSpec) -> None:
        assert one(spec, "有效期至", "2024年2月") == date(2024, 2, 29)
        assert one(spec, "有效期至", "长期") is None

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("2021-02-30", "kind.day"),
            ("2021年13月", "kind.day"),
            ("t", "kind.day"),
            ("+30", "kind.day"),
            ("0325", "day.year_only"),
            ("21.3.25", "kind.day"),
            ("202103", "kind.day"),
            ("2021-3.25", "kind.day"),
            ("2021.3.25-2024.3.24", "kind.day"),
            ("44280", "kind.day"),
            ("2021", "day.year_only"),
            ("2021年", "day.year_only"),
            (2021.0, "day.year_only"),
            (2021.3, "day.year_only"),
            (1.5, "kind.day"),
            (999999.0, "kind.day"),
            (-5.0, "kind.day"),
            (20211325.0, "kind.day"),
            (time(9), "kind.day"),
            (True, "kind.day"),
            (date(1799, 1, 1), "kind.day"),
            ("2023-09-13", "day.future"),
            (CellError("#N/A"), "cell.error"),
        ],
    )
    def test_are_never_guessed(self, spec: SheetSpec, cell: Cell, code: str) -> None:
        assert code_of(one(spec, "成立日期", cell)) == code

    def test_the_epoch_of_the_workbook_decides_what_a_number_means(self, spec: SheetSpec) -> None:
        rows = (("单位名称", "信用代码", "成立日期"), ("甲", A, 42818.0))
        sheet = Sheet("名单", False, rows)
        days = {}
        for is_1904 in (False, True, None):
            reading = read_list(Workbook((sheet,), is_1904), spec, Within(TODAY))
            found = [r.values["registered_on"] for r in reading.rows]
            days[is_1904] = found[0] if found else reading.refused[0].findings[0].code
        assert days == {False: date(2017, 3, 24), True: date(2021, 3, 25), None: "day.epoch"}

    def test_a_month_alone_is_refused_where_the_sheet_declares_no_day_for_it(self) -> None:
        spec = SheetSpec(
            "t", "表",
            (ColumnSpec("n", "名称", "text", required=True), ColumnSpec("d", "日期", "day")),
        )  # fmt: skip
        rows: list[Row] = [["名称", "日期"], ["甲", "2021年3月"]]
        reading = read_list(book(rows), spec, Within(TODAY))
        assert reading.refused[0].findings[0].code == "day.month_only"

    @given(st.dates(date(1907, 1, 1), date(2023, 9, 12)))
    def test_any_day_comes_out_of_any_spelling(self, day: date) -> None:
        spec = SheetSpec(
            "t", "表",
            (ColumnSpec("n", "名称", "text", required=True), ColumnSpec("d", "日期", "day")),
        )  # fmt: skip
        serial = float((day - date(1899, 12, 30)).days)
        spellings: list[Cell] = [
            day, serial, f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日", f"{day.isoformat()} 00:00:00",
        ]  # fmt: skip
        rows: list[Row] = [["名称", "日期"], *[["甲", s] for s in spellings]]
        reading = read_list(book(rows), spec, Within(TODAY))
        assert [row.values.get("d") for row in reading.rows] == [day] * len(spellings)


class TestAmounts:
    @pytest.mark.parametrize(
        ("head", "cell", "amount"),
        [
            ("注册资本（万元）", 500.0, Money.wan(500)),
            ("注册资本（万元）", 1000.01, Money.wan("1000.01")),
            ("注册资本（万元）", "500", Money.wan(500)),
            ("注册资本（万元）", "1,409.50", Money.wan("1409.50")),
            ("注册资本（万元）", "１，０００", Money.wan(1000)),
            ("注册资本（万元）", "500万元", Money.wan(500)),
            ("注册资本（万元）", "500 万", Money.wan(500)),
            ("注册资本（万元）", "500w", Money.wan(500)),
            ("注册资本（万元）", "500万元人民币", Money.wan(500)),
            ("注册资本（万元）", 0.1 + 0.2, Money.wan("0.3")),
            ("注册资本（元）", 5000000.0, Money.wan(500)),
            ("注册资本（元）", "￥1,409.50元整", Money.yuan("1409.50")),
            ("注册资本（元）", "人民币100元", Money.yuan(100)),
            ("注册资本（亿元）", 0.5, Money.wan(5000)),
            ("注册资本（千元）", "20", Money.wan(2)),
            ("注册资本", "500万元", Money.wan(500)),
            ("注册资本", "5000000元", Money.wan(500)),
            ("注册资本", "0.5亿元", Money.wan(5000)),
            ("注册资本（万元）", "", None),
            ("注册资本（万元）", "无", None),
            ("注册资本（万元）", 0.0, Money(0)),
        ],
    )
    def test_take_their_unit_from_what_is_written(
        self, spec: SheetSpec, head: str, cell: Cell, amount: Money | None
    ) -> None:
        assert one(spec, head, cell) == amount

    @pytest.mark.parametrize(
        ("head", "cell", "code"),
        [
            ("注册资本", 500.0, "unit.missing"),
            ("注册资本", "500", "unit.missing"),
            ("注册资本（万元）", "5000000元", "unit.conflict"),
            ("注册资本（元）", "500万元", "unit.conflict"),
            ("注册资本（万元）", "500万美元", "unit.foreign"),
            ("注册资本（万元）", "约五百万", "kind.money"),
            ("注册资本（万元）", "500-800", "kind.money"),
            ("注册资本（万元）", "50,0", "kind.money"),
            ("注册资本（万元）", "5e2", "kind.money"),
            ("注册资本（元）", 0.001, "kind.money"),
            ("注册资本（元）", "0.001", "kind.money"),
            ("注册资本（万元）", 1e-7, "kind.money"),
            ("注册资本（万元）", -5.0, "money.negative"),
            ("注册资本（万元）", "-5", "money.negative"),
            ("注册资本（亿元）", 1e9, "kind.money"),
            ("注册资本（万元）", True, "kind.money"),
            ("注册资本（万元）", date(2021, 3, 25), "kind.money"),
            ("注册资本（万元）", CellError("#DIV/0!"), "cell.error"),
        ],
    )
    def test_are_never_guessed(self, spec: SheetSpec, head: str, cell: Cell, code: str) -> None:
        assert code_of(one(spec, head, cell)) == code

    def test_a_line_above_the_list_gives_the_unit_unless_the_heading_does(
        self, spec: SheetSpec
    ) -> None:
        rows: list[Row] = [
            ["科创企业名单", "单位：万元"],
            ["单位名称", "信用代码", "注册资本", "营业收入（元）"],
            ["甲", A, 500.0, 9.0],
        ]
        values = read(spec, rows).rows[0].values
        assert values["registered_capital"] == Money.wan(500)
        assert values["revenue"] == Money.yuan(9)

    def test_two_units_above_the_list_are_none(self, spec: SheetSpec) -> None:
        rows: list[Row] = [
            ["单位：万元", "单位：元"], ["单位名称", "信用代码", "注册资本"], ["甲", A, 500.0]
        ]  # fmt: skip
        assert read(spec, rows).refused[0].findings[0].code == "unit.missing"

    def test_the_clerk_is_asked_and_may_say_it(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码", "注册资本"], ["甲", A, 500.0], ["乙", B, ""]]
        reading = read(spec, rows)
        assert reading.units_missing == ("registered_capital",)
        assert len(reading.refused) == 1
        again = read(spec, rows, units={"registered_capital": "万元"})
        assert again.units_missing == ()
        assert again.rows[0].values["registered_capital"] == Money.wan(500)

    def test_a_column_in_another_currency_is_left_out_and_told(self, spec: SheetSpec) -> None:
        rows: list[Row] = [["单位名称", "信用代码", "注册资本（万美元）"], ["甲", A, 500.0]]
        reading = read(spec, rows)
        assert [f.code for f in reading.header_findings] == ["unit.foreign"]
        assert "registered_capital" not in reading.rows[0].values

    def test_may_be_below_zero_where_the_sheet_says_so(self) -> None:
        columns = (
            ColumnSpec("n", "名称", "text", required=True),
            ColumnSpec("p", "利润", "money", unit="元", signed=True),
            ColumnSpec("w", "增减", "whole", signed=True),
        )
        rows: list[Row] = [["名称", "利润", "增减"], ["甲", -1.5, "-3"]]
        reading = read_list(book(rows), SheetSpec("t", "表", columns), Within(TODAY))
        assert reading.rows[0].values == {"n": "甲", "p": Money(-150), "w": -3}

    @given(st.integers(-LARGEST_FEN, LARGEST_FEN))
    def test_no_amount_loses_a_fen(self, fen: int) -> None:
        columns = (
            ColumnSpec("n", "名称", "text", required=True),
            ColumnSpec("a", "甲（元）", "money", signed=True),
            ColumnSpec("b", "乙（万元）", "money", signed=True),
            ColumnSpec("c", "丙", "money", unit="元", signed=True),
        )
        money = Money(fen)
        rows: list[Row] = [
            ["名称", "甲（元）", "乙（万元）", "丙"],
            ["x", fen / 100, fen / 1_000_000, money.show()],
        ]
        reading = read_list(book(rows), SheetSpec("t", "表", columns), Within(TODAY))
        assert reading.rows[0].values == {"n": "x", "a": money, "b": money, "c": money}


class TestCodesAndWords:
    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            (9.13304820000000e17, "ident.number"),
            ("9.13E+17", "ident.number"),
            (913304820000000000, "ident.number"),
            ("91350100M000100Y44", "ident.uscc"),
            ("9133048OMA0000000L", "ident.uscc"),
            (A[:-1], "ident.uscc"),
            (CellError("#REF!"), "cell.error"),
            ("", "required"),
        ],
    )
    def test_a_credit_code_is_a_text(self, spec: SheetSpec, cell: Cell, code: str) -> None:
        reading = read(spec, [["单位名称", "信用代码"], ["甲", cell]])
        assert [(f.cell, f.code) for r in reading.refused for f in r.findings] == [("B2", code)]

    @pytest.mark.parametrize(
        "cell", [A, A.lower(), f" {A}\n", f"{A[:8]} {A[8:]}", f"'{A}", A.replace("0", "０")]
    )
    def test_a_credit_code_is_read_however_it_is_spaced(self, spec: SheetSpec, cell: str) -> None:
        reading = read(spec, [["单位名称", "信用代码"], ["甲", cell]])
        assert reading.rows[0].values["uscc"] == A

    @pytest.mark.parametrize(
        ("head", "cell", "value"),
        [
            ("联系电话", "13800000000", "13800000000"),
            ("联系电话", 13800000000.0, "13800000000"),
            ("联系电话", "0573－85012345", "0573-85012345"),
            ("法人身份证号", "11010519491231002x", "11010519491231002X"),
            ("职工人数", 35.0, 35),
            ("职工人数", "35人", 35),
            ("职工人数", "1,200 名", 1200),
            ("证书编号", "GR202133001234", "GR202133001234"),
            ("证书编号", 2021001.0, "2021001"),
            ("注册地址", "平湖市\u3000当湖街道", "平湖市\u3000当湖街道"),
            ("注册地址", "平湖\ue000市", "平湖\ue000市"),
            ("资质类型", "高新技术企业", "high_tech"),
            ("资质类型", "高 企", "high_tech"),
            ("资质类型", "国家高新技术企业", "high_tech"),
            ("资质类型", "专精特新“小巨人”企业", "little_giant"),
            ("资质类型", "专精特新", "specialised"),
            ("资质类型", "专精特新、专精特新企业", "specialised"),
            ("资质类型", "、", None),
        ],
    )
    def test_are_read_as_people_write_them(
        self, spec: SheetSpec, head: str, cell: Cell, value: object
    ) -> None:
        assert one(spec, head, cell) == value

    @pytest.mark.parametrize(
        ("head", "cell", "code"),
        [
            ("联系电话", 57385012345.0, "phone.number"),
            ("联系电话", "见附件", "kind.phone"),
            ("联系电话", True, "cell.kind"),
            ("法人身份证号", 1.1010519491231e17, "ident.number"),
            ("职工人数", "35.5", "kind.whole"),
            ("职工人数", 35.5, "kind.whole"),
            ("职工人数", "三十五", "kind.whole"),
            ("职工人数", -3.0, "whole.negative"),
            ("证书编号", 2.02133001234e17, "cell.number"),
            ("证书编号", date(2021, 3, 1), "cell.date"),
            ("注册地址", "平湖市\n当湖街道", "kind.text"),
            ("注册地址", "平湖\u202e市", "kind.text"),
            ("注册地址", "长" * 201, "kind.text"),
            ("资质类型", "独角兽", "word.unknown"),
            ("资质类型", "高企、独角兽", "word.unknown"),
            ("资质类型", "高新技术企业、专精特新", "word.several"),
            ("资质类型", "高企 专精特新", "word.several"),
        ],
    )
    def test_are_refused_rather_than_bent(
        self, spec: SheetSpec, head: str, cell: Cell, code: str
    ) -> None:
        assert code_of(one(spec, head, cell)) == code

    def test_an_unknown_word_is_answered_with_the_nearest_or_all(self, spec: SheetSpec) -> None:
        assert "是不是“高新技术企业”" in one(spec, "资质类型", "高新技术企业类").cure
        assert "高新技术企业、专精特新企业、小巨人企业" in one(spec, "资质类型", "独角兽").cure

    def test_other_kinds(self) -> None:
        columns = (
            ColumnSpec("n", "名称", "text", required=True),
            ColumnSpec("r", "年利率（%）", "percent"),
            ColumnSpec("q", "利率", "percent"),
            ColumnSpec("f", "是否首贷", "flag"),
            ColumnSpec("c", "标签", "codes"),
            ColumnSpec("w", "类别", "code"),
            ColumnSpec("l", "说明", "long_text"),
        )
        spec = SheetSpec("t", "表", columns)
        rows: list[Row] = [
            ["名称", "年利率（%）", "利率", "是否首贷", "标签", "类别", "说明"],
            ["甲", 3.85, "3.85%", "是", "甲、乙", "任意", "两\n行"],
            ["乙", "4.1", "", "", "、", "", ""],
            ["丙", "", 0.0385, "", "", "一 二", ""],
        ]
        reading = read_list(book(rows), spec, Within(TODAY))
        assert reading.rows[0].values == {
            "n": "甲", "r": Fraction(385, 10000), "q": Fraction(385, 10000), "f": True,
            "c": ("甲", "乙"), "w": "任意", "l": "两\n行",
        }  # fmt: skip
        assert reading.rows[1].values == {"n": "乙", "r": Fraction(41, 1000)}
        assert [(f.cell, f.code) for r in reading.refused for f in r.findings] == [
            ("C4", "percent.number"),
            ("F4", "word.several"),
        ]


def test_a_list_of_strings_alone_is_read_from_csv(spec: SheetSpec, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(
        f'单位名称,信用代码,注册资本（万元）\r\n甲公司,{A},"1,000.00"\r\n'.encode("gb18030")
    )
    reading = read_list(read_workbook(path), spec, Within(TODAY))
    assert reading.rows[0].values == {
        "name": "甲公司", "uscc": A, "registered_capital": Money.wan(1000)
    }  # fmt: skip


def test_the_heading_may_stand_beside_the_edge(spec: SheetSpec, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["D7"], sheet["E7"] = "单位名称", "信用代码"
    sheet["D9"], sheet["E9"] = "甲公司", A
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    reading = read_list(read_workbook(path), spec, Within(TODAY))
    assert reading.rows[0].cells == {"name": "D9", "uscc": "E9"}
