"""One byte of the file turned at random: no figure is ever wrong in silence.

A hundred here; ``python -m tests.soak.flips`` turns thousands.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.errors import Fault
from kcdesk.store.engine import connect
from kcdesk.store.verify import verify
from tests.store.small_office import TABLES, SmallOffice, business_rows, fill

FLIPS = 120

READ_BY_INDEX = [
    f'SELECT "{column.name}" FROM {table.name} ORDER BY "{column.name}", id'
    for table in TABLES.values()
    for index in table.indexes
    for column in list(index.columns)[:1]
]
"""What a screen reads through an index, where a turned byte would hide or move a row."""


@pytest.fixture
def used_file(file: Path) -> Path:
    return use(file)


def use(file: Path) -> Path:
    """Some months of work: rows entered, changed and taken away."""
    small = SmallOffice(file, create=True)
    for number in range(1, 13):
        fill(small, number)
        small.sql(f"UPDATE loan SET purpose = '用途{number}' WHERE id <= {number}")
    small.sql("DELETE FROM contact WHERE id % 3 = 0")
    small.close()
    return file


def figures(connection: sqlite3.Connection) -> tuple[Any, ...]:
    """Everything a screen could show."""
    return business_rows(connection), [connection.execute(s).fetchall() for s in READ_BY_INDEX]


def outcome(file: Path, expected: tuple[Any, ...]) -> str:
    """What opening, checking and reading the file come to."""
    try:
        connection = connect(file)
    except Fault:
        return "refused"
    try:
        if verify(connection):
            return "found"
        return "unchanged" if figures(connection) == expected else "wrong in silence"
    finally:
        connection.close()


def turn_bytes(file: Path, count: int, seed: int = 20230912) -> Counter[str]:
    """How it ended, for so many turned bytes, each in a sound file."""
    content = file.read_bytes()
    connection = connect(file)
    expected = figures(connection)
    connection.close()
    draw = random.Random(seed)
    outcomes: Counter[str] = Counter()
    for _ in range(count):
        at, turn = draw.randrange(len(content)), draw.randrange(1, 256)
        damaged = bytearray(content)
        damaged[at] ^= turn
        file.write_bytes(damaged)
        result = outcome(file, expected)
        assert result != "wrong in silence", f"byte {at} turned by {turn}"
        outcomes[result] += 1
    return outcomes


def test_a_hundred_turned_bytes(used_file: Path) -> None:
    outcomes = turn_bytes(used_file, FLIPS)
    assert outcomes["found"] > FLIPS // 4, "most of the file should be in use"
