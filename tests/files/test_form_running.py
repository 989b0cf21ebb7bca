"""Headers and footers: fonts, lines, sides and pages as drawn; what changes by itself is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.pagebreak import Break

from kcdesk.files.form_layout import RunningText
from kcdesk.files.form_reading import read_layout
from tests.files.drawing_board import Board, in_order, pages


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """Four pages of one row."""
    board = Board(tmp_path)
    for row in range(1, 5):
        board.cell(f"A{row}", f"正文{row}")
        board.sheet.row_breaks.append(Break(id=row))
    return board


def running(board: Board, text: str) -> list[RunningText]:
    board.sheet.oddHeader.left.text = text
    return list(read_layout(board.save()).running)


def told(board: Board) -> list[str]:
    return [problem.message for problem in read_layout(board.save()).problems]


def test_parts_in_other_fonts_are_kept_apart(board: Board) -> None:
    found = running(board, '&"黑体,Bold"&14科创&"楷体,Regular"&10&U贷款&U表')
    assert [(r.text, r.role, r.size, r.bold, r.underline) for r in found] == [
        ("科创", "hei", 14, True, False),
        ("贷款", "kai", 10, False, True),
        ("表", "kai", 10, False, False),
    ]
    assert "科创贷款表" in in_order(board.paint())[0]


def test_lines_stand_one_below_the_other(board: Board) -> None:
    found = running(board, "第一行\n第二行&B粗")
    assert [(r.text, r.line, r.bold) for r in found] == [
        ("第一行", 0, False),
        ("第二行", 1, False),
        ("粗", 1, True),
    ]
    text = in_order(board.paint())[0]
    assert text.index("第一行") < text.index("第二行粗")


def test_odd_and_even_pages_have_their_own(board: Board) -> None:
    sheet = board.sheet
    sheet.HeaderFooter.differentOddEven = True
    sheet.oddFooter.right.text = "单&P"
    sheet.evenFooter.left.text = "双&P"
    texts = pages(board.paint())
    for number, text in enumerate(texts, 1):
        assert (f"单{number}" in text) == (number % 2 == 1)
        assert (f"双{number}" in text) == (number % 2 == 0)


def test_the_first_page_has_its_own(board: Board) -> None:
    sheet = board.sheet
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "续页"
    sheet.firstHeader.center.text = "首页"
    assert ["首页" in text for text in pages(board.paint())] == [True, False, False, False]
    assert ["续页" in text for text in pages(board.paint())] == [False, True, True, True]
    sheet.HeaderFooter.differentOddEven = True
    sheet.evenHeader.center.text = "偶页"
    assert ["续页" in text for text in pages(board.paint())] == [False, False, True, False]
    assert ["偶页" in text for text in pages(board.paint())] == [False, True, False, True]


def test_first_and_even_texts_that_are_switched_off_are_not_printed(board: Board) -> None:
    board.sheet.firstHeader.center.text = "首页"
    board.sheet.evenHeader.center.text = "偶页"
    assert not any("首页" in text or "偶页" in text for text in pages(board.paint()))


def test_the_sheets_name_and_an_ampersand_are_printed(board: Board) -> None:
    board.sheet.title = "申请表"
    running(board, "&A：甲&&乙")
    assert "申请表：甲&乙" in in_order(board.paint())[0]


@pytest.mark.parametrize(
    ("code", "what"),
    [("&D", "日期"), ("&T", "时间"), ("&F", "文件名"), ("&Z", "文件路径"), ("&G", "图片")],
)
def test_what_changes_by_itself_is_left_out_and_told(board: Board, code: str, what: str) -> None:
    found = running(board, f"甲{code}乙")
    assert [r.text for r in found] == ["甲", "乙"]
    assert told(board)[0] == (f"版式“paper/layout.xlsx”：页眉页脚里有{what}，打印时不打。")


def test_styles_that_are_not_drawn_are_told(board: Board) -> None:
    running(board, "甲&S乙&I丙")
    assert ["删除线" in told(board)[0], "斜体" in told(board)[1]] == [True, True]


def test_blanks_in_headers_are_told(board: Board) -> None:
    running(board, "编号{{ claim.number }}")
    assert "页眉页脚里的空格不填写" in told(board)[0]
