"""Reads the lines of a table in ``letter.md``: its cells, and how its columns are set.

Called by the reader of letters. Tables are written as Markdown has them::

    | 序号 | 企业名称 | 金额（元） |
    |:-:|:--------|-----:|
    | 1 | 某公司 | 180,000.00 |

The colons of the line of dashes say how a column is set, the number of its dashes how wide it is
beside the others. What stands in the cells is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

_RULE: Final = re.compile(r":?-+:?")
_BAR: Final = re.compile(r"\|(?![^{}]*\}\})")
"""A bar outside the braces of a blank: there it parts the name from its style."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its cells are set, and its width beside the others'."""

    align: Literal["left", "center", "right"]
    weight: int


def cells_of(text: str) -> tuple[str, ...]:
    """The cells of one line, without the blanks around them."""
    inner = text.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in _BAR.split(inner))


def is_rule(cells: Sequence[str]) -> bool:
    """Whether the line is the one of dashes under a table's head."""
    return all(_RULE.fullmatch(cell) for cell in cells)


def columns_of(cells: Sequence[str]) -> tuple[Column, ...]:
    """The columns that a line of dashes describes."""
    return tuple(Column(_align(cell), cell.count("-")) for cell in cells)


def _align(cell: str) -> Literal["left", "center", "right"]:
    if not cell.endswith(":"):
        return "left"
    return "center" if cell.startswith(":") else "right"
