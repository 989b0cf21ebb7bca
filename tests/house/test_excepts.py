"""Everything may be caught in two places only; elsewhere a catch-all must raise again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.sources import dotted, name_of, rooms, tree_of

MAY_CATCH_ALL = {"kcdesk/ui/desk.py", "kcdesk/app/crash.py"}


def catches_all(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted(n) in {"Exception", "BaseException"} for n in named)


def raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_no_error_is_swallowed(room: Path) -> None:
    if name_of(room) in MAY_CATCH_ALL:
        return
    found = [
        f"{name_of(room)}:{node.lineno}"
        for node in ast.walk(tree_of(room))
        if isinstance(node, ast.ExceptHandler) and catches_all(node) and not raises_again(node)
    ]
    assert found == []
