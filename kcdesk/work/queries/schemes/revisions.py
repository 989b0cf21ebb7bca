"""Revisions of the programme: what each rests on, from when it decides, what it has decided."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.errors import Problem
from kcdesk.kernel.kinds import Field
from kcdesk.packs.scheme_places import placed
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.schemes.revisions import standing
from kcdesk.work.context import Read
from kcdesk.work.decisions import KINDS, Decision, counts, decision, decisions
from kcdesk.work.proofing import proofread
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

FIRST = "建立业务库时采用"


@dataclass(frozen=True)
class RevisionLine:
    """A revision of the programme and how much it has decided."""

    id: Annotated[int, Field("record", "序号", of="schemes")]
    state: Annotated[str, Field("text", "状态")]
    from_on: Annotated[date, Field("day", "启用日期")]
    document_no: Annotated[str, Field("text", "依据文号")]
    note: Annotated[str, Field("text", "修订说明")]
    decided: Annotated[str, Field("text", "已作决定")]
    decided_count: Annotated[int, Field("whole", "决定数", unit="项")]
    adopted_on: Annotated[date, Field("day", "采用日期")]
    title: Annotated[str, Field("text", "方案")]
    revision: Annotated[str, Field("text", "版本校验码")]


@query("方案版本")
def scheme_revisions(read: Read) -> tuple[RevisionLine, ...]:
    """Every revision, the newest first, with what was decided under it."""
    made = counts(read)
    in_use = read.revision()
    lines = []
    for row in read.all(select(SchemeRevisionRow).order_by(SchemeRevisionRow.id.desc())):
        starts = row.from_on or row.adopted_on
        state = "现行" if row.id == in_use.id else "待启用" if starts > read.today else "已被代替"
        each = made.get(row.id, {})
        told = "，".join(f"{KINDS[table]}{number}项" for table, number in each.items())
        lines.append(
            RevisionLine(
                row.id,
                state,
                starts,
                row.document_no,
                row.note or FIRST,
                told or "无",
                sum(each.values()),
                row.adopted_on,
                row.title,
                row.sha256[:12],
            )
        )
    return tuple(lines)


@dataclass(frozen=True)
class ChangeLine:
    """A line of the text that a revision brought or took away."""

    id: Annotated[int, Field("whole", "序号")]
    sign: Annotated[str, Field("text", "改动")]
    line: Annotated[int | None, Field("whole", "行号")]
    text: Annotated[str, Field("text", "内容")]


@query("版本改动")
def revision_changes(
    read: Read, revision: Annotated[int, Field("record", "方案版本", of="schemes")]
) -> tuple[ChangeLine, ...]:
    """What a revision changed of the text before it; nothing for the first."""
    row = read.get(SchemeRevisionRow, revision, "方案版本")
    before = read.one(
        select(SchemeRevisionRow)
        .where(SchemeRevisionRow.id < row.id)
        .order_by(SchemeRevisionRow.id.desc())
    )
    if before is None:
        return ()
    return tuple(
        ChangeLine(number, sign, line, text)
        for number, (sign, line, text) in enumerate(_changes(before.content, row.content), 1)
    )


def _changes(old: str, new: str) -> list[tuple[str, int | None, str]]:
    was, now = old.splitlines(), new.splitlines()
    told: list[tuple[str, int | None, str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, was, now, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        told += [("删去", None, was[i]) for i in range(i1, i2) if was[i].strip()]
        told += [("增加", j + 1, now[j]) for j in range(j1, j2) if now[j].strip()]
    return told


@dataclass(frozen=True)
class DecisionLine:
    """A decision and the revision it was made under."""

    id: Annotated[int, Field("whole", "序号")]
    sort: Annotated[str, Field("text", "决定")]
    number: Annotated[str, Field("text", "编号")]
    firm: Annotated[str, Field("text", "企业")]
    decided_on: Annotated[date, Field("day", "日期")]
    revision: Annotated[str, Field("text", "所依版本")]
    event: Annotated[str, Field("code", "决定种类")]
    row: Annotated[int, Field("whole", "决定记录")]
    stage: Annotated[str, Field("code", "环节")]
    record: Annotated[int, Field("whole", "记录")]


@query("版本决定")
def revision_decisions(
    read: Read,
    revision: Annotated[int | None, Field("record", "方案版本", of="schemes")] = None,
    find: Annotated[str, Field("text", "查找")] = "",
) -> tuple[DecisionLine, ...]:
    """What was decided under a revision (or under any), the newest first."""
    names = {row.id: _called(row) for row in read.all(select(SchemeRevisionRow))}
    return tuple(
        DecisionLine(
            number,
            d.sort,
            d.number,
            d.firm,
            d.decided_on,
            names[d.revision],
            d.table,
            d.row,
            d.stage,
            d.record,
        )
        for number, d in enumerate(decisions(read, revision, find.strip()), 1)
    )


@dataclass(frozen=True)
class DecisionCard:
    """Which revision decided a past case, and its reasons step by step."""

    sort: Annotated[str, Field("text", "决定")]
    number: Annotated[str, Field("text", "编号")]
    firm: Annotated[str, Field("text", "企业")]
    decided_on: Annotated[date, Field("day", "日期")]
    revision: Annotated[str, Field("text", "所依版本")]
    sha256: Annotated[str, Field("text", "版本校验码")]
    is_proven: Annotated[bool, Field("flag", "方案文本与校验码相符")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "依据")]


@query("决定依据")
def decision_card(
    read: Read,
    event: Annotated[str, Field("code", "决定种类")],
    row: Annotated[int, Field("whole", "决定记录")],
) -> DecisionCard:
    """One decision with its revision and its trace, the articles as that revision has them."""
    made: Decision = decision(read, event, row)
    revision = read.get(SchemeRevisionRow, made.revision, "方案版本")
    scheme = read.scheme(revision)
    return DecisionCard(
        made.sort,
        made.number,
        made.firm,
        made.decided_on,
        _called(revision),
        revision.sha256[:16],
        scheme.revision == revision.sha256,
        trace_lines(scheme, made.trace),
    )


@query("方案文本")
def scheme_text(
    read: Read, revision: Annotated[int | None, Field("record", "方案版本", of="schemes")] = None
) -> str:
    """The text of a revision, of the newest one when none is named."""
    if revision is None:
        return read.newest_revision().content
    return read.get(SchemeRevisionRow, revision, "方案版本").content


@dataclass(frozen=True)
class SlipLine:
    """Something wrong with a text, and where."""

    id: Annotated[int, Field("whole", "序号")]
    line: Annotated[int | None, Field("whole", "行号")]
    message: Annotated[str, Field("long_text", "问题")]
    cure: Annotated[str, Field("long_text", "怎么改")]
    clauses: Annotated[str, Field("text", "条款")]


@query("方案写错处")
def scheme_slips(
    read: Read, text: Annotated[str, Field("whole_text", "方案文本")]
) -> tuple[SlipLine, ...]:
    """Everything for which a text would not be adopted by this office, by line; none is well."""
    return slip_lines(text, proofread(read.library, text, standing(read)).problems)


def slip_lines(text: str, problems: Sequence[Problem]) -> tuple[SlipLine, ...]:
    """Problems of a text as lines of a table."""
    found = placed(text, problems)
    return tuple(
        SlipLine(
            number,
            slip.line or None,
            slip.problem.message,
            slip.problem.cure,
            "、".join(slip.problem.clauses),
        )
        for number, slip in enumerate(found, 1)
    )


def _called(row: SchemeRevisionRow) -> str:
    """``2025-01-01起 平科〔2025〕1号（9f3a…）``."""
    starts = row.from_on or row.adopted_on
    document = row.document_no or FIRST
    return f"{starts.isoformat()}起　{document}（{row.sha256[:8]}）"
