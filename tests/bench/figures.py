"""One line of the table, and how it is measured: floor and kcdesk in turn, medians of both."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """`gate` is the greatest ratio that is allowed, `most` the greatest time in seconds."""

    work: str
    own: float
    floor: float | None = None
    ratio: float | None = None
    gate: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it lies within its gate; what has none always does."""
        if self.gate is not None and self.ratio is not None and self.ratio > self.gate:
            return False
        return self.most is None or self.own <= self.most

    @property
    def cells(self) -> tuple[str, ...]:
        """As the table shows it, in milliseconds."""
        gate = "" if self.gate is None else f"≤ {self.gate:.3g} ×"
        if self.most is not None:
            gate = f"≤ {self.most * 1000:g} ms"
        return (
            self.work,
            "" if self.floor is None else f"{self.floor * 1000:.2f}",
            f"{self.own * 1000:.2f}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            gate,
            "" if self.holds else "  above",
        )


@dataclass(frozen=True)
class Said:
    """A sentence in the table where something could not be measured."""

    sentence: str
    holds = True

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.sentence,)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def processor_seconds(work: Callable[[], object]) -> float:
    """How long the processor works at something, whoever else is at work on the machine."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def children_seconds(work: Callable[[], object]) -> float:
    """How long the processor works at something in other processes that end with it."""
    before = os.times()
    work()
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def side_by_side(
    work: str, pairs: Iterable[tuple[float, float]], gate: float | None = None
) -> Figure:
    """A figure of rounds that each measured the floor and kcdesk; the ratio is of one round."""
    rounds = list(pairs)
    return Figure(
        work,
        median(own for _, own in rounds),
        median(floor for floor, _ in rounds),
        median(own / floor for floor, own in rounds),
        gate,
    )


def slowest(work: str, times: list[float], most: float | None = None) -> Figure:
    """A figure without a floor: the 95th of a hundred."""
    return Figure(work, quantiles(times, n=20)[-1], most=most)
