"""How big a firm is by a table of lower limits: every limit met, else one class down.

The table is data (resources/standards); which firms a programme takes is the pack's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kcdesk.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Figures:
    """A year of a firm; None is not known."""

    staff: int | None = None
    revenue: Money | None = None
    assets: Money | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The lower limits of a class; None sets no limit."""

    staff: int | None = None
    revenue: Money | None = None
    assets: Money | None = None

    def met(self, figures: Figures) -> bool | None:
        """Whether every limit is met; None when a figure that decides it is not known."""
        is_open = False
        pairs = (
            (self.staff, figures.staff),
            (self.revenue, figures.revenue),
            (self.assets, figures.assets),
        )
        for limit, figure in pairs:
            if limit is None:
                continue
            if figure is None:
                is_open = True
            elif figure < limit:  # type: ignore[operator]  # each pair is of one kind
                return False
        return None if is_open else True


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry and the lower limits of its classes, the largest class first.

    Who meets none of them is of the `lowest` class.
    """

    code: str
    label: str
    classes: Mapping[str, Limits] = field(default_factory=dict)
    lowest: str = "micro"


def size_of(industry: Industry | None, figures: Figures) -> str | None:
    """The class, or None when the industry or a figure that decides it is not known."""
    if industry is None:
        return None
    for size, limits in industry.classes.items():
        met = limits.met(figures)
        if met is None:
            return None
        if met:
            return size
    return industry.lowest
