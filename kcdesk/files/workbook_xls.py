"""Reads old .xls workbooks (and WPS's .et of the same make) by xlrd; macros are never looked at.

Runs in the child process. A file that leads xlrd astray ends the child with an error, which
the parent reads as a damaged file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any, Literal

from kcdesk.files.workbook_lines import Lines
from kcdesk.files.workbook_sniff import Unreadable

_AFTER_THE_LAST_DAY = 2_957_004  # 9999-12-31 in the epoch of 1904, the shorter one


def read_xls(content: bytes, lines: Lines) -> None:
    """Say every visible sheet. Raises Unreadable."""
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            formatting_info=True,  # merged cells are told only then
            ragged_rows=True,
            on_demand=True,
        )
    except XLRDError as error:
        raise Unreadable("password" if "encrypted" in str(error) else "damaged") from error
    is_1904 = bool(book.datemode)
    lines.say({"book": {"is_1904": is_1904}})
    for number, name in enumerate(book.sheet_names()):
        sheet = book.sheet_by_index(number)
        if sheet.visibility:
            lines.say({"sheet": name, "hidden": True})
        else:
            lines.say(
                {
                    "sheet": name,
                    "hidden": False,
                    "height": sheet.nrows,
                    "merged": [
                        (top + 1, left + 1, bottom, right)
                        for top, bottom, left, right in sheet.merged_cells
                    ],
                }
            )
            lines.rows(_rows(sheet, book.datemode))
        book.unload_sheet(number)


def _rows(sheet: Any, datemode: Literal[0, 1]) -> Iterator[list[Any]]:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR

    special = {XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR}
    for number in range(sheet.nrows):
        types: Sequence[int] = sheet.row_types(number)
        values: list[Any] = sheet.row_values(number)
        if special.intersection(types):
            values = [
                _value(kind, value, datemode) if kind in special else value
                for kind, value in zip(types, values, strict=True)
            ]
        yield values


def _value(kind: int, value: Any, datemode: Literal[0, 1]) -> Any:
    import xlrd

    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return ["e", xlrd.error_text_from_code.get(value, "#ERROR!")]
    if not 0 <= value < _AFTER_THE_LAST_DAY:
        return value
    moment = xlrd.xldate_as_datetime(value, datemode)
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment
