"""What a column's heading says: its words, without ornament, and its unit.

Called by the sheet declarations and by the reader of lists. Bureaus write the same heading in
many ways: with line breaks to make it narrow, stars for what must be filled, the unit behind it
in brackets. Only what is written counts: a currency other than 人民币 is never taken for 元.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

UNITS: Final[Mapping[str, int]] = {
    "元": 100,
    "千元": 10**5,
    "万元": 10**6,
    "百万元": 10**8,
    "亿元": 10**10,
}
"""How many 分 one unit has."""

FOREIGN: Final = "外币"
PERCENT: Final = "%"

_SHORT: Final = {"万": "万元", "亿": "亿元", "w": "万元", "千": "千元", "百万": "百万元"}
_UNIT: Final = "百万元?|千元|万元?|亿元?|元"
_IN_BRACKETS: Final = re.compile(rf"[(\[【](?:单位[:,]?)?(?:人民币)?({_UNIT})(?:人民币)?[)\]】]")
_AT_END: Final = re.compile(rf"(?:单位)?[/:,、-]*(?:人民币)?({_UNIT})$")
_IN_TITLE: Final = re.compile(rf"单位[:]?(?:人民币)?({_UNIT})(?:人民币)?(?![一-鿿])")
_OTHER_MONEY: Final = re.compile("美元|欧元|日元|英镑|港元|港币|澳元|外币|usd|eur|hkd")
_BRACKETS: Final = re.compile(r"[(\[【〔<{][^)\]】〕>}]*[)\]】〕>}]")
_ORNAMENT: Final = re.compile(r"[*★※◆●#:,、。.;/\\\-_\"'“”‘’()\[\]【】〔〕<>{}?!~|]")
_YEAR: Final = re.compile(r"^(?:19|20)\d\d年?度?")
_TO_FILL: Final = re.compile("必填|选填|必须填写")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: the spellings to look up, the fullest first, and the unit it names."""

    words: tuple[str, ...]
    unit: str


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head:
    """What a heading says."""
    whole = squeezed(text)
    bare = _BRACKETS.sub("", whole)
    without_unit = _AT_END.sub("", bare)
    spellings = (whole, bare, without_unit, _YEAR.sub("", without_unit))
    words = dict.fromkeys(_TO_FILL.sub("", _ORNAMENT.sub("", s)) for s in spellings)
    return Head(tuple(word for word in words if word), _unit(whole, bare))


def plain_words(text: str) -> str:
    """A declared heading, spelt as `head_of` spells it."""
    return _ORNAMENT.sub("", squeezed(text))


def unit_of_title(text: str) -> str:
    """The unit a line above the list gives for all of it: ``单位：万元``."""
    found = _IN_TITLE.search(squeezed(text))
    return unit_named(found[1]) if found else ""


def unit_named(word: str) -> str:
    """``万元`` for 万元, 万 and w; empty for what is no unit of money here."""
    full = _SHORT.get(word.lower(), word)
    return full if full in UNITS else ""


def is_foreign(text: str) -> bool:
    """Whether a text speaks of other money than ours."""
    return _OTHER_MONEY.search(squeezed(text)) is not None


def squeezed(text: str) -> str:
    """Half-width, lower case, without any blank or line break."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


def _unit(whole: str, bare: str) -> str:
    if is_foreign(whole):
        return FOREIGN
    if PERCENT in whole:
        return PERCENT
    found = _IN_BRACKETS.search(whole) or _AT_END.search(bare)
    return unit_named(found[1]) if found else ""
