"""Money is whole 分 (money.md B1); odd 分 are shared so that nothing is lost (B2).

Called by everybody; decides nothing about policy. `Money` adds only to `Money` and has no
``*`` or ``/``: a part of a sum is taken by `share` or `split`, which name their rounding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

# SQLite integers end at 2**63-1; a county pool is nowhere near, a typing slip soon is.
LARGEST_FEN = 10**15

_WRITTEN = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)


class Rounding(Enum):
    """How a share that is no whole 分 becomes one."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


class SplitMethod(Enum):
    """Who takes the odd 分 (money.md B2)."""

    LAST_TAKES_REST = "last_takes_rest"
    """银行倒挤: every share is floored, the last party takes the difference."""
    LARGEST_REMAINDER = "largest_remainder"
    """最大余数法: floor, leftover 分 to the largest remainders, ties in party order."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """A sum of money in whole 分."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"money is whole 分, not {type(self.fen).__name__}")

    @classmethod
    def yuan(cls, amount: int | str) -> Money:
        """From 元 written as text (``"1409.50"``) or as a whole number; finer than 分 refused."""
        return cls._scaled(amount, 2)

    @classmethod
    def wan(cls, amount: int | str) -> Money:
        """From 万元 written as text (``"1000.01"``); up to six decimals (money.md B1)."""
        return cls._scaled(amount, 6)

    @classmethod
    def _scaled(cls, amount: int | str, places: int) -> Money:
        if isinstance(amount, bool) or not isinstance(amount, int | str):
            raise TypeError("money is read from text or a whole number")
        match = _WRITTEN.fullmatch(str(amount))
        if match is None:
            raise ValueError(f"not an amount: {amount!r}")
        decimals = (match.group(3) or "").rstrip("0")
        if len(decimals) > places:
            raise ValueError(f"finer than one 分: {amount!r}")
        fen = int(match.group(2).replace(",", "") + decimals.ljust(places, "0"))
        return cls(-fen if match.group(1) else fen)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        return self.show()

    def show(self) -> str:
        """``1,409.50``: 元 with two decimals and thousands marks."""
        yuan, fen = divmod(abs(self.fen), 100)
        return f"{'-' if self.fen < 0 else ''}{yuan:,}.{fen:02d}"

    def plain(self) -> str:
        """``1409.50``: 元 with two decimals, no marks; what scenario files write."""
        return self.show().replace(",", "")

    def in_wan(self, places: int | None = None) -> str:
        """万元. Without `places` as many decimals as needed (at least none, at most six).

        With `places` (0 to 6) rounded half up, for columns headed 万元 only.
        """
        sign = "-" if self.fen < 0 else ""
        if places is None:
            whole, rest = divmod(abs(self.fen), 1_000_000)
            decimals = f"{rest:06d}".rstrip("0")
            return f"{sign}{whole:,}{'.' + decimals if decimals else ''}"
        if not 0 <= places <= 6:
            raise ValueError("万元 has at most six decimals")
        unit = 10 ** (6 - places)
        whole, rest = divmod((abs(self.fen) * 2 + unit) // (unit * 2), 10**places)
        return f"{sign}{whole:,}.{rest:0{places}d}" if places else f"{sign}{whole:,}"

    def share(self, ratio: Fraction, *, rounding: Rounding) -> Money:
        """The part `ratio` of a sum that is not negative, in whole 分."""
        if not isinstance(ratio, Fraction):
            raise TypeError("a ratio is an exact Fraction")
        if self.fen < 0 or ratio < 0:
            raise ValueError("a share is taken of a sum and by a ratio that are not negative")
        top, bottom = self.fen * ratio.numerator, ratio.denominator
        if rounding is Rounding.DOWN:
            return Money(top // bottom)
        if rounding is Rounding.HALF_UP:
            return Money((top * 2 + bottom) // (bottom * 2))
        return Money(-(-top // bottom))

    def split(self, weights: Sequence[int], method: SplitMethod) -> tuple[Money, ...]:
        """Share by whole weights; the parts always add up to the sum (money.md B2)."""
        total = sum(weights)
        if self.fen < 0 or total <= 0 or any(w < 0 for w in weights):
            raise ValueError("a split wants a sum and weights that are not negative")
        parts = [self.fen * w // total for w in weights]
        left = self.fen - sum(parts)
        if method is SplitMethod.LAST_TAKES_REST:
            parts[-1] += left
        else:
            remainders = [self.fen * w % total for w in weights]
            order = sorted(range(len(parts)), key=lambda i: (-remainders[i], i))
            for i in order[:left]:
                parts[i] += 1
        return tuple(Money(p) for p in parts)


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum; nothing at all is 0.00 元."""
    return Money(sum(a.fen for a in amounts))


def money_of_number(value: int | float | Decimal, unit_fen: int) -> Money:
    """An amount out of a spreadsheet cell, whose numbers are floats: read through ``repr``.

    `unit_fen` is 100 for 元, 1,000,000 for 万元. Raises ValueError when finer than a 分, no
    number at all (NaN) or beyond any county's money; TypeError for a yes or no.
    """
    if isinstance(value, bool):
        raise TypeError("a yes or no is no amount")
    if not math.isfinite(value):
        raise ValueError(f"no amount of money: {value!r}")
    exact = Fraction(Decimal(repr(value) if isinstance(value, float) else value)) * unit_fen
    if exact.denominator != 1:
        raise ValueError(f"finer than one 分: {value!r}")
    if abs(exact) > LARGEST_FEN:
        raise ValueError(f"beyond any county's money: {value!r}")
    return Money(exact.numerator)
