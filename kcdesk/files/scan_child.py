"""The process that opens a scan: reads the QR codes of its pages, and takes its pages apart.

Started by scans.py as ``python -m kcdesk.files.scan_child MEMORY SECONDS [PAGES …]`` or, frozen, as
``program --child-scan …``. The file comes on standard input. Without pages it says for every page
what its QR codes hold; with pages (``1,2,5``) it gives a PDF of them for each argument. One JSON
value a line. It may write no file and dies at its caps (caps.py).
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from kcdesk.files.caps import cap
from kcdesk.files.workbook_lines import Lines

if TYPE_CHECKING:
    from PIL.Image import Image

SWITCH: Final = "--child-scan"

MOST_PAGES: Final = 500
MOST_PIXELS: Final = 120_000_000
"""A page of A3 at 600 dots an inch has 70 million."""
_LARGE_PIXELS: Final = 24_000_000
"""What is larger is looked at smaller first; a code of ours never needs so many."""
_DRAWN_PIXELS: Final = 24_000_000
_DPI: Final = (200, 300)
"""A page of a PDF is drawn so fine, and finer when nothing was read."""
_POINTS: Final = 72
_PIECE: Final = 1 << 20

_OTHERS: Final = (
    (b"II*\0", "TIFF图片"),
    (b"MM\0*", "TIFF图片"),
    (b"BM", "BMP图片"),
    (b"GIF8", "GIF图片"),
    (b"RIFF", "WebP图片"),
    (b"PK\x03\x04", "压缩包或Office文件"),
    (b"\xd0\xcf\x11\xe0", "Office文件"),
    (b"Rar!", "压缩包"),
    (b"OFD", "OFD文件"),
)


class Unreadable(Exception):
    """Why a scan is not read: a word for the parent, and a detail."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def main(arguments: Sequence[str]) -> int:
    """Read the scan on standard input under caps: bytes of memory, seconds of work."""
    memory, seconds = (int(argument) for argument in arguments[:2])
    cap(memory, seconds)
    # By number: a frozen program without a console has no sys.stdout.
    with open(0, "rb", closefd=False) as given, open(1, "wb", closefd=False) as out:
        answer(given.read(), arguments[2:], Lines(out))
    return 0


def answer(content: bytes, parts: Sequence[str], lines: Lines) -> None:
    """Say what is on the pages, or give the parts, or say why not."""
    try:
        if parts:
            _give(content, parts, lines)
        else:
            _read(content, lines)
    except Unreadable as no:
        lines.say({"no": no.code, "detail": no.detail})
    except MemoryError:
        lines.say({"no": "memory", "detail": ""})
    else:
        lines.say({"end": True})


def kind_of(content: bytes) -> str:
    """``pdf``, ``jpeg`` or ``png``, by what the file really is. Raises Unreadable."""
    if not content:
        raise Unreadable("empty")
    # A scanner may write a line of its own before the PDF begins.
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        raise Unreadable("other", "HEIC照片")
    for begin, name in _OTHERS:
        if content.startswith(begin):
            raise Unreadable("other", name)
    raise Unreadable("unknown")


def _read(content: bytes, lines: Lines) -> None:
    kind = kind_of(content)
    if kind == "pdf":
        with _opened(content) as document:
            lines.say({"kind": kind, "pages": len(document)})
            for page in range(len(document)):
                lines.say({"codes": _codes_of_page(document, page)})
    else:
        lines.say({"kind": kind, "pages": 1})
        lines.say({"codes": _codes_of_picture(content)})


def _opened(content: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as broken:
        code = "password" if "password" in str(broken).lower() else "damaged"
        raise Unreadable(code) from broken
    if not 0 < len(document) <= MOST_PAGES:
        raise Unreadable("pages" if len(document) else "damaged", str(len(document)))
    return document


def _codes_of_page(document: Any, number: int) -> list[str]:
    import pypdfium2

    found: list[str] = []
    try:
        page = document[number]
        width, height = page.get_size()
        for dpi in _DPI:
            inches = max(1.0, width * height) / _POINTS**2
            fine = min(float(dpi), (_DRAWN_PIXELS / inches) ** 0.5)
            bitmap = page.render(scale=fine / _POINTS, grayscale=True)
            found = _codes_in(bitmap.to_pil())
            bitmap.close()
            if found:
                break
        page.close()
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("page", str(number + 1)) from broken
    return found


def _codes_of_picture(content: bytes) -> list[str]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, in numbers of our own
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            wide, tall = picture.size
            if wide * tall > MOST_PIXELS:
                raise Unreadable("pixels", f"{wide}×{tall}")
            if wide * tall > _LARGE_PIXELS:
                picture.draft("L", (wide // 2, tall // 2))
            return _codes_in(_on_white(picture))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise Unreadable("damaged") from broken


def _on_white(picture: Image) -> Image:
    """Grey; what is transparent in a PNG is paper."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        from PIL.Image import new

        whole = picture.convert("RGBA")
        paper = new("RGBA", whole.size, "white")
        paper.alpha_composite(whole)
        return paper.convert("L")
    return picture.convert("L")


def _codes_in(grey: Image) -> list[str]:
    """The texts of the QR codes of a page, each once; looked at again otherwise when there is none."""
    for picture in _looks(grey):
        if found := _qr_texts(picture):
            return found
    return []


def _looks(grey: Image) -> Iterator[Image]:
    from PIL.Image import Resampling
    from PIL.ImageFilter import GaussianBlur

    yield grey
    wide, tall = grey.size
    # A poor scan has less than two dots for a module: what lies between them is what is missing.
    times = 0.5 if wide * tall > _LARGE_PIXELS else 2
    sized = grey.resize((max(1, int(wide * times)), max(1, int(tall * times))), Resampling.BICUBIC)
    yield sized
    # A fax or a black-and-white scan makes dots of grey: they run together again.
    yield sized.filter(GaussianBlur(2))


def _qr_texts(picture: Image) -> list[str]:
    import zxingcpp

    found: dict[str, None] = {}
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for code in zxingcpp.read_barcodes(picture, formats=wanted):
        try:
            # By its bytes: the library would guess the encoding of Chinese numbers.
            found[bytes(code.bytes).decode("utf-8")] = None
        except UnicodeDecodeError:
            continue  # somebody else's code; ours are UTF-8
    return list(found)


def _give(content: bytes, parts: Sequence[str], lines: Lines) -> None:
    import pypdfium2

    if kind_of(content) != "pdf":
        raise Unreadable("unknown")
    with _opened(content) as document:
        for part in parts:
            taken = pypdfium2.PdfDocument.new()
            try:
                taken.import_pages(document, [int(page) - 1 for page in part.split(",")])
                out = BytesIO()
                taken.save(out)
            except pypdfium2.PdfiumError as broken:
                raise Unreadable("page", part.split(",", maxsplit=1)[0]) from broken
            finally:
                taken.close()
            raw = out.getvalue()
            lines.say({"part": part, "size": len(raw)})
            for at in range(0, len(raw), _PIECE):
                lines.say({"data": base64.b64encode(raw[at : at + _PIECE]).decode("ascii")})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
