"""Entries of registers: the list of all, one with everything, those that are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.registers import kind_of
from kcdesk.domain.schemes.registering import RegisterSubject
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.people import PersonRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.queries.registers.reading import UNNAMED, EntryRead, entries_read, entry_read
from kcdesk.work.queries.registers.subjects import subject_names
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

SUBJECTS = tuple(Option(s.value, s.label) for s in RegisterSubject)


@dataclass(frozen=True)
class RegisterLine:
    """One entry of any register."""

    id: Annotated[int, Field("record", "编号", of="registers")]
    number: Annotated[str, Field("code", "登记编号")]
    register_label: Annotated[str, Field("code", "台账")]
    noted_on: Annotated[date, Field("day", "登记日期")]
    subject: Annotated[str, Field("text", "所属记录")]
    state: Annotated[str, Field("code", "状态")]
    due_on: Annotated[date | None, Field("day", "办结期限")]
    is_overdue: Annotated[bool, Field("flag", "已超期")]
    summary: Annotated[str, Field("long_text", "登记内容")]
    result: Annotated[str, Field("long_text", "办理结果")]
    trouble: Annotated[str, Field("long_text", "期限说明")]
    register: Annotated[str, Field("code", "台账编号")]
    subject_stage: Annotated[str, Field("code", "所属")]
    subject_id: Annotated[int | None, Field("whole", "所属编号")]


@query("台账登记")
def registers(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="登记编号、所属记录或登记内容")] = "",
    register: Annotated[str, Field("code", "台账", source="register_options")] = "",
    state: Annotated[str, Field("text", "状态")] = "",
    subject: Annotated[str, Field("choice", "所属", options=SUBJECTS)] = "",
    record: Annotated[int, Field("whole", "所属编号")] = 0,
    is_open: Annotated[bool, Field("flag", "只看未办结")] = False,
) -> tuple[RegisterLine, ...]:
    """Entries, the newest first; of one register, one record, one state where these are given."""
    statement = select(RegisterEntryRow)
    if register:
        statement = statement.where(RegisterEntryRow.register == register)
    if state:
        statement = statement.where(RegisterEntryRow.state == state)
    if subject:
        statement = statement.where(RegisterEntryRow.subject == subject)
    if record:
        statement = statement.where(RegisterEntryRow.subject_id == record)
    return _lines(
        e
        for e in entries_read(read, statement)
        if (not is_open or e.is_open) and e.holds(find.strip())
    )


@query("到期的台账登记")
def due_registers(
    read: Read, within_days: Annotated[int, Field("whole", "今后几天内")] = 0
) -> tuple[RegisterLine, ...]:
    """Entries that are to be closed by then, the most pressing first."""
    until = read.today + timedelta(days=within_days)
    due = (e for e in entries_read(read) if e.due_on is not None and e.due_on <= until)
    return _lines(sorted(due, key=lambda e: (e.due_on or until, e.row.id)))


@dataclass(frozen=True)
class ValueLine:
    """What an entry says on one field."""

    label: Annotated[str, Field("text", "项目")]
    shown: Annotated[str, Field("long_text", "内容")]


@dataclass(frozen=True)
class RegisterCard(RegisterLine):
    """One entry with all it says and how it was checked."""

    state_on: Annotated[date | None, Field("day", "办理日期")]
    entered_by: Annotated[str, Field("text", "登记人")]
    values: Annotated[tuple[ValueLine, ...], Field("rows", "登记内容")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("台账登记卡片")
def register_card(
    read: Read, entry: Annotated[int, Field("record", "台账登记", of="registers")]
) -> RegisterCard:
    """One entry."""
    e = one_read(read, entry)
    person = read.get(PersonRow, e.row.entered_by, "人员")
    return RegisterCard(
        **vars(_line(e)),
        state_on=e.row.state_on,
        entered_by=person.name,
        values=tuple(ValueLine(label, text) for label, text in e.shown.items()),
        trace=trace_lines(read.scheme(), e.row.trace),
    )


def one_read(read: Read, entry: int) -> EntryRead:
    """One entry by id. Raises Refusal when there is none, or its register is no more."""
    row = read.get(RegisterEntryRow, entry, "台账登记", "entry")
    kind = kind_of(read.scheme(), row.register)
    subject = subject_names(read, kind.subject).get(row.subject_id or 0, UNNAMED)
    return entry_read(read, read.scheme(), kind, row, subject)


def _lines(entries: Iterable[EntryRead]) -> tuple[RegisterLine, ...]:
    return tuple(_line(e) for e in entries)


def _line(e: EntryRead) -> RegisterLine:
    return RegisterLine(
        e.row.id, e.row.number, e.kind.label, e.row.noted_on, e.subject.shown, e.state_label,
        e.due_on, e.is_overdue, e.summary, e.row.result, e.trouble, e.kind.id, e.row.subject,
        e.row.subject_id,
    )  # fmt: skip
