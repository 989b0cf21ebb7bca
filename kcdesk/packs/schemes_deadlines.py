"""Reading the deadlines of a pack: ``[[deadline]]`` with its watch point and its steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kcdesk.domain.partners import PartnerKind
from kcdesk.domain.schemes.deadlines import DeadlineSpec, WatchPoint, event_of, watch_fields
from kcdesk.domain.schemes.parts import Blank, Bound, Document
from kcdesk.domain.schemes.registering import RegisterKind, RegisterSubject
from kcdesk.domain.schemes.terms import DAYS, MONTHS
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_parts import read_code
from kcdesk.packs.schemes_registers import read_term
from kcdesk.packs.schemes_scope import Names, Scope
from kcdesk.packs.schemes_steps import read_steps
from kcdesk.packs.schemes_tables import Table, unknown

_MILESTONES = (WatchPoint.APPLICATION_REVIEW, WatchPoint.BANK_REVIEW)
_REGISTERS: Mapping[WatchPoint, RegisterSubject | None] = {
    WatchPoint.PARTNER_REPORT: RegisterSubject.PARTNERS,
    WatchPoint.RECOVERY_REPORT: RegisterSubject.CLAIMS,
    WatchPoint.LIST_REFRESH: None,
}
"""Watch points whose report may stand in a register, and whose record its entries are."""


def watch_events() -> Mapping[str, Mapping[str, Field]]:
    """What the steps of deadlines may name, by the event of their watch point."""
    return {event_of(watch): watch_fields(watch) for watch in WatchPoint}


def deadline_reader(
    names: Names,
    documents: Mapping[str, Document],
    milestones: Collection[str],
    registers: Mapping[str, RegisterKind],
) -> Callable[[Table], DeadlineSpec]:
    """``[[deadline]]``"""
    watching = replace(names, events=watch_events())

    def read(table: Table) -> DeadlineSpec:
        watch = WatchPoint(table.one_of("watch", [w.value for w in WatchPoint]))
        label = table.text("label")
        scope = Scope(watching, (event_of(watch),), {})
        steps = read_steps(table, scope, in_sum=False, label=label)
        if not steps or steps[-1].field.kind != "day":
            raise table.refusal("step", "最后一步要得出到期的日子")
        return DeadlineSpec(
            id=read_code(table, "id"),
            label=label,
            clauses=names.citations.read(table, "deadline"),
            watch=watch,
            steps=steps,
            lead=read_term(table, "lead", names.blanks, units=(DAYS, MONTHS))
            if table.has("lead")
            else None,
            milestone=_milestone(table, watch, milestones),
            start=_start(table, watch, names.blanks, documents),
            register=_register(table, watch, registers),
            partner_kind=_partner_kind(table, watch),
            warning=table.text("warning", ""),
        )

    return read


def _milestone(table: Table, watch: WatchPoint, milestones: Collection[str]) -> str:
    code = table.text("watch_milestone", "")
    if code and watch not in _MILESTONES:
        raise table.refusal("watch_milestone", f"“{watch.value}”不从办理事项起算")
    if code and code not in milestones:
        slip = unknown("办理事项", code, milestones)
        raise table.refusal("watch_milestone", slip.reason, slip.cure)
    return code


def _start(
    table: Table,
    watch: WatchPoint,
    blanks: Mapping[str, Blank],
    documents: Mapping[str, Document],
) -> Bound | None:
    """A day of the programme's own: a blank's, a document's, or written out."""
    if watch is not WatchPoint.PROGRAMME_END:
        if table.has("from"):
            raise table.refusal("from", f"“{watch.value}”的起算日期来自业务记录，不能另写")
        return None
    raw = table.raw("from")
    if not isinstance(raw, str):
        return Bound(day=table.day("from"))
    source, _, name = raw.partition(":")
    if source == "blank" and name in blanks and blanks[name].field.kind == "day":
        return Bound(blank=name)
    document = documents.get(name) if source == "document" else None
    if document is not None and document.issued_on is not None:
        return Bound(day=document.issued_on)
    raise table.refusal(
        "from", f"“{raw}”不是日期", "请写 blank:日期类留白、document:有发文日期的文件，或一个日期。"
    )


def _partner_kind(table: Table, watch: WatchPoint) -> str:
    """Whose report a monthly one is; left out, everybody's."""
    if not table.has("partner_kind"):
        return ""
    if watch is not WatchPoint.PARTNER_REPORT:
        raise table.refusal("partner_kind", f"“{watch.value}”不分机构类型")
    return table.one_of("partner_kind", [kind.value for kind in PartnerKind])


def _register(table: Table, watch: WatchPoint, registers: Mapping[str, RegisterKind]) -> str:
    name = table.text("register", "")
    if not name:
        return ""
    if watch not in _REGISTERS:
        raise table.refusal("register", f"“{watch.value}”不看台账")
    fitting = [i for i, kind in registers.items() if kind.subject is _REGISTERS[watch]]
    if name not in fitting:
        slip = unknown("可用的台账", name, fitting)
        raise table.refusal("register", slip.reason, slip.cure)
    return name
