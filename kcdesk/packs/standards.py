"""National standards kept as data: the classes of size of firms, ``resources/standards/sizes.toml``.

What a class means for the list is the programme's to say; what "all limits met" means is
`domain.enterprises.sizes`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kcdesk.domain.enterprises import Industry, Limits
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.toml_reader import read_toml, shown

WHAT = "划型标准"
CLASSES = ("large", "medium", "small")
_STAFF = re.compile(r"(\d+)人", re.ASCII)
_MONEY = re.compile(r"(\d+)万元", re.ASCII)
_KEYS = {"code", "label", *CLASSES}


def load_sizes(path: Path) -> Mapping[str, Industry]:
    """Every industry by its code. Refuses (``standard.file``) a file that is wrong."""
    where = f"{WHAT}文件 {shown(path)} "
    entries = read_toml(path, WHAT).get("industry")
    if not isinstance(entries, list) or not entries:
        raise _wrong(f"{where}没有 [[industry]]。")
    industries: dict[str, Industry] = {}
    for number, entry in enumerate(entries, 1):
        industry = _industry(entry, f"{where}的第{number}个 [[industry]]")
        if industry.code in industries:
            raise _wrong(f"{where}的“{industry.code}”写了两次。")
        industries[industry.code] = industry
    return industries


def _industry(entry: Mapping[str, Any], where: str) -> Industry:
    if set(entry) != _KEYS:
        raise _wrong(f"{where}要写且只写 code、label、large、medium、small。")
    classes = {size: _limits(entry[size], f"{where}的 {size}") for size in CLASSES}
    return Industry(str(entry["code"]), str(entry["label"]), classes)


def _limits(table: object, where: str) -> Limits:
    if not isinstance(table, Mapping) or not table:
        raise _wrong(f"{where}至少要写一项下限。")
    if unknown := set(table) - {"staff", "revenue", "assets"}:
        raise _wrong(f"{where}不认识“{min(unknown)}”，只能写 staff、revenue、assets。")
    return Limits(
        staff=_staff(table.get("staff"), where),
        revenue=_money(table.get("revenue"), where),
        assets=_money(table.get("assets"), where),
    )


def _staff(raw: object, where: str) -> int | None:
    found = _read(_STAFF, raw, where, "多少人")
    return None if found is None else int(found)


def _money(raw: object, where: str) -> Money | None:
    found = _read(_MONEY, raw, where, "多少万元")
    return None if found is None else Money.wan(found)


def _read(pattern: re.Pattern[str], raw: object, where: str, how: str) -> str | None:
    if raw is None:
        return None
    found = pattern.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise _wrong(f"{where}的“{raw}”应当写成{how}，加引号。")
    return found[1]


def _wrong(message: str) -> Refusal:
    return Refusal(Problem(message, "请对照国家公布的划型标准改正。", code="standard.file"))
