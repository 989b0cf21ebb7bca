"""Reading the registers of a pack: ``[[register]]`` with its fields, states and due rule.

Every register becomes an event ``entry:<id>`` that conditions check entries by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kcdesk.domain.schemes.parts import Blank, Given
from kcdesk.domain.schemes.picking import Named
from kcdesk.domain.schemes.registering import (
    RESERVED,
    DueRule,
    RegisterField,
    RegisterKind,
    RegisterState,
    RegisterSubject,
)
from kcdesk.domain.schemes.terms import MONTHS, UNITS, Term
from kcdesk.kernel.kinds import Field, Option
from kcdesk.packs.schemes_parts import Citations, read_code, read_options
from kcdesk.packs.schemes_tables import Slip, Table, unknown
from kcdesk.packs.schemes_values import VALUE_KINDS, ValueKind, value_of

Lists = Mapping[str, Mapping[str, Named]]
"""The pack's own coded lists by name, whose entries a choice may offer."""

_CODES = ValueKind("codes", "codes", "选项的列表")
FIELD_KINDS: Mapping[str, ValueKind] = {
    **{n: VALUE_KINDS[n] for n in ("money", "percent", "count", "day", "flag", "text", "choice")},
    "codes": _CODES,
}
_UNITS = {"money": ("元", "万元")}
_TERMS = {"天": "days", "日": "days", "工作日": "working_days", "个月": "months", "年": "months"}


def register_reader(
    citations: Citations, blanks: Mapping[str, Blank], lists: Lists
) -> Callable[[Table], RegisterKind]:
    """``[[register]]``"""

    def read(table: Table) -> RegisterKind:
        subjects = [s.value for s in RegisterSubject]
        subject = table.one_of("subject", subjects) if table.has("subject") else ""
        fields = tuple(_field(row, lists) for row in table.tables("field", required=True))
        states = tuple(_state(row) for row in table.tables("state"))
        _refuse_twice(table, "field", [f.name for f in fields])
        _refuse_twice(table, "state", [s.code for s in states])
        return RegisterKind(
            id=read_code(table, "id"),
            label=table.text("label"),
            clauses=citations.read(table, "register"),
            fields=fields,
            subject=RegisterSubject(subject) if subject else None,
            on_label=table.text("on_label", "登记日期"),
            states=states,
            every=_every(table, blanks),
            due=_due(table, citations, blanks, fields, states),
            note=table.text("note", ""),
            is_write_off=_is_write_off(table, subject),
        )

    return read


def _is_write_off(table: Table, subject: str) -> bool:
    is_write_off = table.flag("is_write_off", default=False)
    if is_write_off and subject != RegisterSubject.CLAIMS.value:
        raise table.refusal("is_write_off", "核销台账要按代偿申请登记", '请写 subject = "claims"。')
    return is_write_off


def _refuse_twice(table: Table, key: str, names: list[str]) -> None:
    twice = next((n for n in names if names.count(n) > 1), "")
    if twice:
        raise table.refusal(key, f"“{twice}”写了两次")


def _field(row: Table, lists: Lists) -> RegisterField:
    name = read_code(row, "name")
    if name in RESERVED:
        raise row.refusal("name", f"“{name}”是每条登记都有的名称", "请换一个名称。")
    kind = FIELD_KINDS[row.one_of("kind", FIELD_KINDS)]
    is_long = kind.name == "text" and row.flag("is_long", default=False)
    shown = "long_text" if is_long else kind.field_kind
    field = Field(shown, row.text("label"), unit=_unit(row, kind))
    made = RegisterField(
        name=name,
        field=replace(field, options=_options(row, kind, lists)),
        is_required=row.flag("required", default=False),
    )
    row.done()
    return made


def _unit(row: Table, kind: ValueKind) -> str:
    if kind.name not in ("money", "count"):
        return ""
    unit = row.text("unit", "元" if kind.name == "money" else "")
    if unit not in _UNITS.get(kind.name, (unit,)):
        raise row.refusal("unit", f"“{unit}”不是金额的单位", "请写 元 或 万元。")
    return "" if unit == "元" else unit


