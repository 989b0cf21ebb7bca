"""The joint meeting, when something is amiss: nobody to call, no seat, a word taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.county import County


@pytest.fixture
def item(county: County) -> int:
    """A reviewed claim before a meeting that everybody attends."""
    county.money()
    (found,) = county.meeting(county.reviewed(county.loan(county.firm(), county.bank())))
    return found


def test_nobody_can_be_called_before_there_are_members(county: County) -> None:
    refusal = county.refused("call_meeting", held_on="2022-09-12")
    assert "还没有登记联席会议成员单位" in str(refusal)


def test_a_unit_that_is_a_member_no_longer_is_not_called(county: County) -> None:
    first, *_ = county.units()
    given: dict[str, Any] = {"unit": first, "representative": "陈副局长", "post": "副局长"}
    county.do("revise_member_unit", **given, is_active=True)
    assert county.ask("member_units")[0].representative == "陈副局长"
    county.do("revise_member_unit", **given, is_active=False)
    meeting = county.do("call_meeting", on="2022-09-12", held_on="2022-09-12")
    seats = county.ask("meeting_card", meeting=meeting).seats
    assert first not in [seat.id for seat in seats]
    refusal = county.refused("sign_in", meeting=meeting, unit=first)
    assert "不在本次会议的应到名单内" in str(refusal)


def test_a_second_opinion_replaces_the_first_until_the_item_is_resolved(
    county: County, item: int
) -> None:
    county.opinions(item, "disagree")
    county.opinions(item, "agree")
    card = county.ask("item_card", item=item)
    assert card.opinions_text == "同意7"
    assert [o.id for o in card.opinions] == county.units()
    county.do("record_resolution", by="approver", item=item, result="agree")
    refusal = county.refused("record_opinion", item=item, unit=county.units()[0], choice="defer")
    assert "这个议题已有决议" in str(refusal)


def test_nothing_is_paid_when_the_borrower_has_repaid_all_since(county: County, item: int) -> None:
    """The share that was set aside stays no longer due, whoever stands behind in the queue."""
    county.opinions(item)
    county.do("record_resolution", by="approver", item=item, result="agree")
    claim = county.ask("item_card", item=item).claim_id
    loan = county.ask("claim_card", claim=claim).loan_id
    county.do(
        "record_repayment", on="2022-09-13", loan=loan, repaid_on="2022-09-13", principal="30万元"
    )
    refusal = county.refused(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    assert "可以兑付的金额为零" in str(refusal)


def test_a_unit_is_a_member_once(county: County) -> None:
    county.units()
    name = county.ask("member_units")[0].name
    assert "已登记过" in str(county.refused("register_member_unit", name=name))
