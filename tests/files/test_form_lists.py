"""Lists inside lists, their sums, and the rows that stand where a page of a list ends."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kcdesk.files.form_carry import filled_strip
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_strip import Page, Strip
from kcdesk.files.form_template import template_of
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import Money
from tests.files.drawing_board import Board, fonts, in_order

GROUPS = """
[[repeat]]
list = "report.groups"
as = "group"
rows = "2-5"
header = "1"

[[repeat]]
list = "group.loans"
in = "group"
as = "loan"
rows = "4"
header = "2-3"
totals = ["amount", "count"]
"""
LEDGER = """
[[repeat]]
list = "rows"
rows = "3"
header = "2"
totals = ["amount"]
page_total = "4"
carry_down = "5"
carry_up = "6"
"""


@pytest.fixture
def banks(tmp_path: Path) -> Board:
    """A title; of every bank its name, a header, the loans and their sum; the sum of all."""
    board = Board(tmp_path)
    board.cell("A1:D1", "贷款台账")
    board.cell("A2:D2", "{{ group.name }}")
    board.cell("A3:B3", "企业")
    board.cell("C3:D3", "金额")
    board.cell("A4", "{{ group.name }}")
    board.cell("B4", "{{ loan.firm }}")
    board.cell("C4:D4", "{{ loan.amount }}")
    board.cell("A5:B5", "小计{{ total.loan.count }}笔")
    board.cell("C5:D5", "{{ total.loan.amount }}")
    board.cell("A6:B6", "合计{{ total.loan.count }}笔")
    board.cell("C6:D6", "{{ total.loan.amount }}")
    for row in range(1, 7):
        board.height(row, 30)
    return board


@pytest.fixture
def ledger(tmp_path: Path) -> Board:
    board = Board(tmp_path)
    board.cell("A1:D1", "明细账")
    board.cell("A2:D2", "摘要")
    board.cell("A3:B3", "{{ item.text }}")
    board.cell("C3:D3", "{{ item.amount }}")
    board.cell("A4:B4", "本页小计")
    board.cell("C4:D4", "{{ page.item.amount }}")
    board.cell("A5:B5", "过次页")
    board.cell("C5", "{{ carried.item.amount }}")
    board.cell("D5", "余{{ last.item.text }}")
    board.cell("A6:B6", "承前页")
    board.cell("C6:D6", "{{ carried.item.amount }}")
    board.cell("A7:B7", "合计")
    board.cell("C7:D7", "{{ total.item.amount }}")
    for row in range(1, 8):
        board.height(row, 30)
    return board


def report(*counts: int) -> dict[str, object]:
    """Banks 甲, 乙 … with so many loans of 10 thousand each."""
    names = "甲乙丙丁戊己"
    loan = {"firm": "某厂", "amount": Money.wan("10"), "count": 1}
    return {
        "report": {
            "groups": [
                {"name": f"{names[n]}行", "loans": [loan] * count} for n, count in enumerate(counts)
            ]
        }
    }


def entries(count: int) -> dict[str, object]:
    return {
        "rows": [{"text": f"第{n}笔", "amount": Money.yuan("1.50")} for n in range(1, count + 1)]
    }


def strip_of(board: Board, values: dict[str, object], more: str) -> Strip:
    return filled_strip(template_of(board.spec(more), fonts()), values)


def numbers(strip: Strip, page: Page | None = None) -> list[int]:
    """The drawing's rows as they stand on the strip or on a page."""
    rows = strip.skeleton.rows
    return [rows[slot.place].number for slot in page] if page else [row.number for row in rows]


def refused(board: Board, values: dict[str, object], more: str) -> tuple[Problem, ...]:
    with pytest.raises(Refusal) as refusal:
        strip_of(board, values, more)
    return refusal.value.problems


def test_inner_rows_stand_inside_every_outer_entry(banks: Board) -> None:
    strip = strip_of(banks, report(2, 1), GROUPS)
    assert numbers(strip) == [1, 2, 3, 4, 4, 5, 2, 3, 4, 5, 6]
    (text,) = in_order(banks.paint(report(2, 1), GROUPS))
    assert "甲行企业金额甲行某厂100,000.00甲行某厂100,000.00小计2笔200,000.00" in text
    assert "乙行企业金额乙行某厂100,000.00小计1笔100,000.00合计3笔300,000.00" in text


