"""Dataclasses of annotated fields, read and shown as wholes: commands, rows, lines.

Holds the registry of kinds, because a table of rows is a kind whose entries are such
dataclasses again.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds.field import Field, Kind, Slot, Within, fail
from kcdesk.kernel.kinds.figures import Amount, Day, Flag, Percent, Weights, Whole
from kcdesk.kernel.kinds.picks import Choice, Code, Codes, Record, Records
from kcdesk.kernel.kinds.words import LongText, Phone, ResidentId, Secret, Text, Uscc, WholeText

T = TypeVar("T")


class Rows(Kind[tuple[Any, ...]]):
    """A list of entries, each a dataclass with fields of its own (an import, a table)."""

    name, label = "rows", "表格"

    def parse(self, text: str, field: Field, within: Within) -> tuple[Any, ...]:
        raise fail("表格不能写成一段文字。", "请逐行填写。", "kind.rows")

    def show(self, value: tuple[Any, ...], field: Field) -> str:
        return f"{len(value)}行"

    def plain(self, value: tuple[Any, ...], field: Field) -> list[Any]:
        return [plain_fields(row) for row in value]


KINDS: Mapping[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        Text(), LongText(), WholeText(), Secret(), Amount(), Percent(), Weights(), Day(), Whole(), Flag(),
        Uscc(), ResidentId(), Phone(), Choice(), Code(), Codes(), Record(), Records(), Rows(),
    )
}  # fmt: skip


def slots_of(cls: type) -> tuple[Slot, ...]:
    """The annotated fields of a dataclass, in order. Every field must carry a `Field`."""
    return _slots_of(typing.cast(Hashable, cls))


@cache  # resolving the hints of a row costs more than reading it, and an import has thousands
def _slots_of(cls: Any) -> tuple[Slot, ...]:
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        slot_of(item.name, hints[item.name], _default(item)) for item in dataclasses.fields(cls)
    )


def _default(item: dataclasses.Field[Any]) -> Any:
    if item.default_factory is not dataclasses.MISSING:
        return item.default_factory()
    return item.default


def slot_of(name: str, hint: Any, default: Any) -> Slot:
    """One slot from an ``Annotated`` hint; `default` may be ``dataclasses.MISSING``."""
    if get_origin(hint) is not Annotated:
        raise TypeError(f"field {name} carries no kind")
    base, *extras = get_args(hint)
    field = next((e for e in extras if isinstance(e, Field)), None)
    if field is None or field.kind not in KINDS:
        raise TypeError(f"field {name} carries no known kind")
    required = default is dataclasses.MISSING
    row_type = None
    if field.kind == "rows":
        rows = (a for a in get_args(base) if isinstance(a, type) and dataclasses.is_dataclass(a))
        row_type = next(rows, None)
        if row_type is None:
            raise TypeError(f"field {name} does not say what one row is")
    return Slot(name, field, required, None if required else default, row_type)


def is_optional(hint: Any) -> bool:
    """Whether a hint admits None."""
    return get_origin(hint) in (types.UnionType, typing.Union) and type(None) in get_args(hint)


def show(value: Any, field: Field) -> str:
    """For people; None is an empty place."""
    return "" if value is None else KINDS[field.kind].show(value, field)


def plain(value: Any, field: Field) -> Any:
    """For machines; None stays None."""
    return None if value is None else KINDS[field.kind].plain(value, field)


def plain_fields(row: Any) -> dict[str, Any]:
    """A dataclass of annotated fields as JSON; secrets are masked."""
    return {s.name: plain(getattr(row, s.name), s.field) for s in slots_of(type(row))}


def take_fields(cls: type[T], raw: Mapping[str, object], within: Within) -> T:
    """Build a dataclass of annotated fields from what a screen, a scenario or a sheet holds.

    Every problem is collected: one Refusal names all fields. Unknown names are the caller's
    to refuse beforehand. An empty text is an empty field.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for slot in slots_of(cls):
        given = raw.get(slot.name)
        if given is None or (isinstance(given, str) and not given.strip()):
            if slot.required and slot.field.kind == "flag":
                values[slot.name] = False
            elif slot.required:
                problems.append(_not_filled(slot))
            continue
        try:
            if slot.rows is not None:
                values[slot.name] = _take_rows(slot, slot.rows, given, within)
            else:
                values[slot.name] = KINDS[slot.field.kind].take(given, slot.field, within)
        except Refusal as refusal:
            problems.extend(p if p.field else p.at(slot.name) for p in refusal.problems)
    if problems:
        raise Refusal(*problems)
    return cls(**values)


def _not_filled(slot: Slot) -> Problem:
    message = f"“{slot.field.label}”没有填写。"
    return Problem(message, "请填写后再提交。", slot.name, code="required")


def _take_rows(slot: Slot, row_type: type, given: object, within: Within) -> tuple[Any, ...]:
    """The rows of a table; every problem is laid at the table's door and names row and column."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise fail("这里要的是多行记录。", "请逐行填写。", "kind.rows")
    labels = {s.name: s.field.label for s in slots_of(row_type)}
    rows: list[Any] = []
    problems: list[Problem] = []
    for number, raw in enumerate(given, 1):
        if isinstance(raw, row_type):
            rows.append(raw)
            continue
        if not isinstance(raw, Mapping):
            problems.append(
                Problem(f"第{number}行不是一条记录。", field=slot.name, code="kind.rows")
            )
            continue
        try:
            rows.append(take_fields(row_type, raw, within))
        except Refusal as refusal:
            for p in refusal.problems:
                column = "" if p.code == "required" else labels[p.field]
                message = f"第{number}行{column}：{p.message}"
                problems.append(Problem(message, p.cure, slot.name, p.clauses, p.code))
    if problems:
        raise Refusal(*problems)
    return tuple(rows)
