"""Loans: disbursed, extended, repaid, graded; the programme checks the day they are lent."""

from kcdesk.work.commands.loans.acceleration import DeclareAccelerated
from kcdesk.work.commands.loans.course import (
    GradeLoan,
    RecordRepayment,
    ReportInterestArrears,
    latest_grade,
)
from kcdesk.work.commands.loans.credit import (
    PERSON_ROLES,
    RecordCreditLine,
    RecordPersonLoan,
    RepayPersonLoan,
)
from kcdesk.work.commands.loans.extensions import ExtendLoan, extension_facts
from kcdesk.work.commands.loans.facts import guaranteed, lent_as, loan_facts, subsidy_facts
from kcdesk.work.commands.loans.guarantors import GUARANTOR_KINDS, AddLoanGuarantor
from kcdesk.work.commands.loans.lending import DisburseLoan
from kcdesk.work.commands.loans.milestones import RecordMilestone, ReviseMilestone

__all__ = [
    "GUARANTOR_KINDS",
    "PERSON_ROLES",
    "AddLoanGuarantor",
    "DeclareAccelerated",
    "DisburseLoan",
    "ExtendLoan",
    "GradeLoan",
    "RecordCreditLine",
    "RecordMilestone",
    "RecordPersonLoan",
    "RecordRepayment",
    "RepayPersonLoan",
    "ReportInterestArrears",
    "ReviseMilestone",
    "extension_facts",
    "guaranteed",
    "latest_grade",
    "lent_as",
    "loan_facts",
    "subsidy_facts",
]
