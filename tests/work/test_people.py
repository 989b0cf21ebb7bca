"""Who may do what at the desk: somebody always manages the office, passwords are one's own."""

from __future__ import annotations

import pytest

from tests.work.county import County


def test_the_office_always_has_somebody_who_manages_it(county: County) -> None:
    admin = county.people["admin"]
    refusal = county.refused(
        "change_person", by="admin", person=admin, role="clerk", is_active=True
    )
    assert "至少要有一位在岗的管理人员" in str(refusal)
    county.do(
        "change_person", by="admin", person=county.people["approver"], role="admin", is_active=True
    )
    county.do("change_person", by="admin", person=admin, role="clerk", is_active=True)
    people = {p.id: p.role_label for p in county.ask("people")}
    assert (people[admin], people[county.people["approver"]]) == ("经办", "管理")


def test_who_left_no_longer_signs_in(county: County) -> None:
    clerk = county.people["clerk"]
    assert clerk in [p.id for p in county.ask("people", active_only=True)]
    county.do("change_person", by="admin", person=clerk, role="clerk", is_active=False)
    assert clerk not in [p.id for p in county.ask("people", active_only=True)]
    assert not county.ask("may_sign_in", person=clerk)


def test_a_password_opens_the_desk_and_nothing_else_does(county: County) -> None:
    clerk = county.people["clerk"]
    assert county.ask("may_sign_in", person=clerk)
    county.do("set_secret", person=clerk, secret="平湖2022!")
    assert county.ask("may_sign_in", person=clerk, secret="平湖2022!")
    assert not county.ask("may_sign_in", person=clerk, secret="平湖2023!")
    assert not county.ask("may_sign_in", person=clerk)
    county.do("set_secret", by="admin", person=clerk)
    assert county.ask("may_sign_in", person=clerk)


@pytest.mark.parametrize(
    ("person", "secret", "says"),
    [("reviewer", "123456", "只能设置自己的密码"), ("clerk", "12345", "密码至少要6位")],
)
def test_a_password_is_ones_own_and_not_too_short(
    county: County, person: str, secret: str, says: str
) -> None:
    refusal = county.refused("set_secret", person=county.people[person], secret=secret)
    assert says in str(refusal)


def test_a_new_office_is_told_to_register_who_reviews_and_approves(county: County) -> None:
    for role in ("reviewer", "approver"):
        county.do(
            "change_person", by="admin", person=county.people[role], role=role, is_active=False
        )
    assert "登记复核、审批人员" in county.ask("todos")[0].what
