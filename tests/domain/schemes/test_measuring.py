"""Indicators: exact figures, whatever the order of the rows; printed half up beside the amounts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.reports import ROW_FIELDS, counted_name, row_unit
from kcdesk.domain.schemes.defining import definition, said_of_test
from kcdesk.domain.schemes.measuring import (
    Figure,
    Indicator,
    Span,
    Take,
    Tally,
    measure,
    nothing,
    show_measured,
)
from kcdesk.domain.schemes.operands import Facts, Operand, Source
from kcdesk.domain.schemes.proving import TEST_NAMES, Check
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from tests.packs.small_pack import small

SCHEME = small()
LOANS = ROW_FIELDS["loans"]


def fact(name: str) -> Operand:
    return Operand(Source.FACT, name, LOANS[name])


def tally(name: str, *where: Check, take: Take = Take.SUM) -> Tally:
    return Tally(take, LOANS[name], fact(name), where)


COUNT = Tally(Take.COUNT, Field("whole", "笔数", unit="笔"))
CREDIT = Check("one_of", (fact("loan.security"),), ("credit",))
BAD = Check("is_true", (fact("loan.is_bad"),))
SHARE = Indicator(
    "share", "信用贷款占比", ("NT-1.1",), "loans", Span.AT,
    tally("loan.outstanding", CREDIT), tally("loan.outstanding"), fact("bank.name"), "笔",
)  # fmt: skip


def row(wan: int | str, security: str = "credit", **more: object) -> Facts:
    return {"loan.outstanding": Money.wan(wan), "loan.security": security, **more}


def counting(part: Tally, whole: Tally | None = None, by: str = "") -> Indicator:
    return Indicator(
        "n", "数", ("NT-1.1",), "loans", Span.YEAR, part, whole, fact(by) if by else None, "笔"
    )


def fen(amounts: Iterable[object]) -> int:
    """What some amounts come to."""
    return sum(amount.fen for amount in amounts if isinstance(amount, Money))


def test_a_share_stands_beside_its_amounts() -> None:
    made = measure(SCHEME, SHARE, [row(200), row(100, "pledge"), row(100, "mortgage")])
    assert made.figure.value == Fraction(1, 2)
    assert (made.figure.shown, made.figure.part_shown, made.figure.whole_shown) == (
        "50.00%", "200万元", "400万元",
    )  # fmt: skip


def test_a_third_prints_half_up_with_two_decimals() -> None:
    rows = [row(1), row(1, "pledge"), row(1, "mortgage")]
    share = counting(Tally(Take.COUNT, COUNT.field, None, (CREDIT,)), COUNT)
    assert measure(SCHEME, share, rows).figure.shown == "33.33%"
    figure = Figure(20005, 10**6 * 1, Field("whole", ""), Field("whole", ""))
    assert figure.shown == "2.00%"
    assert Figure(200050, 10**7, Field("whole", ""), Field("whole", "")).shown == "2.00%"
    assert Figure(20050, 10**6, Field("whole", ""), Field("whole", "")).shown == "2.01%"


def test_a_growth_is_the_part_over_the_whole_less_one_and_signed() -> None:
    """NT-4.1b, LYG-6d: 2000 → 2500 is +25.00%; a falling year is told with its sign."""
    grown = Indicator(
        "g", "增长", ("X",), "loans", Span.YEAR,
        tally("loan.outstanding"), tally("loan.amount"), is_growth=True,
    )  # fmt: skip
    amounts = {"loan.outstanding": Money.wan(2500), "loan.amount": Money.wan(2000)}
    figure = measure(SCHEME, grown, [amounts]).figure
    assert (figure.value, figure.shown) == (Fraction(1, 4), "+25.00%")
    amounts = {"loan.outstanding": Money.wan(80), "loan.amount": Money.wan(100)}
    figure = measure(SCHEME, grown, [amounts]).figure
    assert (figure.value, figure.shown) == (Fraction(-1, 5), "-20.00%")
    assert measure(SCHEME, grown, []).figure.shown == "无"
    said = {step.label: step.shown for step in definition(grown, "科创贷款")}
    assert said["算法"] == "（分子－分母）÷分母"


def test_what_prints_like_its_limit_is_still_above_it() -> None:
    figure = Figure(Money(30_004), Money(100_000), Field("money", ""), Field("money", ""))
    assert figure.shown == "30.00%"
    assert figure.is_above(Fraction(30, 100))
    assert not Figure(Money(30), Money(100), Field("money", ""), Field("money", "")).is_above(
        Fraction(30, 100)
    )


def test_over_nothing_there_is_no_rate() -> None:
    figure = measure(SCHEME, SHARE, []).figure
    assert (figure.value, figure.shown) == (None, "无")
    assert not figure.is_above(Fraction(0))
    assert not figure.reaches(Fraction(0))
    assert not Figure(5, None, COUNT.field).is_above(Fraction(0))
    assert not Figure(5, None, COUNT.field).reaches(Fraction(0))


def test_a_count_carries_its_unit() -> None:
    made = measure(SCHEME, counting(COUNT), [row(1), row(2)]).figure
    assert (made.value, made.shown, made.whole_shown) == (2, "2笔", "")


def test_different_values_are_counted_once() -> None:
    firms = Tally(Take.DISTINCT, Field("whole", "企业", unit="户"), fact("enterprise.id"))
    rows = [{"enterprise.id": x} for x in ("甲", "甲", "甲", "乙")]
    assert measure(SCHEME, counting(firms), rows).figure.shown == "2户"


def test_whole_numbers_are_summed_too() -> None:
    days = counting(tally("loan.overdue_days"))
    rows = [{"loan.overdue_days": 3}, {"loan.overdue_days": 4}]
    assert measure(SCHEME, days, rows).figure.value == 7


def test_nothing_of_a_kind() -> None:
    assert nothing(Field("money", "")) == ZERO
    assert nothing(Field("whole", "")) == 0


def test_rows_that_lack_a_fact_are_told_and_counted() -> None:
    with pytest.raises(Refusal) as refused:
        measure(SCHEME, SHARE, [row(1, None), row(1, None), row(2)])  # type: ignore[arg-type]
    (problem,) = refused.value.problems
    assert problem.message.startswith(
        "有2笔没有填写完整，“信用贷款占比”无法计算：“担保方式”没有填写"
    )
    assert (problem.clauses, problem.code) == (("NT-1.1",), "measure.fact_missing")


def test_any_other_refusal_passes() -> None:
    open_limit = Check(
        "at_most",
        (fact("loan.amount"), Operand(Source.BLANK, "start_on", Field("day", ""))),
    )
    with pytest.raises(Refusal) as refused:
        measure(SCHEME, counting(tally("loan.amount", open_limit)), [{"loan.amount": ZERO}])
    assert refused.value.problems[0].code != "measure.fact_missing"


def test_groups_stand_in_the_order_of_their_options_and_the_unknown_last() -> None:
    by = counting(COUNT, by="loan.security")
    rows = [{"loan.security": x} for x in ("guarantee", None, "credit", "", "pledge")]
    made = measure(SCHEME, by, rows)
    assert [(x.label, x.figure.shown) for x in made.lines] == [
        ("信用", "1笔"), ("质押", "1笔"), ("保证", "1笔"), ("未归类", "2笔"),
    ]  # fmt: skip


def test_several_codes_make_a_group_of_their_own_so_that_groups_add_up() -> None:
    classes = Operand(
        Source.FACT, "enterprise.classes",
        Field("codes", "类别", options=(Option("a", "科技创新型"), Option("b", "高成长性"))),
    )  # fmt: skip
    by = Indicator("n", "数", ("X",), "loans", Span.AT, COUNT, None, classes)
    rows = [{"enterprise.classes": frozenset(x)} for x in ("a", "ab", "b", "")]
    labels = [line.label for line in measure(SCHEME, by, rows).lines]
    assert labels == ["科技创新型", "科技创新型、高成长性", "高成长性", "未归类"]


PORTFOLIO = st.lists(
    st.tuples(
        st.integers(0, 10**12),
        st.sampled_from(["credit", "pledge", "mortgage"]),
        st.sampled_from(["农商银行", "工商银行", "", None]),
    ),
    max_size=40,
)


@given(PORTFOLIO, st.randoms(use_true_random=False))
def test_the_groups_add_up_and_the_order_of_the_rows_does_not_matter(
    portfolio: list[tuple[int, str, str | None]], shuffler: random.Random
) -> None:
    rows = [
        {"loan.outstanding": Money(fen), "loan.security": security, "bank.name": bank}
        for fen, security, bank in portfolio
    ]
    made = measure(SCHEME, SHARE, rows)
    assert fen(line.figure.part for line in made.lines) == fen([made.figure.part])
    assert fen(line.figure.whole for line in made.lines) == fen([made.figure.whole])
    mixed = list(rows)
    shuffler.shuffle(mixed)
    assert measure(SCHEME, SHARE, mixed) == made


@given(PORTFOLIO)
def test_a_figure_is_what_one_would_add_up_by_hand(
    portfolio: list[tuple[int, str, str | None]],
) -> None:
    rows = [
        {"loan.outstanding": Money(fen), "loan.security": security, "bank.name": bank}
        for fen, security, bank in portfolio
    ]
    whole = sum(fen for fen, _, _ in portfolio)
    part = sum(fen for fen, security, _ in portfolio if security == "credit")
    value = measure(SCHEME, SHARE, rows).figure.value
    assert value == (Fraction(part, whole) if whole else None)


def test_a_measured_value_for_people() -> None:
    assert show_measured(None, COUNT.field) == "无"
    assert show_measured(Fraction(1, 3), COUNT.field) == "33.33%"
    assert show_measured(Money.wan(5), LOANS["loan.amount"]) == "5万元"


def test_a_definition_is_told_from_the_declaration() -> None:
    said = {step.label: step.shown for step in definition(SHARE, "科创贷款")}
    assert said == {
        "统计对象": "科创贷款，截至当日",
        "分子": "贷款余额合计（担保方式是信用）",
        "分母": "贷款余额合计",
        "分列": "按银行名称",
    }
    firms = Tally(Take.DISTINCT, Field("whole", "企业", unit="户"), fact("enterprise.id"), (BAD,))
    plain = Indicator("n", "数", ("X",), "loans", Span.YEAR, firms, note="去重。")
    said = {step.label: step.shown for step in definition(plain, "科创贷款")}
    assert said["数值"] == "不重复的企业数（不良贷款为是）"
    assert said["说明"] == "去重。"
    value = Tally(Take.VALUE, LOANS["loan.amount"], fact("loan.amount"))
    for span, take, words in (
        (Span.MONTH, COUNT, "笔数"),
        (Span.ALL, value, "贷款金额"),
    ):
        made = Indicator("n", "数", ("X",), "loans", span, take)
        assert definition(made, "科创贷款")[1].shown == words
        assert span.label in definition(made, "科创贷款")[0].shown


DAY, AMOUNT = fact("loan.due_on"), fact("loan.amount")
SAID = {
    "is_true": ((fact("loan.is_bad"),), (), "不良贷款为是"),
    "is_false": ((fact("loan.is_bad"),), (), "不良贷款为否"),
    "is_zero": ((AMOUNT,), (), "贷款金额为零"),
    "is_positive": ((AMOUNT,), (), "贷款金额大于零"),
    "filled": ((DAY,), (), "原到期日已填写"),
    "missing": ((DAY,), (), "原到期日没有填写"),
    "one_of": ((fact("loan.security"),), ("credit", "pledge"), "担保方式是信用或质押"),
    "not_one_of": ((fact("loan.security"),), ("credit",), "担保方式不是信用"),
    "starts_with": ((fact("loan.contract_no"),), ("4202",), "合同号以4202开头"),
    "equals": ((AMOUNT, fact("loan.outstanding")), (), "贷款金额等于贷款余额"),
    "at_most": ((AMOUNT, fact("loan.outstanding")), (), "贷款金额不高于贷款余额"),
    "at_least": ((AMOUNT, fact("loan.outstanding")), (), "贷款金额不低于贷款余额"),
    "above": ((AMOUNT, fact("loan.outstanding")), (), "贷款金额高于贷款余额"),
    "below": ((AMOUNT, fact("loan.outstanding")), (), "贷款金额低于贷款余额"),
    "has_any": ((fact("enterprise.tags"),), ("链主",), "企业标签含有链主"),
    "has_none": ((fact("enterprise.tags"),), ("链主",), "企业标签不含链主"),
    "has_all": ((fact("enterprise.tags"),), ("materials",), "企业标签齐全"),
    "qualified": ((fact("enterprise.qualifications"), DAY), (), "有效资质在有效期内"),
    "share_above": (
        (AMOUNT, fact("loan.outstanding"), fact("loan.rate")), (),
        "贷款金额占贷款余额的比例高于年利率",
    ),
    "share_at_most": (
        (AMOUNT, fact("loan.outstanding"), fact("loan.rate")), (),
        "贷款金额占贷款余额的比例不高于年利率",
    ),
}  # fmt: skip


@pytest.mark.parametrize("op", TEST_NAMES)
def test_every_test_there_is_can_be_told(op: str) -> None:
    operands, codes, words = SAID[op]
    assert said_of_test(Check(op, operands, codes)) == words


def test_rows_have_a_unit_and_a_name() -> None:
    assert (row_unit("loans"), row_unit("register:need")) == ("笔", "项")
    assert counted_name("loans", {}) == "科创贷款"
    assert counted_name("register:need", {"need": "融资需求"}) == "融资需求"
    assert counted_name("register:gone", {}) == "register:gone"


def test_every_kind_of_row_knows_the_day_of_the_report() -> None:
    assert all(fields["report.on"].kind == "day" for fields in ROW_FIELDS.values())
