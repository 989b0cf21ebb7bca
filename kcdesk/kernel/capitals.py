"""Amounts and dates in the capitals of bills (人民币大写), as the rules for bills and settlement
vouchers want them.

Called for receipts, minutes and payment papers. Of the forms the rules allow one is written
(the one they list first); all of them are read back.
"""

from __future__ import annotations

import re
from datetime import date

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import LARGEST_FEN, Money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}

_OTHER_WRITING = str.maketrans("貳參叄陸億萬圓圆正", "贰叁叁陆亿万元元整")
"""Banks accept the traditional characters too."""

# Where the rules leave a 零 open, the amount is first composed with a mark in its place.
_RATHER_NOT = "-"
_RATHER = "+"

_LOOSE = re.compile(
    r"(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:([壹贰叁肆伍陆柒捌玖])角)?零?"
    r"(?:([壹贰叁肆伍陆柒捌玖])分)?整?"
)


def in_capitals(amount: Money) -> str:
    """``人民币壹拾捌万元整``. Refuses a negative amount: no paper of ours may carry one."""
    if amount.fen < 0:
        raise Refusal.of(
            f"金额{amount.show()}是负数，不能写成大写。",
            cure="请核对金额。",
            code="capitals.negative",
        )
    if amount.fen > LARGEST_FEN:
        raise Refusal.of(
            f"金额{amount.show()}太大，不能写成大写。",
            cure="请核对金额。",
            code="capitals.too_large",
        )
    composed = _composed(amount.fen)
    return "人民币" + composed.replace(_RATHER_NOT, "").replace(_RATHER, "零")


def from_capitals(text: str) -> Money:
    """Read capitals back, in any form the rules allow; the prefix 人民币 may be missing.

    圆 counts as 元, 正 as 整, 萬 as 万. Refuses (``capitals.unreadable``, ``capitals.form``) all else:
    a bill whose capitals are not in form is void.
    """
    bare = "".join(text.split()).removeprefix("人民币").translate(_OTHER_WRITING)
    match = _LOOSE.fullmatch(bare)
    if match is None or not any(match.groups()):
        raise Refusal.of(
            f"“{text.strip()}”不是大写金额。",
            cure="请写成“人民币壹拾捌万元整”。",
            code="capitals.unreadable",
        )
    whole, jiao, fen = (part or "" for part in match.groups())
    money = Money(
        _loose_number(whole) * 100 + _DIGITS.index(jiao or "零") * 10 + _DIGITS.index(fen or "零")
    )
    if money.fen > LARGEST_FEN or not _allowed(money.fen).fullmatch(bare):
        raise Refusal.of(
            f"“{text.strip()}”不是规范的大写金额。",
            cure=f"金额如果是{money.show()}元，应写成“{in_capitals(money)}”。"
            if money.fen <= LARGEST_FEN
            else "请写成“人民币壹拾捌万元整”。",
            code="capitals.form",
        )
    return money


def day_in_capitals(day: date) -> str:
    """``贰零贰陆年零壹月壹拾伍日``: for bills only.

    Months 1, 2, 10 and days 1 to 10, 20, 30 take a 零 in front so that nothing can be added.
    """
    year = "".join(_DIGITS[int(c)] for c in str(day.year))
    month = ("零" if day.month in (1, 2, 10) else "") + _group(day.month)
    ending = ("零" if day.day < 10 or day.day % 10 == 0 else "") + _group(day.day)
    return f"{year}年{month}月{ending}日"


def _composed(fen: int) -> str:
    """The amount with marks where a 零 is open; ends in 整 only where it must."""
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    if fen == 0:
        return "零元整"
    text = f"{_number(yuan)}元" if yuan else ""
    if rest == 0:
        return text + "整"
    if yuan and jiao == 0:
        text += "零"
    elif yuan and yuan % 10 == 0:
        text += _RATHER
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    return text + (f"{_DIGITS[cent]}分" if cent else "")


def _allowed(fen: int) -> re.Pattern[str]:
    """Every form the rules allow for the amount: an open 零 or not, 整 after 角 or not."""
    pattern = _composed(fen).replace(_RATHER_NOT, "零?").replace(_RATHER, "零?")
    return re.compile(pattern + ("整?" if pattern.endswith("角") else ""))


def _number(value: int) -> str:
    """A whole number above 0 without its 元."""
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(value, size)
        if high:
            joint = _RATHER_NOT if high % 10 == 0 else ""
            if low < size // 10:
                joint = "零"
            return _number(high) + unit + (joint + _number(low) if low else "")
    return _group(value)


def _group(value: int) -> str:
    """One to 9999: a 零 for every gap between digits, none at the end, 壹拾 and not 拾."""
    text, gap = "", False
    for unit, size in _PLACES:
        digit = value // size % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
        gap = digit == 0
    return text


def _loose_number(text: str) -> int:
    """What a whole number most likely means, whatever its form; the form is checked after."""
    value = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        else:
            section += digit
            value = (value + section) * 10**8 if character == "亿" else value + section * 10**4
            section = digit = 0
    return value + section + digit
