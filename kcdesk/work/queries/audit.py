"""Who did what and when: overall, per record, and what may be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

from sqlalchemy import Row, text

from kcdesk.kernel.kinds import Field
from kcdesk.store.journal import business_tables
from kcdesk.work.command import COMMANDS, UndoPolicy
from kcdesk.work.context import Read
from kcdesk.work.queries.registers.wording import COLUMNS as ENTRY_COLUMNS
from kcdesk.work.queries.registers.wording import entry_words
from kcdesk.work.query import query
from kcdesk.work.taking_back import undone_by
from kcdesk.work.words import COLUMNS, SILENT, TABLES, in_words

BEIJING = timezone(timedelta(hours=8))
MOST = 500


@dataclass(frozen=True)
class EntryLine:
    """One journal entry."""

    seq: Annotated[int, Field("whole", "序号")]
    at: Annotated[str, Field("text", "时间")]
    actor: Annotated[str, Field("text", "人员")]
    label: Annotated[str, Field("text", "操作")]
    summary: Annotated[str, Field("long_text", "内容")]
    reason: Annotated[str, Field("text", "原因")]
    state: Annotated[str, Field("text", "状态")]
    may_undo: Annotated[bool, Field("flag", "可撤销")]
    wants_reason: Annotated[bool, Field("flag", "撤销须写原因")]
    digest: Annotated[str, Field("text", "校验码")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.seq


_ENTRIES = """
SELECT e.seq, e.at, e.actor_name, e.command, e.summary, e.reason, e.digest, e.undoes,
  EXISTS (SELECT 1 FROM journal_entry u WHERE u.undoes = e.seq)
FROM journal_entry e
"""


@query("操作记录")
def journal_entries(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="人员、操作或内容")] = "",
    before: Annotated[int, Field("whole", "序号小于")] = 0,
    most: Annotated[int, Field("whole", "最多行数")] = MOST,
) -> tuple[EntryLine, ...]:
    """The newest entries first; `before` goes on below a number."""
    rows = read.session.execute(
        text(
            _ENTRIES + "WHERE (:before = 0 OR e.seq < :before) AND (:find = '' OR "
            "instr(e.summary, :find) OR instr(e.actor_name, :find)) ORDER BY e.seq DESC LIMIT :most"
        ),
        {"before": before, "find": find.strip(), "most": most},
    )
    return tuple(_line(read, r) for r in rows)


_OF_RECORD = """
WHERE e.seq IN (SELECT seq FROM journal_change WHERE (tbl = :t AND row = :r)
  OR (tbl IN (SELECT value FROM json_each(:children))
      AND json_extract(coalesce(after, before), :path) = :r)
  OR (:t = 'meeting' AND tbl IN ('opinion', 'resolution')
      AND json_extract(coalesce(after, before), '$.item_id') IN
      (SELECT id FROM agenda_item WHERE meeting_id = :r)))
ORDER BY e.seq DESC
"""


@query("单条记录的操作")
def record_history(
    read: Read,
    table: Annotated[str, Field("code", "表")],
    record: Annotated[int, Field("whole", "记录")],
) -> tuple[EntryLine, ...]:
    """Every entry that touched a row, or a row that belongs to it, newest first.

    A meeting's opinions and resolutions belong to it through its items.
    """
    own = f"{table}_id"
    children = [t.name for t in business_tables() if own in t.c]
    rows = read.session.execute(
        text(_ENTRIES + _OF_RECORD),
        {"t": table, "r": record, "path": f"$.{own}", "children": json.dumps(children)},
    )
    return tuple(_line(read, r) for r in rows)


@dataclass(frozen=True)
class ChangeLine:
    """One field of one row, before and after."""

    table: Annotated[str, Field("text", "表")]
    row: Annotated[int, Field("whole", "记录")]
    column: Annotated[str, Field("text", "项目")]
    before: Annotated[str, Field("long_text", "原值")]
    after: Annotated[str, Field("long_text", "新值")]


@query("变动明细")
def entry_changes(
    read: Read, seq: Annotated[int, Field("whole", "操作序号")]
) -> tuple[ChangeLine, ...]:
    """What exactly an entry changed."""
    rows = read.session.execute(
        text("SELECT tbl, row, before, after FROM journal_change WHERE seq = :seq ORDER BY id"),
        {"seq": seq},
    )
    scheme = read.scheme()
    said = {
        code: item.label
        for items in (
            scheme.reasons, scheme.materials, scheme.default_conditions, scheme.qualifications,
            scheme.classes, scheme.incidents, scheme.tags, scheme.chains,
            scheme.partner_requirements,
            scheme.products, scheme.channels, scheme.application_materials, scheme.milestones,
        )
        for code, item in items.items()
    }  # fmt: skip
    return tuple(
        line
        for tbl, row, before, after in rows
        for line in _differences(read, tbl, row, before, after, said)
    )


def _differences(
    read: Read, tbl: str, row: int, before: str | None, after: str | None, said: Mapping[str, str]
) -> list[ChangeLine]:
    old = json.loads(before) if before else {}
    new = json.loads(after) if after else {}

    def told(kept: Mapping[str, object], column: str) -> str:
        if tbl == "register_entry" and column in ENTRY_COLUMNS:
            return entry_words(read.scheme(), kept, column, read.today)
        return in_words(tbl, column, kept.get(column), said)

    return [
        ChangeLine(
            TABLES[tbl],
            row,
            COLUMNS[column],
            told(old, column),
            told(new, column),
        )
        for column in {**old, **new}
        if old.get(column) != new.get(column) and column not in SILENT
    ]


def _line(read: Read, row: Row[Any]) -> EntryLine:
    seq, at, actor, command, summary, reason, digest, undoes, was_undone = tuple(row)
    undone = undone_by(read.file, seq) if was_undone else None
    known = COMMANDS.get(str(command))
    policy = UndoPolicy.RESTORE if known is None else known.about.undo
    state = ""
    if undone is not None:
        state = f"已由第 {undone} 号撤销"
    elif undoes is not None:
        state = f"撤销第 {undoes} 号"
    moment = datetime.strptime(str(at), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return EntryLine(
        int(str(seq)),
        moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
        str(actor),
        "撤销" if known is None else known.about.label,
        str(summary),
        str(reason),
        state,
        undone is None and policy is not UndoPolicy.NEVER,
        policy is UndoPolicy.REVERSE,
        str(digest),
    )
