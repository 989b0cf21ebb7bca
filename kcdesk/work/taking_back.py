"""Taking an entry back: RESTORE, REVERSE, or the refusal that names the lawful way.

RESTORE puts every row back, newest change first, if it still is what the entry made of it.
REVERSE does the same for rows that may change, keeps rows that have ``is_void`` as void, and
answers every fund voucher of the entry with a reversing voucher. Undoing an undo is doing again.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from kcdesk.domain.people import Role, may
from kcdesk.kernel.errors import Refusal
from kcdesk.store import journal
from kcdesk.store.tables.base import Base
from kcdesk.work.command import COMMANDS, Command, UndoPolicy
from kcdesk.work.commands.fund import reverse_voucher
from kcdesk.work.context import Work


class Undo(Command, label="撤销", stage="audit", role=Role.CLERK):
    """Stands in the journal for a taking back; it is not in the catalogue of commands."""


del COMMANDS[Undo.about.name]


def take_back(work: Work, connection: sqlite3.Connection, seq: int, reason: str) -> str:
    """Undo entry `seq` inside the running entry; returns the journal's summary."""
    row = connection.execute(
        "SELECT command, summary, actor_name FROM journal_entry WHERE seq = ?", (seq,)
    ).fetchone()
    if row is None:
        raise Refusal.of(f"没有第 {seq} 号操作记录。", cure="请刷新操作记录后再选。", code="undo.missing")
    name, summary, _ = row
    _refuse_twice(connection, seq)
    policy = UndoPolicy.RESTORE
    if name in COMMANDS:
        command = COMMANDS[name]
        policy = command.about.undo
        if policy is UndoPolicy.NEVER:
            raise Refusal.of(
                f"“{summary}”不能撤销。", cure=command.about.lawful_way, code="undo.never"
            )
        if not may(work.by.role, command.about.role):
            raise Refusal.of(
                f"撤销“{command.about.label}”要由{command.about.role.label}办理。",
                cure="请换有权限的人员登录后撤销。",
                code="people.role",
            )
    if policy is UndoPolicy.REVERSE and not reason.strip():
        raise Refusal.of(
            "冲销资金凭证要写明原因。", cure="请填写原因后再撤销。", field="reason", code="undo.reason"
        )
    if name == "found_office":
        raise Refusal.of("建立业务库这一步不能撤销。", cure="如要重来，请新建一个业务库。", code="undo.never")
    _put_all_back(work, connection, seq, policy, reason)
    return f"撤销第 {seq} 号：{summary}"


def _refuse_twice(connection: sqlite3.Connection, seq: int) -> None:
    again = connection.execute(
        "SELECT seq FROM journal_entry WHERE undoes = ? AND seq NOT IN "
        "(SELECT undoes FROM journal_entry WHERE undoes IS NOT NULL) ORDER BY seq DESC LIMIT 1",
        (seq,),
    ).fetchone()
    if again is not None:
        raise Refusal.of(
            f"第 {seq} 号操作已由第 {again[0]} 号操作撤销。",
            cure="如要恢复，请撤销那一次撤销。",
            code="undo.twice",
        )


def _put_all_back(
    work: Work, connection: sqlite3.Connection, seq: int, policy: UndoPolicy, reason: str
) -> None:
    changes = connection.execute(
        "SELECT tbl, row, before, after FROM journal_change WHERE seq = ? ORDER BY id DESC", (seq,)
    ).fetchall()
    for tbl, key, before, after in changes:
        table = Base.metadata.tables[tbl]
        if table.info["append_only"]:
            if tbl == "fund_voucher" and policy is UndoPolicy.REVERSE:
                reverse_voucher(work, key, reason.strip())
            continue
        wanted: str | None = before
        if wanted is None and policy is UndoPolicy.REVERSE and "is_void" in table.c:
            voided: dict[str, Any] = {**json.loads(after), "is_void": 1}
            wanted = json.dumps(voided, ensure_ascii=False)
        if journal.current_row(connection, table, key) != after:
            _refuse_later(connection, seq, tbl, key)
        if wanted is None:
            _refuse_used(connection, tbl, key, seq)
        journal.put_back(connection, table, key, wanted)


def _refuse_later(connection: sqlite3.Connection, seq: int, tbl: str, key: int) -> None:
    later = connection.execute(
        "SELECT c.seq, e.summary, e.actor_name FROM journal_change c JOIN journal_entry e USING (seq) "
        "WHERE c.tbl = ? AND c.row = ? AND c.seq > ? ORDER BY c.id DESC LIMIT 1",
        (tbl, key, seq),
    ).fetchone()
    told = f"第 {later[0]} 号操作“{later[1]}”（{later[2]}）" if later else "别的操作"
    raise Refusal.of(
        f"后来的{told}已经改动了同一条记录，不能直接撤销。",
        cure="请先撤销后来的操作，再撤销这一步。",
        code="undo.later",
    )


def _refuse_used(connection: sqlite3.Connection, tbl: str, key: int, seq: int) -> None:
    """Refuse when a row that is not part of this undo still points at the row to be removed."""
    for table in journal.business_tables():
        for foreign in table.foreign_keys:
            if foreign.column.table.name != tbl:
                continue
            user = connection.execute(
                f'SELECT id FROM {table.name} WHERE "{foreign.parent.name}" = ? LIMIT 1', (key,)
            ).fetchone()
            if user is not None:
                _refuse_later(connection, seq, table.name, int(user[0]))
