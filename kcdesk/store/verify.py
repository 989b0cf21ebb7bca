"""Whether an office file is what its journal says: the tamper alarm.

The questions, each answered with sentences that name the journal entry: is the file sound, is
the chain unbroken, does every business row equal what was last journalled, does the fund balance?
Works on a plain connection, so that a backup can be verified before it counts.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kcdesk.domain.fund import KEPT
from kcdesk.store.journal import (
    ENTRY_COLUMNS,
    GENESIS,
    Entry,
    business_tables,
    change_line,
    digest_of,
    row_json,
    trigger_statements,
)

UNREADABLE = (sqlite3.Error, TypeError, ValueError)
"""What reading a damaged file raises: also text that is no text, numbers that are no numbers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `seq` is the journal entry concerned, if any."""

    message: str
    seq: int | None = None


def verify_file(file: Path) -> tuple[str, ...]:
    """What is wrong with a closed office file, of this version or an older one; reads only."""
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        return tuple(finding.message for finding in verify(connection))


def version_of(connection: sqlite3.Connection) -> int:
    """The version the file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def verify(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """Every finding; an empty tuple means the file holds. Reads only.

    Each question is asked even when an earlier one found damage: SQLite's own check says that a
    page is wrong, only the journal says which entry it belonged to.
    """
    found: list[Finding] = []
    for question in (
        file_findings,
        reference_findings,
        trigger_findings,
        chain_findings,
        row_findings,
        number_findings,
        balance_findings,
    ):
        try:
            found += question(connection)
        except UNREADABLE as error:
            found.append(Finding(f"业务库文件读不通，可能已经损坏（{error}）。"))
    return tuple(dict.fromkeys(found))


def file_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """SQLite's own check of the file."""
    for (text,) in connection.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            yield Finding(f"业务库文件已损坏：{text}")


def reference_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """References between tables that point at nothing."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Finding(
            f"{table} 表第 {row} 号记录指向的 {parent} 记录不存在。", last(connection, table, row)
        )


def last(connection: sqlite3.Connection, table: str, row: int) -> int | None:
    """The journal entry that last wrote a row."""
    found = connection.execute(
        "SELECT seq FROM journal_change WHERE tbl = ? AND row = ? ORDER BY id DESC LIMIT 1",
        (table, row),
    ).fetchone()
    return None if found is None else int(found[0])


def trigger_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether the journal's triggers stand as this program writes them, and no others."""
    kept = dict(
        connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    )
    for statement in trigger_statements(version_of(connection)):
        name = statement.split()[2]
        if kept.pop(name, None) != statement:
            yield Finding(f"记录触发器缺失或被改动：{name}。")
    for name in kept:
        yield Finding(f"业务库里多出不明的触发器：{name}。")


def chain_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether every entry has its number, follows the one before and has its own digest."""
    names = ", ".join((*ENTRY_COLUMNS, "digest"))
    changes = connection.execute(
        "SELECT seq, tbl, row, before, after FROM journal_change ORDER BY seq, id"
    )
    change = changes.fetchone()
    prev, expected = GENESIS, 1
    for values in connection.execute(f"SELECT {names} FROM journal_entry ORDER BY seq"):
        entry, digest = Entry(*values[:-1]), values[-1]
        hashed = hashlib.sha256()
        while change is not None and change[0] < entry.seq:
            yield Finding(f"第 {change[0]} 号操作记录缺失，只剩下它的变动明细。", change[0])
            change = changes.fetchone()
        while change is not None and change[0] == entry.seq:
            hashed.update(change_line(change[1:]))
            change = changes.fetchone()
        if entry.seq != expected:
            yield Finding(f"第 {expected} 号操作记录缺失。", expected)
        if entry.prev != prev:
            yield Finding(f"第 {entry.seq} 号操作记录与上一号接不上。", entry.seq)
        if digest_of(entry, hashed.hexdigest()) != digest:
            yield Finding(f"第 {entry.seq} 号操作记录的内容被改动过。", entry.seq)
        prev, expected = digest, entry.seq + 1
    while change is not None:
        yield Finding(f"第 {change[0]} 号操作记录缺失，只剩下它的变动明细。", change[0])
        change = changes.fetchone()


def row_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether every business row equals what the journal last wrote of it."""
    newest = "SELECT c.id FROM journal_change c WHERE c.tbl = ? AND c.row = t.id ORDER BY c.id DESC LIMIT 1"
    version = version_of(connection)
    for table in business_tables(version):
        name = table.name
        for row, seq in connection.execute(
            f"SELECT t.id, j.seq FROM {name} t LEFT JOIN journal_change j ON j.id = ({newest}) "
            f"WHERE j.after IS NOT {row_json(table, 't', version)}",
            (name,),
        ):
            told = "没有操作记录" if seq is None else f"与第 {seq} 号操作记录所写不符"
            yield Finding(f"{name} 表第 {row} 号记录被改动过：{told}。", seq)
        for row, seq in connection.execute(
            "SELECT j.row, j.seq FROM journal_change j WHERE j.tbl = ? AND j.after IS NOT NULL "
            "AND j.id = (SELECT max(c.id) FROM journal_change c WHERE c.tbl = j.tbl AND c.row = j.row) "
            f"AND NOT EXISTS (SELECT 1 FROM {name} t WHERE t.id = j.row)",
            (name,),
        ):
            yield Finding(f"{name} 表第 {row} 号记录不见了：第 {seq} 号操作记录写过它。", seq)


def number_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether the next id of every table is one that no row has borne."""
    next_ids = dict(connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    for name, row in connection.execute("SELECT tbl, max(row) FROM journal_change GROUP BY tbl"):
        if next_ids.get(name, 0) < row:
            seq = last(connection, name, row)
            yield Finding(f"{name} 表的编号被倒拨：第 {row} 号已经用过。", seq)


def balance_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether every voucher of the fund sums to zero and no account was ever overdrawn."""
    for voucher, amount in connection.execute(
        "SELECT voucher_id, sum(amount_fen) FROM fund_posting GROUP BY voucher_id "
        "HAVING sum(amount_fen) <> 0"
    ):
        seq = last(connection, "fund_voucher", voucher)
        yield Finding(f"资金凭证（第 {voucher} 号记录）借贷不平，相差 {amount} 分。", seq)
    for (voucher,) in connection.execute(
        "SELECT v.id FROM fund_voucher v WHERE NOT EXISTS "
        "(SELECT 1 FROM fund_posting p WHERE p.voucher_id = v.id)"
    ):
        seq = last(connection, "fund_voucher", voucher)
        yield Finding(f"资金凭证（第 {voucher} 号记录）没有分录。", seq)
    for account in KEPT:
        below = connection.execute(
            "SELECT voucher_id FROM (SELECT id, voucher_id, sum(amount_fen) OVER (ORDER BY id) AS left_fen "
            "FROM fund_posting WHERE account = ?) WHERE left_fen < 0 ORDER BY id LIMIT 1",
            (account.value,),
        ).fetchone()
        if below is not None:
            seq = last(connection, "fund_voucher", below[0])
            yield Finding(
                f"“{account.label}”的余额在资金凭证（第 {below[0]} 号记录）处小于零。", seq
            )
