"""What a foreign workbook holds once it has been read: sheets, cells and their addresses.

A cell is a plain python value, because a list has millions of them; `kind_of` names its kind.
Rows and columns are counted from 1, as the spreadsheet program shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error instead of a value: ``#REF!``, or a formula never worked out."""

    text: str

    def __str__(self) -> str:
        return self.text


NOT_WORKED_OUT = CellError("公式没有结果")

Cell: TypeAlias = str | float | bool | date | datetime | time | CellError
"""Text, number, truth, day, moment, time of day or error; the empty text is an empty cell."""

CellKind = Literal["empty", "text", "number", "bool", "date", "error"]


def kind_of(cell: Cell) -> CellKind:
    """The kind of a cell; blanks alone are text, a moment and a time of day are dates."""
    if isinstance(cell, str):
        return "text" if cell else "empty"
    if isinstance(cell, bool):
        return "bool"
    if isinstance(cell, int | float):
        return "number"
    return "error" if isinstance(cell, CellError) else "date"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, first and last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. `rows` begin at row 1 and may be of unequal length.

    The cells of a hidden sheet are not read: nobody who sees the file knows they are there.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell in a place; beyond the filled part it is empty."""
        if row <= len(self.rows):
            cells = self.rows[row - 1]
            if column <= len(cells):
                return cells[column - 1]
        return ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A foreign workbook as read.

    `is_1904` tells what a bare number in a date column means; None when the file doesn't say.
    """

    sheets: tuple[Sheet, ...]
    is_1904: bool | None = False


def letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """``B7`` for row 7, column 2."""
    return f"{letters(column)}{row}"


def shown(cell: Cell) -> str:
    """A cell as the clerk sees it in the spreadsheet program, near enough to recognise it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)
