"""The closed set of steps and tests, one by one, with their boundaries."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.schemes.carrying import carry_out, prorate, tier_of
from kcdesk.domain.schemes.operands import Facts, Operand, Reckoning, Source
from kcdesk.domain.schemes.parts import Given, Tier
from kcdesk.domain.schemes.proving import TEST_NAMES, Check, check_shape, holds
from kcdesk.domain.schemes.shapes import ShapeError
from kcdesk.domain.schemes.showing import filled, placeholders, show_value
from kcdesk.domain.schemes.step_specs import STEP_NAMES, Line, StepSpec, shape
from kcdesk.domain.schemes.steps import lines, run
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money, Rounding, SplitMethod, total
from tests.packs.small_pack import small

MONEY = Field("money", "金额")
DAY = Field("day", "日期")
DAYS = Field("whole", "天数", unit="天")
MONTHS = Field("whole", "月数", unit="个月")
PART = Field("percent", "比例")
FLAG = Field("flag", "是否")
CODES = Field("codes", "材料", options=(Option("form", "申请表"), Option("extra", "补充材料")))
COLOUR = Field("choice", "颜色", options=(Option("red", "红"), Option("blue", "蓝")))


def fact(name: str, field: Field) -> Operand:
    return Operand(Source.FACT, name, field)


def work(**facts: object) -> Reckoning:
    return Reckoning(small(), facts)


def step(op: str, *operands: Operand, rounding: Rounding | None = None) -> StepSpec:
    field = shape(op, [o.field for o in operands])
    return StepSpec("made", "做成", op, operands, field, rounding=rounding)


def carried(op: str, field: Field, *values: object, fields: tuple[Field, ...] = ()) -> object:
    names = "abc"[: len(values)]
    kinds = fields or (field,) * len(values)
    operands = [fact(n, f) for n, f in zip(names, kinds, strict=True)]
    spec = step(op, *operands, rounding=Rounding.DOWN)
    return carry_out(spec, work(**dict(zip(names, values, strict=True))))


def test_take_and_plus_and_limits() -> None:
    one, two = Money.yuan("1.05"), Money.yuan("2.10")
    assert carried("take", MONEY, one) == one
    assert carried("plus", MONEY, one, two, two) == Money.yuan("5.25")
    assert carried("plus", DAYS, 3, 4) == 7
    assert carried("at_most", MONEY, one, two) == one
    assert carried("at_least", MONEY, one, two) == two
    assert carried("at_most", DAY, date(2024, 2, 29), date(2024, 3, 1)) == date(2024, 2, 29)


def test_minus_is_what_is_left_over_never_below_nothing() -> None:
    one, two = Money.yuan("1.05"), Money.yuan("2.10")
    assert carried("minus", MONEY, two, one) == one
    assert carried("minus", MONEY, one, two) == Money(0)
    assert carried("minus", DAYS, 3, 4) == 0
    assert carried("minus", DAYS, 4, 3) == 1
    assert carried("minus", DAY, date(2024, 3, 1), date(2024, 2, 28)) == 2
    assert carried("minus", DAY, date(2024, 2, 28), date(2024, 3, 1)) == 0
    assert shape("minus", [DAY, DAY]).unit == "天"


def test_share_names_its_rounding() -> None:
    pair = (MONEY, PART)
    assert carried("share", MONEY, Money(999), Fraction(1, 2), fields=pair) == Money(499)
    assert carried("share", DAYS, 731, Fraction(1, 2), fields=(DAYS, PART)) == 365


def test_prorate_is_the_covered_part_floored() -> None:
    triple = (Money(100), Money(1), Money(3))
    assert carried("prorate", MONEY, *triple) == Money(33)
    assert prorate(Money(100), 0, 0, Rounding.UP) == Money(0)


def test_days_and_months_after() -> None:
    due = date(2022, 3, 24)
    assert carried("days_after", DAY, due, 365, fields=(DAY, DAYS)) == date(2023, 3, 24)
    leap = date(2023, 11, 30)
    assert carried("months_after", DAY, leap, 3, fields=(DAY, MONTHS)) == date(2024, 2, 29)


@pytest.mark.parametrize(("days", "given"), [(0, "a"), (1, "b"), (90, "b"), (91, "c")])
def test_a_tier_reaches_up_to_and_with_its_limit(days: int, given: str) -> None:
    assert tier_of(days, (Tier(0, "a"), Tier(90, "b"), Tier(None, "c"))) == given


def test_tiers_without_an_open_end_never_come_out_of_a_pack() -> None:
    with pytest.raises(AssertionError):
        tier_of(1, (Tier(0, "a"),))


def test_a_tier_step_asks_the_parameter() -> None:
    by = Operand(Source.PARAMETER, "overdue_grade", COLOUR)
    spec = StepSpec("made", "分类", "tier", (fact("claim.days", DAYS), by), COLOUR)
    facts: Facts = {"claim.days": 91, "claim.base_on": date(2024, 1, 1)}
    assert carry_out(spec, Reckoning(small(), facts)) == "loss"


def test_choose_takes_the_case_of_the_option() -> None:
    by = Operand(Source.BLANK, "colour", COLOUR)
    cases = (("red", fact("a", MONEY)), ("blue", fact("b", MONEY)))
    spec = StepSpec("made", "选", "choose", (by,), MONEY, cases=cases)
    red = small().with_blanks({"colour": "红"})
    assert carry_out(spec, Reckoning(red, {"a": Money(1), "b": Money(2)})) == Money(1)
    blue = small().with_blanks({"colour": "blue"})
    assert carry_out(spec, Reckoning(blue, {"a": Money(1), "b": Money(2)})) == Money(2)


def split_of(fen: int, key: str, method: SplitMethod) -> Reckoning:
    by = Operand(Source.PARAMETER, "sharing", Field("weights", "比例"))
    spec = StepSpec(
        "shares", "分担", "split", (fact("a", MONEY), by), MONEY, method=Given(method.value)
    )
    facts = {"a": Money(fen), "loan.disbursed_on": date(2024, 1, 1), "loan.party_key": key}
    done = Reckoning(small(), facts)
    run([spec], done)
    return done


@given(
    fen=st.integers(0, 10**12),
    key=st.sampled_from(["credit", "guarantee"]),
    method=st.sampled_from(SplitMethod),
)
def test_shares_always_add_up_to_the_loss(fen: int, key: str, method: SplitMethod) -> None:
    made = split_of(fen, key, method).made
    parts = [v for n, v in made.items() if n.startswith("shares.") and isinstance(v, Money)]
    assert total(parts) == Money(fen)


@given(fen=st.integers(0, 10**12))
def test_the_fund_never_bears_more_than_its_ratio(fen: int) -> None:
    for key, weight in (("credit", 6), ("guarantee", 4)):
        made = split_of(fen, key, SplitMethod.LAST_TAKES_REST).made
        fund = made["shares.fund"]
        assert isinstance(fund, Money)
        assert fund.fen * 10 <= fen * weight


def test_a_split_leaves_a_line_for_each_party() -> None:
    by = Operand(Source.PARAMETER, "sharing", Field("weights", "比例"))
    spec = StepSpec(
        "shares",
        "分担比例",
        "split",
        (fact("a", MONEY), by),
        MONEY,
        ("XX-2",),
        method=Given("last_takes_rest"),
    )
    facts = {
        "a": Money(10001),
        "loan.disbursed_on": date(2024, 1, 1),
        "loan.party_key": "guarantee",
    }
    trace, splits = run([spec], Reckoning(small(), facts))
    assert [(s.label, s.shown) for s in trace] == [
        ("分担比例", "4:4:2（风险补偿金、担保机构、合作机构）"),
        ("风险补偿金承担", "40.00元"),
        ("担保机构承担", "40.00元"),
        ("合作机构承担", "20.01元"),
    ]
    assert splits["shares"].weights == (4, 4, 2)
    assert all(s.clauses == ("XX-2",) for s in trace)


@pytest.mark.parametrize(
    ("line", "value", "count"),
    [
        (Line.ALWAYS, Money(1), 1),
        (Line.IF_CHANGED, Money(1), 0),
        (Line.IF_CHANGED, Money(2), 1),
        (Line.NEVER, Money(2), 0),
    ],
)
def test_a_step_leaves_its_line_as_declared(line: Line, value: Money, count: int) -> None:
    spec = StepSpec("made", "做成", "take", (fact("a", MONEY),), MONEY, line=line)
    assert len(lines(spec, value, work(a=Money(1)))) == count


@pytest.mark.parametrize("op", STEP_NAMES)
def test_no_step_works_on_nothing(op: str) -> None:
    with pytest.raises(ShapeError, match="类型：没有"):
        shape(op, [])


def check(op: str, *pairs: tuple[object, Field], codes: tuple[str, ...] = ()) -> bool:
    names = "abc"[: len(pairs)]
    operands = tuple(fact(n, f) for n, (_, f) in zip(names, pairs, strict=True))
    check_shape(op, [o.field for o in operands])
    facts = {n: v for n, (v, _) in zip(names, pairs, strict=True)}
    return holds(Check(op, operands, codes), work(**facts))


def test_yes_and_no() -> None:
    assert check("is_true", (True, FLAG))
    assert not check("is_true", (False, FLAG))
    assert check("is_false", (False, FLAG))
    assert not check("is_false", (True, FLAG))


@pytest.mark.parametrize(
    ("fen", "is_zero", "is_positive"), [(-1, False, False), (0, True, False), (1, False, True)]
)
def test_nothing_and_something(fen: int, is_zero: bool, is_positive: bool) -> None:
    assert check("is_zero", (Money(fen), MONEY)) is is_zero
    assert check("is_positive", (Money(fen), MONEY)) is is_positive
    assert check("is_positive", (fen, DAYS)) is is_positive


@pytest.mark.parametrize(
    ("value", "is_filled"),
    [("", False), (None, False), (frozenset(), False), ("甲", True), (Money(0), True)],
)
def test_filled(value: object, is_filled: bool) -> None:
    assert check("filled", (value, Field("text", "文号"))) is is_filled


@pytest.mark.parametrize(
    ("fen", "held"),
    [
        (99, {"at_most", "below"}),
        (100, {"at_most", "at_least"}),
        (101, {"at_least", "above"}),
    ],
)
def test_comparing_to_the_fen(fen: int, held: set[str]) -> None:
    ops = ("at_most", "at_least", "above", "below")
    pairs = ((Money(fen), MONEY), (Money(100), MONEY))
    assert {op for op in ops if check(op, *pairs)} == held


def test_codes() -> None:
    assert check("one_of", ("red", COLOUR), codes=("red", "blue"))
    assert not check("one_of", ("red", COLOUR), codes=("blue",))
    form, extra = frozenset({"form"}), frozenset({"extra"})
    assert check("has_any", (form, CODES), codes=("form", "extra"))
    assert not check("has_any", (frozenset(), CODES), codes=("form",))
    assert check("has_all", (form, CODES), codes=("materials",))
    assert not check("has_all", (extra, CODES), codes=("materials",))
    assert check("has_all", (frozenset({"overdue"}), CODES), codes=("default_conditions",))


def test_qualified_asks_what_counts_that_day() -> None:
    codes = Field("codes", "资质")
    assert check("qualified", (frozenset({"high_tech"}), codes), (date(2020, 1, 1), DAY))
    assert not check("qualified", (frozenset(), codes), (date(2020, 1, 1), DAY))


@pytest.mark.parametrize(
    ("part", "whole", "is_above"),
    [
        (Money.wan(900), Money.wan(3000), False),
        (Money.wan("900.01"), Money.wan(3000), True),
        (Money(0), Money(0), False),
    ],
)
def test_a_share_is_compared_exactly(part: Money, whole: Money, is_above: bool) -> None:
    pairs = ((part, MONEY), (whole, MONEY), (Fraction(3, 10), PART))
    assert check("share_above", *pairs) is is_above
    assert check("share_at_most", *pairs) is not is_above
    assert check("share_above", (4, DAYS), (7, DAYS), (Fraction(1, 2), PART))


@pytest.mark.parametrize("op", TEST_NAMES)
def test_no_test_works_on_nothing(op: str) -> None:
    with pytest.raises(ShapeError, match="类型：没有"):
        check_shape(op, [])


def test_every_operand_is_of_the_first_ones_kind() -> None:
    for fields in ([MONEY, DAYS, MONEY], [MONEY, MONEY, DAYS]):
        with pytest.raises(ShapeError, match="类型不同（money 与 whole）"):
            shape("plus", fields)
    with pytest.raises(ShapeError, match="只能用于金额或数量"):
        shape("plus", [DAY, DAY])
    assert shape("at_least", [DAY, DAY]) is DAY


def test_counts_of_different_units_are_not_compared() -> None:
    with pytest.raises(ShapeError, match="单位不同（天与个月）"):
        check_shape("at_most", [DAYS, MONTHS])
    with pytest.raises(ShapeError, match="单位不同（无与天）"):
        check_shape("share_above", [Field("whole", "数"), DAYS, PART])
    with pytest.raises(ShapeError, match="不能这样用"):
        check_shape("share_above", [MONEY, DAYS, PART])


@pytest.mark.parametrize(
    ("value", "field", "shown"),
    [
        (None, MONEY, "未填写"),
        (Money.yuan("1409.5"), MONEY, "1,409.50元"),
        (Money.wan("1000.01"), Field("money", "", unit="万元"), "1,000.01万元"),
        (Fraction(2, 5), PART, "40%"),
        (Fraction(1, 3), PART, "1/3"),
        (date(2023, 9, 12), DAY, "2023年9月12日"),
        (7, Field("whole", "", unit="家"), "7家"),
        (True, FLAG, "是"),
        ((4, 4, 2), Field("weights", ""), "4:4:2"),
        ("red", COLOUR, "红"),
        ("green", COLOUR, "green"),
        (frozenset({"extra", "form", "zz"}), CODES, "申请表、补充材料、zz"),
        (frozenset(), CODES, "无"),
        ("文字", Field("text", ""), "文字"),
    ],
)
def test_values_are_shown_with_their_units(value: object, field: Field, shown: str) -> None:
    assert show_value(value, field) == shown


def test_placeholders_are_replaced_by_name() -> None:
    assert placeholders("共{total}，限{parameter:cap}") == ("total", "parameter:cap")
    assert filled("共{total}。", {"total": "3元"}.__getitem__) == "共3元。"


def test_operands_name_their_source() -> None:
    assert str(fact("loan.amount", MONEY)) == "loan.amount"
    assert str(Operand(Source.PARAMETER, "cap", MONEY)) == "parameter:cap"
    assert str(Operand(Source.STEP, "total", MONEY)) == "total"


def test_an_unknown_fact_is_shown_as_such() -> None:
    assert work(a=None).show(fact("a", MONEY)) == "未填写"
    assert work(a=Money(5)).show(fact("a", MONEY)) == "0.05元"
