"""Search keys of a firm, and how what a person types finds them.

Name, former names, credit code, full pinyin and initials stand in one text column; a search is
LIKE over it (trigram indexes find nothing for words of one or two characters). Every reading of a
character counts: pinyin dictionaries misread surnames (单 曾 仇 查), people don't.
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
    "单曾仇查区朴乐缪重行长盖葛解纪任宁覃翟尉万冼折召种员祭厦会调传车系藏弹朝石柏堡泊参合奇强省盛校叶"
)
"""Surnames and words of firms' names that people read one way and dictionaries another: their
readings come first when a name has more combinations than are kept."""


def fold(text: str) -> str:
    """Half-width, lower case, no blanks: two spellings of one word become equal."""
    narrow = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return unicodedata.normalize("NFKC", narrow)


def initials(name: str) -> tuple[str, ...]:
    """Every way the pinyin initials of a name can be read, the likeliest first."""
    return _initials(_readings(name))


def spelled(name: str) -> tuple[str, ...]:
    """The whole pinyin of a name without tones; once more for each character often misread."""
    return _spelled(_readings(name))


def _initials(readings: Readings) -> tuple[str, ...]:
    letters = [tuple(dict.fromkeys(s[0] for s in syllables)) for _, syllables in readings]
    order = sorted(range(len(letters)), key=lambda n: readings[n][0] not in OFTEN_MISREAD)
    return tuple(islice(_combined(letters, order, len(letters)), MOST_READINGS))


def _spelled(readings: Readings) -> tuple[str, ...]:
    misread = [n for n, (char, _) in enumerate(readings) if char in OFTEN_MISREAD]
    return tuple(islice(_combined([s for _, s in readings], misread, 1), MOST_READINGS))


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


def _combined(choices: list[tuple[str, ...]], order: list[int], most: int) -> Iterator[str]:
    """The first choices together, then with one place read otherwise, with two, up to `most`."""
    open_places = [n for n in order if len(choices[n]) > 1]
    for count in range(min(most, len(open_places)) + 1):
        for places in combinations(open_places, count):
            for other in product(*(choices[n][1:] for n in places)):
                instead = dict(zip(places, other, strict=True))
                yield "".join(instead.get(n, c[0]) for n, c in enumerate(choices))
