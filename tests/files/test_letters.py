"""Letters on paper: the measures of the standard, text that can be read back, nothing lost."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_check import check_letter
from kcdesk.files.letters import paint_letter, paint_letters
from kcdesk.files.paper import PaperNumber, author_of
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.packs.blanks import Blank
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import FormSpec, load_form

MM = 72 / 25.4
LETTERS = ["minutes", "meeting_notice", "recommendation"]
SAMPLES = ["sample", "sample_longest", "sample_empty"]
Box = tuple[str, float, float, float, float]


@pytest.fixture(scope="module")
def fonts(resources: Path) -> Fonts:
    return Fonts.load(resources / "fonts", system=False)


def letter(
    folder: Path, text: str, table: str = 'kind = "公文"\nmark = "平湖市科学技术局"'
) -> FormSpec:
    """A letter of one's own, as a clerk would write it."""
    here = folder / "own"
    here.mkdir(exist_ok=True)
    head = 'id = "own"\ntitle = "通知"\nsubject = "meetings"\n\n[letter]\n'
    (here / "form.toml").write_text(head + table + "\n", "utf-8")
    (here / "letter.md").write_text(text, "utf-8")
    return load_form(here)


def painted(
    spec: FormSpec, values: dict[str, object], fonts: Fonts, *, draft: bool = False
) -> bytes:
    return paint_letter(spec, values, fonts, number=PaperNumber(1), draft=draft).pdf


def texts(pdf: bytes) -> list[str]:
    """The text of every page in reading order."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def boxes(pdf: bytes, page: int) -> list[Box]:
    """Every character of a page with its cell: left, bottom, right, top in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        text_page = document[page].get_textpage()
        text = text_page.get_text_range()
        found = []
        for at, character in enumerate(text):
            if not character.isspace():
                found.append((character, *text_page.get_charbox(at, loose=True)))
        return found


def sample(forms: Path, name: str, which: str = "sample") -> tuple[FormSpec, dict[str, object]]:
    spec = load_form(forms / name)
    values = sample_of(spec, which)
    assert values is not None
    return spec, values


@pytest.mark.parametrize("name", LETTERS)
def test_a_shipped_letter_has_nothing_to_complain_about(
    forms: Path, fonts: Fonts, name: str
) -> None:
    assert check_letter(load_form(forms / name), fonts) == ()


@pytest.mark.parametrize("which", SAMPLES)
@pytest.mark.parametrize("name", LETTERS)
def test_the_same_values_give_the_same_bytes(
    forms: Path, fonts: Fonts, name: str, which: str
) -> None:
    spec, values = sample(forms, name, which)
    first = painted(spec, values, fonts)
    painted(*sample(forms, "minutes"), fonts)
    assert painted(spec, values, fonts) == first


@pytest.mark.parametrize("name", LETTERS)
def test_every_font_is_embedded_as_a_subset(forms: Path, fonts: Fonts, name: str) -> None:
    pdf = painted(*sample(forms, name, "sample_longest"), fonts)
    names = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert names
    assert all(re.match(rb"[A-Z]{6}\+NotoS", font) for font in names)
    assert len(re.findall(rb"/FontFile2 ", pdf)) == len(re.findall(rb"/Type /FontDescriptor", pdf))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("minutes", "联席会议纪要：2023年第一次会议纪要"),
        (
            "recommendation",
            "科创贷款推荐函：关于推荐平湖市当湖智能装备有限公司申请科创贷款的函",
        ),
    ],
)
def test_the_document_says_its_title_and_language(
    forms: Path, fonts: Fonts, name: str, title: str
) -> None:
    spec, values = sample(forms, name)
    pdf = painted(spec, values, fonts)
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_dict()["Title"] == title
        assert document.get_metadata_dict()["Author"] == author_of(values) != "kcdesk"
    assert re.search(rb"/Lang \(zh-CN\)", pdf)


