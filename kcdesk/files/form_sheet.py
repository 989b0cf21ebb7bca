"""A worksheet opened for reading as a form: its extent, its merged blocks, what is odd about it.

Shared by the rooms that read a drawing: `form_reading`, `form_page_setup`, `form_cells`. Every
finding names the file and the cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import Any, Final

from openpyxl.styles import Border
from openpyxl.utils import column_index_from_string

from kcdesk.files.form_raw import RawSheet
from kcdesk.files.form_styles import Palette, Tell
from kcdesk.kernel.errors import Problem, Refusal

_MOST_ROWS, _MOST_COLUMNS = 2000, 120
_CURE: Final = "如需保留，请换一种画法。"


def give_back_borders(sheet: Any, raw: RawSheet) -> None:
    """Give the cells of merged blocks the borders the file has: openpyxl spreads the first cell's
    over the whole block, and a thick frame around the table is lost."""
    inside = {place for block in sheet.merged_cells.ranges for place in block.cells}
    borders = dict.fromkeys(inside, Border())
    for place, number in raw.styles():
        if place in inside:
            style = sheet.parent._cell_styles[number]
            borders[place] = sheet.parent._borders[style.borderId]
    for place, border in borders.items():
        sheet._cells[place].border = copy(border)


class OpenSheet:
    """One worksheet of one workbook. `floating` are the last row and column over
    which something floats. Raises a `Refusal` when it is far too large for a form."""

    def __init__(
        self, book: Any, sheet: Any, where: str, floating: tuple[int, int] = (1, 1)
    ) -> None:
        self.book = book
        self.sheet = sheet
        self.where = where
        self.palette = Palette(book.loaded_theme)
        self.problems: list[Problem] = []
        """What will not be printed as drawn."""
        self.embedded: Mapping[str, bytes] = {}
        """Pictures inside cells, by name."""
        self.faults: list[Problem] = []
        """What cannot be printed at all."""
        self.merged = {
            (block.min_row, block.min_col): (block.max_row, block.max_col)
            for block in sheet.merged_cells.ranges
        }
        self.row_count, self.column_count = self._extent(*floating)
        self.hidden_rows, self.hidden_columns = self._hidden()

    def tell(self, cell: str = "") -> Tell:
        """A way to say what will not be printed as drawn: of one cell, or of the whole sheet."""
        place = f"{self.where}单元格{cell}" if cell else self.where

        def said(message: str, cure: str = _CURE, /) -> None:
            problem = Problem(f"{place}：{message}。", cure, cell, code="form.unsupported")
            self.problems.append(problem)

        return said

    def is_hidden(self, row: int, column: int) -> bool:
        """Hidden rows and columns take no room and are not printed; nor is what lies left of and
        above the print area."""
        return row in self.hidden_rows or column in self.hidden_columns

    def _hidden(self) -> tuple[set[int], set[int]]:
        sheet = self.sheet
        rows = {n for n, dimension in sheet.row_dimensions.items() if dimension.hidden}
        if sheet.sheet_format.zeroHeight:
            shown = {n for n, d in sheet.row_dimensions.items() if not d.hidden}
            rows.update(set(range(1, self.row_count + 1)) - shown)
        columns = {
            column
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden and dimension.min
            for column in range(dimension.min, min(dimension.max, self.column_count) + 1)
        }
        return rows | set(range(1, self.first_row)), columns | set(range(1, self.first_column))

    def _extent(self, floating_rows: int, floating_columns: int) -> tuple[int, int]:
        self.first_row = self.first_column = 1
        areas = re.findall(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", self.sheet.print_area or "")
        if areas:
            left, top, right, bottom = areas[0]
            self.first_row, self.first_column = int(top), column_index_from_string(left)
            rows, columns = int(bottom), column_index_from_string(right)
            if len(areas) > 1:
                cure = "请只设一个打印区域，其余的另做一份文书。"
                self.tell()(f"设了{len(areas)}处打印区域，只打印第一处", cure)
        else:
            places = [
                place
                for place, cell in self.sheet._cells.items()
                if cell.value is not None or cell.has_style
            ]
            rows = max((row for row, _ in places), default=1)
            rows = max(rows, floating_rows)
            columns = max((column for _, column in places), default=1)
            columns = max(columns, floating_columns)
        if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
            raise Refusal.of(
                f"{self.where}：有{rows}行{columns}列，太大了。",
                cure="请删去表格以外多余的行和列，或设置打印区域。",
                code="form.layout_size",
            )
        return rows, columns
