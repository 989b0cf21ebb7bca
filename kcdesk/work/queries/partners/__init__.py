"""Cooperating institutions: the list, one card, what may be signed, the published rates."""

from kcdesk.work.queries.partners.card import (
    AgreementLine,
    PartnerCard,
    RequirementLine,
    SuspensionLine,
    agreement_trace,
    partner_card,
)
from kcdesk.work.queries.partners.checks import (
    AgreementCheck,
    RateLine,
    agreement_check,
    reference_rates,
)
from kcdesk.work.queries.partners.lists import (
    PartnerCount,
    PartnerLine,
    RankingLine,
    partner_count,
    partner_ranking,
    partner_requirements,
    partners,
)

__all__ = [
    "AgreementCheck",
    "AgreementLine",
    "PartnerCard",
    "PartnerCount",
    "PartnerLine",
    "RankingLine",
    "RateLine",
    "RequirementLine",
    "SuspensionLine",
    "agreement_check",
    "agreement_trace",
    "partner_card",
    "partner_count",
    "partner_ranking",
    "partner_requirements",
    "partners",
    "reference_rates",
]
