"""A worksheet opened for reading as a form: its extent, its merged blocks, what is odd about it.

Shared by the rooms that read a drawing: `form_reading`, `form_page_setup`, `form_cells`. Every
finding names the file and the cell.
"""

from __future__ import annotations

import re
from typing import Any, Final

from openpyxl.utils import get_column_letter

from kcdesk.files.form_styles import Palette, Tell
from kcdesk.kernel.errors import Problem, Refusal

_MOST_ROWS, _MOST_COLUMNS = 2000, 120
_CURE: Final = "如需保留，请换一种画法。"


class OpenSheet:
    """One worksheet of one workbook. Raises a `Refusal` when it is far too large for a form."""

    def __init__(self, book: Any, sheet: Any, where: str) -> None:
        self.book = book
        self.sheet = sheet
        self.where = where
        self.palette = Palette(book.loaded_theme)
        self.problems: list[Problem] = []
        self.merged = {
            (block.min_row, block.min_col): (block.max_row, block.max_col)
            for block in sheet.merged_cells.ranges
        }
        self.row_count, self.column_count = self._extent()

    def tell(self, cell: str = "") -> Tell:
        """A way to say what will not be printed as drawn: of one cell, or of the whole sheet."""
        place = f"{self.where}单元格{cell}" if cell else self.where

        def said(message: str) -> None:
            problem = Problem(f"{place}{message}。", _CURE, cell, code="form.unsupported")
            self.problems.append(problem)

        return said

    def is_hidden(self, row: int, column: int) -> bool:
        """Hidden rows and columns take no room and are not printed."""
        letter = get_column_letter(column)
        return bool(
            self.sheet.row_dimensions[row].hidden or self.sheet.column_dimensions[letter].hidden
        )

    def _extent(self) -> tuple[int, int]:
        area = self.sheet.print_area
        if area:
            cells = self.sheet[re.split("[,!]", area.replace("$", ""))[-1]]
            rows, columns = cells[-1][-1].row, cells[-1][-1].column
        else:
            places = [
                place
                for place, cell in self.sheet._cells.items()
                if cell.value is not None or cell.has_style
            ]
            rows = max((row for row, _ in places), default=1)
            columns = max((column for _, column in places), default=1)
        if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
            raise Refusal.of(
                f"{self.where}有{rows}行{columns}列，太大了。",
                cure="请删去表格以外多余的行和列，或设置打印区域。",
                code="form.layout_size",
            )
        return rows, columns
