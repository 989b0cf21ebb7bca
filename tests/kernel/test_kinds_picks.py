"""Options, declared codes and rows of other tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import KINDS, Field, Option, Within

WITHIN = Within(date(2024, 3, 25))
SECURITY = Field(
    "choice",
    "担保方式",
    options=(Option("credit", "信用"), Option("pledge", "质押"), Option("other", "其他（A类）")),
)


def refused(kind: str, raw: object, field: Field | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        KINDS[kind].take(raw, field or Field(kind, "某项"), WITHIN)
    (problem,) = caught.value.problems
    assert problem.code.startswith("kind.")
    return f"{problem.message}{problem.cure}"


def taken(kind: str, raw: object) -> object:
    return KINDS[kind].take(raw, Field(kind, "某项"), WITHIN)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("credit", "credit"),
        (" 质押 ", "pledge"),
        ("ＰＬＥＤＧＥ", "pledge"),
        ("其他(a类)", "other"),
    ],
)
def test_an_option_is_named_by_its_value_or_its_label(text: str, value: str) -> None:
    assert KINDS["choice"].take(text, SECURITY, WITHIN) == value


@pytest.mark.parametrize("option", SECURITY.options)
def test_options_survive_being_kept_and_shown(option: Option) -> None:
    kind = KINDS["choice"]
    assert kind.take(kind.plain(option.value, SECURITY), SECURITY, WITHIN) == option.value
    assert kind.parse(kind.show(option.value, SECURITY), SECURITY, WITHIN) == option.value


def test_another_word_is_refused_and_the_options_named() -> None:
    said = refused("choice", "抵押", SECURITY)
    assert "“抵押”不在选项内" in said
    assert "信用、质押、其他（A类）" in said


def test_an_option_that_is_gone_still_shows_its_value() -> None:
    assert KINDS["choice"].show("mortgage", SECURITY) == "mortgage"


def test_a_code_is_one_word_kept_as_it_is() -> None:
    assert taken("code", " high_tech ") == "high_tech"
    assert KINDS["code"].plain("high_tech", Field("code", "资质")) == "high_tech"


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("high_tech，tech_sme high_tech", ("high_tech", "tech_sme")),
        ("甲、乙；丙; 丁", ("甲", "乙", "丙", "丁")),
        ("", ()),
        (["a", "b", "a", ""], ("a", "b")),
        (("a",), ("a",)),
    ],
)
def test_several_codes_are_each_kept_once(raw: object, codes: tuple[str, ...]) -> None:
    assert taken("codes", raw) == codes


def test_several_codes_are_shown_as_a_list_and_kept_as_one() -> None:
    field = Field("codes", "材料")
    assert KINDS["codes"].show(("a", "b"), field) == "a、b"
    assert KINDS["codes"].plain(("a", "b"), field) == ["a", "b"]


@pytest.mark.parametrize("raw", [["a", 3], 3, "a\0b"])
def test_what_is_no_code_is_refused(raw: object) -> None:
    assert refused("codes", raw)


@pytest.mark.parametrize(("raw", "row"), [("12", 12), ("１２", 12), (7, 7)])
def test_a_record_is_named_by_its_number(raw: object, row: int) -> None:
    assert taken("record", raw) == row


@pytest.mark.parametrize("raw", ["第12条", "-1", "", "1" * 16, -1, 10**15])
def test_what_is_no_record_number_is_refused(raw: object) -> None:
    assert "不是记录编号" in refused("record", raw)


def test_a_yes_or_no_is_no_record() -> None:
    assert "记录应当写成文字" in refused("record", True)


@pytest.mark.parametrize(
    ("raw", "rows"), [("3, 1、3 ２", (3, 1, 2)), ([3, "1", 3], (3, 1)), ("", ()), ((), ())]
)
def test_several_records_are_each_named_once(raw: object, rows: tuple[int, ...]) -> None:
    assert taken("records", raw) == rows


@pytest.mark.parametrize("raw", ["3, x", [3, "x"], 3])
def test_one_wrong_number_refuses_them_all(raw: object) -> None:
    assert refused("records", raw)


@given(st.lists(st.integers(0, 10**15 - 1), unique=True).map(tuple))
def test_records_survive_being_kept(rows: tuple[int, ...]) -> None:
    field, kind = Field("records", "贷款"), KINDS["records"]
    assert kind.take(kind.plain(rows, field), field, WITHIN) == rows
    assert kind.parse(kind.show(rows, field), field, WITHIN) == rows
    for row in rows:
        assert taken("record", KINDS["record"].plain(row, field)) == row
