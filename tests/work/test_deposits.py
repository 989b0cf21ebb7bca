"""The fund's money at banks: placed, drawn on after two notices, refilled, taken back (B11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from tests.work.county import County
from tests.work.programme import Programme

TOLD: dict[str, Any] = {"science_notice_on": "2021-04-01", "guarantor_notice_on": "2021-04-01"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    """An office whose programme lays deposits at banks."""
    made = County(tmp_path / "office", library=Programme())
    yield made
    made.office.close()


def signed(office: County, name: str = "甲银行", line: str = "2000万元") -> int:
    bank = office.bank(name)
    office.do(
        "tick_partner_requirements", partner=bank, checked_on="2021-01-04",
        ticks=["local_outlet", "good_record"],
    )  # fmt: skip
    office.do(
        "register_agreement", by="reviewer", partner=bank, number=f"{name}协议", line=line,
        deposit="400万元", signed_on="2021-01-04", sharing="2:8",
    )  # fmt: skip
    return bank


def place(office: County, bank: int, amount: str, on: str = "2021-01-10") -> int:
    return office.do("place_deposit", by="reviewer", partner=bank, posted_on=on, amount=amount)


def draw(bank: int, amount: str, **more: Any) -> dict[str, Any]:
    return {
        "by": "approver", "partner": bank, "posted_on": "2021-04-01", "amount": amount,
        "reason": "代偿", **TOLD, **more,
    }  # fmt: skip


def balances(office: County) -> tuple[str, str]:
    card = office.ask("fund_card")
    return card.cash.in_wan(), card.deposit.in_wan()


def test_what_lies_where(office: County) -> None:
    """DY-2: of 2000, A 400 + B 600 = 1000 placed, 1000 not placed."""
    office.money("2000万元")
    place(office, signed(office), "400万元")
    place(office, signed(office, "乙银行", "3000万元"), "600万元")
    assert balances(office) == ("1,000", "1,000")
    card = office.ask("fund_card")
    assert card.available == Money.wan(2000)
    a, b = office.ask("deposits")
    assert (a.bank, a.placed, a.balance, a.leverage) == (
        "甲银行", Money.wan(400), Money.wan(400), "1:5.00",
    )  # fmt: skip
    assert (b.balance, b.short) == (Money.wan(600), ZERO)
    assert office.office.check() == ()


def test_no_more_than_the_pool_has_is_placed(office: County) -> None:
    office.money("100万元")
    refusal = office.refused(
        "place_deposit", by="reviewer", partner=signed(office), posted_on="2021-01-10",
        amount="100.01万元",
    )  # fmt: skip
    assert "不够" in str(refusal)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"science_notice_on": None}, "science_notice_on"),
        ({"guarantor_notice_on": None}, "guarantor_notice_on"),
        ({"guarantor_notice_on": "2021-04-02"}, "guarantor_notice_on"),
    ],
)
def test_a_draw_wants_both_notices_before(office: County, told: dict[str, Any], field: str) -> None:
    """DY-7c6b: one notice → blocked; a notice of the draw's day will do, of the day after not."""
    office.money()
    bank = signed(office)
    place(office, bank, "400万元")
    refusal = office.refused("draw_deposit", **draw(bank, "30万元", **told))
    assert [p.field for p in refusal.problems] == [field]
    assert refusal.clauses == ("BX-3",)
    assert office.do("draw_deposit", **draw(bank, "30万元"))


def test_a_draw_leaves_the_deposit_short_and_it_is_refilled(office: County) -> None:
    """DY-7c6c: required 400, left 370 → ask 30; the leverage is looked at after the draw."""
    office.money("400万元")
    bank = signed(office)
    place(office, bank, "400万元")
    office.do("draw_deposit", **draw(bank, "30万元"))
    (line,) = office.ask("deposits")
    assert (line.drawn, line.balance, line.short) == (Money.wan(30), Money.wan(370), Money.wan(30))
    assert line.leverage == "1:5.41"
    lacking = office.ask("proposed_appropriation")
    assert (lacking.deposits_short, lacking.banks) == (Money.wan(30), "甲银行")
    office.money("30万元", on="2021-05-01")
    office.do(
        "refill_deposit", by="reviewer", partner=bank, posted_on="2021-05-02", amount="30万元",
        document_no="财〔2021〕2号",
    )  # fmt: skip
    assert office.ask("deposits")[0].short == ZERO
    ledger = office.ask("deposit_ledger", partner=bank)
    assert [(x.kind, x.balance.in_wan()) for x in ledger] == [
        ("place", "400"), ("draw", "370"), ("refill", "400"),
    ]  # fmt: skip
    assert ledger[1].science_notice_on == date(2021, 4, 1)
    assert [s.shown for s in office.ask("deposit_trace", entry=ledger[1].id)][-1] == "符合"
    assert balances(office) == ("0", "400")


