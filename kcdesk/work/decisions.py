"""Decisions and the revision of the programme each was made under.

Loans, reviews, resolutions and payouts keep the revision they were decided under. Revisions ask
for all of them at once, so this stands beside the stages, not in one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, null, select

from kcdesk.kernel.errors import Refusal
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimReviewRow, ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow, QualificationRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import ResolutionRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.context import Read

MOST = 500
"""So many decisions are listed at once; the newest."""


@dataclass(frozen=True)
class Decision:
    """One decision: what was decided, of which record, when, under which revision, and why."""

    table: str
    row: int
    sort: str
    number: str
    firm: str
    decided_on: date
    revision: int
    stage: str
    record: int
    trace: list[Any]


KINDS: Mapping[str, str] = {
    "loan": "放款",
    "claim_review": "代偿初审",
    "resolution": "会议决议",
    "payout": "兑付",
}
"""Tables of decisions, and what a decision there is called."""

ROWS: Mapping[str, Any] = {
    "loan": LoanRow,
    "claim_review": ClaimReviewRow,
    "resolution": ResolutionRow,
    "payout": PayoutRow,
}


def counts(read: Read) -> Mapping[int, Mapping[str, int]]:
    """How many decisions of each kind every revision made."""
    found: dict[int, dict[str, int]] = {}
    for table, row in ROWS.items():
        column = row.scheme_revision_id
        for revision, number in read.session.execute(select(column, func.count()).group_by(column)):
            found.setdefault(revision, {})[table] = number
    return found


def decisions(read: Read, revision: int | None = None, find: str = "") -> tuple[Decision, ...]:
    """Decisions, the newest first: of one revision, or of all; `find` sifts number and firm."""
    made = [d for table in KINDS for d in _of(read, table, revision=revision)]
    sifted = [d for d in made if find in d.number or find in d.firm]
    sifted.sort(key=lambda d: (d.decided_on, d.table, d.row), reverse=True)
    return tuple(sifted[:MOST])


def decision(read: Read, table: str, row: int) -> Decision:
    """One decision. Raises Refusal when there is none."""
    found = next(_of(read, table, row=row), None) if table in KINDS else None
    if found is None:
        raise Refusal.of(
            "没有找到这项决定。", cure="它可能已被撤销，请刷新后重新选择。", code="missing"
        )
    return found


def codes_in_use(read: Read) -> Mapping[str, frozenset[str]]:
    """Codes of the programme's lists that stand in records; a new revision must keep them."""
    used = {
        "qualifications": select(QualificationRow.kind).distinct(),
        "reasons": select(ClaimRow.reason).distinct(),
        "materials": select(ClaimMaterialRow.material).distinct(),
    }
    return {name: frozenset(read.session.scalars(asked)) for name, asked in used.items()}


def _of(
    read: Read, table: str, *, revision: int | None = None, row: int | None = None
) -> Iterator[Decision]:
    """The newest decisions of one table: of a revision, or the one of an id."""
    decided = ROWS[table]
    asked = _joined(decided).order_by(decided.id.desc()).limit(MOST)
    if revision is not None:
        asked = asked.where(decided.scheme_revision_id == revision)
    if row is not None:
        asked = asked.where(decided.id == row)
    for made, claim, firm in read.session.execute(asked):
        yield Decision(
            table, made.id, KINDS[table], _number(made, claim), firm, _day(made),
            made.scheme_revision_id, *_place(made), _trace(made),
        )  # fmt: skip


def _joined(decided: Any) -> Any:
    if decided is LoanRow:
        asked = select(LoanRow, null(), EnterpriseRow.name)
    else:
        asked = (
            select(decided, ClaimRow, EnterpriseRow.name)
            .join(ClaimRow, ClaimRow.id == decided.claim_id)
            .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        )
    return asked.join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)


def _number(made: Any, claim: ClaimRow | None) -> str:
    if claim is None:
        return str(made.contract_no)
    return made.number if isinstance(made, PayoutRow) else claim.number


def _day(made: Any) -> date:
    days = ("disbursed_on", "reviewed_on", "decided_on", "paid_on")
    found = next(getattr(made, name) for name in days if hasattr(made, name))
    assert isinstance(found, date)
    return found


def _place(made: Any) -> tuple[str, int]:
    """Stage and id of the record on whose card the decision stands."""
    if isinstance(made, LoanRow):
        return "loans", made.id
    return ("payouts", made.id) if isinstance(made, PayoutRow) else ("claims", made.claim_id)


def _trace(made: Any) -> list[Any]:
    return [*(made.checks if isinstance(made, ClaimReviewRow) else ()), *made.trace]
