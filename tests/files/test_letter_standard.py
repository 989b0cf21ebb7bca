"""GB/T 9704-2012 figure by figure, measured on the finished page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from kcdesk.files.fonts import Fonts
from kcdesk.files.letters import paint_letter
from kcdesk.files.paper import PaperNumber
from kcdesk.packs.forms import FormSpec, load_form

MM = 72 / 25.4
TOP = (297 - 37) * MM
BOTTOM = 35 * MM
LEFT, RIGHT = 28 * MM, 184 * MM
CELL = 156 / 28 * MM
ROW = 225 / 22 * MM


@dataclass(frozen=True)
class Glyph:
    """One character: its cell, its size and its colour."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    font: str
    red: bool

    @property
    def em_top(self) -> float:
        """The upper edge of its em box: fonts have 0.88 of it above the baseline."""
        return self.baseline + 0.88 * self.size

    @property
    def em_bottom(self) -> float:
        return self.baseline - 0.12 * self.size

    @property
    def baseline(self) -> float:
        return self.bottom


@dataclass(frozen=True)
class Stroke:
    """One ruled line."""

    x: float
    y: float
    length: float
    thickness: float
    red: bool


class Sheet:
    """A page of a letter, to be measured."""

    def __init__(self, pdf: bytes, number: int) -> None:
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[number]
            self.glyphs = list(_glyphs(page.get_textpage()))
            self.strokes = list(_strokes(page))
            self.sides = page.get_size()
        self.text = "".join(glyph.text for glyph in self.glyphs)

    def of(self, words: str) -> list[Glyph]:
        at = self.text.index(words)
        return self.glyphs[at : at + len(words)]


