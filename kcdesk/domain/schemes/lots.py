"""Rows to count, kept by column, and the lots of rows that an indicator cannot tell apart.

A county has thousands of loans and few kinds of them: what a test looks at (bank, class, security)
comes out alike for most. So rows are told apart once, by the facts that are looked at, and
each lot is judged once; its amounts are the sums over its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.money import Money

Column: TypeAlias = Sequence[object]

ABSENT = object()
"""In a column: the row has no such fact at all (where there is one, None is not known yet)."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The facts an indicator looks at: which tell rows apart, which are summed, which counted."""

    keys: tuple[str, ...]
    summed: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.keys, *self.summed, *self.distinct))


@dataclass(frozen=True, slots=True)
class Lot:
    """Rows alike in everything that is looked at: the facts that tell them apart, and what the
    rows come to. An amount that is not known has no sum."""

    facts: Facts
    count: int
    sums: Mapping[str, int]
    seen: Mapping[str, frozenset[object]]


Sizes: TypeAlias = Sequence["int | None"]


class Table:
    """So many rows; a column is made when it is first asked for.

    `sizes` may give the amounts of a column where that is cheaper than making them all money.
    """

    def __init__(
        self,
        count: int,
        make: Callable[[str], Column],
        sizes: Callable[[str], Sizes | None] = lambda _name: None,
    ) -> None:
        self._count, self._make, self._sizes = count, make, sizes
        self._columns: dict[str, Column] = {}
        self._lots: dict[Looked, tuple[Lot, ...]] = {}

    @classmethod
    def of(cls, rows: Iterable[Facts]) -> Table:
        """The table of rows that are there one by one."""
        every = tuple(rows)
        return cls(len(every), lambda name: [row.get(name, ABSENT) for row in every])

    def __len__(self) -> int:
        return self._count

    def column(self, name: str) -> Column:
        """A fact of every row; None where it is not known, `ABSENT` where there is none."""
        if name not in self._columns:
            self._columns[name] = self._make(name)
        return self._columns[name]

    def row(self, place: int, names: Iterable[str]) -> Facts:
        """Some facts of one row."""
        made = {name: self.column(name)[place] for name in names}
        return {name: value for name, value in made.items() if value is not ABSENT}

    def changed(self, place: int, facts: Facts) -> Table:
        """The same rows, but for these facts of one of them."""

        def make(name: str) -> Column:
            column = self.column(name)
            if name not in facts:
                return column
            return [*column[:place], facts[name], *column[place + 1 :]]

        def sizes(name: str) -> Sizes | None:
            known = self.sizes(name)
            if name not in facts:
                return known
            return [*known[:place], _size(facts[name]), *known[place + 1 :]]

        return Table(self._count, make, sizes)

    def sizes(self, name: str) -> Sizes:
        """The amounts of a column: money in 分, a count as it is; None for one not known."""
        given = self._sizes(name)
        return [_size(value) for value in self.column(name)] if given is None else given

    def lots(self, looked: Looked) -> tuple[Lot, ...]:
        """The rows told apart by what is looked at, in the order of their first."""
        if looked not in self._lots:
            self._lots[looked] = tuple(self._told_apart(looked))
        return self._lots[looked]

    def _told_apart(self, looked: Looked) -> Iterable[Lot]:
        sizes = {name: self.sizes(name) for name in looked.summed}
        counted = {name: self.column(name) for name in looked.distinct}
        telling = [self.column(name) for name in looked.keys]
        telling += [_open(x) for x in (*sizes.values(), *counted.values()) if _is_open(x)]
        rows: dict[object, list[int]] = {}
        alike = telling[0] if len(telling) == 1 else zip(*telling, strict=True)
        for place, key in enumerate(alike if telling else [None] * self._count):
            rows.setdefault(key, []).append(place)
        for places in rows.values():
            first = places[0]
            yield Lot(
                self.row(first, looked.keys),
                len(places),
                {
                    name: sum(map(column.__getitem__, places))  # type: ignore[arg-type]
                    for name, column in sizes.items()
                    if column[first] is not None
                },
                {
                    name: frozenset(map(column.__getitem__, places))
                    for name, column in counted.items()
                    if column[first] is not None and column[first] is not ABSENT
                },
            )


def _size(value: object) -> int | None:
    """Money in 分, a count as it is; None for a fact not known."""
    if isinstance(value, Money):
        return value.fen
    return value if isinstance(value, int) else None


def _is_open(column: Column) -> bool:
    return any(value is None or value is ABSENT for value in column)


def _open(column: Column) -> list[bool]:
    """Where a value is not known: such rows are not alike to those where it is."""
    return [value is None or value is ABSENT for value in column]
