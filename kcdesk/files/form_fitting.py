"""Makes one text fit one cell: lines, size, and the height it needs.

Called while rows are measured. A text that is too wide wraps where its cell wraps, shrinks as far
as the form allows, or is refused; nothing is ever clipped. Where the cell stands on the page, and
how rows grow, is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_layout import Style
from kcdesk.files.line_break import break_lines
from kcdesk.packs.forms import Fit

LEADING: Final = 1.36
"""From baseline to baseline, in sizes of the text."""
ASCENT: Final = 0.88
"""From the top of a character's box to its baseline."""

STACKING: Final = 1.15
"""From one character to the next of text that runs downwards, in sizes."""
_PAD: Final = 5.67
_PAD_SHARE: Final = 0.06
_BREATH: Final = 6.5
"""Kept above and below several lines together, in points."""
_SMALLEST: Final = 7.0
_STEP: Final = 0.5
_EPS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it will be drawn. `ends` tells for every line whether a paragraph ends with it."""

    lines: tuple[str, ...]
    ends: tuple[bool, ...]
    size: float
    need: float
    """The least height of the cell."""

    def need_of(self, count: int) -> float:
        """The least height when only `count` of the lines stand in the cell."""
        return height_of(count, self.size)

    def room_for(self, height: float) -> int:
        """How many lines stand in a cell of that height."""
        if height < height_of(1, self.size):
            return 0
        return max(1, int((height - self.size - _BREATH + _EPS) / (self.size * LEADING)) + 1)


class TooWide(Exception):
    """The text does not fit and may neither wrap nor shrink further."""


def pad_of(width: float) -> float:
    """What is kept free left and right of a cell's text."""
    return min(_PAD, width * _PAD_SHARE)


def height_of(lines: int, size: float) -> float:
    """The least height of a cell with so many lines; one line needs no air around it."""
    return size * 1.12 if lines <= 1 else size + (lines - 1) * size * LEADING + _BREATH


def fit(
    text: str, style: Style, width: float, height: float, fonts: Fonts, rule: Fit | None
) -> Fitted:
    """`text` set in a cell of `width`, whose drawn height is `height`. Raises `TooWide`."""
    if style.turn == "stacked":
        return _stacked(text, style)
    if style.turn != "level":
        return _turned(text, style, height, fonts)
    room = width - 2 * pad_of(width) - style.indent
    wraps = style.wrap or (rule is not None and rule.how == "wrap")
    fitted = _set(text, style, style.size, room, wraps, fonts)
    is_bounded = rule is not None and rule.how != "wrap"
    if fitted is not None and (not is_bounded or fitted.need <= height + _EPS):
        return fitted
    least = _least(style, rule)
    if least is None:
        raise TooWide
    size = style.size - _STEP
    while size >= least - _EPS:
        fitted = _set(text, style, size, room, wraps, fonts)
        if fitted is not None and fitted.need <= height + _EPS:
            return fitted
        size -= _STEP
    if fitted is None or not wraps:
        raise TooWide
    return fitted


def _least(style: Style, rule: Fit | None) -> float | None:
    """How small the text may get; None when it may not."""
    if rule is not None:
        return min(float(rule.points), style.size) if rule.how == "shrink" else None
    return min(_SMALLEST, style.size) if style.shrink else None


def _set(
    text: str, style: Style, size: float, room: float, wraps: bool, fonts: Fonts
) -> Fitted | None:
    """The text at one size; None when a line is wider than the room."""

    role, bold = style.role, style.bold
    if "\n" not in text and fonts.width(text, role, size, bold) <= room + _EPS:
        return Fitted((text,), (True,), size, height_of(1, size))
    advance = fonts.advances(role, bold).__getitem__
    lines: list[str] = []
    ends: list[bool] = []
    for paragraph in text.split("\n"):
        parts = break_lines(paragraph, advance, room * 1000 / size) if wraps else [paragraph]
        lines.extend(parts)
        ends.extend([False] * (len(parts) - 1) + [True])
    if any(fonts.width(line.rstrip(), role, size, bold) > room + _EPS for line in lines):
        return None
    return Fitted(tuple(lines), tuple(ends), size, height_of(len(lines), size))


def _stacked(text: str, style: Style) -> Fitted:
    """Characters below each other; a line feed begins the next column to the left."""
    columns = tuple(text.split("\n"))
    tallest = max(len(column) for column in columns)
    need = tallest * style.size * STACKING + _BREATH
    return Fitted(columns, (True,) * len(columns), style.size, need)


def _turned(text: str, style: Style, height: float, fonts: Fonts) -> Fitted:
    """Text running up or down the cell; it takes the height it needs."""
    lines = tuple(text.split("\n"))
    longest = max(fonts.width(line, style.role, style.size, style.bold) for line in lines)
    return Fitted(lines, (True,) * len(lines), style.size, longest + 2 * pad_of(height))
