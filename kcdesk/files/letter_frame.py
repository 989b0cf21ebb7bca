"""What stands around a letter's text: red head, title, signature, imprint, page number.

Called by the letter engine with lines already filled; gives them their place by GB/T 9704-2012
for the three kinds of letter (公文, 信函, 纪要). The seal's place stays empty: a seal is never
drawn. Which words stand there is not decided here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_lines import SetLine, Shape, Span, set_lines
from kcdesk.files.letter_page import (
    BOTTOM,
    CELL,
    LEFT,
    MM,
    PAGE,
    RED,
    ROW,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TOP,
    WIDTH,
    Ink,
    Page,
    Row,
    Rule,
    baseline_below,
    body_shape,
    bottom_above,
    row_baseline,
)
from kcdesk.files.letter_titles import shaped_lines
from kcdesk.kernel.errors import Refusal

_MARK_SIZE: Final = 40.0
_NARROWEST: Final = 0.62
_MARK_LEADING: Final = 1.2
_RULE_BELOW: Final = 4 * MM
_SEAL_ROWS: Final = 2
"""Empty rows over the signature: the seal's upper edge is to stand within one of them."""
_DATE_FROM_RIGHT: Final = 4
_UNSEALED_FROM_RIGHT: Final = 2
_DATE_IN: Final = 2
_SIGNER_CELLS: Final = 26
_IMPRINT_ROW: Final = 21.0
_MOST_IMPRINT_ROWS: Final = 14
_THICK, _THIN = 0.35 * MM, 0.25 * MM
_TITLE_CELLS: Final = 19


@dataclass(slots=True)
class Head:
    """What stands on the first page over the text, and the row where the text begins."""

    first_row: int
    inks: list[Ink] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def official_head(
    fonts: Fonts, mark: str, number: str, issuer: str, issued_on: str, approver: str = ""
) -> Head:
    """公文 and 纪要: the mark 35 mm below the text area's top, the number, the red rule.

    A paper that goes up has its `approver` (签发人) at the other end of the number's line.
    Minutes have `issuer` and `issued_on` at the two ends of one more line.
    """
    head = Head(0)
    bottom = _mark(fonts, head, mark, TOP - 35 * MM)
    row = round(_row_of(bottom, SIZE_3) + 2)
    parts = _upward(fonts, number, approver) if approver else ()
    parts = parts or (_line(fonts, number, SIZE_3, "center"),)
    head.inks += [Ink(part, LEFT, row_baseline(row, SIZE_3)) for part in parts]
    if issuer or issued_on:
        row += 1
        left = set_lines(fonts, [Span(issuer)], body_shape(first=1))[0]
        right = _line(fonts, issued_on, SIZE_3, "right", width=WIDTH - CELL)
        head.inks += [Ink(part, LEFT, row_baseline(row, SIZE_3)) for part in (left, right)]
    rule = bottom_above(row_baseline(row, SIZE_3), SIZE_3) - _RULE_BELOW
    head.rules.append(Rule(LEFT, rule, WIDTH, 0.7 * MM, RED))
    head.first_row = round(_row_of(rule, SIZE_2) + 2)
    return head


def _upward(fonts: Fonts, number: str, approver: str) -> tuple[SetLine, ...]:
    """The number one character from the left, who signed one character from the right."""
    left = set_lines(fonts, [Span(number)], body_shape(first=1))[0]
    shape = Shape(SIZE_3, CELL, WIDTH - CELL, align="right")
    return left, set_lines(fonts, [Span("签发人："), Span(approver, "kai")], shape)[0]


def letter_head(fonts: Fonts, mark: str, number: str) -> Head:
    """信函: the mark 30 mm below the paper's edge, red double rules 170 mm wide above and below."""
    head = Head(0)
    rule = _mark(fonts, head, mark, PAGE[1] - 30 * MM) - _RULE_BELOW
    x, length = (PAGE[0] - 170 * MM) / 2, 170 * MM
    low = 20 * MM
    head.rules += [
        Rule(x, rule, length, 2.2, RED),
        Rule(x, rule - 3.2, length, 0.8, RED),
        Rule(x, low + 3.2, length, 0.8, RED),
        Rule(x, low, length, 2.2, RED),
    ]
    last = rule - 3.6
    if number:
        baseline = baseline_below(last - SIZE_3 * 7 / 8, SIZE_3)
        head.inks.append(Ink(_line(fonts, number, SIZE_3, "right"), LEFT, baseline))
        last = bottom_above(baseline, SIZE_3)
    head.first_row = round(_row_of(last, SIZE_2) + 2)
    return head


def title_rows(fonts: Fonts, words: Sequence[str]) -> list[Row]:
    """The title in 二号小标宋, its lines shaped like a trapezium or a rhombus, and a blank row.

    `words` are the stretches the title was put together from: a line rather ends between them
    than inside a name.
    """
    seams = frozenset(accumulate(len(word) for word in words))
    lines = [
        _line(fonts, line, SIZE_2, "center", role="xiaobiaosong")
        for line in shaped_lines("".join(words), _TITLE_CELLS, seams)
    ]
    rows = [Row(line, glued=number > 0) for number, line in enumerate(lines)]
    return [*rows, Row(glued=True)] if rows else []


