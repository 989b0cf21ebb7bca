"""Questions about loans: the ledger, the card, what a step would meet, the totals."""

from kcdesk.work.queries.loans.card import LoanCard, loan_card
from kcdesk.work.queries.loans.checks import (
    EffectLine,
    GradeAdvice,
    LoanCheck,
    Room,
    enterprise_room,
    extension_check,
    grade_advice,
    grade_effects,
    loan_check,
    repayment_effects,
)
from kcdesk.work.queries.loans.lists import STATES, LoanLine, loans
from kcdesk.work.queries.loans.totals import due_loans, loan_totals

__all__ = [
    "STATES",
    "EffectLine",
    "GradeAdvice",
    "LoanCard",
    "LoanCheck",
    "LoanLine",
    "Room",
    "due_loans",
    "enterprise_room",
    "extension_check",
    "grade_advice",
    "grade_effects",
    "loan_card",
    "loan_check",
    "loan_totals",
    "loans",
    "repayment_effects",
]
