"""Institutions: they join, sign, are suspended and resumed, leave; the market rate they lend by."""

from kcdesk.domain.partners import PARTNER_KINDS
from kcdesk.work.agreements import is_partner
from kcdesk.work.commands.partners.institutions import (
    EndPartnership,
    RegisterPartner,
    RevisePartner,
    refuse_wrong_partner,
)
from kcdesk.work.commands.partners.suspensions import suspend

__all__ = [
    "PARTNER_KINDS",
    "EndPartnership",
    "RegisterPartner",
    "RevisePartner",
    "is_partner",
    "refuse_wrong_partner",
    "suspend",
]
