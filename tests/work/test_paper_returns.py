"""The monthly and quarterly returns and the year's assessment: the screens' figures, of their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kcdesk.kernel.clock import SystemClock
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.packs.library import Library
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.work.paper import title_of, values_of
from kcdesk.work.paper.citing import articles_of
from kcdesk.work.paper.returns import two_places
from kcdesk.work.paper.subjects import SOURCES
from kcdesk.work.player import Player
from kcdesk.work.query import QUERIES, Ask
from kcdesk.work.scenario import read_scenario
from tests.work.county import ROOT, County
from tests.work.measured_county import measured_county

MARCH = {"from_on": date(2021, 3, 1), "until_on": date(2021, 3, 31)}


def told(county: County, key: str, record: int) -> dict[str, Any]:
    """The values of a report."""
    return county.office.ask(Ask("values", {}, lambda read: values_of(read, key, record)))


def called(county: County, key: str, record: int) -> str:
    """What a report is called."""
    return county.office.ask(Ask("title", {}, lambda read: title_of(read, key, record)))


def logged(county: County, print_id: int) -> PrintLogRow:
    """A print as it is kept."""
    return county.office.ask(Ask("log", {}, lambda read: read.get(PrintLogRow, print_id, "打印")))


def lines(county: County, **days: date) -> dict[str, Any]:
    """The list by institution, by name."""
    return {line.bank: line for line in county.ask("bank_returns", **days)}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    """Two banks; a firm that borrows of both, one whose loan goes bad and is paid for."""
    made = measured_county(tmp_path)
    made.money("2000万元")
    firm = made.firm()
    other = made.firm(uscc="91330482MA0000001P", name="乙公司")
    first, second = made.bank("农商银行"), made.bank("工商银行")
    made.loan(firm, first, "60万元", rate="4%")
    made.loan(firm, second, "40万元", contract_no="合同2", rate="3%", due_on="2021-09-24")
    made.loan(other, second, "33.333333万元", contract_no="合同3", due_on="2021-06-24")
    made.do("record_repayment", on="2021-06-20", loan=2, repaid_on="2021-06-20", principal="10万元")
    yield made
    made.office.close()


def test_a_bank_is_told_with_what_it_lent_and_what_is_left(office: County) -> None:
    office.clock.day = date(2021, 7, 5)
    told_ = lines(office, from_on=date(2021, 6, 1), until_on=date(2021, 6, 30))
    second, every = told_["工商银行"], told_["合计"]
    assert (second.firms_count, second.loans_count, second.lent) == (0, 0, ZERO)
    assert (second.year_firms_count, second.year_loans_count) == (2, 2)
    assert second.year_lent == Money.yuan("733333.33")
    assert second.repaid == Money.wan(10)
    assert second.due == Money.yuan("333333.33")
    assert (second.overdue_count, second.overdue) == (1, Money.yuan("333333.33"))
    assert (second.borrowers_count, second.live_count) == (2, 2)
    assert (every.borrowers_count, every.live_count) == (2, 3), "a firm at two banks is one firm"
    assert every.outstanding == Money.yuan("1233333.33")
    assert every.first_count == 2


def test_the_rate_is_weighed_by_amount_over_loans_whose_rate_is_known(office: County) -> None:
    told_ = lines(office, **MARCH)
    assert told_["农商银行"].rate == Fraction(4, 100)
    assert told_["工商银行"].rate == Fraction(3, 100), "the loan without a rate does not count"
    assert told_["合计"].rate == Fraction(60 * 4 + 40 * 3, 100 * 100)
    assert lines(office, from_on=date(2021, 1, 4), until_on=date(2021, 1, 31))["合计"].rate is None


def test_bills_are_lent_but_do_not_count_as_filed(office: County) -> None:
    office.loan(2, 1, "7万元", contract_no="合同4", is_discounting=True)
    every = lines(office, **MARCH)["合计"]
    assert every.year_lent - every.year_filed == Money.wan(7)
    values = told(office, "reports.month", 202103)
    assert values["returns"]["filed_note"] == (
        "本年投放与计入备案金额相差7.00万元，为放款日不在名录内企业的贷款和票据贴现。"
    )


def test_a_month_stays_what_it_was_whatever_happens_later(office: County) -> None:
    office.clock.day = date(2021, 4, 10)
    before = told(office, "reports.month", 202103)
    assert before["returns"]["filed_note"] == ""
    office.loan(2, 1, "50万元", contract_no="合同9", disbursed_on="2021-04-20", due_on="2022-04-19",
                on="2021-04-20")  # fmt: skip
    office.do("grade_loan", on="2021-05-06", loan=1, grade="次级", graded_on="2021-05-06")
    office.do(
        "extend_loan", on="2021-06-01", loan=3, agreed_on="2021-06-01", due_on="2021-12-24",
        document_no="展1",
    )  # fmt: skip
    after = told(office, "reports.month", 202103)
    assert after == before
    june = lines(office, from_on=date(2021, 6, 1), until_on=date(2021, 6, 30))["工商银行"]
    assert (june.extended_count, june.extended) == (1, Money.yuan("333333.33"))
    assert june.overdue_count == 0


def test_what_was_paid_and_came_back_stands_in_its_month(county: County) -> None:
    county.money("2000万元")
    claim = county.paid(county.loan(county.firm(), county.bank(), "30万元"))
    county.do(
        "record_recovery", by="reviewer", on="2022-11-03", claim=claim, recovered_on="2022-11-03",
        gross="50000", cost="3000.50",
    )  # fmt: skip
    paid = lines(county, from_on=date(2022, 9, 1), until_on=date(2022, 9, 30))["合计"]
    assert (paid.paid_count, paid.paid, paid.year_paid) == (1, Money.wan(18), Money.wan(18))
    assert (paid.recovered, paid.returned) == (ZERO, ZERO)
    back = lines(county, from_on=date(2022, 11, 1), until_on=date(2022, 11, 30))["合计"]
    assert (back.paid_count, back.year_paid) == (0, Money.wan(18))
    assert back.recovered == Money.yuan("46999.50")
    assert back.returned == back.year_returned == Money.yuan("28199.70")
    assert back.bad_rate == 1
    next_year = lines(county, from_on=date(2023, 1, 1), until_on=date(2023, 1, 31))["合计"]
    assert (next_year.year_paid, next_year.year_returned) == (ZERO, ZERO)
    values = told(county, "reports.month", 202211)["returns"]
    assert (values["total"]["returned"], values["total"]["lent"]) == (Money.yuan("28199.70"), None)
    assert [row["order"] for row in values["rows"]] == [1]


def test_a_time_turned_round_is_refused(county: County) -> None:
    with pytest.raises(Refusal, match="截止日期早于起始日期"):
        county.ask("bank_returns", from_on=date(2021, 2, 1), until_on=date(2021, 1, 1))


def test_an_office_without_banks_has_an_empty_return(county: County) -> None:
    county.guarantor()
    assert county.ask("bank_returns", from_on=date(2021, 1, 1), until_on=date(2021, 1, 4)) == ()
    values = told(county, "reports.month", 202101)
    assert values["returns"]["rows"] == []
    assert values["returns"]["total"]["lent"] is None
    assert values["report"]["heading"] == "2021年1月（时期未满）"
    assert county.ask("preview_paper", form="monthly_return", record=202101).pages_count == 1


def test_a_bank_that_left_without_lending_is_not_told(office: County) -> None:
    gone = office.bank("离开的银行", joined_on="2020-01-01")
    office.do("end_partnership", by="reviewer", on="2021-05-01", partner=gone, left_on="2021-04-30")
    assert "离开的银行" in lines(office, **MARCH)
    later = lines(office, from_on=date(2021, 5, 1), until_on=date(2021, 5, 31))
    assert "离开的银行" not in later


def test_the_quarter_has_every_indicator_of_the_programme(office: County) -> None:
    office.clock.day = date(2021, 7, 1)
    values = told(office, "reports.quarter", 20212)
    assert values["report"]["heading"] == "2021年第二季度"
    shown = {line["label"]: line for line in values["indicators"]}
    for line in office.ask("report_lines", on=date(2021, 6, 30)):
        assert shown[line.label]["shown"] == two_places(line.shown)
    share = shown["信用贷款占比"]
    assert share["sides"].endswith("／123.33万元")
    assert share["groups"].startswith("农商银行 100.00%；")
    assert share["articles"] == "通行做法"
    assert shown["低利率贷款"]["note"].startswith("有1笔没有填写完整")
    assert office.ask("preview_paper", form="quarterly_return", record=20212).pages_count >= 1


def test_the_year_holds_its_targets_against_what_there_is(office: County) -> None:
    office.clock.day = date(2022, 2, 1)
    values = told(office, "reports.year", 2021)
    for line, shown in zip(
        office.ask("target_lines", on=date(2021, 12, 31)), values["targets"], strict=True
    ):
        assert (shown["label"], shown["actual"], shown["goal"], shown["gap"]) == (
            line.label, two_places(line.actual), line.goal, two_places(line.gap),
        )  # fmt: skip
    double = values["targets"][1]["about"]
    assert (
        double == "贷款余额翻番\n“基期贷款余额”方案原文没有给出，本单位也没有填写，目前不能判断。"
    )
    assert values["assessments"] == []
    with pytest.raises(Refusal, match="本方案没有"):
        office.ask("preview_paper", form="annual_assessment", record=2021)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("1,992.354217万元", "1,992.35万元"), ("不低于2,000万元", "不低于2,000.00万元"),
        ("1,999.995万元／2,000万元", "2,000.00万元／2,000.00万元"), ("-0.5万元", "-0.50万元"),
        ("农商银行 12.3456万元；工商银行 无", "农商银行 12.35万元；工商银行 无"),
        ("0.000001万元", "0.000001万元"), ("0万元", "0.00万元"),
        ("33.33%", "33.33%"), ("4笔", "4笔"), ("", ""), ("30.33个百分点", "30.33个百分点"),
    ],
)  # fmt: skip
def test_amounts_on_a_return_have_two_places_rounded_from_the_cent(
    shown: str, printed: str
) -> None:
    """A difference that would round to nothing stays as it is: it is not nothing."""
    assert two_places(shown) == printed


def test_a_clause_that_is_no_more_has_no_article(office: County) -> None:
    scheme = office.office.ask(Ask("scheme", {}, lambda read: read.scheme()))
    assert articles_of(scheme, "QX-1、XX-99") == "通行做法"


@pytest.mark.parametrize(
    ("key", "record", "said"),
    [
        ("reports.month", 202113, "不是一个统计时期"), ("reports.month", 9, "不是一个统计时期"),
        ("reports.quarter", 20215, "不是一个统计时期"), ("reports.year", 21, "不是一个统计时期"),
        ("reports.month", 202102, "还没有到"), ("recoveries.year", 2022, "还没有到"),
    ],
)  # fmt: skip
def test_what_is_no_time_or_lies_ahead_is_refused(
    county: County, key: str, record: int, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        told(county, key, record)


def test_the_times_are_those_of_the_office(county: County) -> None:
    county.clock.day = date(2022, 2, 14)
    ids = {
        key: [r.record for r in county.office.ask(Ask("r", {}, SOURCES[key].records))]
        for key in ("reports.month", "reports.quarter", "reports.year", "recoveries.year")
    }
    assert ids["reports.month"][:3] == [202202, 202201, 202112]
    assert ids["reports.month"][-1] == 202101
    assert ids["reports.quarter"] == [20221, 20214, 20213, 20212, 20211]
    assert ids["reports.year"] == [2022, 2021]
    assert ids["recoveries.year"] == [2022, 2021, 0]
    assert [r.id for r in county.ask("paper_records", form="recovery_ledger")] == [2022, 2021, 0]
    assert called(county, "reports.month", 202112) == "2021年12月"
    assert called(county, "reports.quarter", 20214) == "2021年第四季度"
    assert called(county, "reports.year", 2021) == "2021年"


def test_the_total_is_of_the_amounts_and_not_of_what_the_lines_round_to(county: County) -> None:
    """Three times 33.333333 is 99.999999: 100.00 below three lines of 33.33."""
    firm = county.firm()
    for number, bank in enumerate(("农商银行", "工商银行", "建设银行"), 1):
        county.loan(firm, county.bank(bank), "33.333333万元", contract_no=f"合同{number}")
    county.clock.day = date(2021, 4, 1)
    paper = county.ask("preview_paper", form="monthly_return", record=202103)
    with pypdfium2.PdfDocument(paper.pdf) as document:
        text = document[0].get_textpage().get_text_range()
    assert text.count("33.33") == 12, "month, year, filed and outstanding of three banks"
    assert text.count("100.00") == 4


def test_the_newest_entry_of_the_journal_is_printed_on_the_month(county: County) -> None:
    county.bank()
    seq, digest = county.office.head()
    county.do("print_paper", form="monthly_return", record=202101)
    kept = logged(county, 1).values
    assert (kept["print"]["journal_no"], kept["print"]["journal_digest"]) == (seq, digest)
    county.clock.day = date(2021, 1, 31)
    county.do("print_paper", form="monthly_return", record=202101)
    county.do("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    county.do("print_paper", form="monthly_return", record=202101, on="2021-02-09")
    first, second = logged(county, 2), logged(county, 3)
    assert first.values["print"] != second.values["print"]
    assert first.values_sha256 == second.values_sha256, "the next month nothing of it is otherwise"


def test_what_the_programmes_own_indicators_say_the_monthly_return_says_too(tmp_path: Path) -> None:
    """DY-5: lent this month, outstanding, overdue; of any month of the played county."""
    library = Library(ROOT / "resources", ROOT / "forms")
    file = ROOT / "resources/scenarios/daye.toml"
    scenario = read_scenario(file, library.scheme_ids(), library.clause_ids)
    with Player(scenario, tmp_path / "大冶", library, SystemClock()) as player:
        assert all(not outcome.unmet for outcome in player.play())
        ask = player.office.ask
        for first, last in (
            (date(2023, 6, 1), date(2023, 6, 30)), (date(2023, 8, 1), date(2023, 8, 31)),
            (date(2024, 7, 1), date(2024, 7, 31)), (date(2025, 3, 1), date(2025, 3, 31)),
        ):  # fmt: skip
            every = ask(QUERIES["bank_returns"].ask(from_on=first, until_on=last))[-1]
            shown = {x.label: x for x in ask(QUERIES["report_lines"].ask(on=last))}
            assert every.lent == shown["投放金额"].part_amount
            assert every.outstanding == shown["贷款余额"].part_amount
            assert every.overdue == shown["逾期余额"].part_amount
            assert every.year_firms_count == shown["获得贷款的企业"].part_count


def test_the_years_assessment_of_a_county_stands_on_its_table(tmp_path: Path) -> None:
    """NT-6.3: rank and notice, as the register has them."""
    county = County(tmp_path / "南通", "nantong")
    for year, where in (("2020", "如东县"), ("2021", "海安市")):
        county.do(
            "record_register_entry", on="2022-02-01", register="assessment", noted_on="2022-02-01",
            values=[
                {"field": "year", "value": year}, {"field": "county", "value": where},
                {"field": "rank", "value": "2"},
            ],
        )  # fmt: skip
    (judged,) = told(county, "reports.year", 2021)["assessments"]
    assert (judged["order"], judged["on"], judged["about"]) == (1, date(2022, 2, 1), "")
    assert "海安市" in judged["text"]
    assert county.ask("preview_paper", form="annual_assessment", record=2021).pages_count == 1
    county.office.close()
