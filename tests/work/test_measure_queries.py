"""The figures of a day as the screens get them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.work.queries.reports import fee_totals
from tests.work.county import County
from tests.work.measured_county import measured_county

END = date(2021, 12, 31)
YEAR = {"from_on": date(2021, 1, 1), "until_on": END}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    """Three loans of two firms at two banks; one with its interest paid and one settled."""
    made = measured_county(tmp_path)
    made.money()
    firm = made.firm()
    other = made.firm(uscc="91330482MA0000001P", name="乙公司")
    first, second = made.bank("农商银行"), made.bank("工商银行")
    made.loan(firm, first, "60万元", on="2021-03-25", rate="4%")
    made.loan(firm, first, "20万元", contract_no="合同2", security="mortgage", rate="3%")
    made.loan(
        other, second, "100万元", contract_no="合同3", guarantor=made.guarantor(),
        security="guarantee",
    )  # fmt: skip
    made.do(
        "record_repayment", on="2021-09-01", loan=1, repaid_on="2021-09-01", principal="0",
        interest="1234.57",
    )  # fmt: skip
    made.do(
        "record_repayment", loan=2, repaid_on="2021-09-01", principal="20万元", interest="100.01"
    )
    yield made
    made.office.close()


def test_every_indicator_stands_with_its_parts_and_its_definition(office: County) -> None:
    lines = {line.label: line for line in office.ask("report_lines", on=END)}
    share = lines["信用贷款占比"]
    assert (share.shown, share.part_shown, share.whole_shown) == ("37.50%", "60万元", "160万元")
    assert (share.rate, share.part_amount, share.whole_amount) == (
        Fraction(3, 8), Money.wan(60), Money.wan(160),
    )  # fmt: skip
    assert (share.span, share.clauses, share.trouble) == ("截至当日", "QX-1", "")
    assert share.meaning.endswith("说明：按期末余额计算。")
    served = lines["本年服务企业"]
    assert (served.shown, served.part_count, served.unit) == ("2家", 2, "家")
    assert (served.rate, served.part_shown) == (None, "")
    assert lines["资金池余额"].shown == "1,000万元"
    assert lines["不良率（年度累计法）"].rate == Fraction(0)


def test_one_that_cannot_be_computed_says_how_many_lack_what(office: County) -> None:
    line = next(x for x in office.ask("report_lines", on=END) if x.label == "低利率贷款")
    assert (line.shown, line.rate, line.part_count) == ("无法计算", None, None)
    assert line.trouble.startswith("有1笔没有填写完整，“低利率贷款”无法计算：“年利率”没有填写")
    card = office.ask("indicator_card", indicator=line.id, on=END)
    assert (card.shown, card.groups, card.part_shown) == ("无法计算", (), "")
    assert card.trouble == line.trouble


def test_the_past_is_told_as_it_was(office: County) -> None:
    lines = {line.label: line for line in office.ask("report_lines", on=date(2020, 12, 31))}
    assert lines["信用贷款占比"].shown == "无"
    assert lines["科创贷款余额"].shown == "0万元"


def test_groups_add_up_to_their_indicator(office: County) -> None:
    groups = [x for x in office.ask("breakdown_lines", on=END) if x.indicator == "信用贷款占比"]
    assert [(g.label, g.shown) for g in groups] == [("农商银行", "100.00%"), ("工商银行", "0.00%")]
    assert sum((g.whole_amount for g in groups), ZERO) == Money.wan(160)
    assert office.ask("breakdown_lines", on=END)[0].id == 1


def test_an_indicator_opens_its_definition_clauses_and_groups(office: County) -> None:
    line = next(x for x in office.ask("report_lines", on=END) if x.label == "信用贷款占比")
    card = office.ask("indicator_card", indicator=line.id, on=END)
    assert card.clauses == ("QX-1",)
    assert [(step.label, step.note) for step in card.definition][:2] == [
        ("统计对象", "科创贷款，截至当日"), ("分子", "贷款余额合计（担保方式是信用）"),
    ]  # fmt: skip
    assert card.definition[0].clauses == "QX-1"
    assert [group.label for group in card.groups] == ["农商银行", "工商银行"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("indicator_card", "indicator"), ("target_card", "target"), ("breaker_card", "breaker")],
)
def test_what_is_not_there_is_refused(office: County, query: str, name: str) -> None:
    for place in (0, 99):
        with pytest.raises(Refusal, match="没有找到"):
            office.ask(query, **{name: place}, on=END)


def test_targets_stand_beside_what_there_is(office: County) -> None:
    serve, double, lower = office.ask("target_lines", on=END)
    assert (serve.actual, serve.goal, serve.gap, serve.is_reached) == (
        "2家", "不低于3家", "1家", False,
    )  # fmt: skip
    assert serve.due_on == END
    assert (double.goal, double.gap, double.base, double.is_reached) == ("", "无法计算", "", False)
    assert "“基期贷款余额”" in double.trouble
    assert (double.base_on, double.due_on) == (date(2020, 12, 31), None)
    assert (lower.actual, lower.gap) == ("无法计算", "无法计算")
    assert lower.goal == "不低于1笔"


def test_a_base_filled_in_doubles_and_is_named(office: County) -> None:
    for name, value in (("base_balance", "40万元"), ("goal_day", "2025-12-31")):
        office.do("fill_scheme_blank", by="admin", name=name, value=value, document_no="文1")
    double = office.ask("target_lines", on=END)[1]
    assert (double.actual, double.goal, double.gap) == ("160万元", "不低于160万元", "已达到")
    assert (double.base, double.due_on) == ("基期贷款余额 40万元，翻2番", date(2025, 12, 31))
    assert double.meaning.endswith("；目标：以基期余额翻两番。")
    card = office.ask("target_card", target=2, on=END)
    assert [(step.label, step.note) for step in card.definition][-2:] == [
        ("基数", "基期贷款余额 40万元，翻2番。基期余额由本单位填写。"),
        ("目标", "不低于160万元。以基期余额翻两番。"),
    ]
    assert [step.label for step in office.ask("target_card", target=1, on=END).definition][
        -1
    ] == "目标"


def test_limits_show_both_bases_and_what_goes_on(office: County) -> None:
    first, second, every = office.ask("breaker_lines", on=END)
    assert (first.who, first.shown, first.amounts) == ("农商银行", "0.00%", "0万元／60万元")
    assert (first.limit, first.distance, first.state) == ("高于30.00%", "还差30.00个百分点", "正常")
    assert (first.beside, first.beside_label) == ("0.00%（0万元／80万元）", "不良率（年度累计法）")
    assert first.meanwhile == "暂停新增备案，已放出的贷款照常办理。"
    assert (second.who, every.who, every.beside) == ("工商银行", "全部合作机构", "")
    assert "照常办理" in every.meanwhile
    card = office.ask("breaker_card", breaker=1, on=END)
    assert (card.who, card.is_suspended, card.clauses) == ("农商银行", False, ("QX-1",))
    assert [step.label for step in card.evidence][-1] == "暂停线：高于30.00%"


def test_an_office_without_loans_has_no_rate_and_trips_nothing(tmp_path: Path) -> None:
    county = measured_county(tmp_path)
    (every,) = county.ask("breaker_lines", on=END)
    assert (every.shown, every.state, every.distance) == ("无", "无", "无")
    county.office.close()


def test_fees_are_summed_of_rounded_rows(office: County) -> None:
    lines = office.ask("fee_lines", fee="interest", **YEAR)
    assert [(x.contract_no, x.amount) for x in lines] == [
        ("合同1", Money.yuan("617.28")), ("合同2", Money.yuan("50.00")), ("合同3", ZERO),
    ]  # fmt: skip
    totals = fee_totals(lines)
    assert (totals.loans_count, totals.amount, totals.open_count) == (3, Money.yuan("667.28"), 0)
    assert totals.loan_amount == Money.wan(180)
    assert (lines[0].payer, lines[0].payee, lines[0].words, lines[0].clauses) == (
        "财政", "企业", "", "QX-1",
    )  # fmt: skip


def test_fees_may_count_loans_that_were_settled_or_fell_due(office: County) -> None:
    settled = office.ask("fee_lines", fee="settled_interest", **YEAR)
    assert [line.contract_no for line in settled] == ["合同2"]
    assert office.ask(
        "fee_lines", fee="settled_interest", from_on=date(2021, 9, 2), until_on=END
    ) == ()  # fmt: skip
    assert office.ask("fee_lines", fee="due_guarantee", **YEAR) == ()
    due = office.ask(
        "fee_lines", fee="due_guarantee", from_on=date(2022, 1, 1), until_on=date(2022, 12, 31)
    )
    assert [(line.contract_no, line.words, line.amount) for line in due] == [
        ("合同1", "不收担保费", None),
        ("合同2", "不收担保费", None),
        ("合同3", "由企业承担", None),
    ]
    assert fee_totals(due).amount == ZERO


def test_a_fee_that_cannot_be_computed_for_a_loan_says_why(office: County) -> None:
    first, second, unknown = office.ask("fee_lines", fee="cheap", **YEAR)
    assert (first.amount, second.amount) == (Money.yuan("1234.57"), Money.yuan("100.01"))
    assert unknown.amount is None
    assert "“年利率”没有填写" in unknown.trouble
    assert fee_totals((first, second, unknown)).open_count == 1


def test_fees_refuse_a_strange_item_and_a_time_turned_round(office: County) -> None:
    with pytest.raises(Refusal, match="没有这个费用或补贴项目"):
        office.ask("fee_lines", fee="strange", **YEAR)
    with pytest.raises(Refusal, match="截止日期早于起始日期"):
        office.ask("fee_lines", fee="cheap", from_on=END, until_on=date(2021, 1, 1))
    assert office.ask("fee_options")[0].label == "贷款贴息"


def test_a_programme_without_them_shows_none(county: County) -> None:
    """Pinghu lays down no limit, no target, no fee."""
    assert county.ask("target_lines", on=END) == ()
    assert county.ask("breaker_lines", on=END) == ()
    assert county.ask("fee_options") == ()
