"""A list that is entered as a whole: its rows keep their places, so that undo and history read well.

Called by commands whose form holds a grid. It decides nothing about what may stand in the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from kcdesk.store.tables.base import Row
from kcdesk.work.context import Work


def write_list(
    work: Work,
    row_type: type[Row],
    owner: InstrumentedAttribute[int],
    owner_id: int,
    wanted: Sequence[Mapping[str, Any]],
) -> None:
    """Make the owner's rows just these: changed in place, added at the end, the rest removed."""
    rows = work.all(select(row_type).where(owner == owner_id).order_by(row_type.id))
    for row, values in zip(rows, wanted, strict=False):
        for name, value in values.items():
            setattr(row, name, value)
    for row in rows[len(wanted) :]:
        work.session.delete(row)
    for values in wanted[len(rows) :]:
        work.add(row_type(**{owner.key: owner_id, **values}))
