"""A kept entry's codes as the journal tells them: by the register's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from kcdesk.domain.registers import shown_values
from kcdesk.domain.schemes.scheme import Scheme

COLUMNS = ("register", "state", "contents")
"""What only the programme can put into words."""


def entry_words(scheme: Scheme, row: Mapping[str, object], column: str, today: date) -> str:
    """One column of a row as the journal kept it; nothing for a row that was not there yet."""
    value = row.get(column)
    kind = scheme.registers.get(str(row.get("register")))
    if value is None or kind is None:
        return "" if value is None else str(value)
    if column == "register":
        return kind.label
    if column == "state":
        state = kind.state(str(value))
        return str(value) if state is None else state.label
    shown = shown_values(kind, json.loads(str(value)), today)
    return "；".join(f"{label}：{text}" for label, text in shown.items())
