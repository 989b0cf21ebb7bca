"""Reads a drawn `layout.xlsx` into the page model.

Called by the painter (which keeps what was read) and by the form check. Everything in the file
that has no counterpart in the engine becomes a problem of the layout; what would lose text on
paper is refused outright.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from kcdesk.files.form_cells import cells_of, edges_of
from kcdesk.files.form_layout import Layout
from kcdesk.files.form_page_setup import (
    heights_of,
    page_of,
    running_of,
    scale_of,
    titles_of,
    widths_of,
)
from kcdesk.files.form_sheet import OpenSheet
from kcdesk.kernel.errors import Fault
from kcdesk.packs.forms import FormSpec

_FOREIGN: Final = (
    ("xl/media/", "图片"),
    ("xl/charts/", "图表"),
    ("xl/drawings/drawing", "图形、文本框或图片"),
    ("xl/diagrams/", "智能图形"),
    ("xl/ctrlProps/", "按钮等控件"),
    ("xl/embeddings/", "嵌入的文件"),
    ("xl/pivotTables/", "数据透视表"),
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
    """The first sheet of a workbook; raises as `layout_of`."""
    where = f"版式“{path.parent.name}/{path.name}”"
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is looked for below
            book = openpyxl.load_workbook(path, rich_text=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as broken:
        raise Fault(
            f"{where}打不开（{broken}）。",
            cure="请确认文件没有被其他程序占用；如已损坏，请从备份或安装目录复制一份。",
            code="form.layout_file",
        ) from broken
    opened = OpenSheet(book, book.worksheets[0], where)
    for message in _oddities(opened, names):
        opened.tell()(message)
    return _layout(opened)


def _layout(opened: OpenSheet) -> Layout:
    page, margins = page_of(opened)
    widths, heights = widths_of(opened), heights_of(opened)
    room = (page[0] - margins.left - margins.right, page[1] - margins.top - margins.bottom)
    scale = scale_of(opened, room, widths, heights)
    edges = edges_of(opened)
    return Layout(
        page=page,
        margins=margins,
        centred=bool(opened.sheet.print_options.horizontalCentered),
        columns=tuple(accumulate((width * scale for width in widths), initial=0.0)),
        heights=tuple(height * scale for height in heights),
        cells=tuple(cells_of(opened, scale, edges)),
        edges=edges,
        titles=titles_of(opened),
        breaks=frozenset(b.id for b in opened.sheet.row_breaks.brk),
        running=tuple(running_of(opened)),
        problems=tuple(dict.fromkeys(opened.problems)),
    )


def _oddities(opened: OpenSheet, names: Sequence[str]) -> Iterator[str]:
    """What a workbook may hold besides the cells of its first sheet."""
    sheets = opened.book.sheetnames
    if len(sheets) > 1:
        yield f"有{len(sheets)}张工作表，只打印第一张“{sheets[0]}”"
    for start, what in _FOREIGN:
        if any(name.startswith(start) for name in names):
            yield f"里有{what}，打印时不画"
    if len(opened.sheet.conditional_formatting):
        yield "用了条件格式，打印时不起作用"
    if opened.sheet.col_breaks.brk:
        yield "设了竖向分页，打印时不分"
    if opened.sheet.auto_filter.ref:
        yield "开着筛选，打印时不起作用"
