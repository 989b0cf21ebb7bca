"""Deadlines a programme lays down: what is watched, from which day, and the steps to its last day.

The watch points are a closed set; work finds the open records of each and hands over their days.
A year without an arrangement of holidays is refused, never counted by weekdays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Bound
from kcdesk.domain.schemes.reckoning import SumSpec, reckon
from kcdesk.domain.schemes.step_specs import StepSpec
from kcdesk.domain.schemes.terms import Term
from kcdesk.domain.schemes.trace import Trace
from kcdesk.kernel.kinds import Field

if TYPE_CHECKING:
    from kcdesk.domain.schemes.scheme import Scheme

FROM, UNTIL = "watch.from", "watch.until"


class WatchPoint(StrEnum):
    """What a deadline may watch."""

    APPLICATION_REVIEW = "application_review"
    BANK_REVIEW = "bank_review"
    LOAN_MATURITY = "loan_maturity"
    LOAN_AFTER_MATURITY = "loan_after_maturity"
    LIST_REFRESH = "list_refresh"
    LISTING_END = "listing_end"
    QUALIFICATION_END = "qualification_end"
    AGREEMENT_END = "agreement_end"
    PROGRAMME_END = "programme_end"
    PARTNER_REPORT = "partner_report"
    DECIDED_UNPAID = "decided_unpaid"
    RECOVERY_REPORT = "recovery_report"
    PROVISIONAL_ADMISSION = "provisional_admission"
    GRADE_FALL = "grade_fall"
    OPEN_INCIDENT = "open_incident"
    GUARANTEE_PERIOD = "guarantee_period"
    LIMITATION = "limitation"


_OWN: Mapping[WatchPoint, Mapping[str, Field]] = {
    WatchPoint.APPLICATION_REVIEW: {"application.applied_on": Field("day", "申请日期")},
    WatchPoint.BANK_REVIEW: {
        "application.applied_on": Field("day", "申请日期"),
        "application.recommended_on": Field("day", "推荐日期"),
    },
    WatchPoint.LOAN_MATURITY: {"loan.disbursed_on": Field("day", "放款日")},
    WatchPoint.LOAN_AFTER_MATURITY: {"loan.disbursed_on": Field("day", "放款日")},
    WatchPoint.GRADE_FALL: {"loan.disbursed_on": Field("day", "放款日")},
    WatchPoint.GUARANTEE_PERIOD: {"loan.disbursed_on": Field("day", "放款日")},
    WatchPoint.LIMITATION: {"loan.disbursed_on": Field("day", "放款日")},
    WatchPoint.DECIDED_UNPAID: {"claim.filed_on": Field("day", "代偿申请日期")},
    WatchPoint.RECOVERY_REPORT: {"claim.filed_on": Field("day", "代偿申请日期")},
}
"""Days of the record beside its start, so that a parameter's clock may be one of them."""


def watch_fields(watch: WatchPoint) -> Mapping[str, Field]:
    """What the steps of a deadline may name: its start, its end, days of the record."""
    return {
        FROM: Field("day", "起算日期"),
        UNTIL: Field("day", "截止日期"),
        **_OWN.get(watch, {}),
    }


def event_of(watch: WatchPoint) -> str:
    """The steps' event; no condition or sum may name it."""
    return f"watch:{watch.value}"


@dataclass(frozen=True, slots=True)
class DeadlineSpec:
    """One deadline. `lead` is how early it shows.

    `milestone` starts a review; `start` the end of a programme; `register` names the
    register whose entries show that a report was made, `partner_kind` whose report it is.
    `warning` is what it is called when it warns from its day on instead of pressing till then.
    """

    id: str
    label: str
    clauses: tuple[str, ...]
    watch: WatchPoint
    steps: tuple[StepSpec, ...]
    lead: Term | None = None
    milestone: str = ""
    start: Bound | None = None
    register: str = ""
    partner_kind: str = ""
    warning: str = ""

    @property
    def sum_spec(self) -> SumSpec:
        """The steps as a sum of their event."""
        return SumSpec(self.id, self.label, event_of(self.watch), self.steps)


@dataclass(frozen=True)
class Due:
    """The last day of a deadline and how it was reached."""

    on: date
    trace: Trace


def due_of(scheme: Scheme, spec: DeadlineSpec, facts: Facts) -> Due:
    """The deadline's last day. Raises Refusal for an open blank or a year without holidays."""
    made = reckon(scheme, spec.sum_spec, facts)
    day = made.values[spec.steps[-1].name]
    assert isinstance(day, date)
    return Due(day, made.trace)


def shows_from(scheme: Scheme, spec: DeadlineSpec, due_on: date) -> date:
    """The first day the deadline is spoken of. Raises Refusal for an open blank."""
    return due_on if spec.lead is None else spec.lead.days_before(due_on, scheme)
