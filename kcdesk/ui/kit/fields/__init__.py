"""One field widget for each of the kernel's kinds; `make_field` picks it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from kcdesk.kernel.kinds import Slot
from kcdesk.ui.kit.fields.base import FieldWidget
from kcdesk.ui.kit.fields.choices import ChoiceField, CodeField, CodesField
from kcdesk.ui.kit.fields.day import DayField
from kcdesk.ui.kit.fields.lines import (
    FlagField,
    IdentField,
    LineField,
    LongTextField,
    PathField,
    PercentField,
    SecretField,
    TextField,
    TidyField,
    WholeField,
)
from kcdesk.ui.kit.fields.money import MoneyField
from kcdesk.ui.kit.fields.records import RecordField, RecordsField
from kcdesk.ui.kit.fields.rows import RowsField
from kcdesk.ui.kit.sources import Sources

FIELDS: Mapping[str, type[FieldWidget]] = {
    "text": TextField,
    "long_text": LongTextField,
    "whole_text": LongTextField,
    "secret": SecretField,
    "money": MoneyField,
    "percent": PercentField,
    "weights": TidyField,
    "day": DayField,
    "whole": WholeField,
    "flag": FlagField,
    "uscc": IdentField,
    "resident_id": IdentField,
    "phone": TidyField,
    "choice": ChoiceField,
    "code": CodeField,
    "codes": CodesField,
    "record": RecordField,
    "records": RecordsField,
    "rows": RowsField,
}
"""Kind → widget; tests/ui/test_fields.py holds that every kernel kind has one."""

__all__ = [
    "FIELDS",
    "ChoiceField",
    "CodeField",
    "CodesField",
    "DayField",
    "FieldWidget",
    "FlagField",
    "IdentField",
    "LineField",
    "LongTextField",
    "MoneyField",
    "PathField",
    "PercentField",
    "RecordField",
    "RecordsField",
    "RowsField",
    "SecretField",
    "TextField",
    "TidyField",
    "WholeField",
    "make_field",
]


def make_field(slot: Slot, sources: Sources, parent: QWidget | None = None) -> FieldWidget:
    """The widget for a slot's kind. A code without a source is plain text."""
    if slot.field.kind == "code" and not slot.field.source and not slot.field.options:
        return TextField(slot, sources, parent)
    return FIELDS[slot.field.kind](slot, sources, parent)
