"""What the programme may ask about a loan: about to be lent, or as fees are reckoned on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from kcdesk.domain.applications import Asked
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.loans import LoanFacts, SubsidyFacts
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.loans import LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import bank_facts, is_partner
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.context import Read
from kcdesk.work.exposure import Settling, exposure_of, loan_products, reached


def loan_facts(
    read: Read,
    enterprise_id: int,
    bank: PartnerRow,
    *,
    amount: Money,
    disbursed_on: date,
    due_on: date,
    security: str,
    guarantor: int | None,
    asked: Asked,
    application: int | None = None,
    repays: Settling | None = None,
) -> LoanFacts:
    """What the programme asks of a loan about to be lent, as of the day it is lent."""
    return LoanFacts(
        amount=amount,
        disbursed_on=disbursed_on,
        due_on=due_on,
        is_listed=listed_on(listings(read, enterprise_id), disbursed_on),
        is_partner=is_partner(bank, disbursed_on),
        exposure=exposure_of(read, enterprise_id, bank.id, disbursed_on, repays=repays),
        security=security,
        has_guarantor=guarantor is not None,
        asked=asked,
        enterprise=enterprise_facts(read, enterprise_id, disbursed_on),
        bank=bank_facts(read, bank, disbursed_on),
        reached=reached(read, application),
    )


def lent_as(read: Read, loan: LoanRow) -> Asked:
    """What was said of a loan when it was lent."""
    return Asked(
        loan.kind,
        loan_products(read, loan.id),
        loan.is_discounting,
        loan.rate,
        loan.special_reason,
    )


def guaranteed(loan: LoanRow) -> Money:
    """What a guarantee institution is bound for: all of it when nothing else is said."""
    if loan.guarantor_id is None:
        return ZERO
    return loan.amount_fen if loan.guaranteed_fen is None else loan.guaranteed_fen


def subsidy_facts(read: Read, loan: LoanRow) -> dict[str, object]:
    """The facts of event ``subsidy`` for a loan; rates and classes as of its first day."""
    bank = read.get(PartnerRow, loan.bank_id, "贷款银行")
    interest = read.session.scalars(
        select(RepaymentRow.interest_fen).where(RepaymentRow.loan_id == loan.id)
    )
    facts = SubsidyFacts(
        amount=loan.amount_fen,
        disbursed_on=loan.disbursed_on,
        due_on=loan.due_on,
        security=loan.security,
        has_guarantor=loan.guarantor_id is not None,
        guaranteed=guaranteed(loan),
        interest_paid=total(interest),
        asked=lent_as(read, loan),
        enterprise=enterprise_facts(read, loan.enterprise_id, loan.disbursed_on),
        bank=bank_facts(read, bank, loan.disbursed_on),
        reached=reached(read, loan.application_id, loan.id),
    )
    return dict(facts.facts())
