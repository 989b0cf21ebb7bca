"""Credit codes and resident numbers: what is right is normalised, what is wrong is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as credit_code

from kcdesk.kernel import ident
from kcdesk.kernel.errors import Refusal

TODAY = date(2024, 6, 1)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

VALID = [
    "91350100M000100Y43",
    "91330482MA0000000L",
    "91420281MA4F00000X",
    "91320600MA1N000014",
    "12330482MB1A00000U",
]

codes = st.builds(
    lambda head, region, body: (
        head + region + body + credit_code.calc_check_digit(head + region + body)
    ),
    st.sampled_from(["91", "92", "93", "12", "11", "N2"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)
numbers = st.builds(
    lambda county, born, order: (
        (body := f"{county}{born:%Y%m%d}{order:03d}") + ric.calc_check_digit(body + "0")
    ),
    st.integers(110000, 829999),
    st.dates(min_value=date(1900, 1, 1), max_value=TODAY),
    st.integers(0, 999),
)


def widened(text: str) -> str:
    """As an input method in full-width mode writes it."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def refused(read: object) -> tuple[str, str, str]:
    assert callable(read)
    with pytest.raises(Refusal) as caught:
        read()
    (problem,) = caught.value.problems
    assert problem.field == ""
    return problem.code, problem.message, problem.cure


@pytest.mark.parametrize("code", VALID)
def test_a_valid_credit_code_is_kept(code: str) -> None:
    assert ident.uscc(code) == code


@given(codes)
def test_every_code_with_its_check_digit_is_kept_however_it_was_typed(code: str) -> None:
    assert ident.uscc(code) == code
    assert ident.uscc(widened(code.lower())) == code
    assert ident.uscc(f"\t{code[:2]} {code[2:8]}　{code[8:17]}-{code[17:]} ") == code
    assert ident.uscc(f"'\u200b{code}\ufeff") == code


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_no_single_slip_goes_unnoticed(code: str, place: int, other: str) -> None:
    slipped = code[:place] + other + code[place + 1 :]
    if slipped != code:
        assert refused(lambda: ident.uscc(slipped))[0] == "ident.uscc"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("91350100M000100Y44", "校验码不符"),
        ("9133048OMA0000000L", "第8位是字母O，而代码中没有字母I、O、S、V、Z"),
        ("9I330482MA0000000L", "第2位是字母I"),
        ("91330482MA00000S0L", "第16位是字母S"),
        ("91330482MA0Z00000L", "第12位是字母Z"),
        ("91330482MA00000V0L", "第16位是字母V"),
        ("91330482MA000000L", "应为18位，这里有17位"),
        ("91330482MA00000000L", "应为18位，这里有19位"),
        ("", "这里有0位"),
        ("9133A482MA0000000L", "第5位却是“A”"),
        ("91330482M?0000000L", "第10位是“?”"),
        ("平湖市某某科技有限公司代码未办理完成", "第1位是“平”"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(text: str, reason: str) -> None:
    code, message, cure = refused(lambda: ident.uscc(text))
    assert code == "ident.uscc"
    assert reason in message
    assert cure


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("9133048OMA0000000L", "是不是数字0"),
        ("9I330482MA0000000L", "是不是数字1"),
        ("330482000012345", "旧营业执照注册号"),
        ("MA0000000", "组织机构代码"),
        ("913304820000000000", "末三位都是0，可能是表格把它当成了数字。"),
    ],
)
def test_the_cure_fits_the_likely_slip(text: str, cure: str) -> None:
    assert cure in refused(lambda: ident.uscc(text))[2]


@pytest.mark.parametrize("text", ["91330482MA00000000", "913304820000000001"])
def test_other_codes_are_not_blamed_on_a_spreadsheet(text: str) -> None:
    assert "表格" not in refused(lambda: ident.uscc(text))[2]


def test_the_check_digit_that_would_fit_is_not_named() -> None:
    _, message, cure = refused(lambda: ident.uscc("91350100M000100Y44"))
    assert "3" not in message + cure


@pytest.mark.parametrize("text", ["9.13E+17", "9.1330482e17", "9E+17", "913304820000000000.0"])
def test_a_code_that_a_spreadsheet_made_a_number_is_named_so(text: str) -> None:
    code, message, _ = refused(lambda: ident.uscc(text))
    assert (code, "被表格变成了数字" in message) == ("ident.number", True)
    assert refused(lambda: ident.resident_id(text, TODAY))[0] == "ident.number"


def test_a_code_whose_inner_check_digit_fails_is_doubted_but_kept() -> None:
    assert ident.uscc_doubt("91350100M000100Y43") == ""
    assert "主体标识码" in ident.uscc_doubt("91330482MA0000000L")


@pytest.mark.parametrize(
    "inner",
    [
        "100000008", "010000004", "001000002", "000100001", "000010006", "000001003",
        "000000107", "000000019", "000000000", "999999998", "40000000X", "M000100Y4",
    ],
)  # fmt: skip
def test_the_inner_check_digit_weighs_every_place(inner: str) -> None:
    assert ident.uscc_doubt(f"91350100{inner}0") == ""


def test_a_valid_resident_number_is_kept() -> None:
    assert ident.resident_id("11010519491231002X", TODAY) == "11010519491231002X"


@given(numbers)
def test_every_number_with_its_check_digit_is_kept_whatever_county_it_names(number: str) -> None:
    assert ident.resident_id(number, TODAY) == number
    assert ident.resident_id(f" {widened(number.lower())} ", TODAY) == number


@given(numbers, st.integers(0, 16), st.sampled_from("0123456789"))
def test_no_single_wrong_digit_goes_unnoticed(number: str, place: int, other: str) -> None:
    slipped = number[:place] + other + number[place + 1 :]
    if slipped != number:
        code, message, cure = refused(lambda: ident.resident_id(slipped, TODAY))
        assert code == "ident.resident_id"
        assert slipped not in message + cure


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("110105491231002", "有15位，是旧身份证号"),
        ("11010519491231002", "这里有17位"),
        ("1101051949123100AB", "前17位应当都是数字"),
        ("11010519491231002Y", "末位是数字或X"),
        ("11010519491331002X", "第7至14位不是一个日期"),
        ("110105202406020012", "出生日期还没有到"),
        ("110105194912310021", "校验码不符"),
        ("110105194912310000", "校验码不符"),
    ],
)
def test_a_wrong_resident_number_is_refused_with_its_reason(text: str, reason: str) -> None:
    code, message, cure = refused(lambda: ident.resident_id(text, TODAY))
    assert code == "ident.resident_id"
    assert reason in message
    assert cure
    assert text not in message + cure


def test_somebody_born_today_has_a_number() -> None:
    body = "11010520240601001"
    number = body + ric.calc_check_digit(body + "0")
    assert ident.resident_id(number, TODAY) == number


@pytest.mark.parametrize(
    ("number", "masked"),
    [("11010519491231002X", "110105********002X"), ("1101051949", "**********"), ("", "")],
)
def test_a_resident_number_is_masked(number: str, masked: str) -> None:
    assert ident.mask_resident_id(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+8613812345678", "+86138****5678"),
        ("0573-85012345", "0573-****2345"),
        ("0573-85012345-801", "0573-8501****-801"),
        ("85012345", "****2345"),
        ("12345", "***45"),
        ("", ""),
    ],
)
def test_a_phone_number_is_masked(number: str, masked: str) -> None:
    assert ident.mask_phone(number) == masked
