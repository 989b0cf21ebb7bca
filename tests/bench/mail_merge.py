"""The same application forms by LibreOffice, where it is on the machine.

Both ways an office without kcdesk would go: a filled document a firm, turned into PDFs by
``soffice`` (what docxtpl and soffice do together; the filling is not counted), and one merged
document of all firms turned into one PDF (what is left of a mail merge when the merging costs
nothing). The documents hold the texts of the forms in tables of four columns, on as many pages.
Both sides are told in seconds of the processor.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from statistics import median

from tests.bench.figures import (
    Figure,
    Said,
    children_seconds,
    processor_seconds,
    side_by_side,
)

BATCH = 100
"""So many at once: given a thousand, soffice has been seen to stop at 247."""
GATE = 1 / 45

Documents = Sequence[Sequence[Sequence[str]]]
"""Document by document, page by page: the texts."""

ELSEWHERE = (
    "soffice is not on this machine. Measured elsewhere for 1,000 forms of one page: "
    "docxtpl and soffice 129 s, LibreOffice mail merge 32 s"
)

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="small" style:family="paragraph"><style:text-properties
 fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>
<style:style style:name="turn" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page"/><style:text-properties fo:font-size="8pt"/></style:style>
<style:style style:name="box" style:family="table-cell"><style:table-cell-properties
 fo:border="0.5pt solid #000000"/></style:style>
</office:automatic-styles><office:body><office:text>"""
TAIL = "</office:text></office:body></office:document>"


def figures(
    folder: Path, documents: Documents, paint: Callable[[], object]
) -> Iterator[Figure | Said]:
    """`paint` makes the same papers by kcdesk, in one PDF."""
    soffice = shutil.which("soffice")
    if soffice is None:
        yield Said(ELSEWHERE)
        return
    office = Office(soffice, folder)
    office.turn([office.write("warm", documents[:1])])
    each = [office.write(f"firm{n}", [document]) for n, document in enumerate(documents)]
    own = median(processor_seconds(paint) for _ in range(5))
    pairs = [(children_seconds(lambda: office.turn(each)), own)]
    yield side_by_side(
        f"{len(each)} forms, one PDF ÷ filled documents through soffice", pairs, GATE
    )
    merged = office.write("merged", documents)
    pairs = [(children_seconds(lambda: office.turn([merged])), own)]
    yield side_by_side(f"{len(each)} forms, one PDF ÷ merged document through soffice", pairs)


class Office:
    """soffice without a window, with a profile of its own."""

    def __init__(self, soffice: str, folder: Path) -> None:
        self._soffice, self._folder = soffice, folder
        self._out = folder / "soffice"

    def write(self, name: str, documents: Documents) -> Path:
        """A flat document of these pages."""
        body = []
        for page in (page for document in documents for page in document):
            body.append('<text:p text:style-name="turn"/><table:table>')
            body.append('<table:table-column table:number-columns-repeated="4"/>')
            for at in range(0, len(page), 4):
                cells = "".join(
                    '<table:table-cell table:style-name="box" office:value-type="string">'
                    f'<text:p text:style-name="small">{escape(text)}</text:p></table:table-cell>'
                    for text in page[at : at + 4]
                )
                body.append(f"<table:table-row>{cells}</table:table-row>")
            body.append("</table:table>")
        file = self._folder / f"{name}.fodt"
        file.write_text(HEAD + "".join(body) + TAIL, "utf-8")
        return file

    def turn(self, files: Sequence[Path]) -> None:
        """PDFs of them, and not one less."""
        shutil.rmtree(self._out, ignore_errors=True)
        profile = (self._folder / "profile").as_uri()
        subprocess.run(
            [
                self._soffice, "--headless", f"-env:UserInstallation={profile}",
                "--convert-to", "pdf", "--outdir", str(self._out), *map(str, files),
            ],
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": str(self._folder)},
        )  # fmt: skip
        made = len(list(self._out.glob("*.pdf")))
        assert made == len(files), f"soffice made {made} of {len(files)}"
