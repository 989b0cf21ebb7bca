"""The worked cases of a pack: examples of the policy with their results, as data.

Read here, run by `checks`. A case varies the facts of ordinary business (``[ordinary]``); facts that follow from others (a term, an overdue count) are derived as in daily work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from kcdesk.domain.loans import overdue_days, security_party_key, term_months
from kcdesk.domain.meetings import Opinion, Result
from kcdesk.domain.schemes.deadlines import FROM, UNTIL, DeadlineSpec, watch_fields
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Blank, Party, Sharing
from kcdesk.domain.schemes.reckoning import SumSpec
from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.kernel.days import term_days
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.packs.schemes_measure_cases import (
    MEASURE_KINDS,
    MeasureCase,
    MeasureCaseNames,
    read_measure_case,
)
from kcdesk.packs.schemes_parts import Citations
from kcdesk.packs.schemes_register_cases import RegisterCase, read_register_case
from kcdesk.packs.schemes_tables import Slip, Table, unknown
from kcdesk.packs.schemes_values import VALUE_KINDS, value_of

DERIVED = ("loan.term_days", "loan.party_key", "claim.overdue_days")
_MONEY = Field("money", "金额")
RULES = ("rule", "online_rule")
KINDS = ("check", "sum", "tally", "deadline", "register", *MEASURE_KINDS)


@dataclass(frozen=True)
class Case:
    """One worked case. Exactly one of `check`, `sum_id`, `tally`, `deadline`, `entered`,
    `measured` is set.

    `refused` and `warned` are clause ids that must be cited; a check with neither must pass.
    Each of `says` must stand in what is refused or warned: the sum still to be had, the way out.
    """

    id: str
    title: str
    shows: tuple[str, ...]
    blanks: Mapping[str, object] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    check: str = ""
    refused: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    sum_id: str = ""
    gives: Mapping[str, object] = field(default_factory=dict)
    cuts: Mapping[str, Money] = field(default_factory=dict)
    tally: str = ""
    opinions: tuple[str, ...] = ()
    expected_count: int = 0
    result: str = ""
    deadline: str = ""
    entered: RegisterCase | None = None
    due_on: date | None = None
    measured: MeasureCase | None = None


@dataclass(frozen=True)
class CaseNames:
    """What cases may name."""

    events: Mapping[str, Mapping[str, Field]]
    sums: Mapping[str, SumSpec]
    blanks: Mapping[str, Blank]
    cuts: Mapping[str, object]
    citations: Citations
    ordinary: Facts
    deadlines: Mapping[str, DeadlineSpec]
    registers: Mapping[str, RegisterKind]
    measures: MeasureCaseNames


def read_ordinary(table: Table, events: Mapping[str, Mapping[str, Field]]) -> Facts:
    """``[ordinary]``: the facts of everyday business, which cases vary."""
    return _facts(
        table, {name: field for facts in events.values() for name, field in facts.items()}
    )


def read_case(table: Table, names: CaseNames) -> Case:
    """``[[case]]``"""
    kinds = [k for k in KINDS if table.has(k)]
    if len(kinds) != 1:
        listed = "".join(f"“{k}”" for k in KINDS)
        raise table.refusal("check", f"{listed}要写一个，且只写一个")
    id_, title = table.text("id"), table.text("title")
    shows = names.citations.read(table, "case", "shows")
    blanks = _blanks(table, names.blanks)
    if kinds == ["tally"]:
        return _tally(table, Case(id_, title, shows, blanks))
    if kinds[0] in MEASURE_KINDS:
        measured = read_measure_case(table, kinds[0], names.measures, _row)
        return Case(id_, title, shows, blanks, measured=measured)
    if kinds == ["register"]:
        return Case(id_, title, shows, blanks, entered=read_register_case(table, names.registers))
    refused = names.citations.read(table, "case", "refused", required=False)
    if kinds == ["deadline"]:
        return _deadline(table, Case(id_, title, shows, blanks, refused=refused), names)
    warned = names.citations.read(table, "case", "warned", required=False)
    if kinds == ["check"]:
        event = table.one_of("check", names.events)
        facts = _case_facts(table, event, names)
        says = table.texts("says", required=False)
        return Case(id_, title, shows, blanks, facts, event, refused, warned, says)
    sum_id = table.one_of("sum", names.sums)
    facts = _case_facts(table, names.sums[sum_id].event, names)
    return Case(
        id_,
        title,
        shows,
        blanks,
        facts,
        sum_id=sum_id,
        refused=refused,
        gives=_gives(table, names.sums[sum_id], required=not refused),
        cuts=_cuts(table, names),
    )


def _case_facts(table: Table, event: str, names: CaseNames) -> Facts:
    fields = names.events[event]
    facts = {name: value for name, value in names.ordinary.items() if name in fields}
    if table.has("facts"):
        facts |= _facts(table.table("facts"), fields)
    return {**dict.fromkeys(fields), **_derived(facts)}


def _row(table: Table, fields: Mapping[str, Field]) -> Facts:
    """A row that is counted: what it does not say is not known."""
    return {**dict.fromkeys(fields), **_facts(table, fields)}


def _facts(table: Table, fields: Mapping[str, Field]) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name in table.data:
        if name not in fields or name in DERIVED:
            known = [n for n in fields if n not in DERIVED]
            slip = unknown("事实", name, known)
            raise table.refusal(name, slip.reason, slip.cure)
        with table.at(name):
            raw = table.raw(name)
            # An empty text is a field left empty: the fact is not known.
            is_empty = raw == "" and fields[name].kind != "text"
            facts[name] = None if is_empty else fact_value(fields[name], raw)
    return facts


def fact_value(field: Field, raw: object) -> object:
    """A fact as a case writes it. Raises Slip."""
    if field.kind == "codes":
        known = [o.value for o in field.options]
        if not isinstance(raw, list):
            raise Slip("应当写代码的列表")
        for code in raw:
            if code not in known and not field.is_open:
                raise unknown("代码", str(code), known)
        return frozenset(raw)
    if field.kind == "weights" and isinstance(raw, dict):
        return _sharing(field, raw)
    if field.kind == "whole":
        kinds = {"天": "days", "个月": "months", "工作日": "working_days"}
        return value_of(VALUE_KINDS[kinds.get(field.unit, "count")], field, raw)
    if field.kind in ("text", "long_text"):
        return str(raw)
    return value_of(VALUE_KINDS[field.kind], field, raw)


def _sharing(field: Field, raw: Mapping[str, object]) -> Sharing:
    """An agreement's ratio with who bears it: ``{ value = "6:4", parties = ["fund", "bank"] }``."""
    weights = value_of(VALUE_KINDS["weights"], field, raw.get("value"))
    parties = raw.get("parties")
    if not isinstance(parties, list) or not all(p in list(Party) for p in parties):
        raise Slip(f"承担方要写成代码的列表：{'、'.join(Party)}")
    try:
        return Sharing(cast("tuple[int, ...]", weights), tuple(Party(p) for p in parties))
    except ValueError:
        raise Slip("比例的份数与承担方不同") from None


