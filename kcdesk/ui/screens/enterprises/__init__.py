"""企业名录: the firms, their card, the county's list taken in."""

from kcdesk.ui.screens.enterprises.screen import EnterpriseScreen

__all__ = ["EnterpriseScreen"]
