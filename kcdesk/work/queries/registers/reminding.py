"""What is due soon or overdue by the programme's deadlines and registers, with the clause.

A day that cannot be reckoned (no arrangement of holidays, an open blank) gives a line that says
so: nothing is counted by guess and nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from kcdesk.domain.schemes.deadlines import DeadlineSpec, due_of, shows_from
from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.cite import join
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.work.context import Read
from kcdesk.work.queries.registers.kinds import awaited_on
from kcdesk.work.queries.registers.reading import EntryRead, entries_read
from kcdesk.work.queries.registers.watched import Watched
from kcdesk.work.queries.registers.watching import open_records
from kcdesk.work.query import query

OVERDUE, SOON, HEED = "逾期", "到期", "注意"
LEAD_DAYS = 7
"""How early entries and intervals of registers show; deadlines name their own lead."""
MOST_LINES = 8
"""More records of one deadline than this are told in one line."""


@dataclass(frozen=True)
class ReminderLine:
    """One thing that is due, and where it is dealt with."""

    urgency: Annotated[str, Field("text", "缓急")]
    what: Annotated[str, Field("long_text", "事项")]
    due_on: Annotated[date | None, Field("day", "期限")]
    clauses: Annotated[str, Field("text", "依据条款")]
    screen: Annotated[str, Field("code", "办理处")]
    record: Annotated[int, Field("whole", "记录")]
    deadline: Annotated[str, Field("code", "期限编号")]


@query("期限提醒")
def reminders(read: Read) -> tuple[ReminderLine, ...]:
    """Overdue first, then by the day; what cannot be reckoned stands on top."""
    scheme = read.scheme()
    lines = [
        *(line for spec in scheme.deadlines.values() for line in _of_deadline(read, scheme, spec)),
        *_of_entries(read),
        *(line for kind in scheme.registers.values() for line in _of_interval(read, kind)),
    ]
    order = {HEED: 0, SOON: 2}  # a warning presses like what is overdue
    return tuple(sorted(lines, key=lambda x: (order.get(x.urgency, 1), x.due_on or date.min)))


@dataclass(frozen=True)
class _Pressing:
    """A record that is to be spoken of today."""

    record: Watched
    due_on: date


def _of_deadline(read: Read, scheme: Scheme, spec: DeadlineSpec) -> Iterator[ReminderLine]:
    days: dict[tuple[object, ...], tuple[date, date]] = {}  # thousands of firms share few days
    pressing: list[_Pressing] = []
    troubles: dict[str, None] = {}
    try:
        records = open_records(read, spec)
    except Refusal as refusal:
        yield _trouble(spec, _said(refusal))
        return
    for record in records:
        facts = record.facts()
        key = tuple(facts.values())
        try:
            if key not in days:
                due = due_of(scheme, spec, facts).on
                days[key] = (due, shows_from(scheme, spec, due))
        except Refusal as refusal:
            troubles[_said(refusal)] = None
            continue
        due, from_on = days[key]
        if from_on <= read.today and (record.is_open_for_sure or read.today <= due):
            pressing.append(_Pressing(record, due))
    for text in troubles:
        yield _trouble(spec, text)
    yield from (_warned if spec.warning else _told)(read, spec, pressing)


def _told(read: Read, spec: DeadlineSpec, pressing: Sequence[_Pressing]) -> Iterator[ReminderLine]:
    """A line each; many records of one deadline in one line, so that the rest is not buried."""
    if len(pressing) > MOST_LINES:
        first = min(p.due_on for p in pressing)
        late = sum(p.due_on < read.today for p in pressing)
        said = f"，其中{late}条已超期" if late else ""
        what = f"{spec.label}：共{len(pressing)}条{said}"
        screen = pressing[0].record.screen
        yield _line(read, what, first, spec.clauses, screen, 0, spec.id)
        return
    for p in pressing:
        what = f"{spec.label}：{p.record.name}"
        yield _line(read, what, p.due_on, spec.clauses, p.record.screen, p.record.record, spec.id)


def _warned(
    read: Read, spec: DeadlineSpec, pressing: Sequence[_Pressing]
) -> Iterator[ReminderLine]:
    """A warning stands from its day until the record is put right; it has no last day."""
    told = [(p.record.name, p.record.start, p.due_on, p.record.record) for p in pressing]
    if len(told) > MOST_LINES:
        told = [(f"共{len(told)}条，最早的", min(t[1] for t in told), min(t[2] for t in told), 0)]
    for name, start, due_on, record in told:
        days = (read.today - start).days
        what = f"{spec.label}：{name}（{f'已{days}天' if days else '今天起'}）"
        screen = pressing[0].record.screen
        yield ReminderLine(spec.warning, what, due_on, join(spec.clauses), screen, record, spec.id)


def _said(refusal: Refusal) -> str:
    """The sentence and its cure; the clauses stand in a column of their own."""
    return f"{refusal.problems[0].message}{refusal.problems[0].cure}"


def _trouble(spec: DeadlineSpec, text: str) -> ReminderLine:
    what = f"{spec.label}：{text}"
    return ReminderLine(HEED, what, None, join(spec.clauses), "schemes", 0, spec.id)


def _line(
    read: Read,
    what: str,
    due_on: date,
    clauses: tuple[str, ...],
    screen: str,
    record: int,
    deadline: str = "",
) -> ReminderLine:
    late = (read.today - due_on).days
    urgency = OVERDUE if late > 0 else SOON
    left = f"已超期{late}天" if late > 0 else ("今天到期" if late == 0 else f"还有{-late}天")
    return ReminderLine(
        urgency, f"{what}（{left}）", due_on, join(clauses), screen, record, deadline
    )


def _of_entries(read: Read) -> Iterator[ReminderLine]:
    """Entries to be closed; many of one register in one line."""
    until = read.today + timedelta(days=LEAD_DAYS)
    pressing: dict[str, list[EntryRead]] = {}
    troubles: dict[tuple[str, str], RegisterKind] = {}
    for e in entries_read(read):
        if e.trouble:
            troubles[e.kind.id, e.trouble] = e.kind
        elif e.due_on is not None and (e.due_on <= until or _is_told_at_once(e.kind)):
            pressing.setdefault(e.kind.id, []).append(e)
    for (_, text), kind in troubles.items():
        what = f"台账“{kind.label}”：{text}"
        yield ReminderLine(HEED, what, None, join(kind.clauses), "schemes", 0, "")
    for entries in pressing.values():
        yield from _of_register(read, entries)


def _is_told_at_once(kind: RegisterKind) -> bool:
    return kind.due is not None and kind.due.is_told_at_once


def _of_register(read: Read, entries: Sequence[EntryRead]) -> Iterator[ReminderLine]:
    kind = entries[0].kind
    assert kind.due is not None
    days = [e.due_on for e in entries if e.due_on is not None]
    if len(entries) > MOST_LINES:
        what = f"台账“{kind.label}”有{len(entries)}条登记要办结"
        yield _line(read, what, min(days), kind.due.clauses, "registers", 0)
        return
    for e, day in zip(entries, days, strict=True):
        name = " ".join(filter(None, (e.row.number, e.subject.shown)))
        what = f"台账“{kind.label}”{name} 要办结"
        yield _line(read, what, day, kind.due.clauses, "registers", e.row.id)


def _of_interval(read: Read, kind: RegisterKind) -> Iterator[ReminderLine]:
    """A register in which something is to be entered again."""
    awaited = awaited_on(read, kind)
    if awaited is not None and awaited <= read.today + timedelta(days=LEAD_DAYS):
        what = f"台账“{kind.label}”该登记了"
        yield _line(read, what, awaited, kind.clauses, "registers", 0)
