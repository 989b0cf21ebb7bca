"""贷款申请: entered as on paper, reviewed, decided by the bank, led on to a loan."""

from kcdesk.ui.screens.applications.screen import ApplicationScreen

__all__ = ["ApplicationScreen"]
