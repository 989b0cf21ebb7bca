"""A table of a scheme pack, read strictly: every key known, every value of its type.

A slip is refused with the file, the table, its place and name, the key, the reason and the
nearest known name, so that a clerk who edits a pack finds the line. Used by the other readers
of schemes only.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from kcdesk.kernel.errors import Problem, Refusal

T = TypeVar("T")


class Slip(ValueError):
    """What is wrong with one value; the table adds where. `cure` may name the nearest name."""

    def __init__(self, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure


def nearest(name: str, known: Iterable[str]) -> str:
    """``是不是“loan.amount”？`` or nothing when no name comes near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"是不是“{near[0]}”？" if near else ""


def unknown(what: str, name: str, known: Iterable[str]) -> Slip:
    """No such name; with the nearest one, or all when there are few."""
    names = list(known)
    hint = nearest(name, names)
    if not hint and len(names) <= 12:
        hint = f"可用的有：{'、'.join(names)}。" if names else ""
    return Slip(f"没有名为“{name}”的{what}", hint)


@dataclass
class Table:
    """One table: ``[[parameter]] 第2个（cap）``. Keys asked for are ticked off by `done`."""

    file: str
    where: str
    data: Mapping[str, object]
    asked: set[str] = field(default_factory=set)

    def refusal(self, key: str, reason: str, cure: str = "") -> Refusal:
        """What is wrong with a key of this table."""
        about = f"的“{key}”" if key else ""
        return Refusal(
            Problem(
                f"方案文件{self.file}：{self.where}{about}：{reason}。",
                cure or "请改正后重新载入。",
                field=key,
                code="pack",
            )
        )

    @contextmanager
    def at(self, key: str) -> Iterator[None]:
        """A slip met inside is laid at `key`."""
        try:
            yield
        except Slip as slip:
            raise self.refusal(key, slip.reason, slip.cure) from slip

    def has(self, key: str) -> bool:
        """Whether the key is written; also ticks it off."""
        self.asked.add(key)
        return key in self.data

    def raw(self, key: str) -> object:
        """The value as TOML gives it; refused when it is missing."""
        if not self.has(key):
            raise self.refusal(key, "没有写")
        return self.data[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(key, "应当是一段文字")
        return value.strip()

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts, each once; not empty when required."""
        if not required and not self.has(key):
            return ()
        value = self.raw(key)
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.refusal(key, '应当是文字的列表，例如 ["A", "B"]')
        if required and not value:
            raise self.refusal(key, "至少要写一项")
        if len(set(value)) < len(value):
            raise self.refusal(key, "有重复的项")
        return tuple(value)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        if not self.has(key):
            return default
        value = self.data[key]
        if not isinstance(value, bool):
            raise self.refusal(key, "应当写 true 或 false")
        return value

    def whole(self, key: str, default: int) -> int:
        """A small number that is neither money nor a ratio: a month, a day of it."""
        if not self.has(key):
            return default
        value = self.data[key]
        if type(value) is not int:
            raise self.refusal(key, "应当写整数")
        return value

    def day(self, key: str) -> date | None:
        """A TOML date, or None when not written."""
        if not self.has(key):
            return None
        value = self.data[key]
        if type(value) is not date:
            raise self.refusal(key, "应当是日期，例如 2023-09-12（不加引号）")
        return value

    def one_of(self, key: str, options: Iterable[str], default: str | None = None) -> str:
        """One of a closed set of words."""
        value = self.text(key, default)
        known = list(options)
        if value not in known:
            slip = unknown("写法", value, known)
            raise self.refusal(key, slip.reason, slip.cure)
        return value

    def table(self, key: str) -> Table:
        """A table inside this one."""
        value = self.raw(key)
        if not isinstance(value, Mapping):
            raise self.refusal(key, "应当是一组“键 = 值”")
        return Table(self.file, f"{self.where}的“{key}”", value)

    def tables(self, key: str, *, required: bool = False) -> tuple[Table, ...]:
        """Tables of a list inside this one."""
        if not self.has(key):
            if required:
                raise self.refusal(key, "没有写")
            return ()
        value = self.data[key]
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            raise self.refusal(key, f"应当写成 [[{key}]]")
        return tuple(
            Table(self.file, f"{self.where}的“{key}”第{n}项", v) for n, v in enumerate(value, 1)
        )

    def done(self) -> None:
        """Refuses a key nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                raise self.refusal(key, "没有这个键", nearest(key, sorted(self.asked)))


@dataclass
class PackFile:
    """The whole file: its tables by name; problems of all entries are told at once."""

    file: str
    data: Mapping[str, object]
    names: frozenset[str]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in self.data:
            if name not in self.names:
                self.problems.append(
                    Problem(
                        f"方案文件{self.file}：没有名为“{name}”的表。",
                        nearest(name, sorted(self.names)) or "请删去这张表。",
                        field=name,
                        code="pack",
                    )
                )

    def each(self, name: str, read: Callable[[Table], T], key: str) -> dict[str, T]:
        """Read every ``[[name]]`` by its own name `key`; a name used twice is refused."""
        made: dict[str, T] = {}
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            self.problems.append(
                Problem(
                    f"方案文件{self.file}：“{name}”应当写成 [[{name}]]。",
                    "请改成双层方括号的表。",
                    field=name,
                    code="pack",
                )
            )
            return made
        for number, data in enumerate(value, 1):
            called = data.get(key)
            shown = f"（{called}）" if isinstance(called, str) else ""
            table = Table(self.file, f"[[{name}]] 第{number}个{shown}", data)
            try:
                id_ = table.text(key)
                if id_ in made:
                    raise table.refusal(key, f"“{id_}”前面已经有了")
                made[id_] = read(table)
                table.done()
            except Refusal as refusal:
                self.problems.extend(refusal.problems)
        return made

    def only(self, name: str, read: Callable[[Table], T]) -> T | None:
        """Read the one table ``[name]``; None when it is missing or wrong (problem noted)."""
        value = self.data.get(name)
        if not isinstance(value, Mapping):
            self.problems.append(
                Problem(
                    f"方案文件{self.file}：缺少 [{name}] 表。", "请补上。", field=name, code="pack"
                )
            )
            return None
        table = Table(self.file, f"[{name}]", value)
        try:
            made = read(table)
            table.done()
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return None
        return made

    def refuse(self) -> None:
        """Raises Refusal with every problem met so far."""
        if self.problems:
            raise Refusal(*self.problems)
