"""The watch points of deadlines: which records are open, and from which day their time runs.

A closed set (`WatchPoint`); a programme says the steps, these rooms find the records. They decide
nothing: the day a record is due is reckoned by the programme's steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from kcdesk.domain.schemes.deadlines import DeadlineSpec, WatchPoint
from kcdesk.work.context import Read
from kcdesk.work.queries.registers import watch_firms as firms
from kcdesk.work.queries.registers import watch_lending as lending
from kcdesk.work.queries.registers import watch_pursuit as pursued
from kcdesk.work.queries.registers.watched import Watched


def open_records(read: Read, spec: DeadlineSpec) -> tuple[Watched, ...]:
    """The open records of a deadline."""
    if spec.watch in _BY_SPEC:
        return tuple(_BY_SPEC[spec.watch](read, spec))
    return tuple(_PLAIN[spec.watch](read))


def programme_end(read: Read, spec: DeadlineSpec) -> Iterable[Watched]:
    assert spec.start is not None
    day = spec.start.day or read.scheme().blank_value(spec.start.blank)
    assert isinstance(day, date)
    yield Watched(read.scheme().title, day, "schemes")


_PLAIN: Mapping[WatchPoint, Callable[[Read], Iterable[Watched]]] = {
    WatchPoint.LOAN_MATURITY: lending.loan_maturity,
    WatchPoint.LOAN_AFTER_MATURITY: lending.loan_after_maturity,
    WatchPoint.LISTING_END: firms.listing_end,
    WatchPoint.QUALIFICATION_END: firms.qualification_end,
    WatchPoint.AGREEMENT_END: firms.agreement_end,
    WatchPoint.DECIDED_UNPAID: lending.decided_unpaid,
    WatchPoint.GUARANTEE_PERIOD: pursued.guarantee_period,
    WatchPoint.LIMITATION: pursued.limitation,
    WatchPoint.PROVISIONAL_ADMISSION: firms.provisional_admission,
    WatchPoint.GRADE_FALL: lending.grade_fall,
    WatchPoint.OPEN_INCIDENT: firms.open_incident,
}
_BY_SPEC: Mapping[WatchPoint, Callable[[Read, DeadlineSpec], Iterable[Watched]]] = {
    WatchPoint.APPLICATION_REVIEW: lending.application_review,
    WatchPoint.BANK_REVIEW: lending.bank_review,
    WatchPoint.LIST_REFRESH: firms.list_refresh,
    WatchPoint.PROGRAMME_END: programme_end,
    WatchPoint.PARTNER_REPORT: firms.partner_report,
    WatchPoint.RECOVERY_REPORT: lending.recovery_report,
}
