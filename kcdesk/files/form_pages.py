"""Cuts a filled strip of rows into pages.

Called by the painter and the form check. Rows stay whole and kept rows together while a page can
hold them; titles and a repeat's header stand again on every further page; a row taller than a
page goes on, line by line, on the next. Where a list with rows of its own for that (过次页,
承前页, 本页小计) is cut, these stand at the foot and on top. What is drawn where on a page is
`form_drawing`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from kcdesk.files.form_fitting import Fitted
from kcdesk.files.form_parted import parted_blocks, with_cuts, with_marks
from kcdesk.files.form_places import Carry
from kcdesk.files.form_strip import Page, Slot, Strip
from kcdesk.files.paper import STRIP_TOP
from kcdesk.kernel.errors import Problem, Refusal

_EPS: Final = 0.01
_WORTH_BEGINNING: Final = 0.3
"""A long row begins on a page of which so much is free, and goes on on the next."""
_LINES: Final = 8
"""So many lines may have to stay together below each other; more are a long text."""
_LONG: Final = 0.45
"""A row of this share of a page is long."""


def pages_of(strip: Strip) -> tuple[Page, ...]:
    """The pages. Raises a `Refusal` for a block that no page can hold."""
    while True:
        pages = _Cutting(strip).pages()
        cuts, lacking = parted_blocks(strip, pages)
        if not lacking:
            pages = with_cuts(pages, cuts)
            is_cut = any(slot.cuts for page in pages for slot in page)
            return with_marks(strip, pages) if is_cut else pages
        # A block loses room where a page ends; it gets that back in its last row.
        heights = list(strip.heights)
        for place, lack in lacking.items():
            heights[place] += lack
        strip = replace(strip, heights=tuple(heights))


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
        self.cut: set[int] = set()
        """The lists, by their first row, that have gone over a page's end."""

    def pages(self) -> tuple[Page, ...]:
        rows, glued = self.rows[: self.strip.skeleton.flow], self.strip.skeleton.glued
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
        return tuple(self.done)

    def _put_block(self, start: int, end: int) -> None:
        need = sum(self.strip.heights[start:end])
        if self.used + need > self._limit(start, end) + _EPS:
            if self._is_worth_parting(start, end):
                self._part(start, end)
                return
            room = self._limit(start, end, is_cut=True) - self._again_height(start)
            if not self.fresh and need <= room + _EPS:
                self._turn(start)
            else:
                self._part(start, end)
                return
        for place in range(start, end):
            self._put(place, self.strip.heights[place])
            self._sum_up(place)

    def _part(self, start: int, end: int) -> None:
        """A block that is not kept whole: row by row, and a single row line by line."""
        if end - start == 1:
            self._put_tall(start)
            return
        for place in range(start, end):
            follow = self._height_of(tuple(range(place + 1, end)))
            is_long = any(len(text.lines) > _LINES for _, text in self._texts_of(place))
            if is_long and follow < self.body * _WORTH_BEGINNING:
                # What is signed below a long text does not go to a page without any of it.
                need = self.strip.heights[place] + follow
                if self.used + need > self._limit(place, end) + _EPS:
                    self._put_tall(place, follow)
                    continue
            self._put_block(place, place + 1)

    def _is_worth_parting(self, start: int, end: int) -> bool:
        """Whether a long text begins here rather than leave much of the page empty."""
        longest = max(self.strip.heights[start:end])
        free = self._limit(start, end) - self.used
        return longest > self.body * _LONG and free > self.body * _WORTH_BEGINNING

    def _limit(self, start: int, end: int, *, is_cut: bool = False) -> float:
        """How far down the page rows may reach: below a list that goes on, its foot must stand.

        `is_cut`: the list is going over a page's end right before these rows.
        """
        carry = self._carry_at(end - 1) or self._carry_at(start)
        if carry is None:
            return self.body
        if end - 1 < carry.last:
            return self.body - self._height_of((*carry.sums, *carry.down))
        is_cut = (is_cut and start > carry.first) or carry.first in self.cut
        return self.body - (self._height_of(carry.sums) if is_cut else 0.0)

    def _carry_at(self, place: int) -> Carry | None:
        carries = self.strip.skeleton.carries
        return next((c for c in carries if c.first <= place <= c.last), None)

    def _height_of(self, places: tuple[int, ...]) -> float:
        return sum(self.strip.heights[place] for place in places)

    def _put_apart(self, places: tuple[int, ...]) -> None:
        for place in places:
            self.page.append(Slot(place, self.used, self.strip.heights[place], is_again=True))
            self.used += self.strip.heights[place]

    def _sum_up(self, place: int) -> None:
        """The last page of a list over pages has its 本页小计 too."""
        carry = self._carry_at(place)
        if carry is not None and place == carry.last and carry.first in self.cut:
            self._put_apart(carry.sums)

    def _put(
        self, place: int, height: float, cuts: Mapping[int, tuple[int, int]] | None = None
    ) -> None:
        self.page.append(Slot(place, self.used, height, cuts or {}))
        self.used += height
        self.fresh = False

    def _again(self, place: int) -> tuple[int, ...]:
        """Rows that stand again above row `place` when it begins a page."""
        again = [title for title in self.titles if self.titles[-1] < place]
        again.extend(h for h in self.strip.skeleton.header_of(place) if h not in again)
        return tuple(again)

    def _again_height(self, place: int) -> float:
        """Of what stands above row `place` when it begins a page."""
        carry = self._carry_at(place)
        up = carry.up if carry is not None and place > carry.first else ()
        return self._height_of((*self._again(place), *up))

    def _turn(self, place: int, *, is_inside: bool = False) -> None:
        """Begin a new page on which row `place` is the next, or goes on."""
        carry = self._carry_at(place)
        if carry is not None and not (is_inside or place > carry.first):
            carry = None
        if carry is not None:
            self.cut.add(carry.first)
            self._put_apart((*carry.sums, *carry.down))
        self.done.append(tuple(self.page))
        self.page, self.used = [], 0.0
        for again in self._again(place):
            height = self.strip.heights[again]
            self.page.append(Slot(again, self.used, height, is_again=True))
            self.used += height
        if carry is not None:
            self._put_apart(carry.up)
        self.fresh = True
        if self.used > self.body * 0.7:
            raise _refused("每页重复的标题行太高，一页放不下正文")

    def _put_tall(self, place: int, follow: float = 0.0) -> None:
        """A row over several pages: its texts go on line by line.

        `follow` is the height of what must stand below its last lines on the same page.
        """
        texts = dict(self._texts_of(place))
        limit = self._limit(place, place + 1, is_cut=True)
        if not self.fresh and limit - self.used < self.body * _WORTH_BEGINNING:
            self._turn(place)
        for number, text in texts.items():
            cell = self.strip.skeleton.spots[number].cell
            if cell.style.turn != "level" and text.need > limit - self.used:
                raise _refused(f"单元格{cell.name}：竖排文字一页放不下")
        starts = dict.fromkeys(texts, 0)
        owed = self.strip.heights[place] if self._is_in_block(place) else 0.0
        while True:
            room = limit - self.used
            left = {n: len(t.lines) - starts[n] for n, t in texts.items()}
            needs = [texts[n].need_of(count) for n, count in left.items() if count]
            rest = max([*needs, owed])
            if not rest:
                rest = min(self.strip.heights[place], room)
            may_go_on = any(count > self._tail(n) for n, count in left.items()) or owed > room
            if rest + follow <= room + _EPS or (rest <= room + _EPS and not may_go_on):
                cuts = {n: (starts[n], len(t.lines)) for n, t in texts.items()}
                self._put(place, rest, cuts)
                self._sum_up(place)
                return
            longest = max(left, key=left.__getitem__, default=-1)
            all_fit = rest <= room + _EPS
            counts = {
                n: self._count(n, left[n], t.room_for(room), is_to_go_on=all_fit and n == longest)
                for n, t in texts.items()
            }
            if not any(counts.values()) and not owed:
                if self.fresh:
                    name = self.strip.skeleton.spots[next(iter(texts))].cell.name
                    raise _refused(f"单元格{name}：所在的行一页放不下，也不能分到几页")
                self._turn(place, is_inside=any(starts.values()))
                continue
            self._put(place, room, {n: (at, at + counts[n]) for n, at in starts.items()})
            starts = {n: at + counts[n] for n, at in starts.items()}
            owed = max(0.0, owed - room)
            self._turn(place, is_inside=True)

    def _count(self, number: int, left: int, most: int, *, is_to_go_on: bool) -> int:
        """How many lines stand here: the last few, with what is signed, stay together."""
        tail = self._tail(number)
        if left > tail and (is_to_go_on or 0 < left - most < tail):
            return left - tail
        return min(left, most)

    def _tail(self, number: int) -> int:
        """The lines below the last value in a cell (（盖章）  年 月 日), and two of its own."""
        pieces = self.strip.skeleton.spots[number].cell.pieces
        below = pieces[-1] if isinstance(pieces[-1], str) and len(pieces) > 1 else ""
        return min(below.count("\n") + 2, _LINES)

    def _is_in_block(self, place: int) -> bool:
        """A block of several rows with a text counts on the row's whole height."""
        return any(
            spot.first <= place <= spot.last and spot.first < spot.last
            for spot, text in zip(self.strip.skeleton.spots, self.strip.texts, strict=True)
            if text is not None and len(text.lines) > 1
        )

    def _texts_of(self, place: int) -> Iterator[tuple[int, Fitted]]:
        """The texts that stand in one row alone, by number of the spot."""
        for number, spot in enumerate(self.strip.skeleton.spots):
            text = self.strip.texts[number]
            if text is not None and spot.first == spot.last == place:
                yield number, text


def _refused(message: str) -> Refusal:
    return Refusal(Problem(f"{message}。", "请缩短内容，或修改版式。", code="form.page"))
