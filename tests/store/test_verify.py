"""The tamper alarm: whatever was done to the file, it says so and names the journal entry."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Table, Text
from sqlalchemy.dialects import sqlite

from kcdesk.store import journal
from kcdesk.store.verify import Finding, chain_findings, verify
from tests.store.small_office import (
    TABLES,
    SmallOffice,
    forger,
    other_tool,
    put_triggers_back,
)

CHANGEABLE = [n for n, t in TABLES.items() if not t.info["append_only"]]


def findings(file: Path) -> tuple[Finding, ...]:
    """What a check of the closed file says, as of a backup."""
    connection = sqlite3.connect(file)
    found = verify(connection)
    connection.close()
    return found


def forge(file: Path, *statements: str) -> tuple[Finding, ...]:
    """Drop the triggers, do it, put the triggers back, check."""
    connection = forger(file)
    for statement in statements:
        connection.execute(statement)
    put_triggers_back(connection)
    connection.close()
    return findings(file)


def test_a_file_nobody_touched_holds(filled: SmallOffice) -> None:
    assert verify(filled.connection) == ()
    filled.close()
    assert findings(filled.file) == ()


def test_a_check_changes_no_byte(closed_file: Path) -> None:
    before = closed_file.read_bytes()
    findings(closed_file)
    assert closed_file.read_bytes() == before


# Business rows


def test_a_posted_amount_changed_in_the_bytes_names_its_entry(filled: SmallOffice) -> None:
    """Two bytes of 金额 in the file itself, in the table and in its index alike."""
    filled.sql(
        "INSERT INTO fund_voucher(number, kind, posted_on, summary, document_no) "
        "VALUES ('PZ', 'appropriation', '2023-09-12', '', '')",
        "INSERT INTO fund_posting(voucher_id, account, amount_fen) VALUES (4, 'pool_cash', 1234567890)",
        "INSERT INTO fund_posting(voucher_id, account, amount_fen) VALUES (4, 'interest', -1234567890)",
    )
    filled.close()
    content = filled.file.read_bytes()
    posted, forged = (1234567890).to_bytes(4, "big"), (1934567890).to_bytes(4, "big")
    assert content.count(posted) == 2
    filled.file.write_bytes(content.replace(posted, forged))
    found = findings(filled.file)
    assert Finding("fund_posting 表第 7 号记录被改动过：与第 4 号操作记录所写不符。", 4) in found
    assert Finding("资金凭证（第 4 号记录）借贷不平，相差 700000000 分。", 4) in found
    assert {f.seq for f in found} == {4}


def test_one_flipped_bit_of_a_posted_amount_names_its_entry(filled: SmallOffice) -> None:
    """In the table or in its index, where balances are summed: the two no longer agree."""
    filled.sql(
        "INSERT INTO fund_posting(voucher_id, account, amount_fen) "
        "VALUES (3, 'pool_cash', 1234567890), (3, 'interest', -1234567890)"
    )
    filled.close()
    content = filled.file.read_bytes()
    posted = (1234567890).to_bytes(4, "big")
    told = []
    for at in (at for at in range(len(content)) if content.startswith(posted, at)):
        flipped = bytearray(content)
        flipped[at + 3] ^= 1
        filled.file.write_bytes(flipped)
        told.append(findings(filled.file))
        damage = "row 7 missing from index ix_fund_posting_account"
        assert Finding(f"业务库文件已损坏：{damage}") in told[-1]
    in_the_table = Finding("fund_posting 表第 7 号记录被改动过：与第 4 号操作记录所写不符。", 4)
    assert [in_the_table in found for found in told].count(True) == 1
    assert len(told) == 2


def test_a_forger_who_answers_for_the_command_leaves_a_trace(closed_file: Path) -> None:
    """With a false current_entry the triggers write, but to an entry whose digest is settled."""
    connection = other_tool(closed_file)
    connection.create_function("current_entry", 0, lambda: 2)
    connection.execute("UPDATE loan SET amount_fen = 1 WHERE id = 2")
    connection.close()
    assert findings(closed_file) == (Finding("第 2 号操作记录的内容被改动过。", 2),)


def test_a_forger_who_writes_as_the_next_command_leaves_a_trace(closed_file: Path) -> None:
    connection = other_tool(closed_file)
    connection.create_function("current_entry", 0, lambda: 4)
    connection.execute("UPDATE loan SET amount_fen = 1 WHERE id = 2")
    connection.close()
    assert findings(closed_file) == (Finding("第 4 号操作记录缺失，只剩下它的变动明细。", 4),)


SQLITE = sqlite.dialect()


def _renumbered(table: Table) -> str:
    """Of a table that holds no text: another number in the last column."""
    return f'"{list(table.columns)[-1].name}" = "{list(table.columns)[-1].name}" + 1'


@pytest.mark.parametrize("table", CHANGEABLE)
def test_a_row_changed_behind_the_journal_is_found(closed_file: Path, table: str) -> None:
    written = [c for c in TABLES[table].columns if isinstance(c.type.dialect_impl(SQLITE), Text)]
    change = f"\"{written[0].name}\" = '2099-01-01'" if written else _renumbered(TABLES[table])
    found = forge(closed_file, f"UPDATE {table} SET {change} WHERE id = 2")
    assert Finding(f"{table} 表第 2 号记录被改动过：与第 2 号操作记录所写不符。", 2) in found


@pytest.mark.parametrize("table", CHANGEABLE)
def test_a_row_deleted_behind_the_journal_is_found(closed_file: Path, table: str) -> None:
    found = forge(closed_file, f"DELETE FROM {table} WHERE id = 3")
    assert Finding(f"{table} 表第 3 号记录不见了：第 3 号操作记录写过它。", 3) in found


def test_a_row_nobody_journalled_is_found(closed_file: Path) -> None:
    found = forge(
        closed_file,
        "INSERT INTO contact(enterprise_id, name, post, phone) VALUES (1, '无名', '', '')",
    )
    assert found == (Finding("contact 表第 4 号记录被改动过：没有操作记录。"),)


def test_a_row_that_came_back_from_the_dead_is_found(filled: SmallOffice) -> None:
    filled.sql("DELETE FROM contact WHERE id = 2")
    filled.close()
    found = forge(
        filled.file,
        "INSERT INTO contact(id, enterprise_id, name, post, phone) VALUES (2, 1, '无名', '', '')",
    )
    assert found == (Finding("contact 表第 2 号记录被改动过：与第 4 号操作记录所写不符。", 4),)


def test_a_change_back_and_forth_names_the_last_entry(filled: SmallOffice) -> None:
    filled.sql("UPDATE loan SET purpose = '购料' WHERE id = 1")
    filled.sql("UPDATE loan SET purpose = '研发' WHERE id = 1")
    filled.close()
    found = forge(filled.file, "UPDATE loan SET purpose = '购料' WHERE id = 1")
    assert found == (Finding("loan 表第 1 号记录被改动过：与第 5 号操作记录所写不符。", 5),)


def test_a_broken_reference_names_the_entry_that_wrote_it(closed_file: Path) -> None:
    found = forge(closed_file, "DELETE FROM claim WHERE id = 2")
    assert Finding("claim_material 表第 2 号记录指向的 claim 记录不存在。", 2) in found
    assert Finding("claim 表第 2 号记录不见了：第 2 号操作记录写过它。", 2) in found
    assert {f.seq for f in found} == {2}


# The fund


def test_a_voucher_that_does_not_balance_is_found_though_the_journal_agrees(
    filled: SmallOffice,
) -> None:
    """Our own slip, not a forger's: written by a command, journalled, and wrong."""
    filled.sql(
        "INSERT INTO fund_posting(voucher_id, account, amount_fen) VALUES (2, 'interest', 5)"
    )
    assert verify(filled.connection) == (
        Finding("资金凭证（第 2 号记录）借贷不平，相差 5 分。", 2),
    )


