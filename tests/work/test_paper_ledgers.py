"""The fund's ledger, the recoveries of a year, the loans of an institution: as the screens say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.work.paper import title_of, values_of
from kcdesk.work.query import Ask
from tests.work.county import County


def told(county: County, key: str, record: int) -> dict[str, Any]:
    """The values of a ledger."""
    return county.office.ask(Ask("values", {}, lambda read: values_of(read, key, record)))


@pytest.fixture
def lent(county: County) -> County:
    """Money over two years, a loan paid for and half recovered, another never recovered."""
    county.money("2000万元")
    county.do("record_interest", by="reviewer", on="2021-03-21", posted_on="2021-03-21",
              amount="36164.38")  # fmt: skip
    bank, other = county.bank(), county.bank("工商银行平湖支行")
    first = county.loan(county.firm(), bank, rate="3.85%", iou_no="借据1")
    county.loan(
        county.firm(uscc="91330482MA0000001P", name="乙公司"), other, "10万元",
        contract_no="合同2", guarantor=county.guarantor(), security="guarantee",
    )  # fmt: skip
    claim = county.paid(first)
    county.do(
        "record_register_entry", on="2022-10-31", register="recovery_report",
        noted_on="2022-10-31", subject=claim,
        values=[{"field": "progress", "value": "已申请强制执行"}],
    )  # fmt: skip
    county.do(
        "record_recovery", by="reviewer", on="2022-11-03", claim=claim, recovered_on="2022-11-03",
        gross="50000", cost="3000.50", source="法院执行款",
    )  # fmt: skip
    return county


def test_the_funds_ledger_adds_up_month_by_month(lent: County) -> None:
    fund = told(lent, "fund", 0)["fund"]
    assert [m["label"] for m in fund["months"]] == [
        "2021年1月",
        "2021年3月",
        "2022年9月",
        "2022年11月",
    ]
    rows = [row for month in fund["months"] for row in month["rows"]]
    assert [row["order"] for row in rows] == [1, 2, 3, 4]
    for month in fund["months"]:
        assert month["income"] == total(row["income"] or ZERO for row in month["rows"])
        assert month["outgo"] == total(row["outgo"] or ZERO for row in month["rows"])
        assert month["balance"] == month["rows"][-1]["balance"]
    march, september, november = fund["months"][1:]
    assert march["year_income"] == Money.yuan("20036164.38")
    assert (september["year_income"], september["year_outgo"]) == (ZERO, Money.wan(18))
    assert november["year_income"] == Money.yuan("28199.70")
    assert fund["closing"] == lent.ask("fund_card").cash
    shown = [x for x in lent.ask("fund_ledger") if x.income or x.outgo]
    assert [(row["number"], row["balance"]) for row in rows] == [
        (x.number, x.balance) for x in shown
    ]


def test_a_year_of_the_ledger_opens_with_what_was_carried_over(lent: County) -> None:
    fund = told(lent, "fund", 2022)["fund"]
    assert fund["opening"] == Money.yuan("20036164.38")
    assert (fund["from_on"], fund["until_on"]) == (date(2022, 1, 1), date(2022, 11, 3))
    assert (fund["income_total"], fund["outgo_total"]) == (Money.yuan("28199.70"), Money.wan(18))
    first = told(lent, "fund", 2021)["fund"]
    assert (first["from_on"], first["until_on"]) == (date(2021, 1, 4), date(2021, 12, 31))
    assert (first["opening"], first["closing"]) == (ZERO, fund["opening"])


def test_a_ledger_of_an_old_year_stays_what_it_was(lent: County) -> None:
    lent.clock.day = date(2022, 12, 31)
    settled = {key: told(lent, key, 2022) for key in ("fund", "recoveries.year")}
    lent.do("record_interest", by="reviewer", on="2023-03-21", posted_on="2023-03-21", amount="9")
    lent.do(
        "record_recovery", by="reviewer", on="2023-05-03", claim=1, recovered_on="2023-05-03",
        gross="1000",
    )  # fmt: skip
    lent.clock.day = date(2024, 1, 10)
    assert {key: told(lent, key, 2022) for key in settled} == settled


def test_a_month_without_money_is_empty_and_prints(county: County) -> None:
    fund = told(county, "fund", 2021)["fund"]
    assert (fund["months"], fund["opening"], fund["closing"]) == ([], ZERO, ZERO)
    for form, record in (("fund_ledger", 2021), ("recovery_ledger", 0)):
        assert county.ask("preview_paper", form=form, record=record).pages_count == 1


def test_what_came_back_of_a_claim_stands_beside_what_was_paid(lent: County) -> None:
    values = told(lent, "recoveries.year", 2022)["recoveries"]
    (bank,) = values["banks"]
    (row,) = bank["rows"]
    assert (bank["bank"], row["name"], row["paid"]) == ("平湖农商银行", "甲公司", Money.wan(18))
    (line,) = lent.ask("recoveries")
    assert (row["gross"], row["cost"]) == (line.gross, line.cost)
    assert (row["fund"], row["guarantor"], row["bank_part"]) == (line.fund, ZERO, line.bank)
    assert row["left"] == Money.wan(18) - line.fund == lent.ask("claim_outcome", claim=1).net
    assert row["progress"].split("\n") == [
        "部分收回", "已申请强制执行（2022-10-31）", "2022-11-03 PZ2022-0003 28,199.70", "法院执行款",
    ]  # fmt: skip
    assert values["total"] == {key: row[key] for key in values["total"]}
    assert lent.ask("preview_paper", form="recovery_ledger", record=2022).pages_count == 1


def test_a_claim_with_nothing_back_says_so_and_shows_no_noughts(lent: County) -> None:
    lent.clock.day = date(2023, 6, 1)
    (bank,) = told(lent, "recoveries.year", 2023)["recoveries"]["banks"]
    assert bank["rows"][0]["recovered"] is None, "nothing came back that year"
    assert bank["rows"][0]["gross"] == Money.wan(5)
    seq = lent.ask("journal_entries")[0].seq
    lent.office.undo(seq, by=lent.people["reviewer"], reason="登记错了")
    (bank,) = told(lent, "recoveries.year", 2023)["recoveries"]["banks"]
    row = bank["rows"][0]
    assert (row["gross"], row["cost"], row["guarantor"]) == (None, None, None)
    assert row["progress"] == "未收回\n已申请强制执行（2022-10-31）"
    assert row["left"] == Money.wan(18)


def test_a_claim_of_which_the_bank_told_nothing_has_its_state_only(county: County) -> None:
    county.money()
    county.paid(county.loan(county.firm(), county.bank()))
    (bank,) = told(county, "recoveries.year", 0)["recoveries"]["banks"]
    assert bank["rows"][0]["progress"] == "未收回"


def test_several_returns_are_told_with_their_sums(lent: County) -> None:
    lent.do(
        "record_recovery", by="reviewer", on="2023-05-03", claim=1, recovered_on="2023-05-03",
        gross="1000万元",
    )  # fmt: skip
    (bank,) = told(lent, "recoveries.year", 0)["recoveries"]["banks"]
    row = bank["rows"][0]
    assert row["left"] == ZERO
    assert row["progress"].split("\n") == [
        "已收回", "已申请强制执行（2022-10-31）", "2022-11-03 PZ2022-0003 28,199.70",
        "2023-05-03 PZ2023-0001 151,800.30", "法院执行款",
    ]  # fmt: skip


def test_a_bank_has_its_loans_and_a_guarantor_those_it_stands_for(lent: County) -> None:
    bank = told(lent, "loans.bank", 1)["ledger"]
    (row,) = bank["rows"]
    (line,) = lent.ask("loans", bank=1)
    assert (row["contract_no"], row["outstanding"]) == (line.contract_no, line.outstanding)
    assert (row["iou_no"], row["security"], row["other"], row["grade"]) == (
        "借据1",
        "信用",
        "",
        "次级",
    )
    assert (bank["other"], bank["count"], bank["live_count"], bank["outstanding"]) == (
        "担保机构", 1, 1, Money.wan(30),
    )  # fmt: skip
    guarantor = told(lent, "loans.bank", 3)["ledger"]
    (row,) = guarantor["rows"]
    assert (guarantor["other"], row["other"], row["amount"]) == (
        "贷款银行", "工商银行平湖支行", Money.wan(10),
    )  # fmt: skip
    with pytest.raises(Refusal, match="没有找到编号为 99 的合作机构"):
        told(lent, "loans.bank", 99)


def test_a_bill_is_told_from_a_loan(lent: County) -> None:
    lent.loan(1, 1, "7万元", contract_no="贴现1", is_discounting=True)
    rows = told(lent, "loans.bank", 1)["ledger"]["rows"]
    assert [(r["contract_no"], r["security"]) for r in rows][-1] == ("贴现1", "票据贴现")


def test_the_institutions_of_the_loans_may_be_chosen(lent: County) -> None:
    lent.bank("没有放款的银行")
    records = lent.ask("paper_records", form="loan_ledger")
    assert [r.title for r in records] == [
        "平湖农商银行",
        "工商银行平湖支行",
        "平湖市融资担保有限公司",
    ]
    name = lent.office.ask(Ask("title", {}, lambda read: title_of(read, "loans.bank", 1)))
    assert name == "平湖农商银行"
    for record in records:
        assert lent.ask("preview_paper", form="loan_ledger", record=record.id).pages_count == 1
