"""Loans: disbursed, extended, repaid, graded; the programme checks the day they are lent."""

from kcdesk.work.commands.loans.course import (
    GradeLoan,
    RecordRepayment,
    ReportInterestArrears,
    latest_grade,
)
from kcdesk.work.commands.loans.extensions import ExtendLoan, extension_facts
from kcdesk.work.commands.loans.lending import DisburseLoan, loan_facts

__all__ = [
    "DisburseLoan",
    "ExtendLoan",
    "GradeLoan",
    "RecordRepayment",
    "ReportInterestArrears",
    "extension_facts",
    "latest_grade",
    "loan_facts",
]
