"""Reads paper, margins, column widths and row heights of a drawn form.

Called by `form_reading`. Widths are counted as Excel counts them, in digits of the workbook's
normal font, so that the paper is true to the drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from kcdesk.files.form_layout import Margins
from kcdesk.files.form_sheet import OpenSheet
from kcdesk.packs.form_tables import Rows

_PIXEL: Final = 0.75
_INCH: Final = 72.0
_EPS: Final = 1e-6
_PAPERS: Final = {"8": (841.89, 1190.551), "9": (595.276, 841.89), "11": (419.528, 595.276)}
"""Paper sizes by Excel's number: A3, A4, A5."""
_A4: Final = "9"

# Digits' width in ems, to turn "characters" of column width into pixels.
_DIGIT_EMS: Final = (
    (re.compile("calibri", re.IGNORECASE), 0.507),
    (re.compile("times", re.IGNORECASE), 0.5),
    (re.compile("arial|helvetica|yahei|雅黑|等线|dengxian", re.IGNORECASE), 0.556),
)


def page_of(opened: OpenSheet) -> tuple[tuple[float, float], Margins]:
    """The paper's size and its margins."""
    setup, margins = opened.sheet.page_setup, opened.sheet.page_margins
    number = str(setup.paperSize or "")
    if number not in _PAPERS:
        opened.tell()("没有把纸张设为A4，打印时按A4", "请在页面设置中选A4纸。")
        number = _A4
    width, height = _PAPERS[number]
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


def widths_of(opened: OpenSheet) -> list[float]:
    """Of all columns, before scaling."""
    # The program of a Chinese desk calls the style 常规; its number is the same everywhere.
    styles = list(opened.book._named_styles)
    normal = next((style for style in styles if style.builtinId == 0), styles[0]).font
    digit = digit_pixels(normal.name or "宋体", float(normal.sz or 11))
    usual = opened.sheet.sheet_format.defaultColWidth
    if usual is None:
        characters = opened.sheet.sheet_format.baseColWidth or 8
        pixels = -(-(characters * digit + 5) // 8) * 8
    else:
        pixels = _pixels(float(usual), digit)
    widths = [pixels * _PIXEL] * opened.column_count
    for dimension in opened.sheet.column_dimensions.values():
        last = min(dimension.max or dimension.min, opened.column_count)
        for column in range(dimension.min, last + 1):
            widths[column - 1] = _pixels(float(dimension.width), digit) * _PIXEL
    return [0.0 if n in opened.hidden_columns else width for n, width in enumerate(widths, 1)]


def heights_of(opened: OpenSheet) -> list[float]:
    """Of all rows, before scaling; a row without one is as tall as its largest text."""
    usual = float(opened.sheet.sheet_format.defaultRowHeight)
    sizes: dict[int, float] = {}
    for (row, _), cell in opened.sheet._cells.items():
        if cell.value is not None:
            sizes[row] = max(sizes.get(row, 0.0), float(cell.font.sz or 11))
    heights = []
    for row in range(1, opened.row_count + 1):
        dimension = opened.sheet.row_dimensions[row]
        if row in opened.hidden_rows:
            heights.append(0.0)
        elif dimension.height is not None:
            heights.append(float(dimension.height))
        else:
            heights.append(max(usual, sizes.get(row, 0.0) * 1.3))
    return heights


def scale_of(
    opened: OpenSheet,
    room: tuple[float, float],
    widths: Sequence[float],
    heights: Sequence[float],
) -> float:
    """The sheet's own scale, or what makes it fit as many pages as it says."""
    setup, fitting = opened.sheet.page_setup, opened.sheet.sheet_properties.pageSetUpPr
    if fitting is None or not fitting.fitToPage:
        return float(setup.scale or 100) / 100
    scale = 1.0
    # A number that is not there is 1.
    across, down = (1 if n is None else n for n in (setup.fitToWidth, setup.fitToHeight))
    if across and sum(widths) > 0:
        scale = min(scale, room[0] * across / sum(widths))
    if down and sum(heights) > 0:
        scale = min(scale, room[1] * down / sum(heights))
    return max(0.1, math.floor(scale * 100 + _EPS) / 100)  # whole percents, as in the program


def titles_of(opened: OpenSheet) -> Rows | None:
    """Rows that stand on top of every page."""
    titles = opened.sheet.print_title_rows
    if not titles:
        return None
    first, last = titles.replace("$", "").split(":")
    return Rows(int(first), int(last))


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
