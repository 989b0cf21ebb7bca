"""The programme's registers: how many entries, what is open, what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.registers import kind_of, next_on
from kcdesk.domain.schemes.registering import RegisterField, RegisterKind
from kcdesk.kernel.cite import join
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money, total
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.entries import latest_entry_on
from kcdesk.work.queries.registers.reading import EntryRead, entries_read
from kcdesk.work.query import Ask, OptionLine, query


@dataclass(frozen=True)
class RegisterKindLine:
    """One register of the programme."""

    id: Annotated[int, Field("whole", "序号")]
    label: Annotated[str, Field("text", "台账")]
    subject: Annotated[str, Field("code", "登记对象")]
    count: Annotated[int, Field("whole", "登记（条）")]
    open_count: Annotated[int, Field("whole", "未办结（条）")]
    overdue_count: Annotated[int, Field("whole", "已超期（条）")]
    last_on: Annotated[date | None, Field("day", "最近登记")]
    next_on: Annotated[date | None, Field("day", "下次登记不晚于")]
    clauses: Annotated[str, Field("code", "依据条款")]
    note: Annotated[str, Field("long_text", "说明")]
    register: Annotated[str, Field("code", "台账编号")]


@query("台账")
def register_kinds(read: Read) -> tuple[RegisterKindLine, ...]:
    """The registers of the programme in its own order."""
    entries: dict[str, list[EntryRead]] = {}
    for e in entries_read(read):
        entries.setdefault(e.kind.id, []).append(e)
    return tuple(
        _line(read, number, kind, entries.get(kind.id, []))
        for number, kind in enumerate(read.scheme().registers.values(), 1)
    )


def _line(
    read: Read, number: int, kind: RegisterKind, entries: Sequence[EntryRead]
) -> RegisterKindLine:
    return RegisterKindLine(
        id=number,
        label=kind.label,
        subject="全办" if kind.subject is None else kind.subject.label,
        count=len(entries),
        open_count=sum(e.is_open for e in entries),
        overdue_count=sum(e.is_overdue for e in entries),
        last_on=max((e.row.noted_on for e in entries), default=None),
        next_on=awaited_on(read, kind),
        clauses=join(kind.clauses),
        note=kind.note,
        register=kind.id,
    )


def awaited_on(read: Read, kind: RegisterKind) -> date | None:
    """By when something must be entered again; None when no interval is laid down yet.

    Without any entry the interval runs from the day the office began.
    """
    last = latest_entry_on(read, kind.id) or read.office.opened_on
    try:
        return next_on(read.scheme(), kind, last)
    except Refusal:
        return None  # the interval is a blank nobody has filled in; that stands among the todos


def kind_asked(register: str) -> Ask[RegisterKind]:
    """A register as the programme declares it. No query: its answer is no list and no card."""
    return Ask("register_kind", {}, lambda read: kind_of(read.scheme(), register))


@query("台账选项")
def register_options(read: Read) -> tuple[OptionLine, ...]:
    """The registers there are."""
    return tuple(OptionLine(kind.id, kind.label) for kind in read.scheme().registers.values())


@dataclass(frozen=True)
class RegisterTotalLine:
    """What a field of a register adds up to, or how often it has a value."""

    item: Annotated[str, Field("text", "项目")]
    option: Annotated[str, Field("text", "分类")]
    count: Annotated[int, Field("whole", "条数")]
    amount: Annotated[Money | None, Field("money", "金额合计", unit="万元")]
    sum: Annotated[str, Field("text", "数量合计")]


@query("台账汇总")
def register_totals(
    read: Read,
    register: Annotated[str, Field("code", "台账", source="register_options")],
    from_on: Annotated[date | None, Field("day", "登记日期从")] = None,
    until_on: Annotated[date | None, Field("day", "登记日期到")] = None,
) -> tuple[RegisterTotalLine, ...]:
    """Amounts and counts summed, choices counted, over a period; both ends count."""
    kind = kind_of(read.scheme(), register)
    statement = select(RegisterEntryRow).where(RegisterEntryRow.register == register)
    if from_on is not None:
        statement = statement.where(RegisterEntryRow.noted_on >= from_on)
    if until_on is not None:
        statement = statement.where(RegisterEntryRow.noted_on <= until_on)
    entries = tuple(entries_read(read, statement))
    lines = [RegisterTotalLine("登记", "全部", len(entries), None, "")]
    for state in kind.states:
        found = sum(e.row.state == state.code for e in entries)
        lines.append(RegisterTotalLine("状态", state.label, found, None, ""))
    for item in kind.fields:
        lines.extend(_totals(item, [e.values.get(item.name) for e in entries]))
    return tuple(lines)


def _totals(item: RegisterField, values: Sequence[Any]) -> Iterator[RegisterTotalLine]:
    label, given = item.field.label, [v for v in values if v is not None]
    match item.field.kind:
        case "money":
            yield RegisterTotalLine(label, "合计", len(given), total(given), "")
        case "whole":
            summed = f"{sum(given):,}{item.field.unit}"
            yield RegisterTotalLine(label, "合计", len(given), None, summed)
        case "flag":
            yield RegisterTotalLine(label, "是", sum(given), None, "")
        case "choice" | "codes":
            yield from _options(item, given)


def _options(item: RegisterField, given: Iterable[Any]) -> Iterator[RegisterTotalLine]:
    chosen = [v if isinstance(v, tuple) else (v,) for v in given]
    for option in item.field.options:
        count = sum(option.value in codes for codes in chosen)
        yield RegisterTotalLine(item.field.label, option.label, count, None, "")
