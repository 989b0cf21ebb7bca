"""Papers on the screen and out of the printer: see `view.PdfView`."""

from __future__ import annotations

from kcdesk.ui.kit.pdf.choice import PrintChoice
from kcdesk.ui.kit.pdf.joining import Joining
from kcdesk.ui.kit.pdf.pages import Pages, PdfPages
from kcdesk.ui.kit.pdf.pictures import PaperFile, pages_of, read_paper
from kcdesk.ui.kit.pdf.printers import PrinterFacts, Printers
from kcdesk.ui.kit.pdf.printing import PrintRun
from kcdesk.ui.kit.pdf.saving import with_suffix, write_file
from kcdesk.ui.kit.pdf.view import PdfView

__all__ = [
    "Joining",
    "Pages",
    "PaperFile",
    "PdfPages",
    "PdfView",
    "PrintChoice",
    "PrintRun",
    "PrinterFacts",
    "Printers",
    "pages_of",
    "read_paper",
    "with_suffix",
    "write_file",
]