def _options(row: Table, kind: ValueKind, lists: Lists) -> tuple[Option, ...]:
    """Written out, those of a fact, or those of one of the pack's lists."""
    if kind.name not in ("choice", "codes"):
        return ()
    source = row.text("options_of", "")
    if source in lists:
        return tuple(Option(code, item.label) for code, item in lists[source].items())
    return read_options(row, VALUE_KINDS["choice"])


def _state(row: Table) -> RegisterState:
    made = RegisterState(
        code=read_code(row, "code"),
        label=row.text("label"),
        is_closed=row.flag("is_closed", default=False),
        is_accepted=row.flag("is_accepted", default=False),
    )
    row.done()
    return made


def _every(table: Table, blanks: Mapping[str, Blank]) -> Term | None:
    if not table.has("every"):
        return None
    return read_term(table, "every", blanks, units=(MONTHS,))


def _due(
    table: Table,
    citations: Citations,
    blanks: Mapping[str, Blank],
    fields: tuple[RegisterField, ...],
    states: tuple[RegisterState, ...],
) -> DueRule | None:
    if not table.has("due"):
        return None
    if not any(s.is_closed for s in states):
        raise table.refusal(
            "due", "没有写明办结的状态，不知道何时算办结", "请写 is_closed = true。"
        )
    due = table.table("due")
    start = due.text("from", "")
    days = [f.name for f in fields if f.field.kind == "day"]
    if start and start not in days:
        slip = unknown("日期项目", start, days)
        raise due.refusal("from", slip.reason, slip.cure)
    made = DueRule(
        read_term(due, "after", blanks),
        citations.read(due, "register"),
        start,
        due.flag("is_told_at_once", default=False),
    )
    due.done()
    return made


def read_term(
    table: Table, key: str, blanks: Mapping[str, Blank], units: tuple[str, ...] = UNITS
) -> Term:
    """``"10天"``, ``"5工作日"``, ``"3个月"``, or ``"blank:name"`` of one of these units."""
    raw = table.text(key)
    if raw.startswith("blank:"):
        return _blank_term(table, key, raw.removeprefix("blank:"), blanks, units)
    with table.at(key):
        unit = next((u for u in sorted(_TERMS, key=len, reverse=True) if raw.endswith(u)), "")
        if not unit:
            raise Slip(f"“{raw}”的写法不对", f"请写成 10{units[0]} 这样，或 blank:名称。")
        kind = VALUE_KINDS[_TERMS[unit]]
        made = {"days": "天", "working_days": "工作日", "months": MONTHS}[kind.name]
        if made not in units:
            raise Slip(f"“{raw}”的单位不合用", f"请用{'、'.join(units)}。")
        return Term(Given(value_of(kind, Field("whole", "期限", unit=made), raw)), made)


def _blank_term(
    table: Table, key: str, name: str, blanks: Mapping[str, Blank], units: tuple[str, ...]
) -> Term:
    if name not in blanks:
        slip = unknown("留白", name, blanks)
        raise table.refusal(key, slip.reason, slip.cure)
    field = blanks[name].field
    if field.kind != "whole" or field.unit not in units:
        raise table.refusal(key, f"留白“{name}”的类型不合用", f"请用{'、'.join(units)}数。")
    return Term(Given(blank=name), field.unit)


def with_entries(
    events: Mapping[str, Mapping[str, Field]], registers: Mapping[str, RegisterKind]
) -> Mapping[str, Mapping[str, Field]]:
    """The events with those of the registers: ``entry:<id>``."""
    return {**events, **{kind.event: kind.facts() for kind in registers.values()}}


def of_enterprises(registers: Mapping[str, RegisterKind]) -> Mapping[str, Named]:
    """The registers a firm may stand in: the options of ``enterprise.registers``."""
    return {i: kind for i, kind in registers.items() if kind.subject is RegisterSubject.ENTERPRISES}
