"""What a list looks like when it comes from outside: which heading means which field.

Reads ``resources/sheets/*.toml``; called by the reader of lists and by the export. A sheet says
for every column how bureaus head it, what kind of value stands there and what makes a row
wrong. It cannot say how to guess: an unknown unit, a date without a day or a word nobody knows
is a finding, and the sheet only declares which of them have one reading.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Field
from kcdesk.packs.blanks import nearest
from kcdesk.packs.sheet_heads import UNITS, head_of, plain_words
from kcdesk.packs.toml_reader import read_toml

READABLE: Final = frozenset(KINDS) - {"secret", "record", "records", "rows", "choice"}
"""Kinds a cell can hold."""


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a list.

    `heads` are its headings; `short_heads` count only where no group stands above (“名称” under
    “合作银行” is not the firm's); `doubtful_heads` also name other things (“企业类型” is a legal
    form elsewhere) and count only when a word of the programme stands below. `unit` is that of the whole sheet's amounts when neither
    heading nor cell nor title says one. `month_only` is the day a date without a day means,
    `not_future` refuses days to come, `open_ended` are words that mean “no end”. `suffixes` may
    stand behind a whole number, `signed` lets amounts and numbers be below zero. `words` maps
    what people write to what the programme calls it.
    """

    key: str
    label: str
    kind: str
    heads: tuple[str, ...] = ()
    short_heads: tuple[str, ...] = ()
    doubtful_heads: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    unit: str = ""
    signed: bool = False
    month_only: Literal["", "first", "last"] = ""
    not_future: bool = False
    open_ended: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def doubts(self, text: str) -> bool:
        """Whether a heading of this column may mean something else."""
        return any(word in self._doubtful for word in head_of(text).words)

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        return frozenset(map(plain_words, self.doubtful_heads))

    @cached_property
    def field(self) -> Field:
        """The kernel's field, for kinds that want one."""
        return Field(self.kind, self.label, unit=self.unit)


@dataclass(frozen=True)
class Order:
    """Two dates of a row: `later` must not lie before `earlier`."""

    earlier: str
    later: str


@dataclass(frozen=True)
class SheetSpec:
    """A list as its file declares it.

    `blank` are words that mean an empty cell, `foot` words that begin a line under the list,
    `groups` headings over several columns and what they add to those below (“资质情况” over
    “类型” is “资质类型”; nothing when it says only where the firm's own columns are),
    `row_numbers` headings of columns that only count.
    """

    id: str
    title: str
    columns: tuple[ColumnSpec, ...]
    orders: tuple[Order, ...] = ()
    blank: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    row_numbers: tuple[str, ...] = ()

    def column(self, key: str) -> ColumnSpec:
        """The column of a key; there is one, or the sheet would not have been read."""
        return next(c for c in self.columns if c.key == key)

    @property
    def required(self) -> tuple[ColumnSpec, ...]:
        """Columns without which a sheet is not this list."""
        return tuple(c for c in self.columns if c.required)

    def headed(self, text: str, *, group: str = "") -> ColumnSpec | None:
        """The column a heading means, standing under the heading `group` or alone."""
        adds = self._adds(group)
        joined = head_of(adds + text).words
        if adds:
            return self._found(joined, self._heads) or self._found(
                head_of(text).words, self._full_heads
            )
        return self._found(joined, self._heads)

    def is_row_number(self, text: str) -> bool:
        """Whether a heading only counts the rows."""
        return any(word in self._row_numbers for word in head_of(text).words)

    def _adds(self, group: str) -> str:
        words = head_of(group).words
        return next((self._groups[word] for word in words if word in self._groups), group)

    @staticmethod
    def _found(words: tuple[str, ...], heads: Mapping[str, ColumnSpec]) -> ColumnSpec | None:
        return next((heads[word] for word in words if word in heads), None)

    @cached_property
    def _full_heads(self) -> Mapping[str, ColumnSpec]:
        return {
            plain_words(h): c
            for c in self.columns
            for h in (c.label, *c.heads)
            if h not in c.short_heads
        }

    @cached_property
    def _heads(self) -> Mapping[str, ColumnSpec]:
        short = {
            plain_words(h): c for c in self.columns for h in (*c.short_heads, *c.doubtful_heads)
        }
        return {**short, **self._full_heads}

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        return {plain_words(group): adds for group, adds in self.groups.items()}

    @cached_property
    def _row_numbers(self) -> frozenset[str]:
        return frozenset(map(plain_words, self.row_numbers))


def load_sheets(folder: Path) -> Mapping[str, SheetSpec]:
    """Every declared list of a folder by its id. Raises one Refusal naming all that is wrong."""
    sheets: dict[str, SheetSpec] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            sheets[file.stem] = load_sheet(file)
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems)
    return sheets


