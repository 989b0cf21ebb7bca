"""The parts of a workbook file that openpyxl does not keep: drawings, and the sheet as written.

Called by `form_pictures` and `form_oddities`. Finds the parts that belong to one sheet; what they
mean for the paper is decided there.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree
from openpyxl.utils import coordinate_to_tuple

Element = etree._Element

RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_IN_CELLS: Final = "xl/cellimages.xml"
_MOST: Final = 64 << 20
"""No part of a form is so large; a file that says so is not read."""


class RawSheet:
    """One sheet of a workbook file, with the parts it refers to."""

    def __init__(self, path: Path, title: str) -> None:
        self._archive = zipfile.ZipFile(path)
        with self._archive:
            self.names = tuple(self._archive.namelist())
            book = self._parsed("xl/workbook.xml")
            related = self._related("xl/workbook.xml")
            self.part = ""
            for sheet in book.iter("{*}sheet") if book is not None else ():
                if sheet.get("name") == title:
                    self.part = related.get(sheet.get(f"{RELATION}id", ""), "")
            root = self._parsed(self.part)
            self.root = root if root is not None else etree.Element("worksheet")
            self.related = self._related(self.part)
            self.drawing, self.drawing_related = self._linked("drawing")
            self.legacy, _ = self._linked("legacyDrawing")
            self.media = self._media(self.drawing_related)
            self.embedded = self._embedded()

    def styles(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Row and column of every cell as written, with the number of its style."""
        for cell in self.find("c"):
            if place := cell.get("r"):
                yield coordinate_to_tuple(place), int(cell.get("s", "0"))

    def find(self, name: str) -> Iterator[Element]:
        """Elements of the sheet by their local name."""
        return self.root.iter(f"{{*}}{name}")

    def _media(self, related: Mapping[str, str]) -> dict[str, bytes]:
        return {
            name: self._archive.read(name)
            for name in related.values()
            if name.startswith("xl/media/") and self._is_small(name)
        }

    def _embedded(self) -> dict[str, bytes]:
        """Pictures inside cells, as WPS keeps them, by the name the cell's formula gives."""
        root, related = self._parsed(_IN_CELLS), self._related(_IN_CELLS)
        media = self._media(related)
        found = {}
        for picture in root.iter("{*}pic") if root is not None else ():
            named, blip = picture.find(".//{*}cNvPr"), picture.find(".//{*}blip")
            if named is not None and blip is not None:
                part = related.get(blip.get(f"{RELATION}embed", ""), "")
                found[named.get("name", "")] = media.get(part, b"")
        return found

    def _linked(self, name: str) -> tuple[Element | None, Mapping[str, str]]:
        link = self.root.find(f"{{*}}{name}")
        part = self.related.get(link.get(f"{RELATION}id", ""), "") if link is not None else ""
        return self._parsed(part), self._related(part)

    def _parsed(self, part: str) -> Element | None:
        if not self._is_small(part):
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        return etree.fromstring(self._archive.read(part), parser)

    def _related(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        root = self._parsed(f"{folder}/_rels/{name}.rels")
        links = root.iter(f"{_PACKAGE}Relationship") if root is not None else ()
        return {
            link.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, link.get("Target", ""))
            ).lstrip("/")
            for link in links
            if link.get("TargetMode") != "External"
        }

    def _is_small(self, part: str) -> bool:
        return part in self.names and self._archive.getinfo(part).file_size <= _MOST
