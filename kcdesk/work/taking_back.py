"""Taking an entry back: RESTORE, REVERSE, or the refusal that names the lawful way.

RESTORE puts every row back, newest change first, if it still is what the entry made of it.
REVERSE does the same for rows that may change, keeps rows that have ``is_void`` as void, and
answers every fund voucher of the entry with a reversing voucher. Undoing an undo is doing again.
"""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from typing import Any, TypeAlias

from kcdesk.domain.people import Role, may
from kcdesk.kernel.errors import Refusal
from kcdesk.store import journal
from kcdesk.store.tables.base import Base
from kcdesk.work.command import COMMANDS, Command, UndoPolicy
from kcdesk.work.commands.enterprises.admissions import refuse_unlisted
from kcdesk.work.commands.fund import refuse_any_deposit_overdrawn, reverse_voucher
from kcdesk.work.context import Work
from kcdesk.work.exposure import unlisted_loans

SUBJECTS = {
    "partner": "partners",
    "enterprise": "enterprises",
    "application": "applications",
    "loan": "loans",
    "claim": "claims",
    "meeting": "meetings",
    "payout": "payouts",
    "recovery": "recoveries",
    "register_entry": "registers",
}
"""Tables whose rows papers are printed of and files attached to, by the name used there."""


class Undo(Command, label="撤销", stage="audit", role=Role.CLERK):
    """Stands in the journal for a taking back; it is not in the catalogue of commands."""


del COMMANDS[Undo.about.name]


def take_back(work: Work, connection: sqlite3.Connection, seq: int, reason: str) -> str:
    """Undo entry `seq` inside the running entry; returns the journal's summary."""
    row = connection.execute(
        "SELECT command, summary FROM journal_entry WHERE seq = ?", (seq,)
    ).fetchone()
    if row is None:
        raise Refusal.of(
            f"没有第 {seq} 号操作记录。", cure="请刷新操作记录后再选。", code="undo.missing"
        )
    name, summary = row
    _refuse_twice(connection, seq)
    command = _command_of(connection, seq)
    if command.about.undo is UndoPolicy.NEVER:
        raise Refusal.of(f"“{summary}”不能撤销。", cure=command.about.lawful_way, code="undo.never")
    if not may(work.by.role, command.about.role):
        raise Refusal.of(
            f"撤销“{command.about.label}”要由{command.about.role.label}办理。",
            cure="请换有权限的人员登录后撤销。",
            code="people.role",
        )
    if command.about.undo is UndoPolicy.REVERSE and name == Undo.about.name:
        raise Refusal.of(
            f"第 {seq} 号操作冲销了资金凭证，冲销不能再撤销。",
            cure=f"请按实际情况重新办理“{command.about.label}”。",
            code="undo.never",
        )
    if command.about.undo is UndoPolicy.REVERSE and not reason.strip():
        raise Refusal.of(
            "冲销资金凭证要写明原因。",
            cure="请填写原因后再撤销。",
            field="reason",
            code="undo.reason",
        )
    firms = _firms_relisted(connection, seq)
    before = unlisted_loans(work, firms)
    _put_all_back(work, connection, seq, command.about.undo, reason)
    refuse_unlisted(work, firms, before)
    refuse_any_deposit_overdrawn(work)
    _refuse_nobody_left(connection)
    return f"撤销第 {seq} 号：{summary}"


def _firms_relisted(connection: sqlite3.Connection, seq: int) -> tuple[int, ...]:
    """Firms whose time on the list an entry changed."""
    rows = connection.execute(
        "SELECT DISTINCT json_extract(coalesce(after, before), '$.enterprise_id') "
        "FROM journal_change WHERE seq = ? AND tbl = 'listing'",
        (seq,),
    )
    return tuple(int(firm) for (firm,) in rows)


def _command_of(connection: sqlite3.Connection, seq: int) -> type[Command]:
    """The command of an entry; of an undo, the one that was taken back in the end."""
    name, undoes = connection.execute(
        "SELECT command, undoes FROM journal_entry WHERE seq = ?", (seq,)
    ).fetchone()
    if undoes is not None:
        return _command_of(connection, undoes)
    if name not in COMMANDS:
        raise Refusal.of(
            f"第 {seq} 号操作是别的版本办理的，本版本不会撤销它。",
            cure="请直接登记更正。",
            code="undo.unknown",
        )
    return COMMANDS[name]


