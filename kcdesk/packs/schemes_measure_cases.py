"""Worked cases of indicators, targets and breakers: rows in, figures out; read here, run here.

A case gives the rows itself, so it needs no office file; ``checks`` runs it with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

from kcdesk.domain.schemes.aiming import Goal, Target, aim
from kcdesk.domain.schemes.breaking import Breaker, Level
from kcdesk.domain.schemes.measuring import NO_RATE, Indicator, show_measured
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_indicators import measured_value
from kcdesk.packs.schemes_tables import Table

MEASURE_KINDS = ("indicator", "target", "breaker")
_UNSAID = object()
_DONE = Field("percent", "完成")

ReadFacts: TypeAlias = Callable[[Table, Mapping[str, Field]], Facts]
"""Reads the facts of one row by their fields."""


@dataclass(frozen=True)
class MeasureCase:
    """What is measured, on which rows (or for which actual value), and what must come out.

    Whatever a case does not say is not looked at.
    """

    kind: str
    of: str
    rows: tuple[Facts, ...] = ()
    actual: object = _UNSAID
    base: object = None
    value: object = _UNSAID
    part: object = _UNSAID
    whole: object = _UNSAID
    shown: str = ""
    lines: Mapping[str, object] = field(default_factory=dict)
    goal: object = _UNSAID
    gap: object = _UNSAID
    done: object = _UNSAID
    is_reached: bool | None = None
    is_tripped: bool | None = None
    is_warned: bool | None = None


@dataclass(frozen=True)
class MeasureCaseNames:
    """What such a case may name."""

    rows: Mapping[str, Mapping[str, Field]]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    breakers: Mapping[str, Breaker]


def read_measure_case(
    table: Table, kind: str, names: MeasureCaseNames, read_facts: ReadFacts
) -> MeasureCase:
    """The part of a ``[[case]]`` that is its own. At least one thing must be said to come out."""
    if kind == "target":
        made = _target_case(table, names, read_facts)
    elif kind == "breaker":
        made = _breaker_case(table, names, read_facts)
    else:
        made = _indicator_case(table, names, read_facts)
    if made == MeasureCase(made.kind, made.of, made.rows, made.actual, made.base):
        raise table.refusal(kind, "没有写应得的结果")
    return made


def _indicator_case(table: Table, names: MeasureCaseNames, read_facts: ReadFacts) -> MeasureCase:
    id_ = table.one_of("indicator", names.indicators)
    indicator = names.indicators[id_]
    key = "gives_value" if indicator.whole is None else "gives_share"
    return MeasureCase(
        "indicator",
        id_,
        _rows(table, indicator.of, names, read_facts),
        value=_said(table, key, indicator.field),
        part=_said(table, "gives_part", indicator.part.field),
        whole=_UNSAID
        if indicator.whole is None
        else _said(table, "gives_whole", indicator.whole.field),
        shown=table.text("shown", ""),
        lines=_lines(table, indicator),
    )


def _target_case(table: Table, names: MeasureCaseNames, read_facts: ReadFacts) -> MeasureCase:
    id_ = table.one_of("target", names.targets)
    target = names.targets[id_]
    if table.has("actual") is table.has("rows"):
        raise table.refusal("actual", "实际值“actual”和“rows”要写一个，且只写一个")
    rows: tuple[Facts, ...] = ()
    if table.has("rows"):
        rows = _rows(table, names.indicators[target.indicator].of, names, read_facts)
    base = _said(table, "base", target.field)
    return MeasureCase(
        "target",
        id_,
        rows,
        actual=_said(table, "actual", target.field),
        base=None if base is _UNSAID else base,
        goal=_said(table, "gives_goal", target.field),
        gap=_said(table, "gives_gap", target.field),
        done=_said(table, "gives_done", _DONE),
        is_reached=table.flag("reached", default=False) if table.has("reached") else None,
        shown=table.text("shown", ""),
    )


def _breaker_case(table: Table, names: MeasureCaseNames, read_facts: ReadFacts) -> MeasureCase:
    id_ = table.one_of("breaker", names.breakers)
    of = names.indicators[names.breakers[id_].indicator].of
    return MeasureCase(
        "breaker",
        id_,
        _rows(table, of, names, read_facts),
        shown=table.text("shown", ""),
        is_tripped=table.flag("trips", default=False) if table.has("trips") else None,
        is_warned=table.flag("warns", default=False) if table.has("warns") else None,
    )


def _rows(
    table: Table, of: str, names: MeasureCaseNames, read_facts: ReadFacts
) -> tuple[Facts, ...]:
    """The rows given; one with ``times = 320`` stands for so many alike."""
    fields = names.rows[of]
    rows: list[Facts] = []
    for row in table.tables("rows", required=True):
        times = row.whole("times", 1)
        if times < 1:
            raise row.refusal("times", "至少要写 1")
        plain = replace(row, data={k: v for k, v in row.data.items() if k != "times"})
        rows += [read_facts(plain, fields)] * times
    return tuple(rows)


def _said(table: Table, key: str, field_: Field) -> object:
    if not table.has(key):
        return _UNSAID
    with table.at(key):
        return _value(field_, table.raw(key))


def _value(field_: Field, raw: object) -> object:
    return None if raw == NO_RATE else measured_value(field_, raw)


def _lines(table: Table, indicator: Indicator) -> dict[str, object]:
    if not table.has("gives_lines"):
        return {}
    if indicator.by is None:
        raise table.refusal("gives_lines", f"指标“{indicator.id}”没有写按什么分列")
    given = table.table("gives_lines")
    made = {}
    for label in given.data:
        with given.at(label):
            made[label] = _value(indicator.field, given.raw(label))
    return made


def measure_problems(scheme: Scheme, case: MeasureCase) -> Iterable[str]:
    """What came out otherwise than the case says."""
    try:
        if case.kind == "indicator":
            yield from _indicator_problems(scheme, case)
        elif case.kind == "target":
            yield from _target_problems(scheme, case)
        else:
            yield from _breaker_problems(scheme, case)
    except Refusal as refusal:
        yield f"不应拒绝，却说“{refusal.problems[0].message}”。"


def _indicator_problems(scheme: Scheme, case: MeasureCase) -> Iterable[str]:
    measured = scheme.measure(case.of, case.rows)
    figure = measured.figure
    yield from _differs("结果", case.value, figure.value, figure.part_field)
    yield from _differs("分子", case.part, figure.part, figure.part_field)
    yield from _differs("分母", case.whole, figure.whole, figure.part_field)
    yield from _prints(case, figure.shown)
    if case.lines:
        got = {line.label: line.figure for line in measured.lines}
        for label, wanted in case.lines.items():
            if label not in got:
                yield f"没有“{label}”这一列，有的是：{'、'.join(got) or '无'}。"
            else:
                yield from _differs(f"“{label}”", wanted, got[label].value, figure.part_field)
        extra = [label for label in got if label not in case.lines]
        if extra:
            yield f"多出了：{'、'.join(extra)}。"


def _target_problems(scheme: Scheme, case: MeasureCase) -> Iterable[str]:
    target = scheme.targets[case.of]
    actual = case.actual
    if actual is _UNSAID:
        actual = scheme.measure(target.indicator, case.rows).figure.value
    made = aim(scheme, target, cast("Goal | None", actual), cast("Goal | None", case.base))
    yield from _differs("目标", case.goal, made.goal, target.field)
    yield from _differs("差距", case.gap, made.gap, target.field)
    yield from _differs("完成", case.done, made.done, _DONE)
    yield from _prints(case, made.gap_shown)
    if case.is_reached not in (None, made.is_reached):
        yield f"应为{'达到' if case.is_reached else '未达到'}，实际相反。"


def _breaker_problems(scheme: Scheme, case: MeasureCase) -> Iterable[str]:
    readings = scheme.weigh(case.of, case.rows)
    levels = {reading.level for reading in readings}
    told = "、".join(f"{r.bank or '合计'}{r.figure.shown}（{r.level.label}）" for r in readings)
    for wanted, level in ((case.is_tripped, Level.TRIPPED), (case.is_warned, Level.WARNED)):
        if wanted is not None and wanted is not (level in levels):
            yield f"应当{'是' if wanted else '不是'}“{level.label}”，算得：{told or '无'}。"
    if case.shown and case.shown not in [r.figure.shown for r in readings]:
        yield f"应显示{case.shown}，算得：{told or '无'}。"


def _differs(what: str, wanted: object, got: object, field_: Field) -> Iterable[str]:
    if wanted is _UNSAID or wanted == got:
        return
    yield f"{what}应为{_shown(wanted, field_)}，算得{_shown(got, field_)}。"


def _shown(value: object, field_: Field) -> str:
    return show_measured(cast("Goal | None", value), field_)


def _prints(case: MeasureCase, got: str) -> Iterable[str]:
    if case.shown and case.shown != got:
        yield f"应显示“{case.shown}”，实际显示“{got}”。"
