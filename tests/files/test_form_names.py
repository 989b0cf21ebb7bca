"""Names as people and firms have them, and amounts as large as they come, on a drawn paper."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from kcdesk.files.form_paint import paint, paint_forms
from kcdesk.files.paper import PaperNumber
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import Board, fonts, pages

FORMS = Path(__file__).resolve().parents[2] / "forms"
RARE = "𫍯䶮㛃龑㵘𠅤"
FACES = ("宋体", "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman", "Arial")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


@pytest.mark.parametrize("bold", [False, True])
def test_rare_characters_stand_in_every_face_and_can_be_searched(board: Board, bold: bool) -> None:
    for number, face in enumerate(FACES, 1):
        board.cell(f"A{number}:B{number}", f"{face}{RARE}", font=face, bold=bold)
        board.cell(f"C{number}:D{number}", "{{ name }}", font=face, bold=bold)
    paper = board.paint({"name": f"赵{RARE}"})
    (text,) = pages(paper)
    assert text.count(RARE) == 2 * len(FACES)
    with pypdfium2.PdfDocument(paper.pdf) as document:
        text_page = document[0].get_textpage()
        # Above U+FFFF pdfium's own search fails where a wide character is four bytes; the text
        # it gives back is right, as the count above shows.
        for character in filter(lambda c: ord(c) <= 0xFFFF, RARE):
            found, at = 0, text_page.search(character)
            while at.get_next() is not None:
                found += 1
            at.close()
            assert found == 2 * len(FACES), character
        text_page.close()


def test_a_character_nothing_has_is_refused_with_its_name_field_and_cell(board: Board) -> None:
    board.cell("A1:D1", "{{ enterprise.legal_rep }}")
    with pytest.raises(Refusal) as refused:
        board.paint({"enterprise": {"legal_rep": "张𠮷"}})
    (problem,) = refused.value.problems
    assert "单元格A1（enterprise.legal_rep）：“𠮷”（U+20BB7）在各种字体里都没有" in problem.message
    assert problem.field == "enterprise.legal_rep"


def test_a_firms_name_of_sixty_characters_and_the_largest_amount_are_whole(board: Board) -> None:
    name = "".join(chr(0x4E00 + n * 7) for n in range(56)) + "有限公司"
    board.cell("A1", "{{ name }}")
    board.cell("B1:D1", "￥{{ sum }}元\n{{ sum | capitals }}")
    (text,) = pages(board.paint({"name": name, "sum": Money.yuan("99999999999.99")}))
    assert name in text
    assert "￥99,999,999,999.99元" in text
    assert "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" in text


def test_the_file_says_what_it_is_whose_it_is_and_in_which_language(board: Board) -> None:
    board.cell("A1", "甲")
    more = 'number = "KCD-03"\ndocument = "{{ claim.number }}"\n'
    values: dict[str, object] = {
        "claim": {"number": "平科创贷补〔2023〕1号"},
        "office": {"name": "平湖市科技局"},
        "paper": {"title": "风险补偿申请表"},
    }
    paper = board.paint(values, more)
    with pypdfium2.PdfDocument(paper.pdf) as document:
        told = document.get_metadata_dict()
    assert told["Title"] == "风险补偿申请表 平科创贷补〔2023〕1号"
    assert told["Author"] == "平湖市科技局"
    assert told["Subject"] == "KCD-03 平科创贷补〔2023〕1号"
    assert re.search(rb"/Lang \(zh-CN\)", paper.pdf)
    with pypdfium2.PdfDocument(board.paint({"claim": {"number": ""}}, more).pdf) as document:
        assert document.get_metadata_dict()["Title"] == "试纸"


@pytest.mark.parametrize("form", ["application", "approval", "claim_application", "fund_ledger"])
def test_a_paper_is_small_enough_to_mail(form: str) -> None:
    spec = load_form(FORMS / form)
    values = sample_of(spec)
    assert values is not None
    one = paint(spec, values, fonts(), number=PaperNumber(1, spec.copies[:1]))
    assert len(one.pdf) < 45_000 + 25_000 * one.pages
    # Papers of one form share what is the same on all of them.
    ten = paint_forms(spec, [(values, PaperNumber(1, spec.copies[:1]))] * 10, fonts())
    assert len(ten.pdf) < len(one.pdf) + 9 * 5_000 * one.pages
