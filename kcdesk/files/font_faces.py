"""One font file as reportlab embeds it: mapped, subset, and with a true text layer.

Called by `fonts` only. reportlab writes a TrueType font as many small fonts of 256 codes, which
tears lines into pieces and maps characters above U+FFFF to nonsense. Here a face is one composite
font with two-byte codes, numbered in the order of use; its map back to text uses surrogate pairs,
so that a name such as 𫍯 can be searched and copied. The file is mapped instead of read into
memory, and a subset once made is kept. It decides nothing about which font is used where.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTEncoding, TTFError, TTFont, TTFontFace

from kcdesk.kernel.errors import Fault

# The PDF reference allows no more entries in one block of a character map.
_BLOCK: Final = 100
_PREPARED_SUBSETS: Final = 64
_NAMED: Final[dict[str, EmbeddedFont]] = {}


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

    def add_descriptor(self, doc: Any, fontname: str, subset: Sequence[int]) -> Any:
        """The font file cut down to `subset` and its descriptor; the reference to the latter."""
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


class _Written(pdfdoc.PDFObject):
    """A PDF object already written out; reportlab formats long lists of numbers slowly."""

    def __init__(self, text: str) -> None:
        self._text = text

    def format(self, document: Any) -> bytes:
        return self._text.encode()


class Codes(dict[str, str]):
    """What one document uses of a font: character → its code, four hexadecimal digits.

    A character is numbered when it is first asked for; one the font lacks is code 0, the empty
    box, which the papers never reach because they look for missing glyphs first.
    """

    def __init__(self, known: Mapping[int, int]) -> None:
        self._known = known
        self.points: list[int] = [0]
        self.name = ""

    def __missing__(self, character: str) -> str:
        point = ord(character)
        if self._known.get(point):
            self[character] = f"{len(self.points):04X}"
            self.points.append(point)
        else:
            self[character] = "0000"
        return self[character]


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
        self._asciiReadable = 0
        self.shapable = False

    @property
    def advances(self) -> Mapping[int, float]:
        """Advance widths in thousandths of the size, by code point."""
        return cast("Mapping[int, float]", self.face.charWidths)

    def codes(self, canvas: Any) -> Codes:
        """What the canvas's document uses of this font; from now on the font belongs to it."""
        doc = canvas._doc
        codes = self._codes(doc)
        if not codes.name:
            self.getSubsetInternalName(0, doc)
        return codes

    def _codes(self, doc: Any) -> Codes:
        state = cast("WeakKeyDictionary[Any, Codes]", self.state)
        codes = state.get(doc)
        if codes is None:
            codes = state[doc] = Codes(self.face.charToGlyph)
        return codes

    def splitString(  # noqa: N802
        self,
        text: str,
        doc: Any,
        encoding: str = "utf-8",
    ) -> list[tuple[int, bytes]]:
        """For reportlab's own text calls: there is one subset only."""
        codes = self._codes(doc)
        return [(0, bytes.fromhex("".join([codes[c] for c in text])))] if text else []

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        """The name the font has in the document's content."""
        codes = self._codes(doc)
        if not codes.name:
            codes.name = f"/F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = codes.name
            doc.delayedFonts.append(self)
        return codes.name

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the font as the document has used it; called when the document is saved."""
        codes = self._codes(doc)
        points = tuple(codes.points)
        tag = hashlib.sha256(repr(points).encode()).digest()[:6]
        base = f"{''.join(chr(65 + b % 26) for b in tag)}+{self.face.name.decode()}"
        text_map = pdfdoc.PDFStream(content=to_unicode_map(base, points))
        text_map.filters = [pdfdoc.PDFZCompress]
        widths = [f"{self.advances.get(point, self.face.defaultWidth):g}" for point in points]
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": self.face.add_descriptor(doc, base, points),
                "DW": 1000,
                "W": _Written(f"[0 [{' '.join(widths)}]]"),
                "CIDToGIDMap": self._glyph_order(doc, base, points),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"cid:{base}")]),
                "ToUnicode": doc.Reference(text_map, f"toUnicode:{base}"),
            }
        )
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[codes.name[1:]] = doc.Reference(font, f"font:{base}")
        del self.state[doc]

    def _glyph_order(self, doc: Any, base: str, points: Sequence[int]) -> Any:
        """Code → place of the glyph in the subset, where characters that share one stand once."""
        places: dict[int, int] = {0: 0}
        order = [
            places.setdefault(self.face.charToGlyph.get(p, 0) if p else 0, len(places))
            for p in points
        ]
        if order == list(range(len(points))):
            return pdfdoc.PDFName("Identity")
        stream = pdfdoc.PDFStream(content=struct.pack(f">{len(order)}H", *order))
        stream.filters = [pdfdoc.PDFZCompress]
        return doc.Reference(stream, f"glyphs:{base}")


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The character map of one subset: code → UTF-16, surrogate pairs above U+FFFF."""
    entries = [
        f"<{code:04X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
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
            "<0000> <FFFF>",
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


def face_of(path: Path, index: int = 0) -> EmbeddedFont:
    """The font of a file, loaded and registered once a process.

    Raises a `Fault` when the file is missing, damaged or may not be embedded.
    """
    return _loaded(path, index)


@cache
def _loaded(path: Path, index: int) -> EmbeddedFont:
    try:
        font = EmbeddedFont(_free_name(f"{path.stem}-{index}" if index else path.stem), path, index)
    except (OSError, ValueError, TTFError, struct.error, IndexError, KeyError) as broken:
        raise Fault(
            f"字体文件“{path.name}”不能使用（{broken}）。",
            cure="请重新安装本程序，或恢复安装目录中的字体文件后重试。",
            code="fonts.file",
        ) from broken
    pdfmetrics.registerFont(font)
    _NAMED[font.fontName] = font
    return font


def _free_name(wanted: str) -> str:
    """Two files may bear one name (the system's font folder and the user's own hold both): the
    later one is called otherwise, or texts already measured in the first would be drawn in it."""
    return wanted if wanted not in _NAMED else f"{wanted}_{sum(wanted in n for n in _NAMED)}"


def face_named(name: str) -> EmbeddedFont:
    """The font a run names; it has been loaded when the run was made."""
    return _NAMED[name]