def test_both_lists_are_filled_up_with_rows_for_the_pen(banks: Board) -> None:
    more = GROUPS.replace('header = "1"', 'header = "1"\nleast = 2')
    more = more.replace('header = "2-3"', 'header = "2-3"\nleast = 3')
    strip = strip_of(banks, report(1), more)
    assert numbers(strip) == [1, 2, 3, 4, 4, 4, 5, 2, 3, 4, 4, 4, 5, 6]
    text = in_order(banks.paint(report(1), more))[0]
    assert text.count("某厂") == 1
    assert text.count("甲行") == 4
    assert "小计笔" in text


def test_a_group_without_entries_has_the_sum_nought(banks: Board) -> None:
    more = GROUPS.replace('header = "2-3"', 'header = "2-3"\nleast = 0')
    text = in_order(banks.paint(report(1, 0), more))[0]
    assert "乙行企业金额小计0笔0.00合计1笔100,000.00" in text


def test_no_list_at_all_leaves_its_sum_to_the_pen(banks: Board) -> None:
    more = GROUPS.replace('header = "1"', 'header = "1"\nleast = 0')
    text = in_order(banks.paint({"report": {"groups": []}}, more))[0]
    assert text.startswith("贷款台账合计笔第1次打印")


def test_headers_of_both_lists_stand_again_with_the_groups_own_name(banks: Board) -> None:
    first, second = in_order(banks.paint(report(2, 30), GROUPS))
    assert first.startswith("贷款台账甲行企业金额")
    assert second.startswith("贷款台账乙行企业金额乙行某厂")
    assert second.count("小计30笔3,000,000.00合计32笔3,200,000.00") == 1


def test_no_header_alone_below_and_no_last_row_alone_above(banks: Board) -> None:
    for count in range(1, 60):
        strip = strip_of(banks, report(count, 4), GROUPS)
        for page, after in zip(pages_of(strip), pages_of(strip)[1:], strict=False):
            assert numbers(strip, page)[-1] in (4, 5)
            lines = [slot for slot in after if not slot.is_again]
            shown = [strip.skeleton.rows[slot.place].number for slot in lines]
            assert shown[0] == 2 or shown[:2] == [4, 4]


