"""Where Chinese text may be broken into lines (GB/T 15834, and 数字、年份不能回行).

Called by the form engine (cells) and the letter engine (paragraphs); knows nothing of fonts:
widths come in as numbers of one unit, lines go out as text or as places. A closing mark never
begins a line, an opening one never ends it; …… and —— stay whole, so do words, numbers with
their unit and document numbers. Only what is wider than the line itself is cut elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

CLOSING = frozenset("，。、；：？！）〕】》〉」』”’］｝")
"""Full-width marks whose right half is empty."""
OPENING = frozenset("（〔【《〈「『“‘［｛")
"""Full-width marks whose left half is empty."""
NOT_FIRST = CLOSING | frozenset("…—·～％‰℃°,.;:?!)]}%/／-–々")
NOT_LAST = OPENING | frozenset("￥¥＄$([{№#/／")
_UNITS = frozenset("年月日时分元万亿号")
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_IN_CAPITALS = _CAPITALS | frozenset("币零万亿元角分整")
_PAIRS = frozenset(("人民", "民币", "万元", "亿元", "元整", "角整", "元零", "角零", "万零", "亿零"))
_PLACE = "＿"
"""A place to write in by hand is not torn."""
_ENTRY_ENDS = frozenset("，、；。\u3000 ")
_SLACK = 1e-6


Rule = Callable[[str, int], bool]
"""Whether a line may end before ``text[place]``, given text and place."""


def break_lines(
    text: str,
    width_of: Callable[[str], float],
    width: float,
    first_indent: float = 0.0,
) -> list[str]:
    """Break `text` into lines no wider than `width`, the first narrower by `first_indent`.

    `width_of` gives the width of one character. A line feed ends its line and is dropped;
    otherwise the lines joined are the text. Blanks at a line's end stay there and may hang out.
    Only a single character wider than the line, or its combining marks, can stick out.
    """
    known = {character: width_of(character) for character in dict.fromkeys(text)}
    lines: list[str] = []
    for part in text.split("\n"):
        advances = [known[character] for character in part]
        indent = 0.0 if lines else first_indent
        places = break_places(part, advances, [0.0] * len(part), width, indent)
        lines.extend(part[start:end] for start, end in places)
    return lines


def break_places(
    text: str,
    advances: Sequence[float],
    hangs: Sequence[float],
    width: float,
    first_indent: float = 0.0,
    *,
    prefer: Rule | None = None,
    loss: float = 0.15,
) -> list[tuple[int, int]]:
    """The lines of one paragraph as (start, end); an empty paragraph is one empty line.

    `advances` holds each character's width, `hangs` the part of it that may stand outside the
    line when the character is the line's last (the empty half of a closing mark). Of the places
    where a line may end those liked by `prefer` are taken (by default, outside amounts in
    capitals), unless more than the part `loss` of the line would stay empty for it.
    """
    places: list[tuple[int, int]] = []
    likes = prefer or outside_capitals
    start = 0
    room = width - first_indent
    while start < len(text):
        end = _end_of_line(text, advances, hangs, start, room, likes, room * loss)
        places.append((start, end))
        start, room = end, width
    return places or [(0, 0)]


def may_break(text: str, place: int) -> bool:
    """Whether a line may end before ``text[place]`` without harm to sense or sight."""
    before, after = text[place - 1], text[place]
    if not may_split(text, place):
        return False
    if stands_together(before, after):
        return False
    return not (before.isdigit() and after in _UNITS)


def outside_capitals(text: str, place: int) -> bool:
    """Whether ``text[place]`` does not go on an amount such as 人民币壹拾捌万元整."""
    before, after = text[place - 1], text[place]
    if before + after in _PAIRS:
        return False
    if before not in _IN_CAPITALS or after not in _IN_CAPITALS:
        return True
    return before not in _CAPITALS and after not in _CAPITALS


def between_entries(text: str, place: int) -> bool:
    """Whether an entry of a list of names ends before ``text[place]``."""
    return text[place - 1] in _ENTRY_ENDS


def may_split(text: str, place: int) -> bool:
    """The weaker rule for what fits no line: marks keep their side, words may be cut."""
    before, after = text[place - 1], text[place]
    if _joins(after) or after.isspace():
        return False
    return after not in NOT_FIRST and before not in NOT_LAST


def _end_of_line(
    text: str,
    advances: Sequence[float],
    hangs: Sequence[float],
    start: int,
    room: float,
    likes: Rule,
    loss: float,
) -> int:
    """The best end of the line that begins at `start`; its first character always fits."""
    fits, used = start, 0.0
    reached = [0.0]
    for place in range(start, len(text)):
        used += advances[place]
        over = used - hangs[place] > room + _SLACK
        if over and place > start and not _clings(text[place]):
            break
        fits = place + 1
        reached.append(used)
    else:
        return len(text)
    allowed = 0
    for place in range(fits, start, -1):
        is_full = reached[place - start] >= room - loss
        if allowed and not is_full:
            break
        if may_break(text, place):
            allowed = allowed or place
            if is_full and likes(text, place):
                return place
    if allowed:
        return allowed
    cut = (place for place in range(fits, start, -1) if may_split(text, place))
    return next(cut, fits)


def _clings(character: str) -> bool:
    """Blanks hang out of the line, accents sit on the character before: both always fit."""
    return character.isspace() or _joins(character)


def _joins(character: str) -> bool:
    """Combining marks, variation selectors and joiners belong to the character before."""
    return unicodedata.category(character) in ("Mn", "Me", "Mc") or character == "\u200d"


def stands_together(before: str, after: str) -> bool:
    """Whether two neighbours belong to one number or word, which nothing may part."""
    if before == after == _PLACE:
        return True
    if before in "〔〕" or after in "〔〕":
        return before.isdigit() or after.isdigit()
    return _is_western(before) and _is_western(after)


def _is_western(character: str) -> bool:
    """Letters, digits and marks of Western writing stand together until a blank."""
    if character < "\x80":
        return not character.isspace()
    return character.isalnum() and character < "\u2e80"
