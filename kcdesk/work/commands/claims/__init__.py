"""Claims: filed by the bank's papers, checked off, reviewed with the calculation."""

from kcdesk.work.commands.claims.exemptions import RecordExemption, exemption_of
from kcdesk.work.commands.claims.facts import (
    claim_facts,
    enterprise_of,
    facts_of,
    missing_materials,
    passed_review,
)
from kcdesk.work.commands.claims.filing import FileClaim, ResubmitClaim, WithdrawClaim
from kcdesk.work.commands.claims.materials import AcceptClaim, TickMaterial
from kcdesk.work.commands.claims.reviewing import REVIEW_RESULTS, ReviewClaim

__all__ = [
    "REVIEW_RESULTS",
    "AcceptClaim",
    "FileClaim",
    "RecordExemption",
    "ResubmitClaim",
    "ReviewClaim",
    "TickMaterial",
    "WithdrawClaim",
    "claim_facts",
    "enterprise_of",
    "exemption_of",
    "facts_of",
    "missing_materials",
    "passed_review",
]