def test_two_inner_lists_stand_one_below_the_other(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.cell("A1:D1", "{{ group.name }}")
    board.cell("A2:D2", "贷{{ loan.firm }}")
    board.cell("A3:D3", "偿{{ claim.firm }}")
    more = (
        '[[repeat]]\nlist = "groups"\nas = "group"\nrows = "1-3"\n'
        '[[repeat]]\nin = "group"\nlist = "group.loans"\nas = "loan"\nrows = "2"\n'
        '[[repeat]]\nin = "group"\nlist = "group.claims"\nas = "claim"\nrows = "3"\n'
    )
    firms = [{"firm": "子"}, {"firm": "丑"}]
    groups = [{"name": "甲", "loans": firms, "claims": firms[:1]}] * 2
    assert in_order(board.paint({"groups": groups}, more))[0].startswith("甲贷子贷丑偿子甲贷子")


def test_a_block_beside_an_inner_list_is_as_long_as_it_and_stands_on_every_page(
    tmp_path: Path,
) -> None:
    board = Board(tmp_path)
    board.cell("A1:D1", "台账")
    board.cell("A2:A3", "{{ group.name }}")
    board.cell("B2:D2", "小计{{ total.loan.amount }}")
    board.cell("B3:D3", "{{ loan.firm }}")
    more = GROUPS.replace('"2-5"', '"2-3"').replace('"4"', '"3"').replace('"2-3"\nto', '"2"\nto')
    for row in (1, 2, 3):
        board.height(row, 30)
    strip = strip_of(board, report(2, 1), more)
    blocks = [s for s in strip.skeleton.spots if s.cell.name == "A2"]
    assert [(s.first, s.last) for s in blocks] == [(1, 3), (4, 5)]
    first, second = in_order(board.paint(report(30), more))
    assert "甲行" in first
    assert "甲行" in second


def test_a_list_on_one_page_has_no_carry_rows(ledger: Board) -> None:
    (text,) = in_order(ledger.paint(entries(5), LEDGER))
    assert not re.search("过次页|承前页|本页小计", text)
    assert "合计7.50" in text


def test_sums_are_carried_from_page_to_page(ledger: Board) -> None:
    first, middle, last = in_order(ledger.paint(entries(50), LEDGER))
    counts = [page.count("笔1.50") for page in (first, middle, last)]
    assert sum(counts) == 50
    sums = [Money(150 * sum(counts[:n])) for n in (1, 2)]
    assert f"本页小计{counts[0] * 1.5:.2f}过次页{counts[0] * 1.5:.2f}余第{counts[0]}笔" in first
    assert "承前页" not in first
    assert middle.startswith(f"摘要承前页{sums[0].plain()}第{counts[0] + 1}笔")
    assert f"本页小计{counts[1] * 1.5:.2f}过次页{sums[1].plain()}余" in middle
    assert f"承前页{sums[1].plain()}" in last
    assert f"本页小计{counts[2] * 1.5:.2f}合计75.00" in last
    assert "过次页" not in last


def test_every_length_of_list_keeps_its_rows_above_the_strip(ledger: Board) -> None:
    for count in range(15, 50):
        strip = strip_of(ledger, entries(count), LEDGER)
        assert strip.pages is not None
        shown = [s.place for page in strip.pages for s in page if not s.is_again]
        assert shown == list(range(count + 3))
        for page, after in zip(strip.pages, strip.pages[1:], strict=False):
            assert numbers(strip, page)[-2:] == [4, 5]
            assert numbers(strip, after)[:2] == [2, 6]
            assert page[-1].top + page[-1].height <= (297 - 46) * 72 / 25.4 + 0.01
            assert sum(not slot.is_again for slot in after) > 1
        assert (4 in numbers(strip, strip.pages[-1])) == (len(strip.pages) > 1)


def test_a_carry_row_grows_with_what_it_says(ledger: Board) -> None:
    ledger.cell("C5", "累计{{ carried.item.amount | capitals }}")
    strip = strip_of(ledger, entries(40), LEDGER)
    carried = strip.skeleton.carries[0]
    assert strip.heights[carried.down[0]] > 50
    assert len(strip.pages or ()) == 3
    assert any(
        "陆拾元整" in page or "元" in page for page in in_order(ledger.paint(entries(40), LEDGER))
    )


def test_an_entry_over_a_pages_end_is_carried_when_it_is_whole(ledger: Board) -> None:
    rows = [
        {"text": "短", "amount": Money.yuan(1)},
        {"text": "平湖市科创贷款。" * 120, "amount": Money.yuan(2)},
        {"text": "尾", "amount": Money.yuan(4)},
    ]
    texts = in_order(ledger.paint({"rows": rows}, LEDGER))
    assert "过次页1.00" in texts[0]
    assert texts[1].startswith("摘要承前页1.00")
    assert "合计7.00" in texts[-1]


def test_an_inner_list_carries_over_all_groups(banks: Board) -> None:
    banks.cell("A7:B7", "过次页")
    banks.cell("C7:D7", "{{ carried.loan.amount }}")
    banks.height(7, 30)
    first, second = in_order(banks.paint(report(3, 30), GROUPS + 'carry_down = "7"\n'))
    shown = first.count("某厂")
    assert f"过次页{Money.wan(str(shown * 10)).plain()}" in first.replace(",", "")
    assert second.startswith("贷款台账乙行企业金额")


@pytest.mark.parametrize("value", ["文字", True, date(2024, 1, 1)])
def test_only_money_and_whole_numbers_are_added_up(ledger: Board, value: object) -> None:
    values: dict[str, object] = {
        "rows": [{"text": "", "amount": Money(1)}, {"text": "", "amount": value}]
    }
    (problem,) = refused(ledger, values, LEDGER)
    assert problem.message == f"“rows”第2项的“amount”是“{value}”，不能合计。"


def test_money_and_whole_numbers_are_not_added_to_each_other(ledger: Board) -> None:
    values: dict[str, object] = {
        "rows": [{"text": "", "amount": Money(1)}, {"text": "", "amount": 2}]
    }
    assert refused(ledger, values, LEDGER)[0].code == "form.total"


def test_a_sum_of_what_entries_do_not_have_is_refused_with_its_place(ledger: Board) -> None:
    (problem, *_) = refused(ledger, {"rows": [{"text": ""}]}, LEDGER)
    assert problem.message.startswith("form.toml 的 totals：“rows”的第1项没有名为“amount”")


def test_sums_may_be_of_dotted_names_and_skip_what_is_not_there(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.cell("A1:D1", "{{ item.loan.sum }}")
    board.cell("A2:D2", "共{{ total.item.loan.sum }}，{{ total.item.loan.count }}")
    more = '[[repeat]]\nlist = "rows"\nrows = "1"\ntotals = ["loan.sum", "loan.count"]\n'
    loans = [{"loan": {"sum": Money.yuan(n), "count": n}} for n in (1, 2)]
    none: dict[str, object] = {"loan": None}
    assert "共3.00，3" in in_order(board.paint({"rows": [*loans, none]}, more))[0]


def test_a_list_inside_that_is_none_is_refused_with_its_group(banks: Board) -> None:
    groups = [{"name": "甲", "loans": []}, {"name": "乙", "loans": "两笔"}]
    problems = refused(banks, {"report": {"groups": groups}}, GROUPS)
    assert problems[0].message == "“group.loans”（第2组）不是可以逐行填写的列表。"


def test_a_value_that_does_not_suit_is_named_with_group_and_row(banks: Board) -> None:
    values = report(1, 2)
    banks.cell("B4", "{{ loan.firm | date }}")
    problems = refused(banks, values, GROUPS)
    assert "单元格B4（第2组第1行）" in problems[1].message


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (LEDGER.replace('"5"', '"3"'), "与过次页、承前页或本页小计的行 3 重叠"),
        (LEDGER.replace('"6"', '"9"'), "重复的行 9 不在版式的7行之内"),
        (LEDGER.replace('"6"', '"5"'), "换页行 5 与另一处的行 5 重叠"),
        (LEDGER.replace('totals = ["amount"]', ""), "form.toml 的 totals 里没有这一项"),
        (LEDGER.replace('carry_up = "6"', ""), "“carried.item.amount”只能用在换页的行里"),
        (LEDGER.replace('["amount"]', '["金额"]'), "不能写成“金额”"),
        (LEDGER.replace("totals", 'as = "total"\ntotals'), "它另有用处"),
        (LEDGER + '[[repeat]]\nlist = "b"\nrows = "7"\n', "合计不知是哪一个的"),
    ],
)
def test_slips_about_sums_and_carry_rows_are_named(ledger: Board, more: str, said: str) -> None:
    assert any(said in p.message for p in refused(ledger, entries(1), more))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('in = "group"', 'in = "gruop"', "没有 as = “gruop” 的列表"),
        ('list = "group.loans"', 'list = "loans"', "以“group.”开头"),
        ('rows = "4"', 'rows = "5-6"', "不在外层重复的行 2-5 之内"),
        ('as = "loan"', 'as = "group"', "“group”已经用过"),
        ('rows = "2-5"', 'rows = "2-5"\ncarry_down = "6"', "应写在里层的列表上"),
    ],
)
def test_slips_about_inner_lists_are_named(banks: Board, old: str, new: str, said: str) -> None:
    assert any(said in p.message for p in refused(banks, report(1), GROUPS.replace(old, new)))


def test_lists_stand_inside_each_other_once_only(banks: Board) -> None:
    more = GROUPS + '[[repeat]]\nin = "loan"\nas = "part"\nlist = "loan.parts"\nrows = "4"\n'
    assert any("只能套一层" in p.message for p in refused(banks, report(1), more))


def test_blocks_that_reach_into_lists_or_carry_rows_are_refused(ledger: Board) -> None:
    ledger.cell("E5:E6", "跨行")
    ledger.cell("F2:F3", "跨行")
    ledger.cell("F4:F7", "跨行")
    said = {p.message for p in refused(ledger, entries(1), LEDGER.replace('"3"', '"3-3"'))}
    assert "单元格E5：伸进或伸出换页的行 5。" in said
    assert "单元格F4：伸进或伸出换页的行 6。" in said
