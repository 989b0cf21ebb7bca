"""The blanks of printed papers: ``{{ claim.filed_on | date }}``.

Called by the form and letter engines and their checks. A blank looks a value up by its dotted
name and shows it by one of the kernel's styles; it holds no logic. A name nobody provides is
refused with the nearest names, so that nothing is printed empty by a slip of the pen.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kcdesk.kernel.capitals import in_capitals
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import STYLES
from kcdesk.kernel.money import Money

_BLANK: Final = re.compile(r"\{\{([^{}]*)\}\}")
_NEARLY: Final = re.compile(
    r"｛[^｛｝]*｝|\{｛|｛\{|(?<!\{)\{\s*[a-z_]+(?:\.[a-z_]+)+[^{}]*\}(?!\})"
)
"""What was meant to be a blank: braces of the Chinese keyboard, or one where two belong."""
_INSIDE: Final = re.compile(r"\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\s*(?:\|\s*(\w+)\s*)?")

_MARKS: Final = str.maketrans(
    {"。": ".", "·": ".", "、": ".", "，": ".", ",": ".", "丨": "|", "∣": "|"}
)

_SHOWN: Final[Mapping[str, Callable[[Any], str]]] = {**STYLES, "capitals": in_capitals}

# Which values a style can show; the rest would print nonsense or fail.
_FITS: Final[Mapping[str, tuple[type, ...]]] = {
    "date": (date,),
    "day": (date,),
    "money": (Money,),
    "wan": (Money,),
    "wan2": (Money,),
    "capitals": (Money,),
    "percent": (Fraction,),
    "percent2": (Fraction,),
    "weights": (tuple,),
    "whole": (int,),
    "text": (str,),
    "flag": (bool,),
    "tick": (bool,),
    "box": (bool,),
}

_USUAL: Final[Mapping[type, str]] = {
    bool: "flag",
    Money: "money",
    date: "date",
    Fraction: "percent",
    tuple: "weights",
    int: "whole",
    str: "text",
}
"""How a value is shown by a blank that names no style."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to be filled: the value's dotted name and the style (empty: the usual one)."""

    name: str
    style: str = ""

    def __str__(self) -> str:
        return f"{{{{ {self.name}{' | ' + self.style if self.style else ''} }}}}"


Piece = str | Blank


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The text cut into literals and blanks, in order.

    Raises a `Refusal` for braces that are no blank and for styles that do not exist.
    """
    pieces: list[Piece] = []
    at = 0
    for match in _BLANK.finditer(text):
        pieces.append(_literal(text[at : match.start()]))
        pieces.append(_blank(match.group(), match.group(1)))
        at = match.end()
    pieces.append(_literal(text[at:]))
    return tuple(piece for piece in pieces if piece != "")


def fill(piece: Piece, values: Mapping[str, object]) -> str:
    """What stands on paper for one piece; a value that is not there yet (None) is empty.

    Raises a `Refusal` whose problem carries the blank's name as its field.
    """
    if isinstance(piece, str):
        return piece
    value = value_of(values, piece.name)
    if value is None:
        return ""
    return _show(value, piece)


def value_of(values: Mapping[str, object], name: str) -> Any:
    """The value of a dotted name; None anywhere on the way is None. Unknown: a `Refusal`."""
    here: object = values
    for part in name.split("."):
        if here is None:
            return None
        if not isinstance(here, Mapping) or part not in here:
            raise _unknown(values, name)
        here = here[part]
    return here


def names_in(values: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    """Every dotted name that may be filled in; a list's entries as ``claim.checks[].label``."""
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from names_in(value, f"{name}.")
            continue
        yield name
        if isinstance(value, list):
            for entry in value:
                if isinstance(entry, Mapping):
                    yield from names_in(entry, f"{name}[].")


def nearest(name: str, known: Iterable[str]) -> str:
    """``是不是“loan.amount”？`` or nothing when no name comes near."""
    near = difflib.get_close_matches(name, list(known), n=2, cutoff=0.7)
    return f"是不是{'或'.join(f'“{n}”' for n in near)}？" if near else ""


def _literal(text: str) -> str:
    near = _NEARLY.search(text)
    if near is not None:
        raise _bad(
            f"“{near.group().strip()}”不是空格的写法。",
            "空格用两个英文花括号，写成 {{ 名称 }} 或 {{ 名称 | 格式 }}。",
        )
    if "{{" in text or "}}" in text:
        raise _bad(
            f"“{text.strip()}”里的花括号不成对。", "空格应写成 {{ 名称 }} 或 {{ 名称 | 格式 }}。"
        )
    return text


def _blank(written: str, inside: str) -> Blank:
    match = _INSIDE.fullmatch(inside)
    if match is None:
        raise _bad(f"“{written}”不是空格的写法。", _put_right(inside))
    style = match.group(2) or ""
    if style and style not in _FITS:
        near = nearest(style, sorted(_FITS))
        known = "、".join(_FITS)
        raise _bad(f"“{written}”用了没有的格式“{style}”。", f"{near}可用的格式：{known}。")
    return Blank(match.group(1), style)


def _put_right(inside: str) -> str:
    """How a blank is written that has Chinese marks, wide or capital letters, or a label in it."""
    plain = unicodedata.normalize("NFKC", inside).translate(_MARKS).lower()
    match = _INSIDE.fullmatch(re.sub(r"\s*([.|])\s*", r"\1", plain))
    if match is not None:
        return f"点、竖线和字母用英文的，字母小写，写成 {Blank(match.group(1), match.group(2) or '')}。"
    cure = "空格应写成 {{ 名称 }} 或 {{ 名称 | 格式 }}。"
    if any("\u4e00" <= mark <= "\u9fff" for mark in plain):
        cure += "名称不用中文，照“导出空白清单”里的写法，例如 {{ enterprise.name }}。"
    return cure


def _show(value: Any, blank: Blank) -> str:
    if isinstance(value, list):
        raise Refusal.of(
            f"“{blank.name}”是名单，不能按“{blank}”填在一格里。",
            cure="请在 form.toml 里写 [[repeat]]，逐行填写。",
            field=blank.name,
            code="form.style",
        )
    style = blank.style or _usual(value)
    fits = isinstance(value, _FITS.get(style, ()))
    if not fits or (style == "whole" and isinstance(value, bool)):
        raise Refusal.of(
            f"“{blank.name}”的内容不能按“{blank}”填写。",
            cure="请在版式中改用与内容相符的格式。",
            field=blank.name,
            code="form.style",
        )
    try:
        return _SHOWN[style](value)
    except Refusal as refusal:
        raise Refusal(*(p.at(blank.name) for p in refusal.problems)) from refusal
    except ValueError as broken:
        raise Refusal.of(
            f"“{blank.name}”的内容不能写成{style}。",
            cure="请在版式中改用其他格式。",
            field=blank.name,
            code="form.style",
        ) from broken


def _usual(value: Any) -> str:
    known = _USUAL.get(type(value))
    return known or next((s for kind, s in _USUAL.items() if isinstance(value, kind)), "")


def _unknown(values: Mapping[str, object], name: str) -> Refusal:
    return Refusal(
        Problem(
            f"没有名为“{name}”的内容可填。",
            nearest(name, dict.fromkeys(names_in(values))) or "请对照该文书可用的名称修改版式。",
            field=name,
            code="form.unknown_blank",
        )
    )


def _bad(message: str, cure: str) -> Refusal:
    return Refusal.of(message, cure=cure, code="form.blank")
