"""What differs between the values a paper was printed with and those the office has.

Called by the check of a paper. Both sides are compared in the plain form the print log keeps;
lists are compared entry by entry, so that a new line does not make every later line a change.
What a value is called comes from the forms. Nothing is looked up here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Annotated, Any, Final

from kcdesk.kernel.kinds import STYLES, Field
from kcdesk.kernel.money import Money

_FEN: Final = re.compile(r"-?\d+\.\d\d")
_LINE: Final = "明细"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

Named = Callable[[str], str]
"""From a value's name (``claim.checks[].label``) to what it is called; empty when nobody says."""


@dataclass(frozen=True)
class ChangedValue:
    """One value that is not what it was when the paper was printed."""

    label: Annotated[str, Field("text", "项目")]
    then: Annotated[str, Field("text", "打印时")]
    now: Annotated[str, Field("text", "现在")]
    name: Annotated[str, Field("text", "名称")]


@dataclass(frozen=True)
class Change:
    """Where a change lies: the value's name, which entries of lists (from 1), both sides."""

    name: str
    entries: tuple[int, ...]
    then: Any
    now: Any

    def told(self, named: Named) -> ChangedValue:
        """For a reader."""
        label = named(self.name) or (_LINE if self.name.endswith("[]") else self.name)
        places = "、".join(f"第{entry}行" for entry in self.entries)
        return ChangedValue(
            f"{label}（{places}）" if places else label,
            shown(self.then),
            shown(self.now),
            self.name,
        )


def changes_between(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every change, in the order of the values then."""
    return tuple(_tables(then, now, "", ()))


def shown(value: Any) -> str:
    """A plain value as a paper would show it; an entry of a list by its values."""
    match value:
        case None:
            return ""
        case bool():
            return STYLES["flag"](value)
        case Mapping():
            return "，".join(told for v in value.values() if (told := shown(v)))
        case list():
            return "；".join(told for v in value if (told := shown(v)))
        case str() if _FEN.fullmatch(value):
            return Money(int(value.replace(".", ""))).show()
        case str() if _DAY.fullmatch(value):
            return STYLES["date"](date.fromisoformat(value))
    return str(value)


def _tables(
    then: Mapping[str, Any], now: Mapping[str, Any], prefix: str, entries: tuple[int, ...]
) -> Iterator[Change]:
    # What was not among the values then, the paper could not show: a newer program gives more.
    for key, old in then.items():
        yield from _values(old, now.get(key), f"{prefix}{key}", entries)


def _values(then: Any, now: Any, name: str, entries: tuple[int, ...]) -> Iterator[Change]:
    if then == now or not (then or now or isinstance(then, bool) or isinstance(now, bool)):
        return
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        yield from _tables(then, now, f"{name}.", entries)
    elif _is_lines(then) and _is_lines(now):
        yield from _lines(then, now, name, entries)
    else:
        yield Change(name, entries, then, now)


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, Mapping) for v in value)


def _lines(
    then: list[Any], now: list[Any], name: str, entries: tuple[int, ...]
) -> Iterator[Change]:
    before, after = ([json.dumps(v, sort_keys=True) for v in side] for side in (then, now))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, first, last, begin, end in matcher.get_opcodes():
        old, new = then[first:last], now[begin:end]
        if old == new:
            continue
        for at in range(max(len(old), len(new))):
            if at < len(old) and at < len(new):
                inside = (*entries, begin + at + 1)
                yield from _tables(old[at], new[at], f"{name}[].", inside)
            elif at < len(new):
                yield Change(f"{name}[]", (*entries, begin + at + 1), None, new[at])
            else:
                yield Change(f"{name}[]", (*entries, first + at + 1), old[at], None)
