"""What a query is: a function of a `Read` and annotated parameters, asked by name.

Calling a registered query does not run it; it gives an `Ask` that `Office.ask` (or the desk's
office thread) runs. Lines and cards are frozen dataclasses whose fields carry kernel `Field`s, so
tables, cards, exports and the catalogue are made from the same declaration.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, is_dataclass
from functools import wraps
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    TypeVar,
    get_args,
    get_type_hints,
)

from kcdesk.kernel.kinds import Field, Slot, slot_of, slots_of

if TYPE_CHECKING:
    from kcdesk.work.context import Read

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Ask(Generic[R]):
    """A question ready to be asked: which query, with which parameters."""

    name: str
    with_: Mapping[str, Any]
    run: Callable[[Read], R]


def _has_kinds(answer: type) -> bool:
    """Whether it is told in fields: a paper to be looked at holds bytes, which are none."""
    hints = get_type_hints(answer, include_extras=True).values()
    return all(any(isinstance(extra, Field) for extra in get_args(hint)) for hint in hints)


@dataclass(frozen=True)
class Query:
    """A registered query."""

    name: str
    label: str
    function: Callable[..., Any]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The parameters."""
        hints = get_type_hints(self.function, include_extras=True)
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return tuple(
            slot_of(p.name, hints[p.name], MISSING if p.default is p.empty else p.default)
            for p in parameters
        )

    @property
    def answer(self) -> type | None:
        """The dataclass of a line or a card; None when the answer is a plain value or a file."""
        returned = get_type_hints(self.function)["return"]
        for candidate in (returned, *get_args(returned)):
            if isinstance(candidate, type) and is_dataclass(candidate) and _has_kinds(candidate):
                return candidate
        return None

    @property
    def columns(self) -> tuple[Slot, ...]:
        """The answer's fields."""
        return () if self.answer is None else slots_of(self.answer)

    def ask(self, **parameters: Any) -> Ask[Any]:
        """The question with these parameters."""
        function = self.function
        return Ask(
            self.name, MappingProxyType(parameters), lambda read: function(read, **parameters)
        )


QUERIES: dict[str, Query] = {}


@dataclass(frozen=True)
class OptionLine:
    """One option of a ``code`` field: what `Field.source` queries give."""

    value: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "名称")]


def query(label: str) -> Callable[[Callable[Concatenate[Read, P], R]], Callable[P, Ask[R]]]:
    """Register a query under its function's name."""

    def register(function: Callable[Concatenate[Read, P], R]) -> Callable[P, Ask[R]]:
        name = function.__name__
        QUERIES[name] = Query(name, label, function)
        signature = inspect.signature(function)

        @wraps(function)
        def make(*args: P.args, **kwargs: P.kwargs) -> Ask[R]:
            bound = signature.bind(None, *args, **kwargs)
            given = dict(list(bound.arguments.items())[1:])
            return Ask(name, MappingProxyType(given), lambda read: function(read, *args, **kwargs))

        return make

    return register
