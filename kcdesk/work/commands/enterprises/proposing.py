"""Who may come onto the list and who should leave it, found over all firms at once.

Nothing is changed here: a person picks from the proposals and applies them by a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from kcdesk.domain.enterprises import (
    Ban,
    Listing,
    Standing,
    clauses_about,
    current_listing,
    proposed_removal_on,
)
from kcdesk.domain.enterprises.standing import is_open_to
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.kinds import date_in_words
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow
from kcdesk.work.commands.enterprises.bans import ban_label
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.commands.enterprises.listed import Admissions
from kcdesk.work.context import Read

ASSUMED = "—"
"""Stands for the document of a change that is only proposed: it comes when it is applied."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the list that the records suggest, and why."""

    enterprise_id: int
    name: str
    uscc: str
    change: str
    """``add``, ``remove``, or ``lapse``: its time is over and the removal is yet to be recorded."""
    since_on: date
    reason: str
    clauses: tuple[str, ...]


def proposals(read: Read, day: date) -> tuple[Proposal, ...]:
    """Every change suggested for a day, in the order of the firms."""
    return tuple(_Proposing(read, day).run())


class _Proposing:
    def __init__(self, read: Read, day: date) -> None:
        self._day = day
        self._scheme: Scheme = read.scheme()
        self._firms = read.session.execute(
            select(EnterpriseRow.id, EnterpriseRow.name, EnterpriseRow.uscc).order_by(
                EnterpriseRow.id
            )
        ).all()
        self._standings = standings(read)
        self._spans: dict[int, list[ListingRow]] = defaultdict(list)
        for row in read.all(select(ListingRow).order_by(ListingRow.from_on, ListingRow.id)):
            self._spans[row.enterprise_id].append(row)
        self._admissions = Admissions(self._scheme, day, ASSUMED)

    def run(self) -> Iterator[Proposal]:
        for firm, name, uscc in self._firms:
            found = self._of(self._standings[firm], self._spans.get(firm, []))
            if found is not None:
                change, since_on, reason, clauses = found
                yield Proposal(firm, name, uscc, change, since_on, reason, clauses)

    def _of(
        self, standing: Standing, rows: list[ListingRow]
    ) -> tuple[str, date, str, tuple[str, ...]] | None:
        spans = [Listing(r.from_on, r.until_on) for r in rows]
        bans = [b for b in standing.bans if b.holds(self._day)]
        if current_listing(spans, self._day) is not None:
            return self._banned(bans) if bans else self._ended(standing)
        if any(span.from_on > self._day for span in spans):
            return None  # it is to come in on a later day already
        opened = None if bans else self._addition(standing)
        return opened or self._lapsed(rows)

    def _banned(self, bans: list[Ban]) -> tuple[str, date, str, tuple[str, ...]]:
        first = min(bans, key=lambda ban: ban.from_on)
        reason = f"{date_in_words(first.from_on)}起因“{ban_label(first.kind)}”禁入"
        clauses = clauses_about(self._scheme, "admission", "enterprise.is_banned")
        return "remove", first.from_on, reason, clauses

    def _ended(self, standing: Standing) -> tuple[str, date, str, tuple[str, ...]] | None:
        """On the list while no qualification that opens it is valid any more."""
        opening = [q for q in standing.qualifications if is_open_to(self._scheme, q, self._day)]
        since_on = proposed_removal_on(opening, self._day)
        if since_on is None:
            return None
        last = max(
            (q for q in opening if q.until_on is not None and q.from_on <= self._day),
            key=lambda q: q.until_on or q.from_on,
        )
        kind = self._scheme.qualifications.get(last.kind)
        label = last.kind if kind is None else kind.label
        ended_on = date_in_words(since_on - timedelta(days=1))
        clauses = () if kind is None else kind.clauses
        return "remove", since_on, f"最后一项有效资质“{label}”已于{ended_on}到期", clauses

    def _addition(self, standing: Standing) -> tuple[str, date, str, tuple[str, ...]] | None:
        """Off the list, and the programme has nothing against its coming in."""
        counting = standing.counting(self._scheme, self._day)
        if not counting or self._admissions.problems(standing):
            return None
        since_on = min(q.from_on for q in counting)
        kinds = [self._scheme.qualifications.get(q.kind) for q in counting]
        labels = dict.fromkeys(k.label for k in kinds if k is not None)
        clauses = dict.fromkeys(c for k in kinds if k is not None for c in k.clauses)
        return "add", since_on, f"有效资质：{'、'.join(labels)}", tuple(clauses)

    def _lapsed(self, rows: list[ListingRow]) -> tuple[str, date, str, tuple[str, ...]] | None:
        """Its time on the list ran out and nobody has renewed or removed it."""
        last = rows[-1] if rows else None
        if last is None or last.until_on is None or last.until_on != last.expires_on:
            return None
        if last.removal_document_no or last.removal_reason:
            return None
        spec = self._scheme.sums.get("listing_until")
        clauses = () if spec is None else tuple(c for step in spec.steps for c in step.clauses)
        reason = f"名录有效期已于{date_in_words(last.until_on)}届满，没有续期"
        return "lapse", last.until_on + timedelta(days=1), reason, tuple(dict.fromkeys(clauses))
