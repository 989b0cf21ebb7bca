"""The composition root: the one place where the parts are put together.

Called by the window, the command line and the self-check. Rooms below are handed what they need
and never look for it themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.app.paths import Paths, paths, reachable
from kcdesk.app.single import hold
from kcdesk.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from kcdesk.packs.library import Library
    from kcdesk.work.office import Office


@dataclass(frozen=True)
class Wiring:
    """What one running copy has: its folders, its clock, the shipped packs."""

    paths: Paths
    clock: Clock
    library: Library


def wire(clock: Clock | None = None, *, system_fonts: bool = True) -> Wiring:
    """Put a running copy together; reads nothing but the folders' places.

    Without `system_fonts` papers come out the same, byte for byte, on every PC.
    """
    from kcdesk.packs.library import Library

    found = paths()
    return Wiring(
        found,
        clock or SystemClock(),
        Library(found.resources, found.forms, system_fonts=system_fonts),
    )


@contextmanager
def opened(folder: Path, wiring: Wiring) -> Iterator[Office]:
    """An office held by this process and opened, for the length of a ``with`` block.

    Raises Fault when another copy has it, or it is missing, damaged or newer.
    """
    from kcdesk.work.office import Office

    where = reachable(folder.absolute())
    with hold(where, wiring.clock):
        office = Office.open(where, clock=wiring.clock, library=wiring.library)
        try:
            yield office
        finally:
            office.close()
