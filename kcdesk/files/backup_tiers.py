"""Which old backups may go: all of today and yesterday stay, older ones thin out.

Of the older ones the last of each of 12 days stay, before those of each of 10 weeks, before
those of each of 9 months. Days, weeks and months that have no backup don't count, so that a
clock set wrong by years makes nothing go that is needed; what seems to lie in the future stays
too. Pure; backup.py deletes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Final

DAYS, WEEKS, MONTHS = 12, 10, 9

OFFICE_TIME: Final = timezone(timedelta(hours=8), "北京时间")
"""China has one time; a PC set to another must not split an office's day."""

_TIERS: Final[tuple[tuple[int, Callable[[date], Hashable]], ...]] = (
    (DAYS, lambda day: day),
    (WEEKS, lambda day: day.isocalendar()[:2]),
    (MONTHS, lambda day: (day.year, day.month)),
)


def day_of(moment: datetime) -> date:
    """The office's calendar day of a moment."""
    return moment.astimezone(OFFICE_TIME).date()


def kept(moments: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The moments whose backups stay."""
    newest_first = sorted(moments, reverse=True)
    yesterday = day_of(now) - timedelta(days=1)
    stay = {m for m in newest_first if day_of(m) >= yesterday}
    stay.update(newest_first[:1])
    older = deque(m for m in newest_first if day_of(m) < yesterday)
    for most, period_of in _TIERS:
        last_of: dict[Hashable, datetime] = {}
        while older:
            period = period_of(day_of(older[0]))
            if period not in last_of and len(last_of) == most:
                break  # this one and what is older belong to the next, wider tier
            last_of.setdefault(period, older.popleft())
        stay.update(last_of.values())
    return frozenset(stay)
