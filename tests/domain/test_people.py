"""Roles, and four eyes on every claim."""

from __future__ import annotations

import pytest

from kcdesk.domain.people import Role, may, refuse_same_person, refuse_unless_may
from kcdesk.kernel.errors import Refusal

CLERK, REVIEWER, APPROVER, ADMIN = Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ADMIN


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (CLERK, {CLERK}),
        (REVIEWER, {CLERK, REVIEWER}),
        (APPROVER, {CLERK, REVIEWER, APPROVER}),
        (ADMIN, {CLERK, ADMIN}),
    ],
)
def test_what_each_role_may_do(role: Role, allowed: set[Role]) -> None:
    assert {needed for needed in Role if may(role, needed)} == allowed


def test_the_refusal_names_both_posts() -> None:
    refuse_unless_may(REVIEWER, CLERK, "登记企业")
    with pytest.raises(Refusal, match="“登记决议”须由审批岗办理，您的岗位是管理"):
        refuse_unless_may(ADMIN, APPROVER, "登记决议")


def test_whoever_entered_does_not_approve() -> None:
    refuse_same_person(2, {"录入": 1, "初审": None}, "审批")
    with pytest.raises(Refusal) as caught:
        refuse_same_person(1, {"录入": 1, "初审": 1, "复核": 3}, "审批")
    assert caught.value.problems[0].message == "这笔业务由您录入、初审，不能再由您审批。"
    assert caught.value.problems[0].cure == "请另一位人员登录后审批。"
