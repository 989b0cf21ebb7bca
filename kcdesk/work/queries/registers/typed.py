"""A register's entries with a column for each of its own fields.

What a line is depends on the programme, so its dataclass is made when a register is first asked
for. These questions are no registered queries: a catalogue cannot say what they answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, make_dataclass, replace
from functools import cache
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.registers import kind_of
from kcdesk.domain.schemes.registering import RegisterField, RegisterKind
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.people import PersonRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.queries.registers.entries import one_read
from kcdesk.work.queries.registers.reading import EntryRead, entries_read
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import Ask


@dataclass(frozen=True)
class EntryTable:
    """The lines of one register; `trouble` says why days until which to close are not told."""

    lines: Sequence[Any]
    trouble: str


def table_asked(
    register: str, find: str = "", state: str = "", *, is_open: bool = False
) -> Ask[EntryTable]:
    """Entries of one register, each a `line_type` of it, the newest first."""

    def run(read: Read) -> EntryTable:
        kind = kind_of(read.scheme(), register)
        statement = select(RegisterEntryRow).where(RegisterEntryRow.register == register)
        if state:
            statement = statement.where(RegisterEntryRow.state == state)
        entries = [
            e
            for e in entries_read(read, statement)
            if (not is_open or e.is_open) and e.holds(find.strip())
        ]
        troubles = dict.fromkeys(e.trouble for e in entries if e.trouble)
        made = line_type(kind)
        return EntryTable(tuple(made(**_told(e)) for e in entries), "\n".join(troubles))

    return Ask("register_table", {"register": register}, run)


def entry_asked(entry: int) -> Ask[Any]:
    """One entry as a `card_type` of its register."""

    def run(read: Read) -> Any:
        e = one_read(read, entry)
        return card_type(e.kind)(
            **_told(e),
            trouble=e.trouble,
            entered_by=read.get(PersonRow, e.row.entered_by, "人员").name,
            trace=trace_lines(read.scheme(), e.row.trace),
        )

    return Ask("register_entry", {"entry": entry}, run)


def kind_of_entry(entry: int) -> Ask[RegisterKind]:
    """The register an entry stands in."""
    return Ask("register_kind", {"entry": entry}, lambda read: one_read(read, entry).kind)


def kinds_of(subject: str) -> Ask[tuple[RegisterKind, ...]]:
    """The registers whose entries belong to records of a stage."""

    def run(read: Read) -> tuple[RegisterKind, ...]:
        return tuple(k for k in read.scheme().registers.values() if k.subject == subject)

    return Ask("register_kinds_of", {"subject": subject}, run)


@cache
def line_type(kind: RegisterKind) -> type:
    """What a line of the register is: its own fields between whose it is and where it stands."""
    return make_dataclass(f"Line_{kind.id}", _slots(kind), frozen=True)


@cache
def card_type(kind: RegisterKind) -> type:
    """One entry with how it was checked."""
    more = [
        ("trouble", Annotated[str, Field("long_text", "期限说明")]),
        ("entered_by", Annotated[str, Field("text", "登记人")]),
        ("trace", Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]),
    ]
    return make_dataclass(f"Card_{kind.id}", [*_slots(kind), *more], frozen=True)


def _slots(kind: RegisterKind) -> list[tuple[str, Any]]:
    slots: list[tuple[str, Any]] = [
        ("id", Annotated[int, Field("record", "编号", of="registers")]),
        ("number", Annotated[str, Field("code", "登记编号")]),
        ("noted_on", Annotated[Any, Field("day", kind.on_label)]),
    ]
    if kind.subject is not None:
        whose = Field("record", kind.subject.label, of=kind.subject.value)
        slots.append(("subject", Annotated[str, Field("text", kind.subject.label)]))
        slots.append(("subject_id", Annotated[Any, whose]))
    slots += [(item.name, Annotated[Any, _column(item)]) for item in kind.fields]
    if kind.states:
        state = Field("choice", "状态", options=kind.state_options)
        slots.append(("state", Annotated[str, state]))
    if kind.due is not None:
        slots.append(("due_on", Annotated[Any, Field("day", "办结期限")]))
        slots.append(("is_overdue", Annotated[bool, Field("flag", "已超期")]))
    if kind.states:
        slots.append(("state_on", Annotated[Any, Field("day", "办理日期")]))
        slots.append(("result", Annotated[str, Field("long_text", "办理结果")]))
    return slots


def _column(item: RegisterField) -> Field:
    """A count's unit stands in the head; ticks are told in words."""
    if item.field.kind == "codes":
        return Field("text", item.field.label)
    if item.field.kind == "whole" and item.field.unit:
        return replace(item.field, label=f"{item.field.label}（{item.field.unit}）")
    return item.field


def _told(e: EntryRead) -> dict[str, Any]:
    kind, row = e.kind, e.row
    told: dict[str, Any] = {"id": row.id, "number": row.number, "noted_on": row.noted_on}
    if kind.subject is not None:
        told |= {"subject": e.subject.shown, "subject_id": row.subject_id}
    told |= {item.name: _value(item, e.values.get(item.name)) for item in kind.fields}
    if kind.states:
        told |= {"state": row.state, "state_on": row.state_on, "result": row.result}
    if kind.due is not None:
        told |= {"due_on": e.due_on, "is_overdue": e.is_overdue}
    return told


def _value(item: RegisterField, value: Any) -> Any:
    if item.field.kind == "codes":
        return show_value(value, item.field) if value else ""
    return value
