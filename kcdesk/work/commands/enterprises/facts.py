"""What is known of firms, joined into the facts that a programme may ask on a day.

Asked by this stage, by applications and by loans; loads as many firms as are wanted in a fixed
number of selects, so that an import or a proposal over the whole list stays quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from kcdesk.domain.enterprises import (
    Ban,
    Entered,
    Figures,
    Incident,
    Qualification,
    Standing,
    StretchOfClass,
)
from kcdesk.domain.schemes.registering import RegisterSubject
from kcdesk.store.tables.enterprises import (
    BanRow,
    ClassRow,
    EnterpriseRow,
    FigureRow,
    IncidentRow,
    ProfileRow,
    QualificationReviewRow,
    QualificationRow,
)
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.exposure import AT_ONCE

PASSED = "passed"
"""The result of a review that lets a qualification count."""


def enterprise_facts(read: Read, enterprise_id: int, day: date) -> dict[str, object]:
    """Every fact of `ENTERPRISE_FIELDS` of one firm as of a day; what is not known is None."""
    return dict(standing_of(read, enterprise_id).facts(read.scheme(), day))


def standing_of(read: Read, enterprise_id: int) -> Standing:
    """What is known of one firm."""
    return standings(read, (enterprise_id,)).get(enterprise_id, Standing())


def standings(read: Read, enterprise_ids: Sequence[int] | None = None) -> dict[int, Standing]:
    """What is known of these firms, or of all of them, by the firm's id."""
    if enterprise_ids is None:
        return _Loading(read, None).run()
    found: dict[int, Standing] = {}
    for start in range(0, len(enterprise_ids), AT_ONCE):
        found |= _Loading(read, enterprise_ids[start : start + AT_ONCE]).run()
    return found


class _Loading:
    """One select a table, the rows then dealt out to their firms."""

    def __init__(self, read: Read, ids: Sequence[int] | None) -> None:
        self._read, self._ids = read, ids

    def run(self) -> dict[int, Standing]:
        qualifications = self._qualifications()
        classes = self._of(
            ClassRow.enterprise_id, ClassRow.kind, ClassRow.from_on, ClassRow.until_on
        )
        incidents = self._of(
            IncidentRow.enterprise_id, IncidentRow.kind, IncidentRow.happened_on,
            IncidentRow.lifted_on,
        )  # fmt: skip
        bans = self._of(BanRow.enterprise_id, BanRow.kind, BanRow.from_on, BanRow.released_on)
        figures = self._of(
            FigureRow.enterprise_id, FigureRow.year, FigureRow.staff_count, FigureRow.revenue_fen,
            FigureRow.total_assets_fen,
        )  # fmt: skip
        entries = self._entries()
        made = {}
        for firm, staff, revenue, assets in self._rows(
            EnterpriseRow.id, EnterpriseRow.staff_count, EnterpriseRow.revenue_fen,
            EnterpriseRow.total_assets_fen, of=EnterpriseRow.id,
        ):  # fmt: skip
            made[firm] = Standing(
                qualifications=tuple(qualifications.get(firm, ())),
                classes=tuple(StretchOfClass(*row) for row in classes.get(firm, ())),
                incidents=tuple(Incident(*row) for row in incidents.get(firm, ())),
                bans=tuple(Ban(*row) for row in bans.get(firm, ())),
                figures={row[0]: Figures(*row[1:]) for row in figures.get(firm, ())},
                latest=Figures(staff, revenue, assets),
                entries=tuple(entries.get(firm, ())),
            )
        return self._classified(made)

    def _classified(self, made: dict[int, Standing]) -> dict[int, Standing]:
        """With where each is registered and what it is."""
        industries = self._read.library.industries
        for firm, region_code, legal_form, industry in self._rows(
            ProfileRow.enterprise_id, ProfileRow.region_code, ProfileRow.legal_form,
            ProfileRow.size_industry, of=ProfileRow.enterprise_id,
        ):  # fmt: skip
            made[firm] = replace(
                made[firm],
                region_code=region_code or None,
                legal_form=legal_form or None,
                industry=industries.get(industry),
            )
        return made

    def _entries(self) -> dict[int | None, list[Entered]]:
        """The firms' entries in registers; one brought into another state counts from that day."""
        e = RegisterEntryRow
        statement = select(
            e.subject_id, e.register, e.state, func.coalesce(e.state_on, e.noted_on)
        ).where(e.subject == RegisterSubject.ENTERPRISES.value)
        if self._ids is not None:
            statement = statement.where(e.subject_id.in_(self._ids))
        entered: dict[int | None, list[Entered]] = defaultdict(list)
        for firm, register, state, since_on in self._read.session.execute(statement):
            entered[firm].append(Entered(register, state, since_on))
        return entered

    def _qualifications(self) -> dict[int, list[Qualification]]:
        held: dict[int, list[Qualification]] = defaultdict(list)
        q, review = QualificationRow, QualificationReviewRow
        statement = (
            select(
                q.enterprise_id, q.kind, q.from_on, q.until_on, q.number_year,
                review.reviewed_on, review.result,
            )
            .outerjoin(review, review.qualification_id == q.id)
            .order_by(q.id)
        )  # fmt: skip
        if self._ids is not None:
            statement = statement.where(q.enterprise_id.in_(self._ids))
        for firm, kind, from_on, until_on, year, reviewed_on, result in self._read.session.execute(
            statement
        ):
            is_refused = result is not None and result != PASSED
            held[firm].append(Qualification(kind, from_on, until_on, reviewed_on, is_refused, year))
        return held

    def _of(self, firm: Any, *columns: Any) -> dict[int, list[tuple[Any, ...]]]:
        dealt: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self._rows(firm, *columns, of=firm):
            dealt[row[0]].append(tuple(row[1:]))
        return dealt

    def _rows(self, *columns: Any, of: Any) -> Sequence[Any]:
        statement: Select[Any] = select(*columns)
        if self._ids is not None:
            statement = statement.where(of.in_(self._ids))
        return self._read.session.execute(statement).all()
