"""Every target of the programme on a day: what there is, what is wanted, what is wanting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.schemes.aiming import Aim, Target, aim, bound_day
from kcdesk.domain.schemes.measuring import show_measured
from kcdesk.domain.schemes.parts import Bound
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import Step
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.work.context import Read
from kcdesk.work.measures import Book
from kcdesk.work.queries.reports.measures import (
    OPEN,
    defined,
    definition_lines,
    meaning,
    measured_or_trouble,
)
from kcdesk.work.queries.tracing import TraceLine
from kcdesk.work.query import query


@dataclass(frozen=True)
class TargetLine:
    """One target beside what there is."""

    id: Annotated[int, Field("record", "序号", of="reports")]
    label: Annotated[str, Field("text", "目标")]
    actual: Annotated[str, Field("text", "实际")]
    goal: Annotated[str, Field("text", "要求")]
    done: Annotated[str, Field("text", "完成")]
    gap: Annotated[str, Field("text", "差距")]
    is_reached: Annotated[bool, Field("flag", "达到")]
    base: Annotated[str, Field("text", "基数")]
    base_on: Annotated[date | None, Field("day", "基数日期")]
    due_on: Annotated[date | None, Field("day", "完成期限")]
    clauses: Annotated[str, Field("text", "条款")]
    meaning: Annotated[str, Field("long_text", "口径")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]


@dataclass(frozen=True)
class TargetCard:
    """One target with the definition of what it is held against."""

    id: Annotated[int, Field("record", "序号", of="reports")]
    label: Annotated[str, Field("text", "目标")]
    actual: Annotated[str, Field("text", "实际")]
    goal: Annotated[str, Field("text", "要求")]
    done: Annotated[str, Field("text", "完成")]
    gap: Annotated[str, Field("text", "差距")]
    is_reached: Annotated[bool, Field("flag", "达到")]
    base: Annotated[str, Field("text", "基数")]
    base_on: Annotated[date | None, Field("day", "基数日期")]
    due_on: Annotated[date | None, Field("day", "完成期限")]
    on: Annotated[date, Field("day", "统计日期")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]
    definition: Annotated[tuple[TraceLine, ...], Field("rows", "口径")]


@query("目标卡片")
def target_card(
    read: Read,
    target: Annotated[int, Field("record", "序号", of="reports")],
    on: Annotated[date, Field("day", "统计日期")],
) -> TargetCard:
    """One target by its place in the programme."""
    scheme = read.scheme()
    targets = list(scheme.targets.values())
    if not 1 <= target <= len(targets):
        raise Refusal.of(
            "没有找到这个目标。", cure="方案可能已经更换，请刷新后重新选择。", code="missing"
        )
    chosen = targets[target - 1]
    book = Book(read, scheme, [scheme.indicators[chosen.indicator]])
    line = _line(book, scheme, target, chosen, on)
    steps = (
        *defined(scheme, scheme.indicators[chosen.indicator]),
        *((Step("基数", line.base, chosen.clauses, _says(scheme, chosen)),) if line.base else ()),
        Step("目标", line.goal, chosen.clauses, chosen.note),
    )
    return TargetCard(
        line.id, line.label, line.actual, line.goal, line.done, line.gap, line.is_reached,
        line.base, line.base_on, line.due_on, on, chosen.clauses, line.trouble,
        definition_lines(scheme, steps),
    )  # fmt: skip


def _says(scheme: Scheme, target: Target) -> str:
    blank = None if target.base is None else scheme.blanks.get(target.base.blank)
    return "" if blank is None else blank.says


@query("目标进度")
def target_lines(
    read: Read, on: Annotated[date, Field("day", "统计日期")]
) -> tuple[TargetLine, ...]:
    """Every target in the programme's order, judged on a day."""
    scheme = read.scheme()
    book = Book(read, scheme, (scheme.indicators[t.indicator] for t in scheme.targets.values()))
    return tuple(
        _line(book, scheme, number, target, on)
        for number, target in enumerate(scheme.targets.values(), 1)
    )


def missed_targets(read: Read, book: Book) -> tuple[TargetLine, ...]:
    """The targets to be told of as long as they are missed, and are missed today; out of a book
    that holds what they count."""
    scheme = read.scheme()
    watched = [(n, t) for n, t in enumerate(scheme.targets.values(), 1) if t.is_watched]
    lines = (_line(book, scheme, number, target, read.today) for number, target in watched)
    return tuple(line for line in lines if not line.is_reached)


def _line(book: Book, scheme: Scheme, number: int, target: Target, on: date) -> TargetLine:
    indicator = scheme.indicators[target.indicator]
    made, trouble = measured_or_trouble(book, indicator, on)
    aimed: Aim | None = None
    try:
        aimed = aim(scheme, target, None if made is None else made.figure.value)
    except Refusal as refusal:
        trouble += "".join(f"{p.message}{p.cure}" for p in refusal.problems)
    is_open = made is None or aimed is None
    return TargetLine(
        id=number,
        label=target.label,
        actual=OPEN if made is None else made.figure.shown,
        goal="" if aimed is None else aimed.goal_shown,
        done="" if made is None or aimed is None else aimed.done_shown,
        gap=OPEN if made is None or aimed is None else aimed.gap_shown,
        is_reached=not is_open and aimed is not None and aimed.is_reached,
        base=_base(scheme, target, aimed),
        base_on=_day(scheme, target.base_on),
        due_on=_day(scheme, target.due_on),
        clauses="、".join(target.clauses),
        meaning=f"{meaning(scheme, indicator)}{f'；目标：{target.note}' if target.note else ''}",
        trouble=trouble,
    )


def _base(scheme: Scheme, target: Target, aimed: Aim | None) -> str:
    """The base with what it is called where the office fills it in, and how often it doubles."""
    if target.base is None or aimed is None or aimed.base is None:
        return ""
    blank = scheme.blanks.get(target.base.blank)
    named = f"{blank.label} " if blank is not None else ""
    times = f"，翻{target.doublings}番" if target.doublings else ""
    return f"{named}{show_measured(aimed.base, target.field)}{times}"


def _day(scheme: Scheme, bound: Bound | None) -> date | None:
    try:
        return bound_day(scheme, bound)
    except Refusal:
        return None  # a day that the office has still to name
