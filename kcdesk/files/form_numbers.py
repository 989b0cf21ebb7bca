"""Numbers and dates in the cells of a form, and the formats that show them.

Called by `form_cells`, which reads what a drawing shows, and by `form_workbook`, which writes a
value so that a spreadsheet shows what the paper does. Knows the formats people use on forms; any
other is left to the caller to tell. Decides no words.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kcdesk.kernel.money import Money

_NUMBER: Final = re.compile(
    r"(?P<before>￥?)(?P<digits>-?[\d,]+(?:\.(?P<decimals>\d+))?)(?P<percent>%?)"
)
_EXACT: Final = 15
"""So many digits a spreadsheet keeps of a number."""
_DAYS: Final = (
    ('yyyy"年"m"月"d"日"', "{0.year}年{0.month}月{0.day}日"),
    ("yyyy-mm-dd", "{0:%Y-%m-%d}"),
    ('yyyy"年"m"月"', "{0.year}年{0.month}月"),
)
_DAY_PART: Final = re.compile(
    r'"([^"]*)"|\\(.)|(yyyy|yy|m{1,5}|d{1,4})|([年月日./\- ])', re.IGNORECASE
)
_DIGITS: Final = re.compile(r"(#,##)?(#|0)(\.0+)?(%)?")
_BESIDE: Final = re.compile(r'(?:"[^"]*"|\\.|[￥¥元万个户笔%()（） \-])*')


def typed(value: object, text: str) -> tuple[Decimal | date, str] | None:
    """A value as a spreadsheet's number or date with the format that shows it as `text`.

    None when it is text, or longer than a spreadsheet keeps exactly.
    """
    if isinstance(value, date):
        return next(((value, f) for f, shape in _DAYS if shape.format(value) == text), None)
    if isinstance(value, bool) or not isinstance(value, Money | Fraction | int):
        return None
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    if len(re.sub(r"\D", "", digits)) > _EXACT:
        return None
    number = Decimal(digits)
    is_amount = isinstance(value, Money) and text.endswith(value.show())
    whole = "#,##0" if is_amount or "," in match["digits"] else "0"
    point = f".{'0' * len(match['decimals'])}" if match["decimals"] else ""
    before = f'"{match["before"]}"' if match["before"] else ""
    return (
        number / 100 if match["percent"] else number
    ), f"{before}{whole}{point}{match['percent']}"


def shown(value: object, number_format: str) -> str | None:
    """What a spreadsheet shows of a number or a date; None for a format not known here."""
    code = re.sub(
        r"\[\$[^\]]*\]|\[[A-Za-z0-9]+\]|_.|\*.", "", number_format.split(";", maxsplit=1)[0]
    )
    if isinstance(value, date):
        return _day(value, code)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    exact = Decimal(repr(value))
    if code in ("General", "@"):
        return f"{exact.normalize():f}"
    match = _DIGITS.search(code)
    if match is None or (value < 0 and ";" in number_format):
        return None
    before, after = code[: match.start()], code[match.end() :]
    if not (_BESIDE.fullmatch(before) and _BESIDE.fullmatch(after)):
        return None
    percent = exact * 100 if match[4] else exact
    decimals = len(match[3] or ".") - 1
    group = "," if match[1] else ""
    sign = "-" if percent < 0 else ""
    digits = f"{abs(percent):{group}.{decimals}f}{match[4] or ''}"
    return f"{sign}{_plain(before)}{digits}{_plain(after)}"


def _day(value: date, code: str) -> str | None:
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return None
    words: list[str] = []
    at = 0
    for match in _DAY_PART.finditer(code):
        if match.start() != at:
            return None
        at = match.end()
        part = (match[3] or "").lower()
        if len(part) > 2 and part != "yyyy":
            return None  # names of months and weekdays
        words.append(
            {
                "yyyy": f"{value.year}",
                "yy": f"{value.year % 100:02d}",
                "mm": f"{value.month:02d}",
                "m": f"{value.month}",
                "dd": f"{value.day:02d}",
                "d": f"{value.day}",
            }.get(part, match[1] or match[2] or match[4] or "")
        )
    return "".join(words) if at == len(code) and at else None


def _plain(beside: str) -> str:
    """The letters of a format, without the marks that set them off."""
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] or m[2] or "", beside)
