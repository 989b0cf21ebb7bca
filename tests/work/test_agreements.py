"""Agreements: which one is in force, what the programme says of it, renewed and ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kcdesk.domain.partners import BANK_FIELDS
from kcdesk.domain.schemes.parts import Party, Sharing
from kcdesk.kernel.money import Money
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import bank_facts, sharing_of
from kcdesk.work.query import Ask
from tests.work.county import County
from tests.work.programme import Programme

BANK_AND_FUND = (Party.FUND, Party.BANK)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    """An office whose programme asks for agreements."""
    made = County(tmp_path / "office", library=Programme())
    yield made
    made.office.close()


def checked(office: County, bank: int, line: str = "2000万元", on: str = "2021-01-04") -> int:
    """The bank has what is asked of banks."""
    return office.do(
        "tick_partner_requirements", partner=bank, checked_on=on,
        ticks=["local_outlet", "good_record"], line=line,
    )  # fmt: skip


def agreed(office: County, bank: int, **more: Any) -> int:
    given = {"number": "协1", "signed_on": "2021-01-04", "sharing": "6:4", **more}
    return office.do("register_agreement", by="reviewer", partner=bank, **given)


def facts(county: County, bank: int, day: date) -> dict[str, object]:
    return county.office.ask(
        Ask("facts", {}, lambda read: bank_facts(read, read.get(PartnerRow, bank, "银行"), day))
    )


def sharing(county: County, bank: int, day: date, *, has_guarantor: bool = False) -> Sharing | None:
    return county.office.ask(
        Ask("x", {}, lambda read: sharing_of(read, bank, day, has_guarantor=has_guarantor))
    )


def warned(office: County, **given: Any) -> list[str]:
    """The messages of what is only warned of."""
    return [p.message for p in office.ask("agreement_check", **given).warnings]


class TestInForce:
    def test_a_loan_takes_the_ratio_of_its_day(self, county: County) -> None:
        """NT-4.2b: 6:4 to 2021-06-30, 7:3 after; a loan of 2021-06-30 → 6:4."""
        bank = county.bank()
        agreed(county, bank, until_on="2021-06-30")
        agreed(
            county, bank, number="协2", signed_on="2021-06-20", from_on="2021-07-01", sharing="7:3"
        )
        assert sharing(county, bank, date(2021, 6, 30)) == Sharing((6, 4), BANK_AND_FUND)
        assert sharing(county, bank, date(2021, 7, 1)) == Sharing((7, 3), BANK_AND_FUND)
        assert sharing(county, bank, date(2021, 1, 3)) is None

    def test_a_guarantee_institution_brings_its_own_ratio(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank, guaranteed_sharing="4:4:2")
        day = date(2021, 3, 25)
        with_it = sharing(county, bank, day, has_guarantor=True)
        assert with_it == Sharing((4, 4, 2), (Party.FUND, Party.GUARANTOR, Party.BANK))
        assert sharing(county, bank, day) == Sharing((6, 4), BANK_AND_FUND)

    def test_without_a_second_ratio_the_first_counts_for_all(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank)
        assert sharing(county, bank, date(2021, 3, 25), has_guarantor=True) == Sharing(
            (6, 4), BANK_AND_FUND
        )

    def test_an_agreement_that_lays_down_no_ratio_gives_none(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank, sharing=None)
        assert sharing(county, bank, date(2021, 3, 25)) is None

    def test_of_two_that_run_the_later_one_counts(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank)
        agreed(county, bank, number="协2", from_on="2021-02-01", sharing="5:5")
        assert sharing(county, bank, date(2021, 2, 1)) == Sharing((5, 5), BANK_AND_FUND)

    def test_four_parties_in_the_order_of_the_contract(self, county: County) -> None:
        """DY-7a: 4:2:2:2 = re-guarantor, guarantor, the city, the bank."""
        bank = county.bank()
        agreed(
            county, bank, sharing="4:2:2:2", parties="再担保机构、担保机构、风险补偿金、合作机构"
        )
        assert sharing(county, bank, date(2021, 3, 25)) == Sharing(
            (4, 2, 2, 2), (Party.REGUARANTOR, Party.GUARANTOR, Party.FUND, Party.BANK)
        )

    def test_what_the_programme_may_ask_of_a_bank(self, county: County) -> None:
        bank = county.do(
            "register_partner", name="科技支行", joined_on="2020-01-01", tech_from_on="2021-02-01"
        )
        agreed(county, bank, rate_ceiling="5%", spread="0.5%", from_on="2021-02-01")
        county.do("record_reference_rate", published_on="2021-01-20", rate="3.85%")
        county.do("record_reference_rate", published_on="2021-03-20", rate="3.45%")
        county.do("record_reference_rate", published_on="2021-02-20", rate="4.65%", term="5Y")
        before, after = (
            facts(county, bank, date(2021, 1, 19)),
            facts(county, bank, date(2021, 3, 19)),
        )
        assert set(before) == set(BANK_FIELDS)
        assert before == {
            "bank.is_partner": True, "bank.is_suspended": False, "bank.is_tech": False,
            "bank.has_agreement": False, "agreement.rate_ceiling": None, "agreement.spread": None,
            "loan.lpr": None,
        }  # fmt: skip
        assert after == {
            "bank.is_partner": True, "bank.is_suspended": False, "bank.is_tech": True,
            "bank.has_agreement": True, "agreement.rate_ceiling": Fraction(1, 20),
            "agreement.spread": Fraction(1, 200), "loan.lpr": Fraction(385, 10000),
        }  # fmt: skip
        assert facts(county, bank, date(2021, 3, 20))["loan.lpr"] == Fraction(345, 10000)


class TestSigning:
    def test_a_share_above_the_limit_in_principle_is_warned_of(self, office: County) -> None:
        """NT-5.1 (a): 9:1 → warn, and the agreement keeps the remark; 8:2 is in order."""
        bank = office.bank()
        checked(office, bank)
        given: dict[str, Any] = {
            "partner": bank, "signed_on": date(2021, 1, 4), "parties": "fund,bank",
        }  # fmt: skip
        assert warned(office, sharing=(8, 2), **given) == []
        assert warned(office, sharing=(9, 1), **given) == ["风险补偿金分担90%，超过80%。"]
        signed = agreed(office, bank, sharing="9:1")
        shown = {x.label: x.shown for x in office.ask("agreement_trace", agreement=signed)}
        assert shown["风险补偿金分担不超过原则上限"] == "请核对"

    def test_the_larger_share_of_two_ratios_is_judged(self, office: County) -> None:
        bank = office.bank()
        checked(office, bank)
        given: dict[str, Any] = {
            "partner": bank, "signed_on": date(2021, 1, 4), "sharing": (6, 4),
            "parties": "fund,bank", "guaranteed_parties": "fund,guarantor,bank",
        }  # fmt: skip
        assert warned(office, guaranteed_sharing=(8, 1, 1), **given) == []
        assert len(warned(office, guaranteed_sharing=(17, 2, 1), **given)) == 1

    def test_the_line_is_five_times_the_deposit(self, office: County) -> None:
        """DY-7c6a: deposit 400, line 2000 → OK; 1999.99 → no."""
        bank = office.bank()
        checked(office, bank)
        more: dict[str, Any] = {
            "by": "reviewer",
            "partner": bank,
            "number": "协1",
            "signed_on": "2021-01-04",
        }
        refusal = office.refused(
            "register_agreement", deposit="400万元", line="1999.99万元", **more
        )
        assert refusal.clauses == ("BX-3",)
        assert office.do("register_agreement", deposit="400万元", line="2000万元", **more)

    def test_what_is_asked_of_banks_is_not_asked_of_guarantors(self, office: County) -> None:
        """DY-7b: 1 of 2 → 不符合; each kind has its own list."""
        guarantor = office.guarantor()
        more: dict[str, Any] = {
            "by": "reviewer", "partner": guarantor, "number": "协1", "signed_on": "2021-01-05",
        }  # fmt: skip
        assert "没有填写" in str(office.refused("register_agreement", **more))
        tick: dict[str, Any] = {"partner": guarantor, "checked_on": "2021-01-05"}
        office.do("tick_partner_requirements", ticks=["good_record"], **tick)
        refusal = office.refused("register_agreement", **more)
        assert refusal.problems[0].message == "还缺有专门人员。"
        office.do("tick_partner_requirements", ticks=["good_record", "special_staff"], **tick)
        assert office.do("register_agreement", **more)
        (line,) = office.ask("partner_card", partner=guarantor).requirements
        assert (line.met, line.lacking) == ("2/2", "")

    def test_the_programme_says_how_long_unless_the_contract_does(self, office: County) -> None:
        """DY-9: 2021-03-01 signed → to 2023-03-01; the contract's own day wins."""
        bank = office.bank()
        checked(office, bank)
        agreed(office, bank, signed_on="2021-03-01")
        agreed(office, bank, number="协2", from_on="2023-03-02", until_on="2024-12-31")
        later, earlier = office.ask("partner_card", partner=bank).agreements
        assert earlier.until_on == date(2023, 3, 1)
        assert later.until_on == date(2024, 12, 31)

    def test_without_such_a_rule_it_runs_on(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank)
        assert county.ask("partner_card", partner=bank).agreements[0].until_on is None

    @pytest.mark.parametrize(
        ("given", "field", "said"),
        [
            ({"sharing": "6:4", "parties": "风险补偿金"}, "parties", "2方"),
            ({"sharing": "6:4", "parties": "风险补偿金、市政府"}, "parties", "市政府"),
            ({"sharing": "6:4", "parties": "fund、风险补偿金"}, "parties", "写了1方"),
            ({"guaranteed_sharing": "4:6"}, "guaranteed_parties", "3方"),
            ({"from_on": "2021-02-01", "until_on": "2021-01-31"}, "until_on", "早于"),
        ],
    )
    def test_slips(self, county: County, given: dict[str, Any], field: str, said: str) -> None:
        bank = county.bank()
        refusal = county.refused(
            "register_agreement", by="reviewer", partner=bank, number="协1",
            signed_on="2021-01-04", **given,
        )  # fmt: skip
        assert [p.field for p in refusal.problems] == [field]
        assert said in str(refusal)

    def test_a_dry_run_says_what_a_slip_would(self, county: County) -> None:
        bank = county.bank()
        found = county.ask(
            "agreement_check", partner=bank, signed_on=date(2021, 1, 4), sharing=(6, 4), parties="x"
        )
        assert [p.field for p in found.refusals] == ["parties"]
        assert found.trace == ()

    def test_two_agreements_of_one_day_are_one_too_many(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank)
        refusal = county.refused(
            "register_agreement", by="reviewer", partner=bank, number="协2", signed_on="2021-01-04"
        )
        assert "同一天" in str(refusal)

    def test_only_what_the_programme_asks_can_be_ticked(self, office: County) -> None:
        refusal = office.refused(
            "tick_partner_requirements", partner=office.bank(), checked_on="2021-01-04",
            ticks=["好看"],
        )  # fmt: skip
        assert refusal.problems[0].field == "ticks"