def test_a_line_cut_since_is_found_out_at_the_draw(office: County) -> None:
    office.money()
    bank = signed(office)
    place(office, bank, "400万元")
    office.do(
        "register_agreement", by="reviewer", partner=bank, number="新", signed_on="2021-03-01",
        line="1800万元", sharing="2:8", deposit="300万元",
    )  # fmt: skip
    refusal = office.refused("draw_deposit", **draw(bank, "39.99万元"))
    assert "3,600,100.00元" in str(refusal)
    office.do("draw_deposit", **draw(bank, "40万元"))


def test_nothing_is_refilled_that_was_never_placed(office: County) -> None:
    office.money()
    refusal = office.refused(
        "refill_deposit", by="reviewer", partner=signed(office), posted_on="2021-05-02",
        amount="30万元", document_no="x",
    )  # fmt: skip
    assert "还没有存入过" in str(refusal)


def test_deposits_are_for_banks(office: County) -> None:
    office.money()
    refusal = office.refused(
        "place_deposit", by="reviewer", partner=office.guarantor(), posted_on="2021-05-02",
        amount="1万元",
    )  # fmt: skip
    assert refusal.problems[0].field == "partner"


def test_a_disqualified_banks_deposit_is_taken_back(office: County) -> None:
    """DY-22."""
    office.money()
    bank = signed(office)
    place(office, bank, "400万元")
    office.do(
        "disqualify_partner", by="approver", partner=bank, from_on="2021-03-01",
        reason="协助骗贷", document_no="科1号", on="2021-03-01",
    )  # fmt: skip
    (line,) = office.ask("deposits")
    assert (line.state, line.to_take_back, line.short) == ("disqualified", Money.wan(400), ZERO)
    given: dict[str, Any] = {
        "by": "reviewer", "partner": bank, "posted_on": "2021-03-10", "reason": "取消资格",
    }  # fmt: skip
    assert "不够" in str(office.refused("take_back_deposit", amount="400.01万元", **given))
    office.do("take_back_deposit", **given)
    assert balances(office) == ("1,000", "0")
    (line,) = office.ask("deposits")
    assert (line.taken_back, line.to_take_back, line.leverage) == (Money.wan(400), ZERO, "")
    assert "大于零" in str(office.refused("take_back_deposit", **given))


def test_a_claim_is_paid_out_of_the_banks_deposit(office: County) -> None:
    """B11: 划扣 replaces 兑付; the reserve is released, the pool stays as it was."""
    office.money("500万元")
    bank = signed(office)
    place(office, bank, "400万元")
    claim = office.approved(office.loan(office.firm(), bank))
    given: dict[str, Any] = {
        "by": "approver", "on": "2022-09-20", "claim": claim, "paid_on": "2022-09-20",
        "source": "deposit",
    }  # fmt: skip
    assert office.refused("pay_claim", **given).clauses == ("BX-3",)
    told = {"science_notice_on": "2022-09-15", "guarantor_notice_on": "2022-09-16"}
    payout = office.do("pay_claim", **given, **told)
    card = office.ask("payout_card", payout=payout)
    assert (card.source, card.amount, card.pool_before, card.pool_after) == (
        "deposit", Money.wan(18), Money.wan(400), Money.wan(382),
    )  # fmt: skip
    assert balances(office) == ("100", "382")
    assert office.ask("fund_card").reserved == ZERO
    last = office.ask("deposit_ledger")[-1]
    assert (last.kind, last.reason) == ("draw", "风险补偿款兑付：甲公司（DC2022-0001）")
    seq = office.ask("journal_entries")[0].seq
    office.office.undo(seq, by=office.people["approver"], reason="账户填错")
    assert balances(office) == ("100", "400")
    assert office.ask("fund_card").reserved == Money.wan(18)
    assert office.ask("deposit_ledger")[-1].is_void
    assert office.ask("deposit_ledger")[-1].balance == Money.wan(400)
    assert office.office.check() == ()


