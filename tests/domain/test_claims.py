"""What a claim is worth, by the tables of the money rules, and the moves it may make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.claims import (
    MOVES,
    Assessment,
    ClaimEvent,
    ClaimFacts,
    ClaimState,
    assess,
    check_claim,
    check_review,
    move,
)
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money, total

ALL_CONDITIONS = frozenset({"matured_unpaid", "classed_bad", "purpose_kept", "pursued", "genuine"})
ALL_MATERIALS = frozenset(
    {
        "claim_form",
        "loan_contract",
        "loan_receipt",
        "repayment_record",
        "grade_record",
        "collection_record",
    }
)
FIRST = ClaimFacts(
    filed_on=date(2023, 8, 15),
    base_on=date(2023, 8, 15),
    amount=Money.wan(30),
    disbursed_on=date(2021, 3, 25),
    final_due_on=date(2023, 3, 24),
    principal_outstanding=Money.wan(30),
    security="credit",
    grade="doubtful",
    reason="customers_unpaid",
    conditions_met=ALL_CONDITIONS,
    materials_present=ALL_MATERIALS,
)
LOST = 30_000_000


def assessed(scheme: Scheme, fen: int, *, guaranteed: bool = False, method: str = "") -> Assessment:
    blanks = {"split_method": method} if method else {}
    facts = replace(FIRST, principal_outstanding=Money(fen), has_guarantee_institution=guaranteed)
    return assess(scheme.with_blanks(blanks), facts)


def test_the_first_compensation_of_pinghu(pinghu: Scheme) -> None:
    made = assess(pinghu, FIRST)
    assert made.loss == Money.yuan("300000.00")
    assert made.share(Party.FUND) == Money.yuan("180000.00")
    assert made.share(Party.BANK) == Money.yuan("120000.00")
    assert made.share(Party.GUARANTOR) == Money(0)
    assert (made.weights, made.parties) == ((6, 4), ("fund", "bank"))
    assert made.ratio_words == "风险补偿金6、合作机构4"
    assert made.warnings == ()


def test_its_trace_is_good_enough_to_print(pinghu: Scheme) -> None:
    trace = assess(pinghu, FIRST).trace
    assert [(s.label, s.shown) for s in trace] == [
        ("认定基准日未还本金", "300,000.00元"),
        ("核定风险损失", "300,000.00元"),
        ("分担比例", "6:4（风险补偿金、合作机构）"),
        ("风险补偿金承担", "180,000.00元"),
        ("合作机构承担", "120,000.00元"),
    ]
    assert all(c in pinghu.clauses for s in trace for c in s.clauses)
    assert all(s.clauses for s in trace)


# money.md B2, row by row: loss in 分, then 4:4:2 and 6:4 by both methods.
ODD_FEN = (
    (10001, (4000, 4000, 2001), (4001, 4000, 2000), (6000, 4001), (6001, 4000)),
    (10002, (4000, 4000, 2002), (4001, 4001, 2000), (6001, 4001), (6001, 4001)),
    (10003, (4001, 4001, 2001), (4001, 4001, 2001), (6001, 4002), (6002, 4001)),
    (10004, (4001, 4001, 2002), (4002, 4001, 2001), (6002, 4002), (6002, 4002)),
    (1, (0, 0, 1), (1, 0, 0), (0, 1), (1, 0)),
    (7, (2, 2, 3), (3, 3, 1), (4, 3), (4, 3)),
    (LOST, (12000000, 12000000, 6000000), (12000000, 12000000, 6000000), (18000000, 12000000), (18000000, 12000000)),
)  # fmt: skip


@pytest.mark.parametrize(("fen", "last3", "rest3", "last2", "rest2"), ODD_FEN)
def test_odd_fen(
    pinghu: Scheme,
    fen: int,
    last3: tuple[int, ...],
    rest3: tuple[int, ...],
    last2: tuple[int, ...],
    rest2: tuple[int, ...],
) -> None:
    rest = "largest_remainder"
    assert tuple(s.fen for s in assessed(pinghu, fen, guaranteed=True).shares) == last3
    assert tuple(s.fen for s in assessed(pinghu, fen).shares) == last2
    by_rest = assessed(pinghu, fen, guaranteed=True, method=rest)
    assert tuple(s.fen for s in by_rest.shares) == rest3
    assert tuple(s.fen for s in assessed(pinghu, fen, method=rest).shares) == rest2


@given(fen=st.integers(1, LOST), guaranteed=st.booleans(), odd=st.booleans())
def test_shares_sum_to_the_loss_and_the_fund_never_exceeds_its_ratio(
    pinghu: Scheme, fen: int, guaranteed: bool, odd: bool
) -> None:
    method = "largest_remainder" if odd else "last_takes_rest"
    made = assessed(pinghu, fen, guaranteed=guaranteed, method=method)
    assert total(made.shares) == made.loss == Money(fen)
    if not odd:
        weight = made.weights[made.parties.index("fund")]
        assert made.share("fund").fen * 10 <= fen * weight


def test_a_guaranteed_loan_of_a_million(pinghu: Scheme) -> None:
    facts = replace(
        FIRST,
        amount=Money.wan(100),
        principal_outstanding=Money.wan(100),
        security="guarantee",
        has_guarantee_institution=True,
    )
    made = assess(pinghu, facts)
    assert [s.in_wan() for s in made.shares] == ["40", "40", "20"]
    assert made.ratio_words == "风险补偿金4、担保机构4、合作机构2"


def test_principal_repaid_before_payment_reduces_the_loss(pinghu: Scheme) -> None:
    made = assess(pinghu, replace(FIRST, repaid_since=Money.wan(2)))
    assert made.loss == Money.wan(28)
    assert [s.plain() for s in made.shares] == ["168000.00", "112000.00"]
    assert ("减去基准日后归还的本金", "280,000.00元") in [(s.label, s.shown) for s in made.trace]


def test_interest_in_the_term_is_shown_but_not_lost_unless_the_office_says_so(
    pinghu: Scheme,
) -> None:
    owing = replace(FIRST, interest_in_term_arrears=Money.yuan("1200.50"))
    made = assess(pinghu, owing)
    assert made.loss == Money.wan(30)
    (warning,) = made.warnings
    assert warning.clauses == ("PH-6d",)
    assert "欠息1,200.50元" in warning.message
    assert "（未还本金）" in warning.message
    with_interest = pinghu.with_blanks({"loss_base": "with_interest"})
    assert assess(with_interest, owing).loss == Money.yuan("301200.50")


def test_only_the_covered_part_is_lost_floored(pinghu: Scheme) -> None:
    made = assess(
        pinghu,
        replace(FIRST, covered=Fraction(1, 3), principal_outstanding=Money.yuan("100.00")),
    )
    assert made.loss == Money.yuan("33.33")
    assert ("其中纳入风险补偿的部分", "33.33元") in [(s.label, s.shown) for s in made.trace]


def test_a_complete_claim_passes_filing_and_review(pinghu: Scheme) -> None:
    assert check_claim(pinghu, FIRST).is_clear
    assert not check_claim(pinghu, FIRST).warnings
    review = check_review(pinghu, FIRST)
    assert review.is_clear
    assert {s.shown for s in review.trace} == {"符合"}


@pytest.mark.parametrize(
    ("change", "clauses"),
    [
        ({"is_listed_at_disbursement": False}, ("PH-7",)),
        ({"is_partner": False}, ("PH-7",)),
        ({"filed_on": date(2023, 3, 24), "base_on": date(2023, 3, 24)}, ("PH-6b",)),
        ({"base_on": date(2023, 8, 16)}, ("PH-6d",)),
        ({"principal_outstanding": Money(0)}, ("PH-6d",)),
        ({"principal_outstanding": Money.wan("30.000001")}, ("PH-6d",)),
        ({"is_claimed_before": True}, ("GL-7",)),
    ],
)
def test_what_a_filed_claim_is_refused_for(
    pinghu: Scheme, change: dict[str, object], clauses: tuple[str, ...]
) -> None:
    findings = check_claim(pinghu, replace(FIRST, **change))  # type: ignore[arg-type]
    assert [p.clauses for p in findings.refusals] == [clauses]
    assert all(p.cure for p in findings.refusals)


def test_an_incomplete_claim_is_taken_in_with_warnings(pinghu: Scheme) -> None:
    bare = replace(FIRST, reason=None, materials_present=frozenset(), grade="special_mention")
    findings = check_claim(pinghu, bare)
    assert findings.is_clear
    assert [w.clauses for w in findings.warnings] == [("PH-6c",), ("GL-9",), ("FL-1", "PH-6f")]


def test_it_does_not_pass_the_review_incomplete(pinghu: Scheme) -> None:
    bare = replace(
        FIRST,
        materials_present=ALL_MATERIALS - {"loan_contract"},
        conditions_met=ALL_CONDITIONS - {"pursued"},
    )
    refusals = check_review(pinghu, bare).refusals
    assert [p.clauses for p in refusals] == [("GL-9",), ("PH-6f",)]
    assert "还缺：借款合同。" in refusals[0].message
    assert "合作机构已催收并采取追偿措施" in refusals[1].message


def test_the_life_of_the_first_claim() -> None:
    state = "draft"
    for event in (
        "submit",
        "accept",
        "pass_review",
        "schedule",
        "agree",
        "notify",
        "pay",
        "recover",
        "close",
    ):
        state = move(state, event)
    assert state == ClaimState.CLOSED


def test_a_partly_paid_claim_waits_for_the_rest() -> None:
    assert move("awaiting_payout", "pay_in_part") is ClaimState.PARTLY_PAID
    assert move("partly_paid", "recover") is ClaimState.PARTLY_PAID
    assert move("partly_paid", "pay") is ClaimState.PAID
    assert move("paid", "recover") is ClaimState.RECOVERING


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "reviewing", "returned", "deliberating", "approved"]
)
def test_it_may_be_withdrawn_before_money_flows(state: str) -> None:
    assert move(state, "withdraw", "企业已还款") is ClaimState.WITHDRAWN


@pytest.mark.parametrize("state", ["paid", "partly_paid", "recovering"])
def test_after_that_it_may_only_be_called_back(state: str) -> None:
    with pytest.raises(Refusal, match="不能撤回"):
        move(state, "withdraw", "晚了")
    assert move(state, "refund", "材料虚假") is ClaimState.REFUNDED
    assert move(state, "unpay", "付错账户") is ClaimState.AWAITING_PAYOUT


def test_steps_back_want_their_reason() -> None:
    with pytest.raises(Refusal, match="撤销决议要写明原因"):
        move("awaiting_payout", "revoke", " ")
    assert move("refused", "revoke", "补充新证据") is ClaimState.AWAITING_MEETING


def test_every_state_is_reached_and_leads_on_or_ends() -> None:
    reached = set(MOVES.table.values()) | {ClaimState.DRAFT}
    assert reached == set(ClaimState)
    assert {e for _, e in MOVES.table} == set(ClaimEvent)
    assert {s for s in ClaimState if MOVES.is_final(s)} == {
        ClaimState.CLOSED,
        ClaimState.REFUNDED,
        ClaimState.WITHDRAWN,
    }


@given(st.lists(st.sampled_from(list(ClaimEvent)), max_size=30))
def test_no_path_pays_without_an_approval(events: list[ClaimEvent]) -> None:
    state, approved = ClaimState.DRAFT, False
    for event in events:
        if (state, event) not in MOVES.table:
            continue
        state = MOVES.move(state, event)
        approved = approved or event in (ClaimEvent.AGREE, ClaimEvent.AGREE_IN_PART)
        if event in (ClaimEvent.PAY, ClaimEvent.PAY_IN_PART):
            assert approved
