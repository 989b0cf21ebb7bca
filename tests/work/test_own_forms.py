"""Two forms a county drew for itself by the manual's page: checked, and printed as drawn.

The drawing is a spreadsheet with a frame of its own around merged cells, a picture, upright text
and two lists; the letter has headings, a table and entries on lines that follow one another.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from kcdesk.kernel.errors import Refusal
from tests.files.drawing_board import pages
from tests.work.county import County

DRAWN = Path(__file__).resolve().parents[1] / "files/own_forms"
FORM, LETTER = "post_loan_check", "collection_notice"
LEFT, TOP = 56.14, 785.2
"""Where the drawing begins on paper: 18 and 20 mm from the edge, centred between the margins."""
WIDTHS = (5.5, 9, 16, 10, 11, 13, 16)
"""Of the columns, in digits of the normal font, 6 points each."""
HEAD, ROW = (44, 20, 28, 30, 24, 31, 24, 19), 19


@pytest.fixture
def county(tmp_path: Path) -> County:
    county = County(tmp_path / "office")
    shutil.copytree(DRAWN, county.folder / "forms")
    return county


@pytest.fixture
def claim(county: County) -> int:
    return county.reviewed(county.loan(county.firm(), county.bank()))


def folder(county: County, form: str = FORM) -> Path:
    return county.folder / "forms" / form


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def put(county: County, cell: str, text: str) -> None:
    file = folder(county) / "layout.xlsx"
    book = openpyxl.load_workbook(file)
    book.worksheets[0][cell] = text
    book.save(file)


def said(county: County, form: str = FORM) -> list[str]:
    return [f"{f.place}：{f.what}{f.cure}" for f in county.ask("form_findings", form=form)]


@pytest.mark.parametrize("form", [FORM, LETTER])
def test_the_check_has_nothing_to_say(county: County, claim: int, form: str) -> None:
    assert claim
    assert said(county, form) == []


def test_the_drawn_form_prints_with_the_right_words(county: County, claim: int) -> None:
    preview = county.ask("preview_paper", form=FORM, record=claim)
    first, second = pages(preview.pdf)
    for words in (
        "科创贷款贷后检查记录表",
        "￥300,000.00元",
        "（大写）人民币叁拾万元整",
        "风险代偿申请表（合作机构盖章）√■",
        "120,000.00300,000.00",
        "检查人签字",
        "表号：平科贷-检01",
        "第1联/共2联（科技局）",
        "第1页/共1页",
    ):
        assert words in first
    assert "第2联/共2联（合作银行）" in second


def test_rows_columns_picture_and_frame_stand_where_drawn(county: County, claim: int) -> None:
    pdf = county.ask("preview_paper", form=FORM, record=claim).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        boxes = [(o.type, o.get_bounds()) for o in page.get_objects()]
        shown = page.render(scale=4).to_pil().convert("L")
        height = page.get_height()
        page.close()
    # 48 pixels, 12 to the right of A1's corner and 8 below it.
    (picture,) = [box for kind, box in boxes if kind == 3]
    x, y = LEFT + 9, TOP - 6
    assert picture == pytest.approx((x, y - 36, x + 36, y), abs=0.1)
    # The shaded heads are B8, C8:E8, F8 and G8.
    edges = [LEFT + 6 * sum(WIDTHS[:n]) for n in (1, 2, 5, 6, 7)]
    shaded = [box for kind, box in boxes if kind == 2 and 18 < box[3] - box[1] < 20]
    assert len(shaded) == 4
    for box, left, right in zip(shaded, edges, edges[1:], strict=False):
        upper = TOP - sum(HEAD[:-1])
        assert box == pytest.approx((left, upper - ROW, right, upper), abs=0.1)
    # The frame is 1.2 points wide all the way down, past cells merged up to it; from row 3 on.
    at = round(edges[-1] * 4)
    for points in range(sum(HEAD[:2]) + 3, sum(HEAD) + 300, 4):
        line = round((height - TOP + points) * 4)
        dark = sum(shown.getpixel((column, line)) < 128 for column in range(at - 6, at + 7))
        assert dark >= 4, points


def test_the_spreadsheet_keeps_the_frame(county: County, claim: int) -> None:
    content = county.ask("paper_workbook", form=FORM, record=claim)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    ways = re.findall(r"<xf [^>]*borderId=\"(\d+)\"", styles.split("<cellXfs")[1])
    borders = re.findall(r"<border>.*?</border>", styles)
    for cell in ("G5", "G7"):
        found = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
        assert found
        assert '<right style="medium"/>' in borders[int(ways[int(found.group(1))])]


def test_the_letter_prints_with_the_right_words(county: County, claim: int) -> None:
    pdf = county.ask("preview_paper", form=LETTER, record=claim).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        lines = "\n".join(p.get_textpage().get_text_range() for p in document).splitlines()
    for words in (
        "关于归还逾期科创贷款的催收通知",
        "一、逾期情况",
        "（一）还款",
        "1. 收到本通知后十五日内归还欠款；",
        "3. 逾期不答复的，将依法追偿。",
        "- 近三个月财务报表",
        "- 还款计划",
        "2022年8月1日",
    ):
        assert words in [line.strip() for line in lines]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ enterprise。name }}", "字母用英文的，字母小写，写成 {{ enterprise.name }}。"),
        ("{{ loan.amount ｜ money }}", "写成 {{ loan.amount | money }}。"),
        ("{{ Enterprise.Name }}", "写成 {{ enterprise.name }}。"),
        ("{{ 企业名称 }}", "名称不用中文，照“导出空白清单”里的写法"),
        (
            "【enterprise.name】",
            "照字面打印，没有写成空格。要填数据的，写成 {{ enterprise.name }}。",
        ),
        ("{{ item.label }}", "用了“item.label”，但不在重复的行 9 里。插入或删除过行的"),
        ("{{ claim.materials }}", "是名单，不能按“{{ claim.materials }}”填在一格里"),
    ],
)
def test_slips_in_a_cell_are_said_in_words_that_help(
    county: County, claim: int, text: str, wanted: str
) -> None:
    assert claim
    put(county, "B13", text)
    (one,) = said(county)
    assert wanted in one


def test_a_hidden_list_row_is_found(county: County) -> None:
    file = folder(county) / "layout.xlsx"
    book = openpyxl.load_workbook(file)
    book.worksheets[0].row_dimensions[9].hidden = True
    book.save(file)
    assert "form.toml 的 [[repeat]]：重复的行 9 在版式里是隐藏的" in said(county)[0]


def test_what_the_office_does_not_give_is_found_before_printing(county: County, claim: int) -> None:
    number = county.ask("claim_card", claim=claim).number
    put(county, "B13", "{{ enterprise.score }}{{ claim.ratio_label | percent }}")
    edit(folder(county) / "sample.toml", "legal_rep =", "score = 5\nlegal_rep =")
    edit(
        folder(county) / "sample.toml",
        "recovery_measures =",
        'ratio_label = { percent = "60%" }\nrecovery_measures =',
    )
    findings = said(county)
    assert findings
    assert all(f"（用“{number}”试打）" in one for one in findings)
    assert "没有名为“enterprise.score”的内容可填" in findings[0]


def test_a_report_says_which_report(county: County) -> None:
    edit(folder(county, LETTER) / "form.toml", '"claims"', '"reports"')
    assert said(county, LETTER) == [
        "form.toml：“reports”里没有单独一份的文书。请加一行 of，可写 month、quarter、year。"
    ]


@pytest.mark.parametrize(
    ("name", "now", "wanted"),
    [
        ("form.toml", "form.toml.txt", "现在的文件名是 form.toml.txt，请改名为 form.toml"),
        ("sample.toml", "sample.toml.txt", "现在的文件名是 sample.toml.txt"),
        ("layout.xlsx", "layout.et", "请用 WPS 打开 layout.et，另存为 .xlsx 格式"),
        ("layout.xlsx", "记录表.xlsx", "请把 记录表.xlsx 改名为 layout.xlsx"),
        ("layout.xlsx", "layout.docx", "公文的正文请用记事本写在 letter.md 里"),
    ],
)
def test_a_file_under_another_name_is_found(
    county: County, name: str, now: str, wanted: str
) -> None:
    (folder(county) / name).rename(folder(county) / now)
    (one,) = said(county)
    assert wanted in one
    states = {state.value: state for state in county.ask("form_states")}
    assert states[FORM].is_sound == (name == "sample.toml")


@pytest.mark.parametrize(
    ("form", "name", "place"),
    [
        (FORM, "form.toml", "文书文件 post_loan_check/form.toml 第2行"),
        (FORM, "sample.toml", "样例文件 post_loan_check/sample.toml 第4行"),
        (LETTER, "letter.md", "letter.md"),
    ],
)
def test_a_file_notepad_saved_as_ansi_is_found(
    county: County, form: str, name: str, place: str
) -> None:
    file = folder(county, form) / name
    file.write_bytes(file.read_text("utf-8").encode("gbk"))
    (one,) = said(county, form)
    assert one.startswith(place)
    assert "请用记事本打开，另存为，编码选 UTF-8" in one


def test_an_amount_without_quotes_is_an_amount(county: County) -> None:
    edit(folder(county) / "sample.toml", '{ money = "300000.00" }', "{ money = 300000 }")
    assert said(county) == []
    edit(folder(county) / "sample.toml", "{ money = 300000 }", "4.35")
    assert '百分比写 { percent = "…%" }' in said(county)[0]


def test_a_shipped_form_changed_by_the_office_prints_nothing_while_it_lacks_its_form_toml(
    county: County,
) -> None:
    county.do("copy_form", form="review_sheet")
    own = folder(county, "review_sheet")
    (own / "form.toml").rename(own / "form.toml.txt")
    claim = county.claim(county.loan(county.firm(), county.bank()))
    with pytest.raises(Refusal, match=r"没有 form\.toml，不能打印"):
        county.ask("preview_paper", form="review_sheet", record=claim)


def test_a_cell_that_shrinks_already_is_not_to_be_let_shrink(county: County) -> None:
    edit(folder(county) / "sample.toml", "单文渊", "单文渊" * 6)
    assert any("字已经缩到最小" in one for one in said(county))


def test_a_drawing_that_stops_the_paper_shows_in_the_list(county: County) -> None:
    def states() -> list[str]:
        own = {state.value: state.state for state in county.ask("form_states") if state.is_own}
        return [own[FORM], own[LETTER]]

    assert states() == ["本单位自制", "本单位自制"]
    put(county, "B13", "=1+1")
    edit(folder(county, LETTER) / "letter.md", "{{/each}}", "")
    assert states() == ["有错，不能打印", "有错，不能打印"]
