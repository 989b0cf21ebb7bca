"""What every paper carries: its number, its copy, its pages, the seal of its values."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kcdesk.files.paper import (
    Foot,
    PaperNumber,
    copy_name,
    draw_draft,
    draw_foot,
    feet_of,
)
from kcdesk.files.paper_code import digest_of
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.blanks import Blank
from kcdesk.packs.forms import FormSpec
from tests.files.drawing_board import fonts, pages

VALUES: dict[str, object] = {
    "claim": {
        "number": "平科贷补〔2023〕1号",
        "loss": Money.wan("30"),
        "filed_on": date(2023, 7, 18),
        "rate": Fraction(1, 3),
        "weights": (6, 4),
        "note": None,
    },
    "print": {"number": 1},
}


@pytest.fixture
def spec(tmp_path: Path) -> FormSpec:
    return FormSpec(
        "claim",
        "申请表",
        "claims",
        "layout",
        tmp_path,
        "r1",
        number="KCD-03",
        document=(Blank("claim.number"),),
        copies=("科技主管部门", "财政部门"),
    )


def test_every_copy_has_its_own_foot(spec: FormSpec) -> None:
    feet = feet_of(spec, VALUES, PaperNumber(3))
    assert [foot.copy for foot in feet] == [
        "第1联/共2联（科技主管部门）",
        "第2联/共2联（财政部门）",
    ]
    assert {foot.print_no for foot in feet} == {3}
    assert {foot.document for foot in feet} == {"平科贷补〔2023〕1号"}
    (one,) = feet_of(spec, VALUES, PaperNumber(3, ("财政部门",)))
    assert one.copy == "第2联/共2联（财政部门）"
    (single,) = feet_of(replace(spec, copies=()), VALUES, PaperNumber(1))
    assert single.copy == ""
    assert copy_name(spec, "另送审计局") == "另送审计局"


def test_the_documents_number_must_be_there(spec: FormSpec) -> None:
    with pytest.raises(Refusal, match=r"claim\.number"):
        feet_of(spec, {"claim": {}}, PaperNumber(1))


def test_strip_and_qr_show_the_code_of_the_values(spec: FormSpec) -> None:
    (foot, _) = feet_of(spec, VALUES, PaperNumber(3))
    assert foot.digest == digest_of(VALUES)
    assert foot.qr == f"KCD-03/平科贷补〔2023〕1号/3/{foot.digest[:16].upper()}"


def printed(foot: Foot) -> str:
    paper = io.BytesIO()
    canvas = fonts().canvas(paper, (595, 842))
    draw_draft(canvas, fonts(), (595, 842))
    draw_foot(canvas, fonts(), foot, (80, 530), (1, 2))
    canvas.showPage()
    canvas.save()
    return pages(paper.getvalue())[0]


def test_the_strip_says_form_number_print_copy_and_page() -> None:
    text = printed(Foot("KCD-03", "平科贷补〔2023〕1号", 2, "0123456789abcdef" * 4, "第2联"))
    for wanted in ("草稿", "表号：KCD-03", "编号：平科贷补〔2023〕1号", "第2次打印"):
        assert wanted in text
    for wanted in ("第2联", "第1页/共2页", "校验码：0123456789ABCDEF"):
        assert wanted in text


def test_a_strip_without_numbers_says_the_rest() -> None:
    text = printed(Foot("", "", 1, "0" * 64))
    assert "表号" not in text
    assert "编号" not in text
    assert "第1次打印" in text


def test_a_very_long_number_is_printed_small_and_whole() -> None:
    number = "平科创贷联席办补〔2023〕1234号之" * 6
    assert number in printed(Foot("KCD-03", number, 1, "0" * 64, "第2联/共4联（担保公司）"))
