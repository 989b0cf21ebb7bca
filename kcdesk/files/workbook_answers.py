"""What the child said about a workbook, checked as it arrives and put together.

The child has read a hostile file, so its words are looked at too: anything but the lines of
workbook_lines.py makes the answer garbled, and nothing of it is used.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any, Final

from kcdesk.files.foreign import Garbled
from kcdesk.files.grid import NOT_WORKED_OUT, Area, Cell, CellError, Sheet, Workbook
from kcdesk.kernel.errors import Fault, Refusal

_PLAIN: Final = frozenset({str, float, int, bool})


class Answer:
    """Takes line after line; `workbook` when it has `ended`."""

    def __init__(self) -> None:
        self._is_1904: bool | None = None
        self._sheets: list[Sheet] = []
        self._rows: list[tuple[Cell, ...]] = []
        self._errors: dict[int, list[tuple[int, CellError]]] = {}
        self._merged: tuple[Area, ...] = ()
        self.sheet = ""
        self.heard = self.announced = 0
        self.no = self.detail = ""
        self.ended = False

    def take(self, line: bytes) -> None:
        """One line. Raises Garbled."""
        if self.ended or self.no:
            raise Garbled
        try:
            said = json.loads(line, parse_constant=_not_a_number)
            if isinstance(said, list):
                self._take_rows(said)
            else:
                self._take_word(said)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Garbled from error

    def told(self) -> tuple[int, int, str]:
        """Rows read, rows announced, and which sheet is being read."""
        text = f"正在读取工作表“{self.sheet}”" if self.sheet else "正在打开文件"
        return self.heard, max(self.heard, self.announced), text

    def workbook(self) -> Workbook:
        """Everything heard."""
        return Workbook(tuple(self._sheets), self._is_1904)

    def _take_word(self, said: dict[str, Any]) -> None:
        if "sheet" in said:
            self._close_sheet()
            self._open_sheet(said)
        elif "book" in said:
            self._is_1904 = bool(said["book"]["is_1904"])
        elif "no" in said:
            self.no, self.detail = str(said["no"]), str(said["detail"])
        else:
            self.ended = bool(said["end"])
            self._close_sheet()

    def _open_sheet(self, said: dict[str, Any]) -> None:
        name = str(said["sheet"])
        if said["hidden"]:
            self._sheets.append(Sheet(name, True, ()))
            return
        self.sheet = name
        self.announced += int(said["height"])
        self._rows = [()] * int(said.get("skip", 0))
        self._merged = tuple(Area(*map(int, area)) for area in said.get("merged", ()))
        self._errors = {}
        for row, column, text in said.get("errors", ()):
            error = CellError(str(text)) if text else NOT_WORKED_OUT
            self._errors.setdefault(int(row), []).append((int(column), error))

    def _close_sheet(self) -> None:
        if not self.sheet:
            return
        for row in self._errors:
            self._rows.extend([()] * (row - len(self._rows)))
        for row, errors in self._errors.items():
            self._rows[row - 1] = _with(errors, self._rows[row - 1])
        self._sheets.append(Sheet(self.sheet, False, tuple(self._rows), self._merged))
        self.sheet, self._rows = "", []

    def _take_rows(self, block: list[Any]) -> None:
        if not self.sheet:
            raise Garbled
        for row in block:
            if type(row) is not list:
                raise Garbled
            if _PLAIN.issuperset(map(type, row)):
                self._rows.append(tuple(row))
            else:
                self._rows.append(tuple(c if type(c) in _PLAIN else _cell(c) for c in row))
        self.heard += len(block)


def _cell(pair: Any) -> Cell:
    kind, text = pair
    match kind:
        case "d":
            return date.fromisoformat(text)
        case "m":
            return datetime.fromisoformat(text)
        case "t":
            return time.fromisoformat(text)
        case "e":
            return CellError(str(text))
    raise Garbled


def _with(errors: list[tuple[int, CellError]], row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells = list(row)
    for column, error in errors:
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = error
    return tuple(cells)


def _not_a_number(_: str) -> list[str]:
    return ["e", "#NUM!"]


_SAVE_AS = "请用WPS或Excel打开，另存为“.xlsx”后再导入。"
_NOTHING = "没有写入任何数据。"

_REFUSED: Final = {
    "empty": ("是空的，里面没有内容。", "请核对是不是选错了文件。"),
    "password": ("设有打开密码，读不出来。", "请用WPS或Excel打开，去掉密码后另存，再导入。"),
    "web_page": ("其实是网页，只是改了扩展名。", _SAVE_AS),
    "xml_sheet": ("是XML格式的表格。", _SAVE_AS),
    "format": ("是{detail}格式的表格，其中的错误单元格辨认不出，没有读取。", _SAVE_AS),
    "wps": ("是WPS的专用格式，读不出来。", _SAVE_AS),
    "other": ("不是表格，而是{detail}。", "请重新选择。"),
    "unknown": ("不是表格，也不是文本。", "请核对是不是选错了文件。"),
    "encoding": ("的文字编码不完整或混杂，硬读会变成错字。", _SAVE_AS),
    "large": (
        "有{detail}兆字节，超过能导入的大小。",
        "请删去无关的工作表、图片后另存，或分成几个文件导入。",
    ),
    "errors": ("里错误单元格太多。", "请先用WPS或Excel打开，改正后再导入。"),
}
_CODES: Final = {"large": "workbook.too_large"}
_CURE = "请用WPS打开，把名单复制到新建的表格里保存后再导入。"
_FAULTS: Final = {
    "damaged": ("已经损坏或没有传完整，读不出来。", "请向对方重新要一份，或" + _CURE[1:]),
    "memory": ("展开后异常巨大，没有读取。", _CURE),
    "bomb": ("展开后异常巨大，没有读取。", _CURE),
    "far": ("的工作表“{detail}”在很远的地方有零散内容，没有读取。", _CURE),
}


def refusal_of(code: str, detail: str, name: str) -> Refusal | Fault:
    """Why a file was not read, for the clerk. A word of the child's that nobody knows is a
    sign of damage too."""
    if code in _REFUSED:
        said, cure = _REFUSED[code]
        return Refusal.of(
            f"文件“{name}”{said.format(detail=detail)}",
            cure=cure,
            code=_CODES.get(code, f"workbook.{code}"),
        )
    said, cure = _FAULTS.get(code, _FAULTS["damaged"])
    known = code if code in _FAULTS else "damaged"
    return Fault(f"文件“{name}”{said.format(detail=detail)}", _NOTHING, cure, f"workbook.{known}")
