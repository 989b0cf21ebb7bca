"""A filled form as one strip of rows, and the pages cut from it: the words the rooms share.

Made by `form_rows` and `form_carry`, cut by `form_pages`, drawn by `form_drawing`. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kcdesk.files.form_fitting import Fitted
from kcdesk.files.form_skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class Slot:
    """A row's place on a page: distance of its upper edge from the top of the table, height.

    `cuts` is there for what goes over pages: number of the spot → its lines on this page; `marks`
    are the texts of labels beside it, with （续）.
    """

    place: int
    top: float
    height: float
    cuts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    is_again: bool = False
    marks: Mapping[int, Fitted] = field(default_factory=dict)


Page = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A whole filled form: `texts` by spot, `heights` by row.

    `pages` is known already when a row stands only where pages end; what such rows say on each
    page is in `carried`, by page and spot.
    """

    skeleton: Skeleton
    texts: tuple[Fitted | None, ...]
    heights: tuple[float, ...]
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...] | None = None
    carried: tuple[Mapping[int, Fitted | None], ...] = ()

    def text(self, page: int, spot: int) -> Fitted | None:
        """What a spot says on a page, counted from 0."""
        if page < len(self.carried) and spot in self.carried[page]:
            return self.carried[page][spot]
        return self.texts[spot]
