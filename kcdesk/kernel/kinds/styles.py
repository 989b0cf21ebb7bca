"""The filters of printed blanks: ``{{ claim.filed_on | date }}``. They print, they decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kcdesk.kernel import capitals, cite, ident, ratio
from kcdesk.kernel.money import Money

_NUMERALS = "零一二三四五六七八九"


def date_in_words(value: date) -> str:
    """``2023年9月12日``: Arabic, not padded (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"


def month_in_words(value: date) -> str:
    """``2023年9月``."""
    return f"{value.year}年{value.month}月"


def numeral(value: int) -> str:
    """``十二``: for 第十二次会议. Whole numbers from 0 to 99; ValueError outside."""
    if not 0 <= value <= 99:
        raise ValueError(f"no numeral for {value}")
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _NUMERALS[ones]
    return f"{_NUMERALS[tens] if tens > 1 else ''}十{_NUMERALS[ones] if ones else ''}"


STYLES: Mapping[str, Callable[[Any], str]] = {
    "date": date_in_words,
    "day": date.isoformat,
    "month": month_in_words,
    "day_capitals": capitals.day_in_capitals,
    "money": Money.show,
    "sign": lambda value: f"￥{value.show()}",
    "wan": Money.in_wan,
    "wan2": lambda value: value.in_wan(2),
    "capitals": capitals.in_capitals,
    "percent": ratio.exact_percent,
    "percent2": ratio.show_percent,
    "weights": ratio.show_weights,
    "whole": str,
    "numeral": numeral,
    "text": str,
    "flag": lambda value: "是" if value else "否",
    "tick": lambda value: "√" if value else "",
    "box": lambda value: "■" if value else "□",
    "list": "、".join,
    "clauses": cite.join,
    "masked_id": ident.mask_resident_id,
    "masked_phone": ident.mask_phone,
}
