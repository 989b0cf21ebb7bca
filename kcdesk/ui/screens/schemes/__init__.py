"""方案: the programme, clause by clause, and what the office filled in."""

from kcdesk.ui.screens.schemes.screen import SchemeScreen

__all__ = ["SchemeScreen"]
