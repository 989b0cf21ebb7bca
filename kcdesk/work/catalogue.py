"""The list of everything that can be done and asked, made from the code itself.

Called by the command line and by the scenario reader; shown to nobody in any other form, so that
what it prints is what the program does.
"""

from __future__ import annotations

from typing import Any

from kcdesk.kernel.kinds import Slot, slots_of
from kcdesk.work import registry
from kcdesk.work.command import COMMANDS, Command, fields_of
from kcdesk.work.query import QUERIES, Query

__all__ = ["catalogue", "registry"]


def catalogue() -> dict[str, Any]:
    """Every command and query as JSON, by name."""
    return {
        "commands": [_command(COMMANDS[name]) for name in sorted(COMMANDS)],
        "queries": [_query(QUERIES[name]) for name in sorted(QUERIES)],
    }


def _command(command: type[Command]) -> dict[str, Any]:
    about = command.about
    return {
        "name": about.name,
        "label": about.label,
        "stage": about.stage,
        "fields": [_slot(slot) for slot in fields_of(command)],
        "role": about.role.value,
        "undo": about.undo.value,
    }


def _query(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "label": query.label,
        "fields": [_slot(slot) for slot in query.slots],
        "columns": [_slot(slot) for slot in query.columns],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": slot.name,
        "label": slot.field.label,
        "kind": slot.field.kind,
        "required": slot.required,
    }
    if slot.field.options:
        told["options"] = [{"value": o.value, "label": o.label} for o in slot.field.options]
    if slot.field.of:
        told["of"] = slot.field.of
    if slot.rows is not None:
        told["fields"] = [_slot(inner) for inner in slots_of(slot.rows)]
    return told
