"""Texts that go on from one page to the next.

Called by `form_pages` when it knows where pages end. A block of several rows whose text no page
holds whole goes on line by line; beside a text that goes on stands its label again, with （续）.
How rows are put on pages is decided there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kcdesk.files.form_fitting import LEADING, Fitted, TooWide
from kcdesk.files.form_glue import is_beside_list
from kcdesk.files.form_places import Spot
from kcdesk.files.form_strip import Page, Slot, Strip
from kcdesk.files.form_template import fit_cell
from kcdesk.kernel.errors import Problem, Refusal

_EPS: Final = 0.01
_LABEL: Final = 8
"""A text of more lines is no label."""

Cuts = dict[tuple[int, int], dict[int, tuple[int, int]]]
"""Page and place → spot → its lines there."""


def parted_blocks(strip: Strip, pages: Sequence[Page]) -> tuple[Cuts, dict[int, float]]:
    """Which lines of blocks stand on which page; and the rows that are too low, by how much."""
    cuts: Cuts = {}
    lacking: dict[int, float] = {}
    heights: list[dict[int, Slot]] = []
    for number, spot in enumerate(strip.skeleton.spots):
        text = strip.texts[number]
        if text is None or spot.first == spot.last or spot.first >= strip.skeleton.flow:
            continue
        heights = heights or [_by_place(page) for page in pages]
        parts = list(_parts(spot, heights))
        if len(parts) < 2 or _is_shown_whole(strip, spot, text, [h for _, _, h in parts]):
            continue
        if spot.cell.style.turn != "level":
            name = spot.cell.name
            message = f"单元格{name}：竖排文字一页放不下。"
            raise Refusal(Problem(message, "请缩短内容，或修改版式。", code="form.page"))
        start = 0
        for page, place, height in parts:
            end = min(len(text.lines), start + text.room_for(height))
            cuts.setdefault((page, place), {})[number] = (start, end)
            start = end
        if start < len(text.lines):
            lack = (len(text.lines) - start) * text.size * LEADING
            lacking[spot.last] = max(lacking.get(spot.last, 0.0), lack)
    return cuts, lacking


def with_cuts(pages: Sequence[Page], cuts: Cuts) -> tuple[Page, ...]:
    """The pages with the lines of blocks noted where the blocks begin."""
    if not cuts:
        return tuple(pages)
    return tuple(
        tuple(
            replace(slot, cuts={**slot.cuts, **cuts[number, slot.place]})
            if (number, slot.place) in cuts and not slot.is_again
            else slot
            for slot in page
        )
        for number, page in enumerate(pages)
    )


def with_marks(strip: Strip, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with labels marked beside texts that go on."""
    return tuple(
        tuple(
            replace(slot, marks=dict(_marks(strip, slot))) if slot.cuts else slot for slot in page
        )
        for page in pages
    )


def _marks(strip: Strip, slot: Slot) -> Iterator[tuple[int, Fitted]]:
    """The labels left of what goes on in a row, with their texts."""
    spots = strip.skeleton.spots
    for number, (first, _) in slot.cuts.items():
        if first == 0:
            continue
        cell = spots[number].cell
        label = _label_of(strip, slot.place, cell.column)
        if label is not None:
            yield label, _marked(strip, label)


def _label_of(strip: Strip, place: int, column: int) -> int | None:
    """Left of a text the form's own words beside it; in a list's row what it begins with."""
    beside = [
        (number, spot)
        for number, spot in enumerate(strip.skeleton.spots)
        if spot.first <= place <= spot.last
        and spot.cell.last_column < column
        and (spot.is_own or spot.first == spot.last)
        and 0 < len(_lines(strip, number)) <= _LABEL
    ]
    own = [found for found in beside if found[1].is_own]
    if own:
        return max(own, key=lambda found: found[1].cell.last_column)[0]
    return min(beside, key=lambda found: found[1].cell.column)[0] if beside else None


def _lines(strip: Strip, number: int) -> tuple[str, ...]:
    text = strip.texts[number]
    return text.lines if text is not None else ()


def _marked(strip: Strip, number: int) -> Fitted:
    """A label's text with （续）, below it where there is no room beside it."""
    template, cell = strip.skeleton.template, strip.skeleton.spots[number].cell
    text = strip.texts[number]
    assert text is not None
    ends = [*text.ends[:-1], False]
    said = "".join(f"{line}\n" if end else line for line, end in zip(text.lines, ends, strict=True))
    rule = next((r for b in cell.blanks if (r := template.spec.fits.get(b.name))), None)
    # No paper is refused for the mark: where it has no room at all the label stands alone.
    for marked in (f"{said}（续）", f"{said}\n（续）"):
        try:
            return fit_cell(cell, marked, template.layout, template.fonts, rule)
        except TooWide:
            continue
    return text


def _by_place(page: Page) -> dict[int, Slot]:
    return {slot.place: slot for slot in page if not slot.is_again}


def _parts(spot: Spot, pages: Sequence[Mapping[int, Slot]]) -> Iterator[tuple[int, int, float]]:
    """Page, first place on it and height of every part of a block."""
    for number, page in enumerate(pages):
        here = [page[place] for place in range(spot.first, spot.last + 1) if place in page]
        if here:
            yield number, here[0].place, sum(slot.height for slot in here)


def _is_shown_whole(strip: Strip, spot: Spot, text: Fitted, heights: Sequence[float]) -> bool:
    """The form's own text, and what stands beside a list, is shown wherever it fits; a value
    where its block begins."""
    fits = [text.need <= height + _EPS for height in heights]
    if spot.is_own or is_beside_list(spot, strip.skeleton.rows):
        return any(fits)
    return fits[0]
