"""One registry: how every type of value is read from what people write, and shown again.

Screens, scenario files, spreadsheets' cells, printed blanks and the journal all use these
kinds, so a date or an amount is read one way everywhere. A kind never guesses: what it cannot
read it refuses with a `Refusal` of one `Problem` without a field; the caller lays it at its
field's door (`Problem.at`).

Three forms of a value: `parse` reads what a person wrote; `show` is for people; `plain` is for
machines (scenario files, journal) and is read back by `parse` unchanged.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from kcdesk.kernel import ident, ratio
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import LARGEST_FEN, Money

T = TypeVar("T")

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Within:
    """What reading may depend on: the day it is (for ``t``, ``+30``, ``0325``)."""

    today: date


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value kept, the label shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """What a command's or a row's field is; stands in ``Annotated[type, Field(...)]``.

    `kind` names an entry of `KINDS`. `options` belongs to ``choice``; `source` names the query
    that gives the options of a ``code``; `of` names the stage of a ``record``; `unit` is the
    unit an amount is shown in (``元`` or ``万元``); `hint` is the grey text of an empty field.
    """

    kind: str
    label: str
    options: tuple[Option, ...] = ()
    source: str = ""
    of: str = ""
    unit: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field in its place: name, spec, whether it must be filled, its default."""

    name: str
    field: Field
    required: bool
    default: Any = None
    rows: type | None = None
    """For ``rows``: the dataclass of one row."""


def fail(message: str, cure: str = "", code: str = "kind") -> Refusal:
    """A refusal of one problem that has no field yet."""
    return Refusal(Problem(message, cure, code=code))


def narrow(text: str) -> str:
    """Full-width digits and letters made half-width, outer blanks gone (NFKC)."""
    return unicodedata.normalize("NFKC", text).strip()


_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class Kind(Generic[T]):
    """How one type of value is read and shown."""

    name = ""
    label = ""

    def parse(self, text: str, field: Field, within: Within) -> T:
        """Read what a person wrote; raises Refusal."""
        raise NotImplementedError

    def take(self, raw: object, field: Field, within: Within) -> T:
        """Read what a scenario file or a journal payload holds: text, or a ready value."""
        if not isinstance(raw, str):
            raise fail(f"“{raw}”不是{self.label}。", "请用文字填写。")
        return self.parse(raw, field, within)

    def show(self, value: T, field: Field) -> str:
        """For people."""
        return str(value)

    def plain(self, value: T, field: Field) -> Any:
        """For machines: JSON that `take` reads back."""
        return self.show(value, field)


class Text(Kind[str]):
    name, label, longest = "text", "文字", LONGEST_TEXT

    def parse(self, text: str, field: Field, within: Within) -> str:
        clean = text.replace("\r\n", "\n").strip()
        bad = _FORBIDDEN.search(clean)
        if bad is not None:
            raise fail(f"含有不能显示的字符（U+{ord(bad.group()):04X}）。", "请删去后重新填写。")
        if "\n" in clean and self.longest == LONGEST_TEXT:
            raise fail("这一项只能填一行。", "请删去换行。")
        if len(clean) > self.longest:
            raise fail(f"有{len(clean)}个字，超过{self.longest}个字。", "请缩短后重新填写。")
        return clean


class LongText(Text):
    name, label, longest = "long_text", "多行文字", LONGEST_LONG_TEXT


class Secret(Text):
    name, label = "secret", "密码"

    def parse(self, text: str, field: Field, within: Within) -> str:
        return text

    def show(self, value: str, field: Field) -> str:
        return "•" * 6 if value else ""


