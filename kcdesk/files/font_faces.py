"""One font file as reportlab embeds it: mapped, subset, and with a true text layer.

Called by `fonts` only. It changes three things reportlab does not do by itself: the file is
mapped instead of read into memory; a subset once made is kept, so that a thousand papers of one
form do not cut the same glyphs out a thousand times; and the map back from glyphs to text uses
surrogate pairs for characters above U+FFFF, so that a name such as 𫍯 can be searched and copied.
It decides nothing about which font is used where.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFError, TTFont, TTFontFace

from kcdesk.kernel.errors import Fault

# The PDF reference allows no more entries in one block of a character map.
_BLOCK: Final = 100
_PREPARED_SUBSETS: Final = 64


class _Glyphs:
    """The glyph table of a mapped file, cut out piece by piece.

    reportlab slices the table before it takes single glyphs from it; with bytes that copies
    14 MB for every subset.
    """

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class MappedFace(TTFontFace):
    """A typeface whose file is mapped."""

    def __init__(self, path: Path, index: int) -> None:
        # The parser takes the bytes it finds here instead of reading the file.
        with path.open("rb") as file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.filename = path.name
        self._subset_streams = lru_cache(_PREPARED_SUBSETS)(self._make_stream)
        super().__init__(path.name, subfontIndex=index)

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return _Glyphs(self._ttf_data, self.get_table_pos(tag)[0])
        start, length = self.get_table_pos(tag)
        return self._ttf_data[start : start + length]

    def _make_stream(self, subset: tuple[int, ...]) -> tuple[bytes, int]:
        font = self.makeSubset(subset)
        return zlib.compress(font), len(font)

    def addSubsetObjects(self, doc: Any, fontname: str, subset: Sequence[int]) -> Any:  # noqa: N802
        """As reportlab's, but with the subset's compressed stream taken from the cache."""
        packed, length = self._subset_streams(tuple(subset))
        stream = pdfdoc.PDFStream(content=packed)
        stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
        stream.dictionary["Length1"] = length
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": self.ascent,
                "CapHeight": self.capHeight,
                "Descent": self.descent,
                "Flags": self.flags | 4,  # symbolic: the codes are the subset's own
                "FontBBox": pdfdoc.PDFArray(self.bbox),
                "FontName": pdfdoc.PDFName(fontname),
                "ItalicAngle": self.italicAngle,
                "StemV": self.stemV,
                "FontFile2": doc.Reference(stream, f"fontFile:{self.filename}({fontname})"),
                "MissingWidth": self.defaultWidth,
            }
        )
        return doc.Reference(descriptor, "fontDescriptor:" + fontname)


class EmbeddedFont(TTFont):
    """A font reportlab can draw with. Its state belongs to one document at a time, so no print
    colours the next: the same values give the same bytes whatever was printed before."""

    face: MappedFace

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        """Raises `TTFError` when the file cannot be embedded, OSError when it cannot be read."""
        self.fontName = name
        self.face = MappedFace(path, index)
        self.encoding = TTEncoding()
        self.state = WeakKeyDictionary()
        # Only glyphs that are used go into a subset, so the readable half of it stays empty.
        self._asciiReadable = 0
        self.shapable = False

    @property
    def advances(self) -> Mapping[int, float]:
        """Advance widths in thousandths of the size, by code point."""
        return cast("Mapping[int, float]", self.face.charWidths)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """As reportlab's, with the map from glyphs back to text put right."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode()
            doc.idToObject["toUnicodeCMap:" + name].content = to_unicode_map(name, subset)


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The character map of one subset: code → UTF-16, surrogate pairs above U+FFFF."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks = [entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(
                line
                for block in blocks
                for line in (f"{len(block)} beginbfchar", *block, "endbfchar")
            ),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def face_of(path: Path, index: int = 0) -> EmbeddedFont:
    """The font of a file, loaded and registered once a process.

    Raises a `Fault` when the file is missing, damaged or may not be embedded.
    """
    try:
        font = EmbeddedFont(f"{path.stem}-{index}" if index else path.stem, path, index)
    except (OSError, ValueError, TTFError, struct.error, IndexError, KeyError) as broken:
        raise Fault(
            f"字体文件“{path.name}”不能使用（{broken}）。",
            cure="请重新安装本程序，或恢复安装目录中的字体文件后重试。",
            code="fonts.file",
        ) from broken
    pdfmetrics.registerFont(font)
    return font
