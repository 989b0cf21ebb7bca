"""The fund's year, its floor, a short pool shared, and what else it is spent on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from tests.work.county import County
from tests.work.programme import Programme

CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    """An office whose programme has a fund's year, a floor and a choice of queues."""
    made = County(tmp_path / "office", library=Programme())
    yield made
    made.office.close()


def approved(office: County, bank: int, *amounts: str) -> list[int]:
    """Claims of firms of their own, all decided by one meeting."""
    claims = []
    for number, amount in enumerate(amounts):
        firm = office.firm(uscc=CODES[number], name=f"企业{number}")
        loan = office.loan(firm, bank, amount, contract_no=f"合同{number}")
        claims.append(office.reviewed(loan))
    for item in office.meeting(*claims):
        office.opinions(item)
        office.do("record_resolution", by="approver", item=item, result="agree")
    return claims


def pay(office: County, claim: int, on: str = "2022-09-20", **more: Any) -> int:
    return office.do("pay_claim", by="approver", on=on, claim=claim, paid_on=on, **more)


def paid(office: County, payout: int) -> tuple[str, str]:
    card = office.ask("payout_card", payout=payout)
    return card.amount.in_wan(), card.cuts_text


class TestYear:
    def test_what_the_year_began_with_and_got_less_what_it_paid(self, office: County) -> None:
        """NT-5.1 (b): opening + paid in; paid out less returned. Deposits are still the fund's."""
        office.money("500万元", on="2021-12-31")
        office.money("100万元", on="2022-01-01")
        bank = office.bank()
        office.do(
            "place_deposit", by="reviewer", partner=bank, posted_on="2021-12-31", amount="50万元"
        )
        (claim,) = approved(office, bank, "30万元")
        pay(office, claim)
        office.do(
            "record_recovery", by="reviewer", on="2022-10-10", claim=claim,
            recovered_on="2022-10-10", gross="10万元",
        )  # fmt: skip
        office.do(
            "record_interest",
            by="reviewer",
            posted_on="2022-12-21",
            amount="1万元",
            on="2022-12-21",
        )
        year = office.ask("fund_year", year=2022)
        assert (year.base, year.net_compensated) == (Money.wan(600), Money.wan(12))
        assert office.ask("fund_year").year == 2022
        after = office.ask("fund_year", year=2023)
        assert (after.base, after.net_compensated) == (Money.wan(589), ZERO)

    def test_the_limit_in_principle_to_the_fen(self, office: County) -> None:
        """Of 100 the year may pay 80: 80.00 is paid whole, one 分 more is cut by one 分."""
        office.money("100万元", on="2022-01-01")
        bank = office.bank()
        exactly, over = approved(office, bank, "133.3333万元", "5元")
        assert paid(office, pay(office, exactly)) == ("79.99998", "")
        assert paid(office, pay(office, over)) == ("0.00002", "原则上限 2.80元")
        assert office.ask("claim_card", claim=over).state == "partly_paid"

    def test_the_meeting_may_go_beyond_it_with_its_decision(self, office: County) -> None:
        office.money("100万元", on="2022-01-01")
        bank = office.bank()
        (claim,) = approved(office, bank, "150万元")
        first = pay(office, claim)
        assert paid(office, first) == ("80", "原则上限 100,000.00元")
        assert office.ask("payout_card", payout=first).override_no == ""
        second = pay(office, claim, on="2022-09-21", override_no="2022年第二次会议")
        assert paid(office, second) == ("10", "")
        card = office.ask("payout_card", payout=second)
        assert card.override_no == "2022年第二次会议"
        assert "原则上限内可付" in [s.label for s in card.trace]
        assert office.ask("claim_card", claim=claim).state == "paid"

    def test_a_new_year_has_room_again(self, office: County) -> None:
        office.money("100万元", on="2022-01-01")
        (claim,) = approved(office, office.bank(), "150万元")
        pay(office, claim)
        office.money("100万元", on="2023-01-05")
        assert paid(office, pay(office, claim, on="2023-01-06")) == ("10", "")


