"""Reads .xlsx and .xlsm by calamine; macros are never looked at.

Runs in the child process. calamine gives an empty cell for an error (#REF!) and for a formula
whose result was never worked out, so those are found in the sheet's XML beforehand: an error
must not come in as if nothing had been written.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from itertools import islice
from typing import Any

from kcdesk.files.workbook_lines import MOST_CELLS, WIDEST, Lines
from kcdesk.files.workbook_sniff import Unreadable

_CHUNK = 1 << 20
# Cheap to look for; only a sheet that holds one of them is parsed for its error cells.
_MARKS = (b't="e"', b"t='e'", b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />", b'"/></c>')
_IS_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true|on)["']""")
# A cell is looked at by patterns: a parser takes longer than reading the whole sheet does.
_ANY = rb"(?:[^>/]|/(?!>))*"
_CELL = re.compile(rb"<(?:\w+:)?c\b(" + _ANY + rb")(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?row\b(" + _ANY + rb")/?>|" + _CELL.pattern, re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_ROW_PLACE = re.compile(rb"""\br=["'](\d+)["']""")
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")
_IS_TEXT = re.compile(rb"""\bt=["'](?:str|inlineStr|s)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
MOST_ERRORS = 100_000
NEVER_WORKED_OUT = ""


def read_xlsx(content: bytes, lines: Lines) -> None:
    """Say every visible sheet. Raises Unreadable."""
    import python_calamine as calamine

    source = io.BytesIO(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(source)
        found = _Errors(content)
        lines.say({"book": {"is_1904": found.is_1904}})
        for about in book.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != calamine.SheetVisibleEnum.Visible:
                lines.say({"sheet": about.name, "hidden": True})
                continue
            _say_sheet(book.get_sheet_by_name(about.name), found.of(about.name), lines)
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except (calamine.CalamineError, zipfile.BadZipFile) as error:
        raise Unreadable("damaged") from error


def _say_sheet(sheet: Any, errors: list[tuple[int, int, str]], lines: Lines) -> None:
    start, end = sheet.start, sheet.end
    width, height = (end[1] + 1, end[0] + 1) if end else (0, 0)
    if width > WIDEST or height * width > MOST_CELLS:
        raise Unreadable("far", sheet.name)
    lines.say(
        {
            "sheet": sheet.name,
            "hidden": False,
            "height": height,
            "skip": start[0] if start else 0,
            "errors": errors,
            "merged": [
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ],
        }
    )
    if start:
        before = [""] * start[1]
        rows = islice(sheet.iter_rows(), start[0], None)
        lines.rows((before + row for row in rows) if before else rows)


class _Errors:
    """Which cells of which sheet show an error."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._parts = [n for n in self._archive.namelist() if n.startswith("xl/worksheets/")]
        self._marked = {part for part in self._parts if self._is_marked(part)}
        self._by_name = self._sheet_parts() if self._marked else {}
        self.is_1904 = bool(_IS_1904.search(self._read("xl/workbook.xml")))

    def of(self, sheet: str) -> list[tuple[int, int, str]]:
        """Row, column and text of every error cell."""
        part = self._by_name.get(sheet, "")
        return self._cells(part) if part in self._marked else []

    def _read(self, part: str) -> bytes:
        return self._archive.read(part) if part in self._archive.NameToInfo else b""

    def _is_marked(self, part: str) -> bool:
        keep = max(map(len, _MARKS)) - 1
        tail = b""
        with self._archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                window = tail + chunk
                if any(mark in window for mark in _MARKS):
                    return True
                tail = window[-keep:]
        return False

    def _sheet_parts(self) -> dict[str, str]:
        from lxml import etree

        safe = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            book = etree.fromstring(self._read("xl/workbook.xml"), safe)
            links = etree.fromstring(self._read("xl/_rels/workbook.xml.rels"), safe)
        except etree.XMLSyntaxError as error:
            raise Unreadable("damaged") from error
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        parts = {}
        for sheet in book.iter("{*}sheet"):
            ids = [value for key, value in sheet.items() if str(key).endswith("}id")]
            target = str(targets.get(ids[0], "")) if ids else ""
            parts[str(sheet.get("name"))] = posixpath.normpath(posixpath.join("/xl", target))[1:]
        return parts

    def _cells(self, part: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for cell in _CELL.finditer(self._archive.read(part)):
            text = _error_in(cell[1], cell[2] or b"")
            if text is None:
                continue
            place = _PLACE.search(cell[1])
            if place is None:  # places are optional: then they have to be counted
                return self._counted_cells(part)
            found.append((int(place[2]), _column(place[1].decode()), text))
            if len(found) > MOST_ERRORS:
                raise Unreadable("errors")
        return found

    def _counted_cells(self, part: str) -> list[tuple[int, int, str]]:
        """The same, row by row, for sheets that leave out where a cell stands."""
        found: list[tuple[int, int, str]] = []
        row = column = 0
        for token in _ROW_OR_CELL.finditer(self._archive.read(part)):
            if token[1] is not None:
                place = _ROW_PLACE.search(token[1])
                row, column = int(place[1]) if place else row + 1, 0
                continue
            place = _PLACE.search(token[2])
            column = _column(place[1].decode()) if place else column + 1
            text = _error_in(token[2], token[3] or b"")
            if text is not None:
                found.append((row, column, text))
                if len(found) > MOST_ERRORS:
                    raise Unreadable("errors")
        return found


def _column(reference: str) -> int:
    number = 0
    for character in reference.rstrip("0123456789"):
        number = number * 26 + ord(character) - ord("A") + 1
    return number


def _error_in(attributes: bytes, content: bytes) -> str | None:
    """The error a cell shows; None when it shows none."""
    value = _VALUE.search(content)
    worked_out = value[1] if value else b""
    if _IS_ERROR.search(attributes):
        return worked_out.decode("utf-8", "replace") or "#ERROR!"
    if _FORMULA.search(content) and not worked_out and not _IS_TEXT.search(attributes):
        return NEVER_WORKED_OUT
    return None
