"""Handing rows out to pages: what stays together, what is dropped, where the foot is kept free."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files.letter_lines import SetLine
from kcdesk.files.letter_page import ROWS, Row, share_out

LINE = SetLine((), 16, 0)
TEXT, GLUED, BLANK, PLACE = Row(LINE), Row(LINE, glued=True), Row(), Row(glued=True)


def sizes(rows: list[Row], first: int = 0, reserve: int = 0) -> list[int]:
    return [len(page) for page in share_out(rows, first, reserve)]


def test_every_page_takes_22_rows() -> None:
    assert sizes([TEXT] * 50) == [22, 22, 6]


def test_the_first_page_takes_what_its_head_leaves() -> None:
    assert sizes([TEXT] * 30, first=10) == [12, 18]


def test_nothing_at_all_is_one_empty_page() -> None:
    assert share_out([], 10, 3) == [[]]


def test_a_heading_goes_with_its_text() -> None:
    assert sizes([TEXT] * 21 + [TEXT, GLUED, TEXT]) == [21, 3]


def test_what_is_glued_longer_than_a_page_is_parted_all_the_same() -> None:
    assert sizes([TEXT] + [GLUED] * 30) == [22, 9]


def test_a_page_does_not_begin_with_an_empty_row() -> None:
    (first, second) = share_out([TEXT] * 22 + [BLANK, BLANK, TEXT], 0, 0)
    assert (len(first), second) == (22, [TEXT])
    assert sizes([TEXT] * 22 + [BLANK]) == [22]


def test_the_place_of_a_seal_is_not_an_empty_row() -> None:
    assert sizes([TEXT] * 22 + [PLACE, GLUED]) == [21, 3]


def test_the_last_page_keeps_its_foot_free() -> None:
    assert sizes([TEXT] * 20, reserve=2) == [20]
    assert sizes([TEXT] * 21, reserve=2) == [20, 1]
    assert sizes([TEXT] * 19 + [TEXT, GLUED], reserve=2) == [19, 2]


def test_a_foot_larger_than_a_page_leaves_one_row_a_page() -> None:
    assert sizes([TEXT] * 2, first=20, reserve=21) == [1, 1]


ANY_ROWS = st.lists(st.sampled_from([TEXT, TEXT, TEXT, GLUED, BLANK, PLACE]), max_size=120)


@given(ANY_ROWS, st.integers(0, 14), st.integers(0, 7))
def test_no_line_is_lost_and_no_page_overfull(rows: list[Row], first: int, reserve: int) -> None:
    pages = share_out(rows, first, reserve)
    kept = [row for page in pages for row in page if row.line]
    assert kept == [row for row in rows if row.line]
    assert len(pages[0]) <= ROWS - first
    assert all(len(page) <= ROWS for page in pages)
    assert len(pages[-1]) <= ROWS - reserve
