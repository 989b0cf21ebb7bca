"""Claims: filed, checked off, reviewed with the calculation, by different people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.county import County


def shares(county: County, claim: int) -> tuple[str, ...]:
    """Loss, fund, guarantor, bank."""
    card = county.ask("claim_card", claim=claim)
    parts = (card.loss, card.fund_share, card.guarantor_share, card.bank_share)
    return tuple(m.plain() for m in parts)


def test_credit_loan_of_300000_is_shared_six_to_four(county: County) -> None:
    """PH-6e: 30万元 at 6:4 is 18万元 for the fund."""
    claim = county.claim(county.loan(county.firm(), county.bank()))
    assert shares(county, claim) == ("300000.00", "180000.00", "0.00", "120000.00")
    assert county.ask("claim_card", claim=claim).ratio_words == "风险补偿金6、合作机构4"


def test_guaranteed_loan_of_a_million_is_shared_four_four_two(county: County) -> None:
    """PH-9: 100 → 40/40/20."""
    loan = county.loan(
        county.firm(), county.bank(), "100万元", security="guarantee", guarantor=county.guarantor()
    )
    claim = county.claim(loan)
    assert shares(county, claim) == ("1000000.00", "400000.00", "400000.00", "200000.00")


def test_a_natural_persons_surety_alone_is_shared_six_to_four(county: County) -> None:
    """PH-9, the reading chosen: only a guarantee institution bound by contract makes it 保证."""
    loan = county.loan(county.firm(), county.bank(), "100万元", security="guarantee")
    assert shares(county, county.claim(loan))[1:] == ("600000.00", "0.00", "400000.00")


@pytest.mark.parametrize(
    ("guaranteed", "expected"),
    [
        (False, ("100.01", "60.00", "0.00", "40.01")),
        (True, ("100.01", "40.00", "40.00", "20.01")),
    ],
)
def test_the_odd_fen_stays_with_the_bank(
    county: County, guaranteed: bool, expected: tuple[str, ...]
) -> None:
    """money.md B2, first row: the fund never pays above its ratio."""
    more: dict[str, Any] = (
        {"security": "guarantee", "guarantor": county.guarantor()} if guaranteed else {}
    )
    claim = county.claim(county.loan(county.firm(), county.bank(), "100.01", **more))
    assert shares(county, claim) == expected


def test_interest_arrears_do_not_enter_the_loss_but_are_shown(county: County) -> None:
    """PH-6d: the loss is the principal."""
    loan = county.loan(county.firm(), county.bank())
    county.do("report_interest_arrears", loan=loan, amount="1234.56")
    card = county.ask("claim_card", claim=county.claim(loan))
    assert card.interest_arrears.plain() == "1234.56"
    assert card.loss.plain() == "300000.00"


def test_a_repayment_after_filing_lowers_the_loss(county: County) -> None:
    """money.md B5: 300,000 less 20,000 → 280,000 → 168,000 / 112,000."""
    loan = county.loan(county.firm(), county.bank())
    claim = county.claim(loan)
    county.do("record_repayment", loan=loan, repaid_on="2022-08-02", principal="20000")
    assert shares(county, claim) == ("280000.00", "168000.00", "0.00", "112000.00")


def test_a_claim_before_maturity_is_refused(county: County) -> None:
    """PH-6b: the day of maturity itself is not yet past it."""
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-03-20", loan=loan, grade="次级", graded_on="2022-03-20")
    refusal = county.refused(
        "file_claim", on="2022-03-24", loan=loan, filed_on="2022-03-24", reason="customers_unpaid"
    )
    assert "PH-6b" in refusal.clauses
    claim = county.do(
        "file_claim", on="2022-03-25", loan=loan, filed_on="2022-03-25", reason="customers_unpaid"
    )
    assert county.ask("claim_card", claim=claim).state == "submitted"


def test_acceptance_waits_for_the_required_papers(county: County) -> None:
    """The missing ones are named; ticking them lets the claim in."""
    loan = county.loan(county.firm(), county.bank())
    claim = county.claim(loan, materials=["claim_form"])
    refusal = county.refused("accept_claim", claim=claim)
    assert "借款合同" in str(refusal)
    assert "还缺" in str(refusal)
    for line in county.ask("claim_card", claim=claim).materials:
        if line.is_required and not line.is_present:
            county.do("tick_material", claim=claim, material=line.material)
    county.do("accept_claim", claim=claim)
    assert county.ask("claim_card", claim=claim).state == "reviewing"


def test_a_review_without_every_condition_cannot_pass(county: County) -> None:
    """PH-6f: unticked → cannot go on; nothing is written."""
    claim = county.claim(county.loan(county.firm(), county.bank()))
    county.do("accept_claim", claim=claim)
    met = [c.value for c in county.ask("default_conditions")][1:]
    refusal = county.refused(
        "review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-02", conditions=met
    )
    assert "PH-6f" in refusal.clauses


def test_whoever_entered_a_claim_cannot_review_it(county: County) -> None:
    """A reviewer may enter, but not review the own entry."""
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    papers = [m.value for m in county.ask("claim_materials")]
    claim = county.do(
        "file_claim", by="reviewer", on="2022-08-01", loan=loan, filed_on="2022-08-01",
        reason="customers_unpaid", materials=papers,
    )  # fmt: skip
    county.do("accept_claim", claim=claim)
    refusal = county.refused("review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-02")
    assert "录入" in str(refusal)


def test_a_returned_claim_comes_back_with_todays_principal(county: County) -> None:
    """退回补正 wants an opinion; resubmitting takes the principal anew."""
    loan = county.loan(county.firm(), county.bank())
    claim = county.claim(loan)
    county.do("accept_claim", claim=claim)
    county.refused(
        "review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-02", result="return"
    )
    county.do(
        "review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-02", result="return",
        opinion="缺流水",
    )  # fmt: skip
    county.do("record_repayment", loan=loan, repaid_on="2022-08-03", principal="50000")
    county.do("resubmit_claim", claim=claim)
    card = county.ask("claim_card", claim=claim)
    assert (card.state, card.principal.plain()) == ("submitted", "250000.00")


def test_one_loan_has_one_claim_until_that_is_withdrawn(county: County) -> None:
    """A second claim names the first; after withdrawal a new number is given."""
    loan = county.loan(county.firm(), county.bank())
    claim = county.claim(loan)
    refusal = county.refused(
        "file_claim", loan=loan, filed_on="2022-08-02", reason="customers_unpaid"
    )
    assert "DC2022-0001" in str(refusal)
    county.refused("withdraw_claim", claim=claim, reason=" ")
    county.do("withdraw_claim", claim=claim, reason="企业已还款")
    again = county.claim(loan)
    assert county.ask("claim_card", claim=again).number == "DC2022-0002"


def test_a_number_is_not_given_out_twice_after_an_undo(county: County) -> None:
    """The undone claim keeps its number in the journal."""
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    done = county.done(
        "file_claim", on="2022-08-01", loan=loan, filed_on="2022-08-01", reason="customers_unpaid"
    )
    county.office.undo(done.seq, by=county.people["clerk"])
    claim = county.do("file_claim", loan=loan, filed_on="2022-08-01", reason="customers_unpaid")
    assert county.ask("claim_card", claim=claim).number == "DC2022-0002"


def test_unknown_reasons_and_papers_are_refused(county: County) -> None:
    """Codes come from the programme."""
    loan = county.loan(county.firm(), county.bank())
    wrong: tuple[dict[str, Any], ...] = (
        {"reason": "没有"},
        {"reason": "other", "materials": ["没有"]},
    )
    for given in wrong:
        refusal = county.refused(
            "file_claim", on="2022-08-01", loan=loan, filed_on="2022-08-01", **given
        )
        assert "没有" in str(refusal)


def test_papers_are_fixed_once_the_review_has_passed(county: County) -> None:
    """A tick after the review is refused."""
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    county.refused("tick_material", claim=claim, material="loan_contract", is_present=False)


def test_claims_are_found_by_initials_and_number(county: County) -> None:
    """The list of open claims."""
    claim = county.claim(county.loan(county.firm(name="德耐尔能源装备有限公司"), county.bank()))
    assert [c.id for c in county.ask("open_claims", find="dnenyzb")] == [claim]
    assert [c.id for c in county.ask("claims", find="DC2022")] == [claim]
    assert county.ask("claims", find="没有这家") == ()


def test_the_lines_of_the_card_are_told_apart(county: County) -> None:
    claim = county.claim(county.loan(county.firm(), county.bank()))
    card = county.ask("claim_card", claim=claim)
    assert [m.id for m in card.materials] == [m.order_no for m in card.materials]
    assert [c.id for c in card.conditions] == [c.order_no for c in card.conditions]


def test_only_papers_of_the_list_are_ticked(county: County) -> None:
    claim = county.claim(county.loan(county.firm(), county.bank()))
    refusal = county.refused("tick_material", claim=claim, material="marriage_certificate")
    assert "材料清单里没有“marriage_certificate”" in str(refusal)


def test_a_review_is_not_older_than_its_claim(county: County) -> None:
    claim = county.claim(county.loan(county.firm(), county.bank()))
    county.do("accept_claim", claim=claim)
    refusal = county.refused("review_claim", by="reviewer", claim=claim, reviewed_on="2022-07-31")
    assert [p.field for p in refusal.problems] == ["reviewed_on"]
