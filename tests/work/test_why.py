"""Every check and every sum can say why before it is saved: its steps with their articles."""

from __future__ import annotations

from typing import Any

from tests.work.county import County


def articles(check: Any) -> set[str]:
    assert check.trace
    return {part for step in check.trace for part in step.article.split("、")}


def test_an_admission_is_checked_step_by_step(county: County) -> None:
    firm = county.firm(listed_on=None)
    given = {"enterprise": firm, "from_on": _day(county, "2021-03-01")}
    check = county.ask("admission_check", **given)
    assert "写依据文号" in check.refusals[0].message
    good = county.ask("admission_check", document_no="平科〔2021〕5号", **given)
    assert good.refusals == ()
    assert "提升支持力度·看点" in articles(good)
    assert county.ask("admission_check", path="meeting", **given).warnings


def test_a_claim_is_checked_and_reckoned_step_by_step(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    check = county.ask("claim_check", loan=loan, filed_on=_day(county, "2022-08-01"))
    labels = [step.label for step in check.trace]
    assert "核定风险损失" in labels
    assert "（展期）到期后申请" in labels


def test_a_payment_is_checked_and_reckoned_step_by_step(county: County) -> None:
    county.money()
    loan = county.loan(county.firm(), county.bank())
    claim = county.reviewed(loan)
    day = _day(county, "2022-09-20")
    assert county.ask("payout_check", claim=claim, paid_on=day) is None
    (item,) = county.meeting(claim)
    county.opinions(item)
    county.do("record_resolution", by="approver", item=item, result="agree")
    check = county.ask("payout_check", claim=claim, paid_on=day)
    assert (check.amount.plain(), check.refusals) == ("180000.00", ())
    assert [step.label for step in check.trace][-1] == "本次兑付金额"
    county.do("pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20")
    assert county.ask("payout_check", claim=claim, paid_on=day).amount.plain() == "0.00"


def _day(county: County, text: str) -> Any:
    county.clock.day = type(county.clock.day).fromisoformat(text)
    return county.clock.day
