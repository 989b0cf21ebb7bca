"""Fills a drawn form: repeats its rows, puts values into blanks, lets rows grow.

Called by the painter and the form check. The result is one long strip of rows with every text
fitted; where pages begin is decided by `form_pages`. Whatever is unknown, does not fit or has no
glyph is collected and refused together, each with its cell, its field and its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kcdesk.files.form_fitting import Fitted, TooWide
from kcdesk.files.form_layout import Cell
from kcdesk.files.form_template import (
    Template,
    fit_cell,
    too_wide,
    without_glyph,
)
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import fill, value_of
from kcdesk.packs.forms import Fit, Repeat

_SAME = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the strip: the drawing's row it comes from, and its entry in a repeat."""

    number: int
    height: float
    repeat: Repeat | None = None
    entry: int = 0
    """Counted from 1; 0 outside repeats."""
    is_glued: bool = False
    """Stands on the same page as the row before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell on the strip, from row `first` to row `last` (from 0), with its text if any."""

    cell: Cell
    first: int
    last: int
    text: Fitted | None
    is_own: bool
    """The text is the form's own, the same on every paper."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A whole filled form before it is cut into pages."""

    template: Template
    rows: tuple[Row, ...]
    placed: tuple[Placed, ...]
    notes: tuple[str, ...] = ()

    def rows_of(self, first: int, last: int) -> tuple[int, ...]:
        """Places on the strip of the drawing's rows `first` to `last`."""
        return tuple(i for i, row in enumerate(self.rows) if first <= row.number <= last)


def fill_rows(template: Template, values: Mapping[str, object]) -> Strip:
    """The strip of one paper. Raises one `Refusal` naming everything that cannot be printed."""
    return _Filling(template, values).strip()


