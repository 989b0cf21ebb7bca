"""When a dated value counts, and what follows when its day is not known.

A blank day can only lie before, on or after the days the facts give; `Days.agreeing` tries one
of each. If all lead to the same outcome, the blank does not matter; otherwise it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from kcdesk.domain.schemes.parts import Blank, Bound, Period
from kcdesk.kernel.errors import Problem, Refusal

if TYPE_CHECKING:
    from kcdesk.domain.schemes.scheme import Scheme

R = TypeVar("R")
_EARLIEST = date(1900, 1, 1)


class Unfilled(Refusal):
    """A value hangs on a blank that is not filled in."""

    def __init__(self, blank: Blank, about: str = "") -> None:
        subject = f"“{about}”取决于“{blank.label}”，" if about else f"“{blank.label}”"
        super().__init__(
            Problem(
                f"{subject}方案原文没有给出，本单位也没有填写，目前不能判断。",
                f"请管理岗人员先办理“填写方案留白”，填好“{blank.label}”后再办理本笔业务。",
                clauses=blank.clauses,
                code="scheme.blank_open",
            )
        )
        self.blank = blank


def covers(period: Period, on: date, scheme: Scheme) -> bool:
    """Whether the day lies in the period. Raises Unfilled when a bound is an open blank."""
    return (
        (period.start is None or on >= _day(period.start, scheme))
        and (period.last is None or on <= _day(period.last, scheme))
        and (period.before is None or on < _day(period.before, scheme))
    )


def _day(bound: Bound, scheme: Scheme) -> date:
    if bound.day is not None:
        return bound.day
    value = scheme.blank_value(bound.blank)
    assert isinstance(value, date)
    return value


@dataclass(frozen=True)
class Agreed(Generic[R]):
    """The outcome all readings share; `readings` has more than one when blanks are open."""

    outcome: R
    readings: tuple[R, ...]
    blanks: tuple[Blank, ...]


@dataclass(frozen=True)
class Days:
    """The scheme before the days that matter."""

    scheme: Scheme
    days: tuple[date, ...]

    def agreeing(
        self,
        judge: Callable[[Scheme], R],
        about: str,
        same: Callable[[R], object] = lambda outcome: outcome,
    ) -> Agreed[R]:
        """What `judge` says, if it says the same (by `same`) for every possible day.

        Raises Unfilled naming the blank and `about` when the readings differ.
        """
        blanks: dict[str, Blank] = {}
        readings = tuple(self._readings(self.scheme, judge, blanks))
        if len({same(r) for r in readings}) > 1:
            raise Unfilled(next(iter(blanks.values())), about)
        return Agreed(readings[0], readings, tuple(blanks.values()))

    def _readings(
        self, scheme: Scheme, judge: Callable[[Scheme], R], blanks: dict[str, Blank]
    ) -> Iterable[R]:
        try:
            yield judge(scheme)
        except Unfilled as unfilled:
            if unfilled.blank.field.kind != "day":
                raise
            blanks[unfilled.blank.name] = unfilled.blank
            for day in self._candidates():
                filled = scheme.reading_with(unfilled.blank.name, day)
                yield from self._readings(filled, judge, blanks)

    def _candidates(self) -> tuple[date, ...]:
        """Earlier than everything (the new text always counted), on and after each day."""
        nearby = {d + timedelta(days=n) for d in self.days for n in (0, 1)}
        return (_EARLIEST, *sorted(nearby))