class TestRenewal:
    def test_terms_left_out_stay_and_it_begins_where_the_old_one_ends(self, county: County) -> None:
        bank = county.bank()
        old = agreed(
            county, bank, until_on="2021-12-31", rate_ceiling="5%", spread="0.5%", line="3000万元",
            deposit="400万元", guaranteed_sharing="4:4:2",
        )  # fmt: skip
        county.do(
            "renew_agreement", by="reviewer", agreement=old, number="协2", signed_on="2021-12-20",
            sharing="7:3", line="5000万元",
        )  # fmt: skip
        line = county.ask("partner_card", partner=bank).agreements[0]
        assert (line.number, line.from_on) == ("协2", date(2022, 1, 1))
        assert (line.sharing, line.guaranteed) == (
            "7:3（风险补偿金、合作机构）", "4:4:2（风险补偿金、担保机构、合作机构）",
        )  # fmt: skip
        assert (line.line, line.deposit) == (Money.wan(5000), Money.wan(400))
        assert (line.rate_ceiling, line.spread) == (Fraction(1, 20), Fraction(1, 200))

    def test_it_says_its_own_terms(self, county: County) -> None:
        bank = county.bank()
        old = agreed(county, bank, guaranteed_sharing="4:4:2")
        county.do(
            "renew_agreement", by="reviewer", agreement=old, number="协2", signed_on="2021-12-20",
            from_on="2022-01-05", rate_ceiling="4%", spread="0.3%", deposit="300万元",
            guaranteed_sharing="3:5:2",
        )  # fmt: skip
        line = county.ask("partner_card", partner=bank).agreements[0]
        assert line.from_on == date(2022, 1, 5)
        assert (line.rate_ceiling, line.spread) == (Fraction(1, 25), Fraction(3, 1000))
        assert line.guaranteed.startswith("3:5:2")

    def test_an_open_agreement_is_renewed_from_a_day_that_is_said(self, county: County) -> None:
        bank = county.bank()
        old = agreed(county, bank)
        more: dict[str, Any] = {
            "by": "reviewer", "agreement": old, "number": "协2", "signed_on": "2021-12-20",
        }  # fmt: skip
        assert [p.field for p in county.refused("renew_agreement", **more).problems] == ["from_on"]
        assert "不晚于" in str(county.refused("renew_agreement", from_on="2021-01-04", **more))

    def test_other_parties_want_an_agreement_of_their_own(self, county: County) -> None:
        bank = county.bank()
        old = agreed(county, bank, until_on="2021-12-31")
        more: dict[str, Any] = {
            "by": "reviewer", "agreement": old, "number": "协2", "signed_on": "2021-12-20",
        }  # fmt: skip
        assert "数目不同" in str(county.refused("renew_agreement", sharing="4:4:2", **more))
        refusal = county.refused("renew_agreement", guaranteed_sharing="4:4:2", **more)
        assert refusal.problems[0].field == "guaranteed_sharing"


