"""What an institution is on a day: a partner or not, on which terms, suspended or not.

Applications, loans and claims ask it, each for a day of its own; so it stands beside the stages,
not in one of them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy import or_, select

from kcdesk.domain.partners import is_partner_on, sharing_from
from kcdesk.domain.schemes.parts import Sharing
from kcdesk.store.tables.partners import (
    AgreementRow,
    PartnerRow,
    ReferenceRateRow,
    SuspensionRow,
)
from kcdesk.work.context import Read

ONE_YEAR = "1Y"
"""The term of the market rate that loans of this programme are compared with."""


def is_partner(p: PartnerRow, on: date) -> bool:
    """Whether the institution was a partner on a day; both ends count."""
    return is_partner_on(p.joined_on, p.left_on, on)


def agreement_on(read: Read, partner_id: int, day: date) -> AgreementRow | None:
    """The agreement in force with an institution on a day; of several, the one that began last."""
    return read.one(
        select(AgreementRow)
        .where(
            AgreementRow.partner_id == partner_id,
            AgreementRow.from_on <= day,
            or_(AgreementRow.until_on.is_(None), AgreementRow.until_on >= day),
            or_(AgreementRow.ended_on.is_(None), AgreementRow.ended_on >= day),
        )
        .order_by(AgreementRow.from_on.desc(), AgreementRow.id.desc())
    )


def sharing_of(read: Read, bank_id: int, day: date, *, has_guarantor: bool) -> Sharing | None:
    """The ratio laid down by the agreement in force on a day; None where it lays down none."""
    agreement = agreement_on(read, bank_id, day)
    return None if agreement is None else agreed_sharing(agreement, has_guarantor=has_guarantor)


def agreed_sharing(agreement: AgreementRow, *, has_guarantor: bool) -> Sharing | None:
    """The ratio of an agreement for loans with, or without, a guarantee institution."""
    if has_guarantor and agreement.guaranteed_sharing:
        return sharing_from(agreement.guaranteed_sharing, agreement.guaranteed_parties)
    return sharing_from(agreement.sharing, agreement.parties)


def suspensions_on(read: Read, partner_id: int | None, day: date) -> tuple[SuspensionRow, ...]:
    """Suspensions that hold on a day: the institution's own and those of everybody."""
    return tuple(
        read.all(
            select(SuspensionRow)
            .where(
                or_(SuspensionRow.partner_id == partner_id, SuspensionRow.partner_id.is_(None)),
                SuspensionRow.from_on <= day,
                or_(SuspensionRow.until_on.is_(None), SuspensionRow.until_on >= day),
            )
            .order_by(SuspensionRow.from_on, SuspensionRow.id)
        )
    )


def is_suspended(read: Read, partner_id: int, day: date) -> bool:
    """Whether new business with the institution is suspended on a day."""
    return bool(suspensions_on(read, partner_id, day))


def reference_rate(read: Read, day: date, term: str = ONE_YEAR) -> Fraction | None:
    """The market rate in force on a day; None before the first one that is recorded."""
    return read.session.scalar(
        select(ReferenceRateRow.rate)
        .where(ReferenceRateRow.term == term, ReferenceRateRow.published_on <= day)
        .order_by(ReferenceRateRow.published_on.desc())
        .limit(1)
    )


def bank_facts(read: Read, bank: PartnerRow, day: date) -> dict[str, object]:
    """What the programme may ask of a lending institution on a day (`BANK_FIELDS`)."""
    agreement = agreement_on(read, bank.id, day)
    return {
        "bank.is_partner": is_partner(bank, day),
        "bank.is_suspended": is_suspended(read, bank.id, day),
        "bank.is_tech": bank.tech_from_on is not None and bank.tech_from_on <= day,
        "bank.has_agreement": agreement is not None,
        "agreement.rate_ceiling": None if agreement is None else agreement.rate_ceiling,
        "agreement.spread": None if agreement is None else agreement.spread,
        "loan.lpr": reference_rate(read, day),
    }
