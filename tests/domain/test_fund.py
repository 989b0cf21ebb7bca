"""The fund's double entry: what each voucher does, and that nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain import fund
from kcdesk.domain.fund import Account, Posting, Voucher, VoucherKind
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total

SINGLE = (
    fund.appropriation,
    fund.interest,
    fund.reserve,
    fund.void_reserve,
    fund.recovery_return,
    fund.surrender,
)
AMOUNTS = st.integers(1, 10**12).map(Money)


def after(*vouchers: Voucher) -> dict[Account, Money]:
    return dict(fund.balances(p for v in vouchers for p in v.postings))


def test_the_first_compensation_of_pinghu() -> None:
    paid = Money.wan(18)
    balance = after(fund.appropriation(Money.wan(500)), fund.reserve(paid))
    assert balance[Account.POOL_CASH] == Money.wan(500)
    assert fund.available(balance) == Money.wan(482)
    balance = after(fund.appropriation(Money.wan(500)), fund.reserve(paid), fund.payout(paid, paid))
    assert balance[Account.POOL_CASH] == Money.wan(482)
    assert balance[Account.COMPENSATION] == paid
    assert balance[Account.RESERVED] == ZERO
    assert fund.available(balance) == Money.wan(482)


def test_a_lapsed_cut_leaves_the_reserve_with_the_payment() -> None:
    balance = after(fund.reserve(Money(100)), fund.payout(Money(60), released=Money(100)))
    assert balance[Account.RESERVED] == ZERO


def test_interest_recoveries_and_surrender_move_cash() -> None:
    balance = after(
        fund.interest(Money(30)), fund.recovery_return(Money(20)), fund.surrender(Money(10))
    )
    assert balance[Account.POOL_CASH] == Money(40)
    assert balance[Account.INTEREST] == Money(-30)
    assert balance[Account.RECOVERY] == Money(-20)
    assert balance[Account.SURRENDER] == Money(10)


def test_a_withdrawal_voids_the_reserve() -> None:
    assert after(fund.reserve(Money(5)), fund.void_reserve(Money(5)))[Account.RESERVED] == ZERO


@pytest.mark.parametrize("make", SINGLE)
@pytest.mark.parametrize("amount", [ZERO, Money(-1)])
def test_nothing_is_no_voucher(make: Callable[[Money], Voucher], amount: Money) -> None:
    with pytest.raises(Refusal, match="金额须大于零"):
        make(amount)


def test_a_payout_of_nothing_and_one_that_releases_too_little() -> None:
    with pytest.raises(Refusal, match="兑付金额须大于零"):
        fund.payout(ZERO, Money(1))
    with pytest.raises(ValueError, match="releases at least"):
        fund.payout(Money(2), Money(1))


def test_a_voucher_that_does_not_sum_to_zero_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="sum to zero"):
        Voucher(VoucherKind.INTEREST, (Posting(Account.POOL_CASH, Money(1)),))
    with pytest.raises(ValueError, match="none of nothing"):
        Voucher(VoucherKind.INTEREST, ())
    with pytest.raises(ValueError, match="none of nothing"):
        Voucher(VoucherKind.INTEREST, (Posting(Account.POOL_CASH, ZERO),))


def test_a_reversal_is_not_reversed() -> None:
    reversal = fund.reversal(fund.interest(Money(7)))
    assert reversal.kind is VoucherKind.REVERSAL
    with pytest.raises(Refusal, match="冲销凭证不能再冲销"):
        fund.reversal(reversal)


@given(st.lists(st.tuples(st.sampled_from(SINGLE), AMOUNTS), max_size=20))
def test_every_ledger_sums_to_zero_and_reversals_restore_it(
    made: list[tuple[Callable[[Money], Voucher], Money]],
) -> None:
    vouchers = [make(amount) for make, amount in made]
    assert total(after(*vouchers).values()) == ZERO
    both = [*vouchers, *(fund.reversal(v) for v in vouchers)]
    assert all(not amount for amount in after(*both).values())


def test_what_a_claim_may_be_paid_from() -> None:
    balance = after(fund.appropriation(Money.wan(100)), fund.reserve(Money.wan(200)))
    assert fund.payable(balance) == Money.wan(100)
    assert fund.payable(balance, reserved_earlier=Money.wan(80)) == Money.wan(20)
    assert fund.payable(balance, reserved_earlier=Money.wan(120)) == ZERO
    assert fund.available(balance) == Money.wan(-100)


def test_an_overdrawn_pool_is_refused_with_its_balance() -> None:
    balance = after(fund.appropriation(Money.yuan(10)), fund.reserve(Money.yuan(10)))
    fund.refuse_overdrawn(balance, fund.payout(Money.yuan(10), Money.yuan(10)))
    fund.refuse_overdrawn(balance, fund.interest(Money.yuan(1)))
    with pytest.raises(Refusal, match=r"“资金池存款”余额10\.00元，不够本次上缴收回的10\.01元"):
        fund.refuse_overdrawn(balance, fund.surrender(Money.yuan("10.01")))
    with pytest.raises(Refusal, match=r"“已批未付”余额10\.00元，不够本次撤销预留的10\.01元"):
        fund.refuse_overdrawn(balance, fund.void_reserve(Money.yuan("10.01")))


def test_accounts_and_kinds_have_labels() -> None:
    assert Account.POOL_CASH.label == "资金池存款"
    assert len({a.label for a in Account}) == len(Account)
    assert len({k.label for k in VoucherKind}) == len(VoucherKind)


def test_a_voucher_that_leaves_an_account_alone_is_not_refused_for_it() -> None:
    short = after(fund.surrender(Money(5)))
    fund.refuse_overdrawn(short, fund.reserve(Money(1)))
    fund.refuse_overdrawn(short, fund.interest(Money(1)))
