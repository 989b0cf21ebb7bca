"""Lifecycles are closed tables: what is not in them is refused, naming what is open."""

from __future__ import annotations

import pytest

from kcdesk.domain.schemes.moves import Labelled, Moves
from kcdesk.kernel.errors import Refusal


class Door(Labelled):
    OPEN = "open", "开着"
    SHUT = "shut", "关着"
    WALLED = "walled", "封死"


class Act(Labelled):
    CLOSE = "close", "关门"
    OPEN = "open", "开门"
    WALL = "wall", "封门"


DOORS = Moves(
    "门",
    {
        (Door.OPEN, Act.CLOSE): Door.SHUT,
        (Door.SHUT, Act.OPEN): Door.OPEN,
        (Door.SHUT, Act.WALL): Door.WALLED,
    },
    frozenset({Act.WALL}),
)


def test_a_move_in_the_table() -> None:
    assert DOORS.move(Door.OPEN, Act.CLOSE) is Door.SHUT


def test_a_move_that_is_not_names_the_open_ones() -> None:
    with pytest.raises(Refusal) as caught:
        DOORS.move(Door.SHUT, Act.CLOSE)
    assert str(caught.value) == "门现在是“关着”，不能关门。现在可以：“开门”、“封门”。"


def test_a_final_state_says_so() -> None:
    assert DOORS.is_final(Door.WALLED)
    assert not DOORS.is_final(Door.OPEN)
    with pytest.raises(Refusal, match="已经办结"):
        DOORS.move(Door.WALLED, Act.OPEN)


def test_a_move_that_wants_a_reason() -> None:
    with pytest.raises(Refusal, match="封门要写明原因"):
        DOORS.move(Door.SHUT, Act.WALL, "  ")
    assert DOORS.move(Door.SHUT, Act.WALL, "漏风") is Door.WALLED
    assert DOORS.move(Door.SHUT, Act.WALL) is Door.WALLED


def test_codes_are_stored_labels_are_shown() -> None:
    assert Door("shut") is Door.SHUT
    assert (str(Door.SHUT), Door.SHUT.label) == ("shut", "关着")
