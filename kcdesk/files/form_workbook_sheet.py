"""A drawn sheet drawn again with its lists as long as a paper's are.

Called by `form_workbook`. Rows, cell formats, merged blocks, widths, pictures and the page setup
are copied row by row of the strip; values are written by the caller. A row taller than a
spreadsheet's rows may be becomes several, merged.
"""

from __future__ import annotations

import io
import math
from copy import copy
from typing import Any, Final

from openpyxl.drawing.image import Image as Drawn
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from PIL import Image

from kcdesk.files.form_layout import Picture
from kcdesk.files.form_places import reach_of
from kcdesk.files.form_strip import Strip

_TALLEST: Final = 409.0
_EMU: Final = 12700


class SheetCopy:
    """The sheet of a form in its own workbook, with the strip's rows."""

    def __init__(self, book: Any, strip: Strip) -> None:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        self.source: Any = (shown or book.worksheets)[0]
        self.strip = strip
        self.layout = strip.skeleton.template.layout
        self.flow = strip.skeleton.flow
        self.sheet: Any = book.create_sheet()
        self._lines: list[tuple[int, int]] = []
        """First and last row of the sheet for every row of the strip."""
        line = 1
        for place in range(self.flow):
            parts = max(1, math.ceil(self._height(place) / _TALLEST))
            self._lines.append((line, line + parts - 1))
            line += parts
        self._rows()
        self._merges()

    def cell(self, place: int, column: int) -> Any:
        """The cell of the sheet that stands at a place of the strip."""
        return self.sheet.cell(self._lines[place][0], column)

    def finish(self) -> Any:
        """The sheet with everything that is not a row; it takes the drawing's name."""
        sheet, source = self.sheet, self.source
        for letter, dimension in source.column_dimensions.items():
            mine = sheet.column_dimensions[letter]
            mine.min, mine.max, mine.width = dimension.min, dimension.max, dimension.width
            mine.hidden = dimension.hidden
        sheet.sheet_format = copy(source.sheet_format)
        sheet.page_margins = copy(source.page_margins)
        sheet.page_setup = copy(source.page_setup)
        sheet.page_setup._parent = sheet
        sheet.print_options = copy(source.print_options)
        sheet.sheet_properties.pageSetUpPr = copy(source.sheet_properties.pageSetUpPr)
        sheet.sheet_view.showGridLines = source.sheet_view.showGridLines
        for name in (
            "oddHeader",
            "oddFooter",
            "evenHeader",
            "evenFooter",
            "firstHeader",
            "firstFooter",
        ):
            setattr(sheet.HeaderFooter, name, copy(getattr(source.HeaderFooter, name)))
        for name in ("differentFirst", "differentOddEven", "scaleWithDoc", "alignWithMargins"):
            setattr(sheet.HeaderFooter, name, getattr(source.HeaderFooter, name))
        self._pages()
        self._pictures()
        title = source.title
        source.title = f"{title}_"
        sheet.title = title
        return sheet

    def _height(self, place: int) -> float:
        return self.strip.heights[place] / self.layout.scale

    def _rows(self) -> None:
        columns = range(1, len(self.layout.columns))
        for place, (first, last) in enumerate(self._lines):
            number = self.strip.skeleton.rows[place].number
            height = self._height(place)
            for line in range(first, last + 1):
                dimension = self.sheet.row_dimensions[line]
                dimension.height = round(height / (last + 1 - first), 2)
                dimension.hidden = height == 0
                for column in columns:
                    drawn = self.source._cells.get((number, column))
                    if drawn is None:
                        continue
                    target = self.sheet.cell(line, column)
                    target._style = copy(drawn._style)
                    is_seen = self.layout.columns[column] > self.layout.columns[column - 1]
                    is_picture = drawn.data_type == "f"  # inside its cell; it floats here
                    if line == first and is_seen and not (is_picture or _is_merged_over(drawn)):
                        target.value = drawn.value
                        target.data_type = drawn.data_type

    def _merges(self) -> None:
        rows = self.strip.skeleton.rows
        merged = {
            (b.min_row, b.min_col): (b.max_row, b.max_col) for b in self.source.merged_cells.ranges
        }
        taken: set[tuple[int, int]] = set()
        for place in range(self.flow):
            for (row, column), (last_row, last_column) in merged.items():
                if rows[place].number != row:
                    continue
                last = reach_of(rows, self.flow, place, last_row)
                self._merge((place, last), column, last_column)
                taken.update(
                    (p, c) for p in range(place, last + 1) for c in range(column, last_column + 1)
                )
        for place, (first, last) in enumerate(self._lines):
            for column in range(1, len(self.layout.columns)) if last > first else ():
                if (place, column) not in taken:
                    self._merge((place, place), column, column)

    def _merge(self, places: tuple[int, int], column: int, last_column: int) -> None:
        first, last = self._lines[places[0]][0], self._lines[places[1]][1]
        if (first, column) != (last, last_column):
            self.sheet.merge_cells(
                start_row=first, end_row=last, start_column=column, end_column=last_column
            )

    def _pages(self) -> None:
        """Print area, titles and page breaks, where the rows they name have come to stand."""
        rows = self.strip.skeleton.rows[: self.flow]
        last = get_column_letter(len(self.layout.columns) - 1)
        self.sheet.print_area = f"A1:{last}{self._lines[-1][1]}"
        repeats = self.strip.skeleton.template.spec.repeats
        titles = self.layout.titles
        if titles is None and len(repeats) == 1:
            titles = repeats[0].header
        places = [p for p, row in enumerate(rows) if titles and row.number in titles]
        if places:
            self.sheet.print_title_rows = (
                f"{self._lines[places[0]][0]}:{self._lines[places[-1]][1]}"
            )
        for place, row in enumerate(rows[:-1]):
            if row.number in self.layout.breaks and rows[place + 1].number != row.number:
                self.sheet.row_breaks.append(Break(id=self._lines[place][1]))

    def _pictures(self) -> None:
        scale = self.layout.scale
        for picture in self.layout.pictures:
            for place in range(self.flow):
                if self.strip.skeleton.rows[place].number != picture.row:
                    continue
                column = max(c for c, x in enumerate(self.layout.columns) if x <= picture.x + 0.01)
                image: Any = Drawn(cut_out(picture))
                corner = AnchorMarker(
                    col=column,
                    colOff=round((picture.x - self.layout.columns[column]) / scale * _EMU),
                    row=self._lines[place][0] - 1,
                    rowOff=round(picture.down / scale * _EMU),
                )
                size = XDRPositiveSize2D(
                    round(picture.width / scale * _EMU), round(picture.height / scale * _EMU)
                )
                image.anchor = OneCellAnchor(corner, size)
                self.sheet.add_image(image)


def cut_out(picture: Picture) -> io.BytesIO:
    """The part of a picture that shows, as a file; openpyxl knows no cropping."""
    if not any(picture.crop):
        return io.BytesIO(picture.data)
    left, above, right, below = picture.crop
    part = io.BytesIO()
    with Image.open(io.BytesIO(picture.data)) as whole:
        wide, tall = whole.size
        box = (
            round(left * wide),
            round(above * tall),
            round(wide - right * wide),
            round(tall - below * tall),
        )
        whole.crop(box).save(part, "PNG")
    return part


def _is_merged_over(cell: Any) -> bool:
    return type(cell).__name__ == "MergedCell"
