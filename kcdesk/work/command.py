"""What a command is: a frozen dataclass of annotated fields, its handler, its role, its undo.

A screen, a scenario file and the command line make commands; `Office.do` carries them out. The
registry is keyed by the handler's name (``file_claim``), from which the catalogue is printed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from kcdesk.domain.people import Role
from kcdesk.kernel.kinds import Slot, plain_fields, slots_of

if TYPE_CHECKING:
    from kcdesk.work.context import Work


class UndoPolicy(Enum):
    """What taking a command back means."""

    RESTORE = "restore"
    """Every row becomes what it was before, if nothing later has touched it."""
    REVERSE = "reverse"
    """It posted to the fund: a reversing voucher with a reason; the records stay, void."""
    NEVER = "never"
    """It has left the office (printed, sealed); `lawful_way` says what to do instead."""


@dataclasses.dataclass(frozen=True)
class About:
    """What holds for every command of a class."""

    name: str
    label: str
    stage: str
    role: Role
    undo: UndoPolicy
    lawful_way: str


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,)
)
class Command:
    """Base of all commands; subclasses become frozen keyword-only dataclasses."""

    about: ClassVar[About]

    def __init_subclass__(
        cls,
        *,
        label: str,
        stage: str,
        role: Role = Role.CLERK,
        undo: UndoPolicy = UndoPolicy.RESTORE,
        lawful_way: str = "",
    ) -> None:
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        cls.about = About(name, label, stage, role, undo, lawful_way)
        COMMANDS[name] = cls

    def payload(self) -> dict[str, Any]:
        """The fields as JSON; secrets are masked."""
        return plain_fields(self)


COMMANDS: dict[str, type[Command]] = {}
"""Every command by its handler's name."""

C = TypeVar("C", bound=Command)
Handler = Callable[["Work", Any], int | None]
HANDLERS: dict[str, Handler] = {}


def handles(
    command: type[C],
) -> Callable[[Callable[[Work, C], int | None]], Callable[[Work, C], int | None]]:
    """Register the handler of a command; its name must be the command's."""

    def register(handler: Callable[[Work, C], int | None]) -> Callable[[Work, C], int | None]:
        if handler.__name__ != command.about.name:
            raise TypeError(f"{handler.__name__} handles {command.about.name}")
        HANDLERS[command.about.name] = handler
        return handler

    return register


def fields_of(command: type[Command]) -> tuple[Slot, ...]:
    """The command's fields, in entry order."""
    return slots_of(command)
