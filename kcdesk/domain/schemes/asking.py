"""Which facts a part of a scheme names: what has to be asked of a clerk, and what it can hang on.

A form shows a field only where the programme asks for it; a cap is told from other conditions by
what it names. Whatever a scheme will hold one day is walked through, so nothing is listed here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from kcdesk.domain.schemes.operands import Operand, Source


def facts_named(part: object) -> frozenset[str]:
    """Every fact that conditions, sums or single steps of `part` take a value from."""
    return frozenset(_walk(part))


def _walk(part: object) -> Iterator[str]:
    if isinstance(part, Operand):
        if part.source is Source.FACT:
            yield part.name
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _walk(inner)
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from _walk(inner)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        for field in dataclasses.fields(part):
            yield from _walk(getattr(part, field.name))
