"""A filled strip on pages: rows whole, headers again, long texts going on line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl.worksheet.pagebreak import Break

from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_rows import fill_rows
from kcdesk.files.form_strip import Page, Strip
from kcdesk.files.form_template import template_of
from kcdesk.kernel.errors import Refusal
from tests.files.drawing_board import MM, Board, fonts, pages

BODY = (297 - 20 - 26) * MM
LIST = '[[repeat]]\nlist = "rows"\nrows = "3"\nheader = "2"\n'


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


@pytest.fixture
def ledger(board: Board) -> Board:
    """A title, a header, a row to repeat, a row for the sum; 30 points each."""
    board.cell("A1:D1", "明细账")
    board.cell("A2:D2", "摘要")
    board.cell("A3:D3", "{{ item.text }}")
    board.cell("A4:D4", "合计")
    for row in range(1, 5):
        board.height(row, 30)
    return board


def strip_of(board: Board, values: dict[str, object], more: str = "") -> Strip:
    return fill_rows(template_of(board.spec(more), fonts()), values)


def drawn_rows(strip: Strip, page: Page) -> list[int]:
    return [strip.skeleton.rows[slot.place].number for slot in page]


def rows(count: int, text: str = "行") -> dict[str, object]:
    return {"rows": [{"text": text}] * count}


def test_a_page_holds_what_fits_and_the_header_stands_again(ledger: Board) -> None:
    strip = strip_of(ledger, rows(40), LIST)
    first, second = pages_of(strip)
    assert len(first) == int(BODY / 30)
    assert drawn_rows(strip, first)[:3] == [1, 2, 3]
    assert drawn_rows(strip, second)[:2] == [2, 3]
    assert drawn_rows(strip, second)[-1] == 4
    assert second[0].is_again
    assert second[0].top == 0
    shown = [slot.place for page in (first, second) for slot in page if not slot.is_again]
    assert shown == list(range(43))


def test_titles_of_the_sheet_stand_above_the_header(ledger: Board) -> None:
    ledger.sheet.print_title_rows = "1:2"
    strip = strip_of(ledger, rows(40), LIST)
    second = pages_of(strip)[1]
    assert drawn_rows(strip, second)[:3] == [1, 2, 3]


def test_a_header_is_never_left_alone_at_the_foot(ledger: Board) -> None:
    ledger.height(1, BODY - 45)
    strip = strip_of(ledger, rows(2), LIST)
    first, second = pages_of(strip)
    assert drawn_rows(strip, first) == [1]
    assert drawn_rows(strip, second) == [2, 3, 3, 4]
    assert not second[0].is_again


def test_kept_rows_go_to_the_next_page_together(ledger: Board) -> None:
    strip = strip_of(ledger, rows(21), LIST + '[[keep]]\nrows = "3-4"\n')
    first, second = pages_of(strip)
    assert drawn_rows(strip, first)[-1] == 3
    # Nor does the last of the list stand alone under the header.
    assert drawn_rows(strip, second) == [2, 3, 3, 4]


def test_a_page_begins_where_the_drawing_says(ledger: Board) -> None:
    ledger.sheet.row_breaks.append(Break(id=1))
    ledger.sheet.row_breaks.append(Break(id=3))
    strip = strip_of(ledger, rows(3), LIST)
    assert [drawn_rows(strip, page) for page in pages_of(strip)] == [[1], [2, 3, 3, 3], [4]]


def test_a_long_row_goes_to_the_next_page_whole(ledger: Board) -> None:
    ledger.height(1, BODY - 100)
    strip = strip_of(ledger, rows(1, "平" * 90), LIST)
    first, second = pages_of(strip)
    assert drawn_rows(strip, first) == [1]
    assert not second[1].cuts


def test_a_very_long_row_begins_here_and_goes_on_there(ledger: Board) -> None:
    ledger.height(1, 300)
    text = "".join(f"第{n}句平湖市科创贷款。" for n in range(60))
    strip = strip_of(ledger, rows(1, text), LIST)
    first, second = pages_of(strip)
    cuts = [next(iter(slot.cuts.values())) for slot in (*first, *second) if slot.cuts]
    assert cuts[0][0] == 0
    assert cuts[0][1] == cuts[1][0]
    assert drawn_rows(strip, second) == [2, 3, 4]


def test_a_row_taller_than_a_page_begins_on_a_new_one_when_this_is_nearly_full(
    ledger: Board,
) -> None:
    ledger.height(1, 400)
    ledger.height(2, 200)
    text = "平湖市科创贷款。" * 120
    strip = strip_of(ledger, rows(1, text), LIST.replace('header = "2"\n', ""))
    first, second, *_ = pages_of(strip)
    assert drawn_rows(strip, first) == [1, 2]
    assert second[0].cuts


def test_a_text_of_many_pages_is_printed_to_its_last_word(ledger: Board) -> None:
    text = "".join(f"第{n}句平湖市科创贷款。" for n in range(700))
    paper = ledger.paint(rows(1, text), LIST)
    assert paper.pages > 4
    bodies = [re.sub(r"明细账|摘要|合计|第1次打印.*", "", page) for page in pages(paper)]
    assert "".join(bodies) == text
    assert all("摘要" in page for page in pages(paper))
    assert "合计" in pages(paper)[-1]


def test_a_kept_block_taller_than_a_page_is_parted_between_its_rows(ledger: Board) -> None:
    strip = strip_of(ledger, rows(30), LIST + '[[keep]]\nrows = "1-4"\n')
    parts = [drawn_rows(strip, page) for page in pages_of(strip)]
    assert len(parts) == 2
    assert parts[0].count(3) + parts[1].count(3) == 30


def test_the_label_beside_a_parted_list_is_printed_on_every_page(board: Board) -> None:
    board.cell("A1:A3", "附件清单")
    board.cell("B1:D1", "一、材料")
    board.cell("B2:D2", "名称")
    board.cell("B3:D3", "{{ item.text }}")
    for row in range(1, 4):
        board.height(row, 30)
    paper = board.paint(rows(40), LIST)
    assert [page.count("附件清单") for page in pages(paper)] == [1, 1]


def test_text_running_down_that_no_page_holds_is_refused(board: Board) -> None:
    board.cell("A1", "{{ text }}", text_rotation=255)
    with pytest.raises(Refusal, match="竖排文字一页放不下"):
        pages_of(strip_of(board, {"text": "平" * 80}))


def test_letters_too_large_for_any_page_are_refused(board: Board) -> None:
    board.sheet.column_dimensions["A"].width = 80
    board.cell("A1", "{{ text }}", size=400)
    board.sheet.page_margins.top = 200 / 25.4
    with pytest.raises(Refusal, match="一页放不下，也不能分到几页"):
        pages_of(strip_of(board, {"text": "平"}))


def test_titles_that_leave_no_room_are_refused(ledger: Board) -> None:
    ledger.sheet.print_title_rows = "1:2"
    ledger.height(1, 400)
    ledger.height(2, 200)
    with pytest.raises(Refusal, match="标题行太高"):
        pages_of(strip_of(ledger, rows(30), LIST))


def test_a_value_over_several_rows_goes_on_line_by_line(board: Board) -> None:
    board.cell("A1:A3", "意见")
    board.cell("B1:D3", "{{ text }}")
    board.cell("A4:D4", "以下空白")
    text = "".join(f"第{n}句平湖市科创贷款。" for n in range(150))
    paper = board.paint({"text": text})
    assert paper.pages == 4
    bodies = [re.sub(r"意见|（续）|以下空白|第1次打印.*", "", page) for page in pages(paper)]
    assert "".join(bodies) == text
    assert [("意见" in page, "（续）" in page) for page in pages(paper)] == [
        (True, False),
        (True, True),
        (True, True),
        (True, True),
    ]
    assert len(pages_of(strip_of(board, {"text": "平" * 40}))) == 1


def test_a_block_of_every_length_is_printed_to_its_last_word(board: Board) -> None:
    board.cell("A1:D1", "题")
    board.cell("A2:A4", "意见")
    board.cell("B2:D4", "{{ text }}")
    board.cell("A5:D5", "尾")
    for length in range(20, 120, 9):
        text = "".join(f"第{n}句平湖市科创贷款。" for n in range(length))
        bodies = [
            re.sub(r"题|意见|（续）|尾|第1次打印.*", "", page)
            for page in pages(board.paint({"text": text}))
        ]
        assert "".join(bodies) == text, length


def test_text_running_down_over_several_rows_that_no_page_holds_is_refused(board: Board) -> None:
    board.cell("A1:A2", "{{ text }}", text_rotation=255)
    with pytest.raises(Refusal, match="竖排文字一页放不下"):
        pages_of(strip_of(board, {"text": "平" * 80}))


OPINION = "{{ text }}\n\n（盖章）\n年　　月　　日"


def opinion(count: int) -> dict[str, object]:
    return {"text": "\n".join(f"第{n}条意见" for n in range(1, count + 1))}


def test_a_long_opinion_goes_on_with_its_label_marked_and_is_signed_below_its_end(
    board: Board,
) -> None:
    board.cell("A1", "科技局意见")
    board.cell("B1:D1", OPINION)
    for count in (30, *range(38, 48), 60, 95):
        texts = pages(board.paint(opinion(count)))
        assert "".join(texts).count("条意见") == count
        for number, text in enumerate(texts):
            assert ("科技局意见" in text, "（续）" in text) == (True, number > 0)
            # Above the seal stand at least two lines of what is sealed.
            assert ("（盖章）" in text) == (text is texts[-1])
            assert text.count("条意见") >= 2
        assert texts[-1].index(f"第{count}条意见") < texts[-1].index("（盖章）")


def test_a_seal_in_a_row_of_its_own_stays_with_the_last_lines(board: Board) -> None:
    board.cell("A1:A2", "意见")
    board.cell("B1:D1", "{{ text }}")
    board.cell("B2:D2", "（盖章）　　年　月　日")
    board.height(2, 60)
    for count in (30, *range(38, 48), 60, 95):
        texts = pages(board.paint(opinion(count), '[[keep]]\nrows = "1-2"\n'))
        assert "".join(texts).count("条意见") == count
        assert ["（盖章）" in text for text in texts] == [False] * (len(texts) - 1) + [True]
        assert texts[-1].count("条意见") >= 2


def test_a_label_without_room_beside_the_mark_has_it_below_or_not_at_all(board: Board) -> None:
    board.cell("A1", "意见", wrap=False, size=14)
    board.cell("B1:D1", "{{ text }}")
    assert "意见（续）" in pages(board.paint(opinion(60)))[1]
    board.sheet.column_dimensions["A"].width = 6.5
    text = pages(board.paint(opinion(60)))[1]
    assert text.startswith("意见第")
    assert "（续）" not in text


def test_a_row_no_page_holds_is_cut_to_the_page_even_without_text(board: Board) -> None:
    board.sheet.page_setup.orientation = "landscape"
    board.sheet.page_margins.top = 60 / 25.4
    board.cell("A1:B1", None)
    board.height(1, 409)
    (page,) = pages_of(strip_of(board, {}))
    assert page[0].height == pytest.approx((210 - 60 - 26) * MM, abs=0.1)


def test_short_texts_beside_one_that_goes_on_are_whole_and_named_again(board: Board) -> None:
    board.cell("A1", "单位")
    board.cell("B1:D1", "意见")
    board.cell("A2", "{{ item.unit }}")
    board.cell("B2", "{{ item.vote }}")
    board.cell("C2:D2", "{{ item.text }}")
    unit = "平湖市张江长三角科技城管理委员会办公室"
    row = {"unit": unit, "vote": "同意", "text": "平湖市科创贷款。" * 60}
    more = '[[repeat]]\nlist = "rows"\nrows = "2"\nheader = "1"\n'
    first, second = pages(board.paint({"rows": [row]}, more))
    assert unit in first
    assert f"{unit}（续）" in second
    assert "同意" in first
    assert "同意" not in second
