"""A word of the programme in a list: a qualification, by its name or what people call it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from kcdesk.files.grid import Cell
from kcdesk.files.list_cells import Bad, Ways, as_text, stripped
from kcdesk.kernel.kinds import KINDS
from kcdesk.packs.blanks import nearest
from kcdesk.packs.sheets import ColumnSpec

_BETWEEN_WORDS: Final = re.compile(r"[\s,，、;；/|+＋]+")
_QUOTES: Final = re.compile(r"[\s\"'“”‘’「」《》]")


def plain_word(text: str) -> str:
    """A word for comparing: half-width, without quotation marks, blanks and a last 企业."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text)).casefold().removesuffix("企业")


def code(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    codes = _words(cell, column, ways)
    if len(codes) > 1:
        raise Bad(
            f"这一格写了{len(codes)}种（{as_text(cell)}），编号和日期是哪一种的看不出来。",
            "请只留编号和日期所属的那一种，其余的在企业卡片上补登。",
            "word.several",
        )
    return codes[0] if codes else None


def codes(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    return _words(cell, column, ways) or None


def _words(cell: Cell, column: ColumnSpec, ways: Ways) -> tuple[str, ...]:
    text = as_text(cell)
    whole = _code_of(text, column, ways)
    if whole is not None:
        return (whole,)
    parts = [part.strip() for part in _BETWEEN_WORDS.split(text) if stripped(part)]
    found = []
    for part in parts:
        code = _code_of(part, column, ways)
        if code is None:
            raise _unknown_word(part, ways)
        found.append(code)
    return tuple(dict.fromkeys(found))


def _code_of(word: str, column: ColumnSpec, ways: Ways) -> str | None:
    plain = plain_word(word)
    meant = {plain_word(w): means for w, means in column.words.items()}.get(plain, word)
    if ways.words is None:
        several = _BETWEEN_WORDS.search(meant)
        return None if several else KINDS["code"].parse(meant, column.field, ways.within)
    return ways.words.get(plain) or ways.words.get(plain_word(meant))


def _unknown_word(word: str, ways: Ways) -> Bad:
    known = list(ways.labels)
    return Bad(
        f"不认识“{word}”。",
        nearest(word, known) or f"可用的有：{'、'.join(known)}。",
        "word.unknown",
    )
