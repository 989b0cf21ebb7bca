"""The page model of a drawn form: what `layout.xlsx` says, in points.

Made by `form_reading`, used by the rooms that fill, measure and draw. Rows and columns count
from 1 as in the spreadsheet; heights, widths and sizes are points. Holds no value and no text of
any one paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kcdesk.kernel.errors import Problem
from kcdesk.packs.blanks import Blank, Piece
from kcdesk.packs.form_tables import Rows

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)

Across = Literal["left", "center", "right", "justify", "spread"]
Down = Literal["top", "center", "bottom"]
OnPages = Literal["all", "odd", "even", "first", "not first", "odd, not first"]
Turn = Literal["level", "up", "down", "stacked"]


@dataclass(frozen=True, slots=True)
class Line:
    """One border. Where two cells disagree about their common edge, the higher `rank` is drawn."""

    rank: int
    width: float
    dash: tuple[float, ...] = ()
    double: bool = False
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell's text is set. `indent` is in points; `fill` the paper's own colour if None."""

    role: str = "song"
    size: float = 11.0
    bold: bool = False
    underline: Literal["", "single", "double"] = ""
    strike: bool = False
    colour: Colour = BLACK
    across: Across = "left"
    down: Down = "bottom"
    wrap: bool = False
    shrink: bool = False
    indent: float = 0.0
    turn: Turn = "level"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell or a merged block with its text cut into literals and blanks.

    `reach` is the last column its text may run into when it does not wrap: a spreadsheet lets
    text run over empty neighbours.
    """

    name: str
    row: int
    column: int
    last_row: int
    last_column: int
    style: Style
    pieces: tuple[Piece, ...] = ()
    reach: int = 0
    fill: Colour | None = None
    rising: Line | None = None
    falling: Line | None = None

    blanks: tuple[Blank, ...] = field(init=False)
    """What is to be filled in."""

    def __post_init__(self) -> None:
        blanks = tuple(piece for piece in self.pieces if isinstance(piece, Blank))
        object.__setattr__(self, "blanks", blanks)


@dataclass(frozen=True, slots=True)
class Edges:
    """The borders of one row: above and below by column, upright by the column left of which
    they stand (the last one right of the table)."""

    above: Mapping[int, Line]
    below: Mapping[int, Line]
    upright: Mapping[int, Line]


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the paper's edges; `head` and `foot` those of header and footer."""

    left: float
    right: float
    top: float
    bottom: float
    head: float
    foot: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture over rows `row` to `last_row`: `x` from the table's left edge, `down` from its
    row's upper edge. `crop` are the shares cut off left, above, right and below."""

    name: str
    row: int
    last_row: int
    x: float
    down: float
    width: float
    height: float
    data: bytes
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class RunningText:
    """A stretch of a header or footer in one font; ``&P`` and ``&N`` are page and pages, ``&&``
    is ``&``. Stretches of one side and line stand one after the other."""

    text: str
    across: Across
    is_header: bool
    on: OnPages = "all"
    role: str = "song"
    size: float = 10.0
    bold: bool = False
    underline: bool = False
    line: int = 0

    def is_on(self, page: int) -> bool:
        """Whether it stands on a page, counted from 1."""
        if "first" in self.on and (page == 1) == ("not" in self.on):
            return False
        return not (
            (self.on.startswith("odd") and page % 2 == 0) or (self.on == "even" and page % 2)
        )


@dataclass(frozen=True)
class Layout:
    """One drawn form."""

    page: tuple[float, float]
    margins: Margins
    centred: bool
    columns: tuple[float, ...]
    """x of every column's left edge from the table's, and of the table's right edge."""
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]
    edges: Mapping[int, Edges]
    scale: float = 1.0
    """By which everything is smaller than in the spreadsheet."""
    titles: Rows | None = None
    breaks: frozenset[int] = frozenset()
    """Rows after which a new page begins."""
    running: tuple[RunningText, ...] = ()
    pictures: tuple[Picture, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    """What the drawing holds that the engine does not draw."""
    faults: tuple[Problem, ...] = field(default=())
    """What cannot be printed at all."""

    @property
    def width(self) -> float:
        """Of the whole table."""
        return self.columns[-1]

    @property
    def row_count(self) -> int:
        return len(self.heights)

    @property
    def left(self) -> float:
        """x of the table's left edge on the page."""
        room = self.page[0] - self.margins.left - self.margins.right
        return self.margins.left + (max(0.0, room - self.width) / 2 if self.centred else 0.0)


def stronger(one: Line | None, other: Line | None) -> Line | None:
    """Of two borders on one edge the one that is drawn."""
    if one is None or other is None:
        return one or other
    return one if one.rank >= other.rank else other