def test_a_voucher_without_postings_is_found(filled: SmallOffice) -> None:
    filled.sql(
        "INSERT INTO fund_voucher(number, kind, posted_on, summary, document_no) "
        "VALUES ('PZ', 'interest', '2023-09-12', '', '')"
    )
    assert verify(filled.connection) == (Finding("资金凭证（第 4 号记录）没有分录。", 4),)


@pytest.mark.parametrize(
    ("account", "label"), [("pool_cash", "资金池存款"), ("reserved", "已批未付")]
)
def test_an_account_that_was_ever_overdrawn_is_found(
    filled: SmallOffice, account: str, label: str
) -> None:
    """Paid out before it came in: balanced again later, and still wrong."""
    for amount in (-(10**12), 2 * 10**12):
        number = filled.rows("SELECT max(id) + 1 FROM fund_voucher")[0][0]
        filled.sql(
            "INSERT INTO fund_voucher(number, kind, posted_on, summary, document_no) "
            f"VALUES ('{number}', 'payout', '2023-09-12', '', '')",
            "INSERT INTO fund_posting(voucher_id, account, amount_fen) "
            f"VALUES ({number}, '{account}', {amount}), ({number}, 'compensation', {-amount})",
        )
    assert verify(filled.connection) == (
        Finding(f"“{label}”的余额在资金凭证（第 4 号记录）处小于零。", 4),
    )


