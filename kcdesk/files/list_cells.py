"""What reading one cell depends on, and how a cell is refused.

Shared by the rooms that read the cells of a list, one kind of value each (list_days.py,
list_amounts.py, list_words.py, list_values.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from kcdesk.files.grid import Cell, shown
from kcdesk.kernel.errors import Problem
from kcdesk.kernel.kinds import Within

_AROUND: Final = " \t\r\n\v\f\xa0\u3000\ufeff\u200b\u200c\u200d\u2060"
MOST_DIGITS: Final = 10**15
"""Beyond this a spreadsheet's number has lost digits."""


class Bad(Exception):
    """The cell cannot be taken; says why."""

    def __init__(self, reason: str, cure: str, code: str) -> None:
        super().__init__(reason, cure, code)
        self.problem = Problem(reason, cure, code=code)


@dataclass(frozen=True, slots=True)
class Ways:
    """What reading a column's cells depends on besides its declaration."""

    within: Within
    unit: str
    """The unit of its numbers; empty when nothing names one."""
    is_1904: bool | None
    blank: frozenset[str]
    words: Mapping[str, str] | None
    """Word, as squeezed by `plain_word`, to code; None when any word will do."""
    labels: tuple[str, ...] = ()
    """The same words as the programme writes them."""


def stripped(text: str) -> str:
    """Without the blanks around it, visible or not."""
    return text.strip(_AROUND)


def is_blank(cell: Cell, blank: frozenset[str]) -> bool:
    """Whether a cell says nothing: empty, only blanks, or a word like 无."""
    if not isinstance(cell, str):
        return False
    text = stripped(cell)
    return not text or text in blank


def as_text(cell: Cell) -> str:
    """Words as they stand; a number only while it is still whole."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date | time):
        raise Bad(
            "表格把这一格当成了日期，原来的文字已经变样。",
            "请把这一列设为文本格式，再照原件填写。",
            "cell.date",
        )
    if isinstance(cell, float) and not isinstance(cell, bool):
        if abs(cell) >= MOST_DIGITS:
            raise Bad(
                "这一格是数字，后几位已经丢失。",
                "请把这一列设为文本格式，再照原件填写。",
                "cell.number",
            )
        return shown(cell)
    raise Bad(f"“{shown(cell)}”不是文字。", "请照原件填写。", "cell.kind")
