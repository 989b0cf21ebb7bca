"""Indicators: what a programme counts of its loans, firms, partners and money, and how it is shown.

Rows in, exact figures out; the order of the rows does not matter. A rate stays two whole numbers
(money.md B12): it is rounded for print only, beside the amounts it is made of, and over nothing
there is no rate. A fact that a row lacks is never guessed: the indicator is refused, and says
how many rows lack it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, cast

from kcdesk.domain.schemes.operands import Facts, Operand, Provider, Reckoning
from kcdesk.domain.schemes.proving import Check, holds
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.kernel.ratio import show_growth, show_percent

Amount: TypeAlias = Money | int
NO_RATE = "无"
UNSORTED = "未归类"


class Take(StrEnum):
    """What of the rows is taken."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    VALUE = "value"


class Span(StrEnum):
    """Which time an indicator looks at; it always ends on the day of the report."""

    AT = "at"
    YEAR = "year"
    MONTH = "month"
    ALL = "all"

    @property
    def label(self) -> str:
        """For people."""
        return _SPANS[self]


_SPANS = {
    Span.AT: "截至当日",
    Span.YEAR: "本年累计",
    Span.MONTH: "本月累计",
    Span.ALL: "历年累计",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What is taken of the rows that meet every test; `field` says in which unit."""

    take: Take
    field: Field
    operand: Operand | None = None
    where: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the programme asks for; with a `whole` it is a rate of the part over it.

    `is_growth` makes it the rate by which the part is more (or less) than the whole.
    """

    id: str
    label: str
    clauses: tuple[str, ...]
    of: str
    span: Span
    part: Tally
    whole: Tally | None = None
    by: Operand | None = None
    row_unit: str = ""
    note: str = ""
    is_growth: bool = False

    @property
    def field(self) -> Field:
        """Kind and unit of the value."""
        if self.whole is not None:
            return Field("percent", self.label)
        return self.part.field


@dataclass(frozen=True, slots=True)
class Figure:
    """A part and, for a rate, its whole; exact. A growth is the part over the whole, less one."""

    part: Amount
    whole: Amount | None
    part_field: Field
    whole_field: Field | None = None
    is_growth: bool = False

    @property
    def value(self) -> Amount | Fraction | None:
        """The rate, or the part itself; None for a rate over nothing."""
        if self.whole is None:
            return self.part
        if not size(self.whole):
            return None
        rate = Fraction(size(self.part), size(self.whole))
        return rate - 1 if self.is_growth else rate

    @property
    def shown(self) -> str:
        """For print: a rate half up with two decimals, 无 when there is none; a growth signed."""
        value = self.value
        if self.is_growth and isinstance(value, Fraction):
            return show_growth(value)
        return show_measured(value, self.part_field)

    @property
    def part_shown(self) -> str:
        """The part with its unit."""
        return show_value(self.part, self.part_field)

    @property
    def whole_shown(self) -> str:
        """The whole with its unit; nothing for a plain figure."""
        if self.whole_field is None:
            return ""
        return show_value(self.whole, self.whole_field)

    def is_above(self, limit: Fraction) -> bool:
        """Whether the rate lies above a limit, on whole numbers; a rate over nothing does not."""
        return _exceeds(self, limit)

    def reaches(self, limit: Fraction) -> bool:
        """Whether the rate is the limit or above it; a rate over nothing is not."""
        value = self.value
        return isinstance(value, Fraction) and value >= limit


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """The figure of one group of the rows."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's figure, and that of every group when it is broken down."""

    indicator: Indicator
    figure: Figure
    lines: tuple[MeasuredLine, ...] = field(default=())


def size(amount: Amount) -> int:
    """Money in 分, a count as it is."""
    return amount.fen if isinstance(amount, Money) else amount


def show_measured(value: Amount | Fraction | None, field_: Field) -> str:
    """A measured value for people."""
    if value is None:
        return NO_RATE
    return show_percent(value) if isinstance(value, Fraction) else show_value(value, field_)


def measure(provider: Provider, indicator: Indicator, rows: Iterable[Facts]) -> Measured:
    """The indicator over the rows. Raises Refusal when a row lacks a fact that it needs."""
    all_ = _Counting(indicator)
    groups: dict[str, tuple[tuple[int, ...], _Counting]] = {}
    lacking: Counter[Problem] = Counter()
    for row in rows:
        work = Reckoning(provider, row)
        try:
            taken = _taken(indicator, work)
        except Refusal as refusal:
            problem = refusal.problems[0]
            if problem.code != "scheme.fact_missing":
                raise
            lacking[problem] += 1
            continue
        all_.add(taken)
        if indicator.by is not None:
            order, label = _group(indicator.by, row)
            groups.setdefault(label, (order, _Counting(indicator)))[1].add(taken)
    if lacking:
        raise _lacking(indicator, lacking)
    lines = sorted(groups.items(), key=lambda group: (group[1][0], group[0]))
    return Measured(
        indicator,
        all_.figure(),
        tuple(MeasuredLine(label, made.figure()) for label, (_, made) in lines),
    )


def _exceeds(figure: Figure, limit: Fraction) -> bool:
    if figure.whole is None or not size(figure.whole):
        return False
    return size(figure.part) * limit.denominator > limit.numerator * size(figure.whole)


_Taken: TypeAlias = tuple[object, ...]
_NOTHING = object()


def _taken(indicator: Indicator, work: Reckoning) -> _Taken:
    """What one row gives to the part and to the whole."""
    tallies = [indicator.part] if indicator.whole is None else [indicator.part, indicator.whole]
    return tuple(_of_row(tally, work) for tally in tallies)


def _of_row(tally: Tally, work: Reckoning) -> object:
    if not all(holds(test, work) for test in tally.where):
        return _NOTHING
    return 1 if tally.operand is None else work.get(tally.operand)


class _Counting:
    """What has been taken so far of some rows."""

    def __init__(self, indicator: Indicator) -> None:
        self._indicator = indicator
        tallies = (indicator.part, indicator.whole)
        self._sums = [_Sum(tally) for tally in tallies if tally is not None]

    def add(self, taken: _Taken) -> None:
        for sum_, value in zip(self._sums, taken, strict=True):
            if value is not _NOTHING:
                sum_.add(value)

    def figure(self) -> Figure:
        part = self._sums[0].made
        whole = self._indicator.whole
        if whole is None:
            return Figure(part, None, self._indicator.part.field)
        return Figure(
            part,
            self._sums[1].made,
            self._indicator.part.field,
            whole.field,
            self._indicator.is_growth,
        )


class _Sum:
    """One amount growing."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._is_money = tally.field.kind == "money"
        self._size = 0
        self._seen: set[object] = set()

    def add(self, value: object) -> None:
        if self._tally.take is Take.DISTINCT:
            self._seen.add(value)
        else:
            self._size += size(cast("Amount", value))

    @property
    def made(self) -> Amount:
        if self._tally.take is Take.DISTINCT:
            return len(self._seen)
        return Money(self._size) if self._is_money else self._size


def _group(by: Operand, row: Facts) -> tuple[tuple[int, ...], str]:
    """Where a row stands among the groups, and what its group is called.

    A row with several codes is in the group of just these codes, so that the groups add up.
    """
    value = row.get(by.name)
    if value is None or value in ("", frozenset()):
        return (len(by.field.options) + 1,), UNSORTED
    places = {option.value: place for place, option in enumerate(by.field.options)}
    given = value if isinstance(value, frozenset) else [value]
    order = sorted(places.get(cast("str", code), len(places)) for code in given)
    return tuple(order), show_value(value, by.field)


def _lacking(indicator: Indicator, lacking: Mapping[Problem, int]) -> Refusal:
    unit = indicator.row_unit or "条"
    return Refusal(
        *(
            Problem(
                f"有{count}{unit}没有填写完整，“{indicator.label}”无法计算：{problem.message}",
                problem.cure,
                problem.field,
                indicator.clauses,
                "measure.fact_missing",
            )
            for problem, count in sorted(lacking.items(), key=lambda item: item[0].message)
        )
    )


def nothing(field_: Field) -> Amount:
    """No amount, of a kind."""
    return ZERO if field_.kind == "money" else 0
