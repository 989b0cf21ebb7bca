"""Papers on the screen and out of the printer: see `view.PdfView`."""

from __future__ import annotations

from kcdesk.ui.kit.pdf.pages import PdfPages
from kcdesk.ui.kit.pdf.printing import PrintRun
from kcdesk.ui.kit.pdf.view import PdfView

__all__ = ["PdfPages", "PdfView", "PrintRun"]
