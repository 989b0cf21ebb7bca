"""The letters that ship: they say what they said last time, and look as they looked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from kcdesk.files.letters import check_letter, paint_letter
from kcdesk.files.paper import Painted, PaperNumber
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import fonts, pages

FORMS = Path(__file__).resolve().parents[2] / "forms"
GOLDEN = Path(__file__).with_name("golden")
LETTERS = sorted(letter.parent.name for letter in FORMS.glob("*/letter.md"))
DPI = 100
_SEAL = "校验码：[0-9A-F]{4}(?: ?[0-9A-F]{4}){3}"


@cache
def printed(form: str, sample: str) -> Painted:
    spec = load_form(FORMS / form)
    values = sample_of(spec, sample)
    assert values is not None
    return paint_letter(spec, values, fonts(), number=PaperNumber(1, spec.copies[:1]))


def words(form: str) -> str:
    """What stands on the normal sample, a line a page; the seal follows the letter's bytes."""
    return re.sub(_SEAL, "校验码：", "\n".join(pages(printed(form, "sample"))) + "\n")


def ink(form: str) -> Image.Image:
    """The pages of the normal sample side by side in black, without the print's foot."""
    with pypdfium2.PdfDocument(printed(form, "sample").pdf) as document:
        drawn = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    whole = Image.new("L", (sum(page.width for page in drawn), drawn[0].height), 255)
    at = 0
    for page in drawn:
        foot = Image.new("L", (page.width, round(18 / 25.4 * DPI)), 255)
        page.paste(foot, (0, page.height - foot.height))
        whole.paste(page, (at, 0))
        at += page.width
    return whole.point(lambda light: 255 * (light > 128)).convert("1")


@pytest.mark.parametrize("form", LETTERS)
def test_the_check_finds_nothing(form: str) -> None:
    assert check_letter(load_form(FORMS / form), fonts()) == ()


@pytest.mark.parametrize("form", LETTERS)
def test_the_text_is_what_it_was(form: str) -> None:
    golden = GOLDEN / f"{form}.txt"
    assert words(form) == golden.read_text("utf-8"), f"if the change is meant, renew {golden.name}"


@pytest.mark.parametrize("form", LETTERS)
def test_the_page_looks_as_it_did(form: str) -> None:
    """At 100 dpi no more than a hair of ink is elsewhere than on the picture kept."""
    golden = GOLDEN / f"{form}.png"
    now = ink(form)
    with Image.open(golden) as kept:
        assert kept.size == now.size, f"if the change is meant, renew {golden.name}"
        differing = ImageChops.difference(kept.convert("L"), now.convert("L"))
    assert differing.histogram()[255] < 40, f"if the change is meant, renew {golden.name}"


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("form", LETTERS)
def test_every_page_has_text_and_the_last_of_the_letter_is_signed(form: str, sample: str) -> None:
    spec = load_form(FORMS / form)
    for page in pages(printed(form, sample)):
        body = re.sub(f"—\\d+—|编号：.*|第1次打印.*|{_SEAL}", "", page)
        assert len(body) > 10, f"{spec.title}：{body}"
