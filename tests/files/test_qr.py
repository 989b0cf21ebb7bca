"""The QR of a paper: the same modules as the library's own encoder, only sooner."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.barcode import qrencoder

from kcdesk.files.qr import qr_rectangles


def modules(text: str) -> list[list[bool]]:
    """The drawing read back into modules, rows from above."""
    side, drawing = qr_rectangles(text)
    *numbers, last = drawing.split()
    assert last == "f"
    rows = [[False] * side for _ in range(side)]
    for at in range(0, len(numbers), 5):
        x, y, length, height, operator = numbers[at : at + 5]
        assert (height, operator) == ("1", "re")
        for column in range(int(x), int(x) + int(length)):
            rows[side - 1 - int(y)][column] = True
    return rows


def expected(text: str) -> list[list[bool]]:
    encoder: Any = qrencoder
    code = encoder.QRCode(None, encoder.QRErrorCorrectLevel.M)
    code.addData(encoder.QR8bitByte(text.encode()))
    code.version = code.calculate_version()
    code.makeImpl(False, 3)
    return [[bool(dark) for dark in row] for row in code.modules]


@pytest.mark.parametrize(
    "text", ["", "KCD-05/平科贷补〔2023〕1号/1/0523FD6A868D9031", "平" * 60, "平" * 61, "a" * 500]
)
def test_every_size_has_the_encoders_modules(text: str) -> None:
    assert modules(text) == expected(text)


@given(st.text(max_size=120))
def test_any_text_has_the_encoders_modules(text: str) -> None:
    assert modules(text) == expected(text)


def test_what_no_code_holds_is_an_error() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_rectangles("a" * 3000)
