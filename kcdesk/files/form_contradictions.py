"""Compares what form.toml says about rows and cells with the drawing.

Called by `form_template` before a form prints for anybody, and by the form check. Nothing is
filled or measured here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from openpyxl.utils import range_boundaries

from kcdesk.files.form_layout import Layout
from kcdesk.kernel.errors import Problem
from kcdesk.packs.blanks import nearest
from kcdesk.packs.form_repeats import DERIVED, Repeat
from kcdesk.packs.form_tables import Rows
from kcdesk.packs.forms import FormSpec

CURE_ROWS: Final = "插入或删除过行的，把 form.toml 里的行号改成现在的；没有的，请改版式。"


def contradictions(layout: Layout, spec: FormSpec) -> Iterator[Problem]:
    """What form.toml says about rows and cells that is not so in the drawing."""
    for repeat in spec.repeats:
        yield from _bad_repeat(repeat, layout)
    yield from _overlapping(spec.repeats)
    for rows in spec.keeps:
        if rows.last > layout.row_count:
            yield _wrong(f"form.toml 的 [[keep]]：行 {rows} 不在版式的{layout.row_count}行之内")
    blanks = {blank.name for cell in layout.cells for blank in cell.blanks}
    for name in spec.fits:
        if name not in blanks:
            yield _wrong(f"form.toml 的 [[fit]]：“{name}”在版式里没有")
    for empty in spec.empties:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(empty.cells))
        if bottom > layout.row_count or right >= len(layout.columns):
            yield _wrong(f"form.toml 的 [[empty]]：单元格{empty.cells}不在版式之内")
        for cell in layout.cells:
            if cell.pieces and top <= cell.row <= bottom and left <= cell.column <= right:
                yield _wrong(f"单元格{cell.name}：留作{empty.what}，里面不能有文字")
    yield from _bad_sums(layout, spec.repeats)


def _overlapping(repeats: Sequence[Repeat]) -> Iterator[Problem]:
    """Lists stand one below the other, inner ones too."""
    for inside in dict.fromkeys(repeat.inside for repeat in repeats):
        beside = [repeat for repeat in repeats if repeat.inside == inside]
        for one, other in pairwise(beside):
            if other.rows.first <= one.rows.last:
                yield _wrong(
                    f"form.toml 的 [[repeat]]：重复的行 {other.rows} 与 {one.rows} 重叠或没有按先后写"
                )
    for repeat in repeats:
        for part in repeat.apart:
            for other in repeats:
                others = [(other.rows, "重复的行")] if not _is_within(part, other, repeat) else []
                others += [(p, "另一处的行") for p in other.apart if p is not part]
                for rows, what in others:
                    if part.first in rows or rows.first in part:
                        yield _wrong(
                            f"form.toml 的 [[repeat]]：“{repeat.scope}”的换页行 {part} 与{what} {rows} 重叠"
                        )


def _is_within(part: Rows, other: Repeat, repeat: Repeat) -> bool:
    """Rows of an inner list's pages may be drawn among those of its outer list."""
    return other.scope == repeat.inside and part.first in other.rows and part.last in other.rows


def _bad_repeat(repeat: Repeat, layout: Layout) -> Iterator[Problem]:
    rows = repeat.rows
    for part in (rows, *repeat.apart):
        if part.last > layout.row_count:
            yield _wrong(
                f"form.toml 的 [[repeat]]：重复的行 {part} 不在版式的{layout.row_count}行之内",
                CURE_ROWS,
            )
    if rows.last <= layout.row_count and not any(layout.heights[rows.first - 1 : rows.last]):
        yield _wrong(
            f"form.toml 的 [[repeat]]：重复的行 {rows} 在版式里是隐藏的，名单打不出来",
            "请在版式里取消隐藏这一行。",
        )
    for cell in layout.cells:
        begins, ends = cell.row in rows, cell.last_row in rows
        if begins and not ends:
            yield _wrong(f"单元格{cell.name}：从重复的行 {rows} 里伸到外面")
        elif ends and not begins and cell.last_row < rows.last:
            yield _wrong(f"单元格{cell.name}：伸进重复的行 {rows}，没有到最后一行")
        for part in repeat.apart:
            if (
                cell.row <= part.last
                and cell.last_row >= part.first
                and (cell.row < part.first or cell.last_row > part.last)
            ):
                yield _wrong(f"单元格{cell.name}：伸进或伸出换页的行 {part}")
        uses = [b.name for b in cell.blanks if b.name.split(".")[0] == repeat.scope]
        if uses and not begins and repeat.scope != "item":
            yield outside(cell.name, uses[0], str(rows))


def _bad_sums(layout: Layout, repeats: Sequence[Repeat]) -> Iterator[Problem]:
    """A sum names a list and one of its totals; some stand only where pages end or begin."""
    totals = {f"{r.scope}.{name}" for r in repeats for name in r.totals}
    apart = {n for r in repeats for p in r.apart for n in range(p.first, p.last + 1)}
    for cell in layout.cells:
        for blank in cell.blanks:
            first, _, rest = blank.name.partition(".")
            if first not in DERIVED or not (totals or apart):
                continue
            if first != "last" and rest not in totals:
                known = nearest(blank.name, [f"{first}.{name}" for name in sorted(totals)])
                yield Problem(
                    f"单元格{cell.name}：用了“{blank.name}”，form.toml 的 totals 里没有这一项。",
                    known or '请在 [[repeat]] 里写 totals，如 totals = ["amount"]。',
                    blank.name,
                    code="form.contradiction",
                )
            elif first != "total" and cell.row not in apart:
                yield _wrong(f"单元格{cell.name}：“{blank.name}”只能用在换页的行里")


def outside(cell: str, blank: str, rows: str) -> Problem:
    """A list's blank that stands outside the rows of the list."""
    return _wrong(f"单元格{cell}：用了“{blank}”，但不在重复的行 {rows} 里", CURE_ROWS)


def _wrong(message: str, cure: str = "请改正 form.toml 或版式后再检查。") -> Problem:
    return Problem(f"{message}。", cure, code="form.contradiction")
