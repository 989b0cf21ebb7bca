"""Fills a drawn form: puts values into blanks, fits them, lets rows grow.

Called by the painter and the form check. The result is one long strip of rows with every text
fitted; where pages begin is decided by `form_pages`. Whatever is unknown, does not fit or has no
glyph is collected and refused together, each with its cell, its field and its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kcdesk.files.form_fitting import Fitted, TooWide
from kcdesk.files.form_layout import Cell
from kcdesk.files.form_places import Row, Spot
from kcdesk.files.form_skeleton import grown, skeleton_of
from kcdesk.files.form_strip import Strip
from kcdesk.files.form_template import Template, fit_cell, too_wide, without_glyph
from kcdesk.files.form_values import Scopes
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import fill

_SAME: Final = 3
_HAND: Final = "\u3000" * 4


def fill_rows(template: Template, values: Mapping[str, object]) -> Strip:
    """The strip of one paper. Raises one `Refusal` naming everything that cannot be printed.

    Rows that stand only where pages end are still empty; see `form_carry`.
    """
    return Filling(template, values).strip()


class Filling:
    """One form being filled."""

    def __init__(self, template: Template, values: Mapping[str, object]) -> None:
        self.template = template
        self.scopes = Scopes(template.spec.repeats, values)
        self.problems = self.scopes.problems
        self.notes: dict[str, None] = {}

    def strip(self) -> Strip:
        skeleton = skeleton_of(self.template, self.scopes.lengths)
        own = self.template.own_texts
        texts: list[Fitted | None] = []
        needs: list[tuple[Spot, float]] = []
        for spot in skeleton.spots:
            if spot.is_own:
                texts.append(own.get(spot.cell.name))
                continue
            row = skeleton.rows[spot.first]
            text = None if row.is_apart else self._text(row, spot.cell)
            texts.append(text)
            if text is not None:
                needs.append((spot, text.need))
        self.refuse_if_needed()
        heights = grown(list(skeleton.heights), needs)
        return Strip(skeleton, tuple(texts), heights, tuple(self.notes))

    def refuse_if_needed(self) -> None:
        """Everything found to be wrong so far, together."""
        if self.problems:
            raise Refusal(*_shortened(self.problems))

    def _text(self, row: Row, cell: Cell) -> Fitted | None:
        if is_for_the_pen(row, cell):
            return None
        values, at = self.scopes.of(row)
        return self.filled(cell, values, at)

    def filled(self, cell: Cell, values: Mapping[str, object], at: str) -> Fitted | None:
        """A cell's text with `values` in its blanks; what is wrong with it is collected."""
        try:
            text = words_of(cell, values)
        except Refusal as refusal:
            self.problems.extend(_placed(p, cell, at) for p in refusal.problems)
            return None
        return self._fitted(cell, text, at) if text else None

    def _fitted(self, cell: Cell, text: str, at: str) -> Fitted | None:
        template, blank = self.template, cell.blanks[0].name
        field = f"{blank}，{at}" if at else blank
        self.problems.extend(
            replace(problem, field=blank)
            for problem in without_glyph(cell, field, text, template.fonts)
        )
        fits = template.spec.fits
        rule = next((fits[b.name] for b in cell.blanks if b.name in fits), None)
        try:
            fitted = fit_cell(cell, text, template.layout, template.fonts, rule)
        except TooWide:
            self.problems.append(replace(too_wide(cell, field, text), field=blank))
            return None
        if fitted.size < cell.style.size:
            self.notes[f"单元格{cell.name}（{field}）缩小到{fitted.size:g}磅。"] = None
        return fitted


def words_of(cell: Cell, values: Mapping[str, object]) -> str:
    """A cell's text with `values` in its blanks. Raises a `Refusal` as `blanks.fill`."""
    texts = [fill(piece, values) for piece in cell.pieces]
    if "" in texts:
        texts = _with_room(cell, texts)
    # A first or last line whose blanks are all empty is not a line.
    return "".join(texts).strip("\n")


def _with_room(cell: Cell, texts: Sequence[str]) -> list[str]:
    """Beside printed words an empty blank leaves room for the pen: ``￥　　　　元``."""
    if not any(isinstance(piece, str) and piece.strip() for piece in cell.pieces):
        return list(texts)
    return [text or _HAND for text in texts]


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


def is_for_the_pen(row: Row, cell: Cell) -> bool:
    """In a row beyond its list's end nothing of the list is printed."""
    repeat = row.repeat
    if repeat is None or not row.is_free:
        return False
    return any(blank.name.split(".")[0] == repeat.scope for blank in cell.blanks)


def _placed(problem: Problem, cell: Cell, at: str) -> Problem:
    where = f"单元格{cell.name}（{at}）" if at else f"单元格{cell.name}"
    return replace(problem, message=f"{where}：{problem.message}")