class TestShortPool:
    def test_who_comes_first_is_paid_first(self, office: County) -> None:
        """B8: pool 100, due 80 and 120 → 80 and 20."""
        office.money("100万元", on="2021-12-31")
        first, second = approved(office, office.bank(), "133.3334万元", "200万元")
        more = {"override_no": "会议"}
        assert paid(office, pay(office, second, **more))[0] == "19.99996"
        assert paid(office, pay(office, first, **more))[0] == "80.00004"

    @pytest.mark.parametrize("turn", [(0, 1), (1, 0)])
    def test_one_meetings_claims_share(self, office: County, turn: tuple[int, int]) -> None:
        """B8: pool 100, due 60 and 90 pro rata → 40 and 60, whichever is paid first; then the rest."""
        office.do("fill_scheme_blank", by="admin", name="queue_method", value="pro_rata")
        office.money("100万元", on="2021-12-31")
        claims = approved(office, office.bank(), "100万元", "150万元")
        more = {"override_no": "会议"}
        got = {n: paid(office, pay(office, claims[n], **more)) for n in turn}
        assert got == {
            0: ("40", "资金不足 200,000.00元"), 1: ("60", "资金不足 300,000.00元"),
        }  # fmt: skip
        assert office.ask("fund_card").cash == ZERO
        office.money("25万元", on="2022-10-01")
        again = {n: paid(office, pay(office, claims[n], on="2022-10-01", **more))[0] for n in turn}
        assert again == {0: "10", 1: "15"}
        office.money("100万元", on="2022-11-01")
        last = {n: paid(office, pay(office, claims[n], on="2022-11-01", **more))[0] for n in turn}
        assert last == {0: "10", 1: "15"}
        assert office.office.check() == ()


class TestFloor:
    def test_what_is_below_the_floor_is_proposed(self, office: County) -> None:
        """NT-4.5c: balance 1,920 < 2,000 → propose 80."""
        office.money("1920万元")
        found = office.ask("proposed_appropriation")
        assert (found.floor, found.below_floor, found.proposed) == (
            Money.wan(2000), Money.wan(80), Money.wan(80),
        )  # fmt: skip
        assert found.clauses == ("BX-4",)
        office.money("80万元")
        assert office.ask("proposed_appropriation").proposed == ZERO

    def test_to_the_fen(self, office: County) -> None:
        office.money("1999.999999万元")
        assert office.ask("proposed_appropriation").proposed == Money(1)

    def test_deposits_at_banks_count(self, office: County) -> None:
        office.money("2000万元")
        office.do(
            "place_deposit", by="reviewer", partner=office.bank(), posted_on="2021-01-05",
            amount="400万元",
        )  # fmt: skip
        assert office.ask("proposed_appropriation").proposed == ZERO

    def test_before_there_is_a_floor_it_says_so(self, office: County) -> None:
        office.clock.day = date(2020, 12, 31)
        found = office.ask("proposed_appropriation")
        assert (found.floor, found.proposed) == (None, ZERO)
        assert "资金池最低余额" in found.open_text

    def test_a_programme_without_one_proposes_nothing(self, county: County) -> None:
        found = county.ask("proposed_appropriation")
        assert (found.floor, found.proposed, found.open_text) == (None, ZERO, "")


class TestOutflow:
    def test_what_is_no_compensation_is_warned_of_and_kept(self, office: County) -> None:
        """NT-4.1c: 银企对接会 cost from the pool → warn."""
        office.money()
        outflow = office.do(
            "record_outflow", by="approver", posted_on="2021-05-01", amount="2万元",
            purpose="activity", reason="银企对接会场地费",
        )  # fmt: skip
        (line,) = office.ask("fund_outflows")
        assert (line.purpose, line.amount, line.reason) == (
            "activity", Money.wan(2), "银企对接会场地费",
        )  # fmt: skip
        assert office.ask("outflow_trace", outflow=outflow)[-1].shown == "请核对"
        assert office.ask("fund_card").spent == Money.wan(2)
        assert office.ask("fund_ledger")[-1].kind == "expense"

    def test_back_to_the_budget(self, office: County) -> None:
        office.money()
        given: dict[str, Any] = {
            "by": "approver", "posted_on": "2021-12-30", "purpose": "surrender", "reason": "年终收回",
        }  # fmt: skip
        assert "不够" in str(office.refused("record_outflow", amount="1000.01万元", **given))
        outflow = office.do("record_outflow", amount="1000万元", **given)
        assert office.ask("outflow_trace", outflow=outflow)[-1].shown == "符合"
        assert office.ask("fund_ledger")[-1].kind == "surrender"
        seq = office.ask("journal_entries")[0].seq
        office.office.undo(seq, by=office.people["approver"], reason="记错")
        assert office.ask("fund_card").cash == Money.wan(1000)
        assert office.ask("fund_outflows")[0].is_void
        assert office.office.check() == ()

    def test_it_says_what_for(self, office: County) -> None:
        office.money()
        with pytest.raises(Refusal) as told:
            office.do(
                "record_outflow",
                by="approver",
                posted_on="2021-05-01",
                amount="2万元",
                purpose="other",
            )
        assert told.value.problems[0].field == "reason"
