"""Lines that banks grant, and loans of the people behind a firm: what a cap at one bank counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.money import Money
from tests.work.asking import asking_county
from tests.work.county import County


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[County]:
    county = asking_county(tmp_path)
    county.clock.day = date(2021, 12, 31)
    yield county
    county.office.close()


def given(firm: int, bank: int, amount: str, day: str, contract_no: str) -> dict[str, Any]:
    """A loan of a year."""
    due = date.fromisoformat(day).replace(year=int(day[:4]) + 1)
    return {
        "enterprise": firm, "bank": bank, "amount": amount, "disbursed_on": day,
        "due_on": due.isoformat(), "contract_no": contract_no,
    }  # fmt: skip


def person(county: County, firm: int, bank: int, day: str, amount: str = "300万元") -> int:
    """A loan of the legal representative."""
    return county.do(
        "record_person_loan", enterprise=firm, bank=bank, name="张三", amount=amount, taken_on=day
    )


def test_the_line_in_force_counts(asking: County) -> None:
    """NJ-3c: a line of 2100 is over 2000 although less is used."""
    firm, bank = asking.firm(), asking.bank()
    line: dict[str, Any] = {"enterprise": firm, "bank": bank}
    asking.do("record_credit_line", amount="2000万元", from_on="2021-01-01", **line)
    asking.do(
        "record_credit_line", amount="2100万元", from_on="2021-05-01", until_on="2021-06-30", **line
    )
    asking.do("disburse_loan", **given(firm, bank, "100万元", "2021-04-30", "1"))
    over = asking.refused("disburse_loan", **given(firm, bank, "1万元", "2021-05-01", "2"))
    assert "授信额度2,100万元超过上限" in str(over)
    asking.refused("disburse_loan", **given(firm, bank, "1万元", "2021-06-30", "2"))
    asking.do("disburse_loan", **given(firm, bank, "1万元", "2021-07-01", "2"))
    asking.clock.day = date(2021, 6, 1)
    lines = asking.ask("credit_lines", enterprise=firm)
    assert [(x.amount, x.is_in_force) for x in lines] == [
        (Money.wan(2100), True), (Money.wan(2000), False),
    ]  # fmt: skip
    asking.clock.day = date(2021, 7, 1)
    assert [x.is_in_force for x in asking.ask("credit_lines", enterprise=firm)] == [False, True]
    room = asking.ask("enterprise_room", enterprise=firm, bank=bank, on=date(2021, 5, 1))
    assert room.bank_line == Money.wan(2100)


@pytest.mark.parametrize(("wrong", "field"), [
    ({"amount": "0"}, "amount"),
    ({"until_on": "2020-12-31"}, "until_on"),
])  # fmt: skip
def test_a_line_is_something_and_ends_after_it_began(
    asking: County, wrong: dict[str, str], field: str
) -> None:
    line: dict[str, Any] = {
        "enterprise": asking.firm(), "bank": asking.bank(), "amount": "1万元",
        "from_on": "2021-01-01", **wrong,
    }  # fmt: skip
    refusal = asking.refused("record_credit_line", **line)
    assert [p.field for p in refusal.problems] == [field]


def test_only_a_bank_grants_a_line(asking: County) -> None:
    refusal = asking.refused(
        "record_credit_line", enterprise=asking.firm(), bank=asking.guarantor(), amount="1万元",
        from_on="2021-01-01",
    )  # fmt: skip
    assert "不是银行" in str(refusal)


@pytest.mark.parametrize(("asked", "fits"), [("0.01万元", False), ("0", True)])
def test_a_persons_loan_after_the_firms_is_merged(asking: County, asked: str, fits: bool) -> None:
    """NJ-3d: firm 1700 and person 300 are 2000; another 0.01 is over."""
    firm, bank = asking.firm(), asking.bank()
    asking.do("disburse_loan", **given(firm, bank, "1600万元", "2021-03-25", "1"))
    person(asking, firm, bank, "2021-04-01")
    amount = "100万元" if fits else f"{100 + float(asked.removesuffix('万元'))}万元"
    loan = given(firm, bank, amount, "2021-05-01", "2")
    if fits:
        asking.do("disburse_loan", **loan)
    else:
        assert [p.field for p in asking.refused("disburse_loan", **loan).problems] == ["amount"]
    lines = asking.ask("person_loans", enterprise=firm)
    assert [(x.role, x.is_later, x.outstanding) for x in lines] == [
        ("legal_rep", True, Money.wan(300))
    ]


def test_a_persons_loan_before_the_firms_is_only_told(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    person(asking, firm, bank, "2021-03-25")
    check = asking.ask(
        "loan_check", enterprise=firm, bank=bank, amount=Money.wan(2000), security="credit",
        disbursed_on=date(2021, 3, 25), due_on=date(2022, 3, 24),
    )  # fmt: skip
    assert check.refusals == ()
    assert [w.message for w in check.warnings] == ["企业贷款前另有个人贷款300万元。"]
    asking.do("disburse_loan", **given(firm, bank, "2000万元", "2021-03-25", "1"))
    assert not asking.ask("person_loans", enterprise=firm)[0].is_later


def test_at_another_bank_it_does_not_count(asking: County) -> None:
    firm, bank, other = asking.firm(), asking.bank(), asking.bank("另一家银行")
    asking.do("disburse_loan", **given(firm, bank, "1700万元", "2021-03-25", "1"))
    person(asking, firm, other, "2021-04-01")
    asking.do("disburse_loan", **given(firm, bank, "300万元", "2021-05-01", "2"))
    assert not asking.ask("person_loans", enterprise=firm)[0].is_later


def test_what_the_person_repaid_gives_room_again(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    asking.do("disburse_loan", **given(firm, bank, "1700万元", "2021-03-25", "1"))
    loan = person(asking, firm, bank, "2021-04-01")
    repay: dict[str, Any] = {"person_loan": loan, "repaid_on": "2021-05-01"}
    for wrong, field in (("300.01万元", "principal"), ("0", "principal")):
        refusal = asking.refused("repay_person_loan", principal=wrong, **repay)
        assert [p.field for p in refusal.problems] == [field]
    early = asking.refused(
        "repay_person_loan", person_loan=loan, repaid_on="2021-03-31", principal="1万元"
    )
    assert [p.field for p in early.problems] == ["repaid_on"]
    asking.do("repay_person_loan", principal="100万元", **repay)
    asking.refused("disburse_loan", **given(firm, bank, "100万元", "2021-04-30", "2"))
    asking.do("disburse_loan", **given(firm, bank, "100万元", "2021-05-01", "2"))


def test_a_firms_loan_entered_late_makes_the_persons_a_later_one(asking: County) -> None:
    """The firm's loan of May is on the books when that of March comes in; the person's of April
    now lies after the firm's first, and on the day in May all three are too much."""
    firm, bank = asking.firm(), asking.bank()
    person(asking, firm, bank, "2021-04-01")
    asking.do("disburse_loan", **given(firm, bank, "1000万元", "2021-05-01", "1"))
    over = asking.refused("disburse_loan", **given(firm, bank, "700.01万元", "2021-03-25", "2"))
    assert "2021年5月1日另有放款" in str(over)
    asking.do("disburse_loan", **given(firm, bank, "700万元", "2021-03-25", "2"))


