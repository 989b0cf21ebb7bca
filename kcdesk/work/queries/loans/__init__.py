"""Questions about loans: the ledger, the card, what a step would meet, the totals."""

from kcdesk.work.queries.loans.card import LoanCard, loan_card
from kcdesk.work.queries.loans.checks import (
    EffectLine,
    GradeAdvice,
    LoanCheck,
    Room,
    ScopeRoom,
    enterprise_room,
    extension_check,
    grade_advice,
    grade_effects,
    loan_check,
    repayment_effects,
)
from kcdesk.work.queries.loans.credit import (
    CreditLine,
    LoanGuarantorLine,
    PersonLoanLine,
    credit_lines,
    loan_guarantors,
    person_loans,
)
from kcdesk.work.queries.loans.lists import STATES, LoanLine, loans
from kcdesk.work.queries.loans.milestones import (
    DueMilestoneLine,
    MilestoneCheck,
    MilestoneLine,
    due_milestones,
    milestone_check,
    milestones,
    missing_in_words,
)
from kcdesk.work.queries.loans.totals import due_loans, loan_totals

__all__ = [
    "STATES",
    "CreditLine",
    "DueMilestoneLine",
    "EffectLine",
    "GradeAdvice",
    "LoanCard",
    "LoanCheck",
    "LoanGuarantorLine",
    "LoanLine",
    "MilestoneCheck",
    "MilestoneLine",
    "PersonLoanLine",
    "Room",
    "ScopeRoom",
    "credit_lines",
    "due_loans",
    "due_milestones",
    "enterprise_room",
    "extension_check",
    "grade_advice",
    "grade_effects",
    "loan_card",
    "loan_check",
    "loan_guarantors",
    "loan_totals",
    "loans",
    "milestone_check",
    "milestones",
    "missing_in_words",
    "person_loans",
    "repayment_effects",
]
