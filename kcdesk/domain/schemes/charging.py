"""Fees and subsidies: what one loan costs or is granted, who pays, who receives.

The amount is a sum of the programme on the facts of one loan; a list is summed of rounded rows
(money.md B3), so that what is printed adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Counted(StrEnum):
    """Which loans a list of some time holds."""

    LENT = "lent"
    DUE = "due"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        """For people."""
        return _COUNTED[self]


_COUNTED = {
    Counted.LENT: "期内发放的贷款",
    Counted.DUE: "期内到期的贷款",
    Counted.SETTLED: "期内结清的贷款",
}


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee or a subsidy; `sum_id` names the sum whose last step is its amount, or says in words
    who bears it."""

    id: str
    label: str
    clauses: tuple[str, ...]
    sum_id: str
    payer: str
    payee: str
    counted: Counted = Counted.LENT
    note: str = ""