# The journal


def later(filled: SmallOffice) -> Path:
    """Six entries more, so that there is a middle."""
    for number in range(6):
        filled.sql(
            f"UPDATE loan SET purpose = '用途{number}' WHERE id = 1", summary=f"改用途{number}"
        )
    filled.close()
    return filled.file


@pytest.mark.parametrize(
    ("column", "forged"),
    [
        ("summary", "'别的内容'"),
        ("actor", "2"),
        ("actor_name", "'别人'"),
        ("at", "'2020-01-01T00:00:00.000000Z'"),
        ("command", "'别的'"),
        ("payload", "'{\"amount\":1}'"),
        ("reason", "'有'"),
        ("undoes", "1"),
        ("result", "7"),
        ("key", "'另一把'"),
    ],
)
def test_a_changed_entry_is_named(filled: SmallOffice, column: str, forged: str) -> None:
    found = forge(later(filled), f"UPDATE journal_entry SET {column} = {forged} WHERE seq = 6")
    assert found == (Finding("第 6 号操作记录的内容被改动过。", 6),)


def test_an_entry_whose_digest_was_made_to_fit_breaks_the_next_link(filled: SmallOffice) -> None:
    file = later(filled)
    connection = forger(file)
    connection.execute("UPDATE journal_entry SET summary = '别的内容' WHERE seq = 6")
    names = ", ".join(journal.ENTRY_COLUMNS)
    entry = journal.Entry(
        *connection.execute(f"SELECT {names} FROM journal_entry WHERE seq = 6").fetchone()
    )
    digest = journal.digest_of(entry, journal.changes_digest(connection, 6))
    connection.execute("UPDATE journal_entry SET digest = ? WHERE seq = 6", (digest,))
    put_triggers_back(connection)
    connection.close()
    assert findings(file) == (Finding("第 7 号操作记录与上一号接不上。", 7),)


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE journal_change SET after = replace(after, '用途3', '用途9') WHERE seq = 7", 7),
        ("UPDATE journal_change SET before = NULL WHERE seq = 7", 7),
        ("UPDATE journal_change SET row = 2 WHERE seq = 7", 7),
        ("UPDATE journal_change SET tbl = 'claim' WHERE seq = 7", 7),
        ("DELETE FROM journal_change WHERE seq = 7", 7),
        ("DELETE FROM journal_change WHERE id = (SELECT min(id) FROM journal_change WHERE seq = 2)", 2),
        (
            "INSERT INTO journal_change SELECT NULL, seq, tbl, row, before, after FROM journal_change WHERE seq = 7",
            7,
        ),
        ("UPDATE journal_change SET id = 9999 WHERE id = (SELECT min(id) FROM journal_change WHERE seq = 2)", 2),
    ],
)  # fmt: skip
def test_a_changed_detail_names_its_entry(filled: SmallOffice, statement: str, seq: int) -> None:
    found = forge(later(filled), statement)
    assert Finding(f"第 {seq} 号操作记录的内容被改动过。", seq) in found


def test_a_detail_moved_to_another_entry_names_both(filled: SmallOffice) -> None:
    found = forge(later(filled), "UPDATE journal_change SET seq = 8 WHERE seq = 7")
    assert {f.seq for f in found} == {7, 8}


def test_a_removed_entry_is_named(filled: SmallOffice) -> None:
    found = forge(later(filled), "DELETE FROM journal_entry WHERE seq = 6")
    assert Finding("第 6 号操作记录缺失。", 6) in found
    assert Finding("第 6 号操作记录缺失，只剩下它的变动明细。", 6) in found
    assert Finding("第 7 号操作记录与上一号接不上。", 7) in found


def test_a_removed_entry_with_its_details_is_named(filled: SmallOffice) -> None:
    found = forge(
        later(filled),
        "DELETE FROM journal_entry WHERE seq = 6",
        "DELETE FROM journal_change WHERE seq = 6",
    )
    assert Finding("第 6 号操作记录缺失。", 6) in found


def test_two_entries_that_changed_places_are_named(filled: SmallOffice) -> None:
    found = forge(
        later(filled),
        "UPDATE journal_entry SET seq = 1000 WHERE seq = 6",
        "UPDATE journal_entry SET seq = 6 WHERE seq = 7",
        "UPDATE journal_entry SET seq = 7 WHERE seq = 1000",
        "UPDATE journal_change SET seq = CASE seq WHEN 6 THEN 7 ELSE 6 END WHERE seq IN (6, 7)",
    )
    assert {f.seq for f in found} >= {6, 7}
    assert {f.seq for f in found} <= {6, 7, 8, 9}


