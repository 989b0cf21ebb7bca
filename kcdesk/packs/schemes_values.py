"""Values as people write them in a pack: 万元, ratios, percentages, 工作日, 年, each with its unit.

A bare number is refused for every kind that has a unit: 300 may be 元, 万元 or days, and a
programme must not guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import KINDS, Field, Within
from kcdesk.kernel.money import ZERO, Money
from kcdesk.packs.schemes_tables import Slip, unknown

_WITHIN = Within(date(2000, 1, 1))
_COUNT = re.compile(r"(\d{1,9})([^\d\s]{1,4})")
_PER_UNIT: Mapping[str, Mapping[str, int]] = {
    "days": {"天": 1, "日": 1},
    "working_days": {"工作日": 1, "个工作日": 1},
    "months": {"个月": 1, "月": 1, "年": 12},
}
_UNITS = {"days": "天", "working_days": "工作日", "months": "个月"}


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind a pack may give a value; `example` shows how it is written."""

    name: str
    field_kind: str
    example: str


VALUE_KINDS: Mapping[str, ValueKind] = {
    k.name: k
    for k in (
        ValueKind("money", "money", "×××万元"),
        ValueKind("percent", "percent", "××%"),
        ValueKind("weights", "weights", "×:×"),
        ValueKind("days", "whole", "××天"),
        ValueKind("working_days", "whole", "××工作日"),
        ValueKind("months", "whole", "××个月"),
        ValueKind("count", "whole", "×家"),
        ValueKind("day", "day", "2024-01-01"),
        ValueKind("flag", "flag", "true"),
        ValueKind("choice", "choice", "选项之一"),
        ValueKind("text", "text", "一段文字"),
    )
}


def value_kind(name: str) -> ValueKind:
    """A kind by name. Raises Slip naming the nearest."""
    if name not in VALUE_KINDS:
        raise unknown("类型", name, VALUE_KINDS)
    return VALUE_KINDS[name]


def field_for(kind: ValueKind, label: str, raw_values: tuple[object, ...]) -> Field:
    """The field of values of this kind: 万元 when all are written so; a count takes its unit.

    Raises Slip when counts are written in different units.
    """
    if kind.name == "money":
        in_wan = bool(raw_values) and all(str(v).strip().endswith("万元") for v in raw_values)
        return Field("money", label, unit="万元" if in_wan else "")
    if kind.name == "count":
        found = [_COUNT.fullmatch(str(v).strip()) for v in raw_values]
        units = {m.group(2) for m in found if m is not None}
        if len(units) > 1:
            raise Slip(f"前后单位不一致（{'、'.join(sorted(units))}）")
        return Field("whole", label, unit=next(iter(units), ""))
    return Field(kind.field_kind, label, unit=_UNITS.get(kind.name, ""))


def value_of(kind: ValueKind, field: Field, raw: object) -> object:
    """The typed value. Raises Slip with how it should be written."""
    if kind.name in ("flag", "day"):
        return _plain_of(kind, raw)
    if not isinstance(raw, str):
        raise Slip(f"“{raw}”没有单位，不能用裸数字", f'请写成文字并带单位，例如 "{kind.example}"。')
    text = raw.strip()
    if kind.name in _PER_UNIT or kind.name == "count":
        return _counted(kind, text)
    if kind.name == "money" and not text.endswith("元"):
        raise Slip(f"“{text}”没有单位", f'请写明元或万元，例如 "{kind.example}"。')
    if kind.name == "percent" and not text.endswith("%"):
        raise Slip(f"“{text}”没有百分号", f'请写成例如 "{kind.example}"。')
    try:
        value: object = KINDS[kind.field_kind].parse(text, field, _WITHIN)
    except Refusal as refusal:
        first = refusal.problems[0]
        raise Slip(first.message.rstrip("。"), first.cure) from refusal
    if isinstance(value, Money) and value < ZERO:
        raise Slip(f"“{text}”不能小于零")
    return value


def _plain_of(kind: ValueKind, raw: object) -> object:
    wanted = bool if kind.name == "flag" else date
    if type(raw) is not wanted:
        raise Slip(f"“{raw}”的写法不对", f"请写成 {kind.example}（不加引号）。")
    return raw


def _counted(kind: ValueKind, text: str) -> int:
    match = _COUNT.fullmatch(text)
    units = _PER_UNIT.get(kind.name)
    if match is None or (units is not None and match.group(2) not in units):
        raise Slip(f"“{text}”的写法不对", f'请写成例如 "{kind.example}"。')
    return int(match.group(1)) * (1 if units is None else units[match.group(2)])


def relabelled(field: Field, label: str) -> Field:
    """The same kind, unit and options under another label."""
    return replace(field, label=label)
