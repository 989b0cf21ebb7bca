"""How the child tells the parent what it read: one JSON value a line, no pickle.

A line is ``{"book": …}``, then for every sheet ``{"sheet": …}`` and its rows in blocks
``[[cell, …], …]``, at last ``{"end": true}``; or ``{"no": code, "detail": …}``. A cell is text,
a number or a truth as JSON has them; what JSON lacks is a pair: ``["d", "2021-03-25"]``.
Runs in the child process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, BinaryIO

BLOCK_ROWS = 1000
WIDEST = 2000
MOST_CELLS = 30_000_000


class Lines:
    """The child's end of the pipe."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def say(self, value: dict[str, Any] | list[Any]) -> None:
        line = json.dumps(value, default=_pair, ensure_ascii=False, separators=(",", ":"))
        # Old workbooks can hold halves of surrogate pairs; they travel as they are.
        self._out.write(line.encode("utf-8", "surrogatepass") + b"\n")
        self._out.flush()

    def rows(self, rows: Iterable[list[Any]]) -> None:
        """Rows in blocks, so that neither side holds the text of a whole sheet."""
        block: list[list[Any]] = []
        for row in rows:
            block.append(row)
            if len(block) == BLOCK_ROWS:
                self.say(block)
                block.clear()
        if block:
            self.say(block)


def _pair(value: object) -> Any:
    if isinstance(value, datetime):
        return ["m", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["t", value.isoformat()]
    return str(value)  # a length of time: [h]:mm
