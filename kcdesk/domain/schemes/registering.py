"""Registers a programme asks an office to keep: what an entry says, where it stands, until when.

Declared by packs; entries are checked by `domain.registers`. A register without states is a plain
list: its entries have nothing left to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kcdesk.domain.schemes.terms import Term
from kcdesk.kernel.kinds import Field, Option


class RegisterSubject(StrEnum):
    """Whose record an entry belongs to; the values are stages."""

    ENTERPRISES = "enterprises"
    PARTNERS = "partners"
    APPLICATIONS = "applications"
    LOANS = "loans"
    CLAIMS = "claims"

    @property
    def label(self) -> str:
        """For people."""
        return _SUBJECTS[self]


_SUBJECTS = {
    RegisterSubject.ENTERPRISES: "企业",
    RegisterSubject.PARTNERS: "合作机构",
    RegisterSubject.APPLICATIONS: "贷款申请",
    RegisterSubject.LOANS: "贷款",
    RegisterSubject.CLAIMS: "代偿申请",
}

RESERVED = (
    "id", "number", "register", "register_label", "subject", "subject_id", "subject_name", "on", "noted_on",
    "state", "state_on", "due_on", "is_overdue", "result", "entry", "values", "summary", "trace",
    "entered_by",
)  # fmt: skip
"""Names every entry has of itself; a field of a register is called otherwise."""


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One thing an entry says; `field` has kind, label, unit and options."""

    name: str
    field: Field
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class RegisterState:
    """Where an entry stands. Closed: nothing more to do. Accepted: counts for its firm."""

    code: str
    label: str
    is_closed: bool = False
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class DueRule:
    """Until when an entry is to be closed: a term after its day, or after a day it names.

    With `is_told_at_once` it is spoken of from the first day, not only shortly before its last.
    """

    term: Term
    clauses: tuple[str, ...]
    start: str = ""
    is_told_at_once: bool = False


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """One register. The first state is where an entry starts.

    With `is_write_off` an entry says that what was paid on its claim is written off.
    """

    id: str
    label: str
    clauses: tuple[str, ...]
    fields: tuple[RegisterField, ...]
    subject: RegisterSubject | None = None
    on_label: str = "登记日期"
    states: tuple[RegisterState, ...] = ()
    every: Term | None = None
    due: DueRule | None = None
    note: str = ""
    is_write_off: bool = False

    @property
    def event(self) -> str:
        """What conditions call the saving of an entry."""
        return f"entry:{self.id}"

    @property
    def first_state(self) -> str:
        """The code of the state an entry starts in; empty where there are no states."""
        return self.states[0].code if self.states else ""

    @property
    def state_options(self) -> tuple[Option, ...]:
        """The states as they are chosen."""
        return tuple(Option(s.code, s.label) for s in self.states)

    def state(self, code: str) -> RegisterState | None:
        """A state by its code; None for one that this revision does not have."""
        return next((s for s in self.states if s.code == code), None)

    def is_closed(self, code: str) -> bool:
        """Whether nothing more is to be done in that state."""
        state = self.state(code)
        return state is None or state.is_closed

    def is_accepted(self, code: str) -> bool:
        """Whether an entry in that state counts; in a plain list every entry does."""
        state = self.state(code)
        return not self.states if state is None else state.is_accepted

    def facts(self) -> Mapping[str, Field]:
        """What conditions may name of an entry."""
        state = Field("choice", "状态", options=self.state_options)
        return {
            f"{self.id}.on": Field("day", self.on_label),
            **({f"{self.id}.state": state} if self.states else {}),
            **({f"{self.id}.state_on": Field("day", "办理日期")} if self.states else {}),
            **{f"{self.id}.{f.name}": f.field for f in self.fields},
        }
