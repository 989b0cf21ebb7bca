"""合作机构: banks and guarantors, since when, and where payouts go."""

from kcdesk.ui.screens.partners.screen import PartnerScreen

__all__ = ["PartnerScreen"]
