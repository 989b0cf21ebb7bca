"""The letters that ship: they print their samples whole. How they look is in test_golden_pages.py."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kcdesk.files.letter_check import check_letter
from kcdesk.files.letters import paint_letter
from kcdesk.files.paper import Painted, PaperNumber
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import fonts, pages

FORMS = Path(__file__).resolve().parents[2] / "forms"
LETTERS = sorted(letter.parent.name for letter in FORMS.glob("*/letter.md"))
_SEAL = "校验码：[0-9A-F]{4}(?: ?[0-9A-F]{4}){3}"


@cache
def printed(form: str, sample: str) -> Painted:
    spec = load_form(FORMS / form)
    values = sample_of(spec, sample)
    assert values is not None
    return paint_letter(spec, values, fonts(), number=PaperNumber(1, spec.copies[:1]))


@pytest.mark.parametrize("form", LETTERS)
def test_the_check_finds_nothing(form: str) -> None:
    assert check_letter(load_form(FORMS / form), fonts()) == ()


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("form", LETTERS)
def test_every_page_has_text_and_the_last_of_the_letter_is_signed(form: str, sample: str) -> None:
    spec = load_form(FORMS / form)
    for page in pages(printed(form, sample)):
        body = re.sub(f"—\\d+—|编号：.*|第1次打印.*|{_SEAL}", "", page)
        assert len(body) > 10, f"{spec.title}：{body}"
