"""What a file really is, whatever its name says: by its bytes.

Runs in the child process. Banks and bureaus send web pages, text and encrypted files under the
name .xls; each is either read for what it is or refused by name.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

Sort = Literal["zip", "ole", "text"]


class Unreadable(Exception):
    """The file will not be read; `code` picks the sentence, `detail` stands in it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook stream without its container, as old programs wrote it.
_BARE_STREAM = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_WEB_PAGE = re.compile(rb"<(!doctype html|html|head|body|table|meta|script)\b|^mime-version:")
_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_PICTURES_AND_PAPERS = {
    b"%PDF": "PDF文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"MZ": "程序",
}
LARGEST_PART = 1 << 30
_SUSPECT_PART, _SUSPECT_RATIO = 100 << 20, 200


def sort_of(content: bytes) -> Sort:
    """How to read it. Raises Unreadable."""
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable("empty")
    if content.startswith(b"PK"):
        _check_zip(content)
        return "zip"
    if content.startswith(_OLE):
        _check_ole(content)
        return "ole"
    if content.startswith(_BARE_STREAM):
        return "ole"
    for mark, what in _PICTURES_AND_PAPERS.items():
        if content.startswith(mark):
            raise Unreadable("other", what)
    # NULs are dropped so that a page in UTF-16 is recognised too.
    head = content[:8192].replace(b"\0", b"").lower()
    if _XML_SHEET in head:
        raise Unreadable("xml_sheet")
    if _WEB_PAGE.search(head):
        raise Unreadable("web_page")
    return "text"


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("damaged") from error
    names = {part.filename for part in parts}
    if any(name.startswith("word/") for name in names):
        raise Unreadable("other", "Word文档")
    # Neither tells an error cell from an empty one.
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Unreadable("format", ".xlsb" if "xl/workbook.bin" in names else ".ods")
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable("other", "压缩包")
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable("password")
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (
            part.file_size > _SUSPECT_PART and ratio > _SUSPECT_RATIO
        ):
            raise Unreadable("bomb")


def _check_ole(content: bytes) -> None:
    """Directory entries of the container are names in UTF-16."""
    if _utf16("EncryptedPackage") in content:
        raise Unreadable("password")
    if _utf16("Workbook") not in content and _utf16("Book") not in content:
        word = _utf16("WordDocument") in content
        raise Unreadable("other" if word else "wps", "Word文档" if word else "")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
