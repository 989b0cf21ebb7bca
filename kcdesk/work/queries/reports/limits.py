"""Every breaker of the programme on a day: both bases, how far the limit is, what is suspended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.schemes.breaking import Breaker, Level, Reading, Scope
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.ratio import show_percent
from kcdesk.work.agreements import suspensions_on
from kcdesk.work.context import Read
from kcdesk.work.guarding import EVERYBODY, book_of, partner_of, readings
from kcdesk.work.measures.book import Book
from kcdesk.work.queries.reports.measures import OPEN
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

LEVELS = tuple(Option(level.value, level.label) for level in Level)
UNTOUCHED = "已放出的贷款、代偿和追偿照常办理。"


@dataclass(frozen=True)
class BreakerLine:
    """One bank (or all of them) against one limit."""

    id: Annotated[int, Field("record", "序号", of="reports")]
    label: Annotated[str, Field("text", "预警线")]
    who: Annotated[str, Field("text", "机构")]
    shown: Annotated[str, Field("text", "比率")]
    amounts: Annotated[str, Field("text", "分子／分母")]
    limit: Annotated[str, Field("text", "暂停线")]
    distance: Annotated[str, Field("text", "距暂停线")]
    level: Annotated[str, Field("choice", "与暂停线比较", options=LEVELS)]
    state: Annotated[str, Field("text", "状态")]
    is_suspended: Annotated[bool, Field("flag", "已暂停")]
    beside: Annotated[str, Field("text", "另一口径")]
    beside_label: Annotated[str, Field("text", "另一口径名称")]
    meanwhile: Annotated[str, Field("long_text", "暂停期间")]
    clauses: Annotated[str, Field("text", "条款")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]


@dataclass(frozen=True)
class BreakerCard:
    """One reading with its evidence."""

    id: Annotated[int, Field("record", "序号", of="reports")]
    label: Annotated[str, Field("text", "预警线")]
    who: Annotated[str, Field("text", "机构")]
    shown: Annotated[str, Field("text", "比率")]
    limit: Annotated[str, Field("text", "暂停线")]
    distance: Annotated[str, Field("text", "距暂停线")]
    level: Annotated[str, Field("choice", "状态", options=LEVELS)]
    is_suspended: Annotated[bool, Field("flag", "已暂停")]
    on: Annotated[date, Field("day", "统计日期")]
    meanwhile: Annotated[str, Field("long_text", "暂停期间")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]
    evidence: Annotated[tuple[TraceLine, ...], Field("rows", "依据")]


@dataclass(frozen=True)
class _Found:
    """A breaker, and one of its readings or why there is none."""

    breaker: Breaker
    reading: Reading | None
    trouble: str = ""


@query("预警线")
def breaker_lines(
    read: Read, on: Annotated[date, Field("day", "统计日期")]
) -> tuple[BreakerLine, ...]:
    """Every bank against every limit."""
    scheme = read.scheme()
    return tuple(
        _line(read, number, found, on) for number, found in enumerate(_found(read, scheme, on), 1)
    )


@query("预警线卡片")
def breaker_card(
    read: Read,
    breaker: Annotated[int, Field("record", "序号", of="reports")],
    on: Annotated[date, Field("day", "统计日期")],
) -> BreakerCard:
    """One line of the list with its evidence."""
    scheme = read.scheme()
    every = _found(read, scheme, on)
    if not 1 <= breaker <= len(every):
        raise Refusal.of(
            "没有找到这一行。", cure="数据已有变化，请刷新后重新选择。", code="missing"
        )
    found = every[breaker - 1]
    line = _line(read, breaker, found, on)
    evidence = () if found.reading is None else found.reading.evidence
    return BreakerCard(
        line.id, line.label, line.who, line.shown, line.limit, line.distance, line.level,
        line.is_suspended, on, line.meanwhile, found.breaker.clauses, line.trouble,
        trace_lines(scheme, trace_to_json(evidence)),
    )  # fmt: skip


def warned(read: Read, book: Book) -> Iterator[BreakerLine]:
    """Rates of today that come near a limit, out of a book that holds what breakers weigh."""
    scheme = read.scheme()
    for number, found in enumerate(_found(read, scheme, read.today, book), 1):
        if found.reading is not None and found.reading.level is Level.WARNED:
            yield _line(read, number, found, read.today)


def _found(read: Read, scheme: Scheme, on: date, kept: Book | None = None) -> list[_Found]:
    every: list[_Found] = []
    book = kept or book_of(read, scheme)
    for breaker in scheme.breakers.values():
        try:
            every += [_Found(breaker, reading) for reading in readings(book, scheme, breaker, on)]
        except Refusal as refusal:
            trouble = "".join(f"{p.message}{p.cure}" for p in refusal.problems)
            every.append(_Found(breaker, None, trouble))
    return every


def _line(read: Read, number: int, found: _Found, on: date) -> BreakerLine:
    breaker, reading = found.breaker, found.reading
    if reading is None:
        who = "" if breaker.scope is Scope.BANK else EVERYBODY
        return BreakerLine(
            number, breaker.label, who, OPEN, "", "", "", Level.NONE.value, OPEN, False, "", "",
            _meanwhile(breaker), "、".join(breaker.clauses), found.trouble,
        )  # fmt: skip
    other, beside = reading.beside_figure, reading.beside_trouble
    if other is not None:
        beside = f"{other.shown}（{other.part_shown}／{other.whole_shown}）"
    is_suspended = _is_suspended(read, reading, on)
    return BreakerLine(
        id=number,
        label=breaker.label,
        who=reading.bank or EVERYBODY,
        shown=reading.figure.shown,
        amounts=f"{reading.figure.part_shown}／{reading.figure.whole_shown}",
        limit=f"高于{show_percent(reading.above)}",
        distance=reading.distance_shown,
        level=reading.level.value,
        state=f"{reading.level.label}{'，已暂停' if is_suspended else ''}",
        is_suspended=is_suspended,
        beside=beside,
        beside_label="" if reading.beside is None else reading.beside.label,
        meanwhile=_meanwhile(breaker),
        clauses="、".join(breaker.clauses),
        trouble="",
    )


def _meanwhile(breaker: Breaker) -> str:
    return breaker.note or f"暂停新增备案；{UNTOUCHED}"


def _is_suspended(read: Read, reading: Reading, on: date) -> bool:
    return bool(suspensions_on(read, partner_of(reading), on))
