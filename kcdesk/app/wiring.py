"""The composition root: the one place where the parts are put together.

Called by the window, the command line and the self-check. Rooms below are handed what they need
and never look for it themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.app.paths import Paths, paths, reachable
from kcdesk.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from kcdesk.packs.library import Library
    from kcdesk.work.office import Office


@dataclass(frozen=True)
class Wiring:
    """What one running copy has: its folders, its clock, the shipped packs."""

    paths: Paths
    clock: Clock
    system_fonts: bool = True
    """Whether papers use the PC's own official faces; without, they come out the same, byte for
    byte, on every PC."""

    @cached_property
    def library(self) -> Library:
        """The shipped packs; read when something first asks for them, after the window shows."""
        from kcdesk.packs.library import Library

        return Library(
            self.paths.resources,
            self.paths.forms,
            system_fonts=self.system_fonts,
            own_schemes=reachable(self.paths.own_schemes),
        )


def wire(clock: Clock | None = None, *, system_fonts: bool = True) -> Wiring:
    """Put a running copy together; reads nothing but the folders' places."""
    return Wiring(paths(), clock or SystemClock(), system_fonts)


@contextmanager
def opened(folder: Path, wiring: Wiring) -> Iterator[Office]:
    """An office held by this process and opened, for the length of a ``with`` block.

    Raises Fault when another copy has it, or it is missing, damaged or newer.
    """
    from kcdesk.app.single import hold
    from kcdesk.work.office import Office

    where = reachable(folder.absolute())
    with hold(where, wiring.clock):
        office = Office.open(where, clock=wiring.clock, library=wiring.library)
        try:
            yield office
        finally:
            office.close()
