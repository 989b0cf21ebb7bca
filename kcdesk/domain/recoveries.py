"""Money recovered after a payout, shared back by what each party actually bore (money.md B6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.showing import show_value
from kcdesk.domain.schemes.trace import Step, Trace
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money, total

_MONEY = Field("money", "金额")


@dataclass(frozen=True)
class Shares:
    """The net recovery and each party's part; the parts add up to the net."""

    net: Money
    per_party: Mapping[str, Money]
    trace: Trace

    def share(self, party: str) -> Money:
        """A party's part; one that bore nothing gets nothing."""
        return self.per_party.get(party, ZERO)


def share_recovery(
    gross: Money,
    cost: Money,
    loss: Money,
    paid_by_party: Mapping[str, Money],
    already_returned: Mapping[str, Money] | None = None,
    clauses: tuple[str, ...] = (),
) -> Shares:
    """Share `gross` less `cost` among the parties.

    `paid_by_party` is what each bore of `loss` in the scheme's order, the last one (the
    institution) taking the odd 分; `already_returned` is what earlier recoveries gave back. A
    party that has got back all it paid gets no more: the rest is the institution's, which books
    it to interest and penalty. Raises Refusal for amounts below nothing.
    """
    _refuse_negative(gross, cost)
    if total(paid_by_party.values()) != loss or not loss or not paid_by_party:
        raise ValueError("what the parties bore adds up to the loss")
    returned = already_returned or {}
    net = max(gross - cost, ZERO)
    *others, last = paid_by_party
    trace = [
        Step("追回金额", show_value(gross, _MONEY), clauses),
        Step("减去追偿费用", show_value(cost, _MONEY), clauses, _cost_note(gross, cost)),
        Step("追回净额", show_value(net, _MONEY), clauses),
    ]
    per_party: dict[str, Money] = {}
    for party in others:
        paid = paid_by_party[party]
        room = max(paid - returned.get(party, ZERO), ZERO)
        nominal = Money(net.fen * paid.fen // loss.fen)
        per_party[party] = min(nominal, room)
        note = "已全部收回，不再分配。" if nominal > room else ""
        trace.append(_line(party, paid, loss, per_party[party], clauses, note))
    per_party[last] = net - total(per_party.values())
    trace.append(
        Step(
            f"{Party(last).label}分得",
            show_value(per_party[last], _MONEY),
            clauses,
            "净额减去其他各方所得。",
        )
    )
    return Shares(net, per_party, tuple(trace))


def _line(
    party: str, paid: Money, loss: Money, part: Money, clauses: tuple[str, ...], note: str
) -> Step:
    basis = f"按实际承担{paid.show()}元占损失{loss.show()}元分配。{note}"
    return Step(f"{Party(party).label}分得", show_value(part, _MONEY), clauses, basis)


def _cost_note(gross: Money, cost: Money) -> str:
    return "费用超过追回金额，净额为零，超出部分由垫付方承担。" if cost > gross else ""


def _refuse_negative(gross: Money, cost: Money) -> None:
    problems = []
    if gross <= ZERO:
        problems.append(
            Problem("追回金额须大于零。", "请核对金额。", "gross", code="recovery.gross")
        )
    if cost < ZERO:
        problems.append(
            Problem("追偿费用不能小于零。", "请核对金额。", "cost", code="recovery.cost")
        )
    if problems:
        raise Refusal(*problems)
