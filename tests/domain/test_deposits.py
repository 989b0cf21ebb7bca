"""A deposit never holds less than nothing, whatever is done with it and in whichever order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain import fund
from kcdesk.domain.fund import (
    Account,
    DepositChange,
    DepositMove,
    deposit_balance,
    deposit_short,
    refuse_deposit_overdrawn,
    running,
)
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money

FIRST = date(2023, 3, 1)
CHANGES = st.lists(
    st.builds(
        DepositChange,
        st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days)),
        st.sampled_from(DepositMove),
        st.integers(1, 10**11).map(Money),
    ),
    max_size=12,
)


def change(days: int, move: DepositMove, yuan: str) -> DepositChange:
    return DepositChange(FIRST + timedelta(days=days), move, Money.yuan(yuan))


@given(CHANGES)
def test_what_is_let_through_was_never_below_zero(changes: list[DepositChange]) -> None:
    kept: list[DepositChange] = []
    for new in changes:
        try:
            refuse_deposit_overdrawn("甲银行", [*kept, new])
        except Refusal:
            continue
        kept.append(new)
    assert min(running(kept), default=ZERO) >= ZERO
    assert (running(kept) or (ZERO,))[-1] == deposit_balance(kept)


@given(st.sampled_from(DepositMove), st.integers(1, 10**13).map(Money), st.integers(0, 10**13))
def test_every_movement_posts_a_voucher_that_sums_to_zero(
    move: DepositMove, amount: Money, more: int
) -> None:
    made = {
        DepositMove.PLACE: fund.deposit_place,
        DepositMove.REFILL: fund.deposit_place,
        DepositMove.DRAW: lambda a: fund.deposit_draw(a, a + Money(more)),
        DepositMove.TAKE_BACK: fund.deposit_back,
    }[move](amount)
    assert made.change(Account.DEPOSIT) == move.change(amount)
    balance = fund.balances(made.postings)
    assert sum(m.fen for m in balance.values()) == 0
    undone = fund.balances((*made.postings, *fund.reversal(made).postings))
    assert set(undone.values()) == {ZERO}


def test_to_the_fen() -> None:
    place = change(0, DepositMove.PLACE, "4000000.00")
    refuse_deposit_overdrawn("甲", [place, change(1, DepositMove.DRAW, "4000000.00")])
    with pytest.raises(Refusal, match=r"差0\.01元"):
        refuse_deposit_overdrawn("甲", [place, change(1, DepositMove.DRAW, "4000000.01")])


def test_what_is_placed_later_pays_for_nothing_earlier() -> None:
    place = change(1, DepositMove.PLACE, "100")
    refuse_deposit_overdrawn("甲", [place, change(1, DepositMove.DRAW, "100")])
    with pytest.raises(Refusal, match="差100"):
        refuse_deposit_overdrawn("甲", [place, change(0, DepositMove.DRAW, "100")])


def test_a_draw_releases_as_much_as_it_pays_or_nothing() -> None:
    assert fund.deposit_draw(Money(5)).change(Account.RESERVED) == ZERO
    assert fund.deposit_draw(Money(5), Money(7)).change(Account.RESERVED) == Money(-7)
    with pytest.raises(ValueError, match="releases"):
        fund.deposit_draw(Money(5), Money(4))


@pytest.mark.parametrize(
    ("required", "held", "short"), [("400", "370", "30"), ("400", "400", "0"), (None, "5", "0")]
)
def test_what_is_short(required: str | None, held: str, short: str) -> None:
    """DY-7c6c: required 400, left 370 → ask 30."""
    asked = None if required is None else Money.wan(required)
    assert deposit_short(asked, Money.wan(held)) == Money.wan(short)


def test_moves_have_labels() -> None:
    assert [m.label for m in DepositMove] == ["存入", "补足", "划扣", "收回"]