class Amount(Kind[Money]):
    """元 unless the text says 万元, 万, w or 亿; never finer than a 分 (money.md B1)."""

    name, label = "money", "金额"
    _written = re.compile(r"[¥￥]?(-?[\d,]+(?:\.\d*)?)(元|万元|万|[wW]|亿元|亿)?")

    def parse(self, text: str, field: Field, within: Within) -> Money:
        clean = narrow(text).replace(" ", "").removeprefix("人民币").replace("¥", "")
        match = self._written.fullmatch(clean)
        if match is None:
            raise fail(f"“{text.strip()}”不是金额。", "请写成 300000.00 或 30w（万元）。", "kind.money")
        number, unit = match.group(1).replace(",", "").rstrip("."), match.group(2) or "元"
        scale = {"元": 100, "万元": 10**6, "万": 10**6, "w": 10**6, "W": 10**6}.get(unit, 10**10)
        if not re.fullmatch(r"-?\d+(\.\d+)?", number):
            raise fail(f"“{text.strip()}”不是金额。", "请写成 300000.00 或 30w（万元）。", "kind.money")
        exact = Fraction(number) * scale
        if exact.denominator != 1:
            raise fail(f"“{text.strip()}”比分还细。", "金额最多精确到分，请核对。", "kind.money")
        if abs(exact) > LARGEST_FEN:
            raise fail(f"“{text.strip()}”超出可登记的金额。", "请核对单位是元还是万元。", "kind.money")
        return Money(int(exact))

    def take(self, raw: object, field: Field, within: Within) -> Money:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raise fail(f"金额 {raw} 没有写成文字。", "请写成 \"300000.00\"，或在数字后写“万元”。", "kind.money")
        return super().take(raw, field, within)

    def show(self, value: Money, field: Field) -> str:
        return value.in_wan() if field.unit == "万元" else value.show()

    def plain(self, value: Money, field: Field) -> str:
        return value.plain()


class Percent(Kind[Fraction]):
    name, label = "percent", "百分比"

    def parse(self, text: str, field: Field, within: Within) -> Fraction:
        clean = narrow(text)
        try:
            return ratio.percent(clean if clean.endswith("%") else clean + "%")
        except ValueError:
            raise fail(f"“{text.strip()}”不是百分比。", "请写成 3.85%。", "kind.percent") from None

    def show(self, value: Fraction, field: Field) -> str:
        return ratio.exact_percent(value)


class Weights(Kind[tuple[int, ...]]):
    name, label = "weights", "分担比例"

    def parse(self, text: str, field: Field, within: Within) -> tuple[int, ...]:
        try:
            return ratio.weights(narrow(text))
        except ValueError:
            raise fail(f"“{text.strip()}”不是分担比例。", "请写成 4:4:2。", "kind.weights") from None

    def show(self, value: tuple[int, ...], field: Field) -> str:
        return ratio.show_weights(value)


class Day(Kind[date]):
    """A calendar day: 2023-09-12, 20230912, 2023年9月12日, 0912, +30, t."""

    name, label = "day", "日期"
    _full = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
    _digits = re.compile(r"(\d{4})?(\d{2})(\d{2})")

    def parse(self, text: str, field: Field, within: Within) -> date:
        clean = narrow(text).replace(" ", "")
        if clean in ("t", "T", "今天"):
            return within.today
        if re.fullmatch(r"[+-]\d{1,4}", clean):
            return within.today + timedelta(days=int(clean))
        match = self._full.fullmatch(clean) or self._digits.fullmatch(clean)
        if match is None:
            raise fail(
                f"“{text.strip()}”不是日期。", "请写成 2023-09-12、20230912 或 0912。", "kind.day"
            )
        year, month, day = (int(g) if g else within.today.year for g in match.groups())
        try:
            value = date(year, month, day)
        except ValueError:
            raise fail(f"没有{year}年{month}月{day}日这一天。", "请核对日期。", "kind.day") from None
        if not 1900 <= value.year <= 2199:
            raise fail(f"{year}年不在1900年到2199年之间。", "请核对年份。", "kind.day")
        return value

    def take(self, raw: object, field: Field, within: Within) -> date:
        return raw if type(raw) is date else super().take(raw, field, within)

    def show(self, value: date, field: Field) -> str:
        return value.isoformat()


class Whole(Kind[int]):
    name, label = "whole", "整数"

    def parse(self, text: str, field: Field, within: Within) -> int:
        clean = narrow(text).replace(",", "")
        if not re.fullmatch(r"-?\d{1,12}", clean):
            raise fail(f"“{text.strip()}”不是整数。", "请只填数字。", "kind.whole")
        return int(clean)

    def take(self, raw: object, field: Field, within: Within) -> int:
        return raw if type(raw) is int else super().take(raw, field, within)

    def plain(self, value: int, field: Field) -> int:
        return value


class Flag(Kind[bool]):
    name, label = "flag", "是否"
    _words: typing.ClassVar = {"是": True, "有": True, "√": True, "否": False, "无": False, "": False}

    def parse(self, text: str, field: Field, within: Within) -> bool:
        value = self._words.get(narrow(text))
        if value is None:
            raise fail(f"“{text.strip()}”应填“是”或“否”。", code="kind.flag")
        return bool(value)

    def take(self, raw: object, field: Field, within: Within) -> bool:
        return raw if isinstance(raw, bool) else super().take(raw, field, within)

    def show(self, value: bool, field: Field) -> str:
        return "是" if value else "否"

    def plain(self, value: bool, field: Field) -> bool:
        return value


