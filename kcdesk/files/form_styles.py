"""Reads fonts, colours, borders and alignment of a spreadsheet cell into the page model.

Called by `form_reading` only. What has no counterpart on paper is said to `tell`, never dropped
in silence.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, Literal, Protocol

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

from kcdesk.files.fonts import ROLES
from kcdesk.files.form_layout import BLACK, Across, Colour, Down, Line, Style, Turn


class Tell(Protocol):
    """Says what will not be printed as drawn, and what to do about it."""

    def __call__(self, message: str, cure: str = ..., /) -> None: ...


# Names as WPS, Excel and the foundries write them; the first pattern that is found decides.
_FACES: Final = (
    (re.compile("小标宋|FZXBS|xiaobiaosong", re.IGNORECASE), "xiaobiaosong"),
    (re.compile("仿宋|fangsong|simfang", re.IGNORECASE), "fangsong"),
    (re.compile("楷|kaiti|simkai", re.IGNORECASE), "kai"),
    (re.compile("宋|simsun|nsimsun|serif|times|cambria", re.IGNORECASE), "song"),
    (re.compile("黑|simhei|yahei|等线|dengxian|sans|arial|calibri", re.IGNORECASE), "hei"),
)

# style → (rank, width in points, dashes, double). Excel's own order of strength.
_LINES: Final[Mapping[str, Line]] = {
    "hair": Line(1, 0.25, (0.5, 0.75)),
    "dotted": Line(2, 0.5, (0.75, 1.0)),
    "dashDotDot": Line(3, 0.5, (4, 1.5, 1, 1.5, 1, 1.5)),
    "dashDot": Line(4, 0.5, (4, 1.5, 1, 1.5)),
    "dashed": Line(5, 0.5, (3, 2)),
    "thin": Line(6, 0.5),
    "mediumDashDotDot": Line(7, 1.2, (6, 2, 2, 2, 2, 2)),
    "slantDashDot": Line(8, 1.2, (6, 2, 2, 2)),
    "mediumDashDot": Line(9, 1.2, (6, 2, 2, 2)),
    "mediumDashed": Line(10, 1.2, (5, 3)),
    "medium": Line(11, 1.2),
    "double": Line(12, 0.5, double=True),
    "thick": Line(13, 2.0),
}
_ACROSS: Final[Mapping[str, Across]] = {
    "general": "left",
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "justify",
    "distributed": "spread",
}
_DOWN: Final[Mapping[str, Down]] = {"top": "top", "center": "center", "bottom": "bottom"}
_TURNS: Final[Mapping[int, Turn]] = {0: "level", 90: "up", 180: "down", 255: "stacked"}
_UNDERLINES: Final[Mapping[str, Literal["single", "double"]]] = {
    "single": "single",
    "singleAccounting": "single",
    "double": "double",
    "doubleAccounting": "double",
}
_INDENT: Final = 6.75
"""One step of indent as Excel draws it: nine pixels of a 96 dpi screen."""


def role_of(face: str, tell: Tell) -> str:
    """The role a spreadsheet's font name stands for."""
    for pattern, role in _FACES:
        if pattern.search(face):
            return role
    tell(f"字体“{face}”不在可用字体之内，打印时用{ROLES['song']}代替")
    return "song"


def line_of(side: Any, palette: Palette, tell: Tell) -> Line | None:
    """One border of a cell."""
    line = _LINES.get(side.style) if side is not None and side.style else None
    if line is None or side.color is None:
        return line
    colour = palette.colour(side.color, tell)
    return line if colour is None else replace(line, colour=colour)


class Palette:
    """The colours of one workbook."""

    def __init__(self, theme: bytes | None) -> None:
        self._theme = _theme_colours(theme)

    def colour(self, colour: Any, tell: Tell) -> Colour | None:
        """None when the cell leaves the colour to the program."""
        if colour is None or colour.type == "auto":
            return None
        if colour.type == "theme":
            shade = self._theme.get(colour.theme)
        elif colour.type == "indexed":
            known = colour.indexed < len(COLOR_INDEX)
            shade = _hex(COLOR_INDEX[colour.indexed][2:]) if known else None
            if colour.indexed >= 64:
                return None
        else:
            shade = _hex(str(colour.rgb)[-6:])
        if shade is None:
            tell("有不认识的颜色，打印时用黑色")
            return None
        return _tinted(shade, float(colour.tint or 0))

    def fill(self, fill: Any, tell: Tell) -> Colour | None:
        """The colour behind a cell's text; only even ones can be drawn."""
        pattern = getattr(fill, "patternType", "gradient")
        if not pattern or pattern == "none":
            return None
        if pattern != "solid":
            tell("有花纹或渐变底色，打印时不画")
            return None
        return self.colour(fill.fgColor, tell)


def style_of(cell: Any, palette: Palette, scale: float, tell: Tell) -> Style:
    """The text style of an openpyxl cell; sizes are multiplied by `scale`."""
    font, alignment = cell.font, cell.alignment
    if font.i:
        tell("用了斜体，打印时改为正体")
    if font.vertAlign in ("superscript", "subscript"):
        tell("用了上标或下标，打印时按正常位置")
    across = alignment.horizontal or "general"
    if across not in _ACROSS:
        tell("用了“填充”或“跨列居中”的对齐方式，打印时靠左")
    down = alignment.vertical or "bottom"
    if down not in _DOWN:
        tell("用了垂直方向的两端或分散对齐，打印时居中")
    if (alignment.textRotation or 0) not in _TURNS:
        tell(f"文字旋转了{alignment.textRotation}度，打印时不旋转")
    is_number = across == "general" and cell.data_type == "n" and cell.value is not None
    return Style(
        role=role_of(font.name or "宋体", tell),
        size=float(font.sz or 11) * scale,
        bold=bool(font.b),
        underline=_UNDERLINES.get(font.u or "", ""),
        strike=bool(font.strike),
        colour=palette.colour(font.color, tell) or BLACK,
        across="right" if is_number else _ACROSS.get(across, "left"),
        down=_DOWN.get(down, "center"),
        wrap=bool(alignment.wrap_text) or across in ("justify", "distributed"),
        shrink=bool(alignment.shrink_to_fit),
        indent=float(alignment.indent or 0) * _INDENT * scale,
        turn=_TURNS.get(alignment.textRotation or 0, "level"),
    )


def _theme_colours(theme: bytes | None) -> dict[int, Colour]:
    if not theme:
        return {0: (1.0, 1.0, 1.0), 1: BLACK}
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    root = etree.fromstring(theme, etree.XMLParser(resolve_entities=False, no_network=True))
    scheme = root.find(f".//{space}clrScheme")
    values = [
        child[0].get("lastClr") or child[0].get("val") or "000000"
        for child in (scheme if scheme is not None else ())
        if len(child)
    ]
    # The file lists dark before light; cells count light first.
    order = [1, 0, 3, 2, *range(4, len(values))]
    return {
        number: shade
        for number, place in enumerate(order)
        if place < len(values) and (shade := _hex(values[place])) is not None
    }


@cache
def _hex(text: str) -> Colour | None:
    if re.fullmatch("[0-9A-Fa-f]{6}", text) is None:
        return None
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return (red, green, blue)


def _tinted(shade: Colour, tint: float) -> Colour:
    hue, light, saturation = colorsys.rgb_to_hls(*shade)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    return colorsys.hls_to_rgb(hue, light, saturation)