def undone_by(connection: sqlite3.Connection, seq: int) -> int | None:
    """The undo of an entry that stands, one that has not been undone itself; None if there is none."""
    rows = connection.execute(
        "SELECT seq FROM journal_entry WHERE undoes = ? ORDER BY seq DESC", (seq,)
    ).fetchall()
    return next((int(u) for (u,) in rows if undone_by(connection, u) is None), None)


def _refuse_twice(connection: sqlite3.Connection, seq: int) -> None:
    again = undone_by(connection, seq)
    if again is not None:
        raise Refusal.of(
            f"第 {seq} 号操作已由第 {again} 号操作撤销。",
            cure="如要恢复，请撤销那一次撤销。",
            code="undo.twice",
        )


def _refuse_nobody_left(connection: sqlite3.Connection) -> None:
    """Taking back a person or a change of posts must not lock the office for good."""
    admins = connection.execute(
        "SELECT count(*) FROM person WHERE role = ? AND is_active", (Role.ADMIN.value,)
    ).fetchone()
    if not admins[0]:
        raise Refusal.of(
            "撤销后就没有在岗的管理人员了。", cure="请先指定另一位管理人员。", code="people.last"
        )


def _put_all_back(
    work: Work, connection: sqlite3.Connection, seq: int, policy: UndoPolicy, reason: str
) -> None:
    changes = connection.execute(
        "SELECT tbl, row, before, after FROM journal_change WHERE seq = ? ORDER BY id DESC", (seq,)
    ).fetchall()
    users = {tbl: _users_there(connection, tbl) for tbl in {change[0] for change in changes}}
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
            _refuse_used(connection, users[tbl], key, seq)
        journal.put_back(connection, table, key, wanted)


def _refuse_later(
    connection: sqlite3.Connection, seq: int, tbl: str, key: int, did: str = "改动了同一条记录"
) -> None:
    later = connection.execute(
        "SELECT c.seq, e.summary, e.actor_name FROM journal_change c JOIN journal_entry e USING (seq) "
        "WHERE c.tbl = ? AND c.row = ? AND c.seq > ? ORDER BY c.id DESC LIMIT 1",
        (tbl, key, seq),
    ).fetchone()
    told = f"第 {later[0]} 号操作“{later[1]}”（{later[2]}）" if later else "别的操作"
    raise Refusal.of(
        f"后来的{told}已经{did}，不能直接撤销。",
        cure="请先撤销后来的操作，再撤销这一步。",
        code="undo.later",
    )


def _users_there(connection: sqlite3.Connection, tbl: str) -> tuple[_User, ...]:
    """Who may use a row of a table: those of whom the office has any row at all.

    An undo of thousands of rows would else look in every empty table thousands of times.
    """
    return tuple(
        user
        for user in _users_of(tbl)
        if connection.execute(f"SELECT 1 FROM {user[0]} LIMIT 1").fetchone()  # noqa: S608 - our own names
    )


def _refuse_used(
    connection: sqlite3.Connection, users: tuple[_User, ...], key: int, seq: int
) -> None:
    """Refuse when a row that is not part of this undo still points at the row to be removed."""
    for user, statement, subject in users:
        found = connection.execute(statement, (*subject, key)).fetchone()
        if found is None:
            continue
        if found[1]:
            raise Refusal.of(
                "这条记录后来办理过、又冲销了的业务要留存备查，不能撤销。",
                cure="如要更正，请在原记录上修改或撤回。",
                code="undo.kept",
            )
        _refuse_later(connection, seq, user, int(found[0]), "用到这条记录")


_User: TypeAlias = tuple[str, str, tuple[str, ...]]


@cache
def _users_of(tbl: str) -> tuple[_User, ...]:
    """Table, the SELECT of a row there that uses a row of `tbl`, and what it asks before the id."""
    users = []
    for table in journal.business_tables():
        void = "is_void" if "is_void" in table.c else "0"
        asked: list[tuple[str, tuple[str, ...]]] = [
            (f'"{foreign.parent.name}" = ?', ())
            for foreign in table.foreign_keys
            if foreign.column.table.name == tbl
        ]
        if "subject_id" in table.c and tbl in SUBJECTS:
            asked.append(("subject = ? AND subject_id = ?", (SUBJECTS[tbl],)))
        for where, subject in asked:
            statement = f"SELECT id, {void} FROM {table.name} WHERE {where} LIMIT 1"  # noqa: S608 - our own names
            users.append((table.name, statement, subject))
    return tuple(users)
