"""Draws small forms for tests, as a clerk would in a spreadsheet program, and reads papers back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
from openpyxl.styles import Alignment, Border, Font, Side

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_paint import paint_form
from kcdesk.files.paper import Painted, PaperNumber
from kcdesk.packs.forms import FormSpec, load_form

MM = 72 / 25.4
SHIPPED = Path(__file__).resolve().parents[2] / "resources/fonts"


def fonts() -> Fonts:
    return Fonts.load(SHIPPED, system=False)


class Board:
    """A workbook being drawn: A4, a table of columns 20 mm wide, thin borders."""

    def __init__(self, folder: Path, columns: int = 4) -> None:
        self.folder = folder / "paper"
        self.book = openpyxl.Workbook()
        self.sheet: Any = self.book.worksheets[0]
        normal: Any = self.book
        normal._named_styles["Normal"].font = Font(name="宋体", sz=11)
        self.sheet.page_setup.paperSize = 9
        self.sheet.page_margins.left = self.sheet.page_margins.right = 20 / 25.4
        self.sheet.page_margins.top = 20 / 25.4
        self.sheet.page_margins.bottom = 26 / 25.4
        for number in range(columns):
            self.sheet.column_dimensions["ABCDEFGH"[number]].width = 9.5

    def cell(
        self,
        place: str,
        text: object = None,
        *,
        size: float = 12,
        font: str = "仿宋",
        wrap: bool = True,
        line: Any = "thin",
        across: str | None = None,
        down: str = "center",
        **extra: Any,
    ) -> Any:
        """Write a cell, or a block ``A1:B2`` merged into one."""
        style = {k: extra.pop(k) for k in ("bold", "underline", "italic") if k in extra}
        side = Side(style=line) if line else Side()
        first = place.split(":", maxsplit=1)[0]
        if ":" in place:
            for row in self.sheet[place]:
                for part in row:
                    part.border = Border(left=side, right=side, top=side, bottom=side)
            self.sheet.merge_cells(place)
        cell = self.sheet[first]
        cell.value = text
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.font = Font(
            name=font,
            sz=size,
            b=style.get("bold"),
            i=style.get("italic"),
            u=style.get("underline"),
        )
        cell.alignment = Alignment(horizontal=across, vertical=down, wrap_text=wrap, **extra)
        return cell

    def height(self, row: int, points: float) -> None:
        self.sheet.row_dimensions[row].height = points

    def save(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.book.save(self.folder / "layout.xlsx")
        return self.folder / "layout.xlsx"

    def spec(self, more: str = "") -> FormSpec:
        """Saved, with a form.toml of id, title, subject and `more`."""
        self.save()
        text = 'id = "paper"\ntitle = "试纸"\nsubject = "claims"\n' + more
        (self.folder / "form.toml").write_text(text, "utf-8")
        return load_form(self.folder)

    def paint(
        self,
        values: Mapping[str, object] | None = None,
        more: str = "",
        copies: Sequence[str] = (),
        draft: bool = False,
    ) -> Painted:
        number = PaperNumber(1, tuple(copies))
        return paint_form(self.spec(more), values or {}, fonts(), number=number, draft=draft)


def pages(paper: Painted | bytes) -> list[str]:
    """The text of every page, without blanks."""
    pdf = paper if isinstance(paper, bytes) else paper.pdf
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append("".join(text_page.get_text_range().split()))
            text_page.close()
            page.close()
    return texts


def in_order(paper: Painted) -> list[str]:
    """The text of every page as it is read, line by line from the left; without blanks."""
    texts = []
    with pypdfium2.PdfDocument(paper.pdf) as document:
        for page in document:
            text_page = page.get_textpage()
            letters = []
            for at in range(text_page.count_chars()):
                left, low, _, high = text_page.get_charbox(at, loose=True)
                letters.append(((low + high) / 2, left, text_page.get_text_range(at, 1)))
            text_page.close()
            page.close()
            lines: list[list[tuple[float, str]]] = []
            above = float("inf")
            for middle, left, letter in sorted(letters, key=lambda found: -found[0]):
                if above - middle > 4:
                    lines.append([])
                    above = middle
                lines[-1].append((left, letter))
            shown = "".join(letter for line in lines for _, letter in sorted(line))
            texts.append("".join(shown.split()))
    return texts


def picture(paper: Painted, page: int = 0, dpi: int = 72) -> Any:
    """A page as a grey picture; `picture(...)[x, y]` with (0, 0) at the upper left."""
    with pypdfium2.PdfDocument(paper.pdf) as document:
        shot = document[page].render(scale=dpi / 72, grayscale=True)
        return shot.to_pil().copy()


def darkest(image: Any, left: float, top: float, right: float, bottom: float) -> int:
    """The darkest grey in a part of a picture: 0 is black, 255 white."""
    return int(image.crop((int(left), int(top), int(right), int(bottom))).getextrema()[0])
