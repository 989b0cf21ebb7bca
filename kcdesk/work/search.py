"""Search keys of a firm, and how what a person types finds them.

Name, former names, credit code, full pinyin and initials stand in one text column; a search is
LIKE over it (trigram indexes find nothing for words of one or two characters). Every reading of an
ambiguous character counts: pinyin dictionaries misread surnames (单 曾 仇 查), people don't.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations, islice, product
from typing import Any, NamedTuple


class Reading(NamedTuple):
    """How one character is read, the likeliest first; just that unless it is often misread."""

    syllables: tuple[str, ...]
    letters: tuple[str, ...]


MOST_READINGS = 64
"""How many combinations of readings one name may have in the index."""

OFTEN_MISREAD = frozenset(
    "阿扒柏蚌膀磅刨堡暴辟便屏泊藏参曾刹禅颤朝长车澄匙重仇臭畜传伺攒撮单提调丁囤恶番佛否脯轧扛给谷"
    "龟桧虾吓巷合红会系贾夹见降校解圈咖卡壳括乐率秘弄粘尿朴曝栖奇茄强区厦什识石属说沓弹万尾尉纤行"
    "省叶折种幢盖葛覃翟查缪祭俞繁盛晟召乘莘隗郇褚任纪宁尹冼员殖择琢六"
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


def _initials(readings: list[Reading]) -> tuple[str, ...]:
    return _combined([r.letters for r in readings], len(readings))


def _spelled(readings: list[Reading]) -> tuple[str, ...]:
    return _combined([r.syllables for r in readings], 1)


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


def _readings(name: str) -> list[Reading]:
    """Each letter and character, read as it fits its word."""
    from pypinyin.seg.mmseg import seg  # 0.2 s of imports, only when entering names

    text = "".join(c for c in fold(name) if c.isalnum())
    return [reading for word in seg.cut(text) for reading in _word_readings(word)]


# A list of firms says the same few thousand words again and again.
@lru_cache(maxsize=20_000)
def _word_readings(word: str) -> tuple[Reading, ...]:
    from pypinyin import lazy_pinyin

    return tuple(map(_reading, word, lazy_pinyin(word, errors=_ITSELF)))


def _reading(char: str, likeliest: str) -> Reading:
    others = _syllables(char) if char in OFTEN_MISREAD else ()
    syllables = tuple(dict.fromkeys((likeliest, *others)))
    return Reading(syllables, tuple(dict.fromkeys(s[0] for s in syllables)))


@cache
def _syllables(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    return tuple(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def _combined(read: list[tuple[str, ...]], most: int) -> tuple[str, ...]:
    """The first readings together, then with one place read otherwise, with two, up to `most`."""
    return tuple(islice(_each_combined(read, most), MOST_READINGS))


def _each_combined(read: list[tuple[str, ...]], most: int) -> Iterator[str]:
    likeliest = [told[0] for told in read]
    yield "".join(likeliest)
    misread = [n for n, told in enumerate(read) if len(told) > 1]
    for count in range(1, min(most, len(misread)) + 1):
        for places in combinations(misread, count):
            for other in product(*(read[n][1:] for n in places)):
                combined = likeliest.copy()
                for n, told in zip(places, other, strict=True):
                    combined[n] = told
                yield "".join(combined)
