"""The only place where the time of day is read. Everyone else is handed a `Clock`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol


class Clock(Protocol):
    """What day it is in the office, and what moment it is (UTC) for the journal."""

    def today(self) -> date:
        """The office's calendar day."""
        ...

    def now(self) -> datetime:
        """This moment, UTC, aware."""
        ...


class SystemClock:
    """The PC's own clock."""

    def today(self) -> date:
        """The PC's local calendar day."""
        return datetime.now().astimezone().date()

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands at nine in the morning (Beijing) of a day until it is moved."""

    day: date

    def today(self) -> date:
        """The day it stands at."""
        return self.day

    def now(self) -> datetime:
        """Nine o'clock Beijing time of that day, as UTC."""
        return datetime.combine(self.day, time(1, 0), tzinfo=UTC)
