"""What is known of a firm over the years, and what of it counts on a day.

Every event that asks about a firm is given its facts from here, so that the list, applications
and loans judge the same firm alike. Nothing that was not entered is guessed: it stays None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kcdesk.domain.enterprises.listing import Qualification, live_qualifications
from kcdesk.domain.enterprises.sizes import Figures, Industry, size_of
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Path
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.kinds import Option

BAN_KINDS = (
    Option("default", "违约失信"),
    Option("fraud", "骗取贷款"),
)


@dataclass(frozen=True, slots=True)
class StretchOfClass:
    """A class of the programme that a firm belongs to for a time, both days counted."""

    code: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that speaks against a firm; from `lifted_on` on it is no longer open."""

    kind: str
    happened_on: date
    lifted_on: date | None = None

    def is_open(self, day: date) -> bool:
        """Whether it has happened by that day and is not lifted."""
        return self.happened_on <= day and (self.lifted_on is None or day < self.lifted_on)


@dataclass(frozen=True, slots=True)
class Ban:
    """No more support for a firm; from `released_on` on it is over."""

    kind: str
    from_on: date
    released_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the firm is banned that day."""
        return self.from_on <= day and (self.released_on is None or day < self.released_on)


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry of the firm in one of the programme's registers, in its state since a day."""

    register: str
    state: str
    since_on: date

    def counts(self, scheme: Scheme, day: date) -> bool:
        """Whether the entry was accepted by then."""
        kind = scheme.registers.get(self.register)
        return kind is not None and kind.is_accepted(self.state) and self.since_on <= day


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is known of one firm, with its dates.

    `figures` are by year; `latest` are figures without a year, used while no year was entered.
    """

    qualifications: tuple[Qualification, ...] = ()
    classes: tuple[StretchOfClass, ...] = ()
    incidents: tuple[Incident, ...] = ()
    bans: tuple[Ban, ...] = ()
    figures: Mapping[int, Figures] = field(default_factory=dict)
    latest: Figures = field(default_factory=Figures)
    region_code: str | None = None
    legal_form: str | None = None
    industry: Industry | None = None
    entries: tuple[Entered, ...] = ()

    def last_year(self, day: date) -> Figures:
        """The figures of the year before the day's."""
        return self.figures.get(day.year - 1, Figures()) if self.figures else self.latest

    def counting(self, scheme: Scheme, day: date) -> tuple[Qualification, ...]:
        """Valid that day, and reviewed where the programme wants a review."""
        live = live_qualifications(self.qualifications, day)
        return tuple(q for q in live if is_open_to(scheme, q, day))

    def waiting(self, scheme: Scheme, day: date) -> frozenset[str]:
        """Kinds valid that day for which the office's review is still to come."""
        return _waiting(scheme, live_qualifications(self.qualifications, day), day)

    def number_year(self, scheme: Scheme, day: date) -> int | None:
        """The year of the latest number among the kinds that are given anew each year."""
        years = [
            q.number_year or q.from_on.year
            for q in self.qualifications
            if q.from_on <= day
            and q.kind in scheme.qualifications
            and scheme.qualifications[q.kind].is_yearly
            and is_open_to(scheme, q, day)
        ]
        return max(years, default=None)

    def facts(self, scheme: Scheme, day: date) -> Facts:
        """Every fact of `ENTERPRISE_FIELDS` as of the day."""
        figures = self.last_year(day)
        live = live_qualifications(self.qualifications, day)
        happened = [i.happened_on for i in self.incidents if i.happened_on <= day]
        held = [b.kind for b in self.bans if b.holds(day)]
        return {
            "enterprise.qualifications": frozenset(
                [q.kind for q in live if is_open_to(scheme, q, day)]
            ),
            "enterprise.unreviewed": _waiting(scheme, live, day),
            "enterprise.classes": frozenset(
                c.code
                for c in self.classes
                if c.from_on <= day and (c.until_on is None or day <= c.until_on)
            ),
            "enterprise.region_code": self.region_code,
            "enterprise.legal_form": self.legal_form,
            "enterprise.size": size_of(self.industry, figures),
            "enterprise.staff": figures.staff,
            "enterprise.revenue": figures.revenue,
            "enterprise.assets": figures.assets,
            "enterprise.number_year": self.number_year(scheme, day),
            "enterprise.last_incident_on": max(happened, default=None),
            "enterprise.open_incidents": frozenset(
                i.kind for i in self.incidents if i.is_open(day)
            ),
            "enterprise.is_banned": bool(held),
            "enterprise.has_fraud": "fraud" in held,
            "enterprise.registers": frozenset(
                e.register for e in self.entries if e.counts(scheme, day)
            ),
        }


def _waiting(scheme: Scheme, live: Iterable[Qualification], day: date) -> frozenset[str]:
    waits = [q for q in live if not is_open_to(scheme, q, day)]
    if not waits:
        return frozenset()
    reviewed = {q.kind for q in live if is_open_to(scheme, q, day)}
    return frozenset(
        q.kind
        for q in waits
        if q.kind not in reviewed and (q.reviewed_on is None or q.reviewed_on > day)
    )


def is_open_to(scheme: Scheme, held: Qualification, day: date) -> bool:
    """Whether a qualification opens the list by itself, or its review has passed by then.

    A kind that a later revision dropped needs no review: it was entered when none was asked for.
    """
    kind = scheme.qualifications.get(held.kind)
    if kind is None or kind.path is Path.DIRECT:
        return True
    return not held.is_refused and held.reviewed_on is not None and held.reviewed_on <= day
