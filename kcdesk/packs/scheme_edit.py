"""Changes to a programme's text that leave every other line as its author wrote it.

A new value of a parameter is laid beside the old one, which ends the day the new one begins; a
copied programme gets its own head. What comes out is read again and compared with what was
meant, so that a text written in an unforeseen way is refused rather than spoilt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from kcdesk.kernel.errors import Refusal
from kcdesk.packs.scheme_places import Block, blocks_of, key_line
from kcdesk.packs.toml_reader import toml_of_text

_ENDS = ("to", "before")
_PLAIN = {"true": True, "false": False}


def retitled(text: str, *, id_: str, title: str, region: str) -> str:
    """The text of a copy: the same programme under a head of its own."""
    data = toml_of_text(text, "方案")
    lines = text.split("\n")
    head = next((b for b in blocks_of(lines) if b.name == "scheme"), None)
    wanted = {"id": id_, "title": title, "region": region}
    if head is not None:
        for key, value in wanted.items():
            at = key_line(lines, head, key)
            if at is not None:
                lines[at] = f"{key} = {_quoted(value)}"
    meant = {**data, "scheme": {**data.get("scheme", {}), **wanted}}
    return _checked("\n".join(lines), meant)


def with_new_value(
    text: str,
    parameter: str,
    place: int,
    value: str,
    changed_on: date,
    *,
    tier: int = 0,
    remark: str = "",
) -> str:
    """The text with a new value of a parameter from a day on.

    `place` is the value that ends (from 0, in the order of the text); `tier`, from 1, the row of
    a tiered value that becomes `value`, whose other rows go on. `remark` is written as a comment.
    """
    data = toml_of_text(text, "方案")
    lines = text.split("\n")
    old = _value_blocks(lines, parameter)[place : place + 1]
    if not old:
        raise _unforeseen()
    first, end = old[0]
    rows: list[str] = lines[first:end]
    index = next(i for i, p in enumerate(data["parameter"]) if p.get("name") == parameter)
    meant = deepcopy(data)
    values: list[dict[str, Any]] = meant["parameter"][index]["value"]
    raw = _raw(value)
    was = values[place]
    if was.get("from") == changed_on:
        _put(was, tier, raw)
        lines[first:end] = _with_value(rows, tier, value)
        return _checked("\n".join(lines), meant)
    now = {**deepcopy(was), "from": changed_on}
    _put(now, tier, raw)
    for key in _ENDS:
        was.pop(key, None)
    was["before"] = changed_on
    values.insert(place + 1, now)
    lines[first:end] = [
        *_ended(rows, changed_on),
        *_begun(_with_value(rows, tier, value), changed_on, remark),
    ]
    return _checked("\n".join(lines), meant)


def _value_blocks(lines: Sequence[str], parameter: str) -> list[tuple[int, int]]:
    """Lines of each ``[[parameter.value]]`` with its tiers; blank and comment lines after stay out."""
    blocks = blocks_of(lines)
    named = re.compile(rf"\s*name\s*=\s*[\"']{re.escape(parameter)}[\"']")
    found: list[tuple[int, int]] = []
    is_inside = False
    for block in blocks:
        if block.name == "parameter":
            is_inside = any(named.match(lines[i]) for i in range(block.first, block.end))
        elif not block.name.startswith("parameter."):
            is_inside = False
        elif is_inside and block.name == "parameter.value":
            found.append((block.first, _trimmed(lines, block)))
        elif is_inside and found:
            found[-1] = (found[-1][0], _trimmed(lines, block))
    return found


def _trimmed(lines: Sequence[str], block: Block) -> int:
    end = block.end
    while end > block.first + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _ended(rows: list[str], on: date) -> list[str]:
    """The old value, which counts up to the day before."""
    return [rows[0], f"before = {on.isoformat()}", *_without(rows, _ENDS)[1:]]


def _begun(rows: list[str], on: date, remark: str) -> list[str]:
    """The new value: like the old one, from the day on; it ends when the old one would have."""
    said = [f"# {remark}"] if remark else []
    return [rows[0], *said, f"from = {on.isoformat()}", *_without(rows, ("from",))[1:]]


def _without(rows: list[str], keys: Sequence[str]) -> list[str]:
    """The rows without these keys of the value's own table (its tiers keep theirs)."""
    own = _own_end(rows)
    gone = re.compile(rf"\s*({'|'.join(keys)})\s*=")
    return [row for i, row in enumerate(rows) if i >= own or not gone.match(row)]


def _own_end(rows: Sequence[str]) -> int:
    return next((i for i, row in enumerate(rows) if i and row.lstrip().startswith("[")), len(rows))


def _with_value(rows: list[str], tier: int, value: str) -> list[str]:
    """The rows with another ``value =``: the value's own, or that of its tier."""
    seen = 0
    made = list(rows)
    for i, row in enumerate(rows):
        if re.match(r"\s*value\s*=", row):
            seen += 1
            if seen == max(tier, 1):
                made[i] = f"value = {_written(value)}"
    return made


def _put(value: dict[str, Any], tier: int, raw: object) -> None:
    if tier:
        value["tiers"][tier - 1]["value"] = raw
    else:
        value["value"] = raw


def _raw(value: str) -> object:
    """What TOML will read out of `_written`."""
    if value in _PLAIN:
        return _PLAIN[value]
    return date.fromisoformat(value) if _is_day(value) else value


def _written(value: str) -> str:
    return value if value in _PLAIN or _is_day(value) else _quoted(value)


def _is_day(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _checked(text: str, meant: Mapping[str, Any]) -> str:
    try:
        made = toml_of_text(text, "方案")
    except Refusal as refusal:
        raise _unforeseen() from refusal
    if made != meant:
        raise _unforeseen()
    return text


def _unforeseen() -> Refusal:
    return Refusal.of(
        "这个方案的写法比较特别，不能自动改。",
        cure="请在“编辑方案”页直接改文字。",
        code="pack.unforeseen",
    )
