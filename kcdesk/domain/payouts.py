"""What the fund may pay on an approved claim, and who is paid first when it is short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import QueueMethod
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import Trace
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money, total

YEAR_PAID = "payout.institution_year_paid"

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "payout": {
        "payout.on": Field("day", "兑付日期"),
        "payout.approved": Field("money", "核定补偿未兑付额"),
        YEAR_PAID: Field("money", "该机构本年度已清算"),
        "payout.pool_available": Field("money", "资金池可用余额"),
        "payout.year_base": Field("money", "年初结转加本年拨入"),
        "payout.year_net_compensated": Field("money", "本年已补偿净额"),
        "payout.is_overridden": Field("flag", "会议决定不受原则上限限制"),
    }
}


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """A payment to be made on day `on`. `approved` is what is still payable of the claim;
    `institution_year_paid` what the institution was paid in the calendar year of `on`."""

    approved: Money
    institution_year_paid: Money
    pool_available: Money
    on: date
    year_base: Money = ZERO
    """What the fund had at the beginning of the year and was paid in during it."""
    year_net_compensated: Money = ZERO
    is_overridden: bool = False

    def facts(self) -> Facts:
        """For the scheme's conditions and sums."""
        return {
            "payout.on": self.on,
            "payout.approved": self.approved,
            YEAR_PAID: self.institution_year_paid,
            "payout.pool_available": max(self.pool_available, ZERO),
            "payout.year_base": self.year_base,
            "payout.year_net_compensated": self.year_net_compensated,
            "payout.is_overridden": self.is_overridden,
        }


@dataclass(frozen=True, slots=True)
class Cut:
    """What a limit took away, why, and whether it is paid when there is room again."""

    reason_code: str
    label: str
    amount: Money
    clauses: tuple[str, ...]
    stays_payable: bool


@dataclass(frozen=True)
class Payment:
    """What is paid now, and each cut with its reason."""

    amount: Money
    cuts: tuple[Cut, ...]
    trace: Trace

    @property
    def lapsed(self) -> Money:
        """Cut for good: leaves the reserve together with the payment."""
        return total(c.amount for c in self.cuts if not c.stays_payable)

    @property
    def still_payable(self) -> Money:
        """Cut for now: stays reserved and queued."""
        return total(c.amount for c in self.cuts if c.stays_payable)

    @property
    def is_full(self) -> bool:
        """Whether nothing is left to pay later."""
        return not self.still_payable


def check_payout(scheme: Scheme, facts: PayoutFacts) -> Findings:
    """The scheme's conditions for paying."""
    return scheme.check("payout", facts.facts())


def limit_payment(scheme: Scheme, facts: PayoutFacts) -> Payment:
    """The payment after every limit, in the scheme's order (money.md B7)."""
    made = scheme.compute("payment", facts.facts())
    cuts = tuple(
        Cut(
            reason_code=cut.code,
            label=scheme.cuts[cut.code].label,
            amount=cut.amount,
            clauses=scheme.cuts[cut.code].clauses,
            stays_payable=scheme.given(scheme.cuts[cut.code].stays_payable) is True,
        )
        for cut in made.cuts
    )
    return Payment(made.amounts["payment"], cuts, made.trace)


def yearly_limit(scheme: Scheme, on: date) -> Money | None:
    """What an institution may be paid in the year of `on`; None where the scheme sets no limit.

    Schemes name their limits as they like, so it is read off the payment: while nothing has been
    paid in the year, what is left of the limit is the whole of it.
    """
    made = scheme.compute("payment", PayoutFacts(ZERO, ZERO, ZERO, on).facts())
    for step in scheme.sums["payment"].steps:
        if step.op == "minus" and step.operands[1].name == YEAR_PAID:
            return made.amounts[step.name]
    return None


QUEUE_METHOD = "queue_method"
"""The blank by which a programme lets the office say how claims share a short pool."""


def queue_method(scheme: Scheme) -> QueueMethod:
    """What the office has chosen; who comes first is paid first unless it says otherwise."""
    if QUEUE_METHOD not in scheme.blanks:
        return QueueMethod.FIRST_COME
    return QueueMethod(str(scheme.blank_value(QUEUE_METHOD)))


@dataclass(frozen=True, slots=True)
class Due:
    """An approved claim: what is still payable of it, and what has been paid already."""

    claim: int
    number: str
    decided_on: date
    amount: Money
    paid: Money = ZERO


def queue(dues: Sequence[Due]) -> tuple[Due, ...]:
    """Who is paid first: by day of the meeting, then by the claim's number."""
    return tuple(sorted(dues, key=lambda due: (due.decided_on, due.number)))


def allot(
    pool: Money, dues: Sequence[Due], method: QueueMethod = QueueMethod.FIRST_COME
) -> Mapping[int, Money]:
    """How much of the pool each claim may have, by claim id.

    Meetings are served one after the other; within one meeting by number, or pro rata: floored
    each, leftover 分 to the first that still has room.
    """
    left = max(pool, ZERO)
    allotted: dict[int, Money] = {}
    days = sorted({due.decided_on for due in dues})
    for day in days:
        same_day = queue([due for due in dues if due.decided_on == day])
        due_total = total(due.amount for due in same_day)
        if method is QueueMethod.PRO_RATA and left < due_total:
            allotted |= _pro_rata(left, same_day, due_total)
        else:
            allotted |= _in_turn(left, same_day)
        left = max(left - due_total, ZERO)
    return allotted


def room_in_queue(pool: Money, dues: Sequence[Due], claim: int, method: QueueMethod) -> Money:
    """How much of a short pool a claim may have now, among all that are approved.

    Pro rata, the claims of one day share what is there together with what they have been paid:
    so it does not matter which of them is paid first, nor when more money comes.
    """
    (own,) = [due for due in dues if due.claim == claim]
    earlier = total(d.amount for d in dues if d.decided_on < own.decided_on)
    left = max(pool - earlier, ZERO)
    same_day = queue([d for d in dues if d.decided_on == own.decided_on])
    if method is QueueMethod.FIRST_COME:
        before = total(d.amount for d in takewhile(lambda d: d.claim != claim, same_day))
        return max(left - before, ZERO)
    if left >= total(d.amount for d in same_day):
        return left
    whole = [replace(d, amount=d.amount + d.paid) for d in same_day]
    shared = allot(left + total(d.paid for d in same_day), whole, QueueMethod.PRO_RATA)
    return min(left, max(shared[claim] - own.paid, ZERO))


def _in_turn(left: Money, dues: Sequence[Due]) -> dict[int, Money]:
    allotted = {}
    for due in dues:
        allotted[due.claim] = min(left, due.amount)
        left -= allotted[due.claim]
    return allotted


def _pro_rata(left: Money, dues: Sequence[Due], due_total: Money) -> dict[int, Money]:
    parts = {due.claim: Money(left.fen * due.amount.fen // due_total.fen) for due in dues}
    odd = left - total(parts.values())
    for due in dues:
        more = min(odd, due.amount - parts[due.claim])
        parts[due.claim] += more
        odd -= more
    return parts
