"""Deposits: the fund's money laid at a bank, which the bank draws on after telling two others.

A deposit belongs to one bank. What it holds is never less than nothing, on any day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total


class DepositMove(StrEnum):
    """What happens to a deposit."""

    PLACE = "place"
    REFILL = "refill"
    DRAW = "draw"
    TAKE_BACK = "take_back"

    @property
    def label(self) -> str:
        """For people."""
        return _MOVES[self]

    @property
    def is_in(self) -> bool:
        """Whether it makes the deposit larger."""
        return self in (DepositMove.PLACE, DepositMove.REFILL)

    def change(self, amount: Money) -> Money:
        """What an amount does to the deposit."""
        return amount if self.is_in else -amount


_MOVES = {
    DepositMove.PLACE: "存入",
    DepositMove.REFILL: "补足",
    DepositMove.DRAW: "划扣",
    DepositMove.TAKE_BACK: "收回",
}


@dataclass(frozen=True, slots=True)
class DepositChange:
    """One movement of a deposit on a day."""

    on: date
    move: DepositMove
    amount: Money


def deposit_balance(changes: Iterable[DepositChange]) -> Money:
    """What a deposit holds."""
    return total(c.move.change(c.amount) for c in changes)


def running(changes: Iterable[DepositChange]) -> tuple[Money, ...]:
    """What it held after each movement, in the order of the days; of one day as they are given."""
    left = ZERO
    held = []
    for change in sorted(changes, key=lambda c: c.on):
        left += change.move.change(change.amount)
        held.append(left)
    return tuple(held)


def refuse_deposit_overdrawn(bank: str, changes: Iterable[DepositChange]) -> None:
    """Raises Refusal when a deposit would have held less than nothing on some day."""
    lowest = min(running(changes), default=ZERO)
    if lowest < ZERO:
        raise Refusal.of(
            f"“{bank}”的保证金不够，差{(-lowest).show()}元。",
            cure="请核对金额和日期；保证金不足的，先补足。",
            field="amount",
            code="deposit.overdrawn",
        )


def deposit_short(required: Money | None, balance: Money) -> Money:
    """What a deposit lacks of what the agreement asks for."""
    return max(ZERO, (required or ZERO) - balance)


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """A draw about to be made; `balance` is what the deposit holds before it."""

    on: date
    amount: Money
    balance: Money
    required: Money | None
    line: Money | None
    science_notice_on: date | None
    guarantor_notice_on: date | None

    def facts(self) -> Facts:
        """For the scheme's conditions."""
        return {
            "deposit.on": self.on,
            "deposit.amount": self.amount,
            "deposit.balance": self.balance,
            "deposit.left": self.balance - self.amount,
            "deposit.required": self.required,
            "deposit.science_notice_on": self.science_notice_on,
            "deposit.guarantor_notice_on": self.guarantor_notice_on,
            "agreement.line": self.line,
        }


def check_draw(scheme: Scheme, facts: DrawFacts) -> Findings:
    """The scheme's conditions for drawing on a deposit."""
    return scheme.check("deposit_draw", facts.facts())
