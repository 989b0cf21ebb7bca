"""The 校验码: one of the values, whatever prints them; typed, shown, read from a QR."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files.paper_code import (
    QR_BYTES,
    Seal,
    code_of,
    digest_before,
    digest_of,
    plain_values,
    qr_text,
    seal_of,
    shown_code,
    typed_code,
)
from kcdesk.kernel.money import Money

VALUES: dict[str, object] = {
    "claim": {
        "number": "平科贷补〔2023〕1号",
        "loss": Money.wan("30"),
        "filed_on": date(2023, 7, 18),
        "rate": Fraction(1, 3),
        "weights": (6, 4),
        "note": None,
        "is_first": True,
        "rows": [MappingProxyType({"on": date(2023, 7, 1), "amount": Money.wan("1")})],
    },
    "print": {"number": 1},
}


def changed(**claim: object) -> dict[str, object]:
    old = VALUES["claim"]
    assert isinstance(old, dict)
    return {**VALUES, "claim": {**old, **claim}}


def test_the_digest_follows_every_value() -> None:
    first = digest_of(VALUES)
    assert len(first) == 64
    assert digest_of(changed(loss=Money.wan("30.000001"))) != first
    assert digest_of(changed(filed_on=date(2023, 7, 19))) != first
    assert digest_of(changed(rate=Fraction(1, 4))) != first
    assert digest_of(changed(rows=[])) != first


def test_the_digest_is_the_same_for_the_second_print_and_any_order() -> None:
    again = dict(reversed({**VALUES, "print": {"number": 2}}.items()))
    assert digest_of(again) == digest_of(VALUES)


def test_what_the_log_keeps_has_the_same_digest() -> None:
    """The log's values come back from the file as JSON: the paper must still be known by them."""
    kept = json.loads(json.dumps(plain_values(VALUES)))
    assert kept["claim"]["rows"] == [{"on": "2023-07-01", "amount": Money.wan("1").plain()}]
    assert digest_of(kept) == digest_of(VALUES)
    assert digest_before("claim", "r1", kept) == digest_before("claim", "r1", VALUES)


def test_the_digest_of_papers_printed_before_is_the_one_they_carry() -> None:
    """Worked out by the program that printed them, over form, drawing and values."""
    values = {"claim": {"number": "平1号", "loss": Money.wan("30"), "on": date(2023, 7, 18)}}
    kept = plain_values({**values, "print": {"number": 4, "copies": 1}})
    assert code_of(digest_before("claim", "r1", kept)) == "31B0BA3E528185A8"
    assert digest_before("claim", "r2", kept) != digest_before("claim", "r1", kept)
    assert digest_before("other", "r1", kept) != digest_before("claim", "r1", kept)


@pytest.mark.parametrize("value", [object(), 1.5, b"1"])
def test_a_value_no_paper_shows_is_our_own_mistake(value: object) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        plain_values({"claim": value})
    if not isinstance(value, float):
        with pytest.raises(TypeError, match=type(value).__name__):
            digest_of({"claim": value})


def test_a_code_is_shown_in_fours_and_typed_anyhow() -> None:
    digest = "3f2a91bc77d01e25" + "0" * 48
    assert shown_code(digest) == "3F2A 91BC 77D0 1E25"
    for typed in (
        "3F2A 91BC 77D0 1E25",
        " 3f2a91bc77d01e25\n",
        "3F2A-91BC-77D0-1E25",
        "3F2A 9lBC 77DO IE25",
        "３Ｆ２Ａ　９１ＢＣ　７７Ｄ０　１Ｅ２５",
    ):
        assert typed_code(typed) == code_of(digest)
    for wrong in ("", "3F2A 91BC 77D0 1E2", "3F2A 91BC 77D0 1E255", "DC2023-0001"):
        assert typed_code(wrong) == ""


def test_the_qr_says_which_paper_it_is() -> None:
    seal = Seal("KCD/03", "1号", 2, "AB" * 8)
    assert qr_text(seal) == "KCD-03/1号/2/ABABABABABABABAB"
    assert seal_of(f" {qr_text(seal)}\n") == Seal("KCD-03", "1号", 2, "AB" * 8)
    assert seal_of(qr_text(Seal("", "", 1, "0" * 16))) == Seal("", "", 1, "0" * 16)


@pytest.mark.parametrize(
    "text",
    ["", "https://example.org/a/1/2", "KCD-03/1号/0/ABABABABABABABAB", "a/b/1/abababababababab"],
)
def test_a_qr_of_somebody_else_is_none_of_ours(text: str) -> None:
    assert seal_of(text) is None


@given(st.text(max_size=90), st.integers(1, 99999))
def test_any_number_gives_a_small_qr_that_still_finds_the_print(number: str, print_no: int) -> None:
    text = qr_text(Seal("KCD-03", number, print_no, "0123456789ABCDEF"))
    assert len(text.encode()) <= QR_BYTES
    seal = seal_of(text.replace("\n", " "))
    assert seal is not None
    assert (seal.form, seal.print_no, seal.code) == ("KCD-03", print_no, "0123456789ABCDEF")