def signature_rows(fonts: Fonts, signer: str, signed_on: str, *, sealed: bool = True) -> list[Row]:
    """署名 and date.

    Under a seal: room for it above, the date four characters from the right and the name centred
    over it; under a name too long for that, the date stands in its middle. Without a seal: one
    empty row, the name two characters from the right, the date two characters further in.
    """
    if not (signer or signed_on):
        return []
    names = shaped_lines(signer, _SIGNER_CELLS)
    widths = [_line(fonts, name, SIZE_3, "left").right for name in names]
    date = _line(fonts, signed_on, SIZE_3, "left").right
    if sealed:
        middle = WIDTH - _DATE_FROM_RIGHT * CELL - date / 2
        middle = min(middle, WIDTH - max(widths, default=0.0) / 2)
        lefts = [middle - width / 2 for width in widths]
        begun = middle - date / 2
    else:
        most = max(widths, default=0.0)
        right = WIDTH - _UNSEALED_FROM_RIGHT * CELL
        # A date that reaches further right than the name pushes the name in.
        right -= max(0.0, date + _DATE_IN * CELL - most) if names else 0.0
        lefts = [right - most] * len(names)
        begun = right - most + _DATE_IN * CELL if names else right - date
    rows = [Row(glued=True)] * (_SEAL_ROWS if sealed else 1)
    for name, left in zip(names, lefts, strict=True):
        rows.append(Row(_placed(fonts, name, left), glued=True))
    if signed_on:
        rows.append(Row(_placed(fonts, signed_on, begun), glued=True))
    return rows


def _placed(fonts: Fonts, text: str, left: float) -> SetLine:
    """A line that begins at `left`."""
    left = max(left, 0.0)
    shape = Shape(SIZE_3, CELL, WIDTH, left, left, "left")
    return set_lines(fonts, [Span(text)], shape)[0]


def imprint(
    fonts: Fonts, entries: Sequence[str], by: str, on: str, *, ruled: bool
) -> tuple[Page, int]:
    """The 版记 at the foot of the last page and the rows it needs there.

    Each entry (``抄送：…``) hangs after its label. Refuses an imprint that leaves no room.
    """
    page = Page()
    lines: list[tuple[SetLine, ...]] = []
    for entry in entries:
        label = entry.partition("：")[0] + "：" if "：" in entry else ""
        indent = SIZE_4 + fonts.width(label, "fangsong", SIZE_4)
        shape = Shape(SIZE_4, SIZE_4, WIDTH - SIZE_4, SIZE_4, indent)
        lines += [(line,) for line in set_lines(fonts, [Span(entry)], shape)]
    entry_rows = len(lines)
    if by or on:
        left = set_lines(fonts, [Span(by)], Shape(SIZE_4, SIZE_4, WIDTH, SIZE_4))[0]
        right = _line(fonts, f"{on}印发" if on else "", SIZE_4, "right", width=WIDTH - SIZE_4)
        lines.append((left, right))
    height = len(lines) * _IMPRINT_ROW
    needed = math.ceil(height / ROW + 0.6) if lines else 0
    if needed > _MOST_IMPRINT_ROWS:
        raise Refusal.of(
            "抄送、分送的单位太多，版记放不下。",
            cure="请合并单位名称，或另附分送名单。",
            code="letter.imprint",
        )
    for number, parts in enumerate(lines):
        top = BOTTOM + height - number * _IMPRINT_ROW
        baseline = baseline_below(top - (_IMPRINT_ROW - SIZE_4) / 2, SIZE_4)
        page.inks += [Ink(part, LEFT, baseline) for part in parts]
    if ruled and lines:
        page.rules += [
            Rule(LEFT, BOTTOM + height, WIDTH, _THICK),
            Rule(LEFT, BOTTOM, WIDTH, _THICK),
        ]
        if 0 < entry_rows < len(lines):
            page.rules.append(Rule(LEFT, BOTTOM + _IMPRINT_ROW, WIDTH, _THIN))
    return page, needed


def page_number(fonts: Fonts, number: int) -> Ink:
    """``— 1 —``, its dashes 7 mm below the text area: odd pages right, even ones left."""
    is_odd = number % 2 == 1
    shape = Shape(SIZE_4, SIZE_4, WIDTH - SIZE_4, SIZE_4, align="right" if is_odd else "left")
    line = set_lines(fonts, [Span(f"— {number} —", "song")], shape)[0]
    # Blanks beside dashes are lost on some readers of PDF unless they are told the whole text.
    line = replace(line, is_apart=True)
    return Ink(line, LEFT, BOTTOM - 7 * MM - SIZE_4 * 0.3)


def _mark(fonts: Fonts, head: Head, mark: str, top: float) -> float:
    """Draw the red name from `top` down, narrowed to the text area; returns its lower edge."""
    most = int(WIDTH / (_MARK_SIZE * _NARROWEST))
    for line in shaped_lines(mark, most):
        width = fonts.width(line, "xiaobiaosong", _MARK_SIZE)
        stretch = min(1.0, WIDTH / width)
        placed = _line(fonts, line, _MARK_SIZE, "left", role="xiaobiaosong", width=width + 1)
        x = LEFT + (WIDTH - width * stretch) / 2
        head.inks.append(Ink(placed, x, baseline_below(top, _MARK_SIZE), RED, stretch))
        top -= _MARK_SIZE * _MARK_LEADING
    return top + _MARK_SIZE * (_MARK_LEADING - 1)


def _line(
    fonts: Fonts,
    text: str,
    size: float,
    align: str,
    *,
    role: str = "fangsong",
    width: float = WIDTH,
) -> SetLine:
    pitch = CELL if size == SIZE_3 else size
    shape = Shape(size, pitch, width, align=align)  # type: ignore[arg-type]
    return set_lines(fonts, [Span(text, role)], shape)[0]


def _row_of(y: float, size: float) -> float:
    """The row, maybe between two, in which glyphs of `size` would begin at `y`."""
    return (TOP - y - (ROW - size) / 2) / ROW
