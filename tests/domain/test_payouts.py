"""The limits of a payment in their order, and the queue when the pool is short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.payouts import (
    Due,
    PayoutFacts,
    allot,
    check_payout,
    limit_payment,
    queue,
    queue_method,
    room_in_queue,
    yearly_limit,
)
from kcdesk.domain.schemes.parts import QueueMethod
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import small
from tests.work.programme import programme_text

DAY = date(2023, 9, 20)
AMOUNTS = st.integers(0, 2 * 10**9).map(Money)


def facts(approved: str, paid: str, pool: str) -> PayoutFacts:
    return PayoutFacts(Money.wan(approved), Money.wan(paid), Money.wan(pool), DAY)


def test_the_first_payment_of_pinghu_is_whole(pinghu: Scheme) -> None:
    payment = limit_payment(pinghu, facts("18", "0", "500"))
    assert payment.amount == Money.yuan("180000.00")
    assert payment.cuts == ()
    assert payment.is_full
    assert payment.trace[-1].shown == "180,000.00元"


def test_the_year_limit_of_an_institution(pinghu: Scheme) -> None:
    payment = limit_payment(pinghu, facts("60", "960", "5000"))
    assert payment.amount == Money.wan(40)
    (cut,) = payment.cuts
    assert (cut.reason_code, cut.label, cut.amount) == ("year_limit", "年度限额", Money.wan(20))
    assert (cut.clauses, cut.stays_payable) == (("PH-8",), False)
    assert (payment.lapsed, payment.still_payable) == (Money.wan(20), ZERO)
    assert payment.is_full


def test_the_order_of_limits(pinghu: Scheme) -> None:
    payment = limit_payment(pinghu, facts("120", "910", "75"))
    assert payment.amount == Money.wan(75)
    assert [(c.label, c.amount.in_wan(), c.stays_payable) for c in payment.cuts] == [
        ("年度限额", "30", False),
        ("资金不足", "15", True),
    ]
    assert [(s.label, s.shown) for s in payment.trace] == [
        ("核定补偿未兑付额", "1,200,000.00元"),
        ("单个合作机构年度清算上限", "10,000,000.00元"),
        ("该机构本年度剩余额度", "900,000.00元"),
        ("年度限额内可付", "900,000.00元"),
        ("资金池可用余额", "750,000.00元"),
        ("本次兑付金额", "750,000.00元"),
    ]
    assert not payment.is_full


def test_the_meeting_may_let_the_year_rest_stand(pinghu: Scheme) -> None:
    kept = pinghu.with_blanks({"year_rest_stays": "是"})
    assert limit_payment(kept, facts("60", "960", "5000")).still_payable == Money.wan(20)


@pytest.mark.parametrize(
    ("paid", "pool", "amount"),
    [("999.999999", "500", 1), ("1000", "500", 0), ("0", "0.000001", 1)],
)
def test_to_the_fen(pinghu: Scheme, paid: str, pool: str, amount: int) -> None:
    assert limit_payment(pinghu, facts("18", paid, pool)).amount == Money(amount)


@given(approved=AMOUNTS, paid=AMOUNTS, pool=st.integers(-(10**9), 2 * 10**9).map(Money))
def test_a_payment_never_exceeds_pool_or_year_room_and_every_fen_is_told(
    pinghu: Scheme, approved: Money, paid: Money, pool: Money
) -> None:
    payment = limit_payment(pinghu, PayoutFacts(approved, paid, pool, DAY))
    limit = pinghu.value("institution_year_limit", DAY)
    assert ZERO <= payment.amount <= max(pool, ZERO)
    assert payment.amount <= max(limit - paid, ZERO)
    assert payment.amount + total(c.amount for c in payment.cuts) == approved


def test_without_room_or_money_nothing_is_paid(pinghu: Scheme) -> None:
    assert check_payout(pinghu, facts("18", "0", "500")).is_clear
    findings = check_payout(pinghu, PayoutFacts(Money.wan(18), Money.wan(1000), Money(-1), DAY))
    assert [p.clauses for p in findings.refusals] == [("PH-8",), ("GL-4",)]
    assert "已清算10,000,000.00元，达到年度上限1,000万元" in findings.refusals[0].message


def due(claim: int, amount: str, day: date = DAY) -> Due:
    return Due(claim, f"DC2023-{claim:04}", day, Money.wan(amount))


def test_who_is_paid_first() -> None:
    dues = [due(3, "1"), due(1, "1", date(2023, 10, 1)), due(2, "1")]
    assert [d.claim for d in queue(dues)] == [2, 3, 1]


def test_a_short_pool_first_come() -> None:
    shared = allot(Money.wan(100), [due(1, "80"), due(2, "120")])
    assert {c: a.in_wan() for c, a in shared.items()} == {1: "80", 2: "20"}


def test_a_short_pool_pro_rata() -> None:
    shared = allot(Money.wan(100), [due(1, "80"), due(2, "120")], QueueMethod.PRO_RATA)
    assert {c: a.in_wan() for c, a in shared.items()} == {1: "40", 2: "60"}


def test_odd_fen_go_to_the_first() -> None:
    dues = [Due(n, str(n), DAY, Money(3)) for n in (1, 2, 3)]
    shared = allot(Money(5), dues, QueueMethod.PRO_RATA)
    assert [a.fen for a in shared.values()] == [3, 1, 1]


def test_earlier_meetings_are_served_before_later_ones_share() -> None:
    dues = [due(1, "80"), due(2, "60", date(2023, 10, 1)), due(3, "60", date(2023, 10, 1))]
    shared = allot(Money.wan(100), dues, QueueMethod.PRO_RATA)
    assert {c: a.in_wan() for c, a in shared.items()} == {1: "80", 2: "10", 3: "10"}


@given(
    pool=st.integers(-100, 10**6).map(Money),
    owed=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 2)), max_size=8),
    method=st.sampled_from(QueueMethod),
)
def test_what_is_allotted_is_the_pool_or_all_that_is_due(
    pool: Money, owed: list[tuple[int, int]], method: QueueMethod
) -> None:
    dues = [
        Due(n, f"{n:03}", date(2023, 9, 1 + day), Money(fen)) for n, (fen, day) in enumerate(owed)
    ]
    shared = allot(pool, dues, method)
    assert total(shared.values()) == min(max(pool, ZERO), total(d.amount for d in dues))
    assert all(ZERO <= shared[d.claim] <= d.amount for d in dues)


def test_odd_fen_pass_by_whoever_has_no_room() -> None:
    dues = [Due(1, "1", DAY, ZERO), Due(2, "2", DAY, Money(3)), Due(3, "3", DAY, Money(3))]
    shared = allot(Money(5), dues, QueueMethod.PRO_RATA)
    assert [a.fen for a in shared.values()] == [0, 3, 2]


def test_the_yearly_limit_is_read_off_the_payment_whatever_a_pack_calls_it(pinghu: Scheme) -> None:
    assert yearly_limit(pinghu, DAY) == Money.wan(1000)
    assert yearly_limit(small(), date(2022, 5, 1)) == Money.wan(100)
    payment = pinghu.sums["payment"]
    kept = tuple(s for s in payment.steps if s.name in {"approved", "pool"})
    unlimited = replace(pinghu, sums={**pinghu.sums, "payment": replace(payment, steps=kept)})
    assert yearly_limit(unlimited, DAY) is None


POOLS = st.integers(0, 10**9).map(Money)
DUES = st.lists(
    st.tuples(st.integers(1, 10**8), st.integers(0, 10**8), st.integers(0, 2)),
    min_size=1,
    max_size=5,
)


def dues_of(rows: list[tuple[int, int, int]]) -> list[Due]:
    return [
        Due(n, f"{n:04}", date(2023, 9, 1 + day), Money(left), Money(paid_before))
        for n, (left, paid_before, day) in enumerate(rows)
    ]


@given(POOLS, DUES, st.sampled_from(QueueMethod))
def test_the_room_in_a_queue_is_never_more_than_the_pool(
    pool: Money, rows: list[tuple[int, int, int]], method: QueueMethod
) -> None:
    dues = dues_of(rows)
    for due in dues:
        assert ZERO <= room_in_queue(pool, dues, due.claim, method) <= pool


@given(POOLS, DUES, st.permutations(range(5)))
def test_shares_do_not_hang_on_who_is_paid_first(
    pool: Money, rows: list[tuple[int, int, int]], turn: list[int]
) -> None:
    """Of one meeting, with nothing paid before: everyone gets what `allot` gives them."""
    waiting = dues_of([(left, 0, 0) for left, _, _ in rows])
    wanted = allot(pool, waiting, QueueMethod.PRO_RATA)
    left = pool
    for claim in [n for n in turn if n < len(waiting)]:
        due = waiting[claim]
        got = min(due.amount, room_in_queue(left, waiting, claim, QueueMethod.PRO_RATA))
        assert got == wanted[claim]
        left -= got
        waiting[claim] = replace(due, amount=due.amount - got, paid=due.paid + got)


def test_who_was_paid_more_than_a_share_waits() -> None:
    """Paid in full before a second claim of the same meeting came: that one gets what is left."""
    day = date(2023, 9, 12)
    dues = [
        Due(1, "1", day, Money.wan(10), Money.wan(80)),
        Due(2, "2", day, Money.wan(120)),
    ]
    pool = Money.wan(20)
    assert room_in_queue(pool, dues, 1, QueueMethod.PRO_RATA) == ZERO
    assert room_in_queue(pool, dues, 2, QueueMethod.PRO_RATA) == pool


def test_a_programme_that_says_nothing_pays_in_turn() -> None:
    assert queue_method(small()) is QueueMethod.FIRST_COME


def test_three_limits_cut_in_their_order_each_with_its_reason() -> None:
    """B7: 200 × 6:4 = 120; institution has 90 left; the fund's year 85; pool 75 → 75."""
    scheme = read_pack(programme_text()).scheme
    cut_twice = PayoutFacts(
        Money.wan(120), Money.wan(910), Money.wan(75), DAY,
        year_base=Money.wan(500), year_net_compensated=Money.wan(315),
    )  # fmt: skip
    payment = limit_payment(scheme, cut_twice)
    assert payment.amount == Money.wan(75)
    assert [(c.reason_code, c.amount.in_wan()) for c in payment.cuts] == [
        ("year_limit", "30"), ("in_principle", "5"), ("pool_short", "10"),
    ]  # fmt: skip
    assert (payment.lapsed, payment.still_payable) == (Money.wan(30), Money.wan(15))
    overridden = limit_payment(scheme, replace(cut_twice, is_overridden=True))
    assert [(c.reason_code, c.amount.in_wan()) for c in overridden.cuts] == [
        ("year_limit", "30"), ("pool_short", "15"),
    ]  # fmt: skip


@pytest.mark.parametrize(("net", "cut"), [("1590", []), ("1590.000001", [Money(1)])])
def test_cumulative_compensation_to_the_fen(net: str, cut: list[Money]) -> None:
    """NT-5.1 (b): total 2000: up to 1,600.00 OK; 1,600.01 → over."""
    scheme = read_pack(programme_text()).scheme
    payment = limit_payment(
        scheme,
        PayoutFacts(
            Money.wan(10), ZERO, Money.wan(400), DAY,
            year_base=Money.wan(2000), year_net_compensated=Money.wan(net),
        ),
    )  # fmt: skip
    assert [c.amount for c in payment.cuts] == cut
