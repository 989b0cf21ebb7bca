"""Entries of the programme's registers to count: the room that keeps them joins here.

Registers are a later stage than loans, and this room is asked while a loan is entered; so they
hand their rows over instead of being asked for by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from kcdesk.domain.schemes.operands import Facts
from kcdesk.work.context import Read
from kcdesk.work.measures.period import Period

Entries: TypeAlias = Callable[[Read, str, Period], Iterable[Facts]]
"""The entries of a register in a period, with the facts of its event."""

ENTRIES: list[Entries] = []
"""What has joined."""
