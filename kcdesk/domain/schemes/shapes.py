"""Which kinds may stand beside each other; what a pack gets wrong is said in Chinese.

Asked by the steps and the tests when a pack is read, so that nothing can go wrong later.
"""

from __future__ import annotations

from collections.abc import Sequence

from kcdesk.kernel.kinds import Field


class ShapeError(ValueError):
    """A step or test that cannot be: said in Chinese to the author of the pack."""


def comparable(op: str, left: Field, right: Field) -> None:
    """Raises ShapeError unless both are of one kind (and counts of one unit)."""
    if left.kind != right.kind:
        raise ShapeError(f"“{op}”两边的类型不同（{left.kind} 与 {right.kind}）")
    if left.kind == "whole" and left.unit != right.unit:
        raise ShapeError(f"“{op}”两边的单位不同（{left.unit or '无'}与{right.unit or '无'}）")


def all_comparable(op: str, fields: Sequence[Field]) -> None:
    """Raises ShapeError unless all are of one kind and unit."""
    for other in fields[1:]:
        comparable(op, fields[0], other)


def in_unit(op: str, field: Field, unit: str) -> None:
    """Raises ShapeError unless a count is in this unit."""
    if field.unit != unit:
        raise ShapeError(f"“{op}”要的是{unit}数")


def misused(op: str, fields: Sequence[Field]) -> ShapeError:
    """No way to use `op` with operands of these kinds."""
    given = "、".join(f.kind for f in fields) or "没有"
    return ShapeError(f"“{op}”不能这样用（所给各项的类型：{given}）")