def test_an_inserted_entry_is_named(filled: SmallOffice) -> None:
    """Between 6 and 7 somebody wants to have done something; the numbers after it move up."""
    statements = [
        f"UPDATE {table} SET seq = seq + 1 WHERE seq = {seq}"
        for seq in (9, 8, 7)
        for table in ("journal_entry", "journal_change")
    ]
    found = forge(
        later(filled),
        *statements,
        "INSERT INTO journal_entry SELECT 7, 'new', at, actor, actor_name, command, payload, '补记', "
        "'', NULL, NULL, digest, digest FROM journal_entry WHERE seq = 6",
    )
    assert min(f.seq for f in found if f.seq) == 7


def test_a_tail_cut_off_without_its_details_is_named(filled: SmallOffice) -> None:
    found = forge(later(filled), "DELETE FROM journal_entry WHERE seq > 7")
    assert found == (
        Finding("第 8 号操作记录缺失，只剩下它的变动明细。", 8),
        Finding("第 9 号操作记录缺失，只剩下它的变动明细。", 9),
    )


def test_a_tail_cut_off_with_its_details_shows_in_the_rows(filled: SmallOffice) -> None:
    found = forge(
        later(filled),
        "DELETE FROM journal_entry WHERE seq > 7",
        "DELETE FROM journal_change WHERE seq > 7",
    )
    assert found == (Finding("loan 表第 1 号记录被改动过：与第 7 号操作记录所写不符。", 7),)


def test_an_emptied_journal_is_found(closed_file: Path) -> None:
    found = forge(closed_file, "DELETE FROM journal_entry", "DELETE FROM journal_change")
    assert Finding("loan 表第 1 号记录被改动过：没有操作记录。") in found


def test_a_chain_rewritten_to_the_end_shows_only_in_its_newest_digest(
    filled: SmallOffice,
) -> None:
    """Which is why reports print it: paper is what the forger can't reach."""
    file = later(filled)
    connection = forger(file)
    printed = journal.head(connection)
    connection.execute("UPDATE journal_entry SET summary = '别的内容' WHERE seq = 6")
    names = ", ".join(journal.ENTRY_COLUMNS)
    prev = connection.execute("SELECT digest FROM journal_entry WHERE seq = 5").fetchone()[0]
    for seq in range(6, 10):
        connection.execute("UPDATE journal_entry SET prev = ? WHERE seq = ?", (prev, seq))
        row = connection.execute(f"SELECT {names} FROM journal_entry WHERE seq = ?", (seq,))
        entry = journal.Entry(*row.fetchone())
        prev = journal.digest_of(entry, journal.changes_digest(connection, seq))
        connection.execute("UPDATE journal_entry SET digest = ? WHERE seq = ?", (prev, seq))
    put_triggers_back(connection)
    assert verify(connection) == ()
    assert journal.head(connection) != printed
    connection.close()


FORGERIES = (
    "UPDATE journal_entry SET {text} = {text} || '改' WHERE seq = :a",
    "UPDATE journal_entry SET {text} = substr({text}, 2) WHERE seq = :a",
    "UPDATE journal_entry SET actor = actor + 1 WHERE seq = :a",
    "UPDATE journal_entry SET digest = (SELECT digest FROM journal_entry WHERE seq = :b) WHERE seq = :a",
    "DELETE FROM journal_entry WHERE seq = :a",
    ("UPDATE journal_entry SET seq = CASE seq WHEN :a THEN -:b ELSE -:a END WHERE seq IN (:a, :b);"
    "UPDATE journal_entry SET seq = -seq WHERE seq < 0"),
    ("INSERT INTO journal_entry SELECT 99, 'k', at, actor, actor_name, command, payload, summary, "
    "reason, undoes, result, prev, digest FROM journal_entry WHERE seq = :a"),
    "DELETE FROM journal_change WHERE seq = :a",
    "DELETE FROM journal_change WHERE id = (SELECT max(id) FROM journal_change WHERE seq = :a)",
    ("INSERT INTO journal_change SELECT NULL, seq, tbl, row, before, after FROM journal_change "
    "WHERE seq = :a LIMIT 1"),
    "UPDATE journal_change SET seq = :b WHERE id = (SELECT max(id) FROM journal_change WHERE seq = :a)",
    "UPDATE journal_change SET after = replace(after, '用途', '用処') WHERE seq = :a",
    "UPDATE journal_change SET before = NULL WHERE seq = :a",
    "UPDATE journal_change SET row = row + 1 WHERE seq = :a",
    "UPDATE journal_change SET tbl = 'partner' WHERE seq = :a",
)  # fmt: skip


