"""Reading the figures of a pack: ``[[parameter]]`` with its dated, keyed or tiered values.

Every value has its unit, every parameter its clock and its clauses; two values that are sure to
count on one day for one key are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kcdesk.domain.schemes.parts import Blank, DatedValue, Parameter, Party, Period, Tier
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_parts import (
    Citations,
    read_code,
    read_kind,
    read_options,
    read_parties,
    read_period,
)
from kcdesk.packs.schemes_tables import Table, unknown
from kcdesk.packs.schemes_values import ValueKind, field_for, value_of


def parameter_reader(
    citations: Citations, blanks: Mapping[str, Blank], facts: Mapping[str, Field]
) -> Callable[[Table], Parameter]:
    """``[[parameter]]`` with its ``[[parameter.value]]``; `facts` are those of every event."""

    def read(table: Table) -> Parameter:
        kind = read_kind(table)
        label = table.text("label")
        key = _key(table, facts)
        tier_kind = read_kind(table, "tier_kind") if table.has("tier_kind") else None
        rows = table.tables("value", required=True)
        with table.at("value"):
            field = field_for(kind, label, _raw_values(rows, tiered=tier_kind is not None))
        field = replace(field, options=read_options(table, kind))
        tier_field = None
        if tier_kind is not None:
            with table.at("tier_kind"):
                tier_field = field_for(tier_kind, label, _raw_limits(rows))
        keys = tuple(o.value for o in facts[key].options) if key else ()
        reader = _ValueReader(kind, field, keys, blanks, tier_kind, tier_field)
        values = tuple(reader.read(row) for row in rows)
        for row in rows:
            row.done()
        _refuse_overlap(table, values)
        return Parameter(
            name=read_code(table, "name"),
            label=label,
            field=field,
            clock=_clock(table, facts),
            clauses=citations.read(table, "parameter"),
            values=values,
            key=key,
            tier_field=tier_field,
        )

    return read


def _raw_values(rows: tuple[Table, ...], *, tiered: bool) -> tuple[object, ...]:
    if not tiered:
        return tuple(row.raw("value") for row in rows)
    return tuple(tier.raw("value") for row in rows for tier in row.tables("tiers"))


def _raw_limits(rows: tuple[Table, ...]) -> tuple[object, ...]:
    return tuple(
        tier.raw("up_to") for row in rows for tier in row.tables("tiers") if tier.has("up_to")
    )


class _ValueReader:
    """One ``[[parameter.value]]`` after the other."""

    def __init__(
        self,
        kind: ValueKind,
        field: Field,
        keys: tuple[str, ...],
        blanks: Mapping[str, Blank],
        tier_kind: ValueKind | None,
        tier_field: Field | None,
    ) -> None:
        self.kind, self.field, self.keys, self.blanks = kind, field, keys, blanks
        self.tier_kind, self.tier_field = tier_kind, tier_field

    def read(self, table: Table) -> DatedValue:
        """The value, its period, its keys, its parties."""
        if self.tier_kind is None:
            with table.at("value"):
                value = value_of(self.kind, self.field, table.raw("value"))
        else:
            value = self._tiers(table)
        parties = self._parties(table, value)
        return DatedValue(value, read_period(table, self.blanks), self._keys(table), parties)

    def _keys(self, table: Table) -> tuple[str, ...]:
        if not self.keys:
            return ()
        keys = table.texts("keys")
        for code in keys:
            if code not in self.keys:
                slip = unknown("选项", code, self.keys)
                raise table.refusal("keys", slip.reason, slip.cure)
        return keys

    def _parties(self, table: Table, value: object) -> tuple[Party, ...]:
        if self.kind.name != "weights":
            return ()
        assert isinstance(value, tuple)
        names = read_parties(table)
        if len(names) != len(value):
            raise table.refusal("parties", f"写了{len(names)}方，比例却有{len(value)}份")
        return names

    def _tiers(self, table: Table) -> tuple[Tier, ...]:
        assert self.tier_kind is not None
        assert self.tier_field is not None
        tiers: list[Tier] = []
        rows = table.tables("tiers", required=True)
        for number, row in enumerate(rows, 1):
            up_to: object | None = None
            if number < len(rows):
                with row.at("up_to"):
                    up_to = value_of(self.tier_kind, self.tier_field, row.raw("up_to"))
            with row.at("value"):
                tiers.append(Tier(up_to, value_of(self.kind, self.field, row.raw("value"))))
            if number == len(rows) and row.has("up_to"):
                raise row.refusal("up_to", "最后一档不设上限，请删去“up_to”")
            row.done()
        limits = [t.up_to for t in tiers[:-1]]
        if limits != sorted(set(limits)):  # type: ignore[type-var]
            raise table.refusal("tiers", "各档的上限要从小到大")
        return tuple(tiers)


def _refuse_overlap(table: Table, values: tuple[DatedValue, ...]) -> None:
    """Two values that are sure to count on one day for one key, whatever the blanks say."""
    for number, later in enumerate(values):
        for earlier in values[:number]:
            shares_key = not earlier.keys or set(earlier.keys) & set(later.keys)
            if shares_key and not _may_be_apart(earlier.period, later.period):
                raise table.refusal("value", "有两个值的起止时间重叠，不知道用哪一个")


def _may_be_apart(one: Period, other: Period) -> bool:
    return _may_end_before(one, other) or _may_end_before(other, one)


def _may_end_before(one: Period, other: Period) -> bool:
    """A value without an end never ends, one without a start always counted."""
    start, end = other.start, one.before or one.last
    if start is None or end is None:
        return False
    if start.day is not None and end.day is not None:
        return end.day <= start.day if one.before is not None else end.day < start.day
    return one.before is not None or start.blank != end.blank


def _clock(table: Table, facts: Mapping[str, Field]) -> tuple[str, ...]:
    names = table.texts("clock")
    days = [n for n, f in facts.items() if f.kind == "day"]
    for name in names:
        if name not in days:
            slip = unknown("日期", name, days)
            raise table.refusal("clock", slip.reason, slip.cure)
    return names


def _key(table: Table, facts: Mapping[str, Field]) -> str:
    key = table.text("key", "")
    choices = [n for n, f in facts.items() if f.options]
    if key and key not in choices:
        slip = unknown("选项类事实", key, choices)
        raise table.refusal("key", slip.reason, slip.cure)
    return key
