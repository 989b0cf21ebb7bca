"""资金池: what is in it, and every movement."""

from kcdesk.ui.screens.fund.screen import FundScreen

__all__ = ["FundScreen"]
