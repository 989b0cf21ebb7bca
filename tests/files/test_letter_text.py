"""What a clerk may write in letter.md, and what is said when it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files.letter_nodes import (
    Attached,
    Gap,
    Loop,
    Paragraph,
    Run,
    Table,
    TableLine,
    Words,
)
from kcdesk.files.letter_table_text import Column
from kcdesk.files.letter_text import read_letter, read_line
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import Blank


def read(text: str) -> tuple[object, ...]:
    return read_letter(text, "letter.md ")


def complaints(text: str) -> list[str]:
    with pytest.raises(Refusal) as caught:
        read(text)
    return [problem.message for problem in caught.value.problems]


def test_paragraphs_are_parted_by_empty_lines_and_their_lines_joined() -> None:
    assert read("会议认为，\n该笔贷款\n\n符合条件。\r\n") == (
        Paragraph(0, (Words("会议认为，该笔贷款"),), 1),
        Paragraph(0, (Words("符合条件。"),), 4),
    )


def test_an_entry_of_a_list_begins_a_paragraph_without_an_empty_line() -> None:
    nodes = read(
        "要求：\n1. 归还；\n2.答复，\n不迟于\n3.5日。\n（一）甲\n(2)乙\n二、丙\n- 丁\n* 戊"
    )
    texts = [
        n.parts[0].piece
        for n in nodes
        if isinstance(n, Paragraph) and isinstance(n.parts[0], Words)
    ]
    assert texts == [
        "要求：", "1. 归还；", "2.答复，不迟于3.5日。", "（一）甲", "(2)乙", "二、丙", "- 丁", "* 戊",
    ]  # fmt: skip


def test_four_levels_of_heading() -> None:
    nodes = read("# 一、情况\n## （一）申请\n### 1.内容\n正文\n#### （1）细目")
    assert [(n.level, n.line) for n in nodes if isinstance(n, Paragraph)] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (0, 4),
        (4, 5),
    ]


def test_blanks_and_bold_words() -> None:
    (node,) = read("补偿**{{ a.b | capitals }}整**。")
    assert node == Paragraph(
        0,
        (
            Words("补偿"),
            Words(Blank("a.b", "capitals"), bold=True),
            Words("整", bold=True),
            Words("。"),
        ),
        1,
    )


def test_three_dashes_are_an_empty_line_on_paper() -> None:
    assert read("一。\n---\n二。")[1] == Gap()


def test_remarks_are_left_out_and_lines_still_counted() -> None:
    (node,) = read("<!-- 给经办人看的\n说明 -->\n一。")
    assert node == Paragraph(0, (Words("一。"),), 3)


def test_a_label_is_bold_and_followed_by_a_colon() -> None:
    labelled = read(
        "**出席**：{{ names }}\n\n**出席：**甲\n\n**出席**\n\n{{ x }}：甲\n\n**甲**{{ x }}"
    )
    assert [n.is_labelled for n in labelled if isinstance(n, Paragraph)] == [True] + [False] * 4
    (with_list,) = read("{{#each a}}一{{/each}}")
    assert isinstance(with_list, Paragraph)
    assert not with_list.is_labelled


def test_paragraphs_repeat_between_marks_of_their_own() -> None:
    nodes = read(
        "{{#each a.items}}\n甲{{ item.x }}\n{{#each item.b as b}}\n乙\n{{/each}}\n{{/each}}"
    )
    assert nodes == (
        Loop(
            "a.items",
            "item",
            (
                Paragraph(0, (Words("甲"), Words(Blank("item.x"))), 2),
                Loop("item.b", "b", (Paragraph(0, (Words("乙"),), 4),)),
            ),
        ),
    )


def test_words_repeat_inside_a_paragraph() -> None:
    (node,) = read("由{{#each a as p | join ，}}{{ p.n }}{{#each p.c}}等{{/each}}{{/each}}承担")
    assert node == Paragraph(
        0,
        (
            Words("由"),
            Run("a", "p", "，", (Words(Blank("p.n")), Run("p.c", "item", "", (Words("等"),)))),
            Words("承担"),
        ),
        1,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一\n\n#标题", "第3行：标题应写成“# 一、……”"),
        ("##### 五级", "第1行：标题应写成“# 一、……”"),
        ("**甲", "第1行：加粗的“**”不成对"),
        ("{{ A }}", "第1行：“{{ A }}”不是空格的写法"),
        ("甲{{ a", "第1行："),
        ("{{/each}}", "第1行：{{/each}}没有对应的{{#each …}}"),
        ("甲{{/each}}", "第1行：{{/each}}没有对应的{{#each …}}"),
        ("甲\n\n{{#each a}}\n\n乙", "第3行：{{#each …}}没有用{{/each}}结束"),
        ("甲{{#each a}}乙", "第1行：{{#each …}}没有用{{/each}}结束"),
        ("甲{{#each 乙}}丙{{/each}}", "第1行：“{{#each 乙}}”的写法不对"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, said: str) -> None:
    (message,) = complaints(text)
    assert message.startswith("letter.md 第")
    assert said in message


def test_everything_wrong_is_said_at_once() -> None:
    assert len(complaints("#甲\n\n**乙\n\n{{ 丙 }}")) == 3


def test_a_line_outside_the_text_says_where_it_stands() -> None:
    assert read_line("关于{{ a }}的函", "form.toml").parts[1] == Words(Blank("a"))
    with pytest.raises(Refusal) as caught:
        read_line("{{ 甲 }}", "form.toml [letter] “title”")
    assert caught.value.problems[0].message.startswith("form.toml [letter] “title”：")


@given(st.text(st.sampled_from("甲乙 \n#*{}/each-|as.ab"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read(text)
    except Refusal as refusal:
        problems = refusal.problems
    assert all("第" in problem.message for problem in problems)


def test_a_table_has_heads_columns_and_rows_of_which_some_repeat() -> None:
    (table,) = read(
        "| 序号 | 金额 |\n|:-:|---:|\n{{#each loans as loan}}\n"
        "| {{ loan.no }} | {{ loan.sum | money }} |\n{{/each}}\n| 合计 | |\n"
    )
    assert isinstance(table, Table)
    assert table.columns == (Column("center", 1), Column("right", 3))
    assert [len(head.cells) for head in table.heads] == [2]
    loop, last = table.nodes
    assert isinstance(loop, Loop)
    assert isinstance(last, TableLine)
    assert last.cells == ((Words("合计"),), ())


def test_a_paragraph_after_a_table_is_no_part_of_it() -> None:
    table, gap, text = read("| 甲 |\n|---|\n| 乙 |\n---\n正文\n")
    assert isinstance(table, Table)
    assert gap == Gap()
    assert isinstance(text, Paragraph)


def test_attachments_go_on_to_the_next_one() -> None:
    text, one, two = read("正文\n\n=== 清单\n甲\n\n乙\n=== 名单 ===\n丙\n")
    assert isinstance(text, Paragraph)
    assert isinstance(one, Attached)
    assert one.title.parts == (Words("清单"),)
    assert len(one.nodes) == 2
    assert isinstance(two, Attached)
    assert two.title.parts == (Words("名单"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("| 甲 | 乙 |\n|---|---|\n| 一 |\n", "第3行：表格这一行有1格，应有2格。"),
        ("| 甲 | 乙 |\n|---|\n", "第1行：表格这一行有2格，应有1格。"),
        ("| 甲 | 乙 |\n", "第1行：表格的表头下面没有"),
        ("{{#each a}}\n| {{ item.x }} |\n{{/each}}\n", "第2行：表格的表头下面没有"),
        ("|---|\n", "第1行：表格的横线上面没有表头。"),
        ("{{#each a}}\n=== 清单\n{{/each}}\n", "第2行：附件不能写在"),
        (
            "| 甲 | 乙 |\n|---|---|\n{{#each a}}\n| {{ item.x }} |\n{{/each}}\n",
            "第4行：表格这一行有1格，应有2格。",
        ),
    ],
)
def test_what_is_no_table_is_named_by_its_line(text: str, said: str) -> None:
    assert any(said in complaint for complaint in complaints(text))
