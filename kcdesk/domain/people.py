"""Who works in the office and what each may do. Called by every command before it runs.

The office keeps entering, reviewing and approving apart: whoever entered a record never
approves it, whatever the role.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kcdesk.kernel.errors import Refusal


class Role(StrEnum):
    """A person's post at the desk."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """For people."""
        return _LABELS[self]


_LABELS = {
    Role.CLERK: "经办",
    Role.REVIEWER: "复核",
    Role.APPROVER: "审批",
    Role.ADMIN: "管理",
}

# Whoever reviews or approves may also enter; managing the office gives no say over money.
_MAY = {
    Role.CLERK: {Role.CLERK},
    Role.REVIEWER: {Role.CLERK, Role.REVIEWER},
    Role.APPROVER: {Role.CLERK, Role.REVIEWER, Role.APPROVER},
    Role.ADMIN: {Role.CLERK, Role.ADMIN},
}


def may(role: Role, needed: Role) -> bool:
    """Whether a person of `role` may do what asks for `needed`."""
    return needed in _MAY[role]


def refuse_unless_may(role: Role, needed: Role, action: str) -> None:
    """Raises Refusal naming the post that may do `action`."""
    if not may(role, needed):
        raise Refusal.of(
            f"“{action}”须由{needed.label}岗办理，您的岗位是{role.label}。",
            cure=f"请{needed.label}岗人员登录后办理。",
            code="people.role",
        )


def refuse_same_person(person: int, earlier: Mapping[str, int | None], action: str) -> None:
    """Raises Refusal when `person` did one of the earlier steps of the same record.

    `earlier` names each step by its label (``录入``) with the person's id, None if not done.
    """
    done = [label for label, other in earlier.items() if other == person]
    if done:
        raise Refusal.of(
            f"这笔业务由您{'、'.join(done)}，不能再由您{action}。",
            cure=f"请另一位人员登录后{action}。",
            code="people.same_person",
        )
