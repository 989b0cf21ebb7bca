"""What the shell is told: which screens there are, and where its own figures come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit.place import Place
from kcdesk.ui.kit.sources import Found

if TYPE_CHECKING:
    from kcdesk.ui.kit.screen import Screen


@dataclass(frozen=True)
class ScreenSpec:
    """One entry of the navigation.

    `factory` makes the screen when it is first shown. `watches` are the stages whose change
    makes it reload (empty: every change); `opens` the stages whose records it can show, for
    links and the search; `role` is handed to `Hooks.may`.
    """

    id: str
    label: str
    icon: str
    factory: Callable[[Place], Screen]
    watches: frozenset[str] = frozenset()
    opens: frozenset[str] = frozenset()
    role: Any = None


@dataclass(frozen=True)
class Facts:
    """What is always to be seen. All texts are ready to show."""

    office: str = ""
    scheme: str = ""
    person: str = ""
    role: str = ""
    file: str = ""
    backup: str = ""
    """``最近备份 9月12日 17:30，已校验``"""
    backup_warning: str = ""
    """A sentence for the red banner: no backup, or older than a day."""
    is_practice: bool = False
    is_read_only: bool = False
    read_only_reason: str = ""


@dataclass(frozen=True)
class Hit(Found):
    """A record found in the whole office."""

    stage: str = ""


@dataclass(frozen=True)
class Hooks:
    """What the app wires in. A hook that is None takes its part off the window.

    Questions are functions that give a query's Ask; `…_of` turn its answer into the shell's own
    words when the answer isn't so already.
    """

    facts: Callable[[], Any] | None = None
    facts_of: Callable[[Any], Facts] = lambda answer: answer
    search: Callable[[str], Any] | None = None
    hits_of: Callable[[Any], Hit] = lambda line: line
    undo_items: Callable[[], Any] | None = None
    """Answers lines with `seq`, `summary`, `detail`, `blocked`, `needs_reason`, newest first."""
    clause: Callable[[str], Any] | None = None
    """Answers a line with `id`, `article`, `says`, `reading` for the clause of this id."""
    may: Callable[[Any], bool] = lambda _role: True
    help: Callable[[str], None] | None = None
    """F1, with the id of the screen shown."""
    switch_person: Callable[[], None] | None = None
    backup_now: Callable[[], None] | None = None
    report: Callable[[Breakdown], None] | None = None
    before_close: Callable[[Callable[[], None]], None] | None = None
    """Does what must be done first (a backup), then calls what it was given."""
    close_office: Callable[[], None] | None = None
