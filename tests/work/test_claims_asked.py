"""What a programme may ask about a claim: called-in loans, other policies, exemption, agreements."""

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
    yield county
    county.office.close()


def claim(county: County, loan: int, on: str) -> dict[str, Any]:
    """A claim's fields."""
    return {"loan": loan, "filed_on": on, "reason": "unpaid", "materials": ["form"]}


def test_a_claim_waits_for_maturity_or_for_the_loan_to_be_called_in(asking: County) -> None:
    """NT-4.5a: not before maturity, unless 提前到期 is recorded by then."""
    loan = asking.loan(asking.firm(), asking.bank())
    asking.clock.day = date(2021, 9, 30)
    early = claim(asking, loan, "2021-09-30")
    refusal = asking.refused("file_claim", **early)
    assert [p.field for p in refusal.problems] == ["filed_on"]
    on_the_day = asking.refused("file_claim", **claim(asking, loan, "2022-03-24"))
    assert "还没有到期" in str(on_the_day)
    declare: dict[str, Any] = {"loan": loan, "document_no": "提前到期通知1号"}
    for wrong in ("2021-03-24", "2022-03-24"):
        refused = asking.refused("declare_accelerated", declared_on=wrong, **declare)
        assert [p.field for p in refused.problems] == ["declared_on"]
    asking.do("declare_accelerated", declared_on="2021-09-20", **declare)
    assert "已于2021年9月20日" in str(
        asking.refused("declare_accelerated", declared_on="2021-09-21", **declare)
    )
    card = asking.ask("loan_card", loan=loan)
    assert (card.state, card.overdue_days, card.final_due_on) == (
        "overdue", 10, date(2022, 3, 24),
    )  # fmt: skip
    before = asking.refused("file_claim", **claim(asking, loan, "2021-09-19"))
    assert "还没有到期" in str(before)
    check = asking.ask("claim_check", loan=loan, filed_on=date(2021, 9, 30), reason="unpaid")
    assert check.overdue_days == 10
    made = asking.do("file_claim", **early)
    assert asking.ask("claim_card", claim=made).accelerated_on == date(2021, 9, 20)


def test_a_repaid_loan_is_not_called_in(asking: County) -> None:
    loan = asking.loan(asking.firm(), asking.bank())
    asking.do("record_repayment", loan=loan, repaid_on="2021-06-01", principal="30万元")
    refusal = asking.refused(
        "declare_accelerated", loan=loan, declared_on="2021-09-20", document_no="1"
    )
    assert "已经结清" in str(refusal)


def test_a_loan_under_another_policy_is_flagged(asking: County) -> None:
    """NT-6.2: a warning, not a refusal; the filing of its dated steps is asked for."""
    firm, bank = asking.firm(), asking.bank()
    application = asking.do(
        "file_application", enterprise=firm, bank=bank, applied_on="2021-03-10", amount="30万元",
        term_months=12, purpose="周转", channel="银行", products=["苏科贷"],
    )  # fmt: skip
    asking.do(
        "review_application", by="reviewer", application=application, result="recommend",
        reviewed_on="2021-03-12",
    )  # fmt: skip
    asking.do(
        "record_milestone", application=application, milestone="contract",
        reached_on="2021-03-20",
    )  # fmt: skip
    loan = asking.loan(
        firm, bank, products=["provincial", "科创贷"], application=application, kind="new"
    )
    asked = {"loan": loan, "filed_on": date(2022, 8, 1), "reason": "unpaid"}
    check = asking.ask("claim_check", **asked)
    assert [p.message for p in check.refusals] == ["放款后没有备案。"]
    asking.do("record_milestone", loan=loan, milestone="finance_filing", reached_on="2021-04-01")
    check = asking.ask("claim_check", materials=("form",), **asked)
    assert check.refusals == ()
    assert [w.message for w in check.warnings] == ["这笔贷款同时享受苏科贷，请核对是否重复补偿。"]
    made = asking.do("file_claim", **claim(asking, loan, "2022-08-01"))
    card = asking.ask("claim_card", claim=made)
    assert (card.products, card.other_cover) == ("科创贷、苏科贷", "苏科贷")


def test_whether_the_lenders_are_free_of_blame_is_recorded_for_each_claim(asking: County) -> None:
    """DY-23, NT-6.3: an opinion, by the reviewer; the last one counts."""
    made = asking.do(
        "file_claim", **claim(asking, asking.loan(asking.firm(), asking.bank()), "2022-08-01")
    )
    find: dict[str, Any] = {"by": "reviewer", "claim": made}
    assert asking.ask("claim_card", claim=made).exemption == "unrecorded"
    early = asking.refused("record_exemption", result="exempt", decided_on="2022-07-31", **find)
    assert [p.field for p in early.problems] == ["decided_on"]
    bare = asking.refused("record_exemption", result="not_exempt", decided_on="2022-08-02", **find)
    assert [p.field for p in bare.problems] == ["opinion"]
    asking.refused(
        "record_exemption", by="clerk", claim=made, result="exempt", decided_on="2022-08-02"
    )
    warned = asking.ask("review_check", claim=made)
    assert "还没有登记尽职免责认定。" in [w.message for w in warned.warnings]
    asking.do("record_exemption", result="exempt", decided_on="2022-08-02", **find)
    asking.do(
        "record_exemption", result="not_exempt", decided_on="2022-08-03", document_no="认1号",
        opinion="贷后检查缺失", **find,
    )  # fmt: skip
    card = asking.ask("claim_card", claim=made)
    assert (card.exemption, card.exempted_on, card.exemption_document_no) == (
        "not_exempt", date(2022, 8, 3), "认1号",
    )  # fmt: skip
    assert asking.ask("review_check", claim=made).warnings == ()


BY_AGREEMENT = (
    'split = ["loss", "parameter:sharing"]',
    'split = ["loss", "agreement.sharing"]',
)


def test_the_agreement_of_the_day_of_disbursement_shares_the_loss(tmp_path: Path) -> None:
    """NT-4.5b: 100 at 8:2 are 80 and 20, whatever was agreed later; the review freezes it."""
    asking = asking_county(tmp_path, BY_AGREEMENT)
    try:
        firm, bank = asking.firm(), asking.bank()
        loan = asking.loan(firm, bank, "100万元")
        nothing = asking.ask("claim_check", loan=loan, filed_on=date(2022, 8, 1), reason="unpaid")
        assert nothing.loss is None
        assert any("协议分担比例" in p.message for p in nothing.refusals)
        signed: dict[str, Any] = {"by": "reviewer", "partner": bank, "number": "协1"}
        asking.do(
            "register_agreement", signed_on="2020-12-31", from_on="2021-01-01", until_on="2021-12-31",
            sharing="8:2", parties="风险补偿金、合作机构", **signed,
        )  # fmt: skip
        asking.do(
            "register_agreement", signed_on="2021-12-31", from_on="2022-01-01", until_on="2022-12-31",
            sharing="5:5", parties="风险补偿金、合作机构", **{**signed, "number": "协2"},
        )  # fmt: skip
        made = asking.claim(loan, reason="unpaid")
        asking.do("accept_claim", claim=made)
        asking.do(
            "review_claim", by="reviewer", claim=made, reviewed_on="2022-08-01",
            conditions=["overdue"],
        )  # fmt: skip
        card = asking.ask("claim_card", claim=made)
        assert (card.ratio, card.fund_share, card.bank_share) == (
            "8:2", Money.wan(80), Money.wan(20),
        )  # fmt: skip
    finally:
        asking.office.close()
