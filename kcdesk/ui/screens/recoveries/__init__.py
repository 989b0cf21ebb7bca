"""追偿: what came back after a payout, and who got it."""

from kcdesk.ui.screens.recoveries.screen import RecoveryScreen

__all__ = ["RecoveryScreen"]
