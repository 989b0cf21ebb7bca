"""Column types: how the kernel's values stand in SQLite's STRICT tables.

Money is whole 分 in an INTEGER (SQLite's Numeric would keep floats), days are ISO text,
moments are UTC text, truth is 0 or 1, ratios are ``3/100`` text.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from kcdesk.kernel.money import Money


class MoneyFen(TypeDecorator[Money]):
    """Whole 分."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        """Money to 分."""
        return None if value is None else value.fen

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        """分 to Money."""
        return None if value is None else Money(value)


class Day(TypeDecorator[date]):
    """A calendar day, ``2023-09-12``: sorts and compares as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """A day as ISO text; a moment is refused, days of the domain are never moments."""
        if isinstance(value, datetime):
            raise TypeError("a day of the domain is never a moment")
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """ISO text to a day."""
        return None if value is None else date.fromisoformat(value)


class Moment(TypeDecorator[datetime]):
    """A moment of the journal, UTC to the microsecond."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """An aware moment as UTC text; one without its zone is refused, not guessed."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment of the journal knows its time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """UTC text to an aware moment."""
        if value is None:
            return None
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class Truth(TypeDecorator[bool]):
    """0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """A bool as 0 or 1."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """0 or 1 as a bool."""
        return None if value is None else bool(value)


class Ratio(TypeDecorator[Fraction]):
    """An exact ratio, ``77/2000``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        """A fraction as text."""
        return None if value is None else f"{value.numerator}/{value.denominator}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        """Text as a fraction."""
        return None if value is None else Fraction(value)


class Json(TypeDecorator[Any]):
    """A small structure that law freezes (a trace, a list of ticks), as canonical JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Canonical JSON text."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """What was kept."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: the same value is always the same text.

    Raises ValueError for NaN and the infinities, which JSON does not know.
    """
    return _ENCODER.encode(value)


# Made once: the chain of a county's ten years is some hundred thousand of these.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
