"""Meeting, payout, recovery, fund: who decides, what is paid, what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.work.command import HANDLERS
from tests.work.county import County


def fund(county: County) -> tuple[str, str, str]:
    """Cash, reserved, available."""
    card = county.ask("fund_card")
    return card.cash.plain(), card.reserved.plain(), card.available.plain()


def test_a_resolution_reserves_and_a_payout_posts(county: County) -> None:
    """The real case: 18万 reserved on the day of the meeting, paid afterwards."""
    county.money("500万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    assert fund(county) == ("5000000.00", "180000.00", "4820000.00")
    assert county.ask("claim_card", claim=claim).state == "awaiting_payout"
    (due,) = county.ask("due_payouts")
    assert due.due.plain() == "180000.00"
    county.do("pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20")
    assert fund(county) == ("4820000.00", "0.00", "4820000.00")
    assert county.ask("claim_card", claim=claim).state == "paid"
    assert county.ask("due_payouts") == ()
    assert county.office.check() == ()


def test_a_resolution_must_be_what_the_opinions_come_to(county: County) -> None:
    """Nobody's word is left out: pending, then against the registered result."""
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    refusal = county.refused("record_resolution", by="approver", item=item, result="agree")
    assert "待表态" in str(refusal)
    county.opinions(item, "disagree")
    refusal = county.refused("record_resolution", by="approver", item=item, result="agree")
    assert "不同意" in str(refusal)
    assert refusal.clauses
    county.do("record_resolution", by="approver", item=item, result="disagree")
    assert county.ask("claim_card", claim=claim).state == "refused"
    assert fund(county)[1] == "0.00"


def test_without_a_quorum_nothing_is_approved(county: County) -> None:
    """Three of seven are not more than half."""
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    units = county.units()
    meeting = county.do("call_meeting", on="2022-09-12", held_on="2022-09-12", claims=[claim])
    (item,) = county.ask("meeting_card", meeting=meeting).items
    refusal = county.refused("record_opinion", item=item.id, unit=units[0], choice="agree")
    assert "签到" in str(refusal)
    for unit in units[:3]:
        county.do("sign_in", meeting=meeting, unit=unit)
        county.do("record_opinion", item=item.id, unit=unit, choice="agree")
    assert not county.ask("meeting_card", meeting=meeting).has_quorum
    county.refused("record_resolution", by="approver", item=item.id, result="agree")
    county.do("sign_in", meeting=meeting, unit=units[3], name="沈建国", is_substitute=True)
    county.do("record_opinion", item=item.id, unit=units[3], choice="agree")
    county.do("record_resolution", by="approver", item=item.id, result="agree")


def test_whoever_entered_the_claim_neither_resolves_nor_pays(county: County) -> None:
    """The one who entered can't approve the same claim, whatever the role."""
    county.money()
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    papers = [m.value for m in county.ask("claim_materials")]
    claim = county.do(
        "file_claim", by="approver", on="2022-08-01", loan=loan, filed_on="2022-08-01",
        reason="customers_unpaid", materials=papers,
    )  # fmt: skip
    county.do("accept_claim", claim=claim)
    met = [c.value for c in county.ask("default_conditions")]
    county.do("review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-01", conditions=met)
    (item,) = county.meeting(claim)
    county.opinions(item)
    assert "录入" in str(
        county.refused("record_resolution", by="approver", item=item, result="agree")
    )
    second = county.do("add_person", by="admin", name="另一位", role="approver")
    county.people["second"] = second
    county.do("record_resolution", by="second", item=item, result="agree")
    assert "录入" in str(
        county.refused(
            "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
        )
    )
    county.do("pay_claim", by="second", on="2022-09-20", claim=claim, paid_on="2022-09-20")