def test_a_banks_deposit_pays_its_own_claims_in_turn(office: County) -> None:
    """Another bank's claim does not stand in the way; the rest of a short deposit stays payable."""
    office.money("500万元")
    a, b = signed(office), signed(office, "乙银行")
    place(office, a, "100万元")
    place(office, b, "10万元")
    first = office.approved(office.loan(office.firm(), a))
    other = office.firm(uscc="91350100M000100Y43", name="乙公司")
    loan = office.loan(other, b, contract_no="乙1")
    second = office.approved(loan)
    given: dict[str, Any] = {
        "by": "approver", "on": "2022-09-20", "paid_on": "2022-09-20", "source": "deposit",
        "science_notice_on": "2022-09-15", "guarantor_notice_on": "2022-09-15",
    }  # fmt: skip
    office.do("pay_claim", claim=second, **given)
    assert office.ask("claim_outcome", claim=second).paid == Money.wan(10)
    assert office.ask("claim_card", claim=second).state == "partly_paid"
    office.do("pay_claim", claim=first, **given)
    assert office.ask("claim_outcome", claim=first).paid == Money.wan(18)
    assert {d.bank: d.balance.in_wan() for d in office.ask("deposits")} == {
        "甲银行": "82", "乙银行": "0",
    }  # fmt: skip


def test_what_paid_for_a_draw_is_not_taken_back(office: County) -> None:
    """One bank's placing cannot be reversed on another bank's money."""
    office.money()
    a, b = signed(office), signed(office, "乙银行")
    place(office, a, "400万元")
    placed = office.ask("journal_entries")[0].seq
    place(office, b, "400万元")
    office.do("draw_deposit", **draw(a, "30万元"))
    with pytest.raises(Refusal, match="“甲银行”的保证金不够"):
        office.office.undo(placed, by=office.people["reviewer"], reason="记错")
    drawn = office.ask("journal_entries")[0].seq
    office.office.undo(drawn, by=office.people["approver"], reason="记错")
    office.office.undo(placed, by=office.people["reviewer"], reason="记错")
    assert [(d.bank, d.placed) for d in office.ask("deposits")] == [
        ("甲银行", ZERO), ("乙银行", Money.wan(400)),
    ]  # fmt: skip
    assert office.office.check() == ()


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["place", "refill", "draw", "take_back", "undo"]),
        st.integers(0, 1),
        st.integers(1, 30),
        st.integers(1, 28),
    ),
    min_size=3,
    max_size=10,
)


@given(moves=MOVES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_done_deposits_and_the_ledger_agree(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int, int]]
) -> None:
    """Never below zero, vouchers sum to zero, the banks' deposits add up to the fund's account."""
    made = County(tmp_path_factory.mktemp("office") / "office")
    try:
        made.money("50万元")
        banks = [made.bank("甲银行"), made.bank("乙银行")]
        for verb, which, amount, day in moves:
            try:
                _do(made, verb, banks[which], f"{amount}万元", f"2021-02-{day:02d}")
            except Refusal:
                continue
        card = made.ask("fund_card")
        held = [d.balance.fen for d in made.ask("deposits")]
        assert min(held, default=0) >= 0
        assert sum(held) == card.deposit.fen
        assert made.office.check() == ()
    finally:
        made.office.close()


def _do(county: County, verb: str, bank: int, amount: str, on: str) -> None:
    if verb == "undo":
        seq = county.ask("journal_entries")[0].seq
        county.office.undo(seq, by=county.people["approver"], reason="更正")
        return
    more: dict[str, dict[str, Any]] = {
        "refill": {"document_no": "x"}, "draw": {"reason": "x"}, "take_back": {"reason": "x"},
    }  # fmt: skip
    county.do(
        f"{verb}_deposit", by="approver", partner=bank, posted_on=on, amount=amount,
        **more.get(verb, {}),
    )  # fmt: skip
