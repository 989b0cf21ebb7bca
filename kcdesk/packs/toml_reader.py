"""The one door for TOML: schemes, forms, sheets and calendars come through here.

A file that cannot be read is refused with its name, the line and the likely slip, in Chinese,
because the people who mend these files are clerks with an input method, not programmers. What
the tables mean is the reader's own business, not decided here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kcdesk.kernel.errors import Fault, Problem, Refusal

_UNREAD: Mapping[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    NotADirectoryError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有读取的权限",
}

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_WIDE_MARKS = re.compile("[＝“”‘’，【】［］｛｝＃]")
_WORDS = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
"""What stands in quotes or behind a # may bear Chinese marks."""

_REASONS = (
    ("Cannot overwrite", "这个键前面已经写过。"),
    ("Cannot declare", "这张表前面已经写过。"),
    ("Cannot redefine", "这个键前面已经写过。"),
    ("Cannot mutate", "这张表前面已经写完，不能再添。"),
    ("Duplicate inline table key", "这个键前面已经写过。"),
    ("Expected '='", "键的后面要有等号。"),
    ("Expected ']'", "方括号没有收尾。"),
    ("Unclosed", "括号没有收尾。"),
    ("Unterminated", "引号没有收尾。"),
    (r"Illegal character '\n'", "引号没有收尾。"),
    (r"Found invalid character '\n'", "引号没有收尾。"),
    ("Expected '\"", "引号没有收尾。"),
    ("Expected \"'", "引号没有收尾。"),
    ("Expected newline", "一行只能写一项；文字和带单位的数要加引号。"),
    ("Illegal character", "含有不能用的字符。"),
    ("Found invalid character", "含有不能用的字符。"),
    ("Escaped character", "反斜杠后面的字符代号不对。"),
    ("Invalid hex", "反斜杠后面的字符代号不对。"),
    ("Unescaped", "反斜杠要写成两个，或把引号改为单引号。"),
    ("Invalid date", "没有这一天。"),
    ("Invalid initial character", "键只能用字母、数字、下划线和连字符，别的字要加引号。"),
    ("Invalid value", "等号后面的值写法不对，文字要加引号。"),
    ("Invalid statement", "这一行不是“键 = 值”，也不是表名。"),
)


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The tables of one file. `what` names its sort in sentences: ``办法包``.

    Refuses (``toml.syntax``, ``toml.encoding``) a file that is no TOML, naming file and line;
    raises Fault (``file.unreadable``) when it cannot be opened at all.
    """
    name = shown(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = _UNREAD.get(type(error), "磁盘没有读出来")
        raise Fault(
            f"{what}文件 {name} 打不开（{why}）。",
            cure="请检查文件是否还在、是否被其他程序占用。",
            code="file.unreadable",
        ) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refusal.of(
            f"{what}文件 {name} 第{line}行：不是UTF-8编码的文字。",
            cure="请用记事本打开，另存为，编码选 UTF-8。",
            code="toml.encoding",
        ) from error
    return toml_of_text(text, f"{what}文件 {name} ")


def toml_of_text(text: str, where: str) -> dict[str, Any]:
    """The tables of a text that is kept elsewhere (an adopted scheme); `where` names it.

    Refuses (``toml.syntax``) a text that is no TOML, naming the line.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise Refusal(_slip(str(error), text, where)) from error
    except RecursionError as error:
        raise Refusal.of(f"{where}的括号套得太深。", code="toml.syntax") from error


def shown(path: Path) -> str:
    """How a file is named in sentences: its folder and name, since many share a name."""
    return Path(*path.parts[-2:]).as_posix()


def _slip(said: str, text: str, where: str) -> Problem:
    """What the parser said, in Chinese, with the line it stopped at."""
    reason = next((ours for theirs, ours in _REASONS if said.startswith(theirs)), "写法不对。")
    place = _PLACE.search(said)
    if place is None:
        return Problem(f"{where}有一处{reason}", "请对照相邻的写法改正。", code="toml.syntax")
    lines = text.split("\n")
    number = int(place[1]) if place[1] else len(lines)
    column = f"第{place[2]}个字附近" if place[2] else ""
    cure = "请对照相邻的写法改正。"
    wide = _WIDE_MARKS.search(_WORDS.sub("", lines[number - 1]))
    if wide:
        cure = f"这一行有中文标点 {wide.group()} ，请改成英文标点。"
    return Problem(f"{where}第{number}行{column}：{reason}", cure, code="toml.syntax")
