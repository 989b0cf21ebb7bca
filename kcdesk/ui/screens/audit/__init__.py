"""操作记录: who did what and when, and taking it back."""

from kcdesk.ui.screens.audit.screen import AuditScreen

__all__ = ["AuditScreen"]
