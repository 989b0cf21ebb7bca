"""A scan that came as a picture (JPEG, PNG), shown and printed like a paper of one page.

Reading and decoding is slow and done beside the window (`read_paper`); what comes of it becomes
pages on the GUI thread (`pages_of`), because pdfium lives there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader

from kcdesk.kernel.errors import Fault
from kcdesk.ui.kit.pdf.pages import POINTS_PER_INCH, Hit, Pages, PdfPages

_A4 = QSizeF(595, 842)
_METRES_PER_INCH = 0.0254


@dataclass(frozen=True)
class PaperFile:
    """The bytes of a file, and its picture if it is one."""

    content: bytes
    picture: QImage | None = None


def read_paper(path: Path) -> PaperFile:
    """A file to be shown; for a thread beside the window. Raises Fault."""
    try:
        content = path.read_bytes()
    except OSError:
        raise Fault(
            "文件不在业务库文件夹里。",
            cure="请从最近的备份恢复；备份里也没有的，请重新打印或重新附加。",
            code="file.missing",
        ) from None
    if b"%PDF" in content[:1024]:
        return PaperFile(content)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    picture = reader.read()
    if picture.isNull():
        raise Fault(
            "这份文件不是可以显示的 PDF 或图片，或者图片太大。",
            cure="请另存到本机，用别的程序打开。",
            code="picture.unreadable",
        )
    return PaperFile(content, picture.convertToFormat(QImage.Format.Format_RGB32))


def pages_of(file: PaperFile) -> Pages:
    """Its pages. Raises Fault when it is no readable PDF."""
    return PdfPages(file.content) if file.picture is None else PicturePages(file)


class PicturePages:
    """One picture as a page."""

    def __init__(self, file: PaperFile) -> None:
        assert file.picture is not None, "a picture"
        self.content = file.content
        self._picture = file.picture

    def __len__(self) -> int:
        return 1

    def size(self, page: int) -> QSizeF:
        """As scanned; a photograph, which does not know its size, as large as A4."""
        del page
        dots = QSizeF(self._picture.size())
        across = dots.width() / max(self._picture.dotsPerMeterX(), 1) / _METRES_PER_INCH
        down = dots.height() / max(self._picture.dotsPerMeterY(), 1) / _METRES_PER_INCH
        size = QSizeF(across, down) * POINTS_PER_INCH
        if max(size.width(), size.height()) < 2 * _A4.height() and size.width() > 150:
            return size
        sheet = _A4.transposed() if dots.width() > dots.height() else _A4
        return dots.scaled(sheet, Qt.AspectRatioMode.KeepAspectRatio)

    def band(self, page: int, size: QSize, top: int, height: int) -> QImage:
        """Lines `top` to `top + height` of the picture made `size` dots large."""
        del page
        scale = self._picture.height() / size.height()
        first = round(top * scale)
        last = max(round((top + height) * scale), first + 1)
        return self._picture.copy(QRect(0, first, self._picture.width(), last - first)).scaled(
            size.width(),
            height,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def text(self, page: int) -> str:
        """A picture has no text."""
        del page
        return ""

    def hits(self, page: int, wanted: str) -> list[Hit]:
        """Nothing is found in a picture."""
        del page, wanted
        return []

    def close(self) -> None:
        """Let go of the picture."""
        self._picture = QImage()