class Uscc(Kind[str]):
    name, label = "uscc", "统一社会信用代码"

    def parse(self, text: str, field: Field, within: Within) -> str:
        return ident.uscc(text)


class ResidentId(Kind[str]):
    name, label = "resident_id", "身份证号"

    def parse(self, text: str, field: Field, within: Within) -> str:
        return ident.resident_id(text, within.today)


class Phone(Kind[str]):
    name, label = "phone", "电话"

    def parse(self, text: str, field: Field, within: Within) -> str:
        clean = re.sub(r"[\s()（）]", "", narrow(text))
        if not re.fullmatch(r"\+?\d[\d-]{4,19}", clean):
            raise fail(f"“{text.strip()}”不是电话号码。", "请写成 13800000000 或 0573-85012345。")
        return clean


class Choice(Kind[str]):
    """One of the field's options, given by its value or its label."""

    name, label = "choice", "选项"

    def parse(self, text: str, field: Field, within: Within) -> str:
        clean = text.strip()
        for option in field.options:
            if clean in (option.value, option.label):
                return option.value
        labels = "、".join(o.label for o in field.options)
        raise fail(f"“{clean}”不在选项内。", f"请从下列选项中选：{labels}。", "kind.choice")

    def show(self, value: str, field: Field) -> str:
        return next((o.label for o in field.options if o.value == value), value)

    def plain(self, value: str, field: Field) -> str:
        return value


class Code(Text):
    """A word the scheme pack declares (a qualification, a material); the handler checks it."""

    name, label = "code", "代码"


class Codes(Kind[tuple[str, ...]]):
    """Several of them: the boxes ticked."""

    name, label = "codes", "多选"

    def parse(self, text: str, field: Field, within: Within) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p for p in re.split(r"[\s,，、;；]+", text) if p))

    def take(self, raw: object, field: Field, within: Within) -> tuple[str, ...]:
        if isinstance(raw, Sequence) and not isinstance(raw, str):
            return tuple(dict.fromkeys(str(r) for r in raw))
        return super().take(raw, field, within)

    def show(self, value: tuple[str, ...], field: Field) -> str:
        return "、".join(value)

    def plain(self, value: tuple[str, ...], field: Field) -> list[str]:
        return list(value)


class Record(Kind[int]):
    """A row of another table, by its id."""

    name, label = "record", "记录"

    def parse(self, text: str, field: Field, within: Within) -> int:
        clean = narrow(text)
        if not re.fullmatch(r"\d{1,15}", clean):
            raise fail(f"“{text.strip()}”不是记录编号。", "请从列表中选择。", "kind.record")
        return int(clean)

    def take(self, raw: object, field: Field, within: Within) -> int:
        return raw if type(raw) is int else super().take(raw, field, within)

    def plain(self, value: int, field: Field) -> int:
        return value


class Records(Kind[tuple[int, ...]]):
    """Several rows, by id."""

    name, label = "records", "多条记录"

    def parse(self, text: str, field: Field, within: Within) -> tuple[int, ...]:
        parts = [p for p in re.split(r"[\s,，、]+", narrow(text)) if p]
        return tuple(dict.fromkeys(KINDS["record"].parse(p, field, within) for p in parts))

    def take(self, raw: object, field: Field, within: Within) -> tuple[int, ...]:
        if isinstance(raw, Sequence) and not isinstance(raw, str):
            return tuple(dict.fromkeys(KINDS["record"].take(r, field, within) for r in raw))
        return super().take(raw, field, within)

    def show(self, value: tuple[int, ...], field: Field) -> str:
        return "、".join(str(v) for v in value)

    def plain(self, value: tuple[int, ...], field: Field) -> list[int]:
        return list(value)


class Rows(Kind[tuple[Any, ...]]):
    """A list of entries, each a dataclass with fields of its own (an import, a table)."""

    name, label = "rows", "表格"

    def parse(self, text: str, field: Field, within: Within) -> tuple[Any, ...]:
        raise fail("表格不能写成一段文字。")

    def show(self, value: tuple[Any, ...], field: Field) -> str:
        return f"{len(value)}行"

    def plain(self, value: tuple[Any, ...], field: Field) -> list[Any]:
        return [plain_fields(row) for row in value]


