"""Search keys of a firm, and how what a person types finds them.

Name, former names, credit code, full pinyin and initials stand in one text column; a search is
LIKE over it (trigram indexes find nothing for words of one or two characters). Every reading of an
ambiguous character counts: pinyin dictionaries misread surnames (单 曾 仇 查), people don't.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, islice, product
from typing import Any

Readings = list[tuple[str, tuple[str, ...]]]
"""Each character of a name with its syllables, the likeliest first."""

MOST_READINGS = 64
"""How many combinations of readings one name may have in the index."""

OFTEN_MISREAD = frozenset(
    "阿扒柏蚌膀磅刨堡暴辟便屏泊藏参曾刹禅颤朝长车澄匙重仇臭畜传伺攒撮单提调丁囤恶番佛否脯轧扛给谷"
    "龟桧虾吓巷合红会系贾夹见降校解圈咖卡壳括乐率秘弄粘尿朴曝栖奇茄强区厦什识石属说沓弹万尾尉纤行"
    "省叶折种幢盖葛覃翟查缪祭俞繁盛召乘莘隗郇褚任纪宁尹冼员殖择琢六"
)
"""Characters, surnames first of all, that people read one way and dictionaries another. Only
these are indexed with every reading: the index stays narrow, and a search of 100,000 firms fast."""


def fold(text: str) -> str:
    """Half-width, lower case, no blanks: two spellings of one word become equal."""
    narrow = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return unicodedata.normalize("NFKC", narrow)


def initials(name: str) -> tuple[str, ...]:
    """Every way people read the pinyin initials of a name, the likeliest first."""
    return _initials(_readings(name))


def spelled(name: str) -> tuple[str, ...]:
    """The whole pinyin of a name without tones; once more for each character often misread."""
    return _spelled(_readings(name))


def _initials(readings: Readings) -> tuple[str, ...]:
    letters = [(c, tuple(dict.fromkeys(s[0] for s in syllables))) for c, syllables in readings]
    return _combined(letters, len(letters))


def _spelled(readings: Readings) -> tuple[str, ...]:
    return _combined(readings, 1)


def search_keys(names: Iterable[str], uscc: str) -> str:
    """The text a firm is found by."""
    parts: list[str] = []
    for name in names:
        readings = _readings(name)
        parts += [fold(name), *_spelled(readings), *_initials(readings)]
    return "|".join(dict.fromkeys((*parts, fold(uscc))))


def like(text: str) -> str:
    """The LIKE pattern (escape character ``\\``) for what was typed."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


# What is no Chinese character is read as it stands, letter by letter (pypinyin's types forget it).
_ITSELF: Any = list


def _readings(name: str) -> Readings:
    """Each letter and character with its syllables, the one that fits the word first."""
    from pypinyin import lazy_pinyin  # 0.2 s of imports, only when entering names

    text = "".join(c for c in fold(name) if c.isalnum())
    return [
        (char, tuple(dict.fromkeys((likeliest, *_syllables(char)))))
        for char, likeliest in zip(text, lazy_pinyin(text, errors=_ITSELF), strict=True)
    ]


@cache
def _syllables(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    return tuple(pinyin(char, style=Style.NORMAL, heteronym=True, errors=_ITSELF)[0])


def _combined(readings: Readings, most: int) -> tuple[str, ...]:
    """The first readings together, then with one place read otherwise, with two, up to `most`."""
    return tuple(islice(_each_combined(readings, most), MOST_READINGS))


def _each_combined(readings: Readings, most: int) -> Iterator[str]:
    misread = [n for n, (c, told) in enumerate(readings) if c in OFTEN_MISREAD and len(told) > 1]
    for count in range(min(most, len(misread)) + 1):
        for places in combinations(misread, count):
            for other in product(*(readings[n][1][1:] for n in places)):
                instead = dict(zip(places, other, strict=True))
                yield "".join(instead.get(n, told[0]) for n, (_, told) in enumerate(readings))
