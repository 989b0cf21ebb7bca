"""Months end where the month ends; working days follow the yearly arrangement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.days import HolidayTable, YearTable, add_months, term_days
from kcdesk.kernel.errors import Refusal

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


def on(text: str) -> date:
    return date.fromisoformat(text)


# 2025-10-01 to 10-08 off, 09-28 and 10-11 worked; nothing special in 2024.
TABLE = HolidayTable(
    {
        2024: YearTable(),
        2025: YearTable(
            frozenset(date(2025, 10, n) for n in range(1, 9)),
            frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
        ),
    }
)
table_days = st.dates(min_value=date(2024, 1, 1), max_value=date(2025, 11, 30))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-09-12", 12, "2024-09-12"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-05-20", 0, "2024-05-20"),
    ],
)
def test_months_end_on_the_same_day_or_with_the_month(start: str, months: int, end: str) -> None:
    assert add_months(on(start), months) == on(end)


@given(days, st.integers(-240, 240))
def test_months_move_the_month_by_as_many_and_never_the_day_forward(
    start: date, months: int
) -> None:
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day <= start.day
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@given(days.filter(lambda day: day.day <= 28), st.integers(0, 240))
def test_months_can_be_taken_back_unless_a_month_was_too_short(start: date, months: int) -> None:
    assert add_months(add_months(start, months), -months) == start


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2024-01-01", "2024-01-01", 1),
        ("2024-02-01", "2024-02-29", 29),
        ("2024-01-01", "2024-12-31", 366),
    ],
)
def test_both_days_of_a_term_are_counted(start: str, end: str, count: int) -> None:
    assert term_days(on(start), on(end)) == count


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal, match="2024-01-01早于开始日期2024-01-02") as caught:
        term_days(on("2024-01-02"), on("2024-01-01"))
    assert caught.value.problems[0].code == "days.order"


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-09-26", True),  # Friday
        ("2025-09-27", False),  # Saturday
        ("2025-09-28", True),  # Sunday worked for the holiday
        ("2025-10-01", False),  # Wednesday off
        ("2025-10-11", True),  # Saturday worked
    ],
)
def test_weekends_are_off_and_the_arrangement_goes_before(day: str, working: bool) -> None:
    assert TABLE.is_working(on(day)) is working


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 4, "2025-10-13"),
        ("2025-10-03", 1, "2025-10-09"),
        ("2024-12-31", 1, "2025-01-01"),  # this table has no New Year
        ("2025-10-09", 0, "2025-10-09"),
        ("2025-10-04", 0, "2025-10-09"),
    ],
)
def test_the_start_day_is_not_counted(start: str, count: int, end: str) -> None:
    assert TABLE.add_working_days(on(start), count) == on(end)


def test_the_next_working_day_is_the_day_itself_when_it_works() -> None:
    assert TABLE.next_working_day(on("2025-10-09")) == on("2025-10-09")
    assert TABLE.next_working_day(on("2025-10-02")) == on("2025-10-09")


@given(table_days, st.integers(1, 15))
def test_a_term_ends_on_a_working_day_with_so_many_behind_it(start: date, count: int) -> None:
    end = TABLE.add_working_days(start, count)
    assert TABLE.is_working(end)
    assert TABLE.working_days_between(start, end) == count


@given(table_days, table_days)
def test_no_working_day_lies_between_a_day_and_an_earlier_one(one: date, other: date) -> None:
    if other <= one:
        assert TABLE.working_days_between(one, other) == 0


@pytest.mark.parametrize(
    ("start", "year"), [("2025-12-31", 2026), ("2026-03-02", 2026), ("2023-06-01", 2023)]
)
def test_a_year_without_an_arrangement_is_refused_by_its_number(start: str, year: int) -> None:
    with pytest.raises(Refusal, match=f"没有{year}年的放假安排") as caught:
        TABLE.add_working_days(on(start), 1)
    problem = caught.value.problems[0]
    assert problem.code == "calendar.year_missing"
    assert f"{year}年" in problem.cure


def test_the_table_says_which_years_it_knows() -> None:
    assert [year for year in range(2023, 2028) if TABLE.knows(year)] == [2024, 2025]


def test_a_negative_term_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="not negative"):
        TABLE.add_working_days(on("2025-09-26"), -1)
