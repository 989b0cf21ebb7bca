"""One registry: how every type of value is read from what people write, and shown again.

Screens, scenario files, spreadsheets' cells, printed blanks and the journal all use these
kinds, so a date or an amount is read one way everywhere. A kind never guesses: what it cannot
read it refuses with a `Refusal` of one `Problem` without a field; the caller lays it at its
field's door (`Problem.at`).

Three forms of a value: `parse` reads what a person wrote; `show` is for people; `plain` is for
machines (scenario files, journal) and is read back by `take` unchanged. An editor begins with
the plain form too: what `show` gives may have left its unit in the column's head.
"""

from __future__ import annotations

from kcdesk.kernel.kinds.field import Field, Kind, Option, Slot, Within, fail, narrow
from kcdesk.kernel.kinds.figures import Amount, Day, Flag, Percent, Weights, Whole
from kcdesk.kernel.kinds.picks import Choice, Code, Codes, Record, Records
from kcdesk.kernel.kinds.rows import (
    KINDS,
    Rows,
    is_optional,
    plain,
    plain_fields,
    show,
    slot_of,
    slots_of,
    take_fields,
)
from kcdesk.kernel.kinds.styles import STYLES, date_in_words
from kcdesk.kernel.kinds.words import (
    LONGEST_LONG_TEXT,
    LONGEST_TEXT,
    LongText,
    Phone,
    ResidentId,
    Secret,
    Text,
    Uscc,
)

__all__ = [
    "KINDS",
    "LONGEST_LONG_TEXT",
    "LONGEST_TEXT",
    "STYLES",
    "Amount",
    "Choice",
    "Code",
    "Codes",
    "Day",
    "Field",
    "Flag",
    "Kind",
    "LongText",
    "Option",
    "Percent",
    "Phone",
    "Record",
    "Records",
    "ResidentId",
    "Rows",
    "Secret",
    "Slot",
    "Text",
    "Uscc",
    "Weights",
    "Whole",
    "Within",
    "date_in_words",
    "fail",
    "is_optional",
    "narrow",
    "plain",
    "plain_fields",
    "show",
    "slot_of",
    "slots_of",
    "take_fields",
]
