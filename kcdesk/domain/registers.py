"""Entries of a programme's registers: read by their kinds, checked, and until when to be closed.

Called by the commands and queries of the stage with what was written; knows no table.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.registering import RegisterField, RegisterKind
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel import kinds
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Within
from kcdesk.kernel.kinds.words import folded


@dataclass(frozen=True)
class EntryFacts:
    """An entry as a programme judges it; a value not filled in is not there."""

    on: date
    values: Mapping[str, Any]
    state: str = ""
    state_on: date | None = None


def kind_of(scheme: Scheme, register: str) -> RegisterKind:
    """A register by id. Raises Refusal at ``register`` with the registers there are."""
    if register in scheme.registers:
        return scheme.registers[register]
    names = "、".join(kind.label for kind in scheme.registers.values())
    cure = f"可选的台账：{names}。" if names else "本方案没有要求登记台账。"
    raise Refusal.of(
        f"方案没有名为“{register}”的台账。", cure=cure, field="register", code="register.unknown"
    )


def state_of(kind: RegisterKind, word: str) -> str:
    """The code of a state, given by code or label; the first when nothing is given.

    Raises Refusal at ``state``.
    """
    if not word.strip():
        return kind.first_state
    for state in kind.states:
        if folded(word) in (folded(state.code), folded(state.label)):
            return state.code
    labels = "、".join(s.label for s in kind.states)
    cure = f"请从下列状态中选：{labels}。" if labels else "这本台账不分状态，请留空。"
    raise Refusal.of(
        f"“{kind.label}”没有“{word}”这个状态。", cure=cure, field="state", code="register.state"
    )


def read_values(kind: RegisterKind, given: Mapping[str, object], today: date) -> dict[str, Any]:
    """Typed values of what was written. Raises Refusal naming every field that is wrong."""
    values: dict[str, Any] = {}
    problems = [_strange(kind, name) for name in given if name not in _by_name(kind)]
    for item in kind.fields:
        raw = given.get(item.name)
        if raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ((), []):
            if item.field.kind == "flag":
                values[item.name] = False
            elif item.is_required:
                problems.append(_not_filled(kind, item))
            continue
        try:
            values[item.name] = _read(item, raw, today)
        except Refusal as refusal:
            problems.extend(p.at(item.name) for p in refusal.problems)
    if problems:
        raise Refusal(*problems)
    return values


def _by_name(kind: RegisterKind) -> Mapping[str, RegisterField]:
    return {item.name: item for item in kind.fields}


def _read(item: RegisterField, raw: object, today: date) -> Any:
    value = KINDS[item.field.kind].take(raw, item.field, Within(today))
    if item.field.kind == "codes":
        return tuple(_option(item, word) for word in value)
    return value


def _option(item: RegisterField, word: str) -> str:
    for option in item.field.options:
        if folded(word) in (folded(option.value), folded(option.label)):
            return option.value
    labels = "、".join(o.label for o in item.field.options)
    raise Refusal.of(
        f"“{word}”不在选项内。", cure=f"请从下列选项中选：{labels}。", code="kind.codes"
    )


def _not_filled(kind: RegisterKind, item: RegisterField) -> Problem:
    return Problem(
        f"“{item.field.label}”没有填写。",
        f"“{kind.label}”要求填写，请填写后再提交。",
        item.name,
        kind.clauses,
        "register.required",
    )


def _strange(kind: RegisterKind, name: str) -> Problem:
    names = _by_name(kind)
    near = difflib.get_close_matches(name, names, 1)
    hint = f"是不是“{names[near[0]].field.label}”（{near[0]}）？" if near else ""
    cure = f"{hint}请从台账的项目中选择。"
    return Problem(f"“{kind.label}”没有“{name}”这一项。", cure, "values", code="register.field")


def plain_values(kind: RegisterKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the office file keeps them: JSON that the kinds read back."""
    return {
        item.name: kinds.plain(values[item.name], item.field)
        for item in kind.fields
        if item.name in values
    }


def kept_values(kind: RegisterKind, kept: Mapping[str, object], today: date) -> dict[str, Any]:
    """The typed values of a kept entry; one that a later revision reads otherwise is left out."""
    values: dict[str, Any] = {}
    for item in kind.fields:
        if item.name in kept:
            try:
                values[item.name] = _read(item, kept[item.name], today)
            except Refusal:
                continue
    return values


def shown_values(kind: RegisterKind, kept: Mapping[str, object], today: date) -> dict[str, str]:
    """What a kept entry says, for people, by the labels of its fields."""
    values = kept_values(kind, kept, today)
    shown: dict[str, str] = {}
    for item in kind.fields:
        if item.name in values and values[item.name] not in ((), ""):
            shown[item.field.label] = show_value(values[item.name], item.field)
        elif item.name not in values and kept.get(item.name):
            shown[item.field.label] = str(kept[item.name])
    return shown


def entry_facts(kind: RegisterKind, entry: EntryFacts) -> Facts:
    """The entry's facts by dotted name."""
    own = {item.name: item.field for item in kind.fields}
    facts: dict[str, object] = dict.fromkeys(kind.facts())
    facts[f"{kind.id}.on"] = entry.on
    if kind.states:
        facts[f"{kind.id}.state"] = entry.state
        facts[f"{kind.id}.state_on"] = entry.state_on
    for name, value in entry.values.items():
        is_ticks = own[name].kind == "codes"
        facts[f"{kind.id}.{name}"] = frozenset(value) if is_ticks else value
    return facts


def check_entry(scheme: Scheme, kind: RegisterKind, entry: EntryFacts) -> Findings:
    """What the programme's conditions say of an entry; a day out of order is refused as well."""
    findings = _at_own_fields(scheme.check(kind.event, entry_facts(kind, entry)))
    if entry.state_on is not None and entry.state_on < entry.on:
        problem = Problem(
            f"办理日期早于{kind.on_label}（{entry.on.isoformat()}）。",
            "请核对日期。",
            "state_on",
            kind.clauses,
            "register.order",
        )
        findings += Findings((), (problem,))
    return findings


def _at_own_fields(findings: Findings) -> Findings:
    """The day of an entry is called ``on`` by programmes, ``noted_on`` where it is written."""

    def placed(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(p.at("noted_on") if p.field == "on" else p for p in problems)

    return replace(findings, refusals=placed(findings.refusals), warnings=placed(findings.warnings))


def due_on(scheme: Scheme, kind: RegisterKind, entry: EntryFacts) -> date | None:
    """The day an entry must be closed by; None when there is no rule or nothing is left to do.

    Raises Refusal for an open blank or a year without an arrangement of holidays.
    """
    if kind.due is None or kind.is_closed(entry.state):
        return None
    start = entry.values.get(kind.due.start) if kind.due.start else entry.on
    return None if start is None else kind.due.term.days_from(start, scheme)


def next_on(scheme: Scheme, kind: RegisterKind, last_on: date) -> date | None:
    """By when something must be entered again; None when the programme sets no interval.

    Raises Refusal for an open blank.
    """
    return None if kind.every is None else kind.every.days_from(last_on, scheme)
