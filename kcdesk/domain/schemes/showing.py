"""How a fact or a value of a scheme is shown in a sentence or a trace: with its unit.

The kernel's kinds show a value for a column whose head names the unit; a sentence has no head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import cast

from kcdesk.domain.schemes.parts import Sharing
from kcdesk.kernel import kinds, ratio
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money

_PLACE = re.compile(r"\{([^{}]*)\}")


def show_value(value: object, field: Field) -> str:
    """The value with its unit; None is 未填写."""
    if value is None:
        return "未填写"
    if isinstance(value, Money):
        return f"{value.in_wan()}万元" if field.unit == "万元" else f"{value.show()}元"
    if isinstance(value, Fraction):
        return _show_ratio(value)
    if isinstance(value, Sharing):
        names = "、".join(party.label for party in value.parties)
        return f"{ratio.show_weights(value.weights)}（{names}）"
    if type(value) is date:
        return kinds.date_in_words(value)
    if type(value) is int:
        return f"{value}{field.unit}"
    if field.kind in ("choice", "codes"):
        return _show_codes(value, field)
    return kinds.show(value, field)


def _show_ratio(value: Fraction) -> str:
    try:
        return ratio.exact_percent(value)
    except ValueError:
        return f"{value.numerator}/{value.denominator}"


def _show_codes(value: object, field: Field) -> str:
    labels = {o.value: o.label for o in field.options}
    given = [value] if isinstance(value, str) else cast("Iterable[str]", value)
    codes = sorted(given, key=_order(field))
    return "、".join(labels.get(c, c) for c in codes) or "无"


def _order(field: Field) -> Callable[[str], int]:
    places = {o.value: i for i, o in enumerate(field.options)}
    return lambda code: places.get(code, len(places))


def placeholders(text: str) -> tuple[str, ...]:
    """The names between braces, in order."""
    return tuple(_PLACE.findall(text))


def filled(text: str, shown: Callable[[str], str]) -> str:
    """The text with every ``{name}`` replaced by what `shown` gives for it."""
    return _PLACE.sub(lambda match: shown(match.group(1)), text)
