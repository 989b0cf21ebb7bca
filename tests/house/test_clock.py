"""Only kernel/clock.py reads the time of day; everyone else is handed a Clock."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import dotted, name_of, rooms, texts, tree_of

READS_THE_CLOCK = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
    "QDate.currentDate",
    "QDateTime.currentDateTime",
    "QDateTime.currentDateTimeUtc",
    "QTime.currentTime",
}
IN_SQL = re.compile(
    r"CURRENT_(DATE|TIME|TIMESTAMP)|\b(date|datetime|strftime|julianday|unixepoch)\([^)]*'now'",
    re.IGNORECASE,
)
HOME = "kcdesk/kernel/clock.py"


@pytest.mark.parametrize("room", [r for r in rooms() if name_of(r) != HOME], ids=name_of)
def test_no_clock_is_read(room: Path) -> None:
    in_code = [
        f"{name_of(room)}:{node.lineno}: {dotted(node)}"
        for node in ast.walk(tree_of(room))
        if isinstance(node, ast.Attribute)
        and ".".join(dotted(node).split(".")[-2:]) in READS_THE_CLOCK
    ]
    in_sql = [
        f"{name_of(room)}:{line}: {said}" for line, said in texts(room) if IN_SQL.search(said)
    ]
    assert in_code + in_sql == []
