"""Reads lists that are plain text: commas or tabs, in any encoding Chinese offices use.

Runs in the child process. Every cell is text. An encoding is never guessed where two would
give different words: what is no sound UTF-8 and no sound GB18030 is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from kcdesk.files.workbook_lines import MOST_CELLS, WIDEST, Lines
from kcdesk.files.workbook_sniff import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = "\t,;|"
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_TOLD = re.compile(r"sep=(.)\r?\n")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""What programs write so that Excel leaves a number's zeros alone: ``="0573"``."""
LONGEST_CELL = 1 << 20
SHEET_NAME = "文本"


def read_csv(content: bytes, lines: Lines) -> None:
    """Say the one sheet. Raises Unreadable."""
    text = decoded(content)
    if _NO_TEXT.search(text):
        raise Unreadable("unknown")
    lines.say({"book": {"is_1904": False}})
    lines.say({"sheet": SHEET_NAME, "hidden": False, "height": text.count("\n")})
    try:
        lines.rows(_rows(text))
    except csv.Error as error:
        raise Unreadable("damaged") from error


def decoded(content: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, UTF-16 or GB18030. Raises Unreadable."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name)
    if b"\0" in content:
        # Commas, digits and line ends make every second byte a NUL.
        low = content[1::2].count(0) > content[::2].count(0)
        return _strictly(content, "utf-16-le" if low else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    rough = content.decode("utf-8", "replace")
    lost = rough.count("�")
    if sum(c >= "\u4e00" for c in rough) - lost > 9 * lost:
        # Nearly all of it is UTF-8: a cut or a mixture, which GB18030 would read as other words.
        raise Unreadable("encoding")
    return _strictly(content, "gb18030")


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error


def _rows(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    told = _TOLD.match(text)
    if told:
        text = text[told.end() :]
    separator = told[1] if told else max(_SEPARATORS, key=text[: 1 << 16].count)
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        cells += len(row)
        if len(row) > WIDEST or cells > MOST_CELLS:
            raise Unreadable("far", SHEET_NAME)
        yield [_bare(cell) if cell.startswith("=") else cell for cell in row]


def _bare(cell: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(cell)
    return kept[1] if kept else cell
