"""Institutions: they join, sign, are suspended and resumed, leave; the market rate they lend by."""

from kcdesk.domain.partners import PARTNER_KINDS
from kcdesk.work.agreements import is_partner
from kcdesk.work.commands.partners.agreements import (
    EndAgreement,
    RegisterAgreement,
    RenewAgreement,
)
from kcdesk.work.commands.partners.institutions import (
    EndPartnership,
    RegisterPartner,
    RevisePartner,
    refuse_wrong_partner,
)
from kcdesk.work.commands.partners.rates import RecordReferenceRate
from kcdesk.work.commands.partners.requirements import TickPartnerRequirements
from kcdesk.work.commands.partners.suspensions import (
    DisqualifyPartner,
    RecordSuspensionNotice,
    ResumePartner,
    SuspendPartner,
    suspend,
)

__all__ = [
    "PARTNER_KINDS",
    "DisqualifyPartner",
    "EndAgreement",
    "EndPartnership",
    "RecordReferenceRate",
    "RecordSuspensionNotice",
    "RegisterAgreement",
    "RegisterPartner",
    "RenewAgreement",
    "ResumePartner",
    "RevisePartner",
    "SuspendPartner",
    "TickPartnerRequirements",
    "is_partner",
    "refuse_wrong_partner",
    "suspend",
]