class TestEnd:
    def test_the_last_day_still_counts(self, county: County) -> None:
        bank = county.bank()
        signed = agreed(county, bank)
        county.do(
            "end_agreement",
            by="reviewer",
            agreement=signed,
            ended_on="2021-06-30",
            reason="机构合并",
        )
        at = [sharing(county, bank, d) is not None for d in (date(2021, 6, 30), date(2021, 7, 1))]
        assert at == [True, False]
        line = county.ask("partner_card", partner=bank).agreements[0]
        assert (line.until_on, line.note) == (date(2021, 6, 30), "机构合并")

    @pytest.mark.parametrize("day", ["2021-01-03", "2022-01-01"])
    def test_it_ends_while_it_runs(self, county: County, day: str) -> None:
        signed = agreed(county, county.bank(), until_on="2021-12-31")
        refusal = county.refused(
            "end_agreement", by="reviewer", agreement=signed, ended_on=day, reason="x"
        )
        assert "2021-12-31" in str(refusal)

    def test_an_open_one_says_so(self, county: County) -> None:
        signed = agreed(county, county.bank())
        refusal = county.refused(
            "end_agreement", by="reviewer", agreement=signed, ended_on="2021-01-03", reason="x"
        )
        assert "不限" in str(refusal)

    @pytest.mark.parametrize(
        ("on", "state"),
        [("2021-02-28", "coming"), ("2021-03-01", "in_force"), ("2021-07-01", "ended"),
         ("2022-01-01", "ended")],
    )  # fmt: skip
    def test_its_state_in_a_word(self, county: County, on: str, state: str) -> None:
        bank = county.bank()
        signed = agreed(county, bank, from_on="2021-03-01", until_on="2021-12-31")
        county.do(
            "end_agreement",
            by="reviewer",
            agreement=signed,
            ended_on="2021-06-30",
            reason="x",
            on=on,
        )
        assert county.ask("partner_card", partner=bank).agreements[0].state == state

    def test_one_that_ran_out(self, county: County) -> None:
        bank = county.bank()
        agreed(county, bank, until_on="2021-06-30")
        county.clock.day = date(2021, 7, 1)
        card = county.ask("partner_card", partner=bank)
        assert card.agreements[0].state == "over"
        assert (card.agreement_no, card.agreement_until_on) == ("协1", date(2021, 6, 30))


