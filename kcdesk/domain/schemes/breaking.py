"""Breakers: a rate above its limit suspends a partner, or the whole programme; earlier it warns.

Compared on whole numbers: what prints like the limit may still be above it, so the amounts stand
beside the rate. Two bases may be laid down; one of them breaks, the other is shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import cast

from kcdesk.domain.schemes.lots import Lot, Table
from kcdesk.domain.schemes.measuring import Figure, Indicator, lots_of, measure_lots
from kcdesk.domain.schemes.operands import Facts, Provider
from kcdesk.domain.schemes.parts import Given
from kcdesk.domain.schemes.trace import Step, Trace
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.ratio import show_percent


class Scope(StrEnum):
    """Whom a breaker suspends."""

    BANK = "bank"
    ALL = "all"


class Level(StrEnum):
    """How near a rate is to its limit."""

    NONE = "none"
    CALM = "calm"
    WARNED = "warned"
    TRIPPED = "tripped"

    @property
    def label(self) -> str:
        """For people."""
        return _LEVELS[self]


_LEVELS = {
    Level.NONE: "无",
    Level.CALM: "正常",
    Level.WARNED: "预警",
    Level.TRIPPED: "超过暂停线",
}


@dataclass(frozen=True, slots=True)
class Breaker:
    """A limit on a rate. `basis` is a blank whose value says which of both indicators breaks;
    `note` says what goes on while suspended."""

    id: str
    label: str
    clauses: tuple[str, ...]
    indicator: str
    scope: Scope
    above: Given
    warn_at: Given | None = None
    beside: str = ""
    basis: Given | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One bank's rate (or that of all) against the limit; `distance` is what is left up to it."""

    breaker: Breaker
    bank_id: str
    bank: str
    indicator: Indicator
    figure: Figure
    beside: Indicator | None
    beside_figure: Figure | None
    beside_trouble: str
    above: Fraction
    warn_at: Fraction | None
    level: Level

    @property
    def distance(self) -> Fraction | None:
        """The limit less the rate; below nothing once it is passed; None without a rate."""
        value = self.figure.value
        return self.above - value if isinstance(value, Fraction) else None

    @property
    def distance_shown(self) -> str:
        """The distance in percentage points, for people."""
        if self.distance is None:
            return "无"
        points = show_percent(abs(self.distance)).removesuffix("%")
        return f"{'已超过' if self.level is Level.TRIPPED else '还差'}{points}个百分点"

    @property
    def evidence(self) -> Trace:
        """What a suspension rests on, line by line."""
        clauses, note = self.breaker.clauses, self.indicator.note
        steps = [
            Step(f"{self.indicator.label}（分子）", self.figure.part_shown, self.indicator.clauses),
            Step(
                f"{self.indicator.label}（分母）", self.figure.whole_shown, self.indicator.clauses
            ),
            Step(self.indicator.label, self.figure.shown, self.indicator.clauses, note),
        ]
        if self.beside is not None:
            other = self.beside_figure
            shown = self.beside_trouble if other is None else other.shown
            amounts = "" if other is None else f"{other.part_shown}／{other.whole_shown}"
            steps.append(Step(f"{self.beside.label}（对照）", shown, self.beside.clauses, amounts))
        steps.append(Step(f"暂停线：高于{show_percent(self.above)}", self.level.label, clauses))
        return tuple(steps)


def watched(provider: Provider, breaker: Breaker) -> tuple[str, str]:
    """Which indicator breaks and which stands beside, as the office chose. Raises Refusal."""
    if breaker.basis is not None and provider.given(breaker.basis) == breaker.beside:
        return breaker.beside, breaker.indicator
    return breaker.indicator, breaker.beside


def weigh(
    provider: Provider,
    breaker: Breaker,
    indicators: Mapping[str, Indicator],
    rows: Table | Iterable[Facts],
    beside_rows: Table | Iterable[Facts] | None = None,
) -> tuple[Reading, ...]:
    """Every bank's rate against the limit (or that of all), banks by name.

    `beside_rows` are the rows of the indicator beside, when it looks at another time. Raises
    Refusal when a rate that breaks cannot be computed; one beside only says so.
    """
    first, second = watched(provider, breaker)
    chosen, other = indicators[first], indicators.get(second)
    table = rows if isinstance(rows, Table) else Table.of(rows)
    groups = _groups(breaker, lots_of(provider, chosen, table, *BANK))
    others: dict[tuple[str, str], list[Lot]] = {}
    if other is not None:
        beside = table if beside_rows is None else beside_rows
        others = _groups(breaker, lots_of(provider, other, beside, *BANK))
    above = cast("Fraction", provider.given(breaker.above))
    warn_at = None if breaker.warn_at is None else cast("Fraction", provider.given(breaker.warn_at))
    readings = []
    for (ident, name), of_group in sorted(groups.items(), key=lambda g: (g[0][1], g[0][0])):
        figure = measure_lots(provider, chosen, of_group).figure
        beside_figure, trouble = _beside(provider, other, others.get((ident, name), []))
        level = _level(figure, above, warn_at)
        readings.append(
            Reading(
                breaker, ident, name, chosen, figure, other, beside_figure, trouble, above,
                warn_at, level,
            )
        )  # fmt: skip
    return tuple(readings)


BANK = ("bank.id", "bank.name")
"""The facts that say whose a row is."""


def _groups(breaker: Breaker, lots: Iterable[Lot]) -> dict[tuple[str, str], list[Lot]]:
    if breaker.scope is Scope.ALL:
        return {("", ""): list(lots)}
    groups: dict[tuple[str, str], list[Lot]] = {}
    for lot in lots:
        ident, name = (str(lot.facts.get(fact) or "") for fact in BANK)
        groups.setdefault((ident, name), []).append(lot)
    return groups


def _beside(
    provider: Provider, indicator: Indicator | None, lots: list[Lot]
) -> tuple[Figure | None, str]:
    if indicator is None:
        return None, ""
    try:
        return measure_lots(provider, indicator, lots).figure, ""
    except Refusal as refusal:
        return None, refusal.problems[0].message


def _level(figure: Figure, above: Fraction, warn_at: Fraction | None) -> Level:
    if figure.value is None:
        return Level.NONE
    if figure.is_above(above):
        return Level.TRIPPED
    return Level.WARNED if warn_at is not None and figure.reaches(warn_at) else Level.CALM
