"""The list on a day, its versions, what changed between two, and what it ought to change to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select, text

from kcdesk.domain.schemes.picking import Named
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.enterprises import ListDeliveryRow, ListVersionLineRow, ListVersionRow
from kcdesk.work.commands.enterprises.proposing import proposals
from kcdesk.work.commands.enterprises.versions import (
    ListedOn,
    last_version,
    listed_firms,
    version_count,
)
from kcdesk.work.context import Read
from kcdesk.work.query import query

CHANGES = (
    Option("add", "建议纳入"),
    Option("remove", "建议调出"),
    Option("lapse", "到期未续"),
)
DIFFERENCES = (
    Option("added", "新纳入"),
    Option("removed", "已调出"),
    Option("changed", "有变化"),
)


@dataclass(frozen=True)
class ProposedChangeLine:
    """A firm that may come onto the list, or should leave it."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    change: Annotated[str, Field("choice", "建议", options=CHANGES)]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    since_on: Annotated[date, Field("day", "从哪天起")]
    reason: Annotated[str, Field("long_text", "理由")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    loans_count: Annotated[int, Field("whole", "未结清贷款")]
    outstanding: Annotated[Money, Field("money", "贷款余额", unit="万元")]


@query("名录调整建议")
def proposed_changes(
    read: Read,
    day: Annotated[date | None, Field("day", "日期", hint="不填是今天")] = None,
    change: Annotated[str, Field("choice", "建议", options=CHANGES)] = "",
) -> tuple[ProposedChangeLine, ...]:
    """What the list ought to change to on a day; nothing is changed by asking."""
    on = day or read.today
    found = [p for p in proposals(read, on) if not change or p.change == change]
    owed = live_loans(read, on)
    return tuple(
        ProposedChangeLine(
            p.enterprise_id, p.change, p.name, p.uscc, p.since_on, p.reason, p.clauses,
            *owed.get(p.enterprise_id, (0, ZERO)),
        )
        for p in found
    )  # fmt: skip


@dataclass(frozen=True)
class ListVersionLine:
    """A version of the list."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    ordinal: Annotated[int, Field("whole", "版次")]
    frozen_on: Annotated[date, Field("day", "定版日期")]
    document_no: Annotated[str, Field("text", "公布文号")]
    firms_count: Annotated[int, Field("whole", "企业数")]
    next_on: Annotated[date | None, Field("day", "下次更新日期")]
    is_due: Annotated[bool, Field("flag", "应更新")]
    deliveries: Annotated[str, Field("long_text", "送达")]
    note: Annotated[str, Field("long_text", "说明")]


@query("名录版次")
def list_versions(read: Read) -> tuple[ListVersionLine, ...]:
    """Every version, the newest first; the newest is due anew from its next day on."""
    newest = last_version(read)
    given: dict[int, list[str]] = {}
    for d in read.all(select(ListDeliveryRow).order_by(ListDeliveryRow.delivered_on)):
        way = f"，{d.way}" if d.way else ""
        given.setdefault(d.version_id, []).append(
            f"{d.receiver}（{d.delivered_on.isoformat()}{way}）"
        )
    return tuple(
        ListVersionLine(
            v.id, v.ordinal, v.frozen_on, v.document_no, version_count(read, v.id), v.next_on,
            v is newest and v.next_on is not None and v.next_on <= read.today,
            "、".join(given.get(v.id, ())), v.note,
        )
        for v in read.all(select(ListVersionRow).order_by(ListVersionRow.ordinal.desc()))
    )  # fmt: skip


@dataclass(frozen=True)
class ListedLine:
    """A firm that was on the list, as it was called and classed then."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    classes: Annotated[str, Field("text", "企业类别")]
    qualifications: Annotated[str, Field("text", "有效资质")]
    from_on: Annotated[date, Field("day", "纳入日期")]
    until_on: Annotated[date | None, Field("day", "有效期至")]
    is_provisional: Annotated[bool, Field("flag", "暂准")]


@query("名录版次明细")
def list_version_lines(
    read: Read, version: Annotated[int, Field("record", "名录版次", of="enterprises")]
) -> tuple[ListedLine, ...]:
    """Who stood on a version."""
    found = read.get(ListVersionRow, version, "名录版次", "version")
    return tuple(_listed(read, row) for row in _rows(read, found.id))


@query("某日在库企业")
def listed_on_day(
    read: Read, day: Annotated[date | None, Field("day", "日期", hint="不填是今天")] = None
) -> tuple[ListedLine, ...]:
    """Who was on the list on a day."""
    return tuple(_listed(read, firm) for firm in listed_firms(read, day or read.today))


def _listed(read: Read, firm: ListedOn | ListVersionLineRow) -> ListedLine:
    scheme = read.scheme()
    return ListedLine(
        firm.enterprise_id,
        firm.name,
        firm.uscc,
        labels(scheme.classes, firm.classes),
        labels(scheme.qualifications, firm.qualifications),
        firm.from_on,
        firm.until_on,
        firm.is_provisional,
    )


def labels(named: Mapping[str, Named], codes: Iterable[str]) -> str:
    """The programme's words for codes; the code itself where a later revision dropped it."""
    return "、".join(named[c].label if c in named else c for c in codes)


@dataclass(frozen=True)
class ListDifferenceLine:
    """A firm that stands otherwise on the later version."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    difference: Annotated[str, Field("choice", "变化", options=DIFFERENCES)]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    told: Annotated[str, Field("long_text", "变化内容")]
    loans_count: Annotated[int, Field("whole", "未结清贷款")]
    outstanding: Annotated[Money, Field("money", "贷款余额", unit="万元")]
    effect: Annotated[str, Field("text", "对贷款的影响")]


@query("名录版次差异")
def list_differences(
    read: Read,
    before: Annotated[int, Field("record", "较早版次", of="enterprises")],
    after: Annotated[int, Field("record", "较晚版次", of="enterprises")],
) -> tuple[ListDifferenceLine, ...]:
    """Who came, who went, who is classed otherwise; with the loans it means something to."""
    first = read.get(ListVersionRow, before, "名录版次", "before")
    last = read.get(ListVersionRow, after, "名录版次", "after")
    old = {row.enterprise_id: row for row in _rows(read, first.id)}
    new = {row.enterprise_id: row for row in _rows(read, last.id)}
    owed = live_loans(read, last.frozen_on)
    lines = []
    for firm in sorted({*old, *new}):
        was, now = old.get(firm), new.get(firm)
        shown = now or was
        assert shown is not None
        if was is None or now is None:
            difference, told = ("added", "") if was is None else ("removed", "")
        else:
            difference, told = "changed", "；".join(_told(read, was, now))
            if not told:
                continue
        count, amount = owed.get(firm, (0, ZERO))
        lines.append(
            ListDifferenceLine(
                firm, difference, shown.name, shown.uscc, told, count, amount,
                _effect(difference, count),
            )
        )  # fmt: skip
    return tuple(lines)


def _told(read: Read, was: ListVersionLineRow, now: ListVersionLineRow) -> list[str]:
    scheme = read.scheme()
    pairs = (
        ("名称", was.name, now.name),
        ("企业类别", labels(scheme.classes, was.classes), labels(scheme.classes, now.classes)),
        (
            "有效资质",
            labels(scheme.qualifications, was.qualifications),
            labels(scheme.qualifications, now.qualifications),
        ),
        ("暂准", "是" if was.is_provisional else "否", "是" if now.is_provisional else "否"),
    )
    return [f"{label}：{old or '无'}→{new or '无'}" for label, old, new in pairs if old != new]


def _effect(difference: str, loans_count: int) -> str:
    if difference == "added":
        return "此后发放的贷款在名录内"
    if not loans_count:
        return "没有未结清的贷款"
    if difference == "removed":
        return "已发放的贷款不受影响，新贷款不在名录内"
    return "已发放的贷款不变，新贷款按变化后的情况核对"


def _rows(read: Read, version_id: int) -> Sequence[ListVersionLineRow]:
    return read.all(
        select(ListVersionLineRow)
        .where(ListVersionLineRow.version_id == version_id)
        .order_by(ListVersionLineRow.enterprise_id)
    )


def live_loans(read: Read, day: date) -> dict[int, tuple[int, Money]]:
    """By firm: how many loans are not paid back at the end of a day, and how much is owed."""
    rows = read.session.execute(
        text(
            "SELECT firm, count(*), sum(owed) FROM ("
            "  SELECT n.enterprise_id AS firm, n.amount_fen - coalesce((SELECT sum(r.principal_fen)"
            "    FROM repayment r WHERE r.loan_id = n.id AND r.repaid_on <= :day), 0) AS owed"
            "  FROM loan n WHERE n.disbursed_on <= :day"
            ") WHERE owed > 0 GROUP BY firm"
        ),
        {"day": day.isoformat()},
    )
    return {firm: (count, Money(owed)) for firm, count, owed in rows}