def test_the_minutes_say_what_the_meeting_found_and_paid(forms: Path, fonts: Fonts) -> None:
    pages = texts(painted(*sample(forms, "minutes"), fonts))
    lines = "\n".join(pages)
    assert "风险补偿金：180,000.00元（人民币壹拾捌万元整）" in lines
    assert "合作机构：120,000.00元（人民币壹拾贰万元整）" in lines
    text = lines.replace("\n", "")
    assert "平湖市科创贷款工作联席会议纪要〔2023〕1号" in text
    assert "时间：2023年9月12日下午2:30" in text
    assert "会议应到成员单位7家，实到6家，缺席1家。" in text
    assert "后经平湖农商银行同意展期至2023年3月24日。" in text
    assert "会议认为，该笔信用贷款符合科创贷款不良认定条件；鉴于借款人在约定贷款期限内" in text
    assert "核定风险损失300,000.00元（人民币叁拾万元整），按6:4" in text
    assert "请假：中国人民银行平湖市支行王立新" in text
    assert "分送：联席会议各成员单位，平湖农商银行。" in text


@pytest.mark.parametrize("which", SAMPLES)
@pytest.mark.parametrize("name", LETTERS)
def test_no_blank_stands_amid_chinese_words_or_numbers(
    forms: Path, fonts: Fonts, name: str, which: str
) -> None:
    for page in texts(painted(*sample(forms, name, which), fonts)):
        if "序号 申请编号" in page:
            continue  # the cells of a table are rightly apart
        text = "\n".join(line for line in page.split("\n") if "次打印" not in line)
        # The two ends of one line, a name and its date, are rightly apart.
        text = re.sub(r"办公室 (?=\d{4}年)", "办公室\n", text)
        assert not re.findall(
            r"[\u4e00-\u9fff，。、（）：；\d] +[\u4e00-\u9fff，。、（）：；\d]", text
        )


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path, fonts: Fonts) -> None:
    spec = letter(tmp_path, "国" * 28 * 60)
    found = [box for box in boxes(painted(spec, {}, fonts), 1) if box[0] == "国"]
    assert len(found) == 22 * 28
    rows = [found[at : at + 28] for at in range(0, len(found), 28)]
    assert all(len({round(box[2], 1) for box in row}) == 1 for row in rows)
    pitches = [above[0][2] - below[0][2] for above, below in itertools.pairwise(rows)]
    assert all(pitch == pytest.approx(225 / 22 * MM, abs=0.05) for pitch in pitches)
    for row in rows:
        steps = [after[1] - box[1] for box, after in itertools.pairwise(row)]
        assert all(step == pytest.approx(156 / 28 * MM, abs=0.05) for step in steps)


def test_the_text_area_stands_within_a_millimetre(tmp_path: Path, fonts: Fonts) -> None:
    found = [
        box
        for box in boxes(painted(letter(tmp_path, "国" * 28 * 60), {}, fonts), 1)
        if box[0] == "国"
    ]
    lead = (225 / 22 * MM - 16) / 2
    assert min(box[1] for box in found) / MM == pytest.approx(28, abs=1)
    assert 210 - max(box[3] for box in found) / MM == pytest.approx(26, abs=1)
    assert 297 - (max(box[4] for box in found) + lead) / MM == pytest.approx(37, abs=1)
    assert (min(box[2] for box in found) - lead) / MM == pytest.approx(35, abs=1)


@pytest.mark.parametrize("name", LETTERS)
def test_no_text_leaves_the_text_area(forms: Path, fonts: Fonts, name: str) -> None:
    pdf = painted(*sample(forms, name, "sample_longest"), fonts)
    for page in range(len(texts(pdf))):
        for character, left, bottom, right, _ in boxes(pdf, page):
            if bottom > 35 * MM - 1:
                assert left > 28 * MM - 1, character
                assert right < 184 * MM + 1, character


def test_body_lines_begin_two_characters_in_and_recipients_flush(forms: Path, fonts: Fonts) -> None:
    found = boxes(painted(*sample(forms, "meeting_notice"), fonts), 0)
    text = "".join(box[0] for box in found)
    recipients, body = text.index("联席会议各成员"), text.index("经研究")
    assert found[recipients][1] == pytest.approx(28 * MM, abs=0.5)
    assert found[body][1] == pytest.approx((28 + 2 * 156 / 28) * MM, abs=0.5)


