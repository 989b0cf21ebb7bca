"""Recoveries go back by what each party actually bore."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.recoveries import share_recovery
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total

FUND, GUARANTOR, BANK = Party.FUND.value, Party.GUARANTOR.value, Party.BANK.value
FIRST = {FUND: Money.wan(18), BANK: Money.wan(12)}
LOSS = Money.wan(30)


def test_net_of_cost_by_the_shares_paid() -> None:
    shares = share_recovery(
        Money.yuan("50000.00"), Money.yuan("3000.50"), LOSS, FIRST, clauses=("GL-3",)
    )
    assert shares.net == Money.yuan("46999.50")
    assert shares.share(FUND) == Money.yuan("28199.70")
    assert shares.share(BANK) == Money.yuan("18799.80")
    assert shares.share(GUARANTOR) == ZERO
    assert [(s.label, s.shown) for s in shares.trace] == [
        ("追回金额", "50,000.00元"),
        ("减去追偿费用", "3,000.50元"),
        ("追回净额", "46,999.50元"),
        ("风险补偿金分得", "28,199.70元"),
        ("合作机构分得", "18,799.80元"),
    ]
    assert shares.trace[3].note == "按实际承担180,000.00元占损失300,000.00元分配。"
    assert all(s.clauses == ("GL-3",) for s in shares.trace)


def test_a_capped_payment_gives_the_capped_share() -> None:
    borne = {FUND: Money.wan(100), BANK: Money.wan(200)}
    shares = share_recovery(Money.wan(60), ZERO, Money.wan(300), borne)
    assert shares.share(FUND) == Money.wan(20)
    assert shares.share(BANK) == Money.wan(40)


def test_the_odd_fen_is_the_institutions() -> None:
    borne = {FUND: Money(4000), GUARANTOR: Money(4000), BANK: Money(2001)}
    shares = share_recovery(Money(100), ZERO, Money(10001), borne)
    assert [shares.share(p).fen for p in (FUND, GUARANTOR, BANK)] == [39, 39, 22]


def test_nothing_more_once_the_fund_has_all_it_paid() -> None:
    shares = share_recovery(
        Money.wan(10), ZERO, LOSS, FIRST, already_returned={FUND: Money.wan(17)}
    )
    assert shares.share(FUND) == Money.wan(1)
    assert shares.share(BANK) == Money.wan(9)
    assert "已全部收回，不再分配。" in shares.trace[3].note
    after = share_recovery(Money.wan(10), ZERO, LOSS, FIRST, already_returned={FUND: Money.wan(18)})
    assert after.share(FUND) == ZERO
    assert after.share(BANK) == Money.wan(10)


def test_cost_above_gross_leaves_nothing_to_share() -> None:
    shares = share_recovery(Money.yuan(100), Money.yuan("100.01"), LOSS, FIRST)
    assert shares.net == ZERO
    assert set(shares.per_party.values()) == {ZERO}
    assert "净额为零" in shares.trace[1].note


def test_amounts_below_nothing_are_refused() -> None:
    with pytest.raises(Refusal) as caught:
        share_recovery(ZERO, Money(-1), LOSS, FIRST)
    assert [p.field for p in caught.value.problems] == ["gross", "cost"]


@pytest.mark.parametrize(
    ("loss", "borne"), [(LOSS, {FUND: Money.wan(18)}), (ZERO, {FUND: ZERO, BANK: ZERO})]
)
def test_what_was_borne_adds_up_to_the_loss(loss: Money, borne: dict[str, Money]) -> None:
    with pytest.raises(ValueError, match="adds up to the loss"):
        share_recovery(Money(1), ZERO, loss, borne)


@given(
    borne=st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**9)),
    recoveries=st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**9)), max_size=6),
)
def test_parts_sum_to_the_net_and_nobody_but_the_bank_gets_more_than_it_paid(
    borne: tuple[int, int, int], recoveries: list[tuple[int, int]]
) -> None:
    paid = dict(zip((FUND, GUARANTOR, BANK), map(Money, borne), strict=True))
    returned = {FUND: ZERO, GUARANTOR: ZERO}
    for gross, cost in recoveries:
        shares = share_recovery(Money(gross), Money(cost), total(paid.values()), paid, returned)
        assert shares.net == max(Money(gross - cost), ZERO)
        assert total(shares.per_party.values()) == shares.net
        returned = {party: back + shares.share(party) for party, back in returned.items()}
        assert all(back <= paid[party] for party, back in returned.items())


def test_just_enough_needs_no_remark() -> None:
    even = share_recovery(Money.yuan(100), Money.yuan(100), LOSS, FIRST)
    assert even.trace[1].note == ""
    exact = share_recovery(Money.wan(10), ZERO, LOSS, FIRST, already_returned={FUND: Money.wan(12)})
    assert exact.share(FUND) == Money.wan(6)
    assert "不再分配" not in exact.trace[3].note
