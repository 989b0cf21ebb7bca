"""登记台账: the entry form a programme declares, as the registers' screen and the cards begin it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import make_dataclass
from functools import cache
from typing import Annotated, Any

from kcdesk.domain.schemes.registering import RegisterField, RegisterKind
from kcdesk.kernel.kinds import Field, Option
from kcdesk.ui.kit import Group, Keeping, LivePreview, Remark, Screen
from kcdesk.ui.panels.findings import remarks_of
from kcdesk.work.commands.registers import (
    CloseRegisterEntry,
    EntryValue,
    RecordRegisterEntry,
    ReviseRegisterEntry,
    value_text,
)
from kcdesk.work.queries.registers import EntryCheck, register_entry_check

Then = Callable[[Any], None]


def record_entry(
    screen: Screen, kind: RegisterKind, *, subject: int | None = None, then: Then | None = None
) -> None:
    """Push the form of a new entry; the record it belongs to is shown and fixed when known."""
    values: dict[str, Any] = {"noted_on": screen.place.sources.today(), "state": kind.first_state}
    if subject is not None:
        values["subject"] = subject
    screen.edit(
        entry_form(kind, is_new=True),
        title=f"登记“{kind.label}”",
        explain=kind.note,
        groups=_groups(kind),
        values=values,
        locked=() if subject is None else ("subject",),
        keeping=_keeping(screen, f"new.{subject or ''}"),
        preview=LivePreview(ask=lambda v: _ask(kind, v), show=_show, at_once=False),
        make=lambda form: RecordRegisterEntry(
            register=kind.id,
            noted_on=form.noted_on,
            subject=getattr(form, "subject", None),
            state=getattr(form, "state", None) or "",
            values=_values(kind, vars(form)),
        ),
        save_label="登记",
        may_go_on=True,
        then=then,
    )


def revise_entry(screen: Screen, kind: RegisterKind, line: Any) -> None:
    """Push the form filled with what an entry says; `line` is a card or a line of the register."""
    values = {"noted_on": line.noted_on, "subject": getattr(line, "subject_id", None)}
    values |= {item.name: _ready(item, getattr(line, item.name)) for item in kind.fields}
    screen.edit(
        entry_form(kind, is_new=False),
        title=f"修改“{kind.label}” {line.number}",
        groups=_groups(kind),
        values=values,
        keeping=_keeping(screen, str(line.id)),
        make=lambda form: ReviseRegisterEntry(
            entry=line.id,
            noted_on=form.noted_on,
            subject=getattr(form, "subject", None),
            values=_values(kind, vars(form)),
        ),
        save_label="保存修改",
    )


def close_entry(screen: Screen, kind: RegisterKind, line: Any) -> None:
    """Push the form of what became of an entry."""
    states = tuple(Option(s.code, s.label) for s in kind.states if s.code != line.state)
    closing = [s.code for s in kind.states if s.is_closed and s.code != line.state]
    form_type = make_dataclass(
        f"Close_{kind.id}",
        [
            ("state", Annotated[str, Field("choice", "办理后状态", options=states)]),
            ("state_on", Annotated[Any, Field("day", "办理日期")]),
            ("result", Annotated[Any, Field("long_text", "办理结果")], ""),
        ],
        frozen=True,
    )
    whose = getattr(line, "subject", "")
    screen.edit(
        form_type,
        title=f"登记办理结果：{whose or line.number}",
        values={
            "state": closing[0] if len(closing) == 1 else None,
            "state_on": screen.place.sources.today(),
        },
        keeping=_keeping(screen, str(line.id)),
        make=lambda form: CloseRegisterEntry(
            entry=line.id, state=form.state, state_on=form.state_on, result=form.result or ""
        ),
        save_label="登记办理结果",
    )


@cache
def entry_form(kind: RegisterKind, *, is_new: bool) -> type:
    """The form of a register: whose it is, when, its own fields, where it starts."""
    slots: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    if kind.subject is not None:
        whose = Field("record", kind.subject.label, of=kind.subject.value)
        slots.append(("subject", Annotated[Any, whose]))
    slots.append(("noted_on", Annotated[Any, Field("day", kind.on_label)]))
    slots += [_slot(item) for item in kind.fields]
    if is_new and kind.states:
        state = Field("choice", "状态", options=kind.state_options)
        slots.append(("state", Annotated[Any, state], None))
    name = "Record" if is_new else "Revise"
    return make_dataclass(f"{name}_{kind.id}", slots, frozen=True, kw_only=True)


def _slot(item: RegisterField) -> tuple[str, Any] | tuple[str, Any, Any]:
    hint = Annotated[Any, item.field]
    empty: Any = {"codes": (), "flag": False}.get(item.field.kind)
    return (item.name, hint) if item.is_required else (item.name, hint, empty)


def _groups(kind: RegisterKind) -> tuple[Group, ...]:
    return (
        Group("登记", ("subject", "noted_on", "state")),
        Group("内容", tuple(item.name for item in kind.fields)),
    )


def _keeping(screen: Screen, draft: str) -> Keeping:
    return Keeping(screen.place.settings, screen.place.drafts, draft=draft)


def _values(kind: RegisterKind, given: Mapping[str, Any]) -> tuple[EntryValue, ...]:
    return tuple(
        EntryValue(item.name, value_text(given[item.name], item.field))
        for item in kind.fields
        if given.get(item.name) not in (None, "", ())
    )


def _ready(item: RegisterField, value: Any) -> Any:
    """What a field is filled with; ticks stand in a line by their labels."""
    if item.field.kind == "codes":
        labels = {o.label: o.value for o in item.field.options}
        return tuple(labels.get(word, word) for word in value.split("、") if word)
    return value


def _ask(kind: RegisterKind, values: Mapping[str, Any]) -> Any:
    """Only a form that is filled as far as it must be is judged."""
    needed = [item.name for item in kind.fields if item.is_required]
    if kind.subject is not None:
        needed.append("subject")
    if any(values.get(name) in (None, "", ()) for name in ("noted_on", *needed)):
        return None
    return register_entry_check(
        register=kind.id,
        noted_on=values["noted_on"],
        state=values.get("state") or "",
        values=_values(kind, values),
    )


def _show(check: EntryCheck) -> Sequence[Remark]:
    return remarks_of(check.refusals, check.warnings)
