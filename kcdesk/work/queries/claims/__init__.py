"""Questions about claims: lists, the card, what one is worth, what a step would meet."""

from kcdesk.work.queries.claims.card import ClaimCard, claim_card
from kcdesk.work.queries.claims.checks import ClaimCheck, claim_check, review_check
from kcdesk.work.queries.claims.lists import STATES, ClaimLine, claims, open_claims
from kcdesk.work.queries.claims.worth import worth_of

__all__ = [
    "STATES",
    "ClaimCard",
    "ClaimCheck",
    "ClaimLine",
    "claim_card",
    "claim_check",
    "claims",
    "open_claims",
    "review_check",
    "worth_of",
]
