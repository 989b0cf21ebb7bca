"""A county's whole list on paper: all firms, in order, under a header on every page."""

from __future__ import annotations

from itertools import chain

import pytest

from kcdesk.files.form_paint import paint
from kcdesk.files.paper import PaperNumber
from kcdesk.packs.form_samples import sample_of
from tests.files.drawing_board import fonts, pages
from tests.files.test_shipped_forms import spec_of

FIRMS = 1351
"""As many as the largest list known has."""


@pytest.mark.parametrize("form", ["list_summary", "public_list"])
def test_every_firm_of_a_long_list_is_printed_once_and_in_order(form: str) -> None:
    spec = spec_of(form)
    values = sample_of(spec)
    assert values is not None
    listed = values["list"]
    assert isinstance(listed, dict)
    firm = listed["rows"][0]
    codes = [f"91330482MA{number:08d}" for number in range(1, FIRMS + 1)]
    listed["rows"] = [
        {**firm, "order": number, "uscc": code} for number, code in enumerate(codes, 1)
    ]
    paper = paint(spec, values, fonts(), number=PaperNumber(1))
    texts = pages(paper)
    assert all("统一社会信用代码" in text for text in texts), "the header stands on every page"
    found = chain.from_iterable(
        (text[at : at + 18] for at in range(len(text)) if text.startswith("91330482MA", at))
        for text in texts
    )
    assert list(found) == codes