def test_page_numbers_stand_7_mm_below_odd_right_even_left(forms: Path, fonts: Fonts) -> None:
    pdf = painted(*sample(forms, "minutes"), fonts)
    pages = texts(pdf)
    assert [f"— {n} —" in page for n, page in enumerate(pages, 1)] == [True] * 3
    for number, page in enumerate(pages):
        at = page.index("— ")
        with pypdfium2.PdfDocument(pdf) as document:
            text_page = document[number].get_textpage()
            raw = text_page.get_text_range()
            at = raw.index("— ")
            left, bottom, _, top = text_page.get_charbox(at)
            right = text_page.get_charbox(at + len(f"— {number + 1} —") - 1)[2]
        assert (bottom + top) / 2 / MM == pytest.approx(35 - 7, abs=1.5)
        if number % 2 == 0:
            assert right / MM == pytest.approx(184 - 14 / MM, abs=1)
        else:
            assert left / MM == pytest.approx(28 + 14 / MM, abs=1)


def test_a_letter_to_a_bank_has_no_number_on_its_first_page(forms: Path, fonts: Fonts) -> None:
    pages = texts(painted(*sample(forms, "recommendation"), fonts))
    assert "— 1 —" not in pages[0]
    assert "— 2 —" in pages[1]


@pytest.mark.parametrize("lines", range(1, 50))
def test_a_signature_never_stands_alone(tmp_path: Path, fonts: Fonts, lines: int) -> None:
    table = (
        'kind = "公文"\nmark = "平湖市科学技术局"\ntitle = "关于开会的通知"\n'
        'signer = "平湖市科学技术局"\nsigned_on = "{{ today | date }}"\n'
        'imprint = ["抄送：市财政局。"]\nimprint_by = "市科学技术局"\nimprint_on = "{{ today | date }}"'
    )
    spec = letter(tmp_path, "国" * (28 * lines - 2), table)
    pages = texts(painted(spec, {"today": date(2023, 9, 5)}, fonts))
    text_lines = [line for line in pages[-1].split("\n") if set(line.strip()) == {"国"}]
    assert len(text_lines) >= min(2, lines)
    assert "2023年9月5日" in pages[-1]
    assert sum(page.count("国") for page in pages) == 28 * lines - 2
    assert "抄送：市财政局。" in pages[-1]


def test_names_at_the_end_of_minutes_stay_together(forms: Path, fonts: Fonts) -> None:
    last = texts(painted(*sample(forms, "minutes"), fonts))[-1]
    assert last.index("人民币壹拾贰万元整") < last.index("出席：") < last.index("列席：")


def test_names_and_amounts_are_not_torn_apart(forms: Path, fonts: Fonts) -> None:
    lines = "\n".join(texts(painted(*sample(forms, "minutes", "sample_longest"), fonts))).split(
        "\n"
    )
    assert sum("（人民币叁佰玖拾伍万零陆佰壹拾柒元贰角捌分）" in line for line in lines) > 10
    assert any("市财政局㵘𠅤，" in line for line in lines)


def test_a_paragraph_whose_only_blank_is_empty_is_not_printed(forms: Path, fonts: Fonts) -> None:
    spec, values = sample(forms, "minutes", "sample_empty")
    paper = paint_letter(spec, values, fonts, number=PaperNumber(1))
    text = "".join(texts(paper.pdf))
    assert "请假" not in text
    assert "分送" not in text
    assert "会议应到成员单位＿＿＿＿家" in text
    assert len(paper.notes) == 3
    assert "“会议应到成员单位＿＿＿＿家，实到”一段有3处空着，已留出位置待手写。" in paper.notes


def test_a_draft_says_so(forms: Path, fonts: Fonts) -> None:
    spec, values = sample(forms, "minutes")
    assert "草稿" not in "".join(texts(painted(spec, values, fonts)))
    assert all("草" in page for page in texts(painted(spec, values, fonts, draft=True)))


def test_each_copy_is_a_letter_of_its_own(tmp_path: Path, fonts: Fonts) -> None:
    spec = letter(tmp_path, "国" * 28 * 30)
    paper = paint_letter(spec, {}, fonts, number=PaperNumber(2, ("银行", "存档")))
    pages = texts(paper.pdf)
    assert paper.pages == len(pages) == 4
    assert "银行　第2次打印" in pages[0]
    assert "存档　第2次打印" in pages[2]
    assert "— 1 —" in pages[2]


