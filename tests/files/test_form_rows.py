"""Filling a drawn form: rows repeat and grow; what cannot be printed is named, all of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.files.form_rows import fill_rows
from kcdesk.files.form_strip import Strip
from kcdesk.files.form_template import template_of
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import Money
from tests.files.drawing_board import Board, fonts

LIST = '[[repeat]]\nlist = "claim.checks"\nrows = "3"\nheader = "2"\n'


@pytest.fixture
def board(tmp_path: Path) -> Board:
    board = Board(tmp_path)
    board.cell("A1:D1", "初审意见表", size=20, font="方正小标宋简体")
    return board


@pytest.fixture
def listed(board: Board) -> Board:
    """A title, a header, a row to repeat and a row below."""
    board.cell("A2:B2", "审核内容")
    board.cell("C2:D2", "说明")
    board.cell("A3:B3", "{{ item.label }}")
    board.cell("C3", "{{ item.note }}")
    board.cell("D3", "见{{ claim.number }}")
    board.cell("A4:D4", "以下空白")
    for row in range(1, 5):
        board.height(row, 30)
    return board


def fill(board: Board, values: dict[str, object], more: str = "") -> Strip:
    return fill_rows(template_of(board.spec(more), fonts()), values)


def refused(board: Board, values: dict[str, object], more: str = "") -> tuple[Problem, ...]:
    with pytest.raises(Refusal) as refusal:
        fill(board, values, more)
    return refusal.value.problems


def texts(strip: Strip) -> dict[tuple[str, int], str]:
    """Cell and row of the strip → what stands there."""
    return {
        (spot.cell.name, spot.first): "/".join(text.lines)
        for spot, text in zip(strip.skeleton.spots, strip.texts, strict=True)
        if text is not None
    }


def numbers(strip: Strip) -> list[int]:
    """The drawing's rows in the strip's order."""
    return [row.number for row in strip.skeleton.rows]


CHECKS = [{"label": "在库", "note": "是"}, {"label": "备案", "note": "否"}]


def test_blanks_are_filled_among_printed_words(board: Board) -> None:
    board.cell("A2:D2", "{{ claim.number }}，{{ claim.filed_on | date }}，￥{{ claim.sum }}元")
    claim = {"number": "1号", "filed_on": date(2023, 7, 18), "sum": Money.wan("18")}
    strip = fill(board, {"claim": claim})
    assert texts(strip)["A2", 1] == "1号，2023年7月18日，￥180,000.00元"


def test_a_row_stands_once_for_every_entry(listed: Board) -> None:
    strip = fill(listed, {"claim": {"number": "1号", "checks": CHECKS}}, LIST)
    assert numbers(strip) == [1, 2, 3, 3, 4]
    shown = texts(strip)
    assert (shown["A3", 2], shown["C3", 2], shown["A3", 3], shown["C3", 3]) == (
        "在库",
        "是",
        "备案",
        "否",
    )
    assert shown["D3", 2] == shown["D3", 3] == "见1号"


def test_a_short_list_is_filled_up_with_rows_for_the_pen(listed: Board) -> None:
    strip = fill(listed, {"claim": {"number": "1号", "checks": CHECKS}}, LIST + "least = 4\n")
    assert numbers(strip) == [1, 2, 3, 3, 3, 3, 4]
    assert ("A3", 4) not in texts(strip)
    assert texts(strip)["D3", 4] == "见1号"


def test_a_list_that_is_not_there_yet_is_an_empty_one(listed: Board) -> None:
    for nothing in (None, ()):
        strip = fill(listed, {"claim": {"number": "", "checks": nothing}}, LIST)
        assert numbers(strip) == [1, 2, 3, 4]
    strip = fill(listed, {"claim": {"number": "", "checks": []}}, LIST + "least = 0\n")
    assert numbers(strip) == [1, 2, 4]


def test_two_lists_repeat_with_names_of_their_own(listed: Board) -> None:
    listed.cell("A5:D5", "{{ step.label }}")
    more = LIST + '[[repeat]]\nlist = "claim.steps"\nas = "step"\nrows = "5"\n'
    values: dict[str, object] = {
        "claim": {"number": "", "checks": CHECKS, "steps": [{"label": "损失"}, {"label": "分担"}]}
    }
    strip = fill(listed, values, more)
    assert numbers(strip) == [1, 2, 3, 3, 4, 5, 5]
    assert texts(strip)["A5", 6] == "分担"


def test_a_block_beside_a_list_is_as_long_as_the_list(board: Board) -> None:
    board.cell("A2:A3", "审核")
    board.cell("B2:D2", "内容")
    board.cell("B3:D3", "{{ item.label }}")
    values: dict[str, object] = {"claim": {"checks": [{"label": "甲"}] * 5}}
    strip = fill(board, values, LIST)
    block = next(spot for spot in strip.skeleton.spots if spot.cell.name == "A2")
    assert (block.first, block.last) == (1, 6)
    assert strip.skeleton.glued == {2, 6}  # the header's first row, and the last
    strip = fill(board, {"claim": {"checks": []}}, LIST + "least = 0\n")
    block = next(spot for spot in strip.skeleton.spots if spot.cell.name == "A2")
    assert (block.first, block.last) == (1, 1)


def test_several_rows_repeat_together_and_stay_together(board: Board) -> None:
    board.cell("A2:A3", "{{ item.order }}")
    board.cell("B2:D2", "{{ item.label }}")
    board.cell("B3:D3", "{{ item.note }}")
    entry = {"order": 1, "label": "甲", "note": "乙"}
    more = '[[repeat]]\nlist = "claim.checks"\nrows = "2-3"\n'
    strip = fill(board, {"claim": {"checks": [entry] * 2}}, more)
    assert numbers(strip) == [1, 2, 3, 2, 3]
    assert strip.skeleton.glued == {2, 4}


def test_a_row_grows_with_its_longest_text(listed: Board) -> None:
    checks = [{"label": "平" * 60, "note": "短"}, {"label": "短", "note": "短"}]
    strip = fill(listed, {"claim": {"number": "", "checks": checks}}, LIST)
    assert strip.heights[2] > 100
    assert strip.heights[3] == 30


def test_a_block_of_rows_shares_what_it_lacks(board: Board) -> None:
    board.cell("A2:A3", "{{ claim.text }}")
    board.height(2, 30)
    board.height(3, 50)
    strip = fill(board, {"claim": {"text": "平" * 40}})
    assert strip.heights[1] - 30 == pytest.approx(strip.heights[2] - 50)
    assert strip.heights[1] > 30


def test_the_forms_own_long_text_makes_its_row_grow_too(board: Board) -> None:
    board.cell("A2", "填表说明填表说明填表说明")
    board.height(2, 10)
    board.cell("B3:B4", "说明说明说明说明说明说明说明说明")
    board.height(3, 10)
    board.height(4, 10)
    strip = fill(board, {})
    assert strip.heights[1] > 40
    assert strip.heights[2] == strip.heights[3] > 20


def test_an_empty_blank_beside_printed_words_leaves_room_for_the_pen(board: Board) -> None:
    board.cell("A2:D2", "￥{{ claim.sum }}元")
    board.cell("A3:D3", "{{ claim.name }}\n{{ claim.note }}")
    strip = fill(board, {"claim": {"sum": None, "name": "甲", "note": ""}})
    assert texts(strip)["A2", 1] == "￥　　　　元"
    assert texts(strip)["A3", 2] == "甲"


def test_what_was_made_smaller_is_noted(board: Board) -> None:
    board.cell("A2", "{{ claim.name }}", wrap=False)
    more = '[[fit]]\nblank = "claim.name"\nhow = "shrink"\nto = 8\n'
    strip = fill(board, {"claim": {"name": "平湖市科创贷"}}, more)
    assert strip.notes == ("单元格A2（claim.name）缩小到8磅。",)


def test_an_unknown_blank_is_named_with_its_cell(board: Board) -> None:
    board.cell("A2", "{{ claim.nmber }}")
    (problem,) = refused(board, {"claim": {"number": "1号"}})
    assert problem.message == "单元格A2：没有名为“claim.nmber”的内容可填。"
    assert problem.cure == "是不是“claim.number”？"
    assert problem.field == "claim.nmber"


def test_a_character_without_a_glyph_is_named_with_cell_field_and_row(listed: Board) -> None:
    checks = [{"label": "在库", "note": ""}, {"label": "𠮷野☑", "note": ""}]
    problems = refused(listed, {"claim": {"number": "", "checks": checks}}, LIST)
    assert [problem.code for problem in problems] == ["form.no_glyph"] * 2
    assert "单元格A3（item.label，第2行）：“𠮷”（U+20BB7）" in problems[0].message
    assert "（U+2611）" in problems[1].message
    assert problems[0].field == "item.label"


def test_what_does_not_fit_is_named_with_its_value(board: Board) -> None:
    board.cell("A2", "{{ claim.name }}", wrap=False)
    (problem,) = refused(board, {"claim": {"name": "平" * 50}})
    assert "单元格A2（claim.name）：装不下“平平" in problem.message
    assert "共50个字" in problem.message
    assert problem.code == "form.overflow"


def test_all_problems_come_together_and_many_alike_are_counted(listed: Board) -> None:
    listed.cell("C3", "{{ item.note }}", wrap=False)
    listed.cell("A5", "{{ claim.nmber }}")
    checks = [{"label": "甲", "note": "平" * 20}] * 60
    problems = refused(listed, {"claim": {"number": "", "checks": checks}}, LIST)
    assert [problem.code for problem in problems] == [
        "form.overflow",
        "form.overflow",
        "form.overflow",
        "form.unknown_blank",
        "form.overflow",
    ]
    assert problems[-1].message == "另有57处同样的问题（item.note）。"


def test_a_list_that_is_none_is_refused(listed: Board) -> None:
    problems = refused(listed, {"claim": {"number": "", "checks": "两项"}}, LIST)
    assert problems[0].code == "form.not_a_list"
    problems = refused(listed, {"claim": {"number": ""}}, LIST)
    assert problems[0].code == "form.unknown_blank"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[[repeat]]\nlist = "claim.checks"\nrows = "9"\n', "不在版式的4行之内"),
        (LIST + '[[repeat]]\nlist = "claim.steps"\nrows = "3-4"\n', "重叠"),
        ('[[keep]]\nrows = "3-9"\n', "[[keep]]：行 3-9"),
        ('[[fit]]\nblank = "claim.sum"\nhow = "wrap"\n', "[[fit]]：“claim.sum”在版式里没有"),
        ('[[empty]]\ncells = "C3:D3"\nwhat = "签名"\n', "单元格C3：留作签名"),
    ],
)
def test_a_form_that_contradicts_its_drawing_is_refused(
    listed: Board, more: str, said: str
) -> None:
    problems = refused(listed, {}, more)
    assert any(said in problem.message for problem in problems)


def test_a_block_that_reaches_out_of_a_repeat_is_refused(board: Board) -> None:
    board.cell("A3:A4", "{{ item.order }}")
    board.cell("B5", "{{ step.label }}")
    more = LIST.replace("header", 'as = "step"\nheader').replace('"2"', '"1"')
    problems = refused(board, {}, more)
    assert {problem.message for problem in problems} == {
        "单元格A3：从重复的行 3 里伸到外面。",
        "单元格B5：用了“step.label”，但不在重复的行 3 里。",
    }


def test_the_forms_own_texts_are_checked_before_anything_is_filled(board: Board) -> None:
    board.cell("A2", "填表说明请勿涂改", wrap=False)
    board.cell("B2", "是☑")
    problems = refused(board, {})
    assert [problem.code for problem in problems] == ["form.overflow", "form.no_glyph"]
    assert "单元格A2：装不下" in problems[0].message
