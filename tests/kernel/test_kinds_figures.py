"""Amounts, percentages, shares, days, whole numbers, yes or no: read as people write them."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import KINDS, Field, Within
from kcdesk.kernel.money import LARGEST_FEN, Money

TODAY = date(2024, 3, 25)
WITHIN = Within(TODAY)


def taken(kind: str, raw: object, unit: str = "") -> object:
    return KINDS[kind].take(raw, Field(kind, "某项", unit=unit), WITHIN)


def refused(kind: str, raw: object) -> str:
    with pytest.raises(Refusal) as caught:
        taken(kind, raw)
    (problem,) = caught.value.problems
    assert problem.code == f"kind.{kind}"
    return f"{problem.message}{problem.cure}"


def widened(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("300000", 30000000),
        ("300000.00", 30000000),
        ("300,000.5", 30000050),
        ("300,000.", 30000000),
        ("300000元", 30000000),
        ("30万", 30000000),
        ("30万元", 30000000),
        ("30w", 30000000),
        ("30W", 30000000),
        ("0.000001万元", 1),
        ("177563.25445万元", 177563254450),
        ("1.5亿", 15000000000),
        ("1.5亿元", 15000000000),
        ("￥1,409.50", 140950),
        ("人民币 ¥ 1 409.50 元", 140950),
        ("-12.30", -1230),
        ("３００，０００．００", 30000000),
        ("0", 0),
    ],
)
def test_amounts_are_yuan_unless_they_say_otherwise(text: str, fen: int) -> None:
    assert taken("money", text) == Money(fen)
    assert taken("money", widened(text)) == Money(fen)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("三十万", "不是金额"),
        ("30k", "不是金额"),
        ("1,2345", "不是金额"),
        ("1,00", "不是金额"),
        ("--5", "不是金额"),
        ("", "不是金额"),
        ("1e5", "不是金额"),
        ("0.005", "比分还细"),
        ("0.0000001万元", "比分还细"),
        ("10000000000001", "核对单位是元还是万元"),
        ("-10000000000001", "超出可登记的金额"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, reason: str) -> None:
    assert reason in refused("money", text)


def test_an_amount_given_as_a_bare_number_has_no_unit_and_is_refused() -> None:
    assert "没有写成文字" in refused("money", 300000)
    assert "没有写成文字" in refused("money", 300000.0)
    assert "金额应当写成文字" in refused("money", True)
    assert "金额应当写成文字" in refused("money", ["30"])


def test_a_ready_amount_is_taken_and_bounded_too() -> None:
    assert taken("money", Money(5)) == Money(5)
    assert "超出" in refused("money", Money(LARGEST_FEN + 1))


@given(st.integers(-LARGEST_FEN, LARGEST_FEN).map(Money), st.sampled_from(["元", "万元", ""]))
def test_amounts_survive_being_kept(value: Money, unit: str) -> None:
    field = Field("money", "金额", unit=unit)
    assert KINDS["money"].take(KINDS["money"].plain(value, field), field, WITHIN) == value


def test_a_column_of_wan_shows_wan() -> None:
    assert KINDS["money"].show(Money.wan(30), Field("money", "金额", unit="万元")) == "30"
    assert KINDS["money"].show(Money.wan(30), Field("money", "金额", unit="元")) == "300,000.00"


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.85%", Fraction(385, 10_000)), ("3.85", Fraction(385, 10_000)), (" 40％ ", Fraction(2, 5))],
)
def test_percentages_may_leave_out_the_sign(text: str, value: Fraction) -> None:
    assert taken("percent", text) == value
    assert taken("percent", value) == value


@pytest.mark.parametrize(
    "raw", ["四成", "3.85%%", "-1%", "1/3", "", Fraction(-1, 4), "0.00000000000001%"]
)
def test_what_is_no_percentage_is_refused(raw: object) -> None:
    assert "不是百分比" in refused("percent", raw)


def test_a_third_is_no_percentage() -> None:
    assert "1/3不能写成百分比" in refused("percent", Fraction(1, 3))


def test_a_counted_rate_that_never_ends_is_shown_rounded() -> None:
    field = Field("percent", "比率")
    assert KINDS["percent"].show(Fraction(1, 3), field) == "33.33%"
    assert KINDS["percent"].plain(Fraction(50, 93), field) == "53.76%"
    assert KINDS["percent"].show(Fraction("0.043"), field) == "4.3%"


def test_a_measured_rate_is_shown_half_up_and_a_laid_down_one_exactly() -> None:
    measured, laid_down = Field("percent", "比率", unit="%"), Field("percent", "比例")
    assert KINDS["percent"].show(Fraction(1, 9), measured) == "11.11%"
    assert KINDS["percent"].show(Fraction(345, 10000), laid_down) == "3.45%"


def test_a_percentage_given_as_a_bare_number_is_refused() -> None:
    assert "百分比应当写成文字" in refused("percent", 0.0385)


@given(st.integers(0, 10**8), st.integers(0, 8))
def test_percentages_survive_being_kept(digits: int, places: int) -> None:
    field, value = Field("percent", "利率"), Fraction(digits, 10**places)
    assert KINDS["percent"].take(KINDS["percent"].plain(value, field), field, WITHIN) == value


@pytest.mark.parametrize("raw", ["4:4:2", "４：４：２", [4, 4, 2], (4, 4, 2)])
def test_share_vectors_are_read(raw: object) -> None:
    assert taken("weights", raw) == (4, 4, 2)


@pytest.mark.parametrize("raw", ["4比6", "4", "0:0", [4], [-4, 6], [0.4, 0.6]])
def test_what_is_no_share_vector_is_refused(raw: object) -> None:
    assert "不是分担比例" in refused("weights", raw)


def test_a_share_vector_given_as_a_bare_number_is_refused() -> None:
    assert "分担比例应当写成文字" in refused("weights", 4)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=5).map(tuple).filter(any))
def test_share_vectors_survive_being_kept(value: tuple[int, ...]) -> None:
    field = Field("weights", "比例")
    assert KINDS["weights"].take(KINDS["weights"].plain(value, field), field, WITHIN) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-09-12", "2023-09-12"),
        ("2023-9-2", "2023-09-02"),
        ("2023/9/12", "2023-09-12"),
        ("2023.09.12", "2023-09-12"),
        ("2023年9月12日", "2023-09-12"),
        ("2023 年 9 月 12", "2023-09-12"),
        ("20230912", "2023-09-12"),
        ("0912", "2024-09-12"),
        ("0229", "2024-02-29"),
        ("t", "2024-03-25"),
        ("T", "2024-03-25"),
        ("今天", "2024-03-25"),
        ("+30", "2024-04-24"),
        ("-25", "2024-02-29"),
        ("+0", "2024-03-25"),
        ("1900-01-01", "1900-01-01"),
        ("2199-12-31", "2199-12-31"),
    ],
)
def test_days_are_read_as_clerks_type_them(text: str, day: str) -> None:
    assert taken("day", text) == date.fromisoformat(day)
    assert taken("day", widened(text)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("2023-9/12", "不是日期"),
        ("2023年9-12日", "不是日期"),
        ("230912", "不是日期"),
        ("45181", "不是日期"),
        ("明天", "不是日期"),
        ("", "不是日期"),
        ("2023-02-29", "没有2023年2月29日这一天"),
        ("2023-13-01", "没有2023年13月1日这一天"),
        ("0001", "没有2024年0月1日这一天"),
        ("1899-12-31", "1899年不在1900年到2199年之间"),
        ("2200-01-01", "2200年不在"),
        (date(1, 1, 1), "1年不在"),
        (datetime(2024, 1, 1, 9, 0), "日期应当写成文字"),
        (20230912, "日期应当写成文字"),
    ],
)
def test_what_is_no_day_is_refused(raw: object, reason: str) -> None:
    assert reason in refused("day", raw)


def test_days_counted_past_our_time_are_refused() -> None:
    with pytest.raises(Refusal, match="2226年"):
        KINDS["day"].parse("+9999", Field("day", "日期"), Within(date(2199, 1, 1)))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_days_survive_being_kept_and_every_way_of_writing(value: date) -> None:
    field = Field("day", "日期")
    assert KINDS["day"].take(KINDS["day"].plain(value, field), field, WITHIN) == value
    assert taken("day", value) == value
    for way in (f"{value:%Y%m%d}", f"{value.year}年{value.month}月{value.day}日"):
        assert taken("day", way) == taken("day", widened(way)) == value


@pytest.mark.parametrize(
    ("raw", "value"), [("12", 12), ("1,200", 1200), ("-3", -3), ("１２", 12), (7, 7), (" 0 ", 0)]
)
def test_whole_numbers_are_read(raw: object, value: int) -> None:
    assert taken("whole", raw) == value


@pytest.mark.parametrize("raw", ["1.5", "十二", "1,2", "", "1234567890123", 10**12])
def test_what_is_no_whole_number_is_refused(raw: object) -> None:
    assert "不是整数" in refused("whole", raw)


def test_a_yes_or_no_is_no_whole_number() -> None:
    assert "整数应当写成文字" in refused("whole", True)


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_whole_numbers_survive_being_kept(value: int) -> None:
    field = Field("whole", "人数")
    assert KINDS["whole"].take(KINDS["whole"].plain(value, field), field, WITHIN) == value
    assert taken("whole", widened(f"{value:,}")) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("是", True), ("有", True), ("√", True), (True, True),
        ("否", False), ("无", False), ("", False), (" ", False), (False, False),
    ],
)  # fmt: skip
def test_yes_and_no_are_read(raw: object, value: bool) -> None:
    assert taken("flag", raw) is value


@pytest.mark.parametrize("raw", ["对", "1", "yes"])
def test_other_words_are_neither_yes_nor_no(raw: str) -> None:
    assert "应填“是”或“否”" in refused("flag", raw)


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_survive_being_kept(value: bool) -> None:
    field = Field("flag", "是否")
    assert KINDS["flag"].take(KINDS["flag"].plain(value, field), field, WITHIN) is value
    assert KINDS["flag"].parse(KINDS["flag"].show(value, field), field, WITHIN) is value
