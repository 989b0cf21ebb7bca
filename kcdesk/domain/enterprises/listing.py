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
    return current_listing(listings, day) is not None


def current_listing(listings: Iterable[Listing], day: date) -> Listing | None:
    """The stretch the day lies in; the latest when two meet there."""
    found = [span for span in listings if _counts(span.from_on, span.until_on, day)]
    return max(found, key=lambda span: span.from_on, default=None)


def overlapping(listings: Iterable[Listing], wanted: Listing) -> Listing | None:
    """A stretch that shares a day with the wanted one, the latest of them."""
    found = [
        span
        for span in listings
        if (span.until_on is None or wanted.from_on <= span.until_on)
        and (wanted.until_on is None or span.from_on <= wanted.until_on)
    ]
    return max(found, key=lambda span: span.from_on, default=None)


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


LISTING_UNTIL = "listing_until"
PROVISIONAL_UNTIL = "provisional_until"
PROVISIONAL = "listing_provisional"
"""What a pack may declare of an admission: a sum that gives the last day on the list; a condition
that only warns, and the sum that gives the last day of an admission it warns of."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long an admission is good for; no last day is until further notice."""

    until_on: date | None = None
    is_provisional: bool = False


def term_of(scheme: Scheme, facts: AdmissionFacts, findings: Findings) -> Term:
    """The last day the programme gives an admission, and whether it is only provisional."""
    is_provisional = any(w.code == f"scheme.{PROVISIONAL}" for w in findings.warnings)
    wanted = PROVISIONAL_UNTIL if is_provisional else LISTING_UNTIL
    spec = scheme.sums.get(wanted) or scheme.sums.get(LISTING_UNTIL)
    if spec is None:
        return Term(None, is_provisional)
    last_day = scheme.compute(spec.id, facts.facts()).values[spec.steps[-1].name]
    assert isinstance(last_day, date), "the pack reader asks for a day"
    return Term(last_day, is_provisional)


def clauses_about(scheme: Scheme, event: str, fact: str) -> tuple[str, ...]:
    """The clauses of the event's conditions that ask for a fact."""
    asking = [
        c.clauses
        for c in scheme.conditions
        if event in c.events
        and any(o.name == fact for check in (c.test, *c.when) for o in check.operands)
    ]
    return tuple(dict.fromkeys(clause for clauses in asking for clause in clauses))
