from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kcdesk.files.line_break import (
    CLOSING,
    NOT_FIRST,
    NOT_LAST,
    break_lines,
    break_places,
    may_break,
)


def em(character: str) -> float:
    """A made-up face: Chinese one wide, Western half, accents nothing."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Mn":
        return 0.0
    return 0.5 if character < "\u2e80" and character not in "“”‘’…—·" else 1.0


def width(line: str) -> float:
    return sum(em(c) for c in line.rstrip())


def test_plain_chinese_fills_each_line() -> None:
    assert break_lines("一二三四五六七八九十", em, 4) == ["一二三四", "五六七八", "九十"]


def test_the_first_line_is_shorter_by_its_indent() -> None:
    assert break_lines("一二三四五六七", em, 4, first_indent=2) == ["一二", "三四五六", "七"]


def test_a_closing_mark_takes_its_character_down_with_it() -> None:
    assert break_lines("会议认为，应当", em, 4) == ["会议认", "为，应当"]


def test_an_opening_mark_goes_down_to_what_it_opens() -> None:
    assert break_lines("依据《办法》执行", em, 3) == ["依据", "《办", "法》执", "行"]


def test_dashes_and_dots_stay_in_one_piece() -> None:
    assert break_lines("名单如下——甲", em, 5) == ["名单如", "下——甲"]
    assert break_lines("等等……完", em, 3) == ["等", "等……", "完"]


def test_a_number_stays_with_its_marks_and_its_unit() -> None:
    assert break_lines("补偿180,000.00元整", em, 6) == ["补偿", "180,000.00元", "整"]
    assert break_lines("会议于2023年召开", em, 4) == ["会议于", "2023年召", "开"]
    assert break_lines("增长率3.85%左右", em, 5) == ["增长率", "3.85%左右"]


def test_a_document_number_stays_whole() -> None:
    assert break_lines("平科〔2023〕18号文", em, 6) == ["平科", "〔2023〕18号", "文"]


def test_words_stay_whole_and_blanks_hang_out() -> None:
    assert break_lines("ISO 9001 认证", em, 2) == ["ISO ", "9001 ", "认证"]
    assert break_lines("甲乙   丙丁", em, 2) == ["甲乙   ", "丙丁"]


def test_a_word_wider_than_the_line_is_cut_where_it_must_be() -> None:
    assert break_lines("代码91330482MA0000000L", em, 4) == ["代码", "91330482", "MA000000", "0L"]


def test_an_accent_stays_on_its_letter() -> None:
    assert break_lines("e\u0301e\u0301e\u0301", em, 0.5) == ["e\u0301", "e\u0301", "e\u0301"]
    assert break_lines("葛\U000e0100葛", em, 1) == ["葛\U000e0100", "葛"]


def test_a_line_of_marks_only_is_cut_all_the_same() -> None:
    assert break_lines("。。。。。", em, 2) == ["。。", "。。", "。"]


def test_a_character_wider_than_the_line_stands_alone() -> None:
    assert break_lines("一二", em, 0.3) == ["一", "二"]
    assert break_lines("一\u0301", em, 0.3) == ["一\u0301"]


def test_line_feeds_end_lines_and_empty_lines_stay() -> None:
    assert break_lines("一二三\n\n四", em, 2, first_indent=1) == ["一", "二三", "", "四"]
    assert break_lines("", em, 5) == [""]


def test_an_empty_half_may_stand_outside_the_line() -> None:
    text = "会议认为，应当"
    hangs = [0.5 if c in CLOSING else 0.0 for c in text]
    assert break_places(text, [1.0] * 7, hangs, 4.5) == [(0, 5), (5, 7)]


@pytest.mark.parametrize(
    ("text", "place", "allowed"),
    [
        ("甲乙", 1, True),
        ("甲A", 1, True),
        ("A1", 1, False),
        ("a ", 1, False),
        (" a", 1, True),
        ("8号", 1, False),
        ("8个", 1, True),
        ("〕8", 1, False),
        ("①②", 1, False),
        ("￥1", 1, False),
    ],
)
def test_places_where_a_line_may_end(text: str, place: int, allowed: bool) -> None:
    assert may_break(text, place) is allowed


PARTS = [
    "平湖",
    "农商银行",
    "一",
    "，",
    "。",
    "（",
    "）",
    "“",
    "”",
    "、",
    "：",
    "「",
    "《办法》",
    "……",
    "——",
    "𫍯",
    "龑",
]
PARTS += ["180,000.00元", "2023年", "9月", "12日", "ISO", " ", "〔2023〕1号", "3.85%"]
WORDS = st.sampled_from(PARTS)
WIDTHS = st.floats(min_value=10, max_value=40)


@given(st.lists(WORDS, max_size=60).map("".join), WIDTHS, st.floats(min_value=0, max_value=2))
@example("（" * 12, 10.0, 0.0)
def test_nothing_is_lost_and_nothing_sticks_out(text: str, room: float, indent: float) -> None:
    lines = break_lines(text, em, room, indent)
    assert "".join(lines) == text
    assert all(width(line) <= room + 1e-5 for line in lines)
    assert width(lines[0]) <= room - indent + 1e-5
    assert all(lines) or lines == [""]


def mixed_words(parts: list[str]) -> str:
    """Text in which no run of marks is as long as a line."""
    return "".join(part + ("字" if i % 3 == 2 else "") for i, part in enumerate(parts))


@given(st.lists(WORDS, max_size=60).map(mixed_words), st.floats(min_value=12, max_value=40))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, room: float) -> None:
    lines = break_lines(text, em, room)
    assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
    assert not [line for line in lines[:-1] if line.rstrip()[-1] in NOT_LAST]


@given(st.text(max_size=80), WIDTHS)
def test_any_text_at_all_comes_back(text: str, room: float) -> None:
    assert "".join(break_lines(text, em, room)) == text.replace("\n", "")