def _derived(facts: dict[str, object]) -> dict[str, object]:
    made = dict(facts)
    first, due = facts.get("loan.disbursed_on"), facts.get("loan.due_on")
    if isinstance(first, date) and isinstance(due, date):
        made["loan.term_days"] = term_days(first, due)
        made["loan.term_months"] = term_months(first, due)
    if "loan.security" in facts and "loan.has_guarantee_institution" in facts:
        has_institution = facts["loan.has_guarantee_institution"] is True
        made["loan.party_key"] = security_party_key(str(facts["loan.security"]), has_institution)
    base, final = facts.get("claim.base_on"), facts.get("loan.final_due_on")
    principal = facts.get("claim.principal")
    if isinstance(base, date) and isinstance(final, date) and isinstance(principal, Money):
        made["claim.overdue_days"] = overdue_days(final, base, principal)
    return made


def _blanks(table: Table, blanks: Mapping[str, Blank]) -> dict[str, object]:
    if not table.has("blanks"):
        return {}
    given = table.table("blanks")
    made: dict[str, object] = {}
    for name in given.data:
        if name not in blanks:
            slip = unknown("留白", name, blanks)
            raise given.refusal(name, slip.reason, slip.cure)
        with given.at(name):
            made[name] = fact_value(blanks[name].field, given.raw(name))
    return made


def _gives(table: Table, spec: SumSpec, *, required: bool) -> dict[str, object]:
    if not required and not table.has("gives"):
        return {}
    given = table.table("gives")
    fields = {s.name: s.field for s in spec.steps}
    made: dict[str, object] = {}
    for name in given.data:
        head = name.partition(".")[0]
        if head not in fields:
            slip = unknown("步骤", name, fields)
            raise given.refusal(name, slip.reason, slip.cure)
        with given.at(name):
            made[name] = fact_value(fields[head], given.raw(name))
    return made


def _cuts(table: Table, names: CaseNames) -> dict[str, Money]:
    if not table.has("cuts"):
        return {}
    given = table.table("cuts")
    made: dict[str, Money] = {}
    for name in given.data:
        if name not in names.cuts:
            slip = unknown("扣减原因", name, names.cuts)
            raise given.refusal(name, slip.reason, slip.cure)
        with given.at(name):
            value = fact_value(_MONEY, given.raw(name))
        assert isinstance(value, Money)
        made[name] = value
    return made


def _tally(table: Table, case: Case) -> Case:
    rule = table.one_of("tally", RULES)
    given = table.table("opinions")
    opinions: list[str] = []
    for name in given.data:
        if name not in list(Opinion):
            slip = unknown("意见", name, list(Opinion))
            raise given.refusal(name, slip.reason, slip.cure)
        with given.at(name):
            opinions += [name] * _count(given.raw(name))
    with table.at("expected"):
        expected = _count(table.raw("expected"))
    result = table.one_of("result", [r.value for r in Result])
    return Case(
        case.id,
        case.title,
        case.shows,
        case.blanks,
        tally=rule,
        opinions=tuple(opinions),
        expected_count=expected,
        result=result,
    )


def _deadline(table: Table, case: Case, names: CaseNames) -> Case:
    """``deadline = "id"`` with the days it runs from and to, and the day it gives."""
    deadline = table.one_of("deadline", names.deadlines)
    fields = watch_fields(names.deadlines[deadline].watch)
    facts: dict[str, object] = dict.fromkeys(fields)
    facts |= {FROM: table.day("from"), UNTIL: table.day("until")}
    if table.has("facts"):
        facts |= _facts(table.table("facts"), fields)
    due_on = table.day("gives")
    if due_on is None and not case.refused:
        raise table.refusal("gives", "没有写到期的日子")
    return replace(case, deadline=deadline, facts=facts, due_on=due_on)


def _count(raw: object) -> int:
    value = value_of(VALUE_KINDS["count"], Field("whole", "家数", unit="家"), raw)
    assert isinstance(value, int)
    return value
