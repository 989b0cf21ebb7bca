"""What goes into a column comes out the same, and nothing else goes in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, Integer, insert, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError, StatementError
from sqlalchemy.types import TypeDecorator

from kcdesk.kernel.money import LARGEST_FEN, Money
from kcdesk.store.columns import Day, Json, Moment, MoneyFen, Ratio, Truth, canonical
from kcdesk.store.tables.enterprises import EnterpriseRow
from tests.store.small_office import SmallOffice, fill

DIALECT: Dialect = sqlite.dialect()

money = st.integers(-LARGEST_FEN, LARGEST_FEN).map(Money)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def kept(column: TypeDecorator[Any], value: Any) -> Any:
    """What SQLite is given."""
    return column.process_bind_param(value, DIALECT)


def back(column: TypeDecorator[Any], value: Any) -> Any:
    """Through the column and back again."""
    return column.process_result_value(kept(column, value), DIALECT)


@given(money)
def test_money_is_whole_fen(amount: Money) -> None:
    assert type(kept(MoneyFen(), amount)) is int
    assert back(MoneyFen(), amount) == amount


@given(st.dates())
def test_a_day_sorts_as_text(day: date) -> None:
    assert back(Day(), day) == day
    assert len(kept(Day(), day)) == 10
    assert (kept(Day(), day) < "2023-09-12") == (day < date(2023, 9, 12))


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    st.integers(-12, 14).map(lambda h: timezone(timedelta(hours=h))),
)
def test_a_moment_is_kept_in_utc(moment: datetime, zone: timezone) -> None:
    aware = moment.replace(tzinfo=zone)
    assert back(Moment(), aware) == aware
    assert back(Moment(), aware).tzinfo is UTC


@given(st.booleans())
def test_truth_is_nought_or_one(truth: bool) -> None:
    assert type(kept(Truth(), truth)) is int
    assert back(Truth(), truth) is truth


@given(st.fractions())
def test_a_ratio_stays_exact(ratio: Fraction) -> None:
    assert back(Ratio(), ratio) == ratio


@given(json_values)
def test_a_structure_comes_back(value: Any) -> None:
    # A JSON column that is empty holds nothing; its "null" would read the same.
    assert back(Json(), value) == value
    assert value is None or kept(Json(), value) == canonical(json.loads(kept(Json(), value)))


@pytest.mark.parametrize("column", [MoneyFen(), Day(), Moment(), Truth(), Ratio(), Json()])
def test_nothing_is_nothing(column: TypeDecorator[Any]) -> None:
    assert kept(column, None) is None
    assert back(column, None) is None


def test_the_same_structure_is_the_same_text() -> None:
    assert canonical({"乙": 1, "甲": [2, None]}) == canonical({"甲": [2, None], "乙": 1})
    assert canonical({"乙": 1, "甲": [2, None]}) == '{"乙":1,"甲":[2,null]}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_json_does_not_know_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical([value])


def test_a_moment_is_no_day() -> None:
    with pytest.raises(TypeError, match="never a moment"):
        kept(Day(), datetime(2023, 9, 12, 8, tzinfo=UTC))


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="time zone"):
        kept(Moment(), datetime(2023, 9, 12, 8))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("registered_capital_fen", 1.5),
        ("registered_capital_fen", 100),
        ("registered_capital_fen", "100"),
        ("registered_on", "2023-09-12"),
        ("registered_on", datetime(2023, 9, 12, tzinfo=UTC)),
        ("registered_on", 20230912),
    ],
)
def test_the_orm_takes_only_the_column_s_own_type(
    office: SmallOffice, column: str, value: object
) -> None:
    with pytest.raises(StatementError), office.command() as session:
        session.execute(insert(EnterpriseRow).values({column: value}))


@pytest.mark.parametrize(
    "change",
    [
        "registered_capital_fen = 'plenty'",
        "registered_capital_fen = 1.5",
        "registered_capital_fen = x'00'",
        "staff_count = '十人'",
        "name = x'e4bda0'",
        "name = NULL",
    ],
)
def test_a_strict_table_refuses_another_type_also_from_raw_sql(
    office: SmallOffice, change: str
) -> None:
    fill(office, 1)
    with pytest.raises(DatabaseError, match=r"cannot store|NOT NULL"):
        office.sql(f"UPDATE enterprise SET {change}")


@pytest.fixture(scope="module")
def one_row(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallOffice]:
    """One file for all examples: they are about columns, not about files."""
    office = SmallOffice(tmp_path_factory.mktemp("columns") / "office.kcdesk", create=True)
    fill(office, 1)
    yield office
    office.close()


@given(amount=money | st.none(), day=st.dates() | st.none(), name=words)
def test_a_row_comes_back_from_a_real_file(
    one_row: SmallOffice, amount: Money | None, day: date | None, name: str
) -> None:
    office = one_row
    with office.command() as session:
        row = session.get_one(EnterpriseRow, 1)
        row.registered_capital_fen, row.registered_on, row.name = amount, day, name
    with office.engine.connect() as opened:
        told = opened.execute(
            select(
                EnterpriseRow.registered_capital_fen,
                EnterpriseRow.registered_on,
                EnterpriseRow.name,
            )
        ).one()
        types = opened.execute(
            text("SELECT typeof(registered_capital_fen), typeof(registered_on) FROM enterprise")
        ).one()
    assert tuple(told) == (amount, day, name)
    assert tuple(types) == (
        "null" if amount is None else "integer",
        "null" if day is None else "text",
    )


def test_the_largest_sum_fits_an_integer_of_sqlite() -> None:
    assert LARGEST_FEN * 1000 < 2**63
    assert MoneyFen.impl is Integer
