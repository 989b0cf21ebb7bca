"""What fields ask the office for: the options of codes, the records behind a picker.

Made from the registered queries, so that a new query is at hand without being wired by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kcdesk.kernel.clock import Clock
from kcdesk.kernel.kinds import Option
from kcdesk.packs.library import Library
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit.sources import DeskSources, Sources, found_of
from kcdesk.work import registry
from kcdesk.work.context import Read
from kcdesk.work.queries.schemes import offered_schemes
from kcdesk.work.query import QUERIES, Ask, Query

STAGES = (
    "people",
    "partners",
    "enterprises",
    "applications",
    "loans",
    "claims",
    "meetings",
    "payouts",
    "recoveries",
    "registers",
)
"""Stages whose records a field may point to."""

FIND = "find"
"""The parameter of a list query that takes what was typed."""

__all__ = ["FoundingSources", "office_sources", "registry"]


def office_sources(desk: Desk, clock: Clock) -> DeskSources:
    """Sources that ask the open office. A stage's list is the query of the stage's name."""
    lists = {name: query for name, query in QUERIES.items() if name in STAGES and _is_free(query)}
    return DeskSources(
        desk,
        clock,
        finders={stage: _finder(query) for stage, query in lists.items()},
        names={stage: _namer(stage, query) for stage, query in lists.items()},
        options={name: query.ask for name, query in QUERIES.items() if _is_free(query)},
    )


class FoundingSources(Sources):
    """Before there is an office: only the programmes that are shipped."""

    def __init__(self, clock: Clock, library: Library) -> None:
        super().__init__(clock)
        self._library = library

    def options(self, source: str, then: Callable[[tuple[Option, ...]], None], owner: Any) -> None:
        if source != "shipped_schemes":
            super().options(source, then, owner)
            return
        then(tuple(Option(line.value, line.label) for line in offered_schemes(self._library)))


def _is_free(query: Query) -> bool:
    return not any(slot.required for slot in query.slots)


def _finder(query: Query) -> Callable[..., Ask[Any]]:
    if FIND in [slot.name for slot in query.slots]:
        return lambda text: query.ask(**{FIND: text})

    def sift(text: str) -> Ask[Any]:
        def run(read: Read) -> Any:
            lines = query.ask().run(read)
            return tuple(x for x in lines if text.strip() in found_of(x).label)

        return Ask(query.name, {}, run)

    return sift


def _namer(stage: str, query: Query) -> Callable[[int], Ask[Any]]:
    card = QUERIES.get(f"{stage.removesuffix('s')}_card")
    if card is not None:
        return lambda ident: card.ask(**{card.slots[0].name: ident})

    def pick(ident: int) -> Ask[Any]:
        def run(read: Read) -> Any:
            return next((x for x in query.ask().run(read) if x.id == ident), None)

        return Ask(query.name, {}, run)

    return pick
