"""Firms to count: what the file knows of each as of the last day of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.reports import FIRM_FIELDS
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow, QualificationRow
from kcdesk.store.tables.loans import LoanRow, RepaymentRow
from kcdesk.work.context import Read
from kcdesk.work.measures.joining import JOINED, Remembered
from kcdesk.work.measures.period import Period

_PLAIN = {"enterprise.id", "enterprise.name", "enterprise.officer"}
_ENTERED = {
    "enterprise.chain": "chain",
    "enterprise.region_code": "region_code",
    "enterprise.legal_form": "legal_form",
    "enterprise.size": "size",
}
"""Facts that stand in columns of the firm where the file has them."""


class Firms:
    """What is known of the firms on a day, asked for no more than is needed."""

    def __init__(self, read: Read, day: date, needed: frozenset[str]) -> None:
        self._read, self._day = read, day
        self._needed = needed & set(FIRM_FIELDS)
        self._more = self._needed - _PLAIN - set(_ENTERED) - {"enterprise.is_listed"}
        self._joined = Remembered(read, day, JOINED.firms)
        wants = self._needed - _PLAIN
        self._rows = (
            {row.id: row for row in read.all(select(EnterpriseRow))} if self._needed else {}
        )
        self._listed = _listed(read, day) if "enterprise.is_listed" in wants else frozenset()
        asked = "enterprise.qualifications" in wants and not JOINED.firms
        self._qualified = _qualified(read, day) if asked else {}

    def of(self, enterprise_id: int) -> Facts:
        """The facts of one firm."""
        if not self._needed:
            return {"enterprise.id": str(enterprise_id)}
        row = self._rows[enterprise_id]
        facts: dict[str, object] = {
            "enterprise.id": str(row.id),
            "enterprise.name": row.name,
            "enterprise.officer": row.officer,
            "enterprise.staff": row.staff_count,
            "enterprise.revenue": row.revenue_fen,
            "enterprise.assets": row.total_assets_fen,
            "enterprise.is_listed": row.id in self._listed,
            "enterprise.qualifications": self._qualified.get(row.id, frozenset()),
            **{fact: getattr(row, column, None) for fact, column in _ENTERED.items()},
        }
        if self._more:
            facts.update(self._joined.of(row.id))
        return facts


def firm_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """Every firm of the office."""
    firms = Firms(read, period.until_on, needed | {"enterprise.id"})
    owed = _owed(read, period.until_on)
    before = _lent(read, lambda day: day < period.from_on)
    within = _lent(read, period.holds)
    new = set(
        read.session.scalars(
            select(ListingRow.enterprise_id).where(
                ListingRow.from_on >= period.from_on, ListingRow.from_on <= period.until_on
            )
        )
    )
    for ident in read.session.scalars(select(EnterpriseRow.id).order_by(EnterpriseRow.id)):
        left = owed.get(ident, ZERO)
        yield {
            "report.on": period.until_on,
            **firms.of(ident),
            "enterprise.outstanding": left,
            "enterprise.has_loan": left > ZERO,
            "enterprise.had_loan_before": ident in before,
            "enterprise.is_lent_in_period": ident in within,
            "enterprise.is_listed_in_period": ident in new,
        }


def _listed(read: Read, day: date) -> frozenset[int]:
    return frozenset(
        read.session.scalars(
            select(ListingRow.enterprise_id).where(
                ListingRow.from_on <= day,
                ListingRow.until_on.is_(None) | (ListingRow.until_on >= day),
            )
        )
    )


def _qualified(read: Read, day: date) -> Mapping[int, frozenset[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = read.session.execute(
        select(QualificationRow.enterprise_id, QualificationRow.kind).where(
            QualificationRow.from_on <= day,
            QualificationRow.until_on.is_(None) | (QualificationRow.until_on >= day),
        )
    )
    for ident, kind in rows:
        found[ident].add(kind)
    return {ident: frozenset(kinds) for ident, kinds in found.items()}


def _owed(read: Read, day: date) -> Mapping[int, Money]:
    lent = read.session.execute(
        select(LoanRow.enterprise_id, func.sum(LoanRow.amount_fen))
        .where(LoanRow.disbursed_on <= day)
        .group_by(LoanRow.enterprise_id)
    )
    owed = {ident: amount or ZERO for ident, amount in lent}
    back = read.session.execute(
        select(LoanRow.enterprise_id, func.sum(RepaymentRow.principal_fen))
        .join(LoanRow, LoanRow.id == RepaymentRow.loan_id)
        .where(RepaymentRow.repaid_on <= day)
        .group_by(LoanRow.enterprise_id)
    )
    for ident, amount in back:
        owed[ident] = owed.get(ident, ZERO) - (amount or ZERO)
    return owed


def _lent(read: Read, holds: Callable[[date], bool]) -> frozenset[int]:
    rows = read.session.execute(select(LoanRow.enterprise_id, LoanRow.disbursed_on))
    return frozenset(ident for ident, day in rows if holds(day))
