"""Every indicator of the programme on a day: its value, what it is made of, its definition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Annotated

from kcdesk.domain.reports import counted_name
from kcdesk.domain.schemes.defining import definition
from kcdesk.domain.schemes.measuring import Amount, Figure, Indicator, Measured
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import Trace, trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.work.context import Read
from kcdesk.work.measures import Book
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

OPEN = "无法计算"


@dataclass(frozen=True)
class ReportLine:
    """One indicator; the typed columns are for those who go on calculating."""

    id: Annotated[int, Field("record", "序号", of="reports")]
    label: Annotated[str, Field("text", "指标")]
    shown: Annotated[str, Field("text", "结果")]
    part_shown: Annotated[str, Field("text", "分子")]
    whole_shown: Annotated[str, Field("text", "分母")]
    span: Annotated[str, Field("text", "统计期间")]
    rate: Annotated[Fraction | None, Field("percent", "比率", unit="%")]
    part_amount: Annotated[Money | None, Field("money", "分子金额")]
    whole_amount: Annotated[Money | None, Field("money", "分母金额")]
    part_count: Annotated[int | None, Field("whole", "分子数量")]
    whole_count: Annotated[int | None, Field("whole", "分母数量")]
    unit: Annotated[str, Field("text", "数量单位")]
    clauses: Annotated[str, Field("text", "条款")]
    meaning: Annotated[str, Field("long_text", "口径")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]


@dataclass(frozen=True)
class BreakdownLine:
    """An indicator for one group: a bank, a class, a chain."""

    id: Annotated[int, Field("whole", "序号")]
    indicator: Annotated[str, Field("text", "指标")]
    label: Annotated[str, Field("text", "分列")]
    shown: Annotated[str, Field("text", "结果")]
    part_shown: Annotated[str, Field("text", "分子")]
    whole_shown: Annotated[str, Field("text", "分母")]
    rate: Annotated[Fraction | None, Field("percent", "比率", unit="%")]
    part_amount: Annotated[Money | None, Field("money", "分子金额")]
    whole_amount: Annotated[Money | None, Field("money", "分母金额")]
    part_count: Annotated[int | None, Field("whole", "分子数量")]
    whole_count: Annotated[int | None, Field("whole", "分母数量")]


@dataclass(frozen=True)
class GroupLine:
    """An indicator for one group, on the card of the indicator."""

    label: Annotated[str, Field("text", "分列")]
    shown: Annotated[str, Field("text", "结果")]
    part_shown: Annotated[str, Field("text", "分子")]
    whole_shown: Annotated[str, Field("text", "分母")]


@dataclass(frozen=True)
class IndicatorCard:
    """One indicator with its definition, its clauses and its groups."""

    id: Annotated[int, Field("record", "序号", of="reports")]
    label: Annotated[str, Field("text", "指标")]
    shown: Annotated[str, Field("text", "结果")]
    part_shown: Annotated[str, Field("text", "分子")]
    whole_shown: Annotated[str, Field("text", "分母")]
    on: Annotated[date, Field("day", "统计日期")]
    span: Annotated[str, Field("text", "统计期间")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]
    definition: Annotated[tuple[TraceLine, ...], Field("rows", "口径")]
    groups: Annotated[tuple[GroupLine, ...], Field("rows", "分列")]


@query("统计指标")
def report_lines(
    read: Read, on: Annotated[date, Field("day", "统计日期")]
) -> tuple[ReportLine, ...]:
    """Every indicator of the programme in its order."""
    scheme = read.scheme()
    book = Book(read, scheme, scheme.indicators.values())
    return tuple(
        _line(book, scheme, number, indicator, on)
        for number, indicator in enumerate(scheme.indicators.values(), 1)
    )


@query("统计指标分列")
def breakdown_lines(
    read: Read, on: Annotated[date, Field("day", "统计日期")]
) -> tuple[BreakdownLine, ...]:
    """The groups of every indicator that is broken down; one that is open has none."""
    scheme = read.scheme()
    lines: list[BreakdownLine] = []
    broken_down = [x for x in scheme.indicators.values() if x.by is not None]
    book = Book(read, scheme, broken_down)
    for indicator in broken_down:
        made, _trouble = measured_or_trouble(book, indicator, on)
        for group in () if made is None else made.lines:
            part, whole = _sides(group.figure)
            lines.append(
                BreakdownLine(
                    len(lines) + 1,
                    indicator.label,
                    group.label,
                    group.figure.shown,
                    part,
                    whole,
                    *_typed(group.figure),
                )
            )
    return tuple(lines)


@query("统计指标卡片")
def indicator_card(
    read: Read,
    indicator: Annotated[int, Field("record", "序号", of="reports")],
    on: Annotated[date, Field("day", "统计日期")],
) -> IndicatorCard:
    """One indicator by its place in the programme."""
    scheme = read.scheme()
    chosen = _at(scheme, indicator)
    made, trouble = measured_or_trouble(Book(read, scheme, [chosen]), chosen, on)
    part, whole = ("", "") if made is None else _sides(made.figure)
    return IndicatorCard(
        id=indicator,
        label=chosen.label,
        shown=OPEN if made is None else made.figure.shown,
        part_shown=part,
        whole_shown=whole,
        on=on,
        span=chosen.span.label,
        clauses=chosen.clauses,
        trouble=trouble,
        definition=definition_lines(scheme, defined(scheme, chosen)),
        groups=tuple(
            GroupLine(line.label, line.figure.shown, *_sides(line.figure))
            for line in (() if made is None else made.lines)
        ),
    )


def _at(scheme: Scheme, place: int) -> Indicator:
    indicators = list(scheme.indicators.values())
    if not 1 <= place <= len(indicators):
        raise Refusal.of(
            "没有找到这个指标。", cure="方案可能已经更换，请刷新后重新选择。", code="missing"
        )
    return indicators[place - 1]


def measured_or_trouble(book: Book, indicator: Indicator, on: date) -> tuple[Measured | None, str]:
    """The indicator, or why it cannot be computed."""
    try:
        return book.measured(indicator, on), ""
    except Refusal as refusal:
        return None, "".join(f"{p.message}{p.cure}" for p in refusal.problems)


def defined(scheme: Scheme, indicator: Indicator) -> Trace:
    """The definition of an indicator, line by line."""
    labels = {ident: register.label for ident, register in scheme.registers.items()}
    return definition(indicator, counted_name(indicator.of, labels))


def definition_lines(scheme: Scheme, trace: Trace) -> tuple[TraceLine, ...]:
    """A definition as lines; what is said stands where there is room for a sentence."""
    said = tuple(
        replace(step, shown="", note="。".join(t for t in (step.shown, step.note) if t))
        for step in trace
    )
    return trace_lines(scheme, trace_to_json(said))


def meaning(scheme: Scheme, indicator: Indicator) -> str:
    """The definition in one line."""
    return "；".join(f"{step.label}：{step.shown}" for step in defined(scheme, indicator))


def _line(book: Book, scheme: Scheme, number: int, indicator: Indicator, on: date) -> ReportLine:
    made, trouble = measured_or_trouble(book, indicator, on)
    part, whole = ("", "") if made is None else _sides(made.figure)
    typed = (None,) * 5 if made is None else _typed(made.figure)
    return ReportLine(
        number,
        indicator.label,
        OPEN if made is None else made.figure.shown,
        part,
        whole,
        indicator.span.label,
        *typed,
        indicator.part.field.unit if indicator.part.field.kind == "whole" else "",
        "、".join(indicator.clauses),
        meaning(scheme, indicator),
        trouble,
    )


def _sides(figure: Figure) -> tuple[str, str]:
    """Part and whole of a rate; a plain figure says it all by itself."""
    return ("", "") if figure.whole is None else (figure.part_shown, figure.whole_shown)


def _typed(
    figure: Figure,
) -> tuple[Fraction | None, Money | None, Money | None, int | None, int | None]:
    value = figure.value
    rate = value if figure.whole is not None and isinstance(value, Fraction) else None
    part, whole = figure.part, figure.whole
    return (rate, _money(part), _money(whole), _count(part), _count(whole))


def _money(amount: Amount | None) -> Money | None:
    return amount if isinstance(amount, Money) else None


def _count(amount: Amount | None) -> int | None:
    return None if isinstance(amount, Money) else amount