KINDS: Mapping[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        Text(), LongText(), Secret(), Amount(), Percent(), Weights(), Day(), Whole(), Flag(),
        Uscc(), ResidentId(), Phone(), Choice(), Code(), Codes(), Record(), Records(), Rows(),
    )
}  # fmt: skip


def slots_of(cls: type) -> tuple[Slot, ...]:
    """The annotated fields of a dataclass, in order. Every field must carry a `Field`."""
    hints = get_type_hints(cls, include_extras=True)
    slots = []
    for item in dataclasses.fields(cls):
        slots.append(slot_of(item.name, hints[item.name], item.default))
    return tuple(slots)


def slot_of(name: str, hint: Any, default: Any) -> Slot:
    """One slot from an ``Annotated`` hint; `default` may be ``dataclasses.MISSING``."""
    if get_origin(hint) is not Annotated:
        raise TypeError(f"field {name} carries no kind")
    base, *extras = get_args(hint)
    field = next((e for e in extras if isinstance(e, Field)), None)
    if field is None or field.kind not in KINDS:
        raise TypeError(f"field {name} carries no known kind")
    required = default is dataclasses.MISSING
    row_type = None
    if field.kind == "rows":
        row_type = next(a for a in get_args(base) if isinstance(a, type))
    return Slot(name, field, required, None if required else default, row_type)


def is_optional(hint: Any) -> bool:
    """Whether a hint admits None."""
    return get_origin(hint) in (types.UnionType, typing.Union) and type(None) in get_args(hint)


def show(value: Any, field: Field) -> str:
    """For people; None is an empty place."""
    return "" if value is None else KINDS[field.kind].show(value, field)


def plain(value: Any, field: Field) -> Any:
    """For machines; None stays None."""
    return None if value is None else KINDS[field.kind].plain(value, field)


def plain_fields(row: Any) -> dict[str, Any]:
    """A dataclass of annotated fields as JSON; secrets are masked."""
    return {s.name: plain(getattr(row, s.name), s.field) for s in slots_of(type(row))}


def take_fields(cls: type[T], raw: Mapping[str, object], within: Within) -> T:
    """Build a dataclass of annotated fields from what a screen, a scenario or a sheet holds.

    Every problem is collected: one Refusal names all fields. Unknown names are the caller's
    to refuse beforehand. An empty text is an empty field.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for slot in slots_of(cls):
        given = raw.get(slot.name)
        if given is None or (isinstance(given, str) and not given.strip()):
            if slot.required and slot.field.kind != "flag":
                problems.append(
                    Problem(f"“{slot.field.label}”没有填写。", "请填写后再提交。", slot.name, code="required")
                )
            elif slot.required:
                values[slot.name] = False
            continue
        try:
            if slot.rows is not None:
                values[slot.name] = _take_rows(slot, given, within)
            else:
                values[slot.name] = KINDS[slot.field.kind].take(given, slot.field, within)
        except Refusal as refusal:
            problems.extend(p if p.field else p.at(slot.name) for p in refusal.problems)
    if problems:
        raise Refusal(*problems)
    return cls(**values)


def _take_rows(slot: Slot, given: object, within: Within) -> tuple[Any, ...]:
    assert slot.rows is not None
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise fail("这里要的是多行记录。")
    rows, problems = [], []
    for number, raw in enumerate(given, 1):
        if not isinstance(raw, Mapping):
            problems.append(Problem(f"第{number}行不是一条记录。", field=slot.name))
            continue
        try:
            rows.append(take_fields(slot.rows, raw, within))
        except Refusal as refusal:
            problems.extend(
                Problem(f"第{number}行：{p.message}", p.cure, slot.name, p.clauses, p.code)
                for p in refusal.problems
            )
    if problems:
        raise Refusal(*problems)
    return tuple(rows)


def date_in_words(value: date) -> str:
    """``2023年9月12日``: Arabic, not padded (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"


STYLES: dict[str, Callable[[Any], str]] = {
    "date": date_in_words,
    "day": date.isoformat,
    "money": Money.show,
    "wan": Money.in_wan,
    "percent": ratio.exact_percent,
    "weights": ratio.show_weights,
    "whole": str,
    "text": str,
    "flag": lambda value: "是" if value else "否",
    "tick": lambda value: "√" if value else "",
}
"""Filters of printed blanks: ``{{ claim.filed_on | date }}``. capitals joins in capitals.py."""
