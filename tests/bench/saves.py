"""One save of a clerk, and taking it back, against one durable commit of one row."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kcdesk.work.commands.enterprises.records import RegisterEnterprise
from tests.bench.figures import Figure, seconds, side_by_side
from tests.files.planted_list import credit_code
from tests.work.county import County

SAVES = 200
PRAGMAS = ("locking_mode=EXCLUSIVE", "journal_mode=DELETE", "synchronous=EXTRA")


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    chance = random.Random(1)
    county = County(folder / "office", day=date(2023, 9, 12))
    clerk = county.people["clerk"]
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in PRAGMAS:
        bare.execute(f"PRAGMA {pragma}")
    bare.execute("CREATE TABLE firm(id INTEGER PRIMARY KEY, name TEXT, uscc TEXT) STRICT")

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO firm(name, uscc) VALUES ('甲公司', '91330482MA0000000L')")
        bare.execute("COMMIT")

    def save() -> None:
        command = RegisterEnterprise(
            name="平湖德恩能源科技有限公司",
            uscc=credit_code(chance),
            legal_rep="王伟",
            contact_name="李芳",
        )
        county.office.do(command, by=clerk)

    def undo() -> None:
        county.office.undo(county.office.head()[0], by=clerk)

    for work in (commit, save, commit, undo):
        work()
    pairs = [(seconds(commit), seconds(save)) for _ in range(SAVES)]
    yield side_by_side("register a firm and its contact ÷ durable commit", pairs, 3)
    taken = []
    for _ in range(SAVES):
        save()
        taken.append((seconds(commit), seconds(undo)))
    yield side_by_side("undo it ÷ durable commit", taken)
    county.office.close()
    bare.close()