def test_undoing_a_payout_posts_a_reversing_voucher_and_keeps_the_number(county: County) -> None:
    """REVERSE wants a reason; the payout stays in sight, void; the claim waits again."""
    county.money("500万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    done = county.done(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    person = county.people["approver"]
    with pytest.raises(Refusal, match="原因"):
        county.office.undo(done.seq, by=person)
    county.office.undo(done.seq, by=person, reason="账号填错")
    assert fund(county) == ("5000000.00", "180000.00", "4820000.00")
    (line,) = county.ask("payouts")
    assert (line.number, line.is_void) == ("DF2022-0001", True)
    assert [x.kind for x in county.ask("fund_ledger")][-1] == "reversal"
    again = county.do("pay_claim", by="approver", claim=claim, paid_on="2022-09-21")
    assert county.ask("payout_card", payout=again).number == "DF2022-0002"
    assert county.office.check() == ()


def test_the_institution_year_limit_cuts_and_lapses(county: County) -> None:
    """PH-8: used 960, due 60 → pay 40, 20 lapse; the next year is not charged."""
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2020-01-01")
    county.money("5000万元")
    bank = county.bank()
    claims = []
    codes = ("91330482MA0000000L", "91350100M000100Y43")
    for number, (code, amount) in enumerate(zip(codes, ("1000万元", "600万元"), strict=True)):
        firm = county.firm(uscc=code, name=f"企业{number}")
        loan = county.loan(firm, bank, amount, contract_no=f"大额{number}")
        claims.append(county.approved(loan))
    third = county.firm(uscc="91420281MA4F00000X", name="企业3")
    claims.append(county.approved(county.loan(third, bank, "100万元", contract_no="大额3")))
    pay: dict[str, Any] = {"by": "approver", "on": "2022-09-20", "paid_on": "2022-09-20"}
    first = county.ask("payout_card", payout=county.do("pay_claim", claim=claims[0], **pay))
    assert (first.amount.plain(), first.year_paid.plain()) == ("6000000.00", "6000000.00")
    second = county.ask("payout_card", payout=county.do("pay_claim", claim=claims[1], **pay))
    assert second.year_paid.plain() == "9600000.00"
    last = county.ask("payout_card", payout=county.do("pay_claim", claim=claims[2], **pay))
    assert (last.approved.plain(), last.amount.plain()) == ("600000.00", "400000.00")
    assert "200,000.00" in last.cuts_text
    assert county.ask("claim_card", claim=claims[2]).state == "paid"
    assert county.ask("fund_card").reserved.plain() == "0.00"
    assert county.office.check() == ()


def test_a_short_pool_pays_in_part_and_the_rest_after_money_comes(county: County) -> None:
    """Approved 18万, pool 10万 → 10万 now, 8万 stay queued and are paid after the next budget."""
    county.money("10万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    pay: dict[str, Any] = {"by": "approver", "claim": claim}
    part = county.do("pay_claim", on="2022-09-20", paid_on="2022-09-20", **pay)
    assert county.ask("payout_card", payout=part).amount.plain() == "100000.00"
    assert county.ask("claim_card", claim=claim).state == "partly_paid"
    assert county.ask("due_payouts")[0].due.plain() == "80000.00"
    refusal = county.refused("pay_claim", on="2022-09-21", paid_on="2022-09-21", **pay)
    assert "没有可用" in str(refusal)
    county.money("100万元", on="2022-10-01")
    county.do("pay_claim", on="2022-10-01", paid_on="2022-10-01", **pay)
    assert county.ask("claim_outcome", claim=claim).paid.plain() == "180000.00"
    assert fund(county) == ("920000.00", "0.00", "920000.00")


def test_a_recovery_goes_back_by_what_each_paid(county: County) -> None:
    """money.md B6, example 1: net 46,999.50 → fund 28,199.70, bank 18,799.80."""
    county.money("500万元")
    claim = county.paid(county.loan(county.firm(), county.bank()))
    county.do(
        "record_recovery", by="reviewer", on="2023-01-10", claim=claim, recovered_on="2023-01-10",
        gross="50000", cost="3000.50",
    )  # fmt: skip
    (line,) = county.ask("recoveries")
    assert (line.net.plain(), line.fund.plain(), line.bank.plain()) == (
        "46999.50", "28199.70", "18799.80",
    )  # fmt: skip
    assert county.ask("claim_card", claim=claim).state == "recovering"
    assert county.ask("recovery_trace", recovery=line.id)
    assert fund(county)[0] == "4848199.70"


def test_the_fund_stops_when_it_has_got_back_all_it_paid(county: County) -> None:
    """B6: the rest is the bank's; cost above gross shares nothing."""
    county.money("500万元")
    claim = county.paid(county.loan(county.firm(), county.bank()))
    given: dict[str, Any] = {
        "by": "reviewer",
        "on": "2023-01-10",
        "claim": claim,
        "recovered_on": "2023-01-10",
    }
    county.do("record_recovery", gross="290000", **given)
    county.do("record_recovery", gross="100000", **given)
    county.do("record_recovery", gross="100", cost="200", **given)
    third, second, first = county.ask("recoveries")
    assert (first.fund.plain(), second.fund.plain(), third.net.plain()) == (
        "174000.00", "6000.00", "0.00",
    )  # fmt: skip
    assert county.ask("claim_outcome", claim=claim).net.plain() == "0.00"


def test_what_comes_back_before_a_payout_is_a_repayment(county: County) -> None:
    """Nothing was paid yet, so nothing returns to the pool."""
    county.money()
    claim = county.approved(county.loan(county.firm(), county.bank()))
    refusal = county.refused(
        "record_recovery", by="reviewer", claim=claim, recovered_on="2022-09-15", gross="100"
    )
    assert "还没有兑付" in str(refusal)


def test_a_repayment_between_meeting_and_payout_lowers_the_payment(county: County) -> None:
    """B5: repaid 20,000 before 兑付 → 168,000 is paid and nothing stays reserved."""
    county.money("500万元")
    loan = county.loan(county.firm(), county.bank())
    claim = county.approved(loan)
    county.do(
        "record_repayment", on="2022-09-15", loan=loan, repaid_on="2022-09-15", principal="20000"
    )
    payout = county.do(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    card = county.ask("payout_card", payout=payout)
    assert card.amount.plain() == "168000.00"
    assert "12,000.00" in card.cuts_text
    assert fund(county) == ("4832000.00", "0.00", "4832000.00")
    assert county.ask("due_payouts") == ()


def test_payouts_want_a_resolution_and_come_after_it(county: County) -> None:
    """Order of the days."""
    county.money()
    loan = county.loan(county.firm(), county.bank())
    claim = county.reviewed(loan)
    assert "决议" in str(
        county.refused("pay_claim", by="approver", claim=claim, paid_on="2022-09-20")
    )
    (item,) = county.meeting(claim)
    county.opinions(item)
    county.do("record_resolution", by="approver", item=item, result="agree")
    assert "早于" in str(
        county.refused("pay_claim", by="approver", claim=claim, paid_on="2022-09-11")
    )


def test_minutes_wait_for_every_item_and_then_stand(county: County) -> None:
    """Undecided items are named; issued minutes change no more."""
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    meeting = county.ask("meetings")[0].id
    assert "没有决议" in str(county.refused("close_meeting", by="reviewer", meeting=meeting))
    county.opinions(item, "defer")
    county.do("record_resolution", by="approver", item=item, result="defer")
    assert county.ask("claim_card", claim=claim).state == "awaiting_meeting"
    county.do("close_meeting", by="reviewer", meeting=meeting)
    line = county.ask("meetings")[0]
    assert (line.title, line.minutes_number, line.state) == (
        "2022年第一次会议",
        "〔2022〕1号",
        "issued",
    )
    county.refused("sign_in", meeting=meeting, unit=county.units()[0])
    assert [c.id for c in county.ask("claims_for_meeting")] == [claim]


def test_the_pool_never_goes_below_zero(county: County) -> None:
    """Reversing an appropriation that has been spent is refused."""
    done = county.done(
        "record_appropriation",
        by="reviewer",
        posted_on="2021-01-04",
        amount="18万元",
        document_no="x",
    )
    county.paid(county.loan(county.firm(), county.bank()))
    with pytest.raises(Refusal, match="不够"):
        county.office.undo(done.seq, by=county.people["reviewer"], reason="记错")


def test_a_claim_is_withdrawn_after_its_resolution_was_taken_back(county: County) -> None:
    """The refusal names the lawful way, and the way is open: the reserve is void, the agenda's
    other items go on, the minutes say nothing of the withdrawn one."""
    county.money()
    bank = county.bank()
    first = county.reviewed(county.loan(county.firm(), bank))
    other = county.firm(uscc="91350100M000100Y43", name="乙公司")
    second = county.reviewed(county.loan(other, bank, contract_no="2"))
    items = county.meeting(first, second)
    for item in items:
        county.opinions(item)
    done = county.done("record_resolution", by="approver", item=items[0], result="agree")
    assert "撤销决议" in str(county.refused("withdraw_claim", claim=first, reason="企业已还款"))
    county.office.undo(done.seq, by=county.people["approver"], reason="企业已还款")
    county.do("withdraw_claim", claim=first, reason="企业已还款")
    assert fund(county)[1] == "0.00"
    county.do("record_resolution", by="approver", item=items[1], result="agree")
    meeting = county.ask("meetings")[0].id
    county.do("close_meeting", by="reviewer", meeting=meeting)
    printed = county.do("print_paper", form="minutes", record=meeting)
    assert county.ask("printed_paper", print_id=printed).pages_count >= 1
    assert county.office.check() == ()


def test_the_ten_thousandth_voucher_of_a_year_has_a_number(county: County) -> None:
    """Numbers grow wider than four digits; text order would give 10000 out for ever."""
    from kcdesk.store.tables.fund import FundPostingRow, FundVoucherRow
    from kcdesk.work.context import Work

    def jump(work: Work) -> None:
        row = work.add(
            FundVoucherRow(
                number="PZ2021-9999",
                kind="interest",
                posted_on=county.clock.day,
                summary="x",
                document_no="",
                reverses_id=None,
            )
        )
        for account, fen in (("pool_cash", 1), ("interest", -1)):
            work.add(FundPostingRow(voucher_id=row.id, account=account, amount_fen=Money(fen)))

    original = HANDLERS["record_interest"]
    HANDLERS["record_interest"] = lambda work, _command: jump(work)
    try:
        county.done("record_interest", by="reviewer", posted_on="2021-01-04", amount="1")
    finally:
        HANDLERS["record_interest"] = original
    for _ in range(2):
        county.do("record_interest", by="reviewer", posted_on="2021-01-04", amount="1")
    numbers = [x.number for x in county.ask("fund_ledger")]
    assert numbers == ["PZ2021-9999", "PZ2021-10000", "PZ2021-10001"]
