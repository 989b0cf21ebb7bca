"""Blanks of printed papers: looked up by name, shown by the kernel's styles, never guessed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.blanks import Blank, fill, names_in, nearest, pieces_of, value_of

VALUES: dict[str, object] = {
    "today": date(2023, 9, 12),
    "claim": {
        "number": "平科贷补〔2023〕1号",
        "fund_share": Money.wan("18"),
        "penalty": None,
        "passed": True,
        "days": 172,
        "rate": Fraction(435, 10000),
        "weights": (6, 4),
        "third": Fraction(1, 3),
        "checks": [{"label": "在库", "note": ""}, {"label": "备案", "clause": "盘点一"}],
    },
    "guarantor": None,
}


def filled(text: str) -> str:
    return "".join(fill(piece, VALUES) for piece in pieces_of(text))


def test_several_blanks_stand_in_one_text() -> None:
    assert pieces_of("共 {{ claim.days }} 天，{{ today | date }}") == (
        "共 ",
        Blank("claim.days"),
        " 天，",
        Blank("today", "date"),
    )
    assert filled("共 {{ claim.days }} 天，{{ today | date }}") == "共 172 天，2023年9月12日"


def test_a_text_without_blanks_is_one_piece_and_an_empty_one_none() -> None:
    assert pieces_of("认定损失") == ("认定损失",)
    assert pieces_of("") == ()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ claim.fund_share }}", "180,000.00"),
        ("{{ claim.fund_share | wan }}", "18"),
        ("{{ claim.fund_share | capitals }}", "人民币壹拾捌万元整"),
        ("{{today|day}}", "2023-09-12"),
        ("{{ today }}", "2023年9月12日"),
        ("{{ claim.passed }}", "是"),
        ("{{ claim.passed | tick }}", "√"),
        ("{{ claim.rate }}", "4.35%"),
        ("{{ claim.weights }}", "6:4"),
        ("{{ claim.number | text }}", "平科贷补〔2023〕1号"),
        ("{{ claim.penalty | money }}", ""),
        ("{{ guarantor.name }}", ""),
    ],
)
def test_every_kind_is_shown_its_usual_way_or_as_asked(written: str, shown: str) -> None:
    assert filled(written) == shown


def test_a_word_of_a_closed_list_is_text() -> None:
    class Grade(StrEnum):
        LOSS = "损失"

    assert fill(Blank("grade"), {"grade": Grade.LOSS}) == "损失"


@pytest.mark.parametrize("written", ["{{ }}", "{{ 申请.编号 }}", "{{ a..b }}", "{{ a + b }}"])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(Refusal, match="不是空格的写法"):
        pieces_of(written)


@pytest.mark.parametrize("written", ["{{ claim.number", "claim.number }}", "{{ a {{ b }} }}"])
def test_braces_that_do_not_match_are_refused(written: str) -> None:
    with pytest.raises(Refusal, match="不成对"):
        pieces_of(written)


def test_a_style_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal, match="是不是“capitals”") as refused:
        pieces_of("{{ claim.fund_share | capital }}")
    assert refused.value.problems[0].code == "form.blank"


def test_a_name_nobody_provides_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal, match=r"claim\.fund_shares") as refused:
        fill(Blank("claim.fund_shares"), VALUES)
    assert "claim.fund_share" in refused.value.problems[0].cure
    assert refused.value.problems[0].field == "claim.fund_shares"
    with pytest.raises(Refusal, match="对照"):
        fill(Blank("zzzzz"), VALUES)


def test_a_name_does_not_reach_into_a_value() -> None:
    with pytest.raises(Refusal, match="没有名为"):
        value_of(VALUES, "claim.number.length")


@pytest.mark.parametrize(
    "written",
    [
        "{{ claim.number | money }}",
        "{{ claim.fund_share | date }}",
        "{{ claim.passed | whole }}",
        "{{ claim.checks }}",
        "{{ claim }}",
    ],
)
def test_a_style_that_does_not_suit_the_value_is_refused(written: str) -> None:
    with pytest.raises(Refusal, match="不能按") as refused:
        filled(written)
    assert refused.value.problems[0].code == "form.style"


def test_what_a_style_cannot_say_is_refused_by_field() -> None:
    with pytest.raises(Refusal, match="不能写成percent") as refused:
        filled("{{ claim.third }}")
    assert refused.value.problems[0].field == "claim.third"
    with pytest.raises(Refusal, match="大写") as refused:
        fill(Blank("loss", "capitals"), {"loss": Money(-1)})
    assert refused.value.problems[0].field == "loss"


def test_the_names_of_all_entries_of_a_list_are_known() -> None:
    names = set(names_in({**VALUES, "texts": ["a"]}))
    assert {"today", "claim.number", "claim.checks", "claim.checks[].note"} <= names
    assert "claim" not in names
    assert "claim.checks[].clause" in names


def test_nearest_names_two_at_most_or_none() -> None:
    assert nearest("loan.amont", ["loan.amount", "claim.loss"]) == "是不是“loan.amount”？"
    assert nearest("xyz", ["loan.amount"]) == ""


LITERALS = st.text("平湖 0a|、\n", min_size=1, max_size=5)
BLANKS = st.builds(
    Blank, st.sampled_from(["claim.number", "today"]), st.sampled_from(["", "text", "capitals"])
)


@given(st.lists(st.one_of(LITERALS, BLANKS), max_size=8))
def test_what_is_written_is_read_back(parts: list[str | Blank]) -> None:
    pieces = pieces_of("".join(str(part) for part in parts))
    assert "".join(str(piece) for piece in pieces) == "".join(str(part) for part in parts)
    blanks = [part for part in parts if isinstance(part, Blank)]
    assert [piece for piece in pieces if isinstance(piece, Blank)] == blanks


def test_a_blank_is_shown_as_it_is_written() -> None:
    assert str(Blank("claim.number")) == "{{ claim.number }}"
    assert str(Blank("today", "day")) == "{{ today | day }}"


@pytest.mark.parametrize(
    "text",
    [
        "｛｛ claim.number ｝｝",
        "编号｛claim.number｝号",
        "{｛ claim.number ｝}",
        "{ claim.number | date }",
        "见{claim.number}",
    ],
)
def test_what_was_meant_to_be_a_blank_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="空格用两个英文花括号"):
        pieces_of(text)


@pytest.mark.parametrize("text", ["集合{1, 2}", "{甲}", "a{b}", "括号｛"])
def test_other_braces_are_text(text: str) -> None:
    assert pieces_of(text) == (text,)
