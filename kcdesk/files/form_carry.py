"""Fills the rows that stand only where a page of a list ends or begins.

Called by the painter and the form check instead of `form_rows`. What such a row says (本页小计,
过次页, 承前页) depends on where the pages end, and where they end on how tall it is; so pages are
cut again until both agree. Rows only grow on the way, so that they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kcdesk.files.form_fitting import Fitted
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_places import Row
from kcdesk.files.form_rows import Filling
from kcdesk.files.form_skeleton import grown
from kcdesk.files.form_strip import Page, Strip
from kcdesk.files.form_template import Template
from kcdesk.files.form_values import Scopes, Values


@dataclass(frozen=True, slots=True)
class Carried:
    """What may be filled in on one page: in the rows at its foot, in those on top."""

    foot: Values
    top: Values


def filled_strip(template: Template, values: Values) -> Strip:
    """The whole strip of one paper. Raises one `Refusal` naming all that cannot be printed."""
    filling = Filling(template, values)
    strip = filling.strip()
    if not strip.skeleton.carries:
        return strip
    while True:
        pages = pages_of(strip)
        said = carried_on(filling.scopes, strip, pages)
        carried = tuple(
            dict(_texts(filling, strip, page, on_page))
            for page, on_page in zip(pages, said, strict=True)
        )
        filling.refuse_if_needed()
        spots = strip.skeleton.spots
        needs = [(spots[n], t.need) for page in carried for n, t in page.items() if t is not None]
        heights = grown(list(strip.heights), needs)
        if heights == strip.heights:
            return replace(strip, pages=pages, carried=carried, notes=tuple(filling.notes))
        strip = replace(strip, heights=heights)


def carried_on(scopes: Scopes, strip: Strip, pages: tuple[Page, ...]) -> Iterator[Carried]:
    """For every page what its rows of this kind may be filled with.

    A row at the foot sums all that has been printed so far; one on top what the page before did.
    """
    rows, carries = strip.skeleton.rows, strip.skeleton.carries
    ends = [_ended(page, rows, pages[n + 1 :]) for n, page in enumerate(pages)]
    lists = {c.repeat.scope: list(scopes.placed(c.repeat)) for c in carries}
    done = {c.repeat.scope: 0 for c in carries}
    for ended in ends:
        said: dict[str, dict[str, object]] = {"carried": {}, "page": {}, "last": {}}
        before: dict[str, dict[str, object]] = {"carried": {}, "last": {}}
        for carry in carries:
            scope, first = carry.repeat.scope, done[carry.repeat.scope]
            last = first + sum(1 for place, _ in lists[scope] if (scope, *place) in ended)
            entries = [entry for _, entry in lists[scope]]
            before["carried"][scope] = scopes.sums(carry.repeat, entries[:first])
            before["last"][scope] = entries[first - 1] if first else None
            said["carried"][scope] = scopes.sums(carry.repeat, entries[:last])
            said["last"][scope] = entries[last - 1] if last else None
            said["page"][scope] = scopes.sums(carry.repeat, entries[first:last])
            done[scope] = last
        yield Carried({**scopes.values, **said}, {**scopes.values, **before})


def _ended(page: Page, rows: tuple[Row, ...], later: tuple[Page, ...]) -> set[tuple[str, int, int]]:
    """The entries whose last row ends on the page."""
    going_on = {slot.place for slot in (later[0] if later else ()) if not slot.is_again}
    ended = set()
    for slot in page:
        row = rows[slot.place]
        if row.repeat is None or slot.is_again or slot.place in going_on:
            continue
        if row.number == row.repeat.rows.last:
            ended.add((row.repeat.scope, row.group, row.entry))
    return ended


def _texts(
    filling: Filling, strip: Strip, page: Page, carried: Carried
) -> Iterator[tuple[int, Fitted | None]]:
    here = {slot.place for slot in page}
    up = {place for carry in strip.skeleton.carries for place in carry.up}
    for number, spot in enumerate(strip.skeleton.spots):
        if spot.first in here and strip.skeleton.rows[spot.first].is_apart and not spot.is_own:
            values = carried.top if spot.first in up else carried.foot
            yield number, filling.filled(spot.cell, values, "")
