"""What else the fund's money may go out for; the programme says what it thinks of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.moves import Labelled
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money


class Purpose(Labelled):
    """Categories of money out besides compensations."""

    SURRENDER = "surrender", "上缴收回"
    SUBSIDY = "subsidy", "费率补贴和贴息"
    AWARD = "award", "奖励"
    ACTIVITY = "activity", "对接活动和宣传"
    OTHER = "other", "其他"


PURPOSES = tuple(Option(p.value, p.label) for p in Purpose)

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "outflow": {
        "fund.on": Field("day", "支出日期"),
        "fund.amount": Field("money", "支出金额"),
        "fund.balance": Field("money", "资金池余额"),
        "fund.purpose": Field("choice", "支出用途", options=PURPOSES),
        "fund.reason": Field("text", "支出理由"),
    }
}


@dataclass(frozen=True, slots=True)
class OutflowFacts:
    """Money about to leave the pool for something else than a compensation."""

    on: date
    amount: Money
    balance: Money
    purpose: str
    reason: str

    def facts(self) -> Facts:
        """For the scheme's conditions."""
        return {
            "fund.on": self.on,
            "fund.amount": self.amount,
            "fund.balance": self.balance,
            "fund.purpose": self.purpose,
            "fund.reason": self.reason,
        }


def check_outflow(scheme: Scheme, facts: OutflowFacts) -> Findings:
    """The scheme's conditions for money that goes out otherwise."""
    return scheme.check("outflow", facts.facts())
