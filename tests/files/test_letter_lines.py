"""Setting lines: the grid, marks that share a half, edges that are met, names kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_lines import SetLine, Shape, Span, set_lines
from kcdesk.files.letter_page import CELL, WIDTH, body_shape
from kcdesk.files.line_break import NOT_FIRST, NOT_LAST


@pytest.fixture(scope="module")
def fonts(resources: Path) -> Fonts:
    return Fonts.load(resources / "fonts", system=False)


def lines(fonts: Fonts, text: str, shape: Shape | None = None) -> list[SetLine]:
    return set_lines(fonts, [Span(text)], shape or body_shape())


def texts(set_: Sequence[SetLine]) -> list[str]:
    return [line.text for line in set_]


def test_28_characters_fill_a_line(fonts: Fonts) -> None:
    full, rest = lines(fonts, "国" * 31)
    assert full.text == "国" * 28
    assert full.right == pytest.approx(WIDTH)
    assert len(full.pieces) == 1
    assert rest.text == "国" * 3
    assert rest.right == pytest.approx(3 * CELL)


def test_the_first_line_is_indented_and_the_rest_hangs(fonts: Fonts) -> None:
    first, second = lines(fonts, "国" * 30, body_shape(first=2, rest=5))
    assert (first.pieces[0].x, second.pieces[0].x) == pytest.approx((2 * CELL, 5 * CELL))
    assert (len(first.text), len(second.text)) == (26, 4)


def test_two_marks_in_a_row_share_one_empty_half(fonts: Fonts) -> None:
    apart = lines(fonts, "（甲）乙，")[0].right
    assert lines(fonts, "（甲），乙")[0].right == pytest.approx(apart - 8)
    assert lines(fonts, "（（甲乙，")[0].right == pytest.approx(apart - 8)
    assert lines(fonts, "甲，（乙）")[0].right == pytest.approx(apart - 8)
    assert [piece.is_half for piece in lines(fonts, "甲），乙")[0].pieces] == [False, True, False]


def test_a_western_mark_shares_nothing(fonts: Fonts) -> None:
    assert not any(piece.is_half for piece in lines(fonts, "（甲),乙")[0].pieces)


def test_a_mark_at_the_end_of_a_full_line_leaves_its_empty_half_outside(fonts: Fonts) -> None:
    text = "国" * 10 + "），" + "国" * 16 + "。" + "国" * 5
    first, _ = lines(fonts, text)
    assert first.text.endswith("。")
    assert len(first.text) == 29
    assert first.pieces[-1].is_half
    assert first.right == pytest.approx(WIDTH)


def test_what_is_left_over_is_spread_but_never_inside_a_number(fonts: Fonts) -> None:
    text = "国" * 17 + "补偿180,000.00元" + "国" * 35
    first, *_ = lines(fonts, text)
    assert first.text == "国" * 17 + "补偿180,000.00元国国"
    assert first.right == pytest.approx(WIDTH)
    assert [piece.spacing for piece in first.pieces if "000" in piece.span.text] == [0]


def test_a_line_that_cannot_be_filled_is_not_pulled_apart(fonts: Fonts) -> None:
    first, _ = lines(fonts, "国" * 18 + "A" * 30)
    assert first.text == "国" * 18
    assert first.right == pytest.approx(18 * CELL)


def test_a_line_of_one_word_is_left_as_it_is(fonts: Fonts) -> None:
    first, _ = lines(fonts, "A" * 60)
    assert len(first.pieces) == 1
    assert first.right <= WIDTH


def test_a_reader_is_told_the_text_of_a_line_with_wide_gaps(fonts: Fonts) -> None:
    wide, *_ = lines(fonts, "国" * 24 + "A" * 15 + "国" * 20)
    assert wide.text == "国" * 24
    assert wide.right == pytest.approx(WIDTH)
    assert wide.is_apart
    assert not lines(fonts, "国" * 60)[0].is_apart


def test_the_last_line_holds_more_than_one_character(fonts: Fonts) -> None:
    assert [len(line) for line in texts(lines(fonts, "国" * 28 + "家。"))] == [27, 3]
    assert [len(line) for line in texts(lines(fonts, "国" * 28 + "国家。"))] == [28, 3]


def test_a_word_is_not_torn_for_the_sake_of_the_last_line(fonts: Fonts) -> None:
    assert texts(lines(fonts, "国" * 10 + "A" * 24 + "国。"))[-1] == "国。"


def test_blanks_at_the_end_of_a_line_are_not_set(fonts: Fonts) -> None:
    assert texts(lines(fonts, "国" * 28 + " \u3000" + "国国")) == ["国" * 28, "国国"]


def test_an_entry_of_a_list_stays_on_one_line(fonts: Fonts) -> None:
    shape = Shape(16, CELL, 10 * CELL, align="left", is_list=True)
    text = "市科学技术局沈明远，市财政局许文娟，市税务局陆平"
    assert texts(set_lines(fonts, [Span(text)], shape)) == [
        "市科学技术局沈明远，",
        "市财政局许文娟，",
        "市税务局陆平",
    ]


def test_faces_change_within_a_line(fonts: Fonts) -> None:
    (line,) = set_lines(fonts, [Span("出席", "hei"), Span("：甲")], body_shape())
    assert [(piece.span.text, piece.span.role) for piece in line.pieces] == [
        ("出席", "hei"),
        ("：甲", "fangsong"),
    ]


def test_a_line_feed_begins_a_line_with_the_hanging_indent(fonts: Fonts) -> None:
    first, second = lines(fonts, "甲\n乙", body_shape(first=2, rest=5))
    assert (first.text, second.text) == ("甲", "乙")
    assert second.pieces[0].x == pytest.approx(5 * CELL)


@pytest.mark.parametrize(
    ("align", "x"), [("left", 0.0), ("center", WIDTH / 2 - CELL), ("right", WIDTH - 2 * CELL)]
)
def test_short_lines_stand_where_they_are_asked_to(fonts: Fonts, align: str, x: float) -> None:
    shape = Shape(16, CELL, WIDTH, align=align)  # type: ignore[arg-type]
    (line,) = lines(fonts, "甲乙", shape)
    assert line.pieces[0].x == pytest.approx(x)


def test_an_empty_paragraph_is_an_empty_line(fonts: Fonts) -> None:
    (line,) = lines(fonts, "")
    assert (line.text, line.pieces, line.right) == ("", (), 0.0)


PARTS = [
    "平湖",
    "农商银行",
    "，",
    "。",
    "（",
    "）",
    "“",
    "”",
    "《办法》",
    "——",
    "180,000.00元",
    "2023年",
]
PARTS += [
    "9月",
    "12日",
    "91330482MA0000000L",
    "〔2023〕1号",
    "人民币壹拾捌万元整",
    "𫍯",
    "A",
    "3.85%",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PARTS), max_size=70))
def test_every_line_keeps_to_the_measure_and_to_the_rules(
    resources: Path, parts: list[str]
) -> None:
    fonts = Fonts.load(resources / "fonts", system=False)
    text = "".join(f"{part}国" if n % 3 == 2 else part for n, part in enumerate(parts))
    set_ = lines(fonts, text, body_shape(first=2))
    assert "".join(texts(set_)) == text
    for line in set_:
        assert line.right <= WIDTH + 1e-6
        widths = [
            fonts.width(p.span.text, p.span.role, 16) / (2 if p.is_half else 1)
            + p.spacing * (len(p.span.text) - 1)
            for p in line.pieces
        ]
        ends = [p.x + w for p, w in zip(line.pieces, widths, strict=True)]
        # Full characters stand a little closer than their size: 28 of 16 points to 156 mm.
        starts = [p.x for p in line.pieces[1:]]
        assert all(end <= x + 0.25 for end, x in zip(ends, starts, strict=False))
    assert not [line for line in set_[1:] if line.text[0] in NOT_FIRST]
    assert not [line for line in set_[:-1] if line.text[-1] in NOT_LAST]
