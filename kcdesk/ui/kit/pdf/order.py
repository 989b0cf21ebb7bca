"""Which pages go to the printer, in which order: 联, page range, both sides, copies, 接着打.

Pure counting, no printer: the print pane asks it, the print run carries it out. A copy of a form
(联) always begins on a sheet of its own, also when both sides are printed: it goes to somebody
else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

_COPY = re.compile(r"第(\d+)联/共\d+联（(.+?)）")
_FIRST = re.compile(r"第1页/共\d+页")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")

Sheet = tuple[int, ...]
"""The page on the front of a sheet of paper and, perhaps, the one on its back (from 0)."""


@dataclass(frozen=True)
class Part:
    """Pages that belong together: one 联 of one paper."""

    label: str
    pages: range


def parts_of(texts: Iterable[str]) -> tuple[Part, ...]:
    """The parts of a document, as the strip at the foot of each page names them."""
    starts: list[tuple[int, str]] = []
    count = 0
    for number, text in enumerate(texts):
        plain = "".join(text.split())
        named = _COPY.search(plain)
        label = f"第{named.group(1)}联（{named.group(2)}）" if named else ""
        if not starts or label != starts[-1][1] or _FIRST.search(plain):
            starts.append((number, label))
        count = number + 1
    ends = [*(first for first, _ in starts), count][1:]
    return tuple(
        Part(label, range(first, end)) for (first, label), end in zip(starts, ends, strict=True)
    )


def labels_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """The names of the 联, each once; none when the paper has only one."""
    labels = dict.fromkeys(part.label for part in parts if part.label)
    return tuple(labels) if len(labels) > 1 else ()


def pages_in(text: str, count: int) -> tuple[int, ...] | None:
    """Pages (from 0) of ``1-3，5``; all for an empty text, None for one that cannot be read."""
    clean = text.translate(str.maketrans("，、；;－—–～~", ",,,,-----")).replace(" ", "")
    if not clean:
        return tuple(range(count))
    chosen: list[int] = []
    for piece in clean.split(","):
        match = _RANGE.fullmatch(piece)
        if match is None:
            return None
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if not 1 <= first <= last <= count:
            return None
        chosen.extend(range(first - 1, last))
    return tuple(sorted(set(chosen)))


def sheets_of(
    parts: Sequence[Part],
    pages: Collection[int],
    *,
    labels: Collection[str] | None = None,
    both_sides: bool = False,
) -> tuple[Sheet, ...]:
    """The sheets of paper: of the pages wanted, those of the 联 wanted (None: all)."""
    sheets: list[Sheet] = []
    step = 2 if both_sides else 1
    for part in parts:
        if labels is None or part.label in labels:
            wanted = [page for page in part.pages if page in pages]
            sheets += [tuple(wanted[at : at + step]) for at in range(0, len(wanted), step)]
    return tuple(sheets)


def copied(sheets: Sequence[Sheet], copies: int, *, by_copy: bool) -> tuple[Sheet, ...]:
    """Several copies: one whole copy after the other (逐份), or each sheet several times."""
    if by_copy:
        return tuple(sheets) * copies
    return tuple(sheet for sheet in sheets for _ in range(copies))


def sides_of(sheets: Sequence[Sheet], *, both_sides: bool) -> tuple[int | None, ...]:
    """Page after page as the printer takes them; None is a back that stays blank."""
    sides: list[int | None] = []
    for sheet in sheets:
        sides += sheet
        if both_sides and len(sheet) == 1:
            sides.append(None)
    while sides and sides[-1] is None:
        sides.pop()
    return tuple(sides)
