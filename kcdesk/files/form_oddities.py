"""What a drawing holds besides the cells, and what would change the paper though it is not drawn.

Called by `form_reading`. What only helps on the screen (comments, drop-down lists, protection,
frozen panes) is passed over. Nothing is read for drawing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from kcdesk.files.form_raw import RawSheet
from kcdesk.files.form_sheet import OpenSheet

Oddity = tuple[str, str, str]
"""Cell (or nothing), what is odd, what to do."""

_OFF: Final = ("0", "false", None)
_PRINT_OPTIONS: Final = (
    ("gridLines", "设了打印网格线，打印时不打", "请给要画线的单元格加边框，取消打印网格线。"),
    ("headings", "设了打印行号列标，打印时不打", "请在页面设置中取消打印行号列标。"),
    (
        "verticalCentered",
        "设了垂直居中，打印时从上页边距排起",
        "请用上页边距调整位置，取消垂直居中。",
    ),
)


def tell_oddities(opened: OpenSheet, raw: RawSheet) -> None:
    """All of them, each with its cell where it has one."""
    found = (
        _of_book(opened, raw),
        _of_sheet(opened, raw),
        _of_options(raw),
        _of_cells(opened),
        _of_controls(opened, raw),
    )
    for cell, message, cure in chain.from_iterable(found):
        opened.tell(cell)(message, cure)


def _of_book(opened: OpenSheet, raw: RawSheet) -> Iterator[Oddity]:
    others = [title for title in opened.book.sheetnames if title != opened.sheet.title]
    if others:
        only = f"只打印“{opened.sheet.title}”，不打印“{'”“'.join(others)}”"
        cure = "请删去其余的工作表，或另做一份文书。"
        yield "", f"有{len(others) + 1}张工作表，{only}", cure
    for start, what in (("xl/pivotTables/", "数据透视表"), ("xl/embeddings/", "嵌入的文件")):
        if any(name.startswith(start) for name in raw.names):
            yield "", f"有{what}，打印时不画", "请删去。"


def _of_sheet(opened: OpenSheet, raw: RawSheet) -> Iterator[Oddity]:
    sheet = opened.sheet
    for ranges in sheet.conditional_formatting:
        first = str(ranges.sqref).split()[0].split(":")[0]
        yield first, "从这一格起用了条件格式，打印时不起作用", "请把要的格式直接设在单元格上。"
    for element in raw.find("sparklineGroups"):
        cell = element.findtext(".//{*}sqref", "")
        yield cell, "有迷你图，打印时不画", "请删去。"
    for table in sheet.tables.values():
        first = table.ref.split(":")[0]
        yield first, "从这一格起套用了表格样式，打印时只按单元格自己的格式", "请把表格转换为区域。"
    if sheet.col_breaks.brk:
        yield "", "设了竖向分页，打印时不分", "请删去竖向的分页符。"
    if sheet.auto_filter.ref:
        yield "", "开着筛选，打印时不起作用", "请取消筛选。"
    if sheet.print_title_cols:
        yield "", "设了每页重复的列，打印时不重复", "请取消重复的列。"
    if any(True for _ in raw.find("legacyDrawingHF")):
        yield "", "页眉页脚里有图片，打印时不画", "请把图片插入到表格里。"


def _of_options(raw: RawSheet) -> Iterator[Oddity]:
    for options in raw.find("printOptions"):
        for key, message, cure in _PRINT_OPTIONS:
            if options.get(key) not in _OFF:
                yield "", message, cure
    for setup in raw.find("pageSetup"):
        if setup.get("useFirstPageNumber") not in _OFF and setup.get("firstPageNumber") != "1":
            yield "", "设了起始页码，打印时从第1页起", "请把起始页码改为自动。"
        if setup.get("cellComments") not in (None, "none"):
            yield "", "设了打印批注，打印时不打", "请把批注的文字写进单元格。"


def _of_cells(opened: OpenSheet) -> Iterator[Oddity]:
    """Formats of whole rows and columns reach cells that are not in the file."""
    cells = opened.sheet._cells
    for row, dimension in opened.sheet.row_dimensions.items():
        if row <= opened.row_count and dimension.has_style and _shows(dimension):
            bare = [c for c in range(1, opened.column_count + 1) if (row, c) not in cells]
            if bare:
                yield "", f"第{row}行整行设了边框或底色，没有内容的单元格打印时不画", _CURE_WHOLE
    for letter, dimension in opened.sheet.column_dimensions.items():
        if dimension.has_style and _shows(dimension):
            column = dimension.min or 1
            rows = range(1, opened.row_count + 1)
            if column <= opened.column_count and any((r, column) not in cells for r in rows):
                yield "", f"{letter}列整列设了边框或底色，没有内容的单元格打印时不画", _CURE_WHOLE


_CURE_WHOLE: Final = "请选中表格里的单元格，重新设一次边框和底色。"


def _shows(dimension: object) -> bool:
    border, fill = getattr(dimension, "border", None), getattr(dimension, "fill", None)
    sides = ("left", "right", "top", "bottom", "diagonal")
    has_line = any(getattr(getattr(border, side, None), "style", None) for side in sides)
    return has_line or getattr(fill, "patternType", "gradient") not in (None, "none")


def _of_controls(opened: OpenSheet, raw: RawSheet) -> Iterator[Oddity]:
    """Buttons, tick boxes and the like; comments are not printed and not said."""
    cure = "请删去，需要打勾的写成空格，如 {{ 名称 | tick }}。"
    for data in raw.legacy.iter("{*}ClientData") if raw.legacy is not None else ():
        if data.get("ObjectType") in ("Note", None):
            continue
        place = [part.strip() for part in data.findtext("{*}Anchor", "").split(",")]
        cell = ""
        if len(place) > 2 and place[0].isdigit() and place[2].isdigit():
            cell = opened.sheet.cell(int(place[2]) + 1, int(place[0]) + 1).coordinate
        yield cell, "上面有按钮、复选框等控件，打印时不画", cure
