"""检查: a changed form is tried before anybody prints it, and every slip is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kcdesk.files.form_paint import check_form
from kcdesk.kernel.errors import Problem
from tests.files.drawing_board import Board, fonts

SAMPLE = """
today = 2023-09-12
[claim]
number = "1号"
loss = { money = "300000.00" }
[[claim.checks]]
label = "在库"
note = ""
"""
LIST = '[[repeat]]\nlist = "claim.checks"\nrows = "2"\n'


@pytest.fixture
def board(tmp_path: Path) -> Board:
    board = Board(tmp_path)
    board.cell("A1:D1", "{{ claim.number }}")
    board.cell("A2", "{{ item.label }}")
    board.folder.mkdir()
    for name, text in (("sample", SAMPLE), ("sample_longest", ""), ("sample_empty", "")):
        (board.folder / f"{name}.toml").write_text(text, "utf-8")
    return board


def found(board: Board, more: str = LIST) -> tuple[Problem, ...]:
    return check_form(board.spec(more), fonts())


def test_a_sound_form_has_nothing_to_say(board: Board) -> None:
    assert found(board) == ()


def test_an_unknown_blank_is_named_once_with_the_nearest_name(board: Board) -> None:
    board.cell("A3:D3", "{{ claim.los }}")
    board.cell("A4:D4", "{{ claim.los }}")
    problems = found(board)
    assert [problem.message for problem in problems] == [
        "单元格A3：没有名为“claim.los”的内容可填。",
        "单元格A4：没有名为“claim.los”的内容可填。",
    ]
    assert problems[0].cure == "是不是“claim.loss”？"


def test_names_inside_a_list_are_those_of_its_entries(board: Board) -> None:
    board.cell("B2", "{{ item.lable }}")
    (problem,) = found(board)
    assert problem.cure == "是不是“item.label”？"


def test_the_documents_number_and_the_lists_are_looked_up_too(board: Board) -> None:
    more = 'document = "{{ claim.nummer }}"\n' + LIST.replace("checks", "cheques")
    said = [problem.message for problem in found(board, more)]
    assert "form.toml 的 [[repeat]]：没有名为“claim.cheques”的内容可填。" in said
    assert "form.toml 的 document：没有名为“claim.nummer”的内容可填。" in said


def test_the_longest_sample_shows_what_does_not_fit(board: Board) -> None:
    board.cell("A1:D1", "{{ claim.number }}", wrap=False)
    long = '[claim]\nnumber = "平科创贷联席办补〔2023〕1234号，平科创贷联席办补〔2023〕1235号"\n'
    (board.folder / "sample_longest.toml").write_text(long, "utf-8")
    (problem,) = found(board)
    assert problem.message.startswith("用最长样例试打：单元格A1（claim.number）装不下")


def test_a_blank_that_does_not_suit_its_style_is_found(board: Board) -> None:
    board.cell("A1:D1", "{{ claim.loss | date }}")
    problems = found(board)
    assert len(problems) == 3
    assert problems[0].message.startswith("用样例试打：单元格A1：“claim.loss”的内容不能按")


def test_a_number_of_the_wrong_kind_is_found(board: Board) -> None:
    problems = found(board, 'document = "{{ claim.loss | date }}"\n' + LIST)
    assert problems[0].code == "form.style"


def test_missing_glyphs_are_found_in_the_form_and_in_its_samples(board: Board) -> None:
    (board.folder / "sample_longest.toml").write_text('[claim]\nnumber = "𠮷"\n', "utf-8")
    (problem,) = found(board)
    assert "用最长样例试打：单元格A1（claim.number）里的“𠮷”（U+20BB7）" in problem.message
    board.cell("B2", "☑")
    assert found(board)[0].message.startswith("单元格B2里的“☑”（U+2611）")


def test_what_the_engine_does_not_draw_is_said(board: Board) -> None:
    board.cell("B2", "斜", italic=True)
    (problem,) = found(board)
    assert problem.code == "form.unsupported"
    assert problem.field == "B2"


def test_missing_samples_are_said(board: Board) -> None:
    for name in ("sample", "sample_longest", "sample_empty"):
        (board.folder / f"{name}.toml").unlink()
    problems = found(board)
    assert [problem.code for problem in problems] == ["form.sample"] * 3
    assert "没有空白样例（sample_empty.toml）" in problems[2].message


def test_a_formula_and_a_damaged_drawing_are_problems_too(board: Board) -> None:
    board.cell("A3", "=1+1")
    (problem,) = found(board)
    assert problem.code == "form.formula"
    spec = board.spec(LIST)
    spec.drawing.write_bytes(b"no workbook at all")
    changed = replace(spec, revision="changed")
    (problem,) = check_form(changed, fonts())
    assert problem.code == "form.layout_file"
