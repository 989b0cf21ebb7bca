"""Facts that later rooms of the office file know: asked only when an indicator names one of them.

A room that keeps such facts of a firm, a bank or a partner joins here; what no room keeps is not
known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from kcdesk.domain.schemes.operands import Facts
from kcdesk.work.context import Read
from kcdesk.work.measures.period import Period

OfOne: TypeAlias = Callable[[Read, int, date], Mapping[str, object]]
"""Facts of one record as of a day."""

Entries: TypeAlias = Callable[[Read, str, Period], Iterable[Facts]]
"""The entries of a register of a period, with the facts of its event."""


@dataclass
class Joined:
    """What has joined."""

    firms: list[OfOne] = field(default_factory=list)
    banks: list[OfOne] = field(default_factory=list)
    partners: list[OfOne] = field(default_factory=list)
    entries: list[Entries] = field(default_factory=list)


JOINED = Joined()


class Remembered:
    """Facts of records asked for once each."""

    def __init__(self, read: Read, day: date, sources: list[OfOne]) -> None:
        self._read, self._day, self._sources = read, day, sources
        self._known: dict[int, dict[str, object]] = {}

    def of(self, ident: int) -> Mapping[str, object]:
        """The facts of one record; nothing where no room has joined."""
        if not self._sources:
            return {}
        if ident not in self._known:
            facts: dict[str, object] = {}
            for source in self._sources:
                facts.update(source(self._read, ident, self._day))
            self._known[ident] = facts
        return self._known[ident]
