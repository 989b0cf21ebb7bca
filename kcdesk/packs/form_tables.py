"""One table of a form.toml being read; everything wrong with it is collected.

Called by `forms` only. Each question names the key it is about, so that a clerk finds the line;
what the tables mean is decided there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import Piece, nearest, pieces_of

_WORD: Final = re.compile(r"[a-z][a-z0-9_]*")
_ROWS: Final = re.compile(r"([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the layout, first and last, counted from 1."""

    first: int
    last: int

    def __contains__(self, row: int) -> bool:
        return self.first <= row <= self.last

    def __str__(self) -> str:
        return f"{self.first}-{self.last}" if self.last > self.first else str(self.first)


class FormTable:
    """A table and where it stands; its parts share one list of problems."""

    def __init__(
        self, where: str, raw: Mapping[str, Any], problems: list[Problem] | None = None
    ) -> None:
        self.where = where
        self.raw = raw
        self.problems: list[Problem] = [] if problems is None else problems

    def wrong(self, key: str, message: str, cure: str = "") -> None:
        self.problems.append(
            Problem(
                f"{self.where}：“{key}”{message}。",
                cure or "请改正后再检查。",
                key,
                code="form.toml",
            )
        )

    def only(self, keys: set[str]) -> None:
        for key in self.raw:
            if key not in keys:
                known = f"可用的项目：{'、'.join(sorted(keys))}。"
                self.wrong(key, "是不认识的项目", nearest(key, sorted(keys)) or known)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.raw.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.wrong(key, "没有填写" if value in (None, "") else "应是一段文字")
        return default or ""

    def matching(self, key: str, pattern: re.Pattern[str], example: str, default: str = "") -> str:
        text = self.text(key, default or None)
        if text and pattern.fullmatch(text) is None:
            self.wrong(key, f"不能写成“{text}”", f"应写成 {example}。")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.raw.get(key, [])
        if isinstance(value, list) and all(isinstance(v, str) and v for v in value):
            return tuple(value)
        self.wrong(key, "应是文字的列表", '请写成 ["甲", "乙"]。')
        return ()

    def pieces(self, key: str) -> tuple[Piece, ...]:
        try:
            return pieces_of(self.text(key, ""))
        except Refusal as refusal:
            self.problems.extend(
                Problem(f"{self.where}：“{key}”{p.message}", p.cure, key, code=p.code)
                for p in refusal.problems
            )
            return ()

    def whole(self, key: str, default: int, most: int, least: int = 0) -> int:
        value = self.raw.get(key, default)
        if type(value) is int and least <= value <= most:
            return value
        self.wrong(key, f"应是 {least} 到 {most} 之间的整数")
        return default

    def flag(self, key: str) -> bool:
        """true unless it says false."""
        value = self.raw.get(key, True)
        if isinstance(value, bool):
            return value
        self.wrong(key, "应写 true 或 false")
        return True

    def words(self, key: str) -> Mapping[str, str]:
        """A table of texts by name."""
        words = self.table(key)
        for name, text in words.items():
            if not isinstance(text, str) or _WORD.fullmatch(name) is None:
                self.wrong(
                    f"{key}.{name}", "应是一段文字，名称用小写字母", '请写成 名称 = "文字"。'
                )
        return {n: t for n, t in words.items() if isinstance(t, str)}

    def rows(self, key: str) -> Rows | None:
        text = self.raw.get(key)
        match = _ROWS.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            self.wrong(key, "不是版式中的行", '请写成 "5" 或 "5-7"。')
            return None
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if last < first:
            self.wrong(key, f"“{text}”的末行在首行之前")
            return None
        return Rows(first, last)

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.raw.get(key, {})
        if isinstance(value, dict):
            return value
        self.wrong(key, f"应写成 [{key}] 一节")
        return {}

    def tables(self, key: str) -> list[FormTable]:
        value = self.raw.get(key, [])
        if isinstance(value, list) and all(isinstance(v, dict) for v in value):
            return [
                FormTable(f"{self.where} 第{n}个 [[{key}]]", v, self.problems)
                for n, v in enumerate(value, 1)
            ]
        self.wrong(key, f"应写成 [[{key}]] 各节")
        return []
