"""贷款: the ledger, and one loan with everything that happened to it."""

from kcdesk.ui.screens.loans.screen import LoanScreen

__all__ = ["LoanScreen"]
