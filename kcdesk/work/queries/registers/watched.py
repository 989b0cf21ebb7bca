"""An open record of a watch point, and how far ahead ends are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kcdesk.domain.schemes.deadlines import FROM, UNTIL
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.days import add_months

HORIZON_MONTHS = 15


def horizon(today: date) -> date:
    """A deadline lies at most about a year before what it watches."""
    return add_months(today, HORIZON_MONTHS)


@dataclass(frozen=True)
class Watched:
    """An open record of a watch point: what it is called, where it is dealt with, its days.

    `is_open_for_sure` is False where the office's file cannot tell whether it was done: such a
    deadline is spoken of until its day and never called overdue.
    """

    name: str
    start: date
    screen: str
    record: int = 0
    end: date | None = None
    others: Mapping[str, date] = field(default_factory=dict)
    is_open_for_sure: bool = True

    def facts(self) -> Facts:
        """What the steps of the deadline may name."""
        return {FROM: self.start, UNTIL: self.end, **self.others}
