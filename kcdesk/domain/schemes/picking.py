"""A word that stands for something the programme names: its code, or what it is called."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Protocol

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds.words import folded

TAIL = "企业"
"""Qualifications are spoken of with and without it: 小巨人, 小巨人企业."""


class Named(Protocol):
    """Anything of a pack that has a name."""

    @property
    def label(self) -> str:
        """What people call it."""
        ...


def code_of(items: Mapping[str, Named], word: str) -> str | None:
    """The code a word stands for: the code itself, the label, the label without its tail."""
    for code, item in items.items():  # as written: what an import of thousands of rows asks
        if word in (code, item.label):
            return code
    wanted = folded(word)
    for code, item in items.items():
        label = folded(item.label)
        if wanted and wanted in (folded(code), label, label.removesuffix(TAIL)):
            return code
    return None


def pick(items: Mapping[str, Named], word: str, *, what: str, field: str) -> str:
    """The code a word stands for. Raises Refusal at `field` with the nearest names there are."""
    code = code_of(items, word)
    if code is not None:
        return code
    labels = [item.label for item in items.values()]
    near = difflib.get_close_matches(word, [*labels, *items], 1)
    hint = f"是不是“{near[0]}”？" if near else ""
    raise Refusal.of(
        f"方案里没有“{word}”这种{what}。",
        cure=f"{hint}可选：{'、'.join(labels)}。",
        field=field,
        code="scheme.unknown_code",
    )


def pick_all(
    items: Mapping[str, Named], words: tuple[str, ...], *, what: str, field: str
) -> tuple[str, ...]:
    """The codes of several words, each once, in the order given."""
    return tuple(dict.fromkeys(pick(items, word, what=what, field=field) for word in words))
