"""Ratios are exact; what is printed is rounded, what is compared is not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel import ratio


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40%", Fraction(2, 5)),
        ("3.45%", Fraction(345, 10_000)),
        (" 0.05％ ", Fraction(1, 2000)),
        ("120%", Fraction(6, 5)),
    ],
)
def test_a_percentage_is_read_exactly(text: str, value: Fraction) -> None:
    assert ratio.percent(text) == value


@pytest.mark.parametrize("text", ["40", "40.%", ".5%", "-1%", "4O%", "", "٤%", f"0.{'0' * 12}1%"])
def test_what_is_no_percentage_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="not a percentage"):
        ratio.percent(text)


@given(st.integers(0, 10**8), st.integers(0, 8))
def test_an_exact_percentage_reads_back(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    assert ratio.percent(ratio.exact_percent(value)) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 2), "50%"),
        (Fraction(0), "0%"),
        (Fraction(345, 10_000), "3.45%"),
        (Fraction(1, 10**14), "0.000000000001%"),
    ],
)
def test_an_exact_percentage_has_as_many_decimals_as_it_needs(value: Fraction, shown: str) -> None:
    assert ratio.exact_percent(value) == shown
    assert ratio.percent(shown) == value


def test_a_third_has_no_exact_percentage() -> None:
    with pytest.raises(ValueError, match="no exact percentage"):
        ratio.exact_percent(Fraction(1, 3))


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(30004, 100_000), 2, "30.00%"),
        (Fraction(30005, 100_000), 2, "30.01%"),
        (Fraction(1, 3), 2, "33.33%"),
        (Fraction(2, 3), 0, "67%"),
        (Fraction(-1, 3), 1, "-33.3%"),
        (Fraction(-1, 10**6), 2, "0.00%"),
        (Fraction(5, 10_000), 1, "0.1%"),
    ],
)
def test_printing_rounds_half_up(value: Fraction, places: int, shown: str) -> None:
    assert ratio.show_percent(value, places) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 4), "+25.00%"),
        (Fraction(-1, 5), "-20.00%"),
        (Fraction(0), "0.00%"),
        (Fraction(1, 10**6), "0.00%"),
        (Fraction(-1, 10**6), "0.00%"),
        (Fraction(1, 1000), "+0.10%"),
        (Fraction(10), "+1000.00%"),
    ],
)
def test_a_growth_bears_its_sign_unless_it_prints_as_nothing(value: Fraction, shown: str) -> None:
    assert ratio.show_growth(value) == shown


def test_a_hair_over_the_limit_prints_as_the_limit_and_is_still_over_it() -> None:
    assert ratio.show_percent(Fraction(30004, 100_000)) == "30.00%"
    assert Fraction(30004, 100_000) > ratio.percent("30%")


@pytest.mark.parametrize(
    ("text", "value"), [("4:4:2", (4, 4, 2)), (" 6：4 ", (6, 4)), ("4:2:2:2", (4, 2, 2, 2))]
)
def test_a_share_vector_is_read(text: str, value: tuple[int, ...]) -> None:
    assert ratio.weights(text) == value
    assert ratio.weights(ratio.show_weights(value)) == value


@pytest.mark.parametrize("text", ["4", "4:4:", ":4", "4:-4", "4比4", "4:4.5", ""])
def test_what_is_no_share_vector_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="not a share vector"):
        ratio.weights(text)


def test_a_share_vector_cannot_be_all_zero() -> None:
    with pytest.raises(ValueError, match="all zero"):
        ratio.weights("0:0")
