"""Applications, partners and entries of registers to count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.fund import deposit_balance
from kcdesk.domain.partners import is_partner_on
from kcdesk.domain.reports import REGISTER
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.money import ZERO
from kcdesk.store.tables.applications import ApplicationProductRow, ApplicationRow
from kcdesk.store.tables.loans import LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import agreement_on, is_suspended
from kcdesk.work.commands.fund.deposits import deposit_changes
from kcdesk.work.context import Read
from kcdesk.work.entries import facts_of_entries
from kcdesk.work.measures.banks import is_tech, of_bank
from kcdesk.work.measures.firms import Firms
from kcdesk.work.measures.period import Period


def application_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """The applications of the period."""
    firms = Firms(read, period.until_on, needed)
    products = _products(read) if "loan.products" in needed else {}
    rows = read.session.execute(
        select(ApplicationRow, PartnerRow)
        .join(PartnerRow, PartnerRow.id == ApplicationRow.bank_id)
        .where(
            ApplicationRow.applied_on >= period.from_on,
            ApplicationRow.applied_on <= period.until_on,
        )
        .order_by(ApplicationRow.id)
    )
    for asked, bank in rows:
        yield {
            "report.on": period.until_on,
            **firms.of(asked.enterprise_id),
            **of_bank(bank, period.until_on),
            "loan.amount": asked.amount_fen,
            "loan.term_months": asked.term_months,
            "loan.security": asked.security,
            "application.id": str(asked.id),
            "application.state": asked.state,
            "application.applied_on": asked.applied_on,
            "application.decided_on": asked.decided_on,
            "application.is_first_loan": asked.is_first_loan,
            "application.is_renewal": asked.is_renewal,
            "application.channel": asked.channel,
            "loan.kind": asked.kind,
            "loan.products": frozenset(products.get(asked.id, ())),
        }


def _products(read: Read) -> Mapping[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for asked, product in read.session.execute(
        select(ApplicationProductRow.application_id, ApplicationProductRow.product)
    ):
        found[asked].add(product)
    return found


def partner_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """Every institution that had joined by the last day."""
    day = period.until_on
    lent = {
        bank: amount or ZERO
        for bank, amount in read.session.execute(
            select(LoanRow.bank_id, func.sum(LoanRow.amount_fen))
            .where(LoanRow.disbursed_on <= day)
            .group_by(LoanRow.bank_id)
        )
    }
    back = {
        bank: amount or ZERO
        for bank, amount in read.session.execute(
            select(LoanRow.bank_id, func.sum(RepaymentRow.principal_fen))
            .join(LoanRow, LoanRow.id == RepaymentRow.loan_id)
            .where(RepaymentRow.repaid_on <= day)
            .group_by(LoanRow.bank_id)
        )
    }
    lending = set(
        read.session.scalars(
            select(LoanRow.bank_id).where(
                LoanRow.disbursed_on >= period.from_on, LoanRow.disbursed_on <= day
            )
        )
    )
    rows = read.all(select(PartnerRow).where(PartnerRow.joined_on <= day).order_by(PartnerRow.id))
    for row in rows:
        yield {
            "report.on": day,
            "partner.id": str(row.id),
            "partner.name": row.name,
            "partner.kind": row.kind,
            "partner.is_partner": is_partner_on(row.joined_on, row.left_on, day),
            "partner.outstanding": lent.get(row.id, ZERO) - back.get(row.id, ZERO),
            "partner.is_lending_in_period": row.id in lending,
            **(_terms(read, row, day) if needed & _TERMS else {}),
        }


_TERMS = frozenset(
    {
        "partner.has_agreement",
        "partner.is_suspended",
        "partner.is_tech",
        "agreement.line",
        "deposit.balance",
    }
)


def _terms(read: Read, row: PartnerRow, day: date) -> Facts:
    """What was signed with an institution, and whether it is suspended."""
    agreement = agreement_on(read, row.id, day)
    return {
        "partner.has_agreement": agreement is not None,
        "partner.is_suspended": is_suspended(read, row.id, day),
        "partner.is_tech": is_tech(row, day),
        "agreement.line": None if agreement is None else agreement.line_fen,
        "deposit.balance": deposit_balance(c for c in deposit_changes(read, row.id) if c.on <= day),
    }


def entry_rows(read: Read, of: str, period: Period) -> Iterable[Facts]:
    """The entries of one of the programme's registers in the period."""
    register = of.removeprefix(REGISTER)
    for facts in facts_of_entries(read, register, period.from_on, period.until_on):
        yield {"report.on": period.until_on, **facts}
