"""Entries of the programme's registers: recorded, revised, brought to an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from kcdesk.domain.registers import (
    EntryFacts,
    check_entry,
    kind_of,
    plain_values,
    read_values,
    state_of,
)
from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.domain.schemes.trace import Trace, trace_to_json
from kcdesk.kernel import kinds
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.entries import SUBJECT_ROWS, facts_of


@dataclass(frozen=True)
class EntryValue:
    """What an entry says on one field of its register."""

    field: Annotated[str, Field("code", "项目")]
    value: Annotated[str, Field("long_text", "内容", is_open=True)] = ""


def value_text(value: Any, field: Field) -> str:
    """A typed value as an entry is given it: text that the kind reads back unchanged."""
    written = kinds.plain(value, field)
    if isinstance(written, bool):
        return kinds.show(value, field)
    return "、".join(written) if isinstance(written, list) else str(written)


class RecordRegisterEntry(Command, label="登记台账", stage="registers"):
    """A new entry of a register, checked by the programme."""

    register: Annotated[str, Field("code", "台账", source="register_options")]
    noted_on: Annotated[date, Field("day", "登记日期")]
    subject: Annotated[int | None, Field("whole", "所属记录")] = None
    state: Annotated[str, Field("text", "状态")] = ""
    values: Annotated[tuple[EntryValue, ...], Field("rows", "登记内容")] = ()


@handles(RecordRegisterEntry)
def record_register_entry(work: Work, command: RecordRegisterEntry) -> int:
    """Refuses what the register's fields or the programme's conditions refuse."""
    kind = kind_of(work.scheme(), command.register)
    entry = entry_of(work, kind, command.noted_on, command.state, command.values)
    refuse_wrong_subject(work, kind, command.subject)
    findings = check_entry(work.scheme(), kind, entry).refuse()
    number = work.next_number("register_entry", f"TZ{command.noted_on.year}-")
    work.say(f"登记台账“{kind.label}”：{number}")
    return work.add(
        RegisterEntryRow(
            register=kind.id,
            number=number,
            subject="" if kind.subject is None else kind.subject.value,
            subject_id=command.subject,
            noted_on=entry.on,
            state=entry.state,
            state_on=entry.state_on,
            contents=plain_values(kind, entry.values),
            result="",
            trace=trace_to_json(findings.trace),
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
        )
    ).id


class ReviseRegisterEntry(Command, label="修改台账登记", stage="registers"):
    """What an entry says was written wrongly; everything it says is written anew."""

    entry: Annotated[int, Field("record", "台账登记", of="registers")]
    noted_on: Annotated[date, Field("day", "登记日期")]
    subject: Annotated[int | None, Field("whole", "所属记录")] = None
    values: Annotated[tuple[EntryValue, ...], Field("rows", "登记内容")] = ()


@handles(ReviseRegisterEntry)
def revise_register_entry(work: Work, command: ReviseRegisterEntry) -> int:
    """Checks the entry as it will stand; its state stays."""
    row = work.get(RegisterEntryRow, command.entry, "台账登记", "entry")
    kind = kind_of(work.scheme(), row.register)
    values = read_values(kind, _given(command.values), work.today)
    refuse_wrong_subject(work, kind, command.subject)
    entry = EntryFacts(command.noted_on, values, row.state, row.state_on)
    findings = check_entry(work.scheme(), kind, entry).refuse()
    row.noted_on, row.subject_id = command.noted_on, command.subject
    row.contents = plain_values(kind, values)
    _judged(work, row, findings.trace)
    work.say(f"修改台账“{kind.label}”登记：{row.number}")
    return row.id


class CloseRegisterEntry(Command, label="登记办理结果", stage="registers"):
    """An entry is brought into another state, usually the one where nothing is left to do."""

    entry: Annotated[int, Field("record", "台账登记", of="registers")]
    state: Annotated[str, Field("text", "办理后状态")]
    state_on: Annotated[date, Field("day", "办理日期")]
    result: Annotated[str, Field("long_text", "办理结果")] = ""


@handles(CloseRegisterEntry)
def close_register_entry(work: Work, command: CloseRegisterEntry) -> int:
    """Refuses the state it is in already, and a day before the entry's own."""
    row = work.get(RegisterEntryRow, command.entry, "台账登记", "entry")
    kind = kind_of(work.scheme(), row.register)
    state = state_of(kind, command.state)
    if state == row.state:
        raise Refusal.of(
            f"{row.number} 已经是这个状态。" if state else f"“{kind.label}”不分状态，不用办结。",
            cure="请选择办理后的状态。" if state else "要改内容的，请用“修改”。",
            field="state",
            clauses=kind.clauses,
            code="register.state",
        )
    kept = facts_of(kind, row, work.today)
    entry = EntryFacts(kept.on, kept.values, state, command.state_on)
    findings = check_entry(work.scheme(), kind, entry).refuse()
    row.state, row.state_on, row.result = state, command.state_on, command.result
    _judged(work, row, findings.trace)
    label = next(s.label for s in kind.states if s.code == state)
    work.say(f"台账“{kind.label}”{row.number}：{label}")
    return row.id


def entry_of(
    read: Read, kind: RegisterKind, on: date, state: str, values: Sequence[EntryValue]
) -> EntryFacts:
    """A new entry as it will stand. Raises Refusal for what cannot be read."""
    code = state_of(kind, state)
    is_moved = code != kind.first_state
    typed = read_values(kind, _given(values), read.today)
    return EntryFacts(on, typed, code, on if is_moved else None)


def refuse_wrong_subject(read: Read, kind: RegisterKind, subject: int | None) -> None:
    """The record an entry belongs to is there, where the register asks for one."""
    if kind.subject is None and subject is not None:
        raise Refusal.of(
            f"“{kind.label}”不按单条记录登记。",
            cure="请不要填写所属记录。",
            field="subject",
            code="register.subject",
        )
    if kind.subject is None:
        return
    if subject is None:
        raise Refusal.of(
            f"“{kind.label}”要写明所属的{kind.subject.label}。",
            cure=f"请选择{kind.subject.label}。",
            field="subject",
            clauses=kind.clauses,
            code="register.subject",
        )
    read.get(SUBJECT_ROWS[kind.subject], subject, kind.subject.label, "subject")


def _given(values: Sequence[EntryValue]) -> dict[str, object]:
    return {v.field: v.value for v in values}


def _judged(work: Work, row: RegisterEntryRow, trace: Trace) -> None:
    row.trace = trace_to_json(trace)
    row.scheme_revision_id = work.revision().id
