"""Loans: caps, dates and "was it on the list that day", to the 分 and to the day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.county import County


def test_a_loan_on_the_day_before_admission_is_not_covered(county: County) -> None:
    """PH-7: listed 2021-03-01, lent 2021-02-28 → refused; on the day itself → covered."""
    firm, bank = county.firm("2021-03-01"), county.bank()
    refusal = county.refused(
        "disburse_loan", enterprise=firm, bank=bank, amount="30万元", disbursed_on="2021-02-28",
        due_on="2022-02-27", contract_no="1",
    )  # fmt: skip
    assert refusal.clauses == ("PH-7",)
    assert "2021年2月28日" in str(refusal)
    county.loan(firm, bank, disbursed_on="2021-03-01", due_on="2022-02-28")


def test_a_loan_on_the_last_day_of_the_list_is_covered(county: County) -> None:
    """The day of removal still counts; the day after does not."""
    firm, bank = county.firm("2021-03-01"), county.bank()
    county.do(
        "remove_from_list", by="reviewer", enterprise=firm, until_on="2021-06-30",
        document_no="平科〔2021〕9号", reason="迁出",
    )  # fmt: skip
    county.loan(firm, bank, disbursed_on="2021-06-30", due_on="2022-06-29")
    refusal = county.refused(
        "disburse_loan", enterprise=firm, bank=bank, amount="1万元", disbursed_on="2021-07-01",
        due_on="2022-06-30", contract_no="2",
    )  # fmt: skip
    assert "PH-7" in refusal.clauses


@pytest.mark.parametrize(("earlier", "asked", "fits"), [
    ("250万元", "50万元", True),
    ("250万元", "50.000001万元", False),
    ("0.01", "299.999999万元", True),
])  # fmt: skip
def test_the_old_cap_is_300_over_all_banks(
    county: County, earlier: str, asked: str, fits: bool
) -> None:
    """PH-1, before the new measure (its start is filled in): the sum over every bank counts."""
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    firm, first, second = county.firm(), county.bank(), county.bank("另一家银行")
    county.loan(firm, first, earlier)
    given: dict[str, Any] = {
        "enterprise": firm, "bank": second, "amount": asked, "disbursed_on": "2021-04-01",
        "due_on": "2022-03-31", "contract_no": "2",
    }  # fmt: skip
    if fits:
        county.do("disburse_loan", **given)
    else:
        assert county.refused("disburse_loan", **given).clauses == ("PH-1",)


@pytest.mark.parametrize(("asked", "fits"), [("750万元", True), ("750.01万元", False)])
def test_the_new_cap_is_1000_from_its_first_day(county: County, asked: str, fits: bool) -> None:
    """PH-1: 250 + 750 passes, 250 + 750.01 is refused."""
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    firm, first, second = county.firm(), county.bank(), county.bank("另一家银行")
    county.loan(firm, first, "250万元", disbursed_on="2024-05-31", due_on="2025-05-30")
    given: dict[str, Any] = {
        "enterprise": firm, "bank": second, "amount": asked, "disbursed_on": "2024-06-01",
        "due_on": "2025-05-31", "contract_no": "2",
    }  # fmt: skip
    if fits:
        county.do("disburse_loan", **given)
    else:
        assert county.refused("disburse_loan", **given).clauses == ("PH-1",)


def test_a_sum_between_the_caps_waits_for_the_start_of_the_new_measure(county: County) -> None:
    """PH-1: what the text leaves open and is needed is a refusal that says so."""
    firm, bank = county.firm(), county.bank()
    given: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "amount": "500万元", "disbursed_on": "2024-06-01",
        "due_on": "2025-05-31", "contract_no": "1",
    }  # fmt: skip
    refusal = county.refused("disburse_loan", **given)
    assert "PH-1" in refusal.clauses
    assert "新办法施行日" in str(refusal)
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-01-01")
    county.do("disburse_loan", **given)


def test_repaid_principal_gives_room_again(county: County) -> None:
    """Only what is outstanding on that day counts."""
    firm, bank = county.firm(), county.bank()
    loan = county.loan(firm, bank, "300万元")
    county.do("record_repayment", loan=loan, repaid_on="2021-06-01", principal="100万元")
    county.loan(
        firm, bank, "100万元", disbursed_on="2021-06-01", due_on="2022-05-31", contract_no="2"
    )


def test_a_bank_that_is_no_partner_that_day_is_refused(county: County) -> None:
    """PH-7: 合作机构."""
    firm, bank = county.firm(), county.bank(joined_on="2021-04-01")
    refusal = county.refused(
        "disburse_loan", enterprise=firm, bank=bank, amount="1万元", disbursed_on="2021-03-31",
        due_on="2022-03-30", contract_no="1",
    )  # fmt: skip
    assert "PH-7" in refusal.clauses


def test_lender_and_guarantor_are_what_they_should_be(county: County) -> None:
    """A guarantor does not lend, a bank does not guarantee."""
    firm, bank, guarantor = county.firm(), county.bank(), county.guarantor()
    given: dict[str, Any] = {
        "enterprise": firm, "amount": "1万元", "disbursed_on": "2021-03-31", "due_on": "2022-03-30",
        "contract_no": "1",
    }  # fmt: skip
    assert "不是银行" in str(county.refused("disburse_loan", bank=guarantor, **given))
    assert "不是担保机构" in str(
        county.refused("disburse_loan", bank=bank, guarantor=bank, **given)
    )


def test_a_contract_is_entered_once_per_bank(county: County) -> None:
    """The same number at another bank is another contract."""
    firm, bank = county.firm(), county.bank()
    county.loan(firm, bank, "1万元")
    given: dict[str, Any] = {
        "enterprise": firm, "amount": "1万元", "disbursed_on": "2021-03-31", "due_on": "2022-03-30",
        "contract_no": "合同1",
    }  # fmt: skip
    assert "已登记过" in str(county.refused("disburse_loan", bank=bank, **given))
    county.do("disburse_loan", bank=county.bank("另一家银行"), **given)


def test_overdue_is_counted_from_the_day_after_the_extended_maturity(county: County) -> None:
    """PH-6b: 172 days from 2023-03-24 to the meeting of 2023-09-12."""
    loan = county.loan(county.firm(), county.bank())
    county.do(
        "extend_loan", on="2022-03-10", loan=loan, agreed_on="2022-03-10", due_on="2023-03-24"
    )
    for day, state, days in (
        ("2023-03-24", "extended", 0), ("2023-03-25", "overdue", 1), ("2023-09-12", "overdue", 172),
    ):  # fmt: skip
        county.clock.day = county.clock.day.fromisoformat(day)
        card = county.ask("loan_card", loan=loan)
        assert (card.state, card.overdue_days) == (state, days)


def test_repayments_cannot_exceed_what_is_owed(county: County) -> None:
    """Each wrong field is named."""
    loan = county.loan(county.firm(), county.bank())
    too_much = county.refused(
        "record_repayment", loan=loan, repaid_on="2021-02-01", principal="300000.01"
    )
    assert {p.field for p in too_much.problems} == {"principal", "repaid_on"}
    assert "大于零" in str(county.refused("record_repayment", loan=loan, repaid_on="2021-06-01"))
    county.do("record_repayment", loan=loan, repaid_on="2021-06-01", principal="300000")
    assert county.ask("loan_card", loan=loan).state == "settled"


def test_classes_and_arrears_have_their_order_and_sign(county: County) -> None:
    """A class before disbursement and negative arrears are refused."""
    loan = county.loan(county.firm(), county.bank())
    county.refused("grade_loan", loan=loan, grade="关注", graded_on="2021-03-24")
    county.refused("report_interest_arrears", loan=loan, amount="-1")


def test_an_application_becomes_a_loan_only_of_its_own_firm(county: County) -> None:
    """SQ…: recommended, approved by the bank, then disbursed once."""
    firm, bank = county.firm(), county.bank()
    other = county.firm(uscc="91350100M000100Y43", name="乙公司")
    application = county.do(
        "file_application", enterprise=firm, applied_on="2021-03-10", amount="30万元",
        term_months="12", purpose="周转", bank=bank,
    )  # fmt: skip
    with_it: dict[str, Any] = {"application": application, "disbursed_on": "2021-03-25", "due_on": "2022-03-24",
               "amount": "30万元", "contract_no": "1", "bank": bank}  # fmt: skip
    assert "现在是" in str(county.refused("disburse_loan", enterprise=firm, **with_it))
    county.do(
        "review_application", by="reviewer", application=application, result="recommend",
        reviewed_on="2021-03-12",
    )  # fmt: skip
    county.do(
        "record_bank_decision", application=application, result="approve", decided_on="2021-03-20"
    )
    assert "不是这家企业" in str(county.refused("disburse_loan", enterprise=other, **with_it))
    county.do("disburse_loan", enterprise=firm, **with_it)
    assert county.ask("application_card", application=application).state == "disbursed"
    with_it["contract_no"] = "2"
    county.refused("disburse_loan", enterprise=firm, **with_it)
