"""Pictures stand where and as large as they are drawn; what else floats is named by its cell."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.drawing.image import Image as Drawn
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.pagebreak import Break
from PIL import Image, ImageFilter

from kcdesk.files.form_check import check_layout
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_paint import paint_form
from kcdesk.files.form_reading import layout_of, read_layout
from kcdesk.files.form_rows import fill_rows
from kcdesk.files.form_template import template_of
from kcdesk.files.form_workbook import fill_workbook
from kcdesk.files.paper import PaperNumber
from tests.files.drawing_board import MM, Board, darkest, fonts, picture

LEFT, TOP = 20 * MM, 20 * MM
WIDE = 57.0
EMU = 12700
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"


def drawing(folder: Path, kind: str = "PNG") -> Drawn:
    """A black picture; from a file, because a board is saved more than once."""
    (folder / f"photo.{kind}").write_bytes(photo(kind).getvalue())
    return Drawn(str(folder / f"photo.{kind}"))


def photo(kind: str = "PNG", colour: tuple[int, ...] = (0, 0, 0), mode: str = "RGB") -> io.BytesIO:
    file = io.BytesIO()
    Image.new(mode, (40, 20), colour).save(file, kind)
    return file


@pytest.fixture
def board(tmp_path: Path) -> Board:
    board = Board(tmp_path)
    for row in range(1, 4):
        board.cell(f"A{row}:D{row}", f"第{row}行", line=None)
        board.height(row, 60)
    return board


def put(board: Board, kind: str = "PNG", row: int = 1, column: int = 1, height: float = 30) -> None:
    """A picture 60 points wide, 6 right of and 9 below the corner of a cell."""
    drawn = drawing(board.folder.parent, kind)
    corner = AnchorMarker(col=column, colOff=6 * EMU, row=row, rowOff=9 * EMU)
    drawn.anchor = OneCellAnchor(corner, XDRPositiveSize2D(60 * EMU, int(height * EMU)))
    board.sheet.add_image(drawn)


def ink(image: Any) -> tuple[int, int, int, int]:
    """Where the large black picture stands."""
    # Letters and lines are thinner than nine dots and vanish.
    dark = image.filter(ImageFilter.MaxFilter(9)).point(lambda shade: 255 if shade < 60 else 0)
    box = dark.crop((0, 0, image.width, 700)).getbbox()
    assert box is not None
    return box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_stands_at_its_place_in_its_size(board: Board, kind: str) -> None:
    put(board, kind)
    spec = board.spec()
    paper = paint_form(spec, {}, fonts(), number=PaperNumber(1))
    box = ink(picture(paper))
    x, y = LEFT + WIDE + 6, TOP + 60 + 9
    assert box == pytest.approx((x, y, x + 60, y + 30), abs=1.5)
    assert paint_form(spec, {}, fonts(), number=PaperNumber(1)) == paper
    assert paper.notes == ()


def test_a_picture_between_two_cells_and_a_scale(board: Board) -> None:
    drawn = drawing(board.folder.parent)
    begin = AnchorMarker(col=1, colOff=0, row=1, rowOff=0)
    drawn.anchor = TwoCellAnchor(_from=begin, to=AnchorMarker(col=3, colOff=0, row=2, rowOff=0))
    board.sheet.add_image(drawn)
    board.sheet.page_setup.scale = 50
    box = ink(picture(board.paint()))
    x, y = LEFT + WIDE / 2, TOP + 30
    assert box == pytest.approx((x, y, x + WIDE, y + 30), abs=1.5)


def test_a_picture_moves_with_its_row_and_keeps_its_rows_together(board: Board) -> None:
    board.cell("A1:D1", "{{ text }}")
    put(board, row=1, height=100)
    spec = board.spec()
    strip = fill_rows(template_of(spec, fonts()), {"text": "短"})
    assert strip.skeleton.glued == {2}
    box = ink(picture(board.paint({"text": "平湖市科创贷款" * 14})))
    assert box[1] > TOP + 69 + 20
    tall = "平湖市科创贷款\n" * 40
    first, second = pages_of(fill_rows(template_of(spec, fonts()), {"text": tall}))
    assert [slot.place for slot in first] == [0]
    assert [slot.place for slot in second] == [1, 2]


def test_a_picture_on_a_title_row_stands_on_every_page(board: Board) -> None:
    put(board, row=0)
    board.sheet.print_title_rows = "1:1"
    board.sheet.row_breaks.append(Break(id=2))
    paper = board.paint()
    assert paper.pages == 2
    assert ink(picture(paper, 0)) == ink(picture(paper, 1))
    assert paper.pdf.count(b"/Subtype /Image") == 1


def test_a_cut_picture_shows_what_is_left_of_it(board: Board) -> None:
    half = Image.new("RGB", (40, 20), (255, 255, 255))
    half.paste((0, 0, 0), (20, 0, 40, 20))
    half.save(board.folder.parent / "half.png")
    drawn = Drawn(str(board.folder.parent / "half.png"))
    corner = AnchorMarker(col=1, colOff=6 * EMU, row=1, rowOff=9 * EMU)
    drawn.anchor = OneCellAnchor(corner, XDRPositiveSize2D(60 * EMU, 30 * EMU))
    board.sheet.add_image(drawn)
    spec = board.spec()
    cut = f'<srcRect xmlns="{MAIN}" l="50000"/>'
    rewrite(spec.drawing, "xl/drawings/drawing1.xml", "</blipFill>", f"{cut}</blipFill>")
    assert layout_of(spec).pictures[0].crop == (0.5, 0, 0, 0)
    x, y = LEFT + WIDE + 6, TOP + 69
    paper = paint_form(spec, {}, fonts(), number=PaperNumber(1))
    assert ink(picture(paper)) == pytest.approx((x, y, x + 60, y + 30), abs=1.5)
    book = openpyxl.load_workbook(io.BytesIO(fill_workbook(spec, {}, fonts())))
    sheet: Any = book.worksheets[0]
    (image,) = sheet._images
    with Image.open(io.BytesIO(image._data())) as part:
        assert part.size == (20, 20)
        assert part.convert("L").getextrema() == (0, 0)


def test_a_see_through_picture_is_drawn_without_a_ground(board: Board) -> None:
    drawn = Drawn(photo(colour=(0, 0, 0, 0), mode="RGBA"))
    drawn.anchor = "B2"
    board.sheet.add_image(drawn)
    image = picture(board.paint())
    assert darkest(image, LEFT + WIDE + 2, TOP + 62, LEFT + WIDE + 20, TOP + 75) == 255


def rewrite(path: Path, part: str, old: str, new: str) -> None:
    """Change a part of a workbook file, as a program openpyxl does not know would write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("</spPr>", f'<xfrm xmlns="{MAIN}" rot="5400000"/></spPr>', "旋转或翻转"),
        ("r:embed", "r:link", "链接到别处的图片"),
    ],
)
def test_pictures_in_ways_that_are_not_drawn_are_named(
    board: Board, old: str, new: str, said: str
) -> None:
    put(board)
    path = board.save()
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/drawings/drawing1.xml").decode()
    old = old if old in text else re.sub("xdr:", "", old)
    rewrite(
        path, "xl/drawings/drawing1.xml", old, new if "xdr" in text else new.replace("xdr:", "")
    )
    (problem,) = read_layout(path).problems
    assert said in problem.message
    assert "单元格B2" in problem.message


