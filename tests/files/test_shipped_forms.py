"""The forms that ship: they print their samples whole. How they look is in test_golden_pages.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kcdesk.files.form_paint import check_form, paint
from kcdesk.files.form_reading import layout_of
from kcdesk.files.paper import Painted, PaperNumber
from kcdesk.packs.blanks import Blank, fill, value_of
from kcdesk.packs.form_repeats import DERIVED, Repeat
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import FormSpec, load_form
from tests.files.drawing_board import MM, darkest, fonts, pages, picture

FORMS = Path(__file__).resolve().parents[2] / "forms"
DRAWN = sorted(layout.parent.name for layout in FORMS.glob("*/layout.xlsx"))
PAGES = {
    "agreement_summary": 1,
    "annual_assessment": 1,
    "application": 6,
    "approval": 1,
    "ban_list": 1,
    "claim_application": 3,
    "extension_filing": 1,
    "fund_ledger": 1,
    "information_sheet": 3,
    "list_summary": 1,
    "loan_ledger": 1,
    "monthly_return": 1,
    "partner_application": 1,
    "payout_notice": 1,
    "public_list": 1,
    "quarterly_return": 1,
    "recovery_ledger": 1,
    "review_sheet": 2,
    "sign_in": 1,
}
"""How many pages the normal sample takes: a sheet that runs over by a line looks careless."""


def spec_of(form: str) -> FormSpec:
    return load_form(FORMS / form)


def printed(form: str, sample: str) -> Painted:
    spec = spec_of(form)
    values = sample_of(spec, sample)
    assert values is not None
    return paint(spec, values, fonts(), number=PaperNumber(1, spec.copies[:1]))


def filled_in(spec: FormSpec, values: Mapping[str, object]) -> Iterator[str]:
    """Every text that the values put into the form's blanks."""
    absent = [r.rows for r in spec.repeats if not r.least and not value_of(values, r.list_name)]
    for cell in layout_of(spec).cells:
        if any(cell.row in rows for rows in absent):
            continue
        for blank in cell.blanks:
            scope = blank.name.split(".", maxsplit=1)[0]
            if scope in DERIVED:
                continue  # a sum of the rows of a page: the engine's own tests know it
            inside = [r for r in spec.repeats if r.scope == scope and cell.row in r.rows]
            if inside:
                for entry in entries(spec, inside[0], values):
                    yield fill(blank, {scope: entry})
            else:
                yield fill(blank, values)


def entries(spec: FormSpec, repeat: Repeat, values: Mapping[str, object]) -> Iterator[object]:
    """Every entry of a list, or of the lists inside every entry of another."""
    if not repeat.inside:
        yield from value_of(values, repeat.list_name)
        return
    outer = next(r for r in spec.repeats if r.scope == repeat.inside)
    for entry in entries(spec, outer, values):
        yield from value_of({repeat.inside: entry}, repeat.list_name)


def test_the_drawn_forms_are_there() -> None:
    assert set(DRAWN) == set(PAGES)


@pytest.mark.parametrize("form", DRAWN)
def test_the_check_finds_nothing(form: str) -> None:
    assert check_form(spec_of(form), fonts()) == ()


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("form", DRAWN)
def test_every_value_is_on_the_paper(form: str, sample: str) -> None:
    spec = spec_of(form)
    values = sample_of(spec, sample)
    assert values is not None
    # Long texts are parted by headers where a page ends, so they are looked for piece by piece.
    text = "".join(pages(printed(form, sample)))
    for wanted in filled_in(spec, values):
        pieces = ["".join(piece.split()) for piece in wanted.replace("。", "。\n").split("\n")]
        lost = [piece for piece in pieces if piece not in text]
        assert len(lost) <= len(pieces) // 8, lost


@pytest.mark.parametrize("form", DRAWN)
def test_the_normal_sample_takes_the_pages_it_should(form: str) -> None:
    assert printed(form, "sample").pages == PAGES[form]
    assert printed(form, "sample_empty").pages == PAGES[form]


@pytest.mark.parametrize("form", DRAWN)
def test_the_same_sample_gives_the_same_bytes(form: str) -> None:
    first = printed(form, "sample")
    printed(form, "sample_longest")
    assert printed(form, "sample") == first


@pytest.mark.parametrize("form", DRAWN)
@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_stands_in_the_margins(form: str, sample: str) -> None:
    paper = printed(form, sample)
    margins = layout_of(spec_of(form)).margins
    for page in range(paper.pages):
        image = picture(paper, page)
        wide, tall = image.size
        left, right = margins.left - 2, wide - margins.right + 2
        assert darkest(image, 0, 0, left, tall) == 255
        assert darkest(image, right, 0, wide, tall) == 255
        assert darkest(image, 0, 0, wide, margins.top - 2) == 255
        assert darkest(image, 0, tall - 8 * MM, wide, tall) == 255


def test_amounts_stand_in_figures_and_in_capitals() -> None:
    for form in ("application", "claim_application", "review_sheet", "approval", "payout_notice"):
        text = "".join(pages(printed(form, "sample")))
        amount, capitals = (
            ("￥300,000.00", "人民币叁拾万元整")
            if form == "application"
            else ("￥180,000.00", "人民币壹拾捌万元整")
        )
        assert amount in text
        assert capitals in text


def test_the_application_is_printed_in_four_copies() -> None:
    spec = spec_of("application")
    values = sample_of(spec)
    assert values is not None
    paper = paint(spec, values, fonts(), number=PaperNumber(2))
    assert paper.pages == 24
    text = pages(paper)
    assert "第2次打印" in text[0]
    assert "第1联/共4联（科技主管部门）" in text[5]
    assert "第4联/共4联（申请单位）" in text[23]
    assert "第6页/共6页" in text[23]


def test_twenty_five_members_sign_on_one_page() -> None:
    spec = spec_of("sign_in")
    values = sample_of(spec)
    assert values is not None
    meeting = values["meeting"]
    assert isinstance(meeting, dict)
    seats = meeting["attendance"]
    meeting["attendance"] = [dict(seats[n % len(seats)], order=n + 1) for n in range(25)]
    paper = paint(spec, values, fonts(), number=PaperNumber(1))
    assert paper.pages == 1
    assert "25" in pages(paper)[0]


def test_signature_cells_are_declared_empty() -> None:
    assert spec_of("sign_in").empties[0].what == "签名"
    assert spec_of("approval").empties[0].what == "签名"


def test_every_blank_has_a_style_that_suits_it() -> None:
    blanks = {
        blank for form in DRAWN for cell in layout_of(spec_of(form)).cells for blank in cell.blanks
    }
    assert Blank("application.amount", "capitals") in blanks
    assert Blank("payout.amount", "capitals") in blanks
