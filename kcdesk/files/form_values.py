"""What the blanks of one row may be filled with: the paper's values, its entry, the sums.

Called by the rooms that fill a form, on paper or in a spreadsheet. Sums are of money or of whole
numbers; anything else that should be added up is refused with its place. Nothing is formatted
here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kcdesk.files.form_places import Length, Row
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.packs.blanks import value_of
from kcdesk.packs.form_repeats import Repeat

Values = Mapping[str, object]
Entries = Sequence[Any]


@dataclass
class Scopes:
    """The values of one paper, row by row. `problems` collects what is wrong with its lists."""

    repeats: Sequence[Repeat]
    values: Values
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lists: dict[tuple[int, int], Entries] = {}
        """By number of the repeat and entry of the list around it, 0 when there is none."""
        self.lengths = tuple(self._length(n, r) for n, r in enumerate(self.repeats))
        self._number = {id(repeat): n for n, repeat in enumerate(self.repeats)}
        self._known: dict[tuple[int, int, int], Values] = {}
        if any(repeat.totals for repeat in self.repeats):
            sums = {r.scope: self.sums(r, self.entries(r)) for r in self.repeats if r.totals}
            self.values = {**self.values, "total": sums}

    def of(self, row: Row) -> tuple[Values, str]:
        """What may be filled in in a row, and how the row's entry is called."""
        repeat = row.repeat
        if repeat is None or row.is_apart:
            return self.values, ""
        key = (self._number[id(repeat)], row.group, row.entry)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._within(repeat, row)
        return known, called(row)

    def entries(self, repeat: Repeat) -> list[Any]:
        """All entries of a list, those of an inner one over all of the outer list."""
        return [entry for _, entry in self.placed(repeat)]

    def placed(self, repeat: Repeat) -> Iterator[tuple[tuple[int, int], Any]]:
        """(entry of the outer list or 0, entry) of every entry, in order."""
        number = next(n for n, r in enumerate(self.repeats) if r is repeat)
        length = self.lengths[number]
        for group in range(1, len(length) + 1) if isinstance(length, tuple) else (0,):
            for count, entry in enumerate(self.lists[number, group], 1):
                yield (group, count), entry

    def sums(self, repeat: Repeat, entries: Sequence[Any]) -> dict[str, object]:
        """The sums of a list's entries, nested as the names are dotted."""
        sums: dict[str, object] = {}
        for name in repeat.totals:
            *way, last = name.split(".")
            here = sums
            for part in way:
                here = here.setdefault(part, {})  # type: ignore[assignment]
            here[last] = self._sum(repeat, name, entries)
        return sums

    def _sum(self, repeat: Repeat, name: str, entries: Sequence[Any]) -> object:
        """None when there is nothing to add up, so that the place stays free."""
        total: Money | int | None = None
        for number, entry in enumerate(entries, 1):
            try:
                value = value_of(entry, name)
            except Refusal as refusal:
                where = f"form.toml 的 totals：“{repeat.list_name}”的第{number}项"
                self._say(*(replace(p, message=f"{where}{p.message}") for p in refusal.problems))
                return None
            if value is None:
                continue
            is_number = isinstance(value, Money | int) and not isinstance(value, bool)
            if not is_number or (total is not None and type(value) is not type(total)):
                self._say(
                    Problem(
                        f"“{repeat.list_name}”第{number}项的“{name}”是“{value}”，不能合计。",
                        "只有金额和整数可以合计，请改正 form.toml 的 totals。",
                        name,
                        code="form.total",
                    )
                )
                return None
            total = value if total is None else total + value
        return total

    def _say(self, *problems: Problem) -> None:
        told = {(p.field, p.code) for p in self.problems}
        self.problems.extend(p for p in problems if (p.field, p.code) not in told)

    def _length(self, number: int, repeat: Repeat) -> Length:
        if not repeat.inside:
            entries = self.lists[number, 0] = self._entries(repeat, self.values, "")
            return len(entries)
        outer = next(n for n, r in enumerate(self.repeats) if r.scope == repeat.inside)
        lengths = []
        for group, entry in enumerate(self.lists[outer, 0], 1):
            within = {**self.values, repeat.inside: entry}
            entries = self._entries(repeat, within, f"（第{group}组）")
            self.lists[number, group] = entries
            lengths.append(len(entries))
        return tuple(lengths)

    def _entries(self, repeat: Repeat, values: Values, at: str) -> Entries:
        try:
            entries = value_of(values, repeat.list_name)
        except Refusal as refusal:
            self._say(*refusal.problems)
            return ()
        if entries is None:
            return ()
        if isinstance(entries, Sequence) and all(isinstance(e, Mapping) for e in entries):
            return entries
        self._say(
            Problem(
                f"“{repeat.list_name}”{at}不是可以逐行填写的列表。",
                "请改正 form.toml 中 [[repeat]] 的 list。",
                repeat.list_name,
                code="form.not_a_list",
            )
        )
        return ()

    def _within(self, repeat: Repeat, row: Row) -> Values:
        number = self._number[id(repeat)]
        within = {**self.values, repeat.scope: self._entry(number, row.group, row.entry)}
        group, scope = (row.group, repeat.inside) if repeat.inside else (row.entry, repeat.scope)
        if repeat.inside:
            outer = next(n for n, r in enumerate(self.repeats) if r.scope == repeat.inside)
            within[repeat.inside] = self._entry(outer, 0, row.group)
        inner = [
            (n, r)
            for n, r in enumerate(self.repeats)
            if r.inside and r.inside == scope and r.totals
        ]
        if inner:
            of_group = {r.scope: self.sums(r, self.lists.get((n, group), ())) for n, r in inner}
            totals = within["total"]
            assert isinstance(totals, Mapping)
            is_free = row.is_free if not repeat.inside else within[repeat.inside] is None
            zeroed = of_group if is_free else _with_zeros(of_group, totals)
            within["total"] = {**totals, **zeroed}
        return within

    def _entry(self, number: int, group: int, entry: int) -> object:
        entries = self.lists.get((number, group), ())
        return entries[entry - 1] if entry <= len(entries) else None


def called(row: Row) -> str:
    """How a row's entry is called in a message."""
    if row.group:
        return f"第{row.group}组第{row.entry}行"
    return f"第{row.entry}行" if row.entry else ""


def _with_zeros(sums: Mapping[str, object], whole: Mapping[str, object]) -> dict[str, object]:
    """A group without entries has the sum nought, of the kind the other groups show."""
    filled: dict[str, object] = {}
    for name, value in sums.items():
        other = whole.get(name)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            filled[name] = _with_zeros(value, other)
        elif value is None and other is not None:
            filled[name] = ZERO if isinstance(other, Money) else 0
        else:
            filled[name] = value
    return filled
