"""Amounts and dates in capitals: the examples of the rules, every open form, every amount."""

from __future__ import annotations

from datetime import date

import cn2an
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kcdesk.kernel.capitals import day_in_capitals, from_capitals, in_capitals
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import LARGEST_FEN, Money

amounts = st.integers(min_value=0, max_value=LARGEST_FEN).map(Money)
gappy_amounts = st.lists(st.sampled_from("0001379"), min_size=1, max_size=15).map(
    lambda digits: Money(int("".join(digits)))
)

EXAMPLES = [
    ("0.00", "人民币零元整", []),
    ("0.05", "人民币伍分", []),
    ("0.50", "人民币伍角", ["人民币伍角整"]),
    ("15.60", "人民币壹拾伍元陆角", ["人民币壹拾伍元陆角整"]),
    ("100.01", "人民币壹佰元零壹分", []),
    ("1,409.50", "人民币壹仟肆佰零玖元伍角", ["人民币壹仟肆佰零玖元伍角整"]),
    ("6,007.14", "人民币陆仟零柒元壹角肆分", []),
    ("1,680.32", "人民币壹仟陆佰捌拾元零叁角贰分", ["人民币壹仟陆佰捌拾元叁角贰分"]),
    ("16,409.02", "人民币壹万陆仟肆佰零玖元零贰分", []),
    (
        "107,000.53",
        "人民币壹拾万柒仟元零伍角叁分",
        ["人民币壹拾万零柒仟元伍角叁分", "人民币壹拾万零柒仟元零伍角叁分"],
    ),
    ("180,000.00", "人民币壹拾捌万元整", []),
    ("30,909.00", "人民币叁万零玖佰零玖元整", []),
    ("20,000,000.00", "人民币贰仟万元整", []),
    ("100,005,000.00", "人民币壹亿零伍仟元整", []),
    ("123,456,789.09", "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零玖分", []),
    # Further than the rules' own examples.
    ("10.05", "人民币壹拾元零伍分", []),
    ("11,000.00", "人民币壹万壹仟元整", []),
    ("110,000,000.00", "人民币壹亿壹仟万元整", []),
    ("1,012,000,000.00", "人民币壹拾亿壹仟贰佰万元整", ["人民币壹拾亿零壹仟贰佰万元整"]),
    ("10,000,000,000,000.00", "人民币壹拾万亿元整", []),
]


@pytest.mark.parametrize(("figure", "capitals", "also"), EXAMPLES)
def test_one_form_is_written_and_every_allowed_form_is_read(
    figure: str, capitals: str, also: list[str]
) -> None:
    money = Money.yuan(figure)
    assert in_capitals(money) == capitals
    assert [from_capitals(form) for form in (capitals, *also)] == [money] * (1 + len(also))


@pytest.mark.parametrize(
    ("form", "figure"),
    [
        ("壹拾捌万元整", "180000.00"),
        ("人民币 壹拾捌万圆正", "180000.00"),
        ("人民币貳拾陸萬圓整", "260000.00"),
    ],
)
def test_other_writing_of_the_same_is_read(form: str, figure: str) -> None:
    assert from_capitals(form) == Money.yuan(figure)


@pytest.mark.parametrize(
    ("form", "guess"),
    [
        ("人民币拾万元整", "人民币壹拾万元整"),
        ("人民币壹拾捌万元", "人民币壹拾捌万元整"),
        ("人民币伍分整", "人民币伍分"),
        ("人民币壹佰元壹分", "人民币壹佰元零壹分"),
        ("人民币壹仟玖元整", "人民币壹仟零玖元整"),
        ("人民币壹亿伍仟元整", "人民币壹亿零伍仟元整"),
        ("人民币零元伍角", "人民币伍角"),
        ("人民币壹佰零元整", "人民币壹佰元整"),
        ("人民币拾万亿元整", "人民币壹拾万亿元整"),
    ],
)
def test_a_form_the_rules_do_not_allow_is_refused_and_the_right_one_named(
    form: str, guess: str
) -> None:
    with pytest.raises(Refusal) as caught:
        from_capitals(form)
    assert caught.value.problems[0].code == "capitals.form"
    assert f"“{guess}”" in caught.value.problems[0].cure


@pytest.mark.parametrize(
    "text", ["", "人民币", "整", "180000元", "十八万元整", "壹元贰", "伍角壹元"]
)
def test_what_is_no_amount_in_capitals_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="不是大写金额"):
        from_capitals(text)


def test_an_amount_beyond_reading_is_refused_without_a_guess() -> None:
    with pytest.raises(Refusal, match="不是规范的大写金额") as caught:
        from_capitals("人民币玖拾万亿元整")
    assert "如果" not in caught.value.problems[0].cure


@pytest.mark.parametrize(
    ("fen", "code"), [(-1, "capitals.negative"), (LARGEST_FEN + 1, "capitals.too_large")]
)
def test_no_paper_carries_a_negative_or_boundless_amount(fen: int, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        in_capitals(Money(fen))
    assert caught.value.problems[0].code == code


@given(st.one_of(amounts, gappy_amounts))
@example(Money(LARGEST_FEN))
def test_what_is_written_reads_back(amount: Money) -> None:
    assert from_capitals(in_capitals(amount)) == amount


@given(st.one_of(amounts, gappy_amounts))
def test_the_characters_but_for_zeros_are_those_of_another_program(amount: Money) -> None:
    """cn2an leaves out 零 where the rules let it, and once where they do not (壹亿零伍仟)."""
    theirs = cn2an.an2cn(amount.plain(), "rmb")
    assert in_capitals(amount).removeprefix("人民币").replace("零", "") == theirs.replace("零", "")


@given(amounts)
def test_where_no_zero_is_open_another_program_writes_the_same(amount: Money) -> None:
    digits = f"{amount.fen:015d}"
    if digits[-3] != "0" and "0000" not in digits:
        assert in_capitals(amount) == "人民币" + cn2an.an2cn(amount.plain(), "rmb")


@given(st.one_of(amounts, gappy_amounts))
def test_no_capitals_have_two_zeros_in_a_row_or_one_before_a_unit(amount: Money) -> None:
    capitals = in_capitals(amount)
    assert "零零" not in capitals
    if amount.fen:
        assert not any(f"零{unit}" in capitals for unit in "元角分整拾佰仟万亿")


@pytest.mark.parametrize(
    ("day", "capitals"),
    [
        ("2026-01-15", "贰零贰陆年零壹月壹拾伍日"),
        ("2026-10-20", "贰零贰陆年零壹拾月零贰拾日"),
        ("2026-02-09", "贰零贰陆年零贰月零玖日"),
        ("2026-12-30", "贰零贰陆年壹拾贰月零叁拾日"),
        ("2026-03-31", "贰零贰陆年叁月叁拾壹日"),
        ("2024-11-10", "贰零贰肆年壹拾壹月零壹拾日"),
        ("2024-09-21", "贰零贰肆年玖月贰拾壹日"),
    ],
)
def test_days_in_capitals_leave_no_room_to_add(day: str, capitals: str) -> None:
    assert day_in_capitals(date.fromisoformat(day)) == capitals