class _Filling:
    """One form being filled."""

    def __init__(self, template: Template, values: Mapping[str, object]) -> None:
        self.template = template
        self.values = values
        self.problems: list[Problem] = []
        self.notes: dict[str, None] = {}
        self.rows: list[Row] = []
        self.scopes: list[tuple[Mapping[str, object], str]] = []
        self.ends: dict[int, int] = {}
        """Row of the drawing → its last place on the strip."""

    def strip(self) -> Strip:
        self._lay_rows()
        placed = list(self._place())
        if self.problems:
            raise Refusal(*_shortened(self.problems))
        heights = self._grown(placed)
        glued = self._glued(placed)
        rows = tuple(
            replace(row, height=height, is_glued=place in glued)
            for place, (row, height) in enumerate(zip(self.rows, heights, strict=True))
        )
        return Strip(self.template, rows, tuple(placed), tuple(self.notes))

    def _lay_rows(self) -> None:
        heights = self.template.heights
        repeats = {repeat.rows.first: repeat for repeat in self.template.spec.repeats}
        number = 1
        while number <= self.template.layout.row_count:
            repeat = repeats.get(number)
            if repeat is None:
                self._lay(Row(number, heights[number]), self.values, "")
                number += 1
                continue
            entries = self._entries(repeat)
            for entry in range(1, max(len(entries), repeat.least) + 1):
                item = entries[entry - 1] if entry <= len(entries) else None
                scope = {**self.values, repeat.scope: item}
                for row in range(repeat.rows.first, repeat.rows.last + 1):
                    at = "" if item is None else f"第{entry}行"
                    self._lay(Row(row, heights[row], repeat, entry), scope, at)
            for row in range(repeat.rows.first, repeat.rows.last + 1):
                self.ends.setdefault(row, len(self.rows) - 1)
            number = repeat.rows.last + 1

    def _lay(self, row: Row, scope: Mapping[str, object], at: str) -> None:
        self.rows.append(row)
        self.scopes.append((scope, at))
        self.ends[row.number] = len(self.rows) - 1

    def _entries(self, repeat: Repeat) -> Sequence[Any]:
        try:
            entries = value_of(self.values, repeat.list_name)
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return ()
        if entries is None:
            return ()
        if isinstance(entries, Sequence) and all(isinstance(e, Mapping) for e in entries):
            return entries
        self.problems.append(
            Problem(
                f"“{repeat.list_name}”不是可以逐行填写的列表。",
                "请改正 form.toml 中 [[repeat]] 的 list。",
                repeat.list_name,
                code="form.not_a_list",
            )
        )
        return ()

    def _place(self) -> Iterator[Placed]:
        for place, row in enumerate(self.rows):
            for cell in self.template.cells.get(row.number, ()):
                if row.repeat is not None:
                    last = place + cell.last_row - cell.row
                else:
                    last = max(place, self.ends[cell.last_row])
                own = self.template.own_texts.get(cell.name)
                text = self._text(cell, place) if cell.blanks else own
                yield Placed(cell, place, last, text, is_own=not cell.blanks)

    def _text(self, cell: Cell, place: int) -> Fitted | None:
        scope, at = self.scopes[place]
        repeat = self.rows[place].repeat
        if repeat is not None and scope[repeat.scope] is None and _uses(cell, repeat.scope):
            return None  # a row kept free for writing by hand
        try:
            # A last line whose blanks are all empty is not a line.
            text = "".join([fill(piece, scope) for piece in cell.pieces]).rstrip("\n")
        except Refusal as refusal:
            self.problems.extend(_placed_problem(p, cell, at) for p in refusal.problems)
            return None
        if not text:
            return None
        fonts, spec = self.template.fonts, self.template.spec
        blank = cell.blanks[0].name
        field = f"{blank}，{at}" if at else blank
        if fonts.missing(text):
            self.problems.extend(
                replace(problem, field=blank) for problem in without_glyph(cell, field, text, fonts)
            )
        rule = _rule(cell, spec.fits)
        try:
            fitted = fit_cell(cell, text, self.template.layout, fonts, rule)
        except TooWide:
            self.problems.append(replace(too_wide(cell, field, text), field=blank))
            return None
        if fitted.size < cell.style.size:
            self.notes[f"单元格{cell.name}（{field}）缩小到{fitted.size:g}磅。"] = None
        return fitted

    def _grown(self, placed: Sequence[Placed]) -> list[float]:
        heights = [row.height for row in self.rows]
        spanning = []
        for cell in placed:
            if cell.text is None:
                continue
            if cell.first == cell.last:
                heights[cell.first] = max(heights[cell.first], cell.text.need)
            else:
                spanning.append((cell.last, cell.first, cell.text.need))
        for last, first, need in sorted(spanning):
            lack = need - sum(heights[first : last + 1])
            if lack > 0:
                for place in range(first, last + 1):
                    heights[place] += lack / (last + 1 - first)
        return heights

    def _glued(self, placed: Sequence[Placed]) -> set[int]:
        """Rows that stay with the row before: inside merged blocks, kept rows, under headers."""
        glued: set[int] = set()
        for cell in placed:
            if cell.last > cell.first and not self._is_long(cell):
                glued.update(range(cell.first + 1, cell.last + 1))
        kept = list(self.template.spec.keeps)
        for place, row in enumerate(self.rows):
            if any(row.number - 1 in keep and row.number in keep for keep in kept):
                glued.add(place)
            repeat = row.repeat
            if repeat is None:
                continue
            if row.number > repeat.rows.first or (row.entry == 1 and repeat.header is not None):
                glued.add(place)
        return glued

    def _is_long(self, cell: Placed) -> bool:
        """A block beside a repeat, as long as its list: it may be parted between pages."""
        return self.rows[cell.first].repeat is None and any(
            self.rows[place].repeat is not None for place in range(cell.first, cell.last + 1)
        )


def _shortened(problems: Sequence[Problem]) -> Iterator[Problem]:
    """A list's every row may have the same trouble; three of them tell as much as sixty."""
    counts: dict[tuple[str, str], int] = {}
    for problem in dict.fromkeys(problems):
        key = (problem.field, problem.code)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _SAME:
            yield problem
    for (field, code), count in counts.items():
        if count > _SAME:
            yield Problem(f"另有{count - _SAME}处同样的问题（{field}）。", "", field, code=code)


def _uses(cell: Cell, scope: str) -> bool:
    return any(blank.name.split(".")[0] == scope for blank in cell.blanks)


def _rule(cell: Cell, fits: Mapping[str, Fit]) -> Fit | None:
    for blank in cell.blanks:
        if blank.name in fits:
            return fits[blank.name]
    return None


def _placed_problem(problem: Problem, cell: Cell, at: str) -> Problem:
    where = f"单元格{cell.name}（{at}）" if at else f"单元格{cell.name}"
    return replace(problem, message=f"{where}：{problem.message}")
