"""What the programme asks for: which fields a form has, which tabs a card.

A programme without products has no field for them. The office is asked once when a screen is made
and again when the programme changed; whatever hangs on the answer waits for it.
"""

from __future__ import annotations

from collections.abc import Callable

from kcdesk.ui.kit import Screen
from kcdesk.work.queries.schemes import AskedFields, asked_fields


class Asked:
    """The names of `asked_fields`, as one screen knows them."""

    def __init__(self, screen: Screen, changed: Callable[[], None] = lambda: None) -> None:
        """`changed` is called whenever the names have come."""
        self.names: frozenset[str] = frozenset()
        self._screen, self._changed = screen, changed
        self._is_known = False
        self._waiting: list[Callable[[], None]] = []
        self.reload()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def reload(self) -> None:
        """Ask anew."""
        self._screen.desk.ask(
            asked_fields(), self._came, self._screen, self._screen.say_trouble, slot="asked"
        )

    def then(self, go_on: Callable[[], None]) -> None:
        """Go on as soon as the answer is there; at once when it is."""
        if self._is_known:
            go_on()
        else:
            self._waiting.append(go_on)

    def hidden(self, *names: str) -> tuple[str, ...]:
        """Those of these fields that the programme has no use for."""
        return tuple(name for name in names if name not in self.names)

    def _came(self, answer: AskedFields) -> None:
        self.names, self._is_known = answer.names, True
        self._changed()
        waiting, self._waiting = self._waiting, []
        for go_on in waiting:
            go_on()
