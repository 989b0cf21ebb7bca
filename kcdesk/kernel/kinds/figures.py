"""Kinds that count and measure: amounts, percentages, shares, days, whole numbers, yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar

from kcdesk.kernel import ratio
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds.field import Field, Kind, Within, fail, narrow
from kcdesk.kernel.money import LARGEST_FEN, Money

_BLANKS = re.compile(r"\s+")


class Amount(Kind[Money]):
    """元 unless the text says 万元, 万, w or 亿; never finer than a 分 (money.md B1)."""

    name, label = "money", "金额"
    _written = re.compile(
        r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?(元|万元|万|[wW]|亿元|亿)?", re.ASCII
    )
    _decimals: ClassVar = {"元": 2, "万元": 6, "万": 6, "w": 6, "W": 6, "亿元": 10, "亿": 10}

    def parse(self, text: str, field: Field, within: Within) -> Money:
        clean = _BLANKS.sub("", narrow(text)).removeprefix("人民币").removeprefix("¥")
        match = self._written.fullmatch(clean)
        if match is None:
            raise _no_amount(text, "不是金额。", "请写成 300000.00 或 30w（万元）。")
        sign, whole, decimals, unit = match.groups()
        places = self._decimals[unit or "元"]
        decimals = (decimals or "").rstrip("0")
        if len(decimals) > places:
            raise _no_amount(text, "比分还细。", "金额最多精确到分，请核对。")
        fen = int(whole.replace(",", "") + decimals.ljust(places, "0"))
        return self._within_reach(Money(-fen if sign else fen), text)

    def take(self, raw: object, field: Field, within: Within) -> Money:
        if isinstance(raw, Money):
            return self._within_reach(raw, raw.show())
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raise _no_amount(str(raw), "没有写成文字。", '请写成 "300000.00"，或在数字后写“万元”。')
        return super().take(raw, field, within)

    def show(self, value: Money, field: Field) -> str:
        return value.in_wan() if field.unit == "万元" else value.show()

    def plain(self, value: Money, field: Field) -> str:
        return value.plain()

    @staticmethod
    def _within_reach(value: Money, text: str) -> Money:
        if abs(value.fen) > LARGEST_FEN:
            raise _no_amount(text, "超出可登记的金额。", "请核对单位是元还是万元。")
        return value


def _no_amount(text: str, message: str, cure: str) -> Refusal:
    return fail(f"“{text.strip()}”{message}", cure, "kind.money")


RATE = "%"
"""The unit of a percentage that is measured, not laid down."""


class Percent(Kind[Fraction]):
    """An exact percentage; the sign may be left out.

    With the unit ``%`` it is a rate made of amounts: it may never end, so it is shown half up with
    two decimals, and its amounts stand beside it.
    """

    name, label = "percent", "百分比"

    def parse(self, text: str, field: Field, within: Within) -> Fraction:
        clean = narrow(text)
        try:
            return ratio.percent(clean if clean.endswith("%") else clean + "%")
        except ValueError:
            raise fail(f"“{text.strip()}”不是百分比。", "请写成 3.85%。", "kind.percent") from None

    def take(self, raw: object, field: Field, within: Within) -> Fraction:
        if not isinstance(raw, Fraction):
            return super().take(raw, field, within)
        try:
            return self.parse(ratio.exact_percent(raw), field, within)
        except ValueError:
            raise fail(f"{raw}不能写成百分比。", "请写成 3.85%。", "kind.percent") from None

    def show(self, value: Fraction, field: Field) -> str:
        """As it was entered; a measured rate, and one that never ends, is rounded as on paper."""
        if field.unit == RATE:
            return ratio.show_percent(value)
        try:
            return ratio.exact_percent(value)
        except ValueError:
            return ratio.show_percent(value)


class Weights(Kind[tuple[int, ...]]):
    """A share vector, ``4:4:2``."""

    name, label = "weights", "分担比例"

    def parse(self, text: str, field: Field, within: Within) -> tuple[int, ...]:
        try:
            return ratio.weights(narrow(text))
        except ValueError:
            raise fail(
                f"“{text.strip()}”不是分担比例。", "请写成 4:4:2。", "kind.weights"
            ) from None

    def take(self, raw: object, field: Field, within: Within) -> tuple[int, ...]:
        if isinstance(raw, Sequence) and not isinstance(raw, str):
            return self.parse(":".join(str(weight) for weight in raw), field, within)
        return super().take(raw, field, within)

    def show(self, value: tuple[int, ...], field: Field) -> str:
        return ratio.show_weights(value)


class Day(Kind[date]):
    """A calendar day: 2023-09-12, 20230912, 2023年9月12日, 0912, +30, t."""

    name, label = "day", "日期"
    _ways = tuple(
        re.compile(way, re.ASCII)
        for way in (
            r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
            r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日?",
            r"(?P<year>\d{4})?(?P<month>\d{2})(?P<day>\d{2})",
        )
    )

    def parse(self, text: str, field: Field, within: Within) -> date:
        clean = _BLANKS.sub("", narrow(text))
        if clean in ("t", "T", "今天"):
            return within.today
        if re.fullmatch(r"[+-]\d{1,4}", clean, re.ASCII):
            return self._in_our_time(within.today + timedelta(days=int(clean)))
        match = next((m for way in self._ways if (m := way.fullmatch(clean))), None)
        if match is None:
            raise fail(
                f"“{text.strip()}”不是日期。", "请写成 2023-09-12、20230912 或 0912。", "kind.day"
            )
        year = int(match["year"] or within.today.year)
        month, day = int(match["month"]), int(match["day"])
        try:
            value = date(year, month, day)
        except ValueError:
            raise fail(
                f"没有{year}年{month}月{day}日这一天。", "请核对日期。", "kind.day"
            ) from None
        return self._in_our_time(value)

    def take(self, raw: object, field: Field, within: Within) -> date:
        if type(raw) is date:
            return self._in_our_time(raw)
        return super().take(raw, field, within)

    def show(self, value: date, field: Field) -> str:
        return value.isoformat()

    @staticmethod
    def _in_our_time(value: date) -> date:
        if not 1900 <= value.year <= 2199:
            raise fail(f"{value.year}年不在1900年到2199年之间。", "请核对年份。", "kind.day")
        return value


class Whole(Kind[int]):
    """A whole number."""

    name, label = "whole", "整数"

    def parse(self, text: str, field: Field, within: Within) -> int:
        clean = narrow(text)
        if not re.fullmatch(r"-?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})", clean, re.ASCII):
            raise fail(f"“{text.strip()}”不是整数。", "请只填数字。", "kind.whole")
        return int(clean.replace(",", ""))

    def take(self, raw: object, field: Field, within: Within) -> int:
        if type(raw) is int:
            return self.parse(str(raw), field, within)
        return super().take(raw, field, within)

    def plain(self, value: int, field: Field) -> int:
        return value


class Flag(Kind[bool]):
    """Yes or no."""

    name, label = "flag", "是否"
    _words: ClassVar = {"是": True, "有": True, "√": True, "否": False, "无": False, "": False}

    def parse(self, text: str, field: Field, within: Within) -> bool:
        value = self._words.get(narrow(text))
        if value is None:
            raise fail(f"“{text.strip()}”应填“是”或“否”。", code="kind.flag")
        return bool(value)

    def take(self, raw: object, field: Field, within: Within) -> bool:
        return raw if isinstance(raw, bool) else super().take(raw, field, within)

    def show(self, value: bool, field: Field) -> str:
        return "是" if value else "否"

    def plain(self, value: bool, field: Field) -> bool:
        return value