@pytest.mark.parametrize("left", [20, 60])
def test_a_damaged_picture_is_named(board: Board, left: int) -> None:
    put(board)
    path = board.save()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/media/image1.png"] = parts["xl/media/image1.png"][:left]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "损坏的图片" in read_layout(path).problems[0].message


def test_everything_that_floats_is_named_with_its_cell_and_words(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (tmp_path / "logo.wmf").write_bytes(
        b"\xd7\xcd\xc6\x9a" + struct.pack("<HhhhhHIH", 0, 0, 0, 100, 100, 96, 0, 0) + b"\0" * 40
    )
    book = xlsxwriter.Workbook(folder / "layout.xlsx")
    sheet = book.add_worksheet()
    sheet.set_paper(9)
    sheet.set_margins(bottom=1)
    sheet.write("A1", "题")
    sheet.insert_textbox("B3", "请盖章", {"object_position": 1})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
    sheet.insert_chart("C9", chart)
    sheet.insert_image("D20", str(tmp_path / "logo.wmf"))
    sheet.insert_button("E5", {"caption": "打印"})
    sheet.write_comment("A1", "批注不打印")
    sheet.add_sparkline("F7", {"range": "Sheet1!A1:A3"})
    sheet.data_validation("A2", {"validate": "list", "source": ["是", "否"]})
    sheet.protect()
    sheet.freeze_panes(1, 0)
    book.close()
    said = [problem.message for problem in read_layout(folder / "layout.xlsx").problems]
    where = "版式“paper/layout.xlsx”单元格"
    assert set(said) == {
        f"{where}B3：上面有文本框“请盖章”，打印时不画。",
        f"{where}C9：上面有图表，打印时不画。",
        f"{where}D20：有一张WMF格式的图片，打印时不画。",
        f"{where}E5：上面有按钮、复选框等控件，打印时不画。",
        f"{where}F7：有迷你图，打印时不画。",
    }


def test_pictures_in_the_header_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    book = xlsxwriter.Workbook(folder / "layout.xlsx")
    sheet = book.add_worksheet()
    sheet.set_paper(9)
    sheet.set_margins(bottom=1)
    sheet.write("A1", "题")
    sheet.set_header("&L&G", {"image_left": "seal.png", "image_data_left": photo()})
    book.close()
    said = [problem.message for problem in read_layout(folder / "layout.xlsx").problems]
    assert "版式“paper/layout.xlsx”：页眉页脚里有图片，打印时不打。" in said


def test_the_check_says_what_floats(board: Board) -> None:
    put(board)
    spec = board.spec()
    rewrite(spec.drawing, "xl/drawings/drawing1.xml", "r:embed", "r:link")
    assert any("链接到别处" in problem.message for problem in check_layout(spec, fonts()))
