"""What a field is, what reading may depend on, and what every kind can do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from kcdesk.kernel.errors import Problem, Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Within:
    """What reading may depend on: the day it is (for ``t``, ``+30``, ``0325``)."""

    today: date


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value kept, the label shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """What a command's or a row's field is; stands in ``Annotated[type, Field(...)]``.

    `kind` names an entry of `KINDS`. `options` belongs to ``choice``; `source` names the query
    that gives the options of a ``code``; `of` names the stage of a ``record``; `unit` is the
    unit an amount is shown in (``元`` or ``万元``); `hint` is the grey text of an empty field.
    """

    kind: str
    label: str
    options: tuple[Option, ...] = ()
    source: str = ""
    of: str = ""
    unit: str = ""
    hint: str = ""
    is_open: bool = False
    """A ``text`` that stands for a value of another kind; a ready day, number or yes/no will do."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field in its place: name, spec, whether it must be filled, its default."""

    name: str
    field: Field
    required: bool
    default: Any = None
    rows: type | None = None
    """For ``rows``: the dataclass of one row."""


def fail(message: str, cure: str = "", code: str = "kind") -> Refusal:
    """A refusal of one problem that has no field yet."""
    return Refusal(Problem(message, cure, code=code))


def narrow(text: str) -> str:
    """Full-width digits and letters made half-width, outer blanks gone (NFKC)."""
    return unicodedata.normalize("NFKC", text).strip()


class Kind(Generic[T]):
    """How one type of value is read and shown."""

    name = ""
    label = ""

    def parse(self, text: str, field: Field, within: Within) -> T:
        """Read what a person wrote; raises Refusal."""
        raise NotImplementedError

    def take(self, raw: object, field: Field, within: Within) -> T:
        """Read what a scenario file or a journal payload holds: text, or a ready value."""
        if field.is_open and isinstance(raw, date | bool | int):
            raw = {True: "是", False: "否"}[raw] if isinstance(raw, bool) else str(raw)
        if not isinstance(raw, str):
            raise fail(f"{self.label}应当写成文字。", "请加上引号后重新填写。", f"kind.{self.name}")
        return self.parse(raw, field, within)

    def show(self, value: T, field: Field) -> str:
        """For people."""
        return str(value)

    def plain(self, value: T, field: Field) -> Any:
        """For machines: JSON that `take` reads back."""
        return self.show(value, field)
