"""A PDF's pages as pictures and as text, by pdfium on the GUI thread, a band of a page at a time.

pdfium may not be called from two threads, so only this room calls it, and only from the GUI
thread. A whole page takes a few milliseconds for the screen and about forty for the printer; a
band of it is short enough that the window never stands still.
"""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QImage

from kcdesk.kernel.errors import Fault

POINTS_PER_INCH = 72.0
_FINE = 64
"""Steps of a point in which pdfium is asked where a letter stands."""


@dataclass(frozen=True)
class Hit:
    """One place where a text was found: the page (from 0) and its boxes, in points from the top."""

    page: int
    boxes: tuple[QRectF, ...]


class Pages(Protocol):
    """What the preview and the printer ask of a document, whatever it is made of."""

    content: bytes

    def __len__(self) -> int: ...
    def size(self, page: int) -> QSizeF: ...
    def band(self, page: int, size: QSize, top: int, height: int) -> QImage: ...
    def text(self, page: int) -> str: ...
    def hits(self, page: int, wanted: str) -> list[Hit]: ...
    def close(self) -> None: ...


class PdfPages:
    """One document. Sizes are in points, resolutions in dots per inch."""

    def __init__(self, content: bytes) -> None:
        """Raises Fault when the bytes are no readable PDF."""
        import pypdfium2 as pdfium

        self.content = content
        self._texts: dict[int, str] = {}
        self._sizes: dict[int, QSizeF] = {}
        try:
            self._document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError:
            raise Fault(
                "这份文件不是可以显示的 PDF。", cure="请重新打印生成。", code="pdf.unreadable"
            ) from None
        self._count = len(self._document)

    def __len__(self) -> int:
        return self._count

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        if page not in self._sizes:
            self._sizes[page] = QSizeF(*self._document.get_page_size(page))
        return self._sizes[page]

    def picture(self, page: int, dpi: float) -> QImage:
        """A whole page, white under what is printed."""
        size = dots(self.size(page), dpi)
        return self.band(page, size, 0, size.height())

    def band(self, page: int, size: QSize, top: int, height: int) -> QImage:
        """Lines `top` to `top + height` of a page that is `size` dots large in all."""
        from pypdfium2 import raw

        made = QImage(size.width(), height, QImage.Format.Format_RGB32)
        made.fill(0xFFFFFFFF)
        memory = made.bits()
        room = (ctypes.c_char * len(memory)).from_buffer(memory)
        loaded = self._document[page]
        bitmap = raw.FPDFBitmap_CreateEx(
            size.width(), height, raw.FPDFBitmap_BGRx, room, made.bytesPerLine()
        )
        raw.FPDF_RenderPageBitmap(
            bitmap, loaded, 0, -top, size.width(), size.height(), 0, raw.FPDF_ANNOT
        )
        raw.FPDFBitmap_Destroy(bitmap)
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

    def hits(self, page: int, wanted: str) -> list[Hit]:
        """Where a text stands on a page: wherever its line may break, full or half width."""
        needle = "".join(plain(letter) for letter in wanted)
        if not needle or (page in self._texts and needle not in self._texts[page]):
            return []
        loaded = self._document[page]
        words = loaded.get_textpage()
        try:
            return self._hits(page, loaded, words, needle)
        finally:
            words.close()
            loaded.close()

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()

    def _hits(self, page: int, loaded: Any, words: Any, needle: str) -> list[Hit]:
        text, origins = _letters(words)
        self._texts[page] = text
        found: list[Hit] = []
        at = text.find(needle)
        while at >= 0:
            letters = list(dict.fromkeys(origins[at : at + len(needle)]))
            boxes = [_box(loaded, words, letter, self.size(page)) for letter in letters]
            found.append(Hit(page, _lines(boxes)))
            at = text.find(needle, at + len(needle))
        return found


def dots(size: QSizeF, dpi: float) -> QSize:
    """A page's size in dots."""
    scale = dpi / POINTS_PER_INCH
    return QSize(max(round(size.width() * scale), 1), max(round(size.height() * scale), 1))


def plain(letter: str) -> str:
    """A letter as it is looked for: no width, no case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", letter).split()).casefold()


def _letters(words: Any) -> tuple[str, list[int]]:
    """The plain text of a page, and for each of its letters which of pdfium's it is."""
    from pypdfium2 import raw

    texts: list[str] = []
    origins: list[int] = []
    high = 0
    for number in range(words.count_chars()):
        code = raw.FPDFText_GetUnicode(words, number)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        letter = plain(chr(code))
        texts.append(letter)
        origins.extend([number] * len(letter))
    return "".join(texts), origins


def _box(loaded: Any, words: Any, letter: int, size: QSizeF) -> QRectF:
    """Where a letter stands, from the top left of the page as it is shown."""
    from pypdfium2 import raw

    left, bottom, right, top = words.get_charbox(letter, loose=True)
    width, height = round(size.width() * _FINE), round(size.height() * _FINE)
    corners = []
    for x, y in ((left, top), (right, bottom)):
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(loaded, 0, 0, width, height, 0, x, y, across, down)
        corners.append((across.value / _FINE, down.value / _FINE))
    (x0, y0), (x1, y1) = corners
    return QRectF(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))


def _lines(boxes: list[QRectF]) -> tuple[QRectF, ...]:
    """Letters beside each other as one box."""
    lines: list[QRectF] = []
    for box in boxes:
        middle = box.center().y()
        last = lines[-1] if lines else QRectF()
        if lines and last.top() <= middle <= last.bottom() and box.left() >= last.left():
            lines[-1] = last.united(box)
        else:
            lines.append(box)
    return tuple(lines)