def test_rare_characters_are_printed_and_can_be_searched(forms: Path, fonts: Fonts) -> None:
    text = "".join(texts(painted(*sample(forms, "minutes", "sample_longest"), fonts)))
    assert all(character in text for character in "𫍯䶮㛃龑㵘𠅤")


def test_a_character_no_font_has_is_named_before_printing(forms: Path, fonts: Fonts) -> None:
    spec, values = sample(forms, "minutes")
    meeting = values["meeting"]
    assert isinstance(meeting, dict)
    meeting["chair"] = "沈\U0002a6a5远"
    with pytest.raises(Refusal) as caught:
        painted(spec, values, fonts)
    (problem,) = caught.value.problems
    assert "“\U0002a6a5”（U+2A6A5）" in problem.message
    assert "沈\U0002a6a5远" in problem.message
    assert problem.field == "meeting.chair"
    assert problem.code == "fonts.missing"


def test_a_character_missing_in_the_letter_itself_is_named_too(
    tmp_path: Path, fonts: Fonts
) -> None:
    spec = letter(tmp_path, "请看\U0002a6a5。")
    (spec.folder / "sample.toml").write_text("today = 2023-09-05\n", "utf-8")
    (problem,) = check_letter(spec, fonts)
    assert problem.message.startswith("文书正文（“请看\U0002a6a5。”）里的")


def test_a_letter_without_a_sample_cannot_be_tried_out(tmp_path: Path, fonts: Fonts) -> None:
    (problem,) = check_letter(letter(tmp_path, "一。"), fonts)
    assert problem.code == "letter.sample"


def test_many_letters_go_into_one_file(forms: Path, fonts: Fonts) -> None:
    spec, values = sample(forms, "minutes")
    _, longest = sample(forms, "minutes", "sample_longest")
    paper = paint_letters(
        spec, [(values, PaperNumber(1)), (longest, PaperNumber(2)), (values, PaperNumber(3))], fonts
    )
    pages = texts(paper.pdf)
    assert paper.pages == len(pages)
    assert pages[0].startswith("平湖市科创贷款工作联席会议纪要")
    assert "第3次打印" in pages[-1]
    assert paint_letters(spec, [], fonts).pages == 0


def test_the_check_names_a_blank_nobody_fills_with_the_nearest_name(
    tmp_path: Path, fonts: Fonts
) -> None:
    spec = letter(tmp_path, "定于{{ meeting.held_onn | date }}召开。")
    (spec.folder / "sample.toml").write_text("[meeting]\nheld_on = 2023-09-12\n", "utf-8")
    (problem,) = check_letter(spec, fonts)
    assert "meeting.held_onn" in problem.message
    assert "meeting.held_on" in problem.cure


def test_the_check_names_every_slip_of_a_letter_with_its_line(tmp_path: Path, fonts: Fonts) -> None:
    text = """会议由{{ meeting.chairs }}主持。

{{ meeting.held_on | money }}召开。

{{#each meeting.itms as one}}

{{ one.title }}

{{/each}}

{{#each meeting.items as item}}

{{ item.titel }}

{{/each}}

出席：{{#each meeting.chair as x | join 、}}{{ x }}{{/each}}{{#each meeting.items as y | join 、}}{{ y.tittle }}{{/each}}

| 序号 | 名称 |
|---|---|
| 1 | {{ meeting.plaec }} |

=== 附表{{ meeting.ordinl }}

内容。
"""
    spec = letter(
        tmp_path, text, 'kind = "公文"\nmark = "{{ office.nam }}"\nimprint = ["{{ meeting.too }}"]'
    )
    (spec.folder / "sample.toml").write_text(
        "[office]\nname = '局'\n[meeting]\nchair = '甲'\nheld_on = 2023-09-12\nplace = '楼'\n"
        "ordinal = '一'\nto = '乙'\n[[meeting.items]]\ntitle = '一'\n",
        "utf-8",
    )
    found = {
        (place, problem.field)
        for problem in check_letter(spec, fonts)
        for place in [problem.message.partition("：")[0]]
    }
    assert found == {
        ("form.toml [letter]", "office.nam"),
        ("form.toml [letter]", "meeting.too"),
        ("letter.md 第1行", "meeting.chairs"),
        ("letter.md 第3行", "meeting.held_on"),
        ("letter.md 的 {{#each meeting.itms}}", "meeting.itms"),
        ("letter.md 第13行", "item.titel"),
        ("letter.md 第17行", "meeting.chair"),
        ("letter.md 第17行", "y.tittle"),
        ("letter.md 第21行", "meeting.plaec"),
        ("letter.md 第23行", "meeting.ordinl"),
    }


