"""Reads a drawn `layout.xlsx` into the page model.

Called by the painter (which keeps what was read) and by the form check. Everything in the file
that has no counterpart in the engine becomes a problem of the layout; what would lose text on
paper is refused outright.
"""

from __future__ import annotations

import warnings
import zipfile
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

import openpyxl
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException
from reportlab.lib.units import mm

from kcdesk.files.form_cells import cells_of, edges_of
from kcdesk.files.form_layout import Layout, Margins
from kcdesk.files.form_oddities import tell_oddities
from kcdesk.files.form_page_setup import (
    heights_of,
    page_of,
    scale_of,
    titles_of,
    widths_of,
)
from kcdesk.files.form_pictures import embedded_of, floating_over, pictures_of
from kcdesk.files.form_raw import RawSheet
from kcdesk.files.form_running import running_of
from kcdesk.files.form_sheet import OpenSheet, give_back_borders
from kcdesk.files.paper import STRIP_TOP
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.forms import FormSpec

_SLACK: Final = 2.0


def layout_of(spec: FormSpec) -> Layout:
    """The layout of a form, read once for every revision of it.

    Raises a `Refusal` when something in it cannot be printed at all, a `Fault` when the file
    cannot be read.
    """
    layout = examined(spec)
    if layout.faults:
        raise Refusal(*layout.faults)
    return layout


def examined(spec: FormSpec) -> Layout:
    """As `layout_of`, but what cannot be printed stands in the layout's `faults`."""
    return _kept(spec.drawing, spec.revision)


@lru_cache(64)
def _kept(path: Path, revision: str) -> Layout:  # noqa: ARG001 - the revision is the cache's key
    return read_layout(path)


def read_layout(path: Path) -> Layout:
    """The first sheet of a workbook that is not hidden; raises as `examined`."""
    where = f"版式“{path.parent.name}/{path.name}”"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is looked for below
            book = openpyxl.load_workbook(path, rich_text=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = (shown or book.worksheets)[0]
        raw = RawSheet(path, sheet.title)
    except (*_BROKEN, etree.XMLSyntaxError) as broken:
        raise Fault(
            f"{where}打不开（{_reason(path, broken)}）。",
            cure="请用 WPS 或 Excel 打开，另存为 .xlsx（不加密码）；如已损坏，请从备份或安装目录复制一份。",
            code="form.layout_file",
        ) from broken
    give_back_borders(sheet, raw)
    opened = OpenSheet(book, sheet, where, floating_over(raw))
    opened.embedded = raw.embedded
    tell_oddities(opened, raw)
    return _layout(opened, raw)


_BROKEN: Final = (
    OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, IndexError,
)  # fmt: skip


def _reason(path: Path, broken: Exception) -> str:
    """In words a clerk can use; an OSError brings its own."""
    try:
        start = path.read_bytes()[:8]
    except OSError as error:
        return "文件不在，或被其他程序占用" if error.errno else str(error)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "是旧的 .xls 文件，或者加了打开密码"
    if not start.startswith(b"PK"):
        return "不是 .xlsx 文件"
    return f"文件已损坏：{type(broken).__name__}"


def _layout(opened: OpenSheet, raw: RawSheet) -> Layout:
    page, margins = page_of(opened)
    widths, drawn_heights = widths_of(opened), heights_of(opened)
    room = (page[0] - margins.left - margins.right, page[1] - margins.top - margins.bottom)
    scale = scale_of(opened, room, widths, drawn_heights)
    edges = edges_of(opened)
    columns = tuple(accumulate((width * scale for width in widths), initial=0.0))
    heights = tuple(height * scale for height in drawn_heights)
    _tell_margins(opened, margins, columns[-1] - room[0])
    cells = tuple(cells_of(opened, scale, edges))
    pictures = (
        *pictures_of(opened, raw, columns, heights, scale),
        *embedded_of(opened, columns, heights),
    )
    return Layout(
        page=page,
        margins=margins,
        centred=bool(opened.sheet.print_options.horizontalCentered),
        columns=columns,
        heights=heights,
        cells=cells,
        edges=edges,
        scale=scale,
        titles=titles_of(opened),
        breaks=frozenset(b.id for b in opened.sheet.row_breaks.brk),
        running=tuple(running_of(opened, raw)),
        pictures=pictures,
        problems=tuple(dict.fromkeys(opened.problems)),
        faults=tuple(dict.fromkeys(opened.faults)),
    )


def _tell_margins(opened: OpenSheet, margins: Margins, too_wide: float) -> None:
    """The table must stay between the margins, and the strip needs the lower one."""
    if margins.bottom < STRIP_TOP - _SLACK:
        opened.tell()(
            f"下页边距只有{margins.bottom / mm:.0f}毫米，盖住页脚的表号、校验码和二维码",
            "请在页面设置中把下页边距设为 25 毫米（2.5 厘米）以上。",
        )
    if too_wide > _SLACK:
        opened.faults.append(
            Problem(
                f"{opened.where}：表格比左右页边距之间宽出{too_wide / mm:.0f}毫米。",
                "请缩窄各列，或在页面设置中设为横向、调整为一页宽。",
                code="form.too_wide",
            )
        )
