"""Sets a table of a letter: ruled rows that go on under their head where a page ends.

Called by the letter engine's flow with cells already filled. Columns get the room their dashes
ask for, but never so little that a number or a word would be torn; when the line is too short
for all of them the letters get smaller, and when that does not help it is said. Which cells there
are is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, Literal

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_fill import FilledTable, FilledWords
from kcdesk.files.letter_lines import SetLine, Shape, Span, set_lines
from kcdesk.files.letter_page import ROW, WIDTH, Block, Ink, Row, Rule, baseline_below
from kcdesk.files.line_break import may_break
from kcdesk.kernel.errors import Refusal

_SIZES: Final = (12.0, 10.5, 9.0, 8.0)
"""小四 where it fits, else smaller."""
_LEADING: Final = 1.4
_SIDE: Final = 4.5
_OVER: Final = 4.0
_LINE: Final = 0.6
_GAP: Final = 0.25
"""Over the table, in rows of text."""
_SHORT_HEAD, _HEAD_CELLS = 2, 4
"""In characters: headings up to the one are never cut, longer ones get no more than the other."""
_LAST_TWO: Final = 6
"""So high, in rows of text, may the last two rows be that stay together."""
_MOST_LINES: Final = 30
"""Lines of one cell that stay together; what is longer goes on in a row of its own."""


def table_rows(fonts: Fonts, table: FilledTable) -> list[Row]:
    """The table's rows, the head again over what goes on to another page."""
    size, widths = _fitting(fonts, table)
    edges = (0.0, *accumulate(widths))
    heads = [
        row
        for cells in table.heads
        for row in _cut_rows(fonts, cells, ["center"] * len(cells), edges, size, "hei")
    ]
    heads = [Row(row.line, at > 0, row.block, row.height) for at, row in enumerate(heads)]
    body = [
        row
        for cells in table.rows
        for row in _cut_rows(fonts, cells, [c.align for c in table.columns], edges, size)
    ]
    glued = {0}
    if sum(row.height for row in body[-2:]) <= _LAST_TWO:
        glued.add(len(body) - 1)  # nor is the last row left alone on another page
    rows = [
        Row(height=_GAP),
        *(Row(None, True, head.block, head.height) for head in heads),
        *(
            Row(None, at in glued, row.block, row.height, tuple(heads))
            for at, row in enumerate(body)
        ),
    ]
    used = sum(row.height for row in rows)
    # What follows stands on the grid of the text again.
    rest = math.ceil(used - 1e-6) - used
    return [*rows, Row(height=rest)] if rest > 0.01 else rows


def _fitting(fonts: Fonts, table: FilledTable) -> tuple[float, list[float]]:
    """The largest size in which nothing is torn, and the columns' widths."""
    for size in _SIZES:
        least = [0.0] * len(table.columns)
        for role, rows in (("hei", table.heads), ("fangsong", table.rows)):
            for cells in rows:
                for at, cell in enumerate(cells):
                    longest = _longest(fonts, cell.text, role, size)
                    if role == "hei":
                        # A heading in two lines of a few characters, not in a column of them.
                        whole = fonts.width(cell.text, role, size)
                        enough = max(whole / 2 + size / 2, _SHORT_HEAD * size)
                        longest = max(longest, min(whole, enough, _HEAD_CELLS * size))
                    least[at] = max(least[at], longest + 2 * _SIDE)
        if sum(least) <= WIDTH:
            return size, _shared([column.weight for column in table.columns], least)
    heads = "、".join(cell.text for cell in table.heads[0])
    raise Refusal.of(
        f"表格（{heads}）太宽，一行放不下。",
        cure="请减少栏数，或者缩短不能拆开的编号和数字。",
        code="letter.table",
    )


def _longest(fonts: Fonts, text: str, role: str, size: float) -> float:
    """The width of the longest stretch that may not be torn."""
    ends = [0, *(at for at in range(1, len(text)) if may_break(text, at)), len(text)]
    return max(fonts.width(text[a:b].strip(), role, size) for a, b in pairwise(ends))


def _shared(weights: Sequence[int], least: Sequence[float]) -> list[float]:
    """The width of the line shared out by weight, nobody below what it needs."""
    fixed: set[int] = set()
    while True:
        room = WIDTH - sum(least[at] for at in fixed)
        whole = sum(weight for at, weight in enumerate(weights) if at not in fixed)
        widths = [
            least[at] if at in fixed else room * weight / whole for at, weight in enumerate(weights)
        ]
        short = {at for at, width in enumerate(widths) if width < least[at] - 1e-6}
        if not short:
            return widths
        fixed |= short


def _cut_rows(
    fonts: Fonts,
    cells: Sequence[FilledWords],
    aligns: Sequence[Literal["left", "center", "right"]],
    edges: Sequence[float],
    size: float,
    role: str = "fangsong",
) -> list[Row]:
    """One row of the table; several where a cell holds more lines than a page should take."""
    set_cells = [
        set_lines(
            fonts,
            [Span(cell.text, role, cell.bold)],
            Shape(size, size, right - left - 2 * _SIDE, align=align),
        )
        for cell, align, (left, right) in zip(cells, aligns, pairwise(edges), strict=True)
    ]
    most = max(len(lines) for lines in set_cells)
    return [
        _row([lines[at : at + _MOST_LINES] for lines in set_cells], edges, size)
        for at in range(0, most, _MOST_LINES)
    ]


def _row(cells: Sequence[Sequence[SetLine]], edges: Sequence[float], size: float) -> Row:
    """One ruled row, its cells in the middle of its height."""
    leading = size * _LEADING
    tall = max(len(lines) for lines in cells) * leading + 2 * _OVER
    height = max(tall, ROW)
    inks = []
    for lines, left in zip(cells, edges, strict=False):
        top = -(height - len(lines) * leading) / 2
        for at, line in enumerate(lines):
            baseline = baseline_below(top - at * leading - (leading - size) / 2, size)
            inks.append(Ink(line, left + _SIDE, baseline))
    rules = [Rule(0.0, y, WIDTH, _LINE) for y in (0.0, -height)]
    rules += [Rule(edge, 0.0, height, _LINE, is_upright=True) for edge in edges]
    return Row(block=Block(tuple(inks), tuple(rules)), height=height / ROW)
