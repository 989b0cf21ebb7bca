"""A PDF's pages as pictures, rendered by pdfium on the GUI thread, one page at a time.

pdfium may not be called from two threads, so only this room calls it, and only from the GUI
thread; a page takes a few milliseconds on the screen and about forty for the printer.
"""

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from kcdesk.kernel.errors import Fault

POINTS_PER_INCH = 72.0


class PdfPages:
    """One document. Sizes are in points, resolutions in dots per inch."""

    def __init__(self, content: bytes) -> None:
        """Raises Fault when the bytes are no readable PDF."""
        import pypdfium2 as pdfium

        self.content = content
        try:
            self._document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError:
            raise Fault(
                "这份文件不是可以显示的 PDF。", cure="请重新打印生成。", code="pdf.unreadable"
            ) from None

    def __len__(self) -> int:
        return len(self._document)

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        width, height = self._document.get_page_size(page)
        return QSizeF(width, height)

    def picture(self, page: int, dpi: float) -> QImage:
        """A page, white under what is printed."""
        loaded = self._document[page]
        bitmap = loaded.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=False, draw_annots=True)
        made = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            _FORMATS[bitmap.format],
        ).copy()
        bitmap.close()
        loaded.close()
        return made

    def text(self, page: int) -> str:
        """The text of a page (for 复制 and for tests)."""
        loaded = self._document[page]
        words = loaded.get_textpage()
        text = str(words.get_text_range())
        words.close()
        loaded.close()
        return text

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()


# pdfium's FPDFBitmap_BGR, _BGRx and _BGRA.
_FORMATS = {
    2: QImage.Format.Format_BGR888,
    3: QImage.Format.Format_RGB32,
    4: QImage.Format.Format_ARGB32,
}
