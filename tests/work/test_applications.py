"""Applications: checked while they are typed, reviewed, decided, led on to a loan."""

from __future__ import annotations

from typing import Any

import pytest

from kcdesk.kernel.money import Money
from tests.work.county import County


@pytest.fixture
def given(county: County) -> dict[str, Any]:
    """A lawful application of a listed firm."""
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    return {
        "enterprise": county.firm(), "bank": county.bank(), "applied_on": "2021-03-10",
        "amount": "30万元", "term_months": 12, "purpose": "购买原材料",
    }  # fmt: skip


def test_what_a_save_would_be_refused_for_is_told_before(
    county: County, given: dict[str, Any]
) -> None:
    """The check and the command say the same; the check writes nothing."""
    asked = {**given, "amount": Money.wan(30), "security": "credit"}
    asked["applied_on"] = county.clock.today().replace(month=3, day=10)
    good = county.ask("check_application_entry", **asked)
    assert good.refusals == ()
    assert good.trace
    asked["amount"] = Money.wan(20000)
    bad = county.ask("check_application_entry", **asked)
    assert [p.clauses for p in bad.refusals]
    refusal = county.refused("file_application", **{**given, "amount": "20000万元"})
    assert [p.message for p in refusal.problems] == [p.message for p in bad.refusals]


def test_what_cannot_be_judged_is_told_as_a_problem(county: County) -> None:
    """A blank that nobody filled in is named with its cure."""
    asked = {
        "enterprise": county.firm(), "bank": county.bank(), "amount": Money.wan(500),
        "applied_on": county.clock.today(), "term_months": 12, "security": "credit",
    }  # fmt: skip
    found = county.ask("check_application_entry", **asked)
    assert found.refusals


def test_the_card_tells_the_recommendation_and_the_loan(
    county: County, given: dict[str, Any]
) -> None:
    application = county.do("file_application", **given)
    county.do(
        "review_application", by="reviewer", application=application, result="recommend",
        reviewed_on="2021-03-12", document_no="平科函〔2021〕3号", suggested_amount="20万元",
    )  # fmt: skip
    card = county.ask("application_card", application=application)
    assert (card.document_no, card.suggested_amount) == ("平科函〔2021〕3号", Money.wan(20))
    assert (card.state, card.loan, card.loan_id) == ("recommended", "", None)
    county.do(
        "record_bank_decision", application=application, result="approve", decided_on="2021-03-20"
    )
    loan = county.loan(given["enterprise"], given["bank"], application=application)
    card = county.ask("application_card", application=application)
    assert (card.state, card.loan, card.loan_id) == ("disbursed", "合同1", loan)


@pytest.mark.parametrize("result", ["return", "decline"])
def test_a_missing_reason_is_asked_for_where_it_is_written(
    county: County, given: dict[str, Any], result: str
) -> None:
    application = county.do("file_application", **given)
    refusal = county.refused(
        "review_application", by="reviewer", application=application, result=result,
        reviewed_on="2021-03-12",
    )  # fmt: skip
    assert [p.field for p in refusal.problems] == ["opinion"]


def test_a_closed_move_belongs_to_no_field(county: County, given: dict[str, Any]) -> None:
    application = county.do("file_application", **given)
    refusal = county.refused("resubmit_application", application=application)
    assert [p.field for p in refusal.problems] == [""]
    gone = county.refused("withdraw_application", application=application, reason=" ")
    assert {p.field for p in gone.problems} == {"reason"}


def test_an_impossible_application_is_refused_before_any_policy_is_asked(
    county: County, given: dict[str, Any]
) -> None:
    nothing = {**given, "amount": Money(0), "term_months": 0}
    asked = {**nothing, "security": "credit", "applied_on": county.clock.today()}
    found = county.ask("check_application_entry", **asked)
    assert [p.field for p in found.refusals] == ["amount", "term_months"]
    assert found.trace == ()
    refusal = county.refused("file_application", **{**nothing, "amount": "0"})
    assert [p.message for p in refusal.problems] == [p.message for p in found.refusals]


def test_a_returned_application_comes_back_and_may_be_withdrawn(
    county: County, given: dict[str, Any]
) -> None:
    application = county.do("file_application", **given)
    review: dict[str, Any] = {"by": "reviewer", "application": application, "result": "return"}
    early = county.refused(
        "review_application", reviewed_on="2021-03-09", opinion="缺财务报表", **review
    )
    assert [p.field for p in early.problems] == ["reviewed_on"]
    county.do("review_application", reviewed_on="2021-03-11", opinion="缺财务报表", **review)
    assert county.ask("applications", state="returned")[0].id == application
    county.do("resubmit_application", application=application)
    assert county.ask("applications", find="jiagongsi")[0].state == "submitted"
    county.do("withdraw_application", application=application, reason="不再需要")
    (line,) = county.ask("applications", enterprise=given["enterprise"])
    assert line.state == "withdrawn"
