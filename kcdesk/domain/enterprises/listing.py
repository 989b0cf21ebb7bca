"""When a firm is on the list, what opens it, and what a change of the list needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Qualification:
    """A recognition and its validity, both days counted; no end is valid until further notice."""

    kind: str
    from_on: date
    until_on: date | None = None
    reviewed_on: date | None = None
    """When the office reviewed it; asked for only where the programme wants a review."""
    is_refused: bool = False
    """Whether that review turned it down."""
    number_year: int | None = None
    """The year of its number, where that is not the year it was given in."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A stretch of time on the list, both days counted; no end is still on it."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class AdmissionFacts:
    """What an admission rests on. `online_result` tells how members reviewed it online.

    `known` is what is known of the firm that day (see `Standing.facts`); without it only the
    qualifications are.
    """

    from_on: date
    document_no: str
    path: str = "qualification"
    qualifications: tuple[Qualification, ...] = ()
    online_result: str = "unrecorded"
    submitted_on: date | None = None
    known: Mapping[str, object] = field(default_factory=dict)

    def facts(self) -> Facts:
        """For the scheme's conditions."""
        live = live_qualifications(self.qualifications, self.from_on)
        return {
            "admission.on": self.from_on,
            "admission.path": self.path,
            "admission.document_no": self.document_no,
            "admission.online_result": self.online_result,
            "admission.submitted_on": self.submitted_on,
            "enterprise.qualifications": frozenset(q.kind for q in live),
            **self.known,
        }


@dataclass(frozen=True, slots=True)
class RemovalFacts:
    """What a removal rests on; `until_on` is the last day on the list."""

    until_on: date
    document_no: str
    reason: str

    def facts(self) -> Facts:
        """For the scheme's conditions."""
        return {
            "removal.on": self.until_on,
            "removal.document_no": self.document_no,
            "removal.reason": self.reason,
        }


def listed_on(listings: Iterable[Listing], day: date) -> bool:
    """Whether the firm was on the list that day."""
    return any(_counts(span.from_on, span.until_on, day) for span in listings)


def live_qualifications(quals: Iterable[Qualification], day: date) -> tuple[Qualification, ...]:
    """The qualifications valid that day."""
    return tuple(q for q in quals if _counts(q.from_on, q.until_on, day))


def _counts(from_on: date, until_on: date | None, day: date) -> bool:
    return from_on <= day and (until_on is None or day <= until_on)


def proposed_removal_on(quals: Iterable[Qualification], day: date) -> date | None:
    """The day since when no qualification has been valid; None while one still is.

    A firm that never had one (admitted by the meeting) is not proposed either.
    """
    held = [q for q in quals if q.from_on <= day]
    if not held or live_qualifications(held, day):
        return None
    return max(q.until_on for q in held if q.until_on is not None) + timedelta(days=1)


def check_admission(scheme: Scheme, facts: AdmissionFacts) -> Findings:
    """The scheme's conditions for coming onto the list."""
    return scheme.check("admission", facts.facts())


def check_removal(scheme: Scheme, facts: RemovalFacts) -> Findings:
    """The scheme's conditions for leaving the list."""
    return scheme.check("removal", facts.facts())