def _glyphs(page: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    for at, character in enumerate(page.get_text_range()):
        if character.isspace():
            continue
        left, _, right, top = page.get_charbox(at, loose=True)
        x, y = pdfium.c_double(), pdfium.c_double()
        pdfium.FPDFText_GetCharOrigin(page.raw, at, x, y)
        parts = [pdfium.c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(page.raw, at, *parts)
        flags = pdfium.c_int()
        name = pdfium.create_string_buffer(200)
        pdfium.FPDFText_GetFontInfo(page.raw, at, name, 200, flags)
        size = pdfium.FPDFText_GetFontSize(page.raw, at)
        is_red = parts[0].value > 200 and parts[1].value < 50
        yield Glyph(character, left, y.value, right, top, size, name.value.decode(), is_red)


def _strokes(page: pypdfium2.PdfPage) -> Iterator[Stroke]:
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        thickness = pdfium.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(one.raw, thickness)
        parts = [pdfium.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetStrokeColor(one.raw, *parts)
        is_filled, is_stroked = pdfium.c_int(), pdfium.c_int()
        pdfium.FPDFPath_GetDrawMode(one.raw, is_filled, is_stroked)
        if not is_stroked.value:
            continue
        points = []
        for at in range(pdfium.FPDFPath_CountSegments(one.raw)):
            x, y = pdfium.c_float(), pdfium.c_float()
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(one.raw, at), x, y)
            points.append((x.value, y.value))
        (x0, y0), (x1, _) = points[0], points[-1]
        is_red = parts[0].value > 200 and parts[1].value < 50
        yield Stroke(x0, y0, x1 - x0, thickness.value, is_red)


@pytest.fixture(scope="module")
def fonts(resources: Path) -> Fonts:
    return Fonts.load(resources / "fonts", system=False)


OFFICIAL = """
kind = "公文"
mark = "平湖市科学技术局"
number = "平科〔2023〕3号"
title = "关于做好科创贷款工作的通知"
to = "各科创金融合作机构："
attachments = ["贷款清单", "名录"]
signer = "平湖市科学技术局"
signed_on = "{{ today | date }}"
note = "（联系人：戴晓春）"
imprint = ["抄送：市财政局，市金融发展服务中心，人民银行平湖市支行，市经济和信息化局，市市场监督管理局。"]
imprint_by = "平湖市科学技术局"
imprint_on = "{{ today | date }}"
"""
BODY = """
# 一、总体要求

## （一）目标

### 1.具体目标

#### （1）今年目标

正文第一段。
"""


def own(folder: Path, table: str, text: str) -> FormSpec:
    here = folder / "own"
    here.mkdir()
    head = 'id = "own"\ntitle = "通知"\nsubject = "meetings"\n\n[letter]\n'
    (here / "form.toml").write_text(head + table, "utf-8")
    (here / "letter.md").write_text(text, "utf-8")
    return load_form(here)


def sheets(folder: Path, fonts: Fonts, table: str = OFFICIAL, text: str = BODY) -> list[Sheet]:
    values = {"today": date(2023, 9, 5), "rows": [{"no": n} for n in range(1, 61)]}
    paper = paint_letter(own(folder, table, text), values, fonts, number=PaperNumber(1))
    return [Sheet(paper.pdf, number) for number in range(paper.pages)]


def near(wanted: float, within: float = 0.5) -> object:
    """Within half a point unless said otherwise."""
    return pytest.approx(wanted, abs=within)


def test_who_signed_a_paper_that_goes_up(tmp_path: Path, fonts: Fonts) -> None:
    """The number one character from the left, 签发人 on the same line, one from the right."""
    page = sheets(tmp_path, fonts, OFFICIAL + 'approver = "沈明远"')[0]
    number, name = page.of("平科〔2023〕3号"), page.of("签发人：沈明远")
    assert number[0].left == near(LEFT + 16, within=2)
    assert name[-1].right == near(RIGHT - 16, within=2)
    assert {glyph.size for glyph in name} == {16}
    assert name[0].em_top == near(number[0].em_top)


def test_the_red_head(tmp_path: Path, fonts: Fonts) -> None:
    page = sheets(tmp_path, fonts)[0]
    assert page.sides == (near(210 * MM), near(297 * MM))
    mark = page.of("平湖市科学技术局")
    assert all(glyph.red for glyph in mark)
    assert mark[0].em_top == near(TOP - 35 * MM)
    assert (mark[0].left + mark[-1].right) / 2 == near((LEFT + RIGHT) / 2)
    number = page.of("平科〔2023〕3号")
    assert {glyph.size for glyph in number} == {16}
    assert (number[0].left + number[-1].right) / 2 == near((LEFT + RIGHT) / 2)
    # 空二行, on the grid of the text as near as can be.
    assert 1.4 < (mark[0].em_bottom - number[0].em_top) / ROW - (1 - 16 / ROW) / 2 < 2.6
    (rule,) = [stroke for stroke in page.strokes if stroke.red]
    assert number[0].em_bottom - rule.y == near(4 * MM)
    assert (rule.x, rule.length) == (near(LEFT), near(156 * MM))


def test_the_title_and_whom_it_is_to(tmp_path: Path, fonts: Fonts) -> None:
    page = sheets(tmp_path, fonts)[0]
    (rule,) = [stroke for stroke in page.strokes if stroke.red]
    title = page.of("关于做好科创贷款工作的通知")
    assert {glyph.size for glyph in title} == {22}
    assert (title[0].left + title[-1].right) / 2 == near((LEFT + RIGHT) / 2)
    assert 1.4 < (rule.y - title[0].em_top) / ROW - (1 - 22 / ROW) / 2 < 2.6
    to = page.of("各科创金融合作机构：")
    assert {glyph.size for glyph in to} == {16}
    assert to[0].left == near(LEFT)
    # Both stand in the middle of their rows, with a row between them.
    assert title[0].baseline - to[0].baseline == near(2 * ROW - 0.38 * (22 - 16))


def test_the_levels_of_headings(tmp_path: Path, fonts: Fonts) -> None:
    page = next(page for page in sheets(tmp_path, fonts) if "一、总体" in page.text)
    levels = [
        page.of(words) for words in ("一、总体", "（一）目标", "1.具体", "（1）今年", "正文第一")
    ]
    assert {glyph.size for level in levels for glyph in level} == {16}
    assert {round(level[0].left, 1) for level in levels} == {round(LEFT + 2 * CELL, 1)}
    first = levels[0][2].font
    assert first != levels[4][0].font
    assert [level[2].font == first for level in levels] == [True, False, False, False, False]
    steps = [a[0].baseline - b[0].baseline for a, b in itertools.pairwise(levels)]
    assert steps == [near(ROW)] * 4


def test_what_is_attached_is_named_below_the_text(tmp_path: Path, fonts: Fonts) -> None:
    page = sheets(tmp_path, fonts)[-1]
    text, one, two = page.of("正文第一段。"), page.of("附件：1.贷款清单"), page.of("2.名录")
    assert text[0].baseline - one[0].baseline == near(2 * ROW)
    assert one[0].left == near(LEFT + 2 * CELL)
    assert one[3].left == near(two[0].left)
    assert page.text[page.text.index("2.名录") + len("2.名录")] not in "。；，"


@pytest.mark.parametrize(
    ("signer", "sealed", "from_right"),
    [
        ("平湖市科学技术局", True, 4),
        # Under a name too long to stand centred over it, the date moves in.
        ("平湖市科创贷款工作联席会议办公室", True, None),
        ("平湖市科学技术局", False, None),
        ("科技局", False, None),
    ],
)
def test_the_signature(
    tmp_path: Path, fonts: Fonts, signer: str, sealed: bool, from_right: int | None
) -> None:
    table = OFFICIAL.replace('signer = "平湖市科学技术局"', f'signer = "{signer}"')
    table += "" if sealed else "is_sealed = false\n"
    page = sheets(tmp_path, fonts, table)[-1]
    at = page.text.index(f"{signer}2023年9月5日（联")
    name = page.glyphs[at : at + len(signer)]
    day = page.glyphs[at + len(signer) : at + len(signer) + 9]
    above = [glyph.baseline for glyph in page.glyphs[:at]][-1]
    assert name[0].baseline - day[0].baseline == near(ROW)
    assert name[-1].right < RIGHT + 0.5
    if sealed:
        # The seal's place: two empty rows.
        assert above - name[0].baseline == near(3 * ROW)
        assert (name[0].left + name[-1].right) / 2 == near((day[0].left + day[-1].right) / 2)
        if from_right is not None:
            assert RIGHT - day[-1].right == near(from_right * CELL)
        else:
            assert name[-1].right == near(RIGHT)
        return
    assert above - name[0].baseline == near(2 * ROW)
    assert day[0].left - name[0].left == near(2 * CELL)
    assert RIGHT - max(name[-1].right, day[-1].right) == near(2 * CELL)


def test_the_note_and_the_imprint(tmp_path: Path, fonts: Fonts) -> None:
    page = sheets(tmp_path, fonts)[-1]
    assert page.of("（联系人：")[0].left == near(LEFT + 2 * CELL)
    rules = sorted((s for s in page.strokes if not s.red), key=lambda stroke: -stroke.y)
    assert [stroke.thickness for stroke in rules] == [
        near(0.35 * MM, 0.01),
        near(0.25 * MM, 0.01),
        near(0.35 * MM, 0.01),
    ]
    assert rules[-1].y == near(BOTTOM)
    assert {round(stroke.length / MM) for stroke in rules} == {156}
    copies, by, on = page.of("抄送："), page.of("平湖市科学技术局2023年9月5日印发"), page.of("印发")
    assert {glyph.size for glyph in (*copies, *by)} == {14}
    assert copies[0].left == near(LEFT + 14)
    second = next(g for g in page.glyphs if g.size == 14 and g.baseline < copies[0].baseline - 5)
    assert second.left == near(copies[2].right, 1.0)
    assert by[0].left == near(LEFT + 14)
    assert RIGHT - on[-1].right == near(14)


def test_page_numbers(tmp_path: Path, fonts: Fonts) -> None:
    for number, page in enumerate(sheets(tmp_path, fonts, text="国" * 2000), 1):
        dash, *digits, last = page.of(f"—{number}—")
        assert {glyph.size for glyph in (dash, *digits, last)} == {14}
        # The dash stands 0.3 of its size above the baseline, and 7 mm below the text area.
        assert dash.baseline + 0.3 * 14 == near(BOTTOM - 7 * MM)
        if number % 2:
            assert RIGHT - last.right == near(14, 1.0)
        else:
            assert dash.left - LEFT == near(14, 1.0)


ATTACHED = """正文。

=== 贷款清单

| 序号 | 名称 | 金额（元） |
|:--:|:------|----:|
{{#each rows as row}}
| {{ row.no }} | 某公司 | 180,000.00 |
{{/each}}
| | **合计** | 10,800,000.00 |

=== 名录

名录正文。
"""


def test_an_attachment_begins_a_page_with_its_label_in_hei(tmp_path: Path, fonts: Fonts) -> None:
    table = OFFICIAL.replace('attachments = ["贷款清单", "名录"]\n', "")
    pages = sheets(tmp_path, fonts, table, ATTACHED)
    assert "附件：1.贷款清单2.名录" in pages[0].text
    begun = [page for page in pages if page.text.startswith("附件")]
    assert [page.text[:3] for page in begun] == ["附件1", "附件2"]
    for page, title in zip(begun, ("贷款清单", "名录"), strict=True):
        label, heading = page.of("附件"), page.of(title)
        assert label[0].left == near(LEFT)
        assert label[0].size == 16
        assert "Sans" in label[0].font
        assert TOP - label[0].em_top == near((ROW - 16) / 2)
        assert TOP - heading[0].em_top == near(2 * ROW + (ROW - 22) / 2)
        assert (heading[0].left + heading[-1].right) / 2 == near((LEFT + RIGHT) / 2)
    # The imprint closes the last page of all.
    assert [("抄送：" in page.text) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_table_goes_on_under_its_head_and_stays_in_the_text_area(
    tmp_path: Path, fonts: Fonts
) -> None:
    table = OFFICIAL.replace('attachments = ["贷款清单", "名录"]\n', "")
    pages = sheets(tmp_path, fonts, table, ATTACHED)
    with_rows = [page for page in pages if "某公司" in page.text]
    assert len(with_rows) >= 3
    assert all("序号名称金额（元）" in page.text for page in with_rows)
    assert sum(page.text.count("某公司") for page in pages) == 60
    assert sum(page.text.count("10,800,000.00") for page in pages) == 1
    for page in with_rows:
        for stroke in page.strokes:
            assert stroke.x > LEFT - 0.5
            assert stroke.x + stroke.length < RIGHT + 0.5
            assert stroke.y > BOTTOM - 1
        sums = list(page.of("180,000.00"))
        assert len({round(glyph.baseline) for glyph in sums}) == 1


@pytest.mark.parametrize("lines", range(1, 24))
def test_no_page_holds_a_signature_without_text(tmp_path: Path, fonts: Fonts, lines: int) -> None:
    pages = sheets(tmp_path, fonts, text="国" * (28 * lines - 2))
    signed = next(page for page in pages if "2023年9月5日（联" in page.text)
    assert signed.text.count("国") >= min(28, 28 * lines - 2)


def test_a_letter_to_a_bank_stands_between_red_double_lines(tmp_path: Path, fonts: Fonts) -> None:
    table = """kind = "信函"
mark = "平湖市科学技术局"
number = "平科函〔2023〕12号"
title = "关于推荐企业的函"
signer = "平湖市科学技术局"
signed_on = "{{ today | date }}"
"""
    page = sheets(tmp_path, fonts, table)[0]
    mark = page.of("平湖市科学技术局")
    assert 297 * MM - mark[0].em_top == near(30 * MM)
    rules = sorted((s for s in page.strokes if s.red), key=lambda stroke: -stroke.y)
    assert {round(stroke.length / MM) for stroke in rules} == {170}
    assert {round(stroke.x / MM) for stroke in rules} == {20}
    assert [a.thickness > b.thickness for a, b in ((rules[0], rules[1]), (rules[3], rules[2]))] == [
        True,
        True,
    ]
    assert mark[0].em_bottom - rules[0].y == near(4 * MM)
    assert rules[3].y == near(20 * MM)
    number = page.of("平科函〔2023〕12号")
    assert number[-1].right == near(RIGHT)
    assert rules[1].y - number[0].em_top == near(16 * 7 / 8, 1.0)
    assert "—1—" not in page.text
