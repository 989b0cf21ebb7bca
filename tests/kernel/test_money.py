"""Whole 分, nothing lost: the tables of the money rules row by row, and laws for every amount."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.money import (
    LARGEST_FEN,
    ZERO,
    Money,
    Rounding,
    SplitMethod,
    money_of_number,
    total,
)

amounts = st.integers(min_value=0, max_value=LARGEST_FEN).map(Money)
signed = st.integers(min_value=-LARGEST_FEN, max_value=LARGEST_FEN).map(Money)
vectors = st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(lambda w: sum(w) > 0)
ratios = st.fractions(min_value=0, max_value=1, max_denominator=10_000)

LAST, REMAINDER = SplitMethod.LAST_TAKES_REST, SplitMethod.LARGEST_REMAINDER

B2 = """
10001    4000/4000/2001 4001/4000/2000 6000/4001 6001/4000 4000/2000/2000/2001 4001/2000/2000/2000
10002    4000/4000/2002 4001/4001/2000 6001/4001 6001/4001 4000/2000/2000/2002 4001/2001/2000/2000
10003    4001/4001/2001 4001/4001/2001 6001/4002 6002/4001 4001/2000/2000/2002 4001/2001/2001/2000
10004    4001/4001/2002 4002/4001/2001 6002/4002 6002/4002 4001/2000/2000/2003 4001/2001/2001/2001
1        0/0/1          1/0/0          0/1       1/0       0/0/0/1             1/0/0/0
7        2/2/3          3/3/1          4/3       4/3       2/1/1/3             3/2/1/1
30000000 12000000/12000000/6000000 12000000/12000000/6000000 18000000/12000000 18000000/12000000 12000000/6000000/6000000/6000000 12000000/6000000/6000000/6000000
"""
COLUMNS = [
    ((4, 4, 2), LAST),
    ((4, 4, 2), REMAINDER),
    ((6, 4), LAST),
    ((6, 4), REMAINDER),
    ((4, 2, 2, 2), LAST),
    ((4, 2, 2, 2), REMAINDER),
]
SPLITS = [
    (int(loss), weights, method, tuple(int(p) for p in cell.split("/")))
    for loss, *cells in (line.split() for line in B2.strip().splitlines())
    for (weights, method), cell in zip(COLUMNS, cells, strict=True)
]


@pytest.mark.parametrize(("loss", "weights", "method", "parts"), SPLITS)
def test_odd_fen_are_split_as_the_table_says(
    loss: int, weights: tuple[int, ...], method: SplitMethod, parts: tuple[int, ...]
) -> None:
    assert tuple(p.fen for p in Money(loss).split(weights, method)) == parts


@pytest.mark.parametrize("method", SplitMethod)
def test_a_single_party_bears_it_all(method: SplitMethod) -> None:
    assert Money(10001).split((1,), method) == (Money(10001),)


@given(amounts, vectors, st.sampled_from(SplitMethod))
def test_a_split_always_adds_up(amount: Money, weights: list[int], method: SplitMethod) -> None:
    assert total(amount.split(weights, method)) == amount


@given(amounts, vectors)
def test_when_the_last_takes_the_rest_nobody_else_gets_more_than_the_ratio(
    amount: Money, weights: list[int]
) -> None:
    parts = amount.split(weights, LAST)
    for part, weight in zip(parts[:-1], weights[:-1], strict=True):
        exact = Fraction(amount.fen * weight, sum(weights))
        assert exact - 1 < part.fen <= exact


@given(amounts, vectors)
def test_by_the_largest_remainder_nobody_is_a_whole_fen_off(
    amount: Money, weights: list[int]
) -> None:
    for part, weight in zip(amount.split(weights, REMAINDER), weights, strict=True):
        assert abs(part.fen - Fraction(amount.fen * weight, sum(weights))) < 1


@given(amounts, vectors, st.sampled_from(SplitMethod))
def test_a_party_with_no_weight_gets_nothing_unless_it_takes_the_rest(
    amount: Money, weights: list[int], method: SplitMethod
) -> None:
    parts = amount.split(weights, method)
    takers = weights if method is REMAINDER else weights[:-1]
    assert all(part == ZERO for part, weight in zip(parts, takers, strict=False) if weight == 0)


@pytest.mark.parametrize(("fen", "weights"), [(-1, (4, 4, 2)), (1, (0, 0)), (1, (2, -1)), (1, ())])
def test_there_is_no_split_of_less_than_nothing_or_by_nothing(
    fen: int, weights: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="not negative"):
        Money(fen).split(weights, LAST)


@pytest.mark.parametrize(
    ("rounding", "fen"), [(Rounding.DOWN, 4000), (Rounding.HALF_UP, 4001), (Rounding.UP, 4001)]
)
def test_half_a_fen_goes_where_the_rounding_says(rounding: Rounding, fen: int) -> None:
    assert Money(8001).share(Fraction(1, 2), rounding=rounding) == Money(fen)


def test_a_share_of_nothing_is_nothing() -> None:
    assert ZERO.share(Fraction(1, 3), rounding=Rounding.UP) == ZERO
    assert Money(100).share(Fraction(0), rounding=Rounding.UP) == ZERO


@given(amounts, ratios)
def test_a_share_lies_within_a_fen_of_the_exact_one(amount: Money, ratio: Fraction) -> None:
    exact = amount.fen * ratio
    down, near, up = (amount.share(ratio, rounding=r).fen for r in Rounding)
    assert down <= exact <= up
    assert up - down <= 1
    assert abs(near - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(("fen", "ratio"), [(-1, Fraction(1, 2)), (1, Fraction(-1, 2))])
def test_there_is_no_share_of_less_than_nothing(fen: int, ratio: Fraction) -> None:
    with pytest.raises(ValueError, match="not negative"):
        Money(fen).share(ratio, rounding=Rounding.DOWN)


def test_a_ratio_is_never_a_float() -> None:
    with pytest.raises(TypeError, match="Fraction"):
        Money(100).share(0.4, rounding=Rounding.DOWN)  # type: ignore[arg-type]


@pytest.mark.parametrize("fen", [1.0, True, "1", Decimal(1), None])
def test_money_is_made_of_whole_fen_only(fen: object) -> None:
    with pytest.raises(TypeError, match="whole 分"):
        Money(fen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0), ("1409.50", 140950), ("1,409.5", 140950), ("-0.05", -5), (300000, 30000000),
        ("1.10", 110), ("2.2", 220), ("12.000", 1200),
    ],
)  # fmt: skip
def test_yuan_are_read_exactly(text: str | int, fen: int) -> None:
    assert Money.yuan(text) == Money(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0.000001", 1), ("177563.25445", 177563254450), ("30", 30000000),
        ("1000.01", 1000010000), (-2, -2000000),
    ],
)  # fmt: skip
def test_wan_are_read_to_six_decimals(text: str | int, fen: int) -> None:
    assert Money.wan(text) == Money(fen)


@pytest.mark.parametrize("text", ["0.005", "1.234", "300.001"])
def test_nothing_finer_than_a_fen_is_rounded_away(text: str) -> None:
    with pytest.raises(ValueError, match="finer"):
        Money.yuan(text)


@pytest.mark.parametrize("text", ["", "30万", "1,00", "1,2345", ".5", "5.", "1e3", "+1", "١"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.yuan(text)


@pytest.mark.parametrize("value", [True, 1.5, Decimal(1), None])
def test_amounts_are_read_from_text_or_whole_numbers_only(value: object) -> None:
    with pytest.raises(TypeError, match="text or a whole number"):
        Money.wan(value)  # type: ignore[arg-type]


@given(signed)
def test_what_is_shown_reads_back(amount: Money) -> None:
    assert Money.yuan(amount.show()) == amount
    assert Money.yuan(amount.plain()) == amount
    assert Money.wan(amount.in_wan()) == amount


@pytest.mark.parametrize(
    ("fen", "shown", "plain", "wan"),
    [
        (140950, "1,409.50", "1409.50", "0.14095"),
        (-5, "-0.05", "-0.05", "-0.000005"),
        (1, "0.01", "0.01", "0.000001"),
        (177563254450, "1,775,632,544.50", "1775632544.50", "177,563.25445"),
        (30000000, "300,000.00", "300000.00", "30"),
        (0, "0.00", "0.00", "0"),
    ],
)
def test_how_amounts_are_written(fen: int, shown: str, plain: str, wan: str) -> None:
    money = Money(fen)
    assert (money.show(), str(money), money.plain(), money.in_wan()) == (shown, shown, plain, wan)


@pytest.mark.parametrize(
    ("fen", "places", "shown"),
    [
        (30000000, 2, "30.00"),
        (30005000, 2, "30.01"),
        (30004999, 2, "30.00"),
        (-30005000, 2, "-30.01"),
        (1234500000, 0, "1,235"),
        (-1, 6, "-0.000001"),
    ],
)
def test_a_column_of_wan_is_rounded_half_up(fen: int, places: int, shown: str) -> None:
    assert Money(fen).in_wan(places) == shown


@pytest.mark.parametrize("places", [-1, 7])
def test_wan_have_at_most_six_decimals(places: int) -> None:
    with pytest.raises(ValueError, match="six"):
        Money(1).in_wan(places)


def test_money_adds_only_to_money() -> None:
    assert Money(3) + Money(4) - Money(2) == Money(5)
    assert -Money(3) == Money(-3)
    assert Money(2) < Money(3)
    with pytest.raises(TypeError):
        Money(3) + 4  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(3) - 4  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(3) * 2  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(3) / 2  # type: ignore[operator]


def test_only_nothing_is_false() -> None:
    assert not ZERO
    assert Money(-1)


@given(st.lists(signed))
def test_a_total_is_the_sum_of_its_rows(rows: list[Money]) -> None:
    assert total(rows).fen == sum(row.fen for row in rows)


@pytest.mark.parametrize(
    ("value", "unit_fen", "fen"),
    [
        (1.1, 100, 110),
        (2.2, 100, 220),
        (30, 1_000_000, 30000000),
        (177563.25445, 1_000_000, 177563254450),
        (Decimal("0.01"), 100, 1),
        (-0.05, 100, -5),
        (LARGEST_FEN // 100, 100, LARGEST_FEN),
    ],
)
def test_a_cells_number_is_what_its_cell_shows(
    value: float | Decimal, unit_fen: int, fen: int
) -> None:
    assert money_of_number(value, unit_fen) == Money(fen)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.005, "finer"),
        (0.1 + 0.2, "finer"),
        (Decimal("0.001"), "finer"),
        (float("nan"), "no amount"),
        (float("-inf"), "no amount"),
        (1e300, "beyond"),
    ],
)
def test_a_cell_finer_than_a_fen_or_no_money_at_all_is_refused(
    value: float | Decimal, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        money_of_number(value, 100)


def test_a_cell_of_yes_or_no_is_no_amount() -> None:
    with pytest.raises(TypeError, match="yes or no"):
        money_of_number(True, 100)
