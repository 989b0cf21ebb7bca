"""The filters of printed blanks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kcdesk.kernel.kinds import STYLES
from kcdesk.kernel.money import Money

SHOWN = [
    ("date", date(2023, 9, 2), "2023年9月2日"),
    ("day", date(2023, 9, 2), "2023-09-02"),
    ("month", date(2023, 9, 2), "2023年9月"),
    ("day_capitals", date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
    ("money", Money(140950), "1,409.50"),
    ("sign", Money(140950), "￥1,409.50"),
    ("wan", Money(177563254450), "177,563.25445"),
    ("wan2", Money(30005000), "30.01"),
    ("capitals", Money(18000000), "人民币壹拾捌万元整"),
    ("percent", Fraction(385, 10_000), "3.85%"),
    ("percent2", Fraction(1, 3), "33.33%"),
    ("weights", (4, 4, 2), "4:4:2"),
    ("whole", 12, "12"),
    ("numeral", 0, "零"),
    ("numeral", 9, "九"),
    ("numeral", 10, "十"),
    ("numeral", 12, "十二"),
    ("numeral", 20, "二十"),
    ("numeral", 99, "九十九"),
    ("text", "甲", "甲"),
    ("flag", True, "是"),
    ("flag", False, "否"),
    ("tick", True, "√"),
    ("tick", False, ""),
    ("box", True, "■"),
    ("box", False, "□"),
    ("list", ("甲", "乙"), "甲、乙"),
    ("clauses", ("PH-1", "PH-2", "PH-1"), "PH-1、PH-2"),
    ("masked_id", "11010519491231002X", "110105********002X"),
    ("masked_phone", "13812345678", "138****5678"),
]


@pytest.mark.parametrize(("style", "value", "shown"), SHOWN)
def test_a_style_prints(style: str, value: object, shown: str) -> None:
    assert STYLES[style](value) == shown


def test_every_style_has_an_example() -> None:
    assert {style for style, _, _ in SHOWN} == set(STYLES)


@pytest.mark.parametrize("value", [-1, 100])
def test_numerals_end_at_ninety_nine(value: int) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        STYLES["numeral"](value)
