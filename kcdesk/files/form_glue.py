"""Which rows of a strip stand on the same page as the row before them.

Called by `form_skeleton`. No header stands alone at the foot of a page, no last row of a list
alone on top of the next, and no sum without a row it sums. A block that no page can hold is
parted all the same, by `form_pages`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcdesk.files.form_places import Row, Spot
from kcdesk.files.form_template import Template


def glued(template: Template, rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[int]:
    """Rows, by place, that belong to the row before."""
    for spot in spots:
        if spot.last > spot.first and spot.last < len(rows) and not is_beside_list(spot, rows):
            yield from range(spot.first + 1, spot.last + 1)
    yield from _under_pictures(template, rows)
    summing = _summing(template)
    for place in range(1, len(rows)):
        row, before = rows[place], rows[place - 1]
        is_kept = any(row.number - 1 in kept and row.number in kept for kept in template.spec.keeps)
        if is_kept or _is_glued(row, before) or _ends_in_sum(row, before, summing):
            yield place


def _under_pictures(template: Template, rows: Sequence[Row]) -> Iterator[int]:
    """The rows a picture covers; one over a list's rows lets the list be parted."""
    for picture in template.layout.pictures:
        for place, row in enumerate(rows):
            if row.number != picture.row:
                continue
            last = place + picture.last_row - picture.row
            covered = rows[place : last + 1]
            if [r.number for r in covered] == list(range(picture.row, picture.last_row + 1)):
                yield from range(place + 1, last + 1)


def is_beside_list(spot: Spot, rows: Sequence[Row]) -> bool:
    """A block beside a list is as long as the list and may be parted between pages."""
    own = rows[spot.first].repeat
    return any(rows[place].repeat is not own for place in range(spot.first, spot.last + 1))


def _is_glued(row: Row, before: Row) -> bool:
    repeat = row.repeat
    if repeat is None:
        return False
    is_first = row.number == repeat.rows.first
    if row.is_with(before):
        both_inside = row.group and before.group
        if not both_inside:
            return True  # of the outer entry one, or both
        if not is_first:
            return True
        if row.repeat is not before.repeat:
            return False
    elif not is_first or row.group:
        return False
    if row.entry == 1:
        return repeat.header is not None
    # The last of a list, where an entry is one row.
    return row.is_last and repeat.rows.first == repeat.rows.last


def _summing(template: Template) -> dict[int, set[str]]:
    """Row of the drawing → the lists whose sums stand in it."""
    found: dict[int, set[str]] = {}
    for number, cells in template.cells.items():
        for cell in cells:
            for blank in cell.blanks:
                first, *rest = blank.name.split(".")
                if first == "total" and rest:
                    found.setdefault(number, set()).add(rest[0])
    return found


def _ends_in_sum(row: Row, before: Row, summing: dict[int, set[str]]) -> bool:
    """A row of sums right below the list they belong to, or below the list's own sums."""
    if before.repeat is None or row.repeat is before.repeat:
        return False
    scopes = {before.repeat.scope, before.repeat.inside, *summing.get(before.number, ())}
    return bool(summing.get(row.number, set()) & scopes)
