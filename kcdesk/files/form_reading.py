"""Reads a drawn `layout.xlsx` into the page model.

Called by the painter (which keeps what was read) and by the form check. Everything in the sheet
that has no counterpart in the engine becomes a problem of the layout, named by its cell; what
would lose text on paper (formulas) is refused outright.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from kcdesk.files.form_layout import (
    Across,
    Cell,
    Edges,
    Layout,
    Line,
    Margins,
    RunningText,
    stronger,
)
from kcdesk.files.form_styles import Palette, line_of, role_of, style_of
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.blanks import Piece, pieces_of
from kcdesk.packs.forms import FormSpec, Rows

_PIXEL: Final = 0.75
_INCH: Final = 72.0
_PAPERS: Final = {"8": (841.89, 1190.55), "9": (595.276, 841.89), "11": (419.53, 595.276)}
"""Paper sizes by Excel's number: A3, A4, A5."""
_MOST_ROWS, _MOST_COLUMNS = 2000, 120
_FOREIGN: Final = (
    ("xl/media/", "图片"),
    ("xl/charts/", "图表"),
    ("xl/drawings/drawing", "图形、文本框或图片"),
    ("xl/diagrams/", "智能图形"),
    ("xl/ctrlProps/", "按钮等控件"),
    ("xl/embeddings/", "嵌入的文件"),
    ("xl/pivotTables/", "数据透视表"),
)

# Digits' width in ems, to turn "characters" of column width into pixels.
_DIGIT_EMS: Final = (
    (re.compile("calibri", re.IGNORECASE), 0.507),
    (re.compile("arial|helvetica|yahei|雅黑|等线|dengxian", re.IGNORECASE), 0.556),
)


def layout_of(spec: FormSpec) -> Layout:
    """The layout of a form, read once for every revision of it.

    Raises a `Refusal` when something in it cannot be printed at all, a `Fault` when the file
    cannot be read.
    """
    return _kept(spec.drawing, spec.revision)


@lru_cache(64)
def _kept(path: Path, revision: str) -> Layout:  # noqa: ARG001 - the revision is the cache's key
    return read_layout(path)


