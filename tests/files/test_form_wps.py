"""A workbook as WPS on a Chinese desk writes it, part by part, not as openpyxl would."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from kcdesk.files.form_paint import check_form, paint_form
from kcdesk.files.form_reading import layout_of
from kcdesk.files.form_workbook import fill_workbook
from kcdesk.files.paper import PaperNumber
from kcdesk.packs.forms import FormSpec, load_form
from tests.files.drawing_board import darkest, fonts, in_order, picture

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATED = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'

TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
<Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/>
</Types>"""
BOOK = f"""{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><fileVersion appName="xl" lowestEdited="3"/>
<bookViews><workbookView windowWidth="28800" windowHeight="12375"/></bookViews>
<sheets><sheet name="表样" sheetId="1" r:id="rId1"/></sheets>
<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表样!$A$1:$D$3</definedName>
<definedName name="_xlnm.Print_Titles" localSheetId="0">表样!$1:$1</definedName></definedNames>
<calcPr calcId="144525"/></workbook>"""
BOOK_RELATED = f"""{RELATED}<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="rId4" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>
</Relationships>"""
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<fonts count="2"><font><sz val="11"/><color theme="1"/><name val="宋体"/><charset val="134"/><scheme val="minor"/></font>
<font><b/><sz val="14"/><name val="仿宋_GB2312"/><charset val="134"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="2"><border/><border><left style="thin"><color auto="1"/></left><right style="thin"><color auto="1"/></right>
<top style="thin"><color auto="1"/></top><bottom style="thin"><color auto="1"/></bottom></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment vertical="center"/></xf></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment vertical="center"/></xf>
<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">
<alignment horizontal="center" vertical="center" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>
<tableStyles count="0" defaultTableStyle="TableStyleMedium2"/></styleSheet>"""
STRINGS = f"""{HEAD}<sst xmlns="{MAIN}" count="2" uniqueCount="2">
<si><t>企业名称</t><phoneticPr fontId="1" type="noConversion"/></si>
<si><t xml:space="preserve">{{{{ enterprise.name }}}}</t></si></sst>"""
SHEET = f"""{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetPr/><dimension ref="A1:D3"/>
<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>
<sheetFormatPr defaultColWidth="9" defaultRowHeight="13.5" outlineLevelCol="3"/>
<cols><col min="1" max="1" width="12.625" customWidth="1"/><col min="2" max="3" width="10.375" customWidth="1"/></cols>
<sheetData>
<row r="1" ht="30" customHeight="1" spans="1:4"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c>
<c r="C1" s="1"/><c r="D1" s="1"/></row>
<row r="2" ht="60" customHeight="1" spans="1:4"><c r="A2" s="1"/>
<c r="B2" s="1" t="str"><f>_xlfn.DISPIMG("ID_7F2A",1)</f><v>=DISPIMG("ID_7F2A",1)</v></c></row>
<row r="3" spans="1:4"><c r="A3" s="1"><v>5</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="B1:D1"/></mergeCells>
<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>
<pageSetup paperSize="9" orientation="portrait"/><headerFooter/></worksheet>"""
IN_CELLS = """<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"
xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage><xdr:pic>
<xdr:nvPicPr><xdr:cNvPr id="2" name="ID_7F2A" descr="seal"/><xdr:cNvPicPr/></xdr:nvPicPr>
<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>
<xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic></etc:cellImage></etc:cellImages>"""
IN_CELLS_RELATED = f'{RELATED}<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/image1.png"/></Relationships>'


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 20), (0, 0, 0)).save(file, "PNG")
    return file.getvalue()


def written(folder: Path, image: bytes) -> FormSpec:
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "layout.xlsx", "w") as archive:
        for name, text in {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'{RELATED}<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": BOOK_RELATED,
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": STRINGS,
            "xl/worksheets/sheet1.xml": SHEET,
            "xl/cellimages.xml": IN_CELLS,
            "xl/_rels/cellimages.xml.rels": IN_CELLS_RELATED,
        }.items():
            archive.writestr(name, text)
        archive.writestr("xl/media/image1.png", image)
    text = 'id = "paper"\ntitle = "试纸"\nsubject = "claims"\n'
    (folder / "form.toml").write_text(text, "utf-8")
    return load_form(folder)


@pytest.fixture
def spec(tmp_path: Path) -> FormSpec:
    return written(tmp_path / "paper", photo())


def test_a_form_from_wps_is_read_with_its_own_arithmetic(spec: FormSpec) -> None:
    layout = layout_of(spec)
    # 宋体 11: a digit is eight pixels; 12.625 characters are 101, 10.375 are 83, 9 are 72.
    assert layout.columns == pytest.approx((0, 101 * 0.75, 184 * 0.75, 267 * 0.75, 339 * 0.75))
    assert layout.heights == pytest.approx((30, 60, 14 * 1.3))
    assert layout.titles is not None
    assert layout.problems == layout.faults == ()


def test_it_prints_with_the_picture_inside_its_cell(spec: FormSpec) -> None:
    paper = paint_form(spec, {"enterprise": {"name": "甲公司"}}, fonts(), number=PaperNumber(1))
    assert in_order(paper)[0].startswith("企业名称甲公司5")
    # A square picture in a cell of 62 by 60 points: 60 by 60, in the middle.
    left, top = 54 + 101 * 0.75 + 1, 72 + 30
    image = picture(paper)
    assert darkest(image, left + 2, top + 2, left + 58, top + 58) < 20
    assert (
        image.crop((int(left + 3), int(top + 3), int(left + 57), int(top + 57))).getextrema()[1]
        < 30
    )


def test_it_gives_a_spreadsheet_too(spec: FormSpec) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(fill_workbook(spec, {"enterprise": {"name": "甲公司"}}, fonts()))
    )
    sheet: Any = book.worksheets[0]
    assert (sheet["A1"].value, sheet["B1"].value, sheet["B2"].value) == ("企业名称", "甲公司", None)
    assert len(sheet._images) == 1


def test_a_picture_of_another_kind_inside_a_cell_is_named(tmp_path: Path) -> None:
    spec = written(tmp_path / "paper", b"BM no picture we know")
    said = [problem.message for problem in check_form(spec, fonts())]
    assert any("单元格B2：嵌入单元格的图片不是 PNG 或 JPEG，不能打印" in text for text in said)
