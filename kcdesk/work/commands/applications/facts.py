"""What the programme may ask about an application, gathered from the rows of its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from kcdesk.domain.applications import ApplicationFacts, Asked
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.schemes.picking import pick, pick_all
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import Money
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.agreements import bank_facts, is_partner
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.context import Read
from kcdesk.work.exposure import exposure_of, settling

RENEWAL = "renewal"


def kind_of(kind: str, *, is_renewal: bool) -> str:
    """The kind of a loan where a form only has the tick 续贷, or has both."""
    return RENEWAL if is_renewal and kind == "new" else kind


def asked_of(
    scheme: Scheme,
    *,
    kind: str,
    products: Iterable[str],
    is_discounting: bool,
    rate: Fraction | None,
    special_reason: str,
) -> Asked:
    """What is asked of every loan. Raises Refusal at ``products`` for one that is not listed."""
    picked = pick_all(scheme.products, tuple(products), what="贷款产品", field="products")
    return Asked(kind, frozenset(picked), is_discounting, rate, special_reason.strip())


def application_facts(
    read: Read,
    enterprise: int,
    bank: PartnerRow,
    *,
    applied_on: date,
    amount: Money,
    term_months: int,
    purpose: str,
    security: str,
    guarantor: int | None,
    is_first_loan: bool,
    asked: Asked,
    channel: str,
    materials: Iterable[str],
    renews: int | None,
) -> ApplicationFacts:
    """What the programme judges an application by, as of the day it was handed in."""
    scheme = read.scheme()
    repays = settling(read, renews, enterprise, amount)
    papers = pick_all(
        scheme.application_materials, tuple(materials), what="申请材料", field="materials"
    )
    picked = pick(scheme.channels, channel, what="申请渠道", field="channel") if channel else None
    return ApplicationFacts(
        amount=amount,
        applied_on=applied_on,
        term_months=term_months,
        is_listed=listed_on(listings(read, enterprise), applied_on),
        is_partner=is_partner(bank, applied_on),
        exposure=exposure_of(read, enterprise, bank.id, applied_on, repays=repays),
        security=security,
        has_guarantor=guarantor is not None,
        purpose=purpose,
        is_first_loan=is_first_loan,
        is_renewal=asked.kind != "new",
        asked=asked,
        channel=picked,
        materials=frozenset(papers),
        enterprise=enterprise_facts(read, enterprise, applied_on),
        bank=bank_facts(read, bank, applied_on),
    )
