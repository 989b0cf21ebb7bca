"""A text in a cell: it wraps, shrinks as allowed or is refused; it is never clipped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files.form_fitting import TooWide, fit, height_of, pad_of
from kcdesk.files.form_layout import Style
from kcdesk.files.line_break import NOT_FIRST
from kcdesk.packs.forms import Fit
from tests.files.drawing_board import fonts

WRAPS = Style(role="fangsong", size=12, wrap=True)
PLAIN = Style(role="fangsong", size=12)
SHRINKS = Style(role="fangsong", size=12, shrink=True)
ROOM = 120 + 2 * pad_of(120 / 0.88)
"""As wide as ten characters of 12 points and what is kept free beside them."""


def wide(characters: int) -> float:
    """A cell just wide enough for so many characters of 12 points."""
    return characters * 12 + 2 * 5.68


def test_a_short_text_is_one_line_and_needs_no_air() -> None:
    fitted = fit("平湖市", WRAPS, wide(10), 30, fonts(), None)
    assert (fitted.lines, fitted.ends, fitted.size) == (("平湖市",), (True,), 12)
    assert fitted.need == height_of(1, 12) < 14


def test_a_wrapping_cell_wraps_and_wants_the_height() -> None:
    fitted = fit("平湖市科创贷款工作联席会议办公室", WRAPS, wide(10), 14, fonts(), None)
    assert fitted.lines == ("平湖市科创贷款工作联", "席会议办公室")
    assert fitted.ends == (False, True)
    assert fitted.need == height_of(2, 12) > 30


def test_line_feeds_begin_new_lines_even_in_a_plain_cell() -> None:
    fitted = fit("统一社会\n信用代码", PLAIN, wide(4), 40, fonts(), None)
    assert fitted.lines == ("统一社会", "信用代码")
    assert fitted.ends == (True, True)


def test_a_plain_cell_refuses_what_is_too_wide() -> None:
    with pytest.raises(TooWide):
        fit("平湖市科创贷款", PLAIN, wide(4), 40, fonts(), None)
    with pytest.raises(TooWide):
        fit("平湖", WRAPS, 8, 40, fonts(), None)


def test_a_plain_cell_wraps_when_the_form_says_so() -> None:
    rule = Fit("enterprise.name", "wrap")
    assert len(fit("平湖市科创贷款", PLAIN, wide(4), 40, fonts(), rule).lines) == 2


def test_shrinking_stops_where_the_form_says() -> None:
    rule = Fit("enterprise.name", "shrink", 9)
    fitted = fit("平湖市科创贷款企业", PLAIN, wide(7), 20, fonts(), rule)
    assert fitted.size == 9
    with pytest.raises(TooWide):
        fit("平湖市科创贷款企业名录", PLAIN, wide(7), 20, fonts(), rule)


def test_a_cell_that_shrinks_by_itself_stops_at_seven_points() -> None:
    assert fit("平" * 17, SHRINKS, wide(10), 20, fonts(), None).size == 7
    with pytest.raises(TooWide):
        fit("平" * 18, SHRINKS, wide(10), 20, fonts(), None)


def test_a_wrapping_cell_shrinks_first_and_then_grows() -> None:
    rule = Fit("claim.purpose", "shrink", 9)
    once = fit("平" * 22, WRAPS, wide(10), 34, fonts(), rule)
    assert (once.size, len(once.lines)) == (10.5, 2)
    grown = fit("平" * 60, WRAPS, wide(10), 34, fonts(), rule)
    assert grown.size == 9
    assert grown.need > 34


def test_a_cell_of_fixed_height_refuses_what_would_make_it_grow() -> None:
    rule = Fit("claim.purpose", "refuse")
    assert fit("平" * 20, WRAPS, wide(10), 40, fonts(), rule).lines
    with pytest.raises(TooWide):
        fit("平" * 40, WRAPS, wide(10), 40, fonts(), rule)


def test_an_indent_takes_its_room() -> None:
    style = Style(role="fangsong", size=12, wrap=True, indent=24)
    assert fit("平" * 10, style, wide(10), 40, fonts(), None).lines == ("平" * 8, "平平")


def test_text_that_runs_down_wants_a_step_for_every_character() -> None:
    style = Style(role="hei", size=10, turn="stacked")
    fitted = fit("申请事项", style, 20, 10, fonts(), None)
    assert fitted.need > 4 * 10
    assert fit("申请\n事项", style, 20, 10, fonts(), None).lines == ("申请", "事项")


def test_text_that_runs_up_wants_its_length_in_height() -> None:
    style = Style(role="hei", size=10, turn="up")
    assert fit("申请事项", style, 20, 80, fonts(), None).need > 40


def test_lines_of_a_part_of_a_cell() -> None:
    fitted = fit("平" * 100, WRAPS, wide(10), 14, fonts(), None)
    assert fitted.room_for(5) == 0
    assert fitted.room_for(fitted.need) == 10
    assert fitted.room_for(fitted.need_of(4)) == 4
    assert fitted.room_for(fitted.need_of(4) - 1) == 3


TEXTS = st.text("平湖市科创贷款ABC123,.，。（）《》“”、\n 𫍯", max_size=120)


@given(TEXTS, st.integers(6, 30))
def test_nothing_is_lost_whatever_the_width(text: str, characters: int) -> None:
    fitted = fit(text, WRAPS, wide(characters), 20, fonts(), None)
    paragraphs = [""]
    for line, is_last in zip(fitted.lines, fitted.ends, strict=True):
        paragraphs[-1] += line
        if is_last:
            paragraphs.append("")
    assert paragraphs[:-1] == text.split("\n")
    for line in fitted.lines:
        width = fonts().width(line.rstrip(), "fangsong", fitted.size)
        assert width <= characters * 12 + 0.05


@given(st.text("平湖市，。、）》？", min_size=1, max_size=80), st.integers(8, 30))
def test_no_line_begins_with_a_closing_mark(text: str, characters: int) -> None:
    spaced = "字".join(text)  # no run of marks longer than a line
    fitted = fit(spaced, WRAPS, wide(characters), 20, fonts(), None)
    assert not [line for line in fitted.lines[1:] if line[0] in NOT_FIRST]
