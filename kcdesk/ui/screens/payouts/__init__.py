"""兑付: what waits to be paid, what was paid."""

from kcdesk.ui.screens.payouts.screen import PayoutScreen

__all__ = ["PayoutScreen"]