def test_institutions_are_ranked_by_the_line_they_offer(office: County) -> None:
    """DY-7c1-4: lines 5000, 3000 → 1, 2; who offers none comes last, who was not looked at is left out."""
    small, large, none = (office.bank(name) for name in ("小银行", "大银行", "未定银行"))
    office.bank("没看过的银行")
    checked(office, small, "3000万元")
    checked(office, large, "5000万元")
    office.do(
        "tick_partner_requirements", partner=none, checked_on="2021-01-04", ticks=["good_record"]
    )
    lines = office.ask("partner_ranking")
    assert [(x.rank, x.name) for x in lines] == [(1, "大银行"), (2, "小银行"), (3, "未定银行")]
    assert [(x.met, x.lacking) for x in lines] == [
        ("2/2", ""),
        ("2/2", ""),
        ("1/2", "在本地有网点"),
    ]
    assert [o.value for o in office.ask("partner_requirements", kind="guarantor")] == [
        "special_staff", "good_record",
    ]  # fmt: skip
    assert len(office.ask("partner_requirements")) == 3


def test_a_rate_is_published_once_a_day(county: County) -> None:
    county.do("record_reference_rate", published_on="2021-01-20", rate="3.85%")
    refusal = county.refused("record_reference_rate", published_on="2021-01-20", rate="3.8%")
    assert refusal.problems[0].field == "published_on"
    county.do("record_reference_rate", published_on="2021-01-20", rate="4.65%", term="5Y")
    assert [(r.term, r.rate) for r in county.ask("reference_rates")] == [
        ("1Y", Fraction(385, 10000)), ("5Y", Fraction(465, 10000)),
    ]  # fmt: skip


def test_the_journal_tells_an_agreement_in_words(county: County) -> None:
    done = county.done(
        "register_agreement", by="reviewer", partner=county.bank(), number="协1",
        signed_on="2021-01-04", sharing="6:4", rate_ceiling="5%",
    )  # fmt: skip
    told = {c.column: c.after for c in county.ask("entry_changes", seq=done.seq)}
    assert told["分担各方"] == "风险补偿金、合作机构"
    assert told["利率上限"] == "5%"
    assert told["有担保机构时的分担各方"] == ""


def test_the_last_day_that_the_programme_lays_down_is_judged_too(tmp_path: Path) -> None:
    county = County(tmp_path / "office", scheme="daye", day=date(2023, 3, 1))
    bank = county.do("register_partner", kind="bank", name="铜都农商银行", joined_on="2023-03-01")
    found = county.ask(
        "agreement_check", partner=bank, signed_on=date(2023, 3, 1), from_on=date(2023, 3, 1)
    )
    (step,) = [line for line in found.trace if line.label == "合作期限两年"]
    assert step.shown == "符合"
    county.office.close()
