"""Claims, payouts and the fund to count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from kcdesk.domain.fund import Account
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.fund import FundPostingRow, FundVoucherRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import ResolutionRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.context import Read
from kcdesk.work.measures.banks import of_bank
from kcdesk.work.measures.loans import AGREED
from kcdesk.work.measures.period import FIRST_DAY, Period


def claim_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """Every claim filed up to the last day; one not decided, or refused, has no loss."""
    del needed
    decided = {
        row.claim_id: row
        for row in read.all(
            select(ResolutionRow)
            .where(~ResolutionRow.is_void, ResolutionRow.decided_on <= period.until_on)
            .order_by(ResolutionRow.decided_on, ResolutionRow.id)
        )
    }
    paid = {
        claim: amount or ZERO
        for claim, amount in read.session.execute(
            select(PayoutRow.claim_id, func.sum(PayoutRow.amount_fen))
            .where(~PayoutRow.is_void, PayoutRow.paid_on <= period.until_on)
            .group_by(PayoutRow.claim_id)
        )
    }
    rows = read.session.execute(
        select(ClaimRow, LoanRow, EnterpriseRow.name, PartnerRow)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .where(ClaimRow.filed_on <= period.until_on)
        .order_by(ClaimRow.id)
    )
    for claim, loan, firm, bank in rows:
        found = decided.get(claim.id)
        yield {
            "report.on": period.until_on,
            **of_bank(bank, period.until_on),
            "enterprise.id": str(loan.enterprise_id),
            "enterprise.name": firm,
            "loan.security": loan.security,
            "claim.id": str(claim.id),
            "claim.state": claim.state,
            "claim.filed_on": claim.filed_on,
            "claim.principal": claim.overdue_principal_fen,
            "claim.loss": found.loss_fen if found is not None and found.result == AGREED else ZERO,
            "claim.fund_share": ZERO if found is None else found.fund_share_fen,
            "claim.paid": paid.get(claim.id, ZERO),
            "claim.decided_on": None if found is None else found.decided_on,
            "claim.is_filed_in_period": period.holds(claim.filed_on),
            "claim.decided_in_period": found is not None and period.holds(found.decided_on),
        }


def payout_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """The payouts of the period; one taken back does not count."""
    del needed
    rows = read.session.execute(
        select(PayoutRow, PartnerRow)
        .join(PartnerRow, PartnerRow.id == PayoutRow.bank_id)
        .where(
            ~PayoutRow.is_void,
            PayoutRow.paid_on >= period.from_on,
            PayoutRow.paid_on <= period.until_on,
        )
        .order_by(PayoutRow.id)
    )
    for payout, bank in rows:
        yield {
            "report.on": period.until_on,
            **of_bank(bank, period.until_on),
            "claim.id": str(payout.claim_id),
            "payout.paid_on": payout.paid_on,
            "payout.amount": payout.amount_fen,
        }


def fund_rows(read: Read, period: Period, needed: frozenset[str]) -> Iterable[Facts]:
    """The fund, one row."""
    del needed
    until = period.until_on
    year = until.replace(month=1, day=1)
    ever, this_year = _moved(read, FIRST_DAY, until), _moved(read, year, until)
    yield {
        "report.on": until,
        "fund.balance": ever.get(Account.POOL_CASH, ZERO),
        "fund.deposits": ever.get(Account.DEPOSIT, ZERO),
        "fund.paid_in": -ever.get(Account.APPROPRIATION, ZERO),
        "fund.paid_in_year": -this_year.get(Account.APPROPRIATION, ZERO),
        "fund.compensated": ever.get(Account.COMPENSATION, ZERO),
        "fund.compensated_in_year": this_year.get(Account.COMPENSATION, ZERO),
        "fund.returned": -ever.get(Account.RECOVERY, ZERO),
        "fund.returned_in_year": -this_year.get(Account.RECOVERY, ZERO),
    }


def _moved(read: Read, from_on: date, until_on: date) -> dict[Account, Money]:
    rows = read.session.execute(
        select(FundPostingRow.account, func.sum(FundPostingRow.amount_fen))
        .join(FundVoucherRow, FundVoucherRow.id == FundPostingRow.voucher_id)
        .where(FundVoucherRow.posted_on >= from_on, FundVoucherRow.posted_on <= until_on)
        .group_by(FundPostingRow.account)
    )
    return {Account(account): amount or ZERO for account, amount in rows}
