"""检查: a changed form is tried before anybody prints it, and every slip is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.chart import BarChart

from kcdesk.files.form_paint import check_folder, check_form
from kcdesk.kernel.errors import Problem, Refusal
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
    assert problem.message.startswith("单元格A1（claim.number）：装不下")
    assert problem.message.endswith("（用最长样例试打）。")


def test_a_blank_that_does_not_suit_its_style_is_found(board: Board) -> None:
    board.cell("A1:D1", "{{ claim.loss | date }}")
    problems = found(board)
    assert len(problems) == 1  # though every sample shows it
    assert problems[0].message.startswith("单元格A1：“claim.loss”的内容不能按")


def test_a_number_of_the_wrong_kind_is_found(board: Board) -> None:
    problems = found(board, 'document = "{{ claim.loss | date }}"\n' + LIST)
    assert problems[0].code == "form.style"


def test_missing_glyphs_are_found_in_the_form_and_in_its_samples(board: Board) -> None:
    (board.folder / "sample_longest.toml").write_text('[claim]\nnumber = "𠮷"\n', "utf-8")
    (problem,) = found(board)
    assert "单元格A1（claim.number）：“𠮷”（U+20BB7）" in problem.message
    board.cell("B2", "☑")
    said = [problem.message for problem in found(board)]
    assert said[0].startswith("单元格B2：“☑”（U+2611）")
    assert said[1] == problem.message


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
    assert "sample_empty.toml：没有空白样例" in problems[2].message


def test_a_formula_and_a_damaged_drawing_are_problems_too(board: Board) -> None:
    board.cell("A3", "=1+1")
    (problem,) = found(board)
    assert problem.code == "form.formula"
    spec = board.spec(LIST)
    spec.drawing.write_bytes(b"no workbook at all")
    changed = replace(spec, revision="changed")
    (problem,) = check_form(changed, fonts())
    assert problem.code == "form.layout_file"


SLIPS = """
number = "KCD-99"
numbre = "KCD-99"
document = "{{ claim.nummer }}"

[[repeat]]
list = "claim.checks"
rows = "3"

[[repeat]]
list = "claim.number"
as = "step"
rows = "40"

[[empty]]
cells = "D6"
what = "盖章"

[[fit]]
blank = "claim.sum"
how = "shrink"
to = 8
"""


@pytest.fixture
def spoilt(board: Board) -> Board:
    """A form in which nearly everything is wrong that can be."""
    board.cell("A1:D1", "{{ claim.los }}")  # no such blank
    board.cell("A2", "{{ claim.number }")  # braces not in pairs
    board.cell("B2", "{{ claim.loss | date }}")  # not the kind of value
    board.cell("C2", "{{ claim.loss | monney }}")  # no such way of showing
    board.cell("A3:A4", "{{ item.label }}")  # a block out of a list's rows
    board.cell("A5", "{{ claim.number }}", wrap=False)  # too long for its cell
    board.cell("B5", "☑")  # no glyph
    board.cell("C5", "=SUM(A1:A2)")  # a formula
    board.cell("D6", "某某")  # words where a seal goes
    board.cell("B6", "斜", italic=True)
    board.sheet.add_chart(BarChart(), "B8")
    board.sheet.page_margins.bottom = 10 / 25.4
    board.book.create_sheet("旧表")
    long = '[claim]\nnumber = "平科创贷联席办补〔2023〕1234号，平科创贷联席办补"\n'
    (board.folder / "sample_longest.toml").write_text(long, "utf-8")
    (board.folder / "sample_empty.toml").write_text("claim = \n", "utf-8")
    with pytest.raises(Refusal):
        board.spec(SLIPS)
    return board


def test_ten_kinds_of_slips_are_found_at_once_each_with_its_place(spoilt: Board) -> None:
    said = [str(problem) for problem in check_folder(spoilt.folder, fonts())]
    wanted = (
        ("form.toml", "“numbre”是不认识的项目", "是不是“number”？"),
        ("单元格A1", "没有名为“claim.los”的内容可填", "是不是“claim.loss”？"),
        ("layout.xlsx”单元格A2", "花括号不成对", "空格应写成 {{ 名称 }}"),
        (
            "单元格B2",
            "“claim.loss”的内容不能按“{{ claim.loss | date }}”填写",
            "改用与内容相符的格式",
        ),
        ("layout.xlsx”单元格C2", "没有的格式“monney”", "是不是“money”"),
        ("单元格A3", "从重复的行 3 里伸到外面", "请改正 form.toml 或版式"),
        ("form.toml 的 [[repeat]]：重复的行 40", "不在版式的", "把 form.toml 里的行号改成现在的"),
        ("单元格A5（claim.number）", "装不下“平科创贷联席办补", "请缩短内容"),
        ("单元格B5", "“☑”（U+2611）在各种字体里都没有", "请核对这个字"),
        ("layout.xlsx”单元格C5", "是公式或错误值", "请改为文字"),
        ("单元格D6", "留作盖章", "请改正"),
        ("layout.xlsx”单元格B6", "用了斜体", "如需保留"),
        ("layout.xlsx”单元格B8", "上面有图表，打印时不画", "截图保存为 PNG"),
        ("layout.xlsx”", "下页边距只有10毫米", "25 毫米"),
        ("layout.xlsx”", "有2张工作表", "请删去其余的工作表"),
        ("form.toml 的 document", "没有名为“claim.nummer”的内容", "是不是“claim.number”？"),
        ("[[fit]]", "“claim.sum”在版式里没有", "请改正"),
        ("sample_empty.toml", "第1行", "等号后面的值写法不对"),
    )
    for place, wrong, cure in wanted:
        found = [text for text in said if place in text and wrong in text]
        assert len(found) == 1, (place, wrong, said)
        assert cure in found[0]
    assert len(said) == len(wanted)


def test_a_list_that_is_none_is_found(board: Board) -> None:
    (problem,) = found(board, LIST.replace("claim.checks", "claim.number"))
    assert problem.message == "“claim.number”不是可以逐行填写的列表（用样例试打）。"
    assert "form.toml" in problem.cure


def test_a_form_toml_that_is_none_is_named_with_its_line(board: Board) -> None:
    board.spec(LIST)
    (board.folder / "form.toml").write_text('id = "paper"\ntitle = “试纸”\n', "utf-8")
    (problem,) = check_folder(board.folder, fonts())
    assert "paper/form.toml 第2行" in problem.message
    assert "中文标点 “" in problem.cure


def test_a_missing_or_damaged_drawing_is_named_beside_the_slips_of_form_toml(board: Board) -> None:
    spec = board.spec(LIST)
    (board.folder / "form.toml").write_text('id = "paper"\ntitel = "甲"\n', "utf-8")
    spec.drawing.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    said = [str(problem) for problem in check_folder(board.folder, fonts())]
    assert "是不是“title”？" in said[0]
    assert "旧的 .xls 文件，或者加了打开密码" in said[-1]
    spec.drawing.unlink()
    said = [str(problem) for problem in check_folder(board.folder, fonts())]
    assert any(
        text.endswith("没有版式文件。请只放一个 layout.xlsx 或 letter.md。") for text in said
    )


def test_a_sound_folder_has_nothing_to_say(board: Board) -> None:
    board.spec(LIST)
    assert check_folder(board.folder, fonts()) == ()
