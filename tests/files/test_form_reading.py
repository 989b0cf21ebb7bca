"""A drawn form read back: true to the drawing, and what cannot be printed is named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, GradientFill, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties

from kcdesk.files.form_layout import Cell, Layout
from kcdesk.files.form_page_setup import digit_pixels
from kcdesk.files.form_reading import layout_of, read_layout
from kcdesk.files.form_styles import Palette
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.packs.blanks import Blank
from kcdesk.packs.form_tables import Rows
from tests.files.drawing_board import MM, Board


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def read(board: Board) -> Layout:
    return read_layout(board.save())


def printable(board: Board) -> Layout:
    return layout_of(board.spec())


def cell_at(layout: Layout, name: str) -> Cell:
    return next(cell for cell in layout.cells if cell.name == name)


def told(board: Board) -> str:
    return "\n".join(str(problem) for problem in read(board).problems)


def test_a_plain_drawing_has_no_problems(board: Board) -> None:
    board.cell("A1", "企业名称")
    board.cell("B1", "{{ enterprise.name }}")
    layout = read(board)
    assert layout.problems == ()
    assert cell_at(layout, "B1").blanks == (Blank("enterprise.name"),)
    assert cell_at(layout, "A1").pieces == ("企业名称",)


def test_paper_and_margins(board: Board) -> None:
    board.cell("A1", "题")
    board.sheet.page_setup.orientation = "landscape"
    board.sheet.page_margins.header = 10 / 25.4
    layout = read(board)
    assert layout.page == (841.89, 595.276)
    assert layout.margins.left == pytest.approx(20 * MM)
    assert layout.margins.bottom == pytest.approx(26 * MM)
    assert layout.margins.head == pytest.approx(10 * MM)
    assert layout.left == pytest.approx(20 * MM)


def test_a_centred_table_stands_in_the_middle(board: Board) -> None:
    board.cell("A1", "题")
    board.cell("D1", "尾")
    board.sheet.print_options.horizontalCentered = True
    layout = read(board)
    assert layout.left + layout.width / 2 == pytest.approx(layout.page[0] / 2)


@pytest.mark.parametrize(("number", "width"), [(8, 297), (9, 210), (11, 148)])
def test_papers_by_their_numbers(board: Board, number: int, width: float) -> None:
    board.sheet.page_setup.paperSize = number
    assert read(board).page[0] == pytest.approx(width * MM, rel=0.001)


def test_widths_and_heights_are_true(board: Board) -> None:
    # 11 pt 宋体 counts eight pixels a character: 40 characters are 320 pixels, 84.67 mm.
    board.sheet.column_dimensions["A"].width = 40
    board.height(1, 85.04)
    board.cell("A1", "高 30 毫米")
    layout = read(board)
    assert layout.columns[1] == pytest.approx(84.67 * MM, rel=0.01)
    assert layout.heights[0] == pytest.approx(30 * MM, rel=0.01)


@pytest.mark.parametrize(
    ("face", "size", "pixels"),
    [("Calibri", 11, 7), ("宋体", 11, 8), ("宋体", 12, 8), ("Arial", 10, 7), ("微软雅黑", 11, 8)],
)
def test_digits_of_the_usual_normal_fonts(face: str, size: float, pixels: int) -> None:
    assert digit_pixels(face, size) == pixels


def test_columns_and_rows_without_a_size_have_the_usual_one(board: Board) -> None:
    board.cell("F2", "大", size=30)
    layout = read(board)
    assert layout.columns[5] - layout.columns[4] == pytest.approx(72 * 0.75)
    assert layout.heights == (15, 39)
    board.sheet.sheet_format.defaultColWidth = 10
    layout = read(board)
    assert layout.columns[5] - layout.columns[4] == pytest.approx(80 * 0.75)


def test_grouped_columns_share_their_width(board: Board) -> None:
    board.sheet.column_dimensions["A"].width = 20
    board.sheet.column_dimensions["A"].min = 1
    board.sheet.column_dimensions["A"].max = 3
    for name in "BC":
        del board.sheet.column_dimensions[name]
    board.cell("D1", "尾")
    layout = read(board)
    assert layout.columns[3] == pytest.approx(3 * 160 * 0.75)


def test_hidden_rows_and_columns_take_no_room(board: Board) -> None:
    board.cell("A1", "甲")
    board.cell("B2", "乙")
    board.cell("C3", "丙")
    board.sheet.row_dimensions[2].hidden = True
    board.sheet.column_dimensions["C"].hidden = True
    layout = read(board)
    assert [cell.name for cell in layout.cells] == ["A1"]
    assert layout.heights[1] == 0
    assert layout.columns[3] == layout.columns[2]


def test_the_sheets_scale_is_kept(board: Board) -> None:
    board.cell("A1", "甲", size=20)
    board.height(1, 40)
    board.sheet.page_setup.scale = 50
    layout = read(board)
    assert layout.heights == (20,)
    assert layout.cells[0].style.size == 10


def test_a_wide_table_is_scaled_to_the_page_when_the_sheet_says_so(board: Board) -> None:
    board.sheet.column_dimensions["A"].width = 150
    board.cell("A1", "甲")
    board.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    board.sheet.page_setup.fitToHeight = 0
    # Whole percents, as the program prints it: 53 of 900 points stay below 170 mm.
    assert read(board).width == pytest.approx(900 * 0.53)
    board.sheet.page_setup.fitToWidth = 0
    assert read(board).width == pytest.approx(900)
    board.sheet.page_setup.fitToHeight = 1
    board.height(1, 400)
    board.height(2, 400)
    board.height(3, 400)
    board.cell("A3", "乙")
    layout = read(board)
    assert sum(layout.heights) == pytest.approx((297 - 46) * MM, rel=0.01)


def test_an_empty_sheet_that_is_to_fit_the_page_is_left_alone(board: Board) -> None:
    board.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    board.sheet.row_dimensions[1].hidden = True
    board.sheet.column_dimensions["A"].hidden = True
    assert read(board).columns == (0, 0)


def test_only_the_print_area_counts(board: Board) -> None:
    board.cell("A1", "甲")
    board.cell("D9", "草稿")
    board.sheet.print_area = "A1:B3"
    layout = read(board)
    assert (layout.row_count, len(layout.columns)) == (3, 3)
    assert [cell.name for cell in layout.cells] == ["A1"]


def test_merged_blocks_are_one_cell_with_borders_around_it(board: Board) -> None:
    board.cell("B2:C3", "大块", line="double")
    layout = read(board)
    cell = cell_at(layout, "B2")
    assert (cell.row, cell.last_row, cell.column, cell.last_column) == (2, 3, 2, 3)
    assert set(layout.edges[2].above) == {2, 3}
    assert set(layout.edges[2].below) == set()
    assert set(layout.edges[3].above) == set()
    assert set(layout.edges[3].below) == {2, 3}
    assert set(layout.edges[2].upright) == {2, 4}
    assert layout.edges[2].above[2].double


def test_of_two_borders_on_one_edge_the_stronger_is_kept(board: Board) -> None:
    board.cell("A1", "甲", line="hair")
    board.cell("B1", "乙", line="medium")
    board.cell("C1", "丙", line="dashed")
    upright = read(board).edges[1].upright
    assert [upright[column].width for column in (1, 2, 3, 4)] == [0.25, 1.2, 1.2, 0.5]
    assert upright[4].dash


def test_diagonals(board: Board) -> None:
    thin = Side(style="thin")
    board.cell("A1", None).border = Border(diagonal=thin, diagonalUp=True)
    board.cell("B1", None).border = Border(diagonal=thin, diagonalDown=True)
    layout = read(board)
    assert cell_at(layout, "A1").rising is not None
    assert cell_at(layout, "A1").falling is None
    assert cell_at(layout, "B1").falling is not None


@pytest.mark.parametrize(
    ("face", "role"),
    [
        ("仿宋_GB2312", "fangsong"),
        ("方正小标宋简体", "xiaobiaosong"),
        ("楷体_GB2312", "kai"),
        ("黑体", "hei"),
        ("微软雅黑", "hei"),
        ("SimSun", "song"),
        ("Times New Roman", "song"),
    ],
)
def test_faces_stand_for_roles(board: Board, face: str, role: str) -> None:
    board.cell("A1", "字", font=face)
    layout = read(board)
    assert layout.cells[0].style.role == role
    assert layout.problems == ()


def test_how_a_cell_is_set(board: Board) -> None:
    board.cell(
        "A1", "字", size=14, bold=True, underline="double", across="right", down="top", indent=2
    )
    board.cell("B1", "字", across="distributed", wrap=False, underline="singleAccounting")
    board.cell("C1", "字", wrap=False, shrink_to_fit=True, text_rotation=255)
    board.cell("D1", 12, across=None, wrap=False)
    layout = read(board)
    first = cell_at(layout, "A1").style
    assert (first.size, first.bold, first.underline) == (14, True, "double")
    assert (first.across, first.down, first.wrap) == ("right", "top", True)
    assert first.indent == pytest.approx(13.5)
    second = cell_at(layout, "B1").style
    assert (second.across, second.wrap, second.underline) == ("spread", True, "single")
    third = cell_at(layout, "C1").style
    assert (third.shrink, third.turn) == (True, "stacked")
    fourth = cell_at(layout, "D1")
    assert (fourth.style.across, fourth.pieces) == ("right", ("12",))


def test_text_may_run_over_empty_neighbours_but_not_over_a_border(board: Board) -> None:
    board.cell("A1", "长长的说明", wrap=False, line=None)
    board.cell("D1", "尾")
    board.cell("A2", "长长的说明", wrap=False)
    layout = read(board)
    assert cell_at(layout, "A1").reach == 3
    assert cell_at(layout, "D1").reach == 4
    assert cell_at(layout, "A2").reach == 1


def test_colours(board: Board) -> None:
    board.cell("A1", "甲").font = Font(name="仿宋", color="FFFF0000")
    board.cell("B1", "乙").font = Font(name="仿宋", color=Color(theme=1))
    board.cell("C1", "丙").fill = PatternFill("solid", fgColor=Color(theme=0, tint=-0.25))
    board.cell("D1", "丁").fill = PatternFill("solid", fgColor=Color(indexed=64))
    board.cell("E1", "戊").font = Font(name="仿宋", color=Color(indexed=10))
    board.cell("F1", "己").font = Font(name="仿宋", color=Color(theme=1, tint=0.5))
    layout = read(board)
    assert cell_at(layout, "A1").style.colour == (1, 0, 0)
    assert cell_at(layout, "B1").style.colour == (0, 0, 0)
    assert cell_at(layout, "C1").fill == pytest.approx((0.75, 0.75, 0.75))
    assert cell_at(layout, "D1").fill is None
    assert cell_at(layout, "E1").style.colour == (1, 0, 0)
    assert cell_at(layout, "F1").style.colour == pytest.approx((0.5, 0.5, 0.5))
    assert layout.problems == ()


def test_a_workbook_without_a_theme_has_black_and_white() -> None:
    said: list[str] = []

    def tell(message: str, cure: str = "", /) -> None:
        said.append(message)

    palette = Palette(None)
    assert palette.colour(Color(theme=1), tell) == (0, 0, 0)
    assert palette.colour(Color(theme=5), tell) is None
    assert palette.colour(Color(indexed=63), tell) is not None
    assert said == ["有不认识的颜色，打印时用黑色"]
    empty = b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    assert Palette(empty).colour(Color(theme=1), tell) is None
    odd = empty.replace(
        b"/>",
        b'><a:clrScheme><a:dk1><a:srgbClr val="ink"/></a:dk1><a:lt1><a:sysClr lastClr="FFFFFF"/>'
        b"</a:lt1></a:clrScheme></a:theme>",
    )
    assert Palette(odd).colour(Color(theme=0), tell) == (1, 1, 1)
    assert Palette(odd).colour(Color(theme=1), tell) is None


def test_page_breaks_titles_header_and_footer(board: Board) -> None:
    for row in range(1, 6):
        board.cell(f"A{row}", f"第{row}行")
    board.sheet.print_title_rows = "1:2"
    board.sheet.row_breaks.append(Break(id=3))
    board.sheet.oddFooter.center.text = "第 &[Page] 页"
    board.sheet.oddHeader.right.text = "共 &[Pages] 页"
    board.sheet.oddHeader.right.font = "黑体,Regular"
    board.sheet.oddHeader.right.size = 9
    layout = read(board)
    assert layout.titles == Rows(1, 2)
    assert layout.breaks == {3}
    header = [running for running in layout.running if running.is_header]
    footer = [running for running in layout.running if not running.is_header]
    assert {(h.across, h.role, h.size) for h in header} == {("right", "hei", 9)}
    assert "".join(running.text for running in header).strip() == "共 &N 页"
    assert "".join(running.text for running in footer) == "第 &P 页"
    assert layout.problems == ()


def test_what_cannot_be_printed_as_drawn_is_named_by_its_cell(board: Board) -> None:
    board.cell("A1", "甲", font="华文行楷X", italic=True)
    board.cell("A1", "甲", font="Wingdings", italic=True)
    board.cell("B1", "乙").font = Font(name="仿宋", vertAlign="superscript")
    board.cell("C1", "丙", across="centerContinuous", down="distributed", text_rotation=45)
    board.cell("D1", 45000).number_format = "yyyy-mm-dd hh:mm"
    board.cell("A2", "丁").fill = PatternFill("gray125")
    board.cell("B2", "戊").fill = GradientFill(stop=("FF000000", "FFFFFFFF"))
    board.cell("C2").value = CellRichText("普通", TextBlock(InlineFont(b=True), "粗体"))
    said = told(board)
    for wanted in (
        "单元格A1：字体“Wingdings”不在可用字体之内",
        "单元格A1：用了斜体",
        "单元格B1：用了上标或下标",
        "单元格C1：用了“填充”或“跨列居中”",
        "单元格C1：用了垂直方向",
        "单元格C1：文字旋转了45度",
        "单元格D1：格式“yyyy-mm-dd hh:mm”打印时不起作用",
        "单元格A2：有花纹或渐变底色",
        "单元格B2：有花纹或渐变底色",
        "单元格C2：文字有不止一种格式",
    ):
        assert wanted in said
    assert cell_at(read(board), "C2").pieces == ("普通粗体",)


def test_what_a_workbook_holds_besides_cells_is_named(board: Board) -> None:
    sheet = board.sheet
    board.cell("A1", "甲")
    sheet.page_setup.paperSize = 1
    chart = BarChart()
    sheet.add_chart(chart, "B5")
    sheet.conditional_formatting.add("A1:A3", Rule(type="cellIs", operator="lessThan"))
    sheet.col_breaks = ColBreak()
    sheet.col_breaks.append(Break(id=2))
    sheet.auto_filter.ref = "A1:B3"
    sheet.print_title_cols = "A:A"
    sheet.oddHeader.left.text = "打印于 &D"
    board.book.create_sheet("第二张")
    said = told(board)
    for wanted in (
        "没有把纸张设为A4",
        "单元格B5：上面有图表，打印时不画",
        "用了条件格式",
        "设了竖向分页",
        "开着筛选",
        "每页重复的列",
        "页眉页脚里有日期",
        "有2张工作表，只打印“Sheet”，不打印“第二张”",
    ):
        assert wanted in said
    assert "版式“paper/layout.xlsx”" in said


@pytest.mark.parametrize("value", ["=SUM(A2:A3)", "#REF!"])
def test_a_formula_is_refused(board: Board, value: str) -> None:
    board.cell("B7").value = value
    if value.startswith("#"):
        board.sheet["B7"].data_type = "e"
    with pytest.raises(Refusal, match="单元格B7：是公式或错误值"):
        printable(board)


def test_a_misspelt_blank_is_refused_by_its_cell(board: Board) -> None:
    board.cell("B7", "{{ claim.number | monney }}")
    with pytest.raises(Refusal, match="单元格B7：") as refused:
        printable(board)
    assert refused.value.problems[0].field == "B7"


def test_a_stray_cell_far_away_is_refused_at_once(board: Board) -> None:
    board.cell("A1", "甲")
    board.sheet["XFD1048576"].value = "x"
    with pytest.raises(Refusal, match="太大了"):
        read(board)


def test_a_damaged_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    broken = tmp_path / "paper/layout.xlsx"
    broken.write_bytes(b"PK no workbook")
    with pytest.raises(Fault, match="打不开"):
        read_layout(broken)
    with pytest.raises(Fault, match="打不开"):
        read_layout(tmp_path / "paper/other.xlsx")


def test_alignment_without_words_is_the_spreadsheets_own(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.sheet["A1"].value = "甲"
    board.sheet["A1"].alignment = Alignment()
    style = read(board).cells[0].style
    assert (style.across, style.down, style.wrap) == ("left", "bottom", False)


def test_a_drawing_made_by_another_program_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()  # its normal font is Calibri 11, as Excel's
    book.worksheets[0]["A1"] = "甲"
    book.worksheets[0].column_dimensions["A"].width = 100
    (tmp_path / "paper").mkdir()
    book.save(tmp_path / "paper/layout.xlsx")
    layout = read_layout(tmp_path / "paper/layout.xlsx")
    assert layout.columns[1] == pytest.approx(700 * 0.75)
