"""Where fields get what they don't know themselves: the day, options, records by typing.

Screens hand every form one `Sources`. `DeskSources` asks the office through the desk;
tests may write their own. Answers come later, on the GUI thread.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from kcdesk.kernel.clock import Clock, SystemClock
from kcdesk.kernel.kinds import Option, Within, show, slots_of
from kcdesk.ui.desk import Desk


@dataclass(frozen=True)
class Found:
    """One record a picker offers: its id, what it is called, what tells it from others."""

    id: int
    label: str
    detail: str = ""


class Sources:
    """Knows the day and nothing else; the base for DeskSources and for tests."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()

    def within(self) -> Within:
        """What reading a field may depend on."""
        return Within(self.today())

    def today(self) -> date:
        """The office's day."""
        return self._clock.today()

    def options(
        self, source: str, then: Callable[[tuple[Option, ...]], None], owner: QObject
    ) -> None:
        """The options of a ``code``/``codes`` field (`Field.source`)."""
        del source, owner
        then(())

    def find(
        self, stage: str, text: str, then: Callable[[tuple[Found, ...]], None], owner: QObject
    ) -> None:
        """Records of a stage that fit what was typed (name, former name, initials, code)."""
        del stage, text, owner
        then(())

    def name(
        self, stage: str, ident: int, then: Callable[[Found | None], None], owner: QObject
    ) -> None:
        """What the record `ident` is called."""
        del stage, owner
        then(Found(ident, f"第{ident}号"))


class DeskSources(Sources):
    """Asks the office.

    `finders[stage]` is a query function called with ``text=``; `names[stage]` one called with
    the id; `options[source]` one called with nothing (or returning ready options). A line the
    query answers becomes a `Found` by `found_of`.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Clock | None = None,
        *,
        finders: Mapping[str, Callable[..., Any]] | None = None,
        names: Mapping[str, Callable[[int], Any]] | None = None,
        options: Mapping[str, Callable[[], Any] | tuple[Option, ...]] | None = None,
    ) -> None:
        super().__init__(clock)
        self._desk = desk
        self._finders = dict(finders or {})
        self._names = dict(names or {})
        self._options = dict(options or {})

    def options(
        self, source: str, then: Callable[[tuple[Option, ...]], None], owner: QObject
    ) -> None:
        source_of = self._options.get(source, ())
        if isinstance(source_of, tuple):
            then(source_of)
            return
        self._desk.ask(
            source_of(), lambda lines: then(tuple(map(option_of, lines))), owner, slot="options"
        )

    def find(
        self, stage: str, text: str, then: Callable[[tuple[Found, ...]], None], owner: QObject
    ) -> None:
        finder = self._finders.get(stage)
        if finder is None:
            then(())
            return
        self._desk.ask(
            finder(text=text), lambda lines: then(tuple(map(found_of, lines))), owner, slot="find"
        )

    def name(
        self, stage: str, ident: int, then: Callable[[Found | None], None], owner: QObject
    ) -> None:
        query = self._names.get(stage)
        if query is None:
            super().name(stage, ident, then, owner)
            return
        self._desk.ask(
            query(ident),
            lambda line: then(None if line is None else found_of(line)),
            owner,
            lambda _trouble: then(None),
            slot=f"name{ident}",
        )


def found_of(line: Any) -> Found:
    """A query's line as a picker shows it.

    A line with `label` (and `detail`) says it itself; otherwise the second field is the name
    and the next three filled ones are the detail.
    """
    if isinstance(line, Found):
        return line
    if hasattr(line, "label"):
        return Found(line.id, str(line.label), str(getattr(line, "detail", "") or ""))
    shown = [
        show(getattr(line, slot.name), slot.field)
        for slot in slots_of(type(line))
        if slot.field.kind not in {"record", "rows"}
    ]
    return Found(line.id, shown[0] if shown else str(line.id), "  ".join(filter(None, shown[1:4])))


def option_of(line: Any) -> Option:
    """A query's line as an option: `value` and `label`, or its first two fields."""
    if isinstance(line, Option):
        return line
    if hasattr(line, "value") and hasattr(line, "label"):
        return Option(str(line.value), str(line.label))
    if dataclasses.is_dataclass(line):
        first, *rest = (getattr(line, f.name) for f in dataclasses.fields(line))
        return Option(str(first), str(rest[0] if rest else first))
    return Option(str(line), str(line))
