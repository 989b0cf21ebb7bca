"""The rows of a form for lists of given lengths: which stand where, before any value is known.

Called by `form_rows`. Papers whose lists are equally long share one skeleton, so that a thousand
of them are not laid out a thousand times. Texts and heights are filled in elsewhere; which rows
stay on one page is decided in `form_glue`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kcdesk.files.form_glue import glued
from kcdesk.files.form_places import Carry, Length, Row, Spot, carries_of, rows_of, spots_of
from kcdesk.files.form_template import Template


@dataclass(frozen=True)
class Skeleton:
    """A strip of rows without texts.

    Rows from `flow` on are not in the strip: they stand where a page of a list ends or begins.
    """

    template: Template
    rows: tuple[Row, ...]
    spots: tuple[Spot, ...]
    glued: frozenset[int]
    """Rows that stand on the same page as the row before."""
    heights: tuple[float, ...]
    """Of the rows as drawn, tall enough for the form's own texts."""
    flow: int
    carries: tuple[Carry, ...] = ()

    def rows_of(self, first: int, last: int) -> tuple[int, ...]:
        """Places on the strip of the drawing's rows `first` to `last`."""
        return tuple(i for i, row in enumerate(self.rows) if first <= row.number <= last)

    def header_of(self, place: int) -> Iterator[int]:
        """Places of the header rows that belong to a list's row."""
        row = self.rows[place]
        repeats = self.template.spec.repeats
        outer = next((r for r in repeats if row.group and r.scope == row.repeat_inside), None)
        for repeat in (outer, row.repeat):
            if repeat is None or repeat.header is None:
                continue
            for header in self.rows_of(repeat.header.first, repeat.header.last):
                other = self.rows[header]
                is_ours = other.repeat is None or (
                    other.repeat is outer and other.entry == row.group
                )
                if is_ours and header < place:
                    yield header


def skeleton_of(template: Template, lengths: tuple[Length, ...]) -> Skeleton:
    """The skeleton for lists of these lengths, in the repeats' order; made once for a template."""
    known = template.skeletons.get(lengths)
    if known is None:
        rows, flow = rows_of(template, lengths)
        spots = tuple(spots_of(template, rows, flow))
        heights = _grown([template.heights[row.number] for row in rows], spots, template)
        known = Skeleton(
            template,
            rows,
            spots,
            frozenset(glued(template, rows[:flow], spots)),
            heights,
            flow,
            tuple(carries_of(template, rows, flow)),
        )
        template.skeletons[lengths] = known
    return known


def _grown(heights: list[float], spots: Sequence[Spot], template: Template) -> tuple[float, ...]:
    own = template.own_texts
    needs = [(s, own[s.cell.name].need) for s in spots if s.cell.name in own]
    return grown(heights, needs)


def grown(heights: list[float], needs: Sequence[tuple[Spot, float]]) -> tuple[float, ...]:
    """Rows made tall enough for what their cells need; a block shares its want evenly."""
    for spot, need in needs:
        if spot.first == spot.last and need > heights[spot.first]:
            heights[spot.first] = need
    for spot, need in sorted(needs, key=lambda n: (n[0].last, n[0].first)):
        if spot.first == spot.last:
            continue
        lack = need - sum(heights[spot.first : spot.last + 1])
        if lack > 0:
            for place in range(spot.first, spot.last + 1):
                heights[place] += lack / (spot.last + 1 - spot.first)
    return tuple(heights)
