"""Firms to count: what the file knows of each as of the last day of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.enterprises import ENTERPRISE_FIELDS, Standing
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow, ProfileRow, TagRow
from kcdesk.store.tables.loans import LoanRow, RepaymentRow
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.context import Read
from kcdesk.work.measures.period import Period

_PLAIN = {"enterprise.name", "enterprise.officer"}


class Firms:
    """What is known of the firms on a day; a table is read only when a fact of it is needed."""

    def __init__(self, read: Read, day: date, needed: frozenset[str]) -> None:
        self._day, self._scheme = day, read.scheme()
        self._plain = self._standings = self._chains = self._tags = None
        self._listed: frozenset[int] | None = None
        if needed & _PLAIN:
            self._plain = {row.id: row for row in read.all(select(EnterpriseRow))}
        if needed & set(ENTERPRISE_FIELDS):
            self._standings = standings(read)
        if "enterprise.chain" in needed:
            self._chains = dict(
                read.session.execute(select(ProfileRow.enterprise_id, ProfileRow.chain)).all()
            )
        if "enterprise.tags" in needed:
            self._tags = _tags(read)
        if "enterprise.is_listed" in needed:
            self._listed = _listed(read, day)

    def of(self, enterprise_id: int) -> Facts:
        """The facts of one firm that were asked for."""
        facts: dict[str, object] = {"enterprise.id": str(enterprise_id)}
        if self._standings is not None:
            standing = self._standings.get(enterprise_id, Standing())
            facts.update(standing.facts(self._scheme, self._day))
        if self._plain is not None:
            row = self._plain[enterprise_id]
            facts["enterprise.name"], facts["enterprise.officer"] = row.name, row.officer
        if self._chains is not None:
            facts["enterprise.chain"] = self._chains.get(enterprise_id, "")
        if self._tags is not None:
            facts["enterprise.tags"] = frozenset(self._tags.get(enterprise_id, ()))
        if self._listed is not None:
            facts["enterprise.is_listed"] = enterprise_id in self._listed
        return facts


def firm_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """Every firm of the office."""
    firms = Firms(read, period.until_on, needed)
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


def _tags(read: Read) -> Mapping[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for ident, tag in read.session.execute(select(TagRow.enterprise_id, TagRow.tag)):
        found[ident].add(tag)
    return found


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
