"""Identifiers: unified social credit codes and resident identity numbers.

The check digits are python-stdnum's (GB 32100-2015, GB 11643); here is only the reading of
what people type and the sentence that says what is wrong.
"""

from __future__ import annotations

from datetime import date

__all__ = ["resident_id", "uscc"]


def uscc(text: str) -> str:
    raise NotImplementedError


def resident_id(text: str, today: date) -> str:
    raise NotImplementedError
