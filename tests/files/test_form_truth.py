"""The paper is true to the drawing: lines measured in the PDF against Excel's own arithmetic."""

from __future__ import annotations

import re
import zlib
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from kcdesk.files.form_reading import read_layout
from kcdesk.files.paper import Painted
from tests.files.drawing_board import MM, Board, in_order

LINE = re.compile(rb"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path, columns=0)


def ruled(board: Board, widths: dict[str, float], heights: list[float]) -> Board:
    """A grid of thin lines."""
    for number, height in enumerate(heights, 1):
        board.height(number, height)
        for column in "ABCDEF":
            board.cell(f"{column}{number}", None)
    for column, width in widths.items():
        board.sheet.column_dimensions[column].width = width
    return board


def measured(paper: Painted) -> tuple[list[float], list[float]]:
    """The x of upright and the distances from the top of level lines, read from the PDF."""
    streams = [
        zlib.decompressobj().decompress(part)
        for part in re.findall(rb"stream\r?\n(x.*?)endstream", paper.pdf, re.DOTALL)
    ]
    upright: set[float] = set()
    level: set[float] = set()
    for stream in streams:
        for x, y, x2, y2 in LINE.findall(stream):
            if x == x2:
                upright.add(float(x))
            if y == y2:
                level.add(841.89 - float(y))
    return sorted(upright), sorted(level)


def excel_pixels(characters: float, digit: int) -> int:
    """Column width in pixels, ECMA-376 part 1, 18.3.1.13."""
    return int(((256 * characters + int(128 / digit)) / 256) * digit)


def within_one_percent(found: list[float], start: float, sizes: list[float]) -> None:
    wanted = list(accumulate(sizes, initial=start))
    assert len(found) == len(wanted)
    for (a, b), size in zip(pairwise(found), sizes, strict=True):
        assert b - a == pytest.approx(size, rel=0.01)
    assert found[0] == pytest.approx(start, abs=0.1)


@pytest.mark.parametrize(
    ("face", "points", "digit", "usual"),
    [("Calibri", 11, 7, 64), ("宋体", 11, 8, 72), ("宋体", 12, 8, 72), ("Arial", 10, 7, 64)],
)
def test_columns_are_as_wide_as_the_program_counts_them(
    board: Board, face: str, points: float, digit: int, usual: int
) -> None:
    board.book._named_styles["Normal"].font = Font(name=face, sz=points)  # type: ignore[attr-defined]
    widths = {"A": 4.5, "B": 8.43, "C": 9.140625, "D": 12.75, "E": 20.0}
    upright, level = measured(ruled(board, widths, [15, 20.25, 33, 48.75]).paint())
    pixels = [*(excel_pixels(width, digit) for width in widths.values()), usual]
    within_one_percent(upright, 20 * MM, [size * 0.75 for size in pixels])
    within_one_percent(level, 20 * MM, [15, 20.25, 33, 48.75])


def test_usual_widths_may_be_set_for_the_whole_sheet(board: Board) -> None:
    board.sheet.sheet_format.defaultColWidth = 6.5
    board.sheet.sheet_format.defaultRowHeight = 22
    upright, _ = measured(ruled(board, {"B": 10}, [22]).paint())
    pixels = [excel_pixels(6.5, 8), excel_pixels(10, 8), *[excel_pixels(6.5, 8)] * 4]
    within_one_percent(upright, 20 * MM, [size * 0.75 for size in pixels])
    board.sheet.sheet_format.defaultColWidth = None
    board.sheet.sheet_format.baseColWidth = 5
    upright, _ = measured(board.paint())
    assert upright[1] - upright[0] == pytest.approx(48 * 0.75)  # 5 × 8 + 5, up to eights


def test_the_scale_counts_for_everything(board: Board) -> None:
    board.sheet.page_setup.scale = 83
    widths = dict.fromkeys("ABCDEF", 9.5)
    upright, level = measured(ruled(board, widths, [30, 45]).paint())
    within_one_percent(upright, 20 * MM, [76 * 0.75 * 0.83] * 6)
    within_one_percent(level, 20 * MM, [30 * 0.83, 45 * 0.83])


def test_a_table_fitted_to_the_width_is_scaled_by_whole_percents(board: Board) -> None:
    board.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    board.sheet.page_setup.fitToHeight = 0
    upright, level = measured(ruled(board, dict.fromkeys("ABCDEF", 20.0), [30]).paint())
    percent = int(170 * MM / (160 * 0.75 * 6) * 100)
    within_one_percent(upright, 20 * MM, [160 * 0.75 * percent / 100] * 6)
    within_one_percent(level, 20 * MM, [30 * percent / 100])


def test_a_sheet_that_names_no_number_of_pages_fits_one(board: Board) -> None:
    board.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ruled(board, dict.fromkeys("ABCDEF", 9.5), [300, 300, 300, 300])
    _, level = measured(board.paint())
    percent = int(251 * MM / 1200 * 100)
    within_one_percent(level, 20 * MM, [3 * percent] * 4)


def test_hidden_rows_and_groups_of_hidden_columns_take_no_room(board: Board) -> None:
    ruled(board, dict.fromkeys("ABCDEF", 9.5), [30, 40, 50])
    board.sheet.row_dimensions[2].hidden = True
    board.sheet.column_dimensions.group("C", "E", hidden=True)
    upright, level = measured(board.paint())
    assert len(upright) == 4
    within_one_percent(level, 20 * MM, [30, 50])


def test_rows_that_are_not_named_may_all_be_hidden(board: Board) -> None:
    ruled(board, dict.fromkeys("ABCDEF", 9.5), [30, 40])
    board.cell("A9", "看不见")
    board.sheet.sheet_format.zeroHeight = True
    _, level = measured(board.paint())
    within_one_percent(level, 20 * MM, [30, 40])


def test_only_the_print_area_is_printed(board: Board) -> None:
    ruled(board, dict.fromkeys("ABCDEF", 9.5), [30, 40, 50, 60])
    board.cell("A1", "外")
    board.cell("C2", "内")
    board.sheet.print_area = "C2:E3"
    paper = board.paint()
    upright, level = measured(paper)
    assert len(upright) == 4
    assert upright[0] == pytest.approx(20 * MM, abs=0.1)
    within_one_percent(level, 20 * MM, [40, 50])
    assert in_order(paper)[0].startswith("内第1次打印")


def told(board: Board) -> str:
    return "\n".join(str(problem) for problem in read_layout(board.save()).problems)


def test_several_print_areas_are_told(board: Board) -> None:
    board.cell("A1", "甲")
    board.sheet.print_area = "A1:B2,D4:E5"
    assert "设了2处打印区域，只打印第一处" in told(board)


def test_what_the_program_would_print_besides_is_told(board: Board) -> None:
    board.cell("A1", "甲")
    sheet = board.sheet
    sheet.print_options.gridLines = sheet.print_options.headings = True
    sheet.print_options.verticalCentered = True
    sheet.page_setup.useFirstPageNumber, sheet.page_setup.firstPageNumber = True, 5
    sheet.page_setup.cellComments = "atEnd"
    sheet.row_dimensions[3].fill = PatternFill("solid", fgColor="FFCCCCCC")
    sheet.column_dimensions["B"].border = Border(left=Side(style="thin"))
    board.cell("C4", "丙")
    said = told(board)
    for wanted in (
        "打印网格线",
        "打印行号列标",
        "垂直居中",
        "起始页码",
        "打印批注",
        "第3行整行设了边框或底色",
        "B列整列设了边框或底色",
    ):
        assert wanted in said


def test_a_format_that_changes_texts_is_told(board: Board) -> None:
    for number, shown in enumerate((";;;", '"￥"@', "0.00;[Red]-0.00;0;@", "@", "0.00"), 1):
        board.cell(f"A{number}", "甲").number_format = shown
    said = told(board)
    assert [f"A{n}：数字格式会改变文字" in said for n in range(1, 6)] == [True, True] + [False] * 3


def test_a_formatted_flag_is_printed_as_the_program_does(board: Board) -> None:
    board.cell("A1", True)
    assert "TRUE" in in_order(board.paint())[0]


def test_of_hidden_sheets_the_first_that_is_seen_is_printed(board: Board) -> None:
    board.cell("A1", "甲")
    board.sheet.sheet_state = "hidden"
    board.book.create_sheet("看得见")["A1"] = "乙"
    assert "有2张工作表，只打印“看得见”，不打印“Sheet”" in told(board)
    assert read_layout(board.save()).cells[0].pieces == ("乙",)


def test_what_lies_far_away_beside_the_table_is_refused(board: Board) -> None:
    ruled(board, dict.fromkeys("ABCDEF", 30.0), [30])
    (fault,) = read_layout(board.save()).faults
    assert fault.message == "版式“paper/layout.xlsx”：表格比左右页边距之间宽出211毫米。"


def test_too_small_a_foot_is_told(board: Board) -> None:
    board.cell("A1", "甲")
    board.sheet.page_margins.bottom = 15 / 25.4
    assert "：下页边距只有15毫米" in told(board)
