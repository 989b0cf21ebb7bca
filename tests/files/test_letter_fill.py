"""What stands on paper once the blanks are filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.files.letter_fill import (
    Filled,
    FilledLetter,
    FilledTable,
    FilledWords,
    fill_letter,
    fill_line,
)
from kcdesk.files.letter_plan import read_plan
from kcdesk.files.letter_text import read_letter, read_line
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.forms import load_form


def filled(text: str, **values: object) -> list[Filled]:
    parts = list(fill_letter(read_letter(text, "letter.md "), values))
    assert not any(isinstance(part, FilledTable) for part in parts)
    return [part for part in parts if isinstance(part, Filled)]


def said(text: str, **values: object) -> list[str]:
    return [paragraph.text for paragraph in filled(text, **values)]


def test_blanks_are_filled_in_the_style_they_ask_for() -> None:
    text = "补偿{{ sum }}元（{{ sum | capitals }}），{{ on | date }}。"
    assert said(text, sum=Money.yuan(180000), on=date(2023, 9, 12)) == [
        "补偿180,000.00元（人民币壹拾捌万元整），2023年9月12日。"
    ]


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_a_paragraph_whose_only_blank_is_empty_is_left_out(nothing: object) -> None:
    assert said("请假：{{ x }}。\n\n甲。", x=nothing) == ["甲。"]


@pytest.mark.parametrize("something", [0, False, Money(0), "无"])
def test_nought_and_no_are_not_nothing(something: object) -> None:
    assert len(said("缺席：{{ x }}。", x=something)) == 1


def test_a_paragraph_whose_only_list_is_empty_is_left_out() -> None:
    assert said("资质：{{#each x as q | join 、}}有{{/each}}。", x=[]) == []
    assert said("资质：{{#each x as q | join 、}}有{{/each}}。", x=[1, 2]) == ["资质：有、有。"]
    assert said("{{#each x as q}}有{{/each}}", x=None) == []


def test_amid_other_words_an_empty_blank_leaves_a_place_for_the_pen() -> None:
    (paragraph,) = filled("应到{{ a }}家，实到{{ b }}家。", a=7, b=None)
    assert paragraph.text == "应到7家，实到＿＿＿＿家。"
    assert paragraph.left_open == ("b",)


def test_an_empty_list_amid_words_leaves_a_place_and_an_empty_clause_none() -> None:
    assert said("{{ a }}有{{#each x | join 、}}甲{{/each}}。", a="乙", x=[]) == ["乙有＿＿＿＿。"]
    assert said("{{ a }}有{{#each x}}甲{{/each}}。", a="乙", x=[]) == ["乙有。"]


def test_paragraphs_repeat_over_a_list_with_its_own_names() -> None:
    text = "{{#each m.items as i}}\n{{ i.order }}.{{ i.title }}{{ year }}\n{{/each}}"
    items = [{"order": 1, "title": "甲"}, {"order": 2, "title": "乙"}]
    assert said(text, m={"items": items}, year="年") == ["1.甲年", "2.乙年"]


def test_a_line_feed_in_a_value_begins_a_new_paragraph() -> None:
    (first, second) = filled("一、{{ x }}；{{ y }}", x="甲\n\n乙", y=None)
    assert (first.text, second.text) == ("一、甲", "乙；＿＿＿＿")
    assert first.left_open == ("y",)
    assert second.left_open == ()


def test_in_a_labelled_list_a_line_feed_stays_in_it() -> None:
    (paragraph,) = filled("**出席**：{{ x }}", x="甲\n乙")
    assert paragraph.is_labelled
    assert paragraph.words == (
        FilledWords("出席", bold=True),
        FilledWords("："),
        FilledWords("甲\n乙", blank="x"),
    )


def test_marks_of_markdown_in_a_value_are_only_text() -> None:
    assert said("{{ x }}", x="**{{ y }}** # ---") == ["**{{ y }}** # ---"]


@pytest.mark.parametrize(
    ("value", "after", "wanted"),
    [
        ("已付清。", "。", "已付清。"),
        ("已付清；", "。", "已付清。"),
        ("已付清。 ", "；另", "已付清；另"),
        ("已付清。", "另", "已付清。另"),
        ("“已付清”", "。", "“已付清”。"),
    ],
)
def test_an_end_mark_is_not_doubled(value: str, after: str, wanted: str) -> None:
    assert said(f"{{{{ x }}}}{after}", x=value) == [wanted]


def test_a_gap_stays_a_gap() -> None:
    assert filled("---") == [Filled(is_gap=True)]


@pytest.mark.parametrize("wrong", ["文字", {"a": 1}, 7])
def test_what_is_no_list_cannot_be_listed(wrong: object) -> None:
    with pytest.raises(Refusal) as caught:
        said("{{#each x}}\n甲\n{{/each}}", x=wrong)
    assert caught.value.problems[0].field == "x"


def test_a_single_line_is_empty_when_its_only_blank_is() -> None:
    assert fill_line(read_line("〔{{ x }}〕", "form.toml"), {"x": None}).text == ""
    assert fill_line(read_line("甲\n乙", "form.toml"), {}).text == "甲\n乙"


def test_an_unknown_day_leaves_the_place_for_it_and_a_note(tmp_path: Path) -> None:
    here = tmp_path / "own"
    here.mkdir()
    (here / "letter.md").write_text("一。", "utf-8")
    (here / "form.toml").write_text(
        'id = "own"\ntitle = "函"\nsubject = "meetings"\n[letter]\nkind = "信函"\nmark = "局"\n'
        'signer = "局"\nsigned_on = "{{ on | date }}"\nattachments = ["{{ a }}", "乙"]\n'
        'imprint = ["抄送：{{ a }}。"]\n',
        "utf-8",
    )
    letter = FilledLetter(read_plan(load_form(here)), {"on": None, "a": ""})
    assert letter.signed_on.text == "　　年　　月　　日"
    assert [part.text for part in letter.attachments] == ["乙"]
    assert letter.imprint == []
    assert list(letter.notes()) == ["“年　　月　　日”一段有1处空着，已留出位置待手写。"]


TABLE = """| 序号 | 企业 | 金额 |
|:-:|---|--:|
{{#each banks as bank}}
{{#each bank.loans as loan}}
| {{ loan.no }} | {{ loan.firm }} | {{ loan.sum | money }} |
{{/each}}
{{/each}}
"""


def test_a_table_is_filled_row_by_row_and_an_empty_cell_stays_empty() -> None:
    banks = [
        {"loans": [{"no": 1, "firm": "甲", "sum": Money.yuan(180000)}]},
        {"loans": [{"no": 2, "firm": "", "sum": Money(1)}]},
    ]
    (table,) = fill_letter(read_letter(TABLE, "letter.md "), {"banks": banks})
    assert isinstance(table, FilledTable)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "甲", "180,000.00"],
        ["2", "", "0.01"],
    ]
    assert [cell.text for cell in table.heads[0]] == ["序号", "企业", "金额"]
    assert {word.blank for word in table.words} == {"", "loan.no", "loan.firm", "loan.sum"}


def test_a_table_without_rows_and_an_attachment_without_text_are_left_out(tmp_path: Path) -> None:
    assert list(fill_letter(read_letter(TABLE, "letter.md "), {"banks": []})) == []
    head = 'id = "own"\ntitle = "通知"\nsubject = "meetings"\n\n[letter]\n'
    table = 'kind = "公文"\nmark = "科技局"\nattachments = ["申请表"]\n'
    here = tmp_path / "own"
    here.mkdir()
    (here / "form.toml").write_text(head + table, "utf-8")
    text = "正文\n\n=== 清单\n" + TABLE + "\n=== 名单\n{{ names }}\n"
    (here / "letter.md").write_text(text, "utf-8")
    plan = read_plan(load_form(here))
    letter = FilledLetter(plan, {"banks": [], "names": "甲"})
    assert [one.title.text for one in letter.attached] == ["名单"]
    assert [part.text for part in letter.attachments] == ["申请表", "名单"]
    assert FilledLetter(plan, {"banks": [], "names": ""}).attached == []
