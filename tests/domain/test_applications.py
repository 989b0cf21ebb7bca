"""An application before a bank is asked, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kcdesk.domain.applications import (
    MOVES,
    ApplicationFacts,
    ApplicationState,
    Exposure,
    check_application,
    move,
)
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money

ASKED = ApplicationFacts(
    applied_on=date(2021, 3, 10),
    amount=Money.wan(30),
    term_months=12,
    is_listed=True,
    is_partner=True,
    exposure=Exposure(ZERO),
    security="credit",
)


def test_an_ordinary_application_passes_and_shows_the_room(pinghu: Scheme) -> None:
    findings = check_application(pinghu, ASKED)
    assert findings.is_clear
    assert not findings.warnings
    shown = {s.label: s.shown for s in findings.trace}
    assert shown["本笔加全部银行未还科创贷款"] == "30万元"
    assert shown["单户额度上限"] == "1,000万元或300万元"


def test_a_bank_that_is_no_partner(pinghu: Scheme) -> None:
    (problem,) = check_application(pinghu, replace(ASKED, is_partner=False)).refusals
    assert (problem.clauses, problem.field) == (("PH-7",), "is_partner")


def test_a_firm_not_yet_listed_is_warned_of(pinghu: Scheme) -> None:
    findings = check_application(pinghu, replace(ASKED, is_listed=False))
    assert findings.is_clear
    assert [w.clauses for w in findings.warnings] == [("PH-7",)]


def test_the_cap_counts_all_banks(pinghu: Scheme) -> None:
    filled = pinghu.with_blanks({"new_measure_on": "2021-01-01"})
    owed = replace(ASKED, exposure=Exposure(Money.wan(750)), amount=Money.wan(250))
    assert check_application(filled, owed).is_clear
    (problem,) = check_application(filled, replace(owed, amount=Money.wan("250.01"))).refusals
    assert problem.clauses == ("PH-1",)
    assert problem.cure.startswith("该企业最多还可贷250万元")


def test_from_draft_to_disbursed() -> None:
    state = "draft"
    for event in ("submit", "return", "submit", "recommend", "accept", "approve", "disburse"):
        state = move(state, event, "补材料")
    assert state == ApplicationState.DISBURSED
    assert MOVES.is_final(ApplicationState.DISBURSED)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "recommended", "approved"])
def test_it_may_be_withdrawn_until_the_money_is_out(state: str) -> None:
    assert move(state, "withdraw", "不贷了") is ApplicationState.WITHDRAWN
    with pytest.raises(Refusal, match="撤回要写明原因"):
        move(state, "withdraw", "")


def test_a_declined_one_goes_no_further() -> None:
    with pytest.raises(Refusal, match="已经办结"):
        move("declined", "recommend")
