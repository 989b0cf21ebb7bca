"""A lifecycle as a closed table of moves (lifecycles.md): state, event, next state.

Applications, claims and meetings declare one each. A move that is not in the table is refused
with the moves that are open now; backward moves must say why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kcdesk.kernel.errors import Refusal


class Labelled(StrEnum):
    """A code that is stored, with a label for people: ``DRAFT = "draft", "草稿"``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Labelled:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


S = TypeVar("S", bound=Labelled)
E = TypeVar("E", bound=Labelled)


@dataclass(frozen=True)
class Moves(Generic[S, E]):
    """The moves of one kind of record; `subject` names it in refusals."""

    subject: str
    table: Mapping[tuple[S, E], S]
    wants_reason: frozenset[E]

    def open_events(self, state: S) -> tuple[E, ...]:
        """What may happen to a record in this state."""
        return tuple(event for at, event in self.table if at is state)

    def is_final(self, state: S) -> bool:
        """Whether nothing more happens."""
        return not self.open_events(state)

    def move(self, state: S, event: E, reason: str | None = None) -> S:
        """The next state. Raises Refusal for a move not in the table, or one without its reason.

        `reason` None leaves the reason to the caller; an empty text is a missing reason.
        """
        if (state, event) not in self.table:
            events = "、".join(f"“{e.label}”" for e in self.open_events(state))
            raise Refusal.of(
                f"{self.subject}现在是“{state.label}”，不能{event.label}。",
                cure=f"现在可以：{events}。" if events else "这笔业务已经办结，不再变动。",
                code="move.closed",
            )
        if event in self.wants_reason and reason is not None and not reason.strip():
            raise Refusal.of(
                f"{event.label}要写明原因。",
                cure="请填写原因。",
                field="reason",
                code="move.reason",
            )
        return self.table[state, event]
