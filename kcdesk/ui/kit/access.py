"""Chinese access keys: the letter stands in brackets after the words, ``保存(S)``."""

from __future__ import annotations

import re

_ACCESS_KEY = re.compile(r"\(([A-Z0-9])\)(…?)$")


def amp(label: str) -> str:
    """``放弃(D)`` → ``放弃(&D)``: the access key as Qt wants it."""
    return _ACCESS_KEY.sub(r"(&\1)\2", label)


def without_key(label: str) -> str:
    """``放弃(D)`` → ``放弃``: for a second button that does what another on the page does."""
    return _ACCESS_KEY.sub(r"\2", label)