def test_what_a_letters_number_asks_is_checked_too(tmp_path: Path, fonts: Fonts) -> None:
    spec = replace(letter(tmp_path, "一。"), document=(Blank("meeting.nuber"),))
    (spec.folder / "sample.toml").write_text("[meeting]\nnumber = '1号'\n", "utf-8")
    (problem,) = check_letter(spec, fonts)
    assert problem.message.startswith("form.toml 的 document：")


def test_the_check_tells_which_sample_went_wrong(tmp_path: Path, fonts: Fonts) -> None:
    spec = letter(tmp_path, "召集人{{ name }}和联系人{{ other }}。")
    (spec.folder / "sample.toml").write_text('name = "甲"\nother = "乙"\n', "utf-8")
    (spec.folder / "sample_longest.toml").write_text('name = "\U0002a6a5"\n', "utf-8")
    (problem,) = check_letter(spec, fonts)
    assert problem.message.startswith("最长样例：")


def test_the_check_finds_a_letter_that_cannot_be_read(tmp_path: Path, fonts: Fonts) -> None:
    (problem,) = check_letter(letter(tmp_path, "**加粗"), fonts)
    assert problem.code == "letter.text"


def test_a_letter_whose_file_is_gone_is_a_fault(tmp_path: Path, fonts: Fonts) -> None:
    spec = letter(tmp_path, "一。")
    spec.drawing.unlink()
    spec.folder.joinpath("letter.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(Fault) as caught:
        painted(spec, {}, fonts)
    assert caught.value.code == "letter.file"


def test_several_attachments_are_numbered_and_hang_after_the_number(
    tmp_path: Path, fonts: Fonts
) -> None:
    table = (
        'kind = "信函"\nmark = "平湖市科学技术局"\n'
        f'attachments = ["科创贷款申请表", "{"资料" * 16}"]\nsigner = "平湖市科学技术局"\n'
        'signed_on = "{{ today | date }}"'
    )
    pdf = painted(letter(tmp_path, "一。", table), {"today": None}, fonts)
    (page,) = texts(pdf)
    assert "附件：1. 科创贷款申请表\n2. 资料" in page
    assert "年　　月　　日" in page
    found = boxes(pdf, 0)
    text = "".join(box[0] for box in found)
    first, second = text.index("1."), text.index("2.")
    assert found[first][1] == pytest.approx(found[second][1], abs=0.2)


def test_a_letter_may_consist_of_next_to_nothing(tmp_path: Path, fonts: Fonts) -> None:
    spec = letter(tmp_path, "")
    (page,) = texts(painted(spec, {}, fonts))
    assert "平湖市科学技术局" in page


@settings(max_examples=25)
@given(
    st.text(
        st.sampled_from("国家科创贷款的风险补偿，。；：（）《》“”、1234567890%.ABC…—"), max_size=900
    )
)
def test_no_character_of_a_text_is_lost_on_the_way_to_paper(
    tmp_path_factory: pytest.TempPathFactory, resources: Path, text: str
) -> None:
    fonts = Fonts.load(resources / "fonts", system=False)
    spec = letter(tmp_path_factory.mktemp("letter"), "正文{{ text }}终")
    pages = texts(painted(spec, {"text": text or "空"}, fonts))
    body = "\n".join(pages)
    body = re.sub(r"— \d+ —\n.*次打印.*", "", body).replace("\n", "").replace("\u0002", "")
    ending = "正文" + (text or "空") + "终"
    assert ending in body.replace(" ", "")
