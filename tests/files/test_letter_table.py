"""Tables of letters: nothing torn, heads again on every page, cells in the middle of their rows."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_fill import FilledTable, FilledWords
from kcdesk.files.letter_page import ROWS, WIDTH, Row, share_out
from kcdesk.files.letter_table import table_rows
from kcdesk.files.letter_table_text import Column, cells_of, columns_of, is_rule
from kcdesk.kernel.errors import Refusal

SUM = "99,999,999,999.99"


@pytest.fixture(scope="module")
def fonts(resources: Path) -> Fonts:
    return Fonts.load(resources / "fonts", system=False)


def table(*rows: tuple[str, ...], weights: tuple[int, ...] = ()) -> FilledTable:
    """A table with as many heads as the rows have cells."""
    wide = len(rows[0])
    made = tuple(tuple(FilledWords(text) for text in row) for row in rows)
    columns = tuple(Column("left", weight) for weight in weights or (1,) * wide)
    return FilledTable(columns, (tuple(FilledWords("项目") for _ in range(wide)),), made)


def lines(row: Row) -> list[str]:
    assert row.block is not None
    return [ink.line.text for ink in row.block.inks]


def sizes(rows: list[Row]) -> set[float]:
    return {ink.line.size for row in rows if row.block for ink in row.block.inks}


def widths(row: Row) -> list[float]:
    assert row.block is not None
    edges = sorted(rule.x for rule in row.block.rules if rule.is_upright)
    return [round(b - a, 1) for a, b in itertools.pairwise(edges)]


def test_columns_are_as_wide_as_their_dashes_say(fonts: Fonts) -> None:
    _, head, row, *_ = table_rows(fonts, table(("甲", "乙"), weights=(1, 3)))
    assert widths(head) == widths(row) == [round(WIDTH / 4, 1), round(WIDTH * 3 / 4, 1)]


def test_an_amount_is_never_torn_whatever_the_dashes_say(fonts: Fonts) -> None:
    rows = table_rows(fonts, table(("某某有限公司" * 8, SUM), weights=(99, 1)))
    assert SUM in lines(rows[2])
    assert sizes(rows) == {12.0}


def test_many_amounts_make_the_letters_smaller_and_stay_whole(fonts: Fonts) -> None:
    rows = table_rows(fonts, table((SUM,) * 5))
    assert lines(rows[2]) == [SUM] * 5
    assert sizes(rows) < {10.5, 9.0, 8.0}


def test_a_table_too_wide_for_the_page_is_refused_by_its_heads(fonts: Fonts) -> None:
    with pytest.raises(Refusal, match="表格（项目、项目、项目") as caught:
        table_rows(fonts, table((SUM,) * 9))
    assert caught.value.problems[0].code == "letter.table"


def test_a_table_ends_on_the_grid_of_the_text(fonts: Fonts) -> None:
    for cell in ("甲", "某某有限公司" * 12):
        rows = table_rows(fonts, table((cell, "乙")))
        whole = sum(row.height for row in rows)
        assert whole == pytest.approx(round(whole), abs=1e-6)
        assert rows[0].is_empty
        assert rows[0].height < 1


def test_a_cell_longer_than_a_page_goes_on_in_rows_of_its_own(fonts: Fonts) -> None:
    text = "国家科创贷款" * 200
    rows = table_rows(fonts, table(("甲", text), weights=(1, 1)))
    body = [row for row in rows[2:] if row.block]
    assert len(body) > 1
    assert all(row.height < ROWS - 2 for row in body)
    assert "".join(x for row in body for x in lines(row) if x != "甲") == text
    assert [row.glued for row in body] == [True] + [False] * (len(body) - 1)


def test_the_head_stands_again_on_every_page(fonts: Fonts) -> None:
    rows = table_rows(fonts, table(*[(str(n), "乙") for n in range(1, 61)]))
    pages = share_out(rows, 0, 3)
    assert len(pages) > 2
    for number, page in enumerate(pages):
        head = page[0] if number else page[1]
        assert lines(head) == ["项目", "项目"]
        assert sum(row.height for row in page) <= ROWS + 1e-6
    shown = [lines(row)[0] for page in pages for row in page if row.block]
    assert [text for text in shown if text != "项目"] == [str(n) for n in range(1, 61)]
    assert sum(row.height for row in pages[-1]) <= ROWS - 3 + 1e-6


@pytest.mark.parametrize("count", [2, 5])
def test_the_last_row_is_not_left_alone_on_another_page(fonts: Fonts, count: int) -> None:
    rows = table_rows(fonts, table(*[(str(n), "乙") for n in range(1, count + 1)]))
    ends = set()
    for first_row in range(ROWS):
        pages = share_out([Row(height=1) for _ in range(first_row)] + rows, 0, 0)
        shown = [lines(row)[0] for row in pages[-1] if row.block]
        assert shown != ["项目", str(count)]
        ends.add(len(pages))
    assert ends == {1, 2}


def test_an_imprint_too_tall_for_the_only_line_has_a_page_of_its_own() -> None:
    assert share_out([Row(glued=True)], 14, 10) == [[Row(glued=True)], []]


def test_a_bar_inside_a_blank_parts_no_cells() -> None:
    assert cells_of("| {{ a | money }} | 乙 |") == ("{{ a | money }}", "乙")
    assert cells_of("|甲||") == ("甲", "")
    assert is_rule((":-:", "---", "--:"))
    assert not is_rule(("甲", "---"))
    assert columns_of((":-:", "----", "--:")) == (
        Column("center", 1), Column("left", 4), Column("right", 2),
    )  # fmt: skip
