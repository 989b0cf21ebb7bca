"""Made-up values a form is tried out with: normal, the longest, and next to nothing.

Read for the form check and the tests; a clerk who draws a form of their own copies the files.
``sample.toml`` is whole; ``sample_longest.toml`` and ``sample_empty.toml`` hold only what differs.
Text, whole numbers, days and flags are TOML's own; other kinds are one-key tables such as
``{ money = "300000.00" }``, ``{ percent = "3.85%" }``, ``{ weights = "6:4" }``; ``{ none = true }``
is a value that is not there yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Field, Within
from kcdesk.packs.forms import FormSpec
from kcdesk.packs.toml_reader import read_toml

SAMPLES: Final = {"sample": "样例", "sample_longest": "最长样例", "sample_empty": "空白样例"}
"""File name without ``.toml`` → what it is called in a message."""

_CURE: Final = (
    '请写成加引号的文字、整数、日期；金额写 { money = "300000.00" }，百分比写 { percent = "…%" }。'
)
_TYPED: Final = ("money", "percent", "weights", "day")


def sample_of(spec: FormSpec, name: str = "sample") -> dict[str, object] | None:
    """The typed values of one sample; None when the form has no such file.

    Raises a `Refusal` naming file and value.
    """
    if not all((spec.folder / f"{file}.toml").is_file() for file in ("sample", name)):
        return None
    values = _over(_own(spec), _read(spec.folder / "sample.toml"))
    return values if name == "sample" else _over(values, _read(spec.folder / f"{name}.toml"))


def _own(spec: FormSpec) -> dict[str, object]:
    """What every paper has without its sample saying so: the form's own words and headings."""
    paper = {"title": spec.title, "number": spec.number, "clauses_text": "", "opinions": []}
    return {"words": dict(spec.words), "paper": paper}


def _read(path: Path) -> dict[str, object]:
    raw = read_toml(path, "样例")
    today = raw.get("today")
    within = Within(today if isinstance(today, date) else date(2000, 1, 1))
    problems: list[Problem] = []
    values = {key: _typed(value, key, within, problems) for key, value in raw.items()}
    if problems:
        raise Refusal(
            *(Problem(f"{path.name}：{p.field}：{p.message}", p.cure, p.field) for p in problems)
        )
    return values


def _typed(raw: Any, name: str, within: Within, problems: list[Problem]) -> object:
    if isinstance(raw, list):
        return [_typed(v, f"{name}[{n}]", within, problems) for n, v in enumerate(raw, 1)]
    if not isinstance(raw, dict):
        if not isinstance(raw, str | int | bool | date):
            problems.append(Problem(f"不能写成“{raw}”。", _CURE, name))
        return raw
    if raw == {"none": True}:
        return None
    kind, *others = raw or [""]
    is_whole = "." in name and type(raw.get(kind)) is int  # a section is none
    if kind not in _TYPED or others or not (isinstance(raw[kind], str) or is_whole):
        return {k: _typed(v, f"{name}.{k}", within, problems) for k, v in raw.items()}
    try:
        return KINDS[kind].take(str(raw[kind]), Field(kind, name), within)
    except Refusal as refusal:
        problems.extend(p.at(name) for p in refusal.problems)
        return None


def _over(values: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """`values` with `changes` laid over; tables meet key by key, everything else is replaced."""
    merged = dict(values)
    for key, change in changes.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(change, Mapping):
            merged[key] = _over(old, change)
        else:
            merged[key] = change
    return merged
