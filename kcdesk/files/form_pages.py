"""Cuts a filled strip of rows into pages.

Called by the painter and the form check. Rows stay whole and kept rows together while a page can
hold them; titles and a repeat's header stand again on every further page; a row taller than a
page goes on, line by line, on the next. What is drawn where on a page is `form_drawing`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kcdesk.files.form_fitting import Fitted
from kcdesk.files.form_rows import Strip
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

    `cuts` is there for a row that goes over pages: number of the spot → its lines on this page.
    """

    place: int
    top: float
    height: float
    cuts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    is_again: bool = False


Page = tuple[Slot, ...]


def pages_of(strip: Strip) -> tuple[Page, ...]:
    """The pages. Raises a `Refusal` for a block that no page can hold."""
    return _Cutting(strip).pages()


class _Cutting:
    """One strip being cut."""

    def __init__(self, strip: Strip) -> None:
        self.strip = strip
        self.rows = strip.skeleton.rows
        layout = strip.skeleton.template.layout
        self.body = layout.page[1] - layout.margins.top - max(layout.margins.bottom, STRIP_TOP)
        self.done: list[Page] = []
        self.page: list[Slot] = []
        self.used = 0.0
        self.fresh = True
        titles = layout.titles
        self.titles = strip.skeleton.rows_of(titles.first, titles.last) if titles else ()

    def pages(self) -> tuple[Page, ...]:
        rows, glued = self.rows, self.strip.skeleton.glued
        breaks = self.strip.skeleton.template.layout.breaks
        start = 0
        while start < len(rows):
            end = start + 1
            while end < len(rows) and end in glued:
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
        need = sum(self.strip.heights[start:end])
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
            self._put(place, self.strip.heights[place])

    def _part(self, start: int, end: int) -> None:
        """A block that is not kept whole: row by row, and a single row line by line."""
        if end - start == 1:
            self._put_tall(start)
            return
        for place in range(start, end):
            self._put_block(place, place + 1)

    def _is_worth_parting(self, start: int, end: int) -> bool:
        """Whether a long text begins here rather than leave much of the page empty."""
        longest = max(self.strip.heights[start:end])
        free = self.body - self.used
        return longest > self.body * _LONG and free > self.body * _WORTH_BEGINNING

    def _fits(self, height: float) -> bool:
        return self.used + height <= self.body + _EPS

    def _put(
        self, place: int, height: float, cuts: Mapping[int, tuple[int, int]] | None = None
    ) -> None:
        self.page.append(Slot(place, self.used, height, cuts or {}))
        self.used += height
        self.fresh = False

    def _again(self, place: int) -> tuple[int, ...]:
        """Rows that stand again above row `place` when it begins a page."""
        row = self.rows[place]
        again = [title for title in self.titles if self.titles[-1] < place]
        if row.repeat is not None and row.repeat.header is not None:
            header = self.strip.skeleton.rows_of(row.repeat.header.first, row.repeat.header.last)
            again.extend(h for h in header if h not in again)
        return tuple(again)

    def _again_height(self, place: int) -> float:
        return sum(self.strip.heights[again] for again in self._again(place))

    def _turn(self, place: int) -> None:
        """Begin a new page on which row `place` is the next."""
        self.done.append(tuple(self.page))
        self.page, self.used = [], 0.0
        for again in self._again(place):
            height = self.strip.heights[again]
            self.page.append(Slot(again, self.used, height, is_again=True))
            self.used += height
        self.fresh = True
        if self.used > self.body * 0.7:
            raise _refused("每页重复的标题行太高，一页放不下正文")

    def _put_tall(self, place: int) -> None:
        """A row over several pages: its texts go on line by line."""
        texts = dict(self._texts_of(place))
        if not self.fresh and self.body - self.used < self.body * _WORTH_BEGINNING:
            self._turn(place)
        for number, text in texts.items():
            cell = self.strip.skeleton.spots[number].cell
            if cell.style.turn != "level" and text.need > self.body - self.used:
                raise _refused(f"单元格{cell.name}的竖排文字一页放不下")
        starts = dict.fromkeys(texts, 0)
        while True:
            room = self.body - self.used
            left = {n: len(t.lines) - starts[n] for n, t in texts.items()}
            needs = [texts[n].need_of(count) for n, count in left.items() if count]
            rest = max(needs, default=min(self.strip.heights[place], room))
            if rest <= room + _EPS:
                cuts = {n: (starts[n], len(t.lines)) for n, t in texts.items()}
                self._put(place, rest, cuts)
                return
            counts = {n: min(left[n], t.room_for(room)) for n, t in texts.items()}
            if self.fresh and not any(counts.values()):
                name = self.strip.skeleton.spots[next(iter(texts))].cell.name
                raise _refused(f"单元格{name}所在的行一页放不下，也不能分到几页")
            self._put(place, room, {n: (at, at + counts[n]) for n, at in starts.items()})
            starts = {n: at + counts[n] for n, at in starts.items()}
            self._turn(place)

    def _texts_of(self, place: int) -> Iterator[tuple[int, Fitted]]:
        """The texts that stand in one row alone, by number of the spot."""
        for number, spot in enumerate(self.strip.skeleton.spots):
            text = self.strip.texts[number]
            if text is not None and spot.first == spot.last == place:
                yield number, text

    def _check(self, pages: tuple[Page, ...]) -> None:
        """A value in a block of several rows must be whole where the block begins."""
        heights: list[dict[int, float]] = []
        for spot, text in zip(self.strip.skeleton.spots, self.strip.texts, strict=True):
            if text is None or spot.is_own or spot.first == spot.last:
                continue
            heights = heights or [{slot.place: slot.height for slot in page} for page in pages]
            here = next(h for h in heights if spot.first in h)
            shown = sum(here.get(place, 0.0) for place in range(spot.first, spot.last + 1))
            if text.need > shown + _EPS:
                raise _refused(f"单元格{spot.cell.name}跨了几行，内容太长，不能分到几页")


def _refused(message: str) -> Refusal:
    return Refusal(Problem(f"{message}。", "请缩短内容，或修改版式。", code="form.page"))
