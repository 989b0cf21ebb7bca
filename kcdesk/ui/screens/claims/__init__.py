"""代偿: claims from filing to the meeting, with their papers and their calculation."""

from kcdesk.ui.screens.claims.screen import ClaimScreen

__all__ = ["ClaimScreen"]
