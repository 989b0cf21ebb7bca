"""Reads the headers and footers of a drawn form.

Called by `form_reading`, from the sheet as written: openpyxl keeps only one font for each third.
Page and pages, fonts, sizes, bold and underlined parts, several lines, and other texts on the
first or on even pages are drawn; what changes from day to day or machine to machine (date, file
name) is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kcdesk.files.form_layout import Across, OnPages, RunningText
from kcdesk.files.form_raw import Element, RawSheet
from kcdesk.files.form_sheet import OpenSheet
from kcdesk.files.form_styles import role_of

_SIDES: Final[dict[str, Across]] = {"L": "left", "C": "center", "R": "right"}
_CODE: Final = re.compile(
    r'&(?:"([^"]*)"|(\d+)|K([0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\[(\w+)\]|(.))', re.DOTALL
)
_NAMED: Final = {
    "Page": "P",
    "Pages": "N",
    "Date": "D",
    "Time": "T",
    "File": "F",
    "Tab": "A",
    "Path": "Z",
    "Picture": "G",
}
_LEFT_OUT: Final = {
    "D": "日期", "T": "时间", "F": "文件名", "Z": "文件路径", "G": "图片",
}  # fmt: skip
_STYLES: Final = {"S": "删除线", "X": "上标", "Y": "下标", "I": "斜体", "O": "空心字", "H": "阴影"}


def running_of(opened: OpenSheet, raw: RawSheet) -> Iterator[RunningText]:
    """All of them, each with the pages it stands on."""
    for root in raw.find("headerFooter"):
        differs = {
            key: root.get(key) in ("1", "true") for key in ("differentFirst", "differentOddEven")
        }
        for name, on in _pages_of(**differs):
            for what in ("Header", "Footer"):
                found: Element | None = root.find(f"{{*}}{name}{what}")
                if found is not None and found.text:
                    yield from _thirds(
                        opened, found.text.replace("_x000a_", "\n"), on, is_header=what == "Header"
                    )


def _pages_of(differentFirst: bool, differentOddEven: bool) -> Iterator[tuple[str, OnPages]]:  # noqa: N803 - the file's own words
    if differentOddEven:
        yield "odd", "odd, not first" if differentFirst else "odd"
        yield "even", "even"
    else:
        yield "odd", "not first" if differentFirst else "all"
    if differentFirst:
        yield "first", "first"


def _thirds(opened: OpenSheet, text: str, on: OnPages, *, is_header: bool) -> Iterator[RunningText]:
    """Left, middle and right, line by line, run by run."""
    if "{{" in text:
        opened.tell()("页眉页脚里的空格不填写，照字面打印", "请把空格写进单元格。")
    across: Across = "center"  # what stands before any side is in the middle
    look = RunningText("", across, is_header, on)
    line, at, done = 0, 0, 0
    for match in _CODE.finditer(text):
        yield from _lines(look, text[at : match.start()], line)
        line += text.count("\n", at, match.start())
        at = match.end()
        face, size, _, named, letter = match.groups()
        letter = _NAMED.get(named, letter) if named else letter
        if face is not None:
            name, _, weight = face.partition(",")
            role = look.role if name in ("-", "+") else role_of(name, opened.tell())
            bold = bool(re.search("bold|加粗|粗体", weight, re.IGNORECASE))
            look = replace(look, role=role, bold=bold)
        elif size is not None:
            look = replace(look, size=float(size))
        elif letter in _SIDES:
            look, line = RunningText("", _SIDES[letter], is_header, on), 0
        elif letter == "B":
            look = replace(look, bold=not look.bold)
        elif letter in ("U", "E"):
            look = replace(look, underline=not look.underline)
        elif letter in ("P", "N", "&"):
            yield replace(look, text=f"&{letter}", line=line)
        elif letter == "A":
            yield replace(look, text=opened.sheet.title, line=line)
        elif letter in _LEFT_OUT:
            opened.tell()(
                f"页眉页脚里有{_LEFT_OUT[letter]}，打印时不打", "请在页眉页脚中删去这一项。"
            )
        elif letter in _STYLES:
            opened.tell()(
                f"页眉页脚用了{_STYLES[letter]}，打印时按平常文字", "请在页眉页脚中取消。"
            )
        done = at
    yield from _lines(look, text[done:], line)


def _lines(look: RunningText, text: str, line: int) -> Iterator[RunningText]:
    for number, part in enumerate(text.replace("\r", "").split("\n")):
        if part:
            yield replace(look, text=part, line=line + number)
