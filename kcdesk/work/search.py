"""Search keys of a firm, and how what a person types finds them.

Name, former names, credit code, full pinyin and initials stand in one text column; a search is
LIKE over it (trigram indexes find nothing for words of one or two characters). Every reading of a
character counts: pinyin dictionaries misread surnames (单 曾 仇 查), people don't.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice, product

MOST_READINGS = 256
"""How many combinations of readings one name may have in the index."""


def fold(text: str) -> str:
    """Half-width, lower case, no blanks: two spellings of one word become equal."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def initials(name: str) -> tuple[str, ...]:
    """Every way the pinyin initials of a name can be read, the likeliest first."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - 0.2 s of imports, only when entering names

    letters: list[list[str]] = []
    for character in fold(name):
        letters += pinyin(character, style=Style.FIRST_LETTER, heteronym=True)
    choices = [list(dict.fromkeys(c for c in reading if c)) or [""] for reading in letters]
    return tuple(dict.fromkeys("".join(p) for p in islice(product(*choices), MOST_READINGS)))


def spelled(name: str) -> str:
    """The whole pinyin of a name without tones."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - see initials

    return "".join(lazy_pinyin(fold(name)))


def search_keys(names: Iterable[str], uscc: str) -> str:
    """The text a firm is found by."""
    parts: list[str] = []
    for name in names:
        parts += [fold(name), spelled(name), *initials(name)]
    return "|".join(dict.fromkeys((*parts, fold(uscc))))


def like(text: str) -> str:
    """The LIKE pattern (escape character ``\\``) for what was typed."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
