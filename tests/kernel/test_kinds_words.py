"""Text is kept as typed or refused; identifying numbers are normalised, never repeated."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import (
    KINDS,
    LONGEST_LONG_TEXT,
    LONGEST_TEXT,
    Field,
    Kind,
    Within,
    narrow,
)

WITHIN = Within(date(2024, 3, 25))

printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]).filter(
        lambda c: c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ),
    max_size=LONGEST_TEXT,
)


def taken(kind: str, raw: object) -> object:
    return KINDS[kind].take(raw, Field(kind, "某项"), WITHIN)


def refused(kind: str, raw: object, code: str = "") -> str:
    with pytest.raises(Refusal) as caught:
        taken(kind, raw)
    (problem,) = caught.value.problems
    assert problem.code == (code or f"kind.{kind}")
    return f"{problem.message}{problem.cure}"


@given(printable)
def test_what_can_be_printed_is_kept_as_typed_but_for_outer_blanks(text: str) -> None:
    kept = taken("text", text)
    assert kept == text.strip()
    assert taken("text", KINDS["text"].plain(kept, Field("text", "名称"))) == kept


@pytest.mark.parametrize(
    "name", ["𠮷野科技", "㐂乐", "𬱖", "Ａ１２", "cafe\u0301", "👩\u200d🔧", "“甲”，乙"]
)
def test_rare_characters_and_forms_are_kept(name: str) -> None:
    assert taken("text", name) == name


@pytest.mark.parametrize(
    ("text", "code_point"),
    [
        ("a\0b", "U+0000"),
        ("a\x1bb", "U+001B"),
        ("a\u202eb", "U+202E"),
        ("a\u2066b", "U+2066"),
        ("a\ud800b", "U+D800"),
        ("a\uffffb", "U+FFFF"),
        ("a\rb", "U+000D"),
        ("a\x85b", "U+0085"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_its_number(text: str, code_point: str) -> None:
    assert code_point in refused("text", text, "kind.text")
    assert code_point in refused("long_text", text, "kind.text")


@pytest.mark.parametrize("text", ["甲\n乙", "甲\r\n乙", "甲\u2028乙", "甲\u2029乙"])
def test_one_line_is_one_line_and_several_are_several(text: str) -> None:
    assert "只能填一行" in refused("text", text)
    assert taken("long_text", text) == "甲\n乙"


def test_nothing_is_cut_off() -> None:
    assert taken("text", "字" * LONGEST_TEXT) == "字" * LONGEST_TEXT
    assert f"超过{LONGEST_TEXT}个字" in refused("text", "字" * (LONGEST_TEXT + 1))
    assert taken("long_text", "字" * LONGEST_LONG_TEXT) == "字" * LONGEST_LONG_TEXT
    assert "超过" in refused("long_text", "字" * (LONGEST_LONG_TEXT + 1), "kind.text")


@pytest.mark.parametrize("raw", [12, 1.5, True, ["甲"], None])
def test_text_is_not_made_of_other_things(raw: object) -> None:
    assert "文字应当写成文字" in refused("text", raw)


def test_a_password_is_kept_exactly_and_never_shown() -> None:
    field = Field("secret", "密码")
    assert taken("secret", " 口令\t１ ") == " 口令\t１ "
    assert KINDS["secret"].show("abc", field) == KINDS["secret"].plain("abcdef", field) == "••••••"
    assert KINDS["secret"].show("", field) == ""
    assert taken("secret", "x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert "密码超过" in refused("secret", "x" * (LONGEST_TEXT + 1))


def test_a_credit_code_is_normalised_and_survives_being_kept() -> None:
    field = Field("uscc", "代码")
    assert taken("uscc", " 91330482ma0000000l ") == "91330482MA0000000L"
    assert KINDS["uscc"].plain("91330482MA0000000L", field) == "91330482MA0000000L"
    assert "校验码不符" in refused("uscc", "91330482MA0000000M", "ident.uscc")


def test_a_resident_number_is_normalised_and_may_not_be_born_tomorrow() -> None:
    assert taken("resident_id", "11010519491231002x") == "11010519491231002X"
    assert "还没有到" in refused("resident_id", "110105202403260016", "ident.resident_id")


@pytest.mark.parametrize("kind", ["uscc", "resident_id"])
@pytest.mark.parametrize("raw", [9.13e17, 110105194912310021])
def test_a_cell_of_number_is_no_identifier(kind: str, raw: float) -> None:
    assert "被表格变成了数字" in refused(kind, raw, "ident.number")


@pytest.mark.parametrize("kind", ["uscc", "resident_id"])
def test_a_yes_or_no_is_no_identifier(kind: str) -> None:
    assert "应当写成文字" in refused(kind, True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86 13800000000", "+8613800000000"),
        ("（0573）85012345", "057385012345"),
        ("0573—85012345", "0573-85012345"),
        ("０５７３－８５０１２３４５", "0573-85012345"),
        ("0573-85012345-801", "0573-85012345-801"),
        ("95588", "95588"),
    ],
)
def test_phone_numbers_are_read(text: str, number: str) -> None:
    assert taken("phone", text) == number
    assert taken("phone", number) == number


@pytest.mark.parametrize("text", ["7654", "无", "138-0000-", "1" * 21, "--12345", "", "٣٣٣٣٣٣"])
def test_what_is_no_phone_number_is_refused_without_repeating_it(text: str) -> None:
    said = refused("phone", text)
    assert "这不是电话号码" in said
    assert not text or text not in said


def test_narrowing_folds_width_and_outer_blanks_only() -> None:
    assert narrow("　ＡＢｃ１２ ") == "ABc12"
    assert narrow("科创 贷") == "科创 贷"
    assert narrow("ﾊ") == unicodedata.normalize("NFKC", "ﾊ")


def test_a_kind_that_does_not_say_how_it_reads_is_unfinished() -> None:
    kind: Kind[str] = Kind()
    with pytest.raises(NotImplementedError):
        kind.take("x", Field("", ""), WITHIN)
    assert kind.show("x", Field("", "")) == kind.plain("x", Field("", "")) == "x"
