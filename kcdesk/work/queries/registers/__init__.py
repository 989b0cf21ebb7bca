"""Registers: the list of them, their entries, what they add up to, and what is due."""

from kcdesk.work.queries.registers.checks import EntryCheck, register_entry_check
from kcdesk.work.queries.registers.entries import (
    RegisterCard,
    RegisterLine,
    ValueLine,
    due_registers,
    register_card,
    registers,
)
from kcdesk.work.queries.registers.kinds import (
    RegisterKindLine,
    RegisterTotalLine,
    kind_asked,
    register_kinds,
    register_options,
    register_totals,
)
from kcdesk.work.queries.registers.reminding import ReminderLine, reminders
from kcdesk.work.queries.registers.typed import (
    EntryTable,
    card_type,
    entry_asked,
    kind_of_entry,
    kinds_of,
    line_type,
    table_asked,
)

__all__ = [
    "EntryCheck",
    "EntryTable",
    "RegisterCard",
    "RegisterKindLine",
    "RegisterLine",
    "RegisterTotalLine",
    "ReminderLine",
    "ValueLine",
    "card_type",
    "due_registers",
    "entry_asked",
    "kind_asked",
    "kind_of_entry",
    "kinds_of",
    "line_type",
    "register_card",
    "register_entry_check",
    "register_kinds",
    "register_options",
    "register_totals",
    "registers",
    "reminders",
    "table_asked",
]
