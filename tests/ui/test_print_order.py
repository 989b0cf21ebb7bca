"""Which sides go to the printer: 联, ranges, both sides, copies, and where to go on."""

from __future__ import annotations

import pytest

from kcdesk.ui.kit.pdf import PrintChoice
from kcdesk.ui.kit.pdf.order import (
    Part,
    copied,
    labels_of,
    pages_in,
    parts_of,
    sheets_of,
    sides_of,
)

FOOT = "表号：KC-5 编号：DC1 第1次打印 {copy}\n校验码：3F2A 91BC 77D0 1E25 第{page}页/共{count}页"


def foots(copies: int, pages: int) -> list[str]:
    """The text of every page of a paper of so many 联."""
    named = ("受托机构", "科技局", "银行")
    return [
        FOOT.format(copy=f"第{c + 1}联/共{copies}联（{named[c]}）", page=p + 1, count=pages)
        for c in range(copies)
        for p in range(pages)
    ]


def test_each_copy_of_a_form_is_a_part() -> None:
    parts = parts_of(foots(3, 2))
    assert parts == (
        Part("第1联（受托机构）", range(2)),
        Part("第2联（科技局）", range(2, 4)),
        Part("第3联（银行）", range(4, 6)),
    )
    assert labels_of(parts) == ("第1联（受托机构）", "第2联（科技局）", "第3联（银行）")


def test_several_papers_in_one_job_begin_anew_at_their_first_page() -> None:
    """Fifty papers of one page, or of two, without any 联."""
    foot = [FOOT.format(copy="", page=p, count=2) for p in (1, 2, 1, 2)]
    assert [p.pages for p in parts_of(foot)] == [range(2), range(2, 4)]
    assert labels_of(parts_of(foot)) == ()
    twice = parts_of([*foots(2, 1), *foots(2, 1)])
    assert len(twice) == 4
    assert labels_of(twice) == ("第1联（受托机构）", "第2联（科技局）")


def test_a_document_that_names_no_copies_is_one_part() -> None:
    assert parts_of(["", "", ""]) == (Part("", range(3)),)
    assert parts_of([]) == ()


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (0, 1, 2, 3, 4)),
        (" 1-3，5 ", (0, 1, 2, 4)),
        ("2", (1,)),
        ("5、1～2", (0, 1, 4)),
        ("3，3-4", (2, 3)),
        ("0", None),
        ("4-6", None),
        ("3-1", None),
        ("一", None),
        ("1,,2", None),
    ],
)
def test_a_range_is_read_as_it_is_typed(text: str, pages: tuple[int, ...] | None) -> None:
    assert pages_in(text, 5) == pages


def test_on_both_sides_every_copy_begins_on_a_sheet_of_its_own() -> None:
    parts = parts_of(foots(2, 3))
    every = range(6)
    assert sheets_of(parts, every) == ((0,), (1,), (2,), (3,), (4,), (5,))
    both = sheets_of(parts, every, both_sides=True)
    assert both == ((0, 1), (2,), (3, 4), (5,))
    assert sides_of(both, both_sides=True) == (0, 1, 2, None, 3, 4, 5)
    assert sheets_of(parts, every, labels=("第2联（科技局）",)) == ((3,), (4,), (5,))
    assert sheets_of(parts, (0, 2, 3), both_sides=True) == ((0, 2), (3,))


def test_copies_come_one_whole_after_the_other_or_sheet_by_sheet() -> None:
    sheets = ((0, 1), (2,))
    assert copied(sheets, 2, by_copy=True) == ((0, 1), (2,), (0, 1), (2,))
    assert copied(sheets, 2, by_copy=False) == ((0, 1), (0, 1), (2,), (2,))
    assert sides_of(copied(sheets, 2, by_copy=True), both_sides=True) == (0, 1, 2, None, 0, 1, 2)


def test_after_a_jam_it_goes_on_at_the_sheet_that_has_not_come_out() -> None:
    parts = parts_of(foots(1, 5))
    choice = PrintChoice("甲", duplex="DuplexLongSide", first_sheet=2)
    sheets = choice.sheets(parts, 5)
    assert sheets == ((0, 1), (2, 3), (4,))
    assert choice.sides(sheets) == (2, 3, 4)
    assert choice.sheets_done(0) == 1
    assert choice.sheets_done(1) == 1, "half a sheet has to be printed again"
    assert choice.sheets_done(2) == 2
    assert PrintChoice("甲", pages="9").sheets(parts, 5) is None