def read_layout(path: Path) -> Layout:
    """Read the first sheet of a workbook; raises as `layout_of`."""
    where = f"版式“{path.parent.name}/{path.name}”"
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(path) as archive:
            problems.extend(_foreign(where, archive.namelist()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is looked for above
            book = openpyxl.load_workbook(path, rich_text=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as broken:
        raise Fault(
            f"{where}打不开（{broken}）。",
            cure="请确认文件没有被其他程序占用；如已损坏，请从备份或安装目录复制一份。",
            code="form.layout_file",
        ) from broken
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(visible) != 1:
        problems.append(_problem(f"{where}有{len(visible)}张工作表", "只打印第一张，其余请删去。"))
    return _Sheet(book, book.worksheets[0], where, problems).layout()


def _foreign(where: str, names: list[str]) -> Iterator[Problem]:
    for start, what in _FOREIGN:
        if any(name.startswith(start) for name in names):
            yield _problem(f"{where}里有{what}，打印时不画", "请删去，或改用单元格边框和文字。")


def _problem(message: str, cure: str, cell: str = "") -> Problem:
    return Problem(f"{message}。", cure, cell, code="form.unsupported")


class _Sheet:
    """One worksheet being read."""

    def __init__(self, book: Any, sheet: Any, where: str, problems: list[Problem]) -> None:
        self.book = book
        self.sheet = sheet
        self.where = where
        self.problems = problems
        self.palette = Palette(book.loaded_theme)
        self.merged = {
            (block.min_row, block.min_col): (block.max_row, block.max_col)
            for block in sheet.merged_cells.ranges
        }
        self.rows, self.column_count = self._extent()

    def layout(self) -> Layout:
        """Everything, scaled as the sheet's page setup says."""
        page, margins = self._page()
        widths = self._widths()
        heights = self._heights()
        scale = self._scale(page, margins, widths, heights)
        lefts = [0.0]
        for width in widths:
            lefts.append(lefts[-1] + width * scale)
        self._odds()
        return Layout(
            page=page,
            margins=margins,
            centred=bool(self.sheet.print_options.horizontalCentered),
            columns=tuple(lefts),
            heights=tuple(height * scale for height in heights),
            cells=tuple(self._cells(scale)),
            edges=self._edges(),
            titles=self._titles(),
            breaks=frozenset(b.id for b in self.sheet.row_breaks.brk),
            running=tuple(self._running()),
            problems=tuple(dict.fromkeys(self.problems)),
        )

    def tell(self, cell: str = "") -> Callable[[str], None]:
        """A way to say what is wrong with one cell."""
        place = f"{self.where}单元格{cell}" if cell else self.where

        def said(message: str) -> None:
            self.problems.append(_problem(f"{place}{message}", "如需保留，请换一种画法。", cell))

        return said

    def _extent(self) -> tuple[int, int]:
        area = self.sheet.print_area
        if area:
            cells = self.sheet[re.split("[,!]", area.replace("$", ""))[-1].strip("'")]
            rows, columns = cells[-1][-1].row, cells[-1][-1].column
        else:
            places = [
                (row, column)
                for (row, column), cell in self.sheet._cells.items()
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

    def _page(self) -> tuple[tuple[float, float], Margins]:
        setup, margins = self.sheet.page_setup, self.sheet.page_margins
        number = str(setup.paperSize or "")
        if number not in _PAPERS:
            self.tell()("没有把纸张设为A4，打印时按A4")
        width, height = _PAPERS.get(number, _PAPERS["9"])
        if setup.orientation == "landscape":
            width, height = height, width
        return (width, height), Margins(
            left=margins.left * _INCH,
            right=margins.right * _INCH,
            top=margins.top * _INCH,
            bottom=margins.bottom * _INCH,
            head=margins.header * _INCH,
            foot=margins.footer * _INCH,
        )

    def _widths(self) -> list[float]:
        normal = self.book._named_styles["Normal"].font
        digit = digit_pixels(normal.name or "宋体", float(normal.sz or 11))
        usual = self.sheet.sheet_format.defaultColWidth
        pixels = -(-(8 * digit + 5) // 8) * 8 if usual is None else _pixels(float(usual), digit)
        widths = [pixels * _PIXEL] * self.column_count
        for dimension in self.sheet.column_dimensions.values():
            if dimension.width is None and not dimension.hidden:
                continue
            width = 0 if dimension.hidden else _pixels(float(dimension.width), digit)
            last = min(dimension.max or dimension.min, self.column_count)
            for column in range(dimension.min, last + 1):
                widths[column - 1] = width * _PIXEL
        return widths

    def _heights(self) -> list[float]:
        usual = float(self.sheet.sheet_format.defaultRowHeight or 15)
        heights = []
        for row in range(1, self.rows + 1):
            dimension = self.sheet.row_dimensions[row]
            if dimension.hidden:
                heights.append(0.0)
            elif dimension.height is not None:
                heights.append(float(dimension.height))
            else:
                sizes = [
                    float(cell.font.sz or 11)
                    for (r, _), cell in self.sheet._cells.items()
                    if r == row and cell.value is not None
                ]
                heights.append(max(usual, max(sizes, default=0) * 1.3))
        return heights

    def _scale(
        self,
        page: tuple[float, float],
        margins: Margins,
        widths: list[float],
        heights: list[float],
    ) -> float:
        setup, fitting = self.sheet.page_setup, self.sheet.sheet_properties.pageSetUpPr
        if fitting is None or not fitting.fitToPage:
            return float(setup.scale or 100) / 100
        scale = 1.0
        if setup.fitToWidth != 0 and sum(widths) > 0:
            scale = min(scale, (page[0] - margins.left - margins.right) / sum(widths))
        if setup.fitToHeight not in (0, None) and sum(heights) > 0:
            tall = page[1] - margins.top - margins.bottom
            scale = min(scale, tall * setup.fitToHeight / sum(heights))
        return scale

    def _cells(self, scale: float) -> Iterator[Cell]:
        texts = {
            place: self._pieces(cell)
            for place, cell in sorted(self.sheet._cells.items())
            if place[0] <= self.rows and place[1] <= self.column_count
        }
        covered = {
            (row, column)
            for (top, left), (bottom, right) in self.merged.items()
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        for (row, column), pieces in texts.items():
            if (row, column) in covered and (row, column) not in self.merged:
                continue
            cell = self.sheet.cell(row, column)
            tell = self.tell(cell.coordinate)
            border = cell.border
            fill = self.palette.fill(cell.fill, tell)
            rising = line_of(border.diagonal) if border.diagonalUp else None
            falling = line_of(border.diagonal) if border.diagonalDown else None
            if not (pieces or fill or rising or falling) or self._is_hidden(row, column):
                continue
            last_row, last_column = self.merged.get((row, column), (row, column))
            reach = last_column
            while (
                reach < self.column_count
                and (row, reach + 1) not in covered
                and not texts.get((row, reach + 1))
            ):
                reach += 1
            yield Cell(
                name=cell.coordinate,
                row=row,
                column=column,
                last_row=min(last_row, self.rows),
                last_column=min(last_column, self.column_count),
                style=style_of(cell, self.palette, scale, tell),
                pieces=pieces,
                reach=reach,
                fill=fill,
                rising=rising,
                falling=falling,
            )

    def _is_hidden(self, row: int, column: int) -> bool:
        return bool(
            self.sheet.row_dimensions[row].hidden
            or self.sheet.column_dimensions[get_column_letter(column)].hidden
        )

    def _pieces(self, cell: Any) -> tuple[Piece, ...]:
        value = cell.value
        if value is None:
            return ()
        place = f"{self.where}单元格{cell.coordinate}"
        if cell.data_type in ("f", "e"):
            raise Refusal.of(
                f"{place}是公式或错误值，不能打印。",
                cure="请改为文字，或写成空格 {{ 名称 }}。",
                field=cell.coordinate,
                code="form.formula",
            )
        if isinstance(value, CellRichText):
            self.tell(cell.coordinate)("里的文字有不止一种格式，打印时按整格的格式")
            value = str(value)
        if not isinstance(value, str):
            if cell.number_format not in ("General", "0", "@") or cell.is_date:
                self.tell(cell.coordinate)("是带格式的数字或日期，打印时按原数")
            value = str(value)
        try:
            return pieces_of(value.replace("\r\n", "\n").replace("_x000D_", ""))
        except Refusal as refusal:
            raise Refusal(
                *(
                    Problem(f"{place}：{p.message}", p.cure, cell.coordinate, code=p.code)
                    for p in refusal.problems
                )
            ) from refusal

    def _edges(self) -> dict[int, Edges]:
        inner_below, inner_right = self._inner()
        edges: dict[int, Edges] = {}
        for row in range(1, self.rows + 1):
            above: dict[int, Line] = {}
            below: dict[int, Line] = {}
            upright: dict[int, Line] = {}
            for column in range(1, self.column_count + 1):
                cell = self.sheet._cells.get((row, column))
                if cell is None:
                    continue
                border = cell.border
                if (row - 1, column) not in inner_below:
                    _put(above, column, line_of(border.top))
                if (row, column) not in inner_below:
                    _put(below, column, line_of(border.bottom))
                if (row, column - 1) not in inner_right:
                    _put(upright, column, line_of(border.left))
                if (row, column) not in inner_right:
                    _put(upright, column + 1, line_of(border.right))
            edges[row] = Edges(above, below, upright)
        return edges

    def _inner(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Cells whose lower, and whose right, edge lies inside a merged block."""
        below: set[tuple[int, int]] = set()
        right: set[tuple[int, int]] = set()
        for (top, left), (bottom, last) in self.merged.items():
            for row in range(top, bottom + 1):
                for column in range(left, last + 1):
                    if row < bottom:
                        below.add((row, column))
                    if column < last:
                        right.add((row, column))
        return below, right

    def _titles(self) -> Rows | None:
        if self.sheet.print_title_cols:
            self.tell()("设了每页重复的列，打印时不重复")
        titles = self.sheet.print_title_rows
        if not titles:
            return None
        first, last = titles.replace("$", "").split(":")
        return Rows(int(first), int(last))

    def _running(self) -> Iterator[RunningText]:
        sheet = self.sheet
        if sheet.HeaderFooter.differentFirst or sheet.HeaderFooter.differentOddEven:
            self.tell()("设了首页或奇偶页不同的页眉页脚，打印时各页相同")
        sides: tuple[Across, ...] = ("left", "center", "right")
        for item, is_header in ((sheet.oddHeader, True), (sheet.oddFooter, False)):
            for side in sides:
                part = getattr(item, side)
                if not part.text:
                    continue
                text = part.text.replace("&[Page]", "&P").replace("&[Pages]", "&N")
                if re.search(r"&(?![PN&])", text):
                    self.tell()(f"的页眉页脚“{text}”里有页码、页数以外的代码")
                face = re.split(",", part.font or "宋体")[0]
                yield RunningText(
                    text=text,
                    across=side,
                    is_header=is_header,
                    role=role_of(face, self.tell()),
                    size=float(part.size or 10),
                )

    def _odds(self) -> None:
        """What a sheet may hold besides cells."""
        if len(self.sheet.conditional_formatting):
            self.tell()("用了条件格式，打印时不起作用")
        if self.sheet.col_breaks.brk:
            self.tell()("设了竖向分页，打印时不分")
        if self.sheet.auto_filter.ref:
            self.tell()("开着筛选，打印时不起作用")


def digit_pixels(face: str, size: float) -> int:
    """How wide the widest digit of a workbook's normal font is, in pixels of a 96 dpi screen.

    Excel counts column widths in these digits. Chinese faces have half-width digits on the
    pixel grid, rounded up.
    """
    for pattern, ems in _DIGIT_EMS:
        if pattern.search(face):
            return round(size / _PIXEL * ems)
    return -(-round(size / _PIXEL) // 2)


def _pixels(characters: float, digit: int) -> int:
    """Column width as stored in the file, in pixels (ECMA-376, 18.3.1.13)."""
    return int((256 * characters + int(128 / digit)) / 256 * digit)


def _put(edges: dict[int, Line], column: int, line: Line | None) -> None:
    best = stronger(edges.get(column), line)
    if best is not None:
        edges[column] = best
