"""Fills a drawn form as a spreadsheet, for those who must send one.

Called by work's export of a paper. The drawing itself is filled, so rows, borders, widths and page
setup are its own; what the paper shows is in the cells, amounts and dates as numbers a spreadsheet
can reckon with, everything else as text. Nothing a value says ever becomes a formula. Rows that
stand only where a page ends (过次页 …) are left out: a spreadsheet's pages are the program's
business. The same values give the same bytes.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, Final

import openpyxl
from openpyxl.writer.excel import ExcelWriter

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_fitting import Fitted
from kcdesk.files.form_layout import Cell
from kcdesk.files.form_numbers import typed
from kcdesk.files.form_places import Row
from kcdesk.files.form_rows import Filling, is_for_the_pen, words_of
from kcdesk.files.form_template import template_of
from kcdesk.files.form_workbook_sheet import SheetCopy
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.blanks import Blank, value_of
from kcdesk.packs.forms import FormSpec

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates bear no zone


def fill_workbook(spec: FormSpec, values: Mapping[str, object], fonts: Fonts) -> bytes:
    """The filled spreadsheet of one paper.

    Raises a `Refusal` for a letter, and for what no paper could be printed of either; a `Fault`
    when the drawing cannot be read.
    """
    if spec.engine != "layout":
        raise Refusal.of(
            f"“{spec.title}”是公文，没有电子表格。",
            cure="请另存为 PDF。",
            field="form",
            code="form.no_workbook",
        )
    template = template_of(spec, fonts)
    filling = Filling(template, values)
    strip = filling.strip()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the check has told what openpyxl leaves out
        book = openpyxl.load_workbook(spec.drawing, rich_text=True)
    copied = SheetCopy(book, strip)
    for spot, text in zip(strip.skeleton.spots, strip.texts, strict=True):
        if spot.first < strip.skeleton.flow and not spot.is_own:
            row = strip.skeleton.rows[spot.first]
            _write(copied.cell(spot.first, spot.cell.column), row, spot.cell, text, filling)
    sheet = copied.finish()
    for other in book.worksheets:
        if other is not sheet:
            book.remove(other)
    book.properties.title, book.properties.creator = spec.title, "kcdesk"
    return _bytes(book)


def _write(target: Any, row: Row, cell: Cell, text: Fitted | None, filling: Filling) -> None:
    target.value = None
    if text is None or is_for_the_pen(row, cell):
        return
    values, _ = filling.scopes.of(row)
    words = words_of(cell, values)
    (piece, *others) = cell.pieces
    number = None
    if isinstance(piece, Blank) and not others and len(text.lines) == 1:
        number = typed(value_of(values, piece.name), words)
    if number is not None:
        target.value, target.number_format = number
    else:
        target.value = words
        target.data_type = "s"  # whatever it begins with
        target.quotePrefix = words[0] in "=+-@"
        if len(cell.pieces) == 1:
            target.number_format = "@"
    if text.size < cell.style.size:
        alignment = copy(target.alignment)
        if len(text.lines) == 1:
            alignment.shrink_to_fit, alignment.wrap_text = True, False
        else:
            font = copy(target.font)
            font.sz = text.size / filling.template.layout.scale
            target.font = font
        target.alignment = alignment
    if len(text.lines) > 1 and not target.alignment.wrap_text:
        alignment = copy(target.alignment)
        alignment.wrap_text = True
        target.alignment = alignment


def _bytes(book: Any) -> bytes:
    """The workbook's file without the hour it was made at."""
    book.properties.created = book.properties.modified = _MADE
    written, fixed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(written) as archive, zipfile.ZipFile(fixed, "w") as out:
        for name in archive.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, archive.read(name))
    return fixed.getvalue()
