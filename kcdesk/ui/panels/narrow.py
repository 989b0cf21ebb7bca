"""Fields that offer less than all there is: banks only, this firm's only, this kind's only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from kcdesk.kernel.kinds import Option, Slot
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import Found, Sources
from kcdesk.ui.kit.fields import FieldWidget, make_field
from kcdesk.ui.kit.sources import found_of, option_of


class NarrowSources(Sources):
    """The sources it was given, but for finding: that asks a query of the screen's own."""

    def __init__(self, desk: Desk, whole: Sources, ask: Callable[[str], Any]) -> None:
        super().__init__()
        self._desk, self._whole, self._ask = desk, whole, ask

    def today(self) -> date:
        return self._whole.today()

    def options(
        self, source: str, then: Callable[[tuple[Option, ...]], None], owner: QObject
    ) -> None:
        self._whole.options(source, then, owner)

    def find(
        self, stage: str, text: str, then: Callable[[tuple[Found, ...]], None], owner: QObject
    ) -> None:
        del stage
        self._desk.ask(
            self._ask(text),
            lambda lines: then(tuple(map(found_of, lines))),
            owner,
            lambda _trouble: then(()),
            slot="find",
        )

    def name(
        self, stage: str, ident: int, then: Callable[[Found | None], None], owner: QObject
    ) -> None:
        self._whole.name(stage, ident, then, owner)


def narrowed(desk: Desk, ask: Callable[[str], Any]) -> Callable[[Slot, Sources], FieldWidget]:
    """An override for an editor: the field of the kind, finding by `ask(text)`."""
    return lambda slot, sources: make_field(slot, NarrowSources(desk, sources, ask))


class FewerOptions(Sources):
    """Options to choose of that a query of the screen's own gives, whatever their source."""

    def __init__(self, desk: Desk, ask: Callable[[], Any]) -> None:
        super().__init__()
        self._desk, self._ask = desk, ask

    def options(
        self, source: str, then: Callable[[tuple[Option, ...]], None], owner: QObject
    ) -> None:
        del source
        self._desk.ask(
            self._ask(), lambda lines: then(tuple(map(option_of, lines))), owner, slot="options"
        )


def offering(desk: Desk, ask: Callable[[], Any]) -> Callable[[Slot, Sources], FieldWidget]:
    """An override for an editor: the field of the kind, with the options that `ask()` gives."""
    return lambda slot, _sources: make_field(slot, FewerOptions(desk, ask))
