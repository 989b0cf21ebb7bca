"""Targets held against what there is, and breakers against an oracle of their own."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kcdesk.domain.reports import ROW_FIELDS
from kcdesk.domain.schemes.aiming import Sense, Target, aim, bound_day
from kcdesk.domain.schemes.breaking import Breaker, Level, Scope, watched, weigh
from kcdesk.domain.schemes.charging import Counted
from kcdesk.domain.schemes.measuring import Indicator, Span, Take, Tally
from kcdesk.domain.schemes.operands import Facts, Operand, Source
from kcdesk.domain.schemes.parts import Bound, Given
from kcdesk.domain.schemes.periods import Unfilled
from kcdesk.domain.schemes.proving import Check
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from tests.packs.small_pack import small

SCHEME = small()
LOANS = ROW_FIELDS["loans"]
HOUSES = Field("whole", "企业", unit="家")
MONEY = Field("money", "余额", unit="万元")
RATE = Field("percent", "率")


def target(field: Field, sense: Sense = Sense.AT_LEAST, **more: object) -> Target:
    made = Target("t", "目标", ("NT-2.2",), "i", sense, field)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_goal_not_reached_says_what_is_wanting() -> None:
    made = aim(SCHEME, target(HOUSES, goal=Given(200)), 150)
    assert (made.gap, made.is_reached) == (50, False)
    assert (made.actual_shown, made.goal_shown, made.gap_shown) == ("150家", "不低于200家", "50家")


def test_a_goal_reached_exactly_or_passed_leaves_nothing_wanting() -> None:
    for actual in (200, 201):
        made = aim(SCHEME, target(HOUSES, goal=Given(200)), actual)
        assert (made.gap, made.is_reached, made.gap_shown) == (0, True, "已达到")
    made = aim(SCHEME, target(MONEY, goal=Given(Money.wan(2000))), Money.wan(2000))
    assert made.gap == ZERO


def test_money_wants_to_the_fen() -> None:
    made = aim(SCHEME, target(MONEY, goal=Given(Money.wan(2000))), Money.wan("1999.99"))
    assert (made.gap, made.gap_shown) == (Money.yuan(100), "0.01万元")


def test_a_rate_at_most_is_compared_exactly_though_it_prints_like_its_goal() -> None:
    loss = target(RATE, Sense.AT_MOST, goal=Given(Fraction(5, 100)))
    assert aim(SCHEME, loss, Fraction(600, 12000)).is_reached
    over = aim(SCHEME, loss, Fraction(60001, 1200000))
    assert not over.is_reached
    assert (over.actual_shown, over.goal_shown) == ("5.00%", "不高于5.00%")
    assert over.gap_shown == "0.00个百分点"
    assert aim(SCHEME, loss, Fraction(1, 100)).gap == Fraction(0)


def test_without_a_rate_nothing_is_reached() -> None:
    made = aim(SCHEME, target(RATE, goal=Given(Fraction(1, 2))), None)
    assert (made.gap, made.is_reached, made.gap_shown, made.actual_shown) == (
        None,
        False,
        "无",
        "无",
    )


def test_a_base_doubles_so_many_times() -> None:
    doubling = target(MONEY, base=Given(Money.wan(50)), doublings=2)
    assert aim(SCHEME, doubling, ZERO).goal == Money.wan(200)
    assert aim(SCHEME, doubling, ZERO, base=Money.wan(10)).goal == Money.wan(40)
    assert aim(SCHEME, target(HOUSES, base=Given(3), doublings=3), 24).is_reached


def test_a_goal_beside_a_base_keeps_both() -> None:
    made = aim(SCHEME, target(HOUSES, goal=Given(10), base=Given(4)), 9)
    assert (made.goal, made.base) == (10, 4)


def test_a_bound_is_a_day_or_a_blank_still_open() -> None:
    assert bound_day(SCHEME, None) is None
    assert bound_day(SCHEME, Bound(day=date(2025, 1, 1))) == date(2025, 1, 1)
    with pytest.raises(Unfilled):
        bound_day(SCHEME, Bound(blank="start_on"))
    filled = SCHEME.with_blanks({"start_on": date(2026, 1, 1)})
    assert bound_day(filled, Bound(blank="start_on")) == date(2026, 1, 1)


def fact(name: str) -> Operand:
    return Operand(Source.FACT, name, LOANS[name])


def rate(ident: str, part: str, whole: str, flag: str) -> Indicator:
    return Indicator(
        ident, f"不良率{ident}", ("NT-5.2d",), "loans", Span.AT,
        Tally(Take.SUM, LOANS[part], fact(part), (Check("is_true", (fact(flag),)),)),
        Tally(Take.SUM, LOANS[whole], fact(whole)),
        row_unit="笔", note="口径",
    )  # fmt: skip


INDICATORS = {
    "stock": rate("stock", "loan.outstanding", "loan.outstanding", "loan.is_bad"),
    "flow": rate("flow", "loan.outstanding", "loan.amount", "loan.became_bad_in_period"),
}
LIMIT = Fraction(30, 100)
BANK = Breaker(
    "bank", "单家", ("NT-5.2b",), "stock", Scope.BANK, Given(LIMIT), Given(Fraction(25, 100)),
    "flow",
)  # fmt: skip


def loan(fen: int, is_bad: bool, bank: str = "甲", **more: object) -> Facts:
    return {
        "loan.outstanding": Money(fen),
        "loan.amount": Money(fen),
        "loan.is_bad": is_bad,
        "loan.became_bad_in_period": is_bad,
        "bank.name": bank,
        "bank.id": str(ord(bank)),
        **more,
    }


def test_thirty_per_cent_is_not_above_thirty_and_one_fen_more_is() -> None:
    rows = [loan(900_000000, True), loan(2100_000000, False)]
    (reading,) = weigh(SCHEME, BANK, INDICATORS, rows)
    assert (reading.level, reading.figure.shown) == (Level.WARNED, "30.00%")
    assert reading.distance_shown == "还差0.00个百分点"
    rows = [loan(900_000001, True), loan(2099_999999, False)]
    (reading,) = weigh(SCHEME, BANK, INDICATORS, rows)
    assert (reading.level, reading.figure.shown) == (Level.TRIPPED, "30.00%")
    assert reading.distance_shown == "已超过0.00个百分点"


@pytest.mark.parametrize(
    ("bad", "level"),
    [(24, Level.CALM), (25, Level.WARNED), (30, Level.WARNED), (31, Level.TRIPPED)],
)
def test_it_warns_from_its_warning_line_on(bad: int, level: Level) -> None:
    (reading,) = weigh(SCHEME, BANK, INDICATORS, [loan(bad, True), loan(100 - bad, False)])
    assert reading.level is level
    assert level.label


def test_without_a_warning_line_it_is_calm_up_to_the_limit() -> None:
    plain = replace(BANK, warn_at=None)
    (reading,) = weigh(SCHEME, plain, INDICATORS, [loan(30, True), loan(70, False)])
    assert (reading.level, reading.warn_at) == (Level.CALM, None)


def test_over_nothing_it_says_nothing() -> None:
    (reading,) = weigh(SCHEME, BANK, INDICATORS, [loan(0, True)])
    assert (reading.level, reading.distance, reading.distance_shown) == (Level.NONE, None, "无")


def test_every_bank_has_its_own_reading_and_all_together_one() -> None:
    rows = [loan(10, True, "乙"), loan(10, False, "甲"), loan(90, False, "乙")]
    by_bank = weigh(SCHEME, BANK, INDICATORS, rows)
    assert [(r.bank, r.bank_id, r.figure.shown) for r in by_bank] == [
        ("乙", str(ord("乙")), "10.00%"), ("甲", str(ord("甲")), "0.00%"),
    ]  # fmt: skip
    (every,) = weigh(SCHEME, replace(BANK, scope=Scope.ALL), INDICATORS, rows)
    assert (every.bank, every.bank_id, every.figure.shown) == ("", "", "9.09%")


def test_the_evidence_shows_amounts_rate_the_other_base_and_the_limit() -> None:
    rows = [loan(40, True), loan(60, False)]
    (reading,) = weigh(SCHEME, BANK, INDICATORS, rows, [loan(10, True), loan(190, False)])
    assert [(s.label, s.shown, s.note) for s in reading.evidence] == [
        ("不良率stock（分子）", "0.00004万元", ""),
        ("不良率stock（分母）", "0.0001万元", ""),
        ("不良率stock", "40.00%", "口径"),
        ("不良率flow（对照）", "5.00%", "0.00001万元／0.0002万元"),
        ("暂停线：高于30.00%", "超过暂停线", ""),
    ]
    alone = replace(BANK, beside="")
    (reading,) = weigh(SCHEME, alone, INDICATORS, rows)
    assert reading.beside is None
    assert len(reading.evidence) == 4


def test_a_base_beside_that_is_open_only_says_so() -> None:
    rows = [{**loan(40, True), "loan.became_bad_in_period": None}, loan(60, False)]
    (reading,) = weigh(SCHEME, BANK, INDICATORS, rows)
    assert reading.beside_figure is None
    assert "没有填写" in reading.beside_trouble
    assert reading.evidence[3].shown == reading.beside_trouble
    with pytest.raises(Refusal):
        weigh(SCHEME, replace(BANK, indicator="flow", beside="stock"), INDICATORS, rows)


def test_the_office_chooses_the_base_that_breaks() -> None:
    scheme = SCHEME.reading_with("colour", "flow")
    chosen = replace(BANK, basis=Given(blank="colour"))
    assert watched(scheme, chosen) == ("flow", "stock")
    assert watched(SCHEME.reading_with("colour", "stock"), chosen) == ("stock", "flow")
    assert watched(SCHEME, BANK) == ("stock", "flow")


def test_every_bank_of_thousands_of_portfolios_breaks_as_an_oracle_says() -> None:
    """The oracle knows no fractions: it compares 100×part with percent×whole on plain integers."""
    chance = random.Random(20201)
    for _ in range(3000):
        percent = chance.randint(1, 60)
        near = chance.random() < 0.5
        book: list[tuple[str, int, bool]] = []
        for bank in chance.sample("甲乙丙丁", chance.randint(1, 4)):
            whole = chance.randint(1, 10**9) * 100
            bad = (
                whole // 100 * percent + chance.choice((-1, 0, 1))
                if near
                else chance.randint(0, whole)
            )
            book += [(bank, max(bad, 0), True), (bank, whole - max(bad, 0), False)]
        chance.shuffle(book)
        wanted = {}
        for bank in {b for b, _, _ in book}:
            part = sum(fen for b, fen, is_bad in book if b == bank and is_bad)
            whole = sum(fen for b, fen, _ in book if b == bank)
            wanted[bank] = 100 * part > percent * whole
        breaker = replace(BANK, above=Given(Fraction(percent, 100)), warn_at=None, beside="")
        readings = weigh(SCHEME, breaker, INDICATORS, [loan(fen, bad, b) for b, fen, bad in book])
        assert {r.bank: r.level is Level.TRIPPED for r in readings} == wanted


def test_what_a_list_of_fees_holds_is_named() -> None:
    assert [c.label for c in Counted] == ["期内发放的贷款", "期内到期的贷款", "期内结清的贷款"]