def test_a_thousand_forged_journal_rows(filled: SmallOffice) -> None:
    """Changed, removed, moved, made up: each is found, and nothing before it is accused."""
    connection = forger(later(filled))
    draw = random.Random(13)
    for _ in range(1_000):
        a, b = draw.sample(range(4, 10), 2)
        text = draw.choice(("summary", "actor_name", "at", "command", "payload", "key", "prev"))
        forgery = draw.choice(FORGERIES).format(text=text)
        connection.execute("SAVEPOINT clean")
        for statement in forgery.split(";"):
            connection.execute(statement.replace(":a", str(a)).replace(":b", str(b)))
        found = list(chain_findings(connection))
        connection.execute("ROLLBACK TO clean")
        assert found, (forgery, a, b)
        assert min(f.seq for f in found if f.seq) >= min(a, b), (forgery, a, b)
        assert {a, b, a + 1, 99} & {f.seq for f in found}, (forgery, a, b)
    assert list(chain_findings(connection)) == []
    connection.close()


# Triggers and numbers


@pytest.mark.parametrize(
    "statement", list(journal.trigger_statements()), ids=lambda s: s.split()[2]
)
def test_a_missing_trigger_is_named(closed_file: Path, statement: str) -> None:
    name = statement.split()[2]
    connection = other_tool(closed_file)
    connection.execute(f"DROP TRIGGER {name}")
    assert verify(connection) == (Finding(f"记录触发器缺失或被改动：{name}。"),)
    connection.close()


def test_a_trigger_that_was_hollowed_out_is_named(closed_file: Path) -> None:
    connection = other_tool(closed_file)
    connection.execute("DROP TRIGGER journal_loan_update")
    connection.execute(
        "CREATE TRIGGER journal_loan_update AFTER UPDATE ON loan BEGIN SELECT 1; END"
    )
    assert verify(connection) == (Finding("记录触发器缺失或被改动：journal_loan_update。"),)
    connection.close()


def test_a_trigger_nobody_knows_is_named(closed_file: Path) -> None:
    """One that would quietly change an amount the moment it is entered."""
    connection = other_tool(closed_file)
    connection.execute(
        "CREATE TRIGGER rounding AFTER INSERT ON loan BEGIN "
        "UPDATE loan SET amount_fen = amount_fen - 1 WHERE id = NEW.id; END"
    )
    assert verify(connection) == (Finding("业务库里多出不明的触发器：rounding。"),)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'loan'",
        "DELETE FROM sqlite_sequence WHERE name = 'loan'",
    ],
)
def test_numbers_turned_back_are_found(filled: SmallOffice, statement: str) -> None:
    """SQLite keeps its counters in a table anybody may write to; an id would be given again."""
    filled.close()
    connection = other_tool(filled.file)
    connection.execute(statement)
    assert verify(connection) == (Finding("loan 表的编号被倒拨：第 3 号已经用过。", 3),)
    connection.close()


# Files that can't be read


def test_a_page_of_zeros_is_found(closed_file: Path) -> None:
    content = bytearray(closed_file.read_bytes())
    for page in range(1, len(content) // 4096):
        damaged = content.copy()
        damaged[page * 4096 : (page + 1) * 4096] = bytes(4096)
        closed_file.write_bytes(damaged)
        assert findings(closed_file)


def test_a_file_cut_short_is_found(closed_file: Path) -> None:
    content = closed_file.read_bytes()
    for pages in range(1, len(content) // 4096, 7):
        closed_file.write_bytes(content[: pages * 4096])
        assert findings(closed_file)


@pytest.mark.parametrize(
    "raise_it",
    [
        lambda: sqlite3.DatabaseError("database disk image is malformed"),
        lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        lambda: TypeError("Object of type bytes is not JSON serializable"),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_the_other_questions_are_still_asked(
    closed_file: Path, raise_it: Callable[[], Exception]
) -> None:
    class Unreadable(sqlite3.Connection):
        def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
            if "integrity_check" in sql:
                raise raise_it()
            return super().execute(sql, *rest)  # type: ignore[arg-type]

    forge(closed_file, "UPDATE loan SET purpose = '别的' WHERE id = 2")
    connection = sqlite3.connect(closed_file, factory=Unreadable)
    unreadable, changed = verify(connection)
    connection.close()
    assert unreadable.message.startswith("业务库文件读不通，可能已经损坏")
    assert changed == Finding("loan 表第 2 号记录被改动过：与第 2 号操作记录所写不符。", 2)
