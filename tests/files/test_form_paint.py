"""Papers: drawn as the spreadsheet shows, numbered by copy, the same bytes for the same values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break

from kcdesk.files import form_drawing
from kcdesk.files.form_paint import check_form, paint, paint_forms, paint_many
from kcdesk.files.form_template import template_of
from kcdesk.files.paper import PaperNumber
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import load_forms
from tests.files.drawing_board import MM, Board, darkest, fonts, pages, picture

LEFT, TOP = 20 * MM, 20 * MM
WIDE = 57.0
"""A column of the board in points: 9.5 characters of eight pixels."""


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def test_labels_values_and_foot_are_on_the_paper(board: Board) -> None:
    board.cell("A1", "企业名称")
    board.cell("B1:D1", "{{ enterprise.name }}")
    more = 'number = "KCD-01"\ndocument = "{{ number }}"\n'
    values = {"enterprise": {"name": "平湖市晨曦智能装备有限公司"}, "number": "3号"}
    (text,) = pages(board.paint(values, more))
    for wanted in ("企业名称", "平湖市晨曦智能装备有限公司", "表号：KCD-01编号：3号第1次打印"):
        assert wanted in text


def test_every_copy_is_printed_with_its_own_label(board: Board) -> None:
    board.cell("A1", "{{ name }}")
    more = 'copies = ["科技主管部门", "财政部门", "银行"]\n'
    paper = board.paint({"name": "甲"}, more)
    assert paper.pages == 3
    assert "第2联/共3联（财政部门）" in pages(paper)[1]
    one = board.paint({"name": "甲"}, more, copies=["银行"])
    assert one.pages == 1
    assert "第3联/共3联（银行）" in pages(one)[0]


def test_the_same_values_give_the_same_bytes_whatever_came_before(board: Board) -> None:
    board.cell("A1", "企业名称")
    board.cell("B1:D1", "{{ name }}")
    spec, number = board.spec(), PaperNumber(1)
    first = paint(spec, {"name": "平湖市甲公司"}, fonts(), number=number)
    paint(spec, {"name": "完全不同的𫍯䶮"}, fonts(), number=number, draft=True)
    assert paint(spec, {"name": "平湖市甲公司"}, fonts(), number=number) == first


def test_a_paper_is_the_same_alone_and_drawn_twice_in_a_row(board: Board) -> None:
    board.cell("A1:D1", "{{ name }}")
    spec = board.spec()
    jobs = [({"name": f"第{n}家"}, PaperNumber(1)) for n in range(3)]
    many = paint_forms(spec, jobs, fonts())
    assert many.pages == 3
    assert [f"第{n}家" in text for n, text in enumerate(pages(many))] == [True] * 3
    assert paint_many(spec, jobs, fonts()) == many


def test_pages_of_many_shapes_are_not_kept_for_ever(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_drawing, "_KEPT", 2)
    board.cell("A1", "{{ name }}")
    spec = board.spec()
    jobs = [({"name": "平" * n * 4}, PaperNumber(1)) for n in range(1, 6)]
    assert paint_forms(spec, jobs, fonts()).pages == 5
    assert len(template_of(spec, fonts()).sheets) <= 2


def test_nothing_is_drawn_when_something_cannot_be_printed(board: Board) -> None:
    board.cell("A1", "{{ name }}")
    with pytest.raises(Refusal, match="U\\+20BB7"):
        board.paint({"name": "𠮷"})


def test_borders_stand_where_they_are_drawn(board: Board) -> None:
    board.cell("A1", None, line="medium")
    board.height(1, 40)
    image = picture(board.paint(), dpi=144)
    right, low = LEFT + WIDE, TOP + 40
    for x, y in ((LEFT, TOP + 20), (right, TOP + 20), (LEFT + 20, TOP), (LEFT + 20, low)):
        assert darkest(image, 2 * x - 3, 2 * y - 3, 2 * x + 3, 2 * y + 3) < 60
    inner = darkest(image, 2 * LEFT + 6, 2 * TOP + 6, 2 * right - 6, 2 * low - 6)
    assert inner == 255


@pytest.mark.parametrize("line", ["hair", "dashed", "double", "thick", "slantDashDot"])
def test_every_kind_of_line_is_drawn(board: Board, line: Any) -> None:
    board.cell("A1", None, line=line)
    board.height(1, 40)
    image = picture(board.paint(), dpi=144)
    assert darkest(image, 2 * LEFT - 6, 2 * TOP + 6, 2 * LEFT + 6, 2 * TOP + 70) < 200


def test_borders_have_their_colour(board: Board) -> None:
    red = Side(style="thick", color="FFFF0000")
    board.cell("A1", None).border = Border(top=red, diagonal=red, diagonalUp=True)
    board.height(1, 40)
    image = picture(board.paint(), dpi=144)
    assert 60 < darkest(image, 2 * LEFT + 20, 2 * TOP - 3, 2 * LEFT + 60, 2 * TOP + 3) < 130


def test_diagonals_and_fills_are_drawn(board: Board) -> None:
    thin = Side(style="thin")
    board.cell("A1", None).border = Border(diagonal=thin, diagonalUp=True, diagonalDown=True)
    board.cell("B1", None).fill = PatternFill("solid", fgColor="FFC0C0C0")
    board.height(1, 57)
    image = picture(board.paint())
    middle_x, middle_y = LEFT + WIDE / 2, TOP + 57 / 2
    assert darkest(image, middle_x - 3, middle_y - 3, middle_x + 3, middle_y + 3) < 150
    grey = darkest(image, LEFT + WIDE + 20, TOP + 20, LEFT + WIDE + 30, TOP + 30)
    assert grey == pytest.approx(192, abs=3)


def columns_with_ink(image: Any, row: int, width: float, height: float = 40) -> tuple[int, int]:
    """First and last column with ink in row `row` of a board whose rows are 40 points."""
    part = image.crop(
        (
            int(LEFT + 3),
            int(TOP + row * height + 3),
            int(LEFT + width - 3),
            int(TOP + 37 + row * height),
        )
    )
    box = part.point(lambda shade: 255 if shade < 160 else 0).getbbox()
    assert box is not None
    return box[0], box[2]


def test_text_stands_left_right_in_the_middle_or_spread(board: Board) -> None:
    for row, across in enumerate(("left", "center", "right", "distributed"), 1):
        board.cell(f"A{row}:D{row}", "平湖", across=across, wrap=across == "distributed")
        board.height(row, 40)
    image = picture(board.paint())
    left, middle, right, spread = (columns_with_ink(image, row, 4 * WIDE) for row in range(4))
    assert left[0] < 6
    assert middle[0] == pytest.approx(2 * WIDE - 15, abs=3)
    assert right[1] > 4 * WIDE - 12
    assert spread[0] < 6
    assert spread[1] > 4 * WIDE - 12


def test_text_stands_at_the_top_or_the_bottom(board: Board) -> None:
    board.cell("A1", "平", down="top")
    board.cell("B1", "平", down="bottom")
    board.height(1, 60)
    image = picture(board.paint())
    assert darkest(image, LEFT + 3, TOP + 3, LEFT + 25, TOP + 20) < 120
    assert darkest(image, LEFT + 3, TOP + 40, LEFT + 25, TOP + 57) == 255
    assert darkest(image, LEFT + WIDE + 3, TOP + 40, LEFT + WIDE + 25, TOP + 57) < 120


def test_justified_lines_reach_both_sides(board: Board) -> None:
    text = "平湖市科创贷款工作联席会议办公室关于2023年第一次会议的通知"
    board.cell("A1:C1", text, across="justify", down="top")
    board.height(1, 80)
    image = picture(board.paint())
    assert columns_with_ink(image, 0, 3 * WIDE)[1] > 3 * WIDE - 13


def test_text_runs_down_and_up(board: Board) -> None:
    turns = ((255, "top"), (255, "center"), (255, "bottom"), (90, "center"), (180, "center"))
    for column, (turn, down) in zip("ABCDE", turns, strict=True):
        board.cell(f"{column}1", "申请事项", text_rotation=turn, down=down, size=11)
    board.height(1, 90)
    image = picture(board.paint())
    for number in range(4):
        part = image.crop(
            (
                int(LEFT + WIDE * number + 3),
                int(TOP + 2),
                int(LEFT + WIDE * (number + 1) - 3),
                int(TOP + 88),
            )
        )
        box = part.point(lambda shade: 255 if shade < 160 else 0).getbbox()
        assert box[3] - box[1] > 40
        assert box[2] - box[0] < 15


def test_underlines_strikes_and_colours(board: Board) -> None:
    board.cell("A1", "平", underline="double", size=20)
    board.cell("B1", "平", size=20).font = Font(name="仿宋", sz=20, strike=True)
    board.cell("C1", "平", size=20).font = Font(name="仿宋", sz=20, color="FFFF0000")
    board.cell("D1:D2", "平\n\n湖", size=12, underline="single")
    board.height(1, 40)
    paper = board.paint()
    assert paper.pages == 1
    image = picture(paper)
    assert darkest(image, LEFT + 6, TOP + 28, LEFT + 24, TOP + 34) < 200
    red = darkest(image, LEFT + 2 * WIDE + 4, TOP + 4, LEFT + 2 * WIDE + 30, TOP + 36)
    assert 60 < red < 130


def test_a_draft_is_marked_behind_the_text(board: Board) -> None:
    board.cell("A1", "{{ name }}")
    paper = board.paint({"name": "甲"}, draft=True)
    assert "草稿" in pages(paper)[0]
    image = picture(paper)
    whole = darkest(image, 150, 250, 450, 600)
    assert 200 < whole < 240


def test_header_and_footer_of_the_sheet_stand_above_the_strip(board: Board) -> None:
    board.cell("A1", "甲")
    board.sheet.row_breaks.append(Break(id=1))
    board.cell("A2", "乙")
    board.sheet.oddHeader.left.text = "科创贷款"
    board.sheet.oddHeader.right.text = "甲&&乙"
    board.sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    first, second = pages(board.paint())
    assert "科创贷款" in first
    assert "甲&乙" in second
    assert "第1页，共2页" in first
    assert "第2页，共2页" in second


def test_what_is_adapted_is_noted(board: Board) -> None:
    board.cell("A1", "甲", italic=True)
    paper = board.paint()
    assert any("用了斜体" in note for note in paper.notes)


def test_a_merged_block_without_text_is_only_borders(board: Board) -> None:
    board.cell("A1:B2", None)
    board.cell("C1", "甲")
    assert board.paint().pages == 1


def test_a_table_that_goes_on_is_closed_at_the_foot_of_the_page(board: Board) -> None:
    board.cell("A1:D1", "题", line=None)
    side = Side(style="thin")
    for column in "ABCD":
        cell = board.sheet[f"{column}2"]
        cell.border = Border(left=side, right=side, top=side)
    board.sheet["A2"].value = "{{ item.name }}"
    board.height(2, 30)
    more = '[[repeat]]\nlist = "rows"\nrows = "2"\n'
    image = picture(board.paint({"rows": [{"name": "甲"}] * 40}, more))
    foot = TOP + 15 + 30 * int((251 * MM - 15) / 30)
    assert darkest(image, LEFT + 20, foot - 2, LEFT + 60, foot + 2) < 120


def test_a_cut_row_is_closed_and_opened_again(board: Board) -> None:
    board.cell("A1:D1", "{{ text }}")
    paper = board.paint({"text": "平" * 1500})
    assert paper.pages == 2
    image = picture(paper, 0)
    bottom = int(TOP + 251 * MM)
    assert darkest(image, LEFT + 20, bottom - 3, LEFT + 60, bottom + 3) < 120
    assert darkest(picture(paper, 1), LEFT + 20, TOP - 2, LEFT + 60, TOP + 2) < 120


def test_one_door_for_drawn_and_written_papers(forms: Path) -> None:
    specs = load_forms(forms)
    for form in ("sign_in", "minutes"):
        values = sample_of(specs[form])
        assert values is not None
        paper = paint(specs[form], values, fonts(), number=PaperNumber(1))
        assert paper.pdf.startswith(b"%PDF")
        assert check_form(specs[form], fonts()) == ()


def test_money_on_paper_is_whole_to_the_last_fen(board: Board) -> None:
    board.cell("A1:D1", "￥{{ sum }}元（{{ sum | capitals }}）")
    (text,) = pages(board.paint({"sum": Money.yuan("99999999999.99")}))
    assert "￥99,999,999,999.99元" in text
    assert "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" in text
