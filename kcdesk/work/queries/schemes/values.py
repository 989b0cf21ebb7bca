"""The figures of the programme: in force on a day, and through time, as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from kcdesk.domain.schemes.parts import Bound, DatedValue, Parameter, Party, Tier
from kcdesk.domain.schemes.periods import Unfilled, covers
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.kinds import Field, Option, date_in_words
from kcdesk.packs.keepers import fact_labels
from kcdesk.packs.schemes_facts import FACTS
from kcdesk.packs.toml_reader import toml_of_text
from kcdesk.work.context import Read
from kcdesk.work.query import OptionLine, query

WHICH = (Option("in_force", "当日有效的"), Option("all", "全部（含历史和以后的）"))

NOW, OVER, LATER = "有效", "已结束", "尚未开始"


@dataclass(frozen=True)
class ValueLine:
    """One value of a parameter: what for, how much, from when to when, on which day's count."""

    id: Annotated[int, Field("record", "编号", of="schemes")]
    parameter: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "数值")]
    applies: Annotated[str, Field("text", "适用情形")]
    shown: Annotated[str, Field("text", "规定")]
    state: Annotated[str, Field("text", "状态")]
    from_text: Annotated[str, Field("text", "起")]
    until_text: Annotated[str, Field("text", "止")]
    clock: Annotated[str, Field("text", "取值日")]
    clauses: Annotated[str, Field("text", "条款")]
    key: Annotated[str, Field("code", "情形代码")]
    tier: Annotated[int, Field("whole", "第几档")]
    written: Annotated[str, Field("text", "写法")]


@query("方案数值")
def scheme_values(
    read: Read,
    on: Annotated[date | None, Field("day", "日期", hint="不填为今天")] = None,
    find: Annotated[str, Field("text", "查找")] = "",
    which: Annotated[str, Field("choice", "范围", options=WHICH)] = "in_force",
    parameter: Annotated[str, Field("code", "数值", source="parameter_options")] = "",
) -> tuple[ValueLine, ...]:
    """Every value of the newest revision: those that count on a day, or all there ever were.

    A value whose beginning or end hangs on a blank not filled in is listed either way.
    """
    revision = read.newest_revision()
    scheme = read.scheme(revision)
    written = _written(toml_of_text(revision.content, "方案"))
    day = on or read.today
    lines = [
        line
        for each in scheme.parameters.values()
        if parameter in ("", each.name)
        for line in _lines(scheme, each, written[each.name], day)
        if which == "all" or line.state not in (OVER, LATER)
    ]
    typed = find.strip().lower()
    sifted = [
        line
        for line in lines
        if typed in f"{line.label} {line.applies} {line.shown} {line.clauses}".lower()
    ]
    return tuple(_numbered(sifted))


@query("数值项")
def parameter_options(read: Read) -> tuple[OptionLine, ...]:
    """The parameters, to choose one of."""
    scheme = read.scheme(read.newest_revision())
    return tuple(OptionLine(p.name, p.label) for p in scheme.parameters.values())


def clock_words(scheme: Scheme, parameter: Parameter) -> str:
    """``放款日；没有放款日的，申请日期``."""
    known = fact_labels(scheme)
    labels = [known.get(name, name) for name in parameter.clock]
    first, *rest = labels
    return "；".join([first, *(f"没有时看{label}" for label in rest)])


def _lines(
    scheme: Scheme, parameter: Parameter, written: list[Mapping[str, Any]], day: date
) -> Iterator[ValueLine]:
    clock = clock_words(scheme, parameter)
    names = _key_names(scheme, parameter)
    for value, raw in zip(parameter.values, written, strict=True):
        applies = "、".join(names.get(key, key) for key in value.keys)
        state = _state(scheme, value, day)
        period = value.period
        from_text = "" if period.start is None else _bound(scheme, period.start)
        until_text = ""
        if period.last is not None:
            until_text = f"{_bound(scheme, period.last)}（含当日）"
        if period.before is not None:
            until_text = f"{_bound(scheme, period.before)}以前"
        for tier, range_, shown, as_written in _rows(parameter, value, raw):
            yield ValueLine(
                0, parameter.name, parameter.label, "；".join(filter(None, (applies, range_))),
                shown, state, from_text, until_text, clock, "、".join(parameter.clauses),
                value.keys[0] if value.keys else "", tier, as_written,
            )  # fmt: skip


def _rows(
    parameter: Parameter, value: DatedValue, raw: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, str]]:
    """Each row of a value: its tier from 1 (0: none), its range, the value shown and as written."""
    if parameter.tier_field is None:
        shown = _shown(value.value, value.parties, parameter.field)
        yield 0, "", shown, _as_typed(raw["value"])
        return
    tiers: tuple[Tier, ...] = value.value  # type: ignore[assignment]
    below = ""
    for number, (tier, row) in enumerate(zip(tiers, raw["tiers"], strict=True), 1):
        limit = "" if tier.up_to is None else show_value(tier.up_to, parameter.tier_field)
        range_ = f"{f'超过{below}' if below else ''}{f'不超过{limit}' if limit else ''}"
        below = limit
        yield (
            number,
            range_ or "全部",
            show_value(tier.value, parameter.field),
            _as_typed(row["value"]),
        )


def _shown(value: object, parties: tuple[Party, ...], field: Field) -> str:
    shown = show_value(value, field)
    return f"{shown}（{'、'.join(p.label for p in parties)}）" if parties else shown


def _as_typed(raw: object) -> str:
    """A value of the text as it is typed to change it."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def _state(scheme: Scheme, value: DatedValue, day: date) -> str:
    try:
        if covers(value.period, day, scheme):
            return NOW
        start = value.period.start
        return LATER if start is not None and day < _day_of(scheme, start) else OVER
    except Unfilled as unfilled:
        return f"取决于“{unfilled.blank.label}”"


def _day_of(scheme: Scheme, bound: Bound) -> date:
    day = bound.day if bound.day is not None else scheme.blank_value(bound.blank)
    assert isinstance(day, date)
    return day


def _bound(scheme: Scheme, bound: Bound) -> str:
    if bound.day is not None:
        return date_in_words(bound.day)
    blank = scheme.blanks[bound.blank]
    filled = scheme.filled.get(bound.blank, blank.reading)
    told = date_in_words(filled) if isinstance(filled, date) else "未填写"
    return f"{blank.label}（{told}）"


def _key_names(scheme: Scheme, parameter: Parameter) -> Mapping[str, str]:
    field = FACTS.get(parameter.key)
    if field is None:
        return {}
    if field.source:
        listed: Mapping[str, Any] = getattr(scheme, field.source)
        return {code: item.label for code, item in listed.items()}
    return {option.value: option.label for option in field.options}


def _written(data: Mapping[str, Any]) -> Mapping[str, list[Mapping[str, Any]]]:
    return {entry["name"].strip(): entry["value"] for entry in data.get("parameter", [])}


def _numbered(lines: list[ValueLine]) -> Iterator[ValueLine]:
    for number, line in enumerate(lines, 1):
        yield ValueLine(**{**vars(line), "id": number})
