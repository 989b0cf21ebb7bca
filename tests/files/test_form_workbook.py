"""A form as a filled spreadsheet: what the paper says, in cells people can reckon with."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.drawing.image import Image as Drawn
from openpyxl.worksheet.pagebreak import Break
from PIL import Image

from kcdesk.files.form_numbers import shown, typed
from kcdesk.files.form_paint import paint_form
from kcdesk.files.form_workbook import fill_workbook
from kcdesk.files.paper import Painted, PaperNumber
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import Board, fonts, pages
from tests.files.test_form_lists import GROUPS, report

FORMS = Path(__file__).resolve().parents[2] / "forms"
DRAWN = sorted(layout.parent.name for layout in FORMS.glob("*/layout.xlsx"))


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def filled(board: Board, values: dict[str, object], more: str = "") -> Any:
    """The sheet, read back."""
    written = fill_workbook(board.spec(more), values, fonts())
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def test_amounts_days_and_counts_are_numbers_that_look_as_on_paper(board: Board) -> None:
    blanks = ("sum", "sum | wan", "day", "day | day", "rate", "count")
    for number, blank in enumerate(blanks, 1):
        board.cell(f"A{number}:D{number}", f"{{{{ {blank} }}}}")
    values: dict[str, object] = {
        "sum": Money.yuan("1234567.80"),
        "day": date(2023, 9, 2),
        "rate": Fraction(385, 10000),
        "count": 42,
    }
    sheet = filled(board, values)
    found = [(sheet[f"A{n}"].value, sheet[f"A{n}"].number_format) for n in range(1, 7)]
    assert found == [
        (1234567.8, "#,##0.00"),
        (123.45678, "0.00000"),
        (datetime(2023, 9, 2), 'yyyy"年"m"月"d"日"'),
        (datetime(2023, 9, 2), "yyyy-mm-dd"),
        (0.0385, "0.00%"),
        (42, "0"),
    ]


@pytest.mark.parametrize("said", ["=1+1", "+86", "-5", "@sum", "=cmd|' /C calc'!A0"])
def test_no_value_becomes_a_formula(board: Board, said: str) -> None:
    board.cell("A1:D1", "{{ name }}")
    board.cell("A2:D2", "{{ name }}，{{ name }}")
    board.cell("A3:D3", "{{ name }}元")
    sheet = filled(board, {"name": said})
    for place, wanted in (("A1", said), ("A2", f"{said}，{said}"), ("A3", f"{said}元")):
        assert (sheet[place].value, sheet[place].data_type) == (wanted, "s")
        assert sheet[place].quotePrefix
    assert sheet["A1"].number_format == "@"


def test_codes_and_numbers_written_as_text_stay_text(board: Board) -> None:
    board.cell("A1:D1", "{{ uscc }}")
    board.cell("A2:D2", "{{ account }}")
    sheet = filled(board, {"uscc": "91330482MA2B12345X", "account": "6222020200112233445"})
    assert [sheet[c].value for c in ("A1", "A2")] == ["91330482MA2B12345X", "6222020200112233445"]
    assert sheet["A2"].number_format == "@"


def test_a_blank_among_words_and_capitals_are_text(board: Board) -> None:
    board.cell("A1:D1", "￥{{ sum }}元（{{ sum | capitals }}）")
    board.cell("A2:D2", "{{ sum | capitals }}")
    board.cell("A3:D3", "{{ none }}")
    sheet = filled(board, {"sum": Money.wan("18"), "none": None})
    assert sheet["A1"].value == "￥180,000.00元（人民币壹拾捌万元整）"
    assert sheet["A2"].value == "人民币壹拾捌万元整"
    assert sheet["A3"].value is None


def test_lists_make_rows_with_their_blocks_heights_and_borders(board: Board) -> None:
    board.cell("A1:D1", "贷款台账")
    board.cell("A2:D2", "{{ group.name }}")
    board.cell("A3:B3", "企业")
    board.cell("C3:D3", "金额")
    board.cell("A4:B4", "{{ loan.firm }}")
    board.cell("C4:D4", "{{ loan.amount }}")
    board.cell("A5:B5", "小计")
    board.cell("C5:D5", "{{ total.loan.amount }}")
    for row in range(1, 6):
        board.height(row, 20 + row)
    board.sheet.row_breaks.append(Break(id=5))
    board.cell("A6:D6", "合计{{ total.loan.count }}笔")
    sheet = filled(board, report(2, 1), GROUPS)
    column = [sheet[f"A{row}"].value for row in range(1, 12)]
    assert column == [
        "贷款台账", "甲行", "企业", "某厂", "某厂", "小计", "乙行", "企业", "某厂", "小计", "合计3笔",
    ]  # fmt: skip
    assert [sheet[f"C{row}"].value for row in (4, 6, 9, 10)] == [100000, 200000, 100000, 100000]
    assert {"A4:B4", "C4:D4", "A5:B5", "A9:B9"} <= {str(b) for b in sheet.merged_cells.ranges}
    assert [sheet.row_dimensions[row].height for row in (4, 5, 9)] == [24, 24, 24]
    assert sheet["A9"].border.left.style == sheet["D9"].border.right.style == "thin"
    assert [b.id for b in sheet.row_breaks.brk] == [6, 10]  # as on paper, after every group
    assert sheet.print_area == "'Sheet'!$A$1:$D$11"


def test_a_block_beside_a_list_grows_with_it(board: Board) -> None:
    board.cell("A1:A2", "名单")
    board.cell("B1:D1", "姓名")
    board.cell("B2:D2", "{{ item.name }}")
    more = '[[repeat]]\nlist = "rows"\nrows = "2"\nheader = "1"\nleast = 3\n'
    sheet = filled(board, {"rows": [{"name": "甲"}]}, more)
    assert "A1:A4" in {str(block) for block in sheet.merged_cells.ranges}
    assert [sheet[f"B{row}"].value for row in (2, 3, 4)] == ["甲", None, None]
    assert sheet.print_title_rows == "$1:$1"


def test_page_setup_widths_titles_and_pictures_are_kept(board: Board) -> None:
    Image.new("RGB", (40, 20), (0, 0, 0)).save(board.folder.parent / "seal.png")
    board.cell("A1", "{{ text }}")
    board.cell("A2", "印")
    drawn = Drawn(str(board.folder.parent / "seal.png"))
    drawn.anchor = "B2"
    board.sheet.add_image(drawn)
    board.sheet.page_setup.orientation = "landscape"
    board.sheet.page_setup.scale = 80
    board.sheet.print_title_rows = "1:1"
    board.sheet.column_dimensions["C"].hidden = True
    board.cell("C1", "{{ 看不见 }}")
    board.sheet.oddFooter.center.text = "第&P页"
    sheet = filled(board, {"text": "甲"})
    assert (sheet.page_setup.orientation, sheet.page_setup.scale) == ("landscape", 80)
    assert sheet.page_margins.bottom == pytest.approx(26 / 25.4)
    assert sheet.column_dimensions["A"].width == 9.5
    assert sheet.column_dimensions["C"].hidden
    assert sheet["C1"].value is None
    assert sheet.print_title_rows == "$1:$1"
    assert "&P" in (sheet.oddFooter.center.text or "")
    (picture,) = sheet._images
    assert (picture.anchor._from.row, picture.anchor._from.col) == (1, 1)
    assert picture.anchor.ext.cx == pytest.approx(40 * 9525, rel=0.02)
    assert sheet.title == "Sheet"


def test_a_row_taller_than_a_spreadsheets_is_several_merged(board: Board) -> None:
    board.cell("A1", "意见")
    board.cell("B1:D1", "{{ text }}")
    board.cell("A2:D2", "尾")
    sheet = filled(board, {"text": "平湖市科创贷款。\n" * 40})
    blocks = {str(block) for block in sheet.merged_cells.ranges}
    assert {"A1:A2", "B1:D2", "A3:D3"} <= blocks
    heights = [sheet.row_dimensions[row].height for row in (1, 2)]
    assert max(heights) <= 409
    assert sum(heights) > 600


def test_what_is_made_smaller_on_paper_is_made_smaller_here(board: Board) -> None:
    board.cell("A1", "{{ name }}", wrap=False)
    board.cell("A2", "{{ name }}", wrap=True)
    more = '[[fit]]\nblank = "name"\nhow = "shrink"\nto = 7\n'
    board.height(2, 28)
    sheet = filled(board, {"name": "平湖市科创贷"}, more)
    assert sheet["A1"].alignment.shrink_to_fit
    assert not sheet["A1"].alignment.wrap_text
    board.cell("A1", "")
    sheet = filled(board, {"name": "平湖市科创贷款风险补偿"}, more)
    assert sheet["A2"].font.sz < 12
    assert sheet["A2"].alignment.wrap_text


def test_what_wraps_by_the_forms_rule_wraps_here(board: Board) -> None:
    board.cell("A1", "{{ name }}", wrap=False)
    more = '[[fit]]\nblank = "name"\nhow = "wrap"\n'
    sheet = filled(board, {"name": "平湖市科创贷款风险补偿"}, more)
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height > 30


def test_rows_for_the_ends_of_pages_are_left_out(board: Board) -> None:
    board.cell("A1:D1", "{{ item.name }}")
    board.cell("A2:D2", "过次页")
    more = '[[repeat]]\nlist = "rows"\nrows = "1"\ncarry_down = "2"\n'
    sheet = filled(board, {"rows": [{"name": "甲"}] * 80}, more)
    assert sheet.max_row == 80


def test_a_letter_gives_no_spreadsheet(forms: Path) -> None:
    spec = load_form(forms / "minutes")
    with pytest.raises(Refusal, match="是公文，没有电子表格"):
        fill_workbook(spec, sample_of(spec) or {}, fonts())


@pytest.mark.parametrize("form", DRAWN)
def test_a_filled_form_printed_again_says_the_same(form: str, tmp_path: Path) -> None:
    spec = load_form(FORMS / form)
    for sample in SAMPLES:
        values = sample_of(spec, sample)
        assert values is not None
        written = fill_workbook(spec, values, fonts())
        assert fill_workbook(spec, values, fonts()) == written
        folder = tmp_path / sample / form
        folder.mkdir(parents=True)
        (folder / "layout.xlsx").write_bytes(written)
        more = "".join(f'[[keep]]\nrows = "{rows}"\n' for rows in spec.keeps if not spec.repeats)
        text = f'id = "{form}"\ntitle = "{spec.title}"\nsubject = "{spec.subject}"\n{more}'
        (folder / "form.toml").write_text(text, "utf-8")
        again = paint_form(load_form(folder), {}, fonts(), number=PaperNumber(1))
        printed = paint_form(spec, values, fonts(), number=PaperNumber(1, spec.copies[:1]))
        if any(repeat.apart for repeat in spec.repeats):
            assert set(letters(again)) <= set(letters(printed))
        else:
            assert letters(again) == letters(printed)
        texts = ["".join(pages(paper)) for paper in (again, printed)]
        for said in (cell for row in openpyxl.load_workbook(folder / "layout.xlsx").worksheets[0]
                     for cell in row if cell.value is not None):  # fmt: skip
            pieces = re.split(r"[\n。]", shown(said.value, said.number_format) or str(said.value))
            for paper in texts:
                # Where a page ends a piece may be parted.
                lost = [piece for piece in pieces if "".join(piece.split()) not in paper]
                assert len(lost) <= len(pieces) // 8, lost


def letters(paper: Painted) -> str:
    """The characters on the paper above its foot; where pages part is each paper's own."""
    text = "".join(re.sub("(表号：KCD|第1次打印).*", "", page) for page in pages(paper))
    text = text.replace("（续）", "")
    return "".join(sorted(set(text)))


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (180000, "#,##0.00", "180,000.00"),
        (-1234.5, "#,##0.0", "-1,234.5"),
        (0.0385, "0.00%", "3.85%"),
        (42, "General", "42"),
        (0.1, "General", "0.1"),
        (18, '"￥"0.00"元"', "￥18.00元"),
        (5, "0\\户", "5户"),
        (date(2023, 9, 2), 'yyyy"年"m"月"d"日"', "2023年9月2日"),
        (datetime(2023, 9, 2), "yyyy-mm-dd", "2023-09-02"),
        (datetime(2023, 9, 2), "[$-804]yyyy/m/d;@", "2023/9/2"),
        (datetime(2023, 9, 2, 8, 30), "yyyy-mm-dd", None),
        (date(2023, 9, 2), "mmm-yy", None),
        (1.5, "# ?/?", None),
        (-1, "0;[Red]-0", None),
        (1.5, "0.0E+00", None),
        (True, "0", None),
        ("文", "0", None),
    ],
)
def test_formats_people_use_show_what_the_program_shows(
    value: object, code: str, said: str | None
) -> None:
    assert shown(value, code) == said


def test_what_no_spreadsheet_keeps_exactly_stays_text() -> None:
    assert typed(Money.yuan("99999999999.99"), "99,999,999,999.99") is not None
    assert typed(Money.yuan("9999999999999999.99"), "9,999,999,999,999,999.99") is None
    assert typed(date(2023, 9, 2), "二〇二三年九月二日") is None
    assert typed(True, "是") is None
    assert typed(Money.yuan(3), "￥3.00") == (Decimal(3), '"￥"#,##0.00')
    assert typed(Money.yuan(-3), "-3.00") == (Decimal(-3), "#,##0.00")
    assert typed("300", "300") is None
    assert typed(Money.yuan(3), "人民币叁元整") is None
