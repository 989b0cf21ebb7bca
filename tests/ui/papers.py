"""PDFs of a few pages, so that the preview is tested without the paper rooms; printers of files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.ui.kit.pdf import PrintChoice, PrinterFacts, Printers
from kcdesk.ui.kit.pdf.printers import DUPLEX_WORDS, Tray


def pdf(pages: int = 3, width: int = 595, height: int = 842) -> bytes:
    """`pages` pages in points, each with its number printed in the corner."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        (
            f"<< /Type /Pages /Count {pages} /Kids "
            f"[{' '.join(f'{4 + 2 * i} 0 R' for i in range(pages))}] >>"
        ).encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(1, pages + 1):
        words = f"BT /F1 40 Tf 72 {height - 100} Td (Page {number}) Tj ET".encode()
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
                f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
            ).encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def words_pdf(*pages: str, size: tuple[int, int] = (595, 842)) -> bytes:
    """One page per text, drawn with the shipped Chinese face (so that it can be looked for)."""
    fonts = Fonts.load(Path(__file__).parents[2] / "resources/fonts", False)
    canvas = Canvas(file := BytesIO(), pagesize=size, invariant=1)
    for text in pages:
        for number, line in enumerate(text.splitlines()):
            fonts.draw(canvas, 72, size[1] - 100 - 24 * number, line, "song", 14)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class FilePrinters(Printers):
    """Printers that write PDF files into a folder, one for each job."""

    def __init__(self, folder: Path, *names: str, trays: tuple[Tray, ...] = ()) -> None:
        self.folder = folder
        self._names = names or ("一楼打印机",)
        self._trays_there = trays
        self.made: list[QPrinter] = []
        self.jobs: list[PrintChoice] = []

    @property
    def files(self) -> list[Path]:
        """What came out, in order."""
        return [Path(printer.outputFileName()) for printer in self.made]

    def names(self) -> tuple[str, ...]:
        return self._names

    def facts(self, name: str) -> PrinterFacts:
        return PrinterFacts(name, tuple(DUPLEX_WORDS), self._trays_there)

    def set_up(self, choice: PrintChoice, title: str) -> QPrinter:
        self.jobs.append(choice)  # a PDF file keeps neither duplex nor tray
        return super().set_up(choice, title)

    def printer(self, name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"{len(self.made) + 1}.pdf"))
        self.made.append(printer)
        return printer
