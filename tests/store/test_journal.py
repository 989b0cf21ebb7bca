"""The file writes its own journal: whoever writes, and however, it is on record."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, text, update
from sqlalchemy.exc import DatabaseError

from kcdesk.kernel.money import Money
from kcdesk.store import journal
from kcdesk.store.columns import canonical
from kcdesk.store.tables.enterprises import ContactRow, EnterpriseRow
from kcdesk.store.verify import verify
from tests.store.small_office import (
    TABLES,
    SmallOffice,
    business_rows,
    fill,
    other_tool,
    row_for,
)

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=str)
CHANGEABLE = pytest.mark.parametrize(
    "table", [t for t in TABLES.values() if not t.info["append_only"]], ids=str
)
APPEND_ONLY = pytest.mark.parametrize(
    "table", ["fund_voucher", "fund_posting", "journal_entry", "journal_change"]
)


def changes(office: SmallOffice, seq: int) -> list[tuple[str, int, Any, Any]]:
    """What an entry changed: table, row, before, after."""
    return [
        (tbl, row, before and json.loads(before), after and json.loads(after))
        for tbl, row, before, after in office.rows(
            "SELECT tbl, row, before, after FROM journal_change WHERE seq = ? ORDER BY id", seq
        )
    ]


def contact(name: str) -> ContactRow:
    return ContactRow(enterprise_id=1, name=name, post="会计", phone="")


# Who writes


@EVERY
def test_a_new_row_is_on_record_with_all_its_columns(filled: SmallOffice, table: Table) -> None:
    recorded = {row: after for tbl, row, _, after in changes(filled, 2) if tbl == table.name}
    assert recorded
    for key, after in recorded.items():
        names = ", ".join(f'"{c.name}"' for c in table.columns)
        (kept,) = filled.rows(f"SELECT {names} FROM {table.name} WHERE id = ?", key)
        later = [c for c in table.columns if journal.since_of(table, c) > table.info["since"]]
        as_it_came = {c.name: 0 if c.server_default is not None else None for c in later}
        names_kept = dict(zip((c.name for c in table.columns), kept, strict=True))
        assert {**as_it_came, **after} == names_kept
        assert not [name for name, value in as_it_came.items() if after.get(name, "") == value]


def test_the_orm_is_on_record(filled: SmallOffice) -> None:
    with filled.command() as session:
        row = session.get_one(EnterpriseRow, 2)
        before, row.name = row.name, "德耐尔能源装备有限公司"
        session.add(contact("李会计"))
        session.delete(session.get_one(ContactRow, 3))
    told = {(tbl, row): (old, new) for tbl, row, old, new in changes(filled, 4)}
    assert set(told) == {("enterprise", 2), ("contact", 4), ("contact", 3)}
    old, new = told["enterprise", 2]
    assert (old["name"], new["name"]) == (before, "德耐尔能源装备有限公司")
    assert {k: v for k, v in old.items() if k != "name"} == {
        k: v for k, v in new.items() if k != "name"
    }
    assert told["contact", 4][0] is None
    assert told["contact", 3][1] is None


def test_bulk_writes_are_on_record_row_by_row(filled: SmallOffice) -> None:
    with filled.command() as session:
        session.execute(
            insert(ContactRow),
            [
                {"enterprise_id": 1, "name": f"联系人{n}", "post": "", "phone": ""}
                for n in range(50)
            ],
        )
        session.execute(update(ContactRow).values(post="经理"))
        session.execute(delete(ContactRow).where(ContactRow.name.like("联系人%")))
    told = changes(filled, 4)
    assert [c[:2] for c in told[:50]] == [("contact", 4 + n) for n in range(50)]
    assert len([c for c in told if c[2] and c[3]]) == 53
    assert len([c for c in told if c[3] is None]) == 50
    assert verify(filled.connection) == ()


def test_raw_sql_is_on_record(filled: SmallOffice) -> None:
    filled.sql("UPDATE loan SET amount_fen = amount_fen + 1 WHERE id = 2")
    ((tbl, row, old, new),) = changes(filled, 4)
    assert (tbl, row) == ("loan", 2)
    assert new["amount_fen"] == old["amount_fen"] + 1


def test_a_row_written_twice_is_on_record_twice(filled: SmallOffice) -> None:
    filled.sql(
        "UPDATE loan SET purpose = '甲' WHERE id = 1", "UPDATE loan SET purpose = '乙' WHERE id = 1"
    )
    first, second = changes(filled, 4)
    assert first[3]["purpose"] == second[2]["purpose"] == "甲"
    assert second[3]["purpose"] == "乙"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO member_unit SELECT * FROM member_unit WHERE id = 2",
        "UPDATE OR REPLACE member_unit SET name = (SELECT name FROM member_unit WHERE id = 1) WHERE id = 3",
    ],
)
def test_a_replaced_row_is_on_record_as_removed(office: SmallOffice, statement: str) -> None:
    for number in (1, 2, 3):
        office.sql(
            "INSERT INTO member_unit(name, order_no, representative, post, phone, is_active) "
            f"VALUES ('单位{number}', {number}, '', '', '', 1)"
        )
    office.sql(statement)
    assert [c for c in changes(office, 4) if c[3] is None]
    assert verify(office.connection) == ()


@EVERY
def test_without_a_running_command_nothing_is_written(office: SmallOffice, table: Table) -> None:
    fill(office, 1)
    before = business_rows(office.connection)
    statements = [
        f"DELETE FROM {table.name}",
        f"UPDATE {table.name} SET id = id",
        f"INSERT INTO {table.name} SELECT * FROM {table.name}",
        f"INSERT OR REPLACE INTO {table.name} SELECT * FROM {table.name}",
    ]
    for statement in statements:
        with pytest.raises(sqlite3.DatabaseError, match=r"raised exception|append only|UNIQUE"):
            office.connection.execute(statement)
    assert business_rows(office.connection) == before


@EVERY
def test_another_tool_is_refused_by_the_file(closed_file: Path, table: Table) -> None:
    connection = other_tool(closed_file)
    row = row_for(table, 9, dict.fromkeys(TABLES, 1))
    names = ", ".join(f'"{n}"' for n in row)
    marks = ", ".join("NULL" for _ in row)
    for statement in (
        f"DELETE FROM {table.name}",
        f"UPDATE {table.name} SET {next(iter(row))} = {next(iter(row))}",
        f"INSERT INTO {table.name}({names}) VALUES ({marks})",
    ):
        with pytest.raises(sqlite3.DatabaseError, match=r"no such function|append only"):
            connection.execute(statement)
    assert verify(connection) == ()
    connection.close()


# What stays as it is


@APPEND_ONLY
@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM {t}",
        "DELETE FROM {t} WHERE rowid = 1",
        "UPDATE {t} SET rowid = rowid",
        "UPDATE OR REPLACE {t} SET rowid = 1 WHERE rowid = 2",
        "INSERT OR REPLACE INTO {t} SELECT * FROM {t} WHERE rowid = 1",
    ],
)
def test_the_fund_and_the_journal_only_grow(
    filled: SmallOffice, table: str, running: bool, statement: str
) -> None:
    before = filled.rows(f"SELECT * FROM {table}")
    if running:
        filled.current.seq = 4
    with pytest.raises(sqlite3.DatabaseError, match=r"append only|running|raised exception"):
        filled.connection.execute(statement.format(t=table))
    filled.current.seq = None
    assert filled.rows(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("seq", [1, 3, 5, 99])
def test_a_running_command_writes_no_entry_but_its_own(filled: SmallOffice, seq: int) -> None:
    filled.current.seq = 4
    with pytest.raises(sqlite3.IntegrityError, match="only the running command may write"):
        filled.connection.execute(
            "INSERT INTO journal_change(seq, tbl, row, before, after) VALUES (?, 'loan', 1, NULL, '{}')",
            (seq,),
        )
    with pytest.raises(sqlite3.IntegrityError, match="only the running command may write"):
        filled.connection.execute(
            "INSERT INTO journal_entry SELECT ?, 'k', at, actor, actor_name, command, payload, "
            "summary, reason, undoes, result, prev, digest FROM journal_entry WHERE seq = 1",
            (seq,),
        )


@CHANGEABLE
def test_an_id_never_changes(filled: SmallOffice, table: Table) -> None:
    with pytest.raises(DatabaseError, match="the id of a row never changes"):
        filled.sql(f"UPDATE {table.name} SET id = 77 WHERE id = 3")


def test_an_id_is_never_given_again(filled: SmallOffice) -> None:
    filled.sql("DELETE FROM contact")
    with filled.command() as session:
        session.add(added := contact("李会计"))
        session.flush()
        assert added.id == 4


def test_an_id_is_not_given_again_after_reopening(filled: SmallOffice) -> None:
    filled.sql("DELETE FROM contact")
    filled.close()
    again = SmallOffice(filled.file)
    again.sql("INSERT INTO contact(enterprise_id, name, post, phone) VALUES (1, '', '', '')")
    assert again.rows("SELECT id FROM contact") == [(4,)]
    again.close()


# The chain


def test_the_first_entry_hangs_on_nothing(office: SmallOffice) -> None:
    assert journal.head(office.connection) == (0, journal.GENESIS)
    office.sql("SELECT 1")
    assert office.rows("SELECT seq, prev FROM journal_entry") == [(1, "0" * 64)]


def test_every_entry_hangs_on_the_one_before(filled: SmallOffice) -> None:
    entries = filled.rows("SELECT seq, prev, digest FROM journal_entry ORDER BY seq")
    assert [e[0] for e in entries] == [1, 2, 3]
    assert [e[1] for e in entries[1:]] == [e[2] for e in entries[:-1]]
    assert journal.head(filled.connection) == (3, entries[-1][2])


def test_a_digest_can_be_reckoned_by_hand(office: SmallOffice) -> None:
    """Whoever wants to check the chain in thirty years needs only this."""
    fill(office, 1)
    office.sql("UPDATE loan SET purpose = '购料'", summary="改用途")
    ((seq, *columns, digest),) = office.rows("SELECT * FROM journal_entry WHERE seq = 2")
    lines = "".join(
        f"{json.dumps(list(change), ensure_ascii=False, separators=(',', ':'))}\n"
        for change in office.rows(
            "SELECT tbl, row, before, after FROM journal_change WHERE seq = 2 ORDER BY id"
        )
    )
    hashed = hashlib.sha256(lines.encode()).hexdigest()
    assert digest == hashlib.sha256(canonical([seq, *columns, hashed]).encode()).hexdigest()


def test_an_entry_knows_what_it_touched(filled: SmallOffice) -> None:
    with filled.command() as session:
        session.execute(text("UPDATE loan SET purpose = ''"))
        session.execute(text("UPDATE claim SET handler = ''"))
    assert journal.touched_tables(filled.connection, 4) == {"loan", "claim"}
    assert {journal.stage_of(t) for t in ("loan", "claim")} == {"loans", "claims"}


# Putting back


@CHANGEABLE
def test_a_row_is_put_back_byte_for_byte(office: SmallOffice, table: Table) -> None:
    fill(office, 1)
    kept = journal.current_row(office.connection, table, 1)
    assert kept is not None
    with office.command() as session:
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        journal.put_back(office.connection, table, 1, None)
        assert journal.current_row(office.connection, table, 1) is None
        journal.put_back(office.connection, table, 1, kept)
    assert journal.current_row(office.connection, table, 1) == kept
    with office.command():
        journal.put_back(office.connection, table, 1, kept)
    assert journal.current_row(office.connection, table, 1) == kept
    assert verify(office.connection) == ()


@pytest.mark.parametrize(
    "name",
    [
        "𠮷𫍯企业",
        "甲\n乙\t丙",
        '引"号\\',
        "'; DROP TABLE loan; --",
        "％＿",
        "",
        "null",
        "é",
        "e\u0301",
    ],
)
def test_any_word_survives_the_journal(filled: SmallOffice, name: str) -> None:
    with filled.command() as session:
        session.get_one(EnterpriseRow, 1).name = name
    ((_, _, old, new),) = changes(filled, 4)
    assert new["name"] == name
    with filled.command():
        journal.put_back(filled.connection, TABLES["enterprise"], 1, json.dumps(old))
    with filled.command():
        journal.put_back(filled.connection, TABLES["enterprise"], 1, json.dumps(new))
    assert filled.rows("SELECT name FROM enterprise WHERE id = 1") == [(name,)]
    assert verify(filled.connection) == ()


def test_the_largest_sums_survive_the_journal(filled: SmallOffice) -> None:
    largest = Money(2**63 - 1)
    with filled.command() as session:
        session.get_one(EnterpriseRow, 1).revenue_fen = largest
    kept = journal.current_row(filled.connection, TABLES["enterprise"], 1)
    with filled.command():
        journal.put_back(filled.connection, TABLES["enterprise"], 1, kept)
    assert filled.rows("SELECT revenue_fen FROM enterprise WHERE id = 1") == [(largest.fen,)]
    assert verify(filled.connection) == ()


texts = st.text() | st.sampled_from(['"', "\\", "\0\x1f\x7f\u2028", "𠮷利"])


@given(texts, st.integers(1, 2**62), st.none() | texts, st.none() | texts)
def test_a_change_counts_as_its_canonical_text(
    table: str, row: int, before: str | None, after: str | None
) -> None:
    told = canonical([table, row, before, after])
    assert journal.change_line((table, row, before, after)) == f"{told}\n".encode()


def test_an_entry_is_its_columns_in_their_order() -> None:
    assert journal.Entry._fields == journal.ENTRY_COLUMNS
