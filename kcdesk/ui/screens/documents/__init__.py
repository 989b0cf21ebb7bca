"""文书与表单: the forms there are, and every paper that was printed."""

from kcdesk.ui.screens.documents.screen import DocumentScreen

__all__ = ["DocumentScreen"]