def test_a_renewed_loan_keeps_the_day_of_the_first(asking: County) -> None:
    """What a person borrowed after the old loan stays merged once the old one is renewed."""
    firm, bank, other = asking.firm(), asking.bank(), asking.bank("另一家银行")
    old = asking.do("disburse_loan", **given(firm, bank, "1700万元", "2021-03-25", "1"))
    person(asking, firm, bank, "2021-04-01")
    renewal = {"kind": "renewal", "special_reason": "无还本续贷"}
    new = asking.do(
        "disburse_loan", renews=old, **renewal, **given(firm, bank, "1700万元", "2021-06-01", "2")
    )
    asking.refused("disburse_loan", **given(firm, bank, "0.01万元", "2021-07-01", "3"))
    assert asking.ask("person_loans", enterprise=firm)[0].is_later
    # Taken over by another bank, it begins there anew.
    person(asking, firm, other, "2021-07-15")
    asking.do(
        "disburse_loan", renews=new, **renewal, **given(firm, other, "1700万元", "2021-08-01", "4")
    )
    asking.do("disburse_loan", **given(firm, other, "300万元", "2021-08-02", "5"))


def test_a_renewal_entered_late_meets_the_later_loan_with_the_old_one_gone(
    asking: County,
) -> None:
    firm, bank = asking.firm(), asking.bank()
    old = asking.do("disburse_loan", **given(firm, bank, "1000万元", "2021-03-25", "1"))
    person(asking, firm, bank, "2021-04-01", "100万元")
    asking.do("disburse_loan", **given(firm, bank, "500万元", "2021-07-01", "2"))
    renewal: dict[str, Any] = {"kind": "renewal", "special_reason": "续贷", "renews": old}
    over = given(firm, bank, "1400.01万元", "2021-06-01", "3")
    assert "另有放款" in str(asking.refused("disburse_loan", **renewal, **over))
    asking.do("disburse_loan", **renewal, **given(firm, bank, "1400万元", "2021-06-01", "3"))
