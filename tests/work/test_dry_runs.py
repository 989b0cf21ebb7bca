"""What a save would be refused for, asked beforehand; and what a meeting does for all units at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.kernel.money import Money
from kcdesk.work.command import COMMANDS
from tests.work.county import County


def clauses(problems: tuple[object, ...]) -> list[str]:
    return [c for p in problems for c in getattr(p, "clauses", ())]


def test_the_room_is_the_cap_less_what_is_owed_everywhere(county: County) -> None:
    firm = county.firm()
    county.loan(firm, county.bank())
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-01-01")
    room = county.ask("enterprise_room", enterprise=firm, on=date(2021, 4, 1))
    assert (room.cap, room.outstanding, room.left) == (
        Money.wan(300), Money.wan(30), Money.wan(270),
    )  # fmt: skip
    assert room.clauses == ("PH-1",)


def test_the_room_says_why_it_is_open_while_the_new_measures_day_is(county: County) -> None:
    room = county.ask("enterprise_room", enterprise=county.firm(), on=date(2021, 4, 1))
    assert (room.cap, room.left) == (None, None)
    assert "新办法施行日" in room.open_text


def test_a_dry_run_of_a_loan_says_what_saving_it_would(county: County) -> None:
    firm, bank = county.firm(listed_on="2021-06-01"), county.bank()
    given: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "amount": "30万元", "disbursed_on": "2021-03-25",
        "due_on": "2022-03-24", "contract_no": "甲1",
    }  # fmt: skip
    command = take_fields(COMMANDS["disburse_loan"], given, Within(county.clock.today()))
    asked = {k: v for k, v in vars(command).items() if k in {*given, "security"} - {"contract_no"}}
    said = county.ask("loan_check", **asked)
    refused = county.refused("disburse_loan", **given)
    assert [p.message for p in said.refusals] == [p.message for p in refused.problems]
    assert said.trace
    assert county.ask("loans") == ()


def test_a_dry_run_of_an_impossible_loan_names_the_field(county: County) -> None:
    said = county.ask(
        "loan_check", enterprise=county.firm(), bank=county.bank(), amount=Money.wan(1),
        disbursed_on=date(2021, 3, 25), due_on=date(2021, 3, 1), security="credit",
    )  # fmt: skip
    assert [p.field for p in said.refusals] == ["due_on"]


def test_a_dry_run_of_an_extension(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    late = county.ask(
        "extension_check", loan=loan, agreed_on=date(2022, 4, 1), due_on=date(2022, 9, 24)
    )
    assert clauses(late.refusals) == ["DK-1"]
    backward = county.ask(
        "extension_check", loan=loan, agreed_on=date(2022, 3, 1), due_on=date(2022, 3, 1)
    )
    assert [p.field for p in backward.refusals] == ["due_on"]


def test_the_class_is_suggested_by_the_days_overdue(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    advice = county.ask("grade_advice", loan=loan, on=date(2022, 8, 1))
    assert (advice.overdue_days, advice.grade) == (130, "substandard")


def test_a_dry_run_of_a_claim_and_of_its_review(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    early = county.ask("claim_check", loan=loan, filed_on=date(2021, 8, 1), reason="other")
    assert early.refusals
    claim = county.claim(loan)
    county.do("accept_claim", claim=claim)
    bare = county.ask("review_check", claim=claim)
    assert "PH-6f" in clauses(bare.refusals)
    met = tuple(c.value for c in county.ask("default_conditions"))
    full = county.ask("review_check", claim=claim, conditions=met)
    assert not full.refusals
    assert full.fund_share == Money.wan(18)


def test_a_dry_run_of_a_resolution_follows_the_opinions(county: County) -> None:
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    assert county.ask("resolution_check", item=item, result="agree")
    county.opinions(item)
    assert county.ask("resolution_check", item=item, result="agree") == ()
    assert county.ask("resolution_check", item=item, result="disagree")


def test_units_of_the_programme_are_added_once(county: County) -> None:
    codes = [u.value for u in county.ask("proposed_member_units")]
    assert county.do("adopt_member_units", units=codes) == 7
    assert county.ask("proposed_member_units") == ()
    refusal = county.refused("adopt_member_units", units=codes)
    assert refusal.problems[0].field == "units"


def test_the_rest_sign_in_and_speak_at_once(county: County) -> None:
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    units = county.units()
    meeting = county.do("call_meeting", on="2022-09-12", held_on="2022-09-12", claims=[claim])
    item = county.ask("meeting_card", meeting=meeting).items[0].id
    assert county.refused("record_rest_opinions", item=item)
    county.do("sign_in", meeting=meeting, unit=units[0])
    assert county.do("sign_in_rest", meeting=meeting) == 6
    assert county.refused("sign_in_rest", meeting=meeting)
    county.do("record_opinion", item=item, unit=units[0], choice="disagree")
    assert county.do("record_rest_opinions", item=item) == 6
    card = county.ask("item_card", item=item)
    assert (card.opinions_text, card.tally) == ("同意6、不同意1", "agreed")
    assert county.refused("record_rest_opinions", item=item)
    assert county.refused("sign_in", meeting=meeting, unit=units[0], is_present=False)


def test_a_meeting_signed_in_all_at_once_begins(county: County) -> None:
    county.units()
    meeting = county.do("call_meeting", on="2022-09-12", held_on="2022-09-12")
    county.do("sign_in_rest", meeting=meeting)
    assert county.ask("meeting_card", meeting=meeting).state == "signing_in"


def test_the_history_of_a_meeting_has_its_opinions(county: County) -> None:
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    county.opinions(item)
    meeting = county.ask("meetings")[0].id
    labels = [e.label for e in county.ask("record_history", table="meeting", record=meeting)]
    assert labels.count("登记单位意见") == 7
    assert labels[-1] == "召集联席会议"
