"""Where a table's lines come from: all at hand, or page by page.

A table asks for a row when it is to be drawn. `AllLines` has them; `PagedLines` fetches the
page a row lies on and says when it has come, so that a hundred thousand loans cost no more
than a screenful.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from kcdesk.ui.kit.table.columns import Column


class LineSource(Protocol):
    """Rows of frozen lines."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def line(self, row: int) -> Any | None:
        """The line of a row; None while it is on its way."""
        ...

    def sort(self, column: Column | None, *, descending: bool) -> bool:
        """Order by a column (None: as asked); False when the source cannot."""
        ...


class AllLines:
    """A full tuple of lines. Sorting is stable: ties keep the order asked."""

    def __init__(self, lines: Sequence[Any] = ()) -> None:
        self._asked = tuple(lines)
        self._lines = self._asked

    def count(self) -> int:
        return len(self._lines)

    def line(self, row: int) -> Any:
        return self._lines[row]

    def lines(self) -> tuple[Any, ...]:
        """All of them, in the order shown."""
        return self._lines

    def sort(self, column: Column | None, *, descending: bool) -> bool:
        if column is None:
            self._lines = self._asked
            return True
        key = column.sort_key
        filled = [x for x in self._asked if not key(x)[0]]
        empty = [x for x in self._asked if key(x)[0]]
        filled.sort(key=key, reverse=descending)
        self._lines = (*filled, *empty)
        return True


Fetch = Callable[[int, int, str, bool, Callable[[Sequence[Any]], None]], None]
"""`fetch(first, count, sort name or "", descending, then)`: asks for a page, answers later."""


class PagedLines:
    """Lines behind a query, `page` at a time, the last `keep` pages held."""

    def __init__(self, count: int, fetch: Fetch, *, page: int = 200, keep: int = 40) -> None:
        self._count = count
        self._fetch = fetch
        self._page = page
        self._keep = keep
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._asked: set[int] = set()
        self._order: tuple[str, bool] = ("", False)
        self.arrived: Callable[[int, int], None] = lambda _first, _last: None
        """Set by the table: these rows have come."""

    def count(self) -> int:
        return self._count

    def line(self, row: int) -> Any | None:
        number = row // self._page
        held = self._pages.get(number)
        if held is not None:
            self._pages.move_to_end(number)
            offset = row % self._page
            return held[offset] if offset < len(held) else None
        if number not in self._asked:
            self._asked.add(number)
            self._ask(number)
        return None

    def sort(self, column: Column | None, *, descending: bool) -> bool:
        self._order = ("" if column is None else column.name, descending)
        self._pages.clear()
        self._asked.clear()
        return True

    def _ask(self, number: int) -> None:
        first, order = number * self._page, self._order

        def came(lines: Sequence[Any]) -> None:
            if order != self._order:
                return
            self._asked.discard(number)
            self._pages[number] = lines
            while len(self._pages) > self._keep:
                self._pages.popitem(last=False)
            self.arrived(first, min(first + self._page, self._count) - 1)

        self._fetch(first, self._page, order[0], order[1], came)
