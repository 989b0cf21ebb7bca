"""The home screen: figures of today, and what to do next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.work.county import County
from tests.work.measured_county import ADDED, measured_county


def what(county: County) -> list[str]:
    """Every line of the to-do list."""
    return [line.what for line in county.ask("todos")]


def test_a_new_office_is_told_what_it_lacks(county: County) -> None:
    """Partners, member units, the list, money, what the programme leaves open."""
    said = "\n".join(what(county))
    for word in ("合作银行", "成员单位", "导入企业名单", "财政拨入", "新办法施行日"):
        assert word in said
    county.bank()
    county.units()
    county.firm()
    county.money()
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-01-01")
    assert what(county) == []


def test_what_waits_and_what_is_due_is_told(county: County) -> None:
    """Applications, due and overdue loans, claims, meetings, payouts; each leads to its record."""
    bank = county.bank()
    firm = county.firm()
    county.do(
        "file_application",
        enterprise=firm,
        applied_on="2021-03-10",
        amount="1万元",
        term_months="12",
        purpose="周转",
        bank=bank,
    )
    loan = county.loan(firm, bank)
    assert any("SQ2021-0001 等待初审" in w for w in what(county))
    county.clock.day = county.clock.day.replace(year=2022, month=3, day=1)
    assert any("将到期" in w for w in what(county))
    county.clock.day = county.clock.day.replace(day=25)
    assert any("已逾期 1 天" in w for w in what(county))
    county.money()
    claim = county.reviewed(loan)
    said = what(county)
    assert any("DC2022-0001 等待上会" in w for w in said)
    assert not any("逾期" in w for w in said), "a loan with a claim is told by its claim"
    (item,) = county.meeting(claim)
    assert any("纪要未定稿" in w for w in what(county))
    county.opinions(item)
    county.do("record_resolution", by="approver", item=item, result="agree")
    assert any("待兑付 180,000.00 元" in w for w in what(county))
    county.do("pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20")
    assert not any("DC2022-0001" in w for w in what(county))


def test_the_figures_count_firms_and_borrowings_apart(county: County) -> None:
    """PH-5: A borrowed twice, B once → 2 家, 3 家次."""
    bank = county.bank()
    first = county.firm()
    second = county.firm(uscc="91350100M000100Y43", name="乙公司")
    county.loan(first, bank, "10万元", contract_no="1")
    loan = county.loan(first, bank, "20万元", contract_no="2")
    county.loan(second, bank, "30万元", contract_no="3")
    county.do("record_repayment", loan=loan, repaid_on="2021-06-01", principal="20万元")
    county.clock.day = county.clock.day.replace(year=2022, month=4)
    card = county.ask("home_card")
    assert (card.borrowers_count, card.borrowings_count, card.loans_count) == (2, 3, 2)
    assert (card.lent.in_wan(), card.outstanding.in_wan()) == ("60", "40")
    assert card.overdue_count == 2


def test_qualifications_that_end_soon_are_counted(county: County) -> None:
    """Thirty days ahead, the last day included."""
    firm = county.do("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    county.do(
        "record_qualification",
        enterprise=firm,
        kind="高新技术企业",
        from_on="2018-01-01",
        until_on="2021-02-03",
    )
    assert any("1项企业资质将在30天内到期" in w for w in what(county))


def missed(county: County) -> list[str]:
    """What the home screen says of targets to be kept at all times."""
    return [line.what for line in county.ask("todos") if line.screen == "measures"]


def test_what_the_programme_wants_at_all_times_is_told_while_it_is_missing(tmp_path: Path) -> None:
    """NT-2.2: a second suspension leaves 2 of 3 banks; NT-4.1a: 1,999.99 is 0.01 short."""
    county = County(tmp_path / "office", "nantong", date(2020, 9, 1))
    banks = "合作银行三家以上：现有{}家，还差{}家"
    for number in range(1, 5):
        bank = county.bank(f"银行{number}")
        county.do(
            "register_agreement", by="reviewer", partner=bank, number=f"{number}号",
            signed_on="2020-09-01", from_on="2020-09-01", until_on="2023-08-31", sharing="8:2",
        )  # fmt: skip
    assert not [w for w in missed(county) if w.startswith("合作银行")]
    county.do("suspend_partner", by="reviewer", partner=1, from_on="2020-09-01", reason="试")
    assert not [w for w in missed(county) if w.startswith("合作银行")]
    county.do("suspend_partner", by="reviewer", partner=2, from_on="2020-09-01", reason="试")
    assert banks.format(2, 1) in missed(county)
    county.money("1999.99万元", on="2020-09-01")
    short = "资金池不低于两千万元：现有1,999.99万元，还差0.01万元"
    assert short in missed(county)
    (line,) = [x for x in county.ask("todos") if x.what == short]
    assert (line.urgency, line.clauses, line.due_on) == ("注意", "NT-4.1a", None)
    county.money("0.01万元", on="2020-09-01")
    assert missed(county) == [banks.format(2, 1)]
    county.office.close()


def test_a_watched_target_without_its_base_says_what_to_fill_in(tmp_path: Path) -> None:
    added = ADDED.replace("doublings = 2\n", "doublings = 2\nis_watched = true\n")
    county = measured_county(tmp_path, added)
    (said,) = missed(county)
    assert said.startswith("贷款余额翻番：")
    assert "没有填写" in said
    county.office.close()
