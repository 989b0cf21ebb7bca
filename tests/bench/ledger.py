"""A large office: finding a firm at a keystroke, the home screen, the check, the backup.

A hundred thousand firms and as many loans, each on the journal's record.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.columns import canonical
from kcdesk.store.engine import connect, engine_on
from kcdesk.store.journal import ENTRY_COLUMNS, CurrentEntry, Entry, append, head
from kcdesk.store.migrate import build
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow, QualificationRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.verify import chain_findings
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.records import enterprise_columns
from kcdesk.work.context import Work
from kcdesk.work.queries.enterprises.lists import enterprises
from kcdesk.work.queries.loans.lists import loans
from kcdesk.work.queries.reports import home_card, todos
from kcdesk.work.safekeeping import back_up
from kcdesk.work.search import like
from tests.bench.figures import Figure, seconds, side_by_side, slowest
from tests.bench.lists import PEOPLE, TOWNS, TRADES
from tests.files.planted_list import credit_code
from tests.work.county import County

TODAY = date(2023, 9, 12)
MANY, SOME, ENTRIES = 100_000, 20_000, 200_000
KEYSTROKES = (
    "恒瑞",
    "华盛智",
    "hryd",
    "zsjm",
    "鑫达",
    "天宇",
    "330482MAK",
    "shengda",
    "cqx",
    "小二黑",
)
CHARACTERS = (
    "恒瑞华盛鑫达天宇永昌嘉禾远东宏图景泰明德金山海川正泰凯旋新光和美中远博雅立信安泰同创伟业智科"
)


class FillOffice(Command, label="造数", stage="loans"):
    """Firms on the list, each with a qualification and a loan."""

    bank: Annotated[int, Field("record", "银行", of="partners")]
    count: Annotated[int, Field("whole", "户数")]


def fill_office(work: Work, command: FillOffice) -> None:
    chance = random.Random(command.count)
    first = work.next_id(EnterpriseRow)
    ids = range(first, first + command.count)
    known: set[str] = set()
    while len(known) < command.count:
        known.add(credit_code(chance))
    revision = work.revision().id
    firms = [_firm(chance, key, code) for key, code in zip(ids, sorted(known), strict=True)]
    work.add_many(EnterpriseRow, firms)
    work.add_many(QualificationRow, [_qualification(key) for key in ids])
    work.add_many(ListingRow, [_listing(key) for key in ids])
    loans_ = [_loan(chance, key, command.bank, revision, work.by.id) for key in ids]
    work.add_many(LoanRow, loans_)


handles(FillOffice)(fill_office)


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    yield from _chain(folder / "chain.kcdesk", rounds)
    yield from _large(_office(folder / "large", MANY), rounds)
    yield from _checked(_office(folder / "some", SOME), rounds)


def _office(folder: Path, count: int) -> County:
    county = County(folder, day=TODAY)
    county.office.do(FillOffice(bank=county.bank(), count=count), by=county.people["clerk"])
    return county


def _large(county: County, rounds: int) -> Iterator[Figure]:
    office, source = county.office, county.office.connection
    statement = (
        "SELECT id, name, uscc FROM enterprise WHERE id IN (SELECT id FROM enterprise "
        "WHERE search_keys LIKE ? ESCAPE '\\') ORDER BY id"
    )
    asked: list[tuple[float, float]] = []
    for typed in KEYSTROKES * rounds:
        floor = seconds(lambda: source.execute(statement, (like(typed),)).fetchall())  # noqa: B023
        asked.append((floor, seconds(lambda: office.ask(enterprises(find=typed)))))  # noqa: B023
    yield side_by_side(f"{MANY:,} firms: a search ÷ bare LIKE", asked)
    yield slowest(f"{MANY:,} firms: keystroke to rows, p95", [own for _, own in asked], 0.025)
    yield _alone(f"{MANY:,} firms: the whole list", lambda: office.ask(enterprises()), rounds)
    yield _alone(f"{MANY:,} loans: the whole ledger", lambda: office.ask(loans()), rounds)
    yield _alone(
        f"{MANY:,} loans: figures of the home screen", lambda: office.ask(home_card()), rounds
    )
    yield _alone(f"{MANY:,} loans: what is to do", lambda: office.ask(todos()), rounds)
    office.close()


def _alone(work: str, ask: Any, rounds: int) -> Figure:
    times = sorted(seconds(ask) for _ in range(rounds))
    return Figure(work, times[len(times) // 2])


def _checked(county: County, rounds: int) -> Iterator[Figure]:
    office = county.office
    checks, copies = [], []
    for number in range(min(rounds, 3)):
        floor = seconds(lambda: _integrity(office.connection))
        checks.append((floor, seconds(office.check)))
        bare, kept = county.folder.parent / f"{number}.db", county.folder.parent / f"{number}"
        copies.append(
            (
                seconds(lambda: _copy(office.connection, bare)),  # noqa: B023 - run at once
                seconds(lambda: back_up(office, kept)),  # noqa: B023
            )
        )
    yield side_by_side(f"{SOME:,} firms and loans: check ÷ integrity_check", checks)
    yield side_by_side(f"{SOME:,} firms and loans: backup ÷ check, VACUUM INTO, check", copies, 1.3)
    office.close()


def _integrity(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    _integrity(connection)
    connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copy:
        _integrity(copy)


def _chain(file: Path, rounds: int) -> Iterator[Figure]:
    """Entries of one change each; the floor hashes the same bytes in memory."""
    connection = connect(file, create=True)
    build(engine_on(connection))
    current = CurrentEntry(connection)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    for seq in range(1, ENTRIES + 1):
        current.seq = seq
        connection.execute(
            "INSERT INTO enterprise_name(enterprise_id, name, until_on) VALUES (1, '甲', '')"
        )
        number = head(connection)
        append(connection, Entry(seq, f"{seq:032x}", "2023-09-12T01:00:00.000000Z", 1, "王敏",
               "register_enterprise", '{"name":"甲公司"}', "登记企业：甲公司", "", None, seq, number[1]))  # fmt: skip
    changes = [
        canonical(list(row)).encode()
        for row in connection.execute("SELECT tbl, row, before, after FROM journal_change")
    ]
    names = ", ".join(ENTRY_COLUMNS)
    told = [
        canonical(list(row)).encode()
        for row in connection.execute(f"SELECT {names} FROM journal_entry")
    ]

    def alone() -> None:
        for text in (*changes, *told):
            hashlib.sha256(text).hexdigest()

    pairs = [
        (seconds(alone), seconds(lambda: list(chain_findings(connection)))) for _ in range(rounds)
    ]
    assert not list(chain_findings(connection))
    connection.close()
    yield side_by_side(f"{ENTRIES:,} entries: chain ÷ SHA-256 alone", pairs, 5)


def _firm(chance: random.Random, key: int, code: str) -> dict[str, Any]:
    brand = "".join(chance.choices(CHARACTERS, k=3))
    name = f"平湖{brand}{chance.choice(TRADES)}有限公司"
    texts = dict.fromkeys(
        ("legal_rep_id", "controller", "address", "main_business", "officer", "note"), ""
    )
    given = {
        "name": name, "uscc": code, "legal_rep": chance.choice(PEOPLE), "region": chance.choice(TOWNS),
        "registered_on": date(2010, 1, 1), "registered_capital": Money.wan(500), "staff_count": 20,
        "industry": "专用设备制造业", "revenue": None, "total_assets": None,
    }  # fmt: skip
    return {"id": key, **enterprise_columns({**texts, **given})}


def _qualification(key: int) -> dict[str, Any]:
    return {
        "enterprise_id": key, "kind": "high_tech", "certificate_no": f"GR{key}", "document_no": "",
        "from_on": date(2021, 1, 1), "until_on": date(2023, 12, 31),
    }  # fmt: skip


def _listing(key: int) -> dict[str, Any]:
    return {
        "enterprise_id": key, "path": "qualification", "from_on": date(2021, 3, 1), "document_no": "甲",
        "until_on": None, "removal_document_no": "", "removal_reason": "",
    }  # fmt: skip


def _loan(chance: random.Random, key: int, bank: int, revision: int, by: int) -> dict[str, Any]:
    on = date(2021, 3, 1) + timedelta(days=chance.randrange(900))
    return {
        "enterprise_id": key, "bank_id": bank, "guarantor_id": None, "application_id": None,
        "contract_no": f"合同{key}", "iou_no": "", "amount_fen": Money.wan(30), "disbursed_on": on,
        "due_on": on + timedelta(days=900), "security": "credit", "rate": None, "purpose": "周转",
        "interest_arrears_fen": ZERO, "trace": [], "scheme_revision_id": revision, "entered_by": by,
    }  # fmt: skip
