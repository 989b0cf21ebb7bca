"""Worked cases of registers: entered on a day, to be closed and to be entered again by which days.

A case gives the day itself, so it needs no office file; ``checks`` runs it with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kcdesk.domain.registers import EntryFacts, due_on, next_on
from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import date_in_words
from kcdesk.packs.schemes_tables import Table


@dataclass(frozen=True)
class RegisterCase:
    """An entry made `on` a day: `due` is when it must be closed, `again` when the next one is
    due; what is None is not looked at."""

    register: str
    on: date
    due: date | None = None
    again: date | None = None


def read_register_case(table: Table, registers: Mapping[str, RegisterKind]) -> RegisterCase:
    """The part of a ``[[case]]`` that is its own. At least one day must be said to come out."""
    register = table.one_of("register", registers)
    on, due, again = (table.day(key) for key in ("entered_on", "gives", "again"))
    if on is None:
        raise table.refusal("entered_on", "没有写登记的日子")
    if due is None and again is None:
        raise table.refusal("gives", "没有写应得的结果", "请写办结期限“gives”或下次登记“again”。")
    return RegisterCase(register, on, due, again)


def register_problems(scheme: Scheme, case: RegisterCase) -> Iterable[str]:
    """What came out otherwise than the case says."""
    kind = scheme.registers[case.register]
    start = {kind.due.start: case.on} if kind.due is not None and kind.due.start else {}
    entry = EntryFacts(case.on, start, kind.first_state)
    try:
        due, again = due_on(scheme, kind, entry), next_on(scheme, kind, case.on)
    except Refusal as refusal:
        yield f"不应拒绝，却说“{refusal.problems[0].message}”。"
        return
    yield from _differs("办结期限", case.due, due)
    yield from _differs("下次登记", case.again, again)


def _differs(what: str, wanted: date | None, got: date | None) -> Iterable[str]:
    if wanted is not None and wanted != got:
        shown = "无" if got is None else date_in_words(got)
        yield f"{what}应为{date_in_words(wanted)}，算得{shown}。"
