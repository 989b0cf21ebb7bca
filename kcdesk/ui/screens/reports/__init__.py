"""首页: the office at a glance, and what to do next."""

from kcdesk.ui.screens.reports.screen import HomeScreen

__all__ = ["HomeScreen"]
