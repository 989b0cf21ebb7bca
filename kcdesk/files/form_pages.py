"""Cuts a filled strip of rows into pages.

Called by the painter and the form check. Rows stay whole and kept rows together while a page can
hold them; titles and a repeat's header stand again on every further page; a row taller than a
page goes on, line by line, on the next. What is drawn where on a page is `form_drawing`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kcdesk.files.form_rows import Placed, Strip
from kcdesk.files.paper import STRIP_TOP
from kcdesk.kernel.errors import Problem, Refusal

_EPS: Final = 0.01
_WORTH_BEGINNING: Final = 0.3
"""A long row begins on a page of which so much is free, and goes on on the next."""
_LONG: Final = 0.45
"""A row of this share of a page is long."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A row's place on a page: distance of its upper edge from the top of the table, height.

    `cuts` is there for a row that goes over pages: cell name → its lines on this page.
    """

    place: int
    top: float
    height: float
    cuts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    is_again: bool = False


Page = tuple[Slot, ...]


def pages_of(strip: Strip) -> tuple[Page, ...]:
    """The pages. Raises a `Refusal` for a block that no page can hold."""
    return _Cutting(strip).pages()


class _Cutting:
    """One strip being cut."""

    def __init__(self, strip: Strip) -> None:
        self.strip = strip
        layout = strip.template.layout
        self.body = layout.page[1] - layout.margins.top - max(layout.margins.bottom, STRIP_TOP)
        self.done: list[Page] = []
        self.page: list[Slot] = []
        self.used = 0.0
        self.fresh = True
        titles = layout.titles
        self.titles = strip.rows_of(titles.first, titles.last) if titles else ()
        self.cells: dict[int, list[Placed]] = {}
        for cell in strip.placed:
            if cell.text is not None and cell.first == cell.last:
                self.cells.setdefault(cell.first, []).append(cell)

    def pages(self) -> tuple[Page, ...]:
        rows = self.strip.rows
        breaks = self.strip.template.layout.breaks
        start = 0
        while start < len(rows):
            end = start + 1
            while end < len(rows) and rows[end].is_glued:
                end += 1
            ends_page = start > 0 and rows[start - 1].number in breaks
            if ends_page and rows[start].number != rows[start - 1].number:
                self._turn(start)
            self._put_block(start, end)
            start = end
        self.done.append(tuple(self.page))
        pages = tuple(self.done)
        self._check(pages)
        return pages

    def _put_block(self, start: int, end: int) -> None:
        need = sum(row.height for row in self.strip.rows[start:end])
        if not self._fits(need):
            if self._is_worth_parting(start, end):
                self._part(start, end)
                return
            if not self.fresh and need <= self.body - self._again_height(start) + _EPS:
                self._turn(start)
            else:
                self._part(start, end)
                return
        for place in range(start, end):
            self._put(place, self.strip.rows[place].height)

    def _part(self, start: int, end: int) -> None:
        """A block that is not kept whole: row by row, and a single row line by line."""
        if end - start == 1:
            self._put_tall(start)
            return
        for place in range(start, end):
            self._put_block(place, place + 1)

    def _is_worth_parting(self, start: int, end: int) -> bool:
        """Whether a long text begins here rather than leave much of the page empty."""
        longest = max(row.height for row in self.strip.rows[start:end])
        free = self.body - self.used
        return longest > self.body * _LONG and free > self.body * _WORTH_BEGINNING

    def _fits(self, height: float) -> bool:
        return self.used + height <= self.body + _EPS

    def _put(
        self, place: int, height: float, cuts: Mapping[str, tuple[int, int]] | None = None
    ) -> None:
        self.page.append(Slot(place, self.used, height, cuts or {}))
        self.used += height
        self.fresh = False

    def _again(self, place: int) -> tuple[int, ...]:
        """Rows that stand again above row `place` when it begins a page."""
        row = self.strip.rows[place]
        again = [title for title in self.titles if self.titles[-1] < place]
        if row.repeat is not None and row.repeat.header is not None:
            header = self.strip.rows_of(row.repeat.header.first, row.repeat.header.last)
            again.extend(h for h in header if h not in again)
        return tuple(again)

    def _again_height(self, place: int) -> float:
        return sum(self.strip.rows[again].height for again in self._again(place))

    def _turn(self, place: int) -> None:
        """Begin a new page on which row `place` is the next."""
        self.done.append(tuple(self.page))
        self.page, self.used = [], 0.0
        for again in self._again(place):
            height = self.strip.rows[again].height
            self.page.append(Slot(again, self.used, height, is_again=True))
            self.used += height
        self.fresh = True
        if self.used > self.body * 0.7:
            raise _refused("每页重复的标题行太高，一页放不下正文")

    def _put_tall(self, place: int) -> None:
        """A row that is taller than a page can hold."""
        cells = self.cells.get(place, [])
        if not self.fresh and self.body - self.used < self.body * _WORTH_BEGINNING:
            self._turn(place)
        starts = {cell.cell.name: 0 for cell in cells}
        for cell in cells:
            upright = cell.text is not None and cell.cell.style.turn != "level"
            if upright and cell.text is not None and cell.text.need > self.body - self.used:
                raise _refused(f"单元格{cell.cell.name}的竖排文字一页放不下")
        while True:
            room = self.body - self.used
            needs = [
                cell.text.need_of(len(cell.text.lines) - starts[cell.cell.name])
                for cell in cells
                if cell.text is not None and starts[cell.cell.name] < len(cell.text.lines)
            ]
            rest = max(needs, default=min(self.strip.rows[place].height, room))
            cuts: dict[str, tuple[int, int]] = {}
            for cell in cells:
                if cell.text is None:
                    continue
                name, count = cell.cell.name, len(cell.text.lines)
                last = count
                if rest > room + _EPS:
                    last = min(count, starts[name] + cell.text.room_for(room))
                cuts[name] = (starts[name], last)
            if rest <= room + _EPS:
                self._put(place, rest, cuts)
                return
            if cuts == {name: (at, at) for name, at in starts.items()} and self.fresh:
                raise _refused(f"单元格{cells[0].cell.name}所在的行一页放不下，也不能分到几页")
            self._put(place, room, cuts)
            starts = {name: last for name, (_, last) in cuts.items()}
            self._turn(place)

    def _check(self, pages: tuple[Page, ...]) -> None:
        """A value in a block of several rows must be whole where the block begins."""
        heights = [{slot.place: slot.height for slot in page} for page in pages]
        for cell in self.strip.placed:
            if cell.text is None or cell.is_own or cell.first == cell.last:
                continue
            here = next(h for h in heights if cell.first in h)
            shown = sum(here.get(place, 0.0) for place in range(cell.first, cell.last + 1))
            if cell.text.need > shown + _EPS:
                raise _refused(f"单元格{cell.cell.name}跨了几行，内容太长，不能分到几页")


def _refused(message: str) -> Refusal:
    return Refusal(Problem(f"{message}。", "请缩短内容，或修改版式。", code="form.page"))