def load_sheet(file: Path) -> SheetSpec:
    """One declared list. Raises one Refusal naming everything that is wrong in it."""
    raw = read_toml(file, "名单")
    reader = _Reader(file.name)
    columns = tuple(reader.table(ColumnSpec, t, f"第{n}列") for n, t in reader.parts(raw, "column"))
    orders = tuple(reader.table(Order, t, f"第{n}对日期") for n, t in reader.parts(raw, "order"))
    head = {k: v for k, v in raw.items() if k not in {"column", "order"}}
    spec: SheetSpec = reader.table(SheetSpec, {**head, "columns": columns, "orders": orders}, "")
    if not reader.problems:
        reader.check(spec, file.stem)
    if reader.problems:
        raise Refusal(*reader.problems)
    return spec


class _Reader:
    """Collects everything wrong with one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.problems: list[Problem] = []

    def wrong(self, where: str, message: str, cure: str = "请改正后重试。") -> None:
        place = f"{self._name} {where}".strip()
        self.problems.append(Problem(f"名单 {place}：{message}", cure, code="sheet.toml"))

    def parts(self, raw: Mapping[str, Any], name: str) -> list[tuple[int, Mapping[str, Any]]]:
        tables = raw.get(name, [])
        if isinstance(tables, list) and all(isinstance(t, dict) for t in tables):
            return list(enumerate(tables, 1))
        self.wrong("", f"“{name}”应写成 [[{name}]] 各节。")
        return []

    def table(self, cls: type[Any], raw: Mapping[str, Any], where: str) -> Any:
        """A dataclass of texts, lists, switches and words; what fits no field is named."""
        where = f"{where} {raw['key']}" if isinstance(raw.get("key"), str) else where
        fields = {f.name: f for f in dataclasses.fields(cls)}
        values: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in fields:
                known = nearest(key, sorted(fields)) or f"可用的项目：{'、'.join(fields)}。"
                self.wrong(where, f"“{key}”是不认识的项目。", known)
                continue
            values[key] = self._value(str(fields[key].type), value, f"{where} {key}".strip())
        for name, f in fields.items():
            needed = f.default is f.default_factory is dataclasses.MISSING
            if needed and not values.get(name):
                self.wrong(where, f"“{name}”没有填写。")
                values.setdefault(name, "")
        return cls(**values)

    def _value(self, annotation: str, value: Any, where: str) -> Any:
        if isinstance(value, tuple):  # parts that have been read already
            return value
        match annotation:
            case "tuple[str, ...]":
                if isinstance(value, list) and all(isinstance(v, str) and v for v in value):
                    return tuple(value)
                self.wrong(where, "应是文字的列表。", '请写成 ["甲", "乙"]。')
                return ()
            case "bool":
                if isinstance(value, bool):
                    return value
                self.wrong(where, "应写 true 或 false。")
                return False
            case "Mapping[str, str]":
                if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
                    return value
                self.wrong(where, "应是词语对照表。", '请写成 { "高企" = "高新技术企业" }。')
                return {}
        if isinstance(value, str):
            return value
        self.wrong(where, "应是一段文字。")
        return ""

    def check(self, spec: SheetSpec, stem: str) -> None:
        """What the parts say together."""
        if spec.id != stem:
            self.wrong("", f"id 应与文件同名，写成“{stem}”。")
        keys = [c.key for c in spec.columns]
        for key in sorted({k for k in keys if keys.count(k) > 1}):
            self.wrong(key, "这个 key 写了两次。")
        for column in spec.columns:
            self._check_column(column)
        self._check_heads(spec)
        for order in spec.orders:
            for key in (order.earlier, order.later):
                if not any(c.key == key and c.kind == "day" for c in spec.columns):
                    self.wrong("order", f"“{key}”不是日期列。", nearest(key, keys))

    def _check_column(self, column: ColumnSpec) -> None:
        if column.kind not in READABLE:
            self.wrong(
                column.key,
                f"没有“{column.kind}”这种列。",
                nearest(column.kind, sorted(READABLE)) or f"可用：{'、'.join(sorted(READABLE))}。",
            )
        if column.unit and (column.kind != "money" or column.unit not in UNITS):
            self.wrong(column.key, f"单位“{column.unit}”用不上。", f"可用：{'、'.join(UNITS)}。")
        if column.doubtful_heads and column.kind not in {"code", "codes"}:
            self.wrong(column.key, "doubtful_heads 只用于 code 和 codes。")
        if column.month_only not in {"", "first", "last"}:
            self.wrong(column.key, "month_only 应写 first（当月1日）或 last（当月末日）。")

    def _check_heads(self, spec: SheetSpec) -> None:
        """A heading must not mean two columns, or the file's order would decide."""
        owner: dict[str, str] = {}
        for column in spec.columns:
            for head in _heads_of(column):
                word = plain_words(head)
                if owner.setdefault(word, column.key) != column.key:
                    self.wrong(column.key, f"表头“{head}”已经归“{owner[word]}”列。")


def _heads_of(column: ColumnSpec) -> tuple[str, ...]:
    return (column.label, *column.heads, *column.short_heads, *column.doubtful_heads)
