"""Exact ratios and share vectors; never a float.

A ratio is a `fractions.Fraction`; a vector is a tuple of whole weights such as (4, 4, 2).
"""

from __future__ import annotations

import re
from fractions import Fraction

MOST_DECIMALS = 12
"""Of a percentage: no rate is written finer, and what is read can always be shown."""

_PERCENT = re.compile(rf"(\d+)(?:\.(\d{{1,{MOST_DECIMALS}}}))?[%％]", re.ASCII)
_WEIGHTS = re.compile(r"\d+(?:[:：]\d+)+", re.ASCII)


def percent(text: str) -> Fraction:
    """Read ``40%`` or ``3.45%`` exactly. Raises ValueError on anything else."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a percentage: {text!r}")
    whole, decimals = match.group(1), match.group(2) or ""
    return Fraction(int(whole + decimals), 100 * 10 ** len(decimals))


def weights(text: str) -> tuple[int, ...]:
    """Read a share vector ``4:4:2``. Raises ValueError on anything else or an all-zero one."""
    clean = text.strip()
    if _WEIGHTS.fullmatch(clean) is None:
        raise ValueError(f"not a share vector: {text!r}")
    parts = tuple(int(p) for p in re.split("[:：]", clean))
    if sum(parts) == 0:
        raise ValueError("a share vector cannot be all zero")
    return parts


def show_percent(value: Fraction, places: int = 2) -> str:
    """Print with `places` decimals, half up (money.md B12): for paper, never for comparing."""
    return f"{show_decimal(value * 100, places)}%"


def show_growth(value: Fraction, places: int = 2) -> str:
    """``+25.00%``, ``-20.00%``: by how much something grew; what stood still has no sign."""
    shown = show_percent(value, places)
    return f"+{shown}" if value > 0 and shown.strip("0.%") else shown


def show_decimal(value: Fraction, places: int = 2) -> str:
    """Print a plain number with `places` decimals, half up: for paper, never for comparing."""
    scaled = abs(value) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    digits = str(whole).rjust(places + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def exact_percent(value: Fraction) -> str:
    """Print a percentage with as many decimals as it needs; raises ValueError if it never ends."""
    for places in range(MOST_DECIMALS + 1):
        if 100 * 10**places % value.denominator == 0:
            return show_percent(value, places)
    raise ValueError(f"{value} has no exact percentage")


def show_weights(value: tuple[int, ...]) -> str:
    """``(4, 4, 2)`` as ``4:4:2``."""
    return ":".join(str(w) for w in value)
