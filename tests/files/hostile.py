"""Workbooks that mean harm or are simply broken, made when a test asks for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlwt

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook_bytes(cells: dict[str, str | int | float], *, macro: bool = False) -> bytes:
    """A small honest .xlsx."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for place, value in cells.items():
        sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    if not macro:
        return out.getvalue()
    return with_parts(out.getvalue(), {"xl/vbaProject.bin": b"Attribute VB_Name\nShell calc"})


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same package with some parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
        for name, part in parts.items():
            if name not in old.namelist():
                new.writestr(name, part)
    return out.getvalue()


def sheet_xml(rows: str, head: str = "") -> bytes:
    """A worksheet part around some rows."""
    text = f'{head}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return text.encode()


def with_sheet(rows: str, head: str = "") -> bytes:
    """A workbook whose only sheet is written by hand."""
    return with_parts(
        workbook_bytes({"A1": "x"}), {"xl/worksheets/sheet1.xml": sheet_xml(rows, head)}
    )


def far_corner() -> bytes:
    """One kilobyte; the dense grid between its two cells would take half a terabyte."""
    return workbook_bytes({"A1": 1, "XFD1048576": 1})


def lone_far_corner() -> bytes:
    return workbook_bytes({"XFD1048576": 1})


def cell_bomb(mebibytes: int) -> bytes:
    """A cell of that many mebibytes in a small package."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook_bytes({"A1": "x"}))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w") as part:
            begin, end = sheet_xml(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>|</t></is></c></row>'
            ).split(b"|")
            part.write(begin)
            for _ in range(mebibytes):
                part.write(b"A" * (1 << 20))
            part.write(end)
    return out.getvalue()


def lying_cell_bomb(mebibytes: int) -> bytes:
    """The same, but the package says the part has a thousand bytes."""
    content = bytearray(cell_bomb(mebibytes))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    true_size = part.file_size.to_bytes(4, "little")
    for place in (at for at in range(len(content) - 4) if content[at : at + 4] == true_size):
        content[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def billion_laughs() -> bytes:
    lines = ['<!DOCTYPE x [<!ENTITY a0 "哈">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    lines.append("]>")
    return with_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c>'
        '<c r="B1" t="e"><v>#REF!</v></c></row>',
        "".join(lines),
    )


def outside_entity(secret: Path) -> bytes:
    """A workbook that would like to read a file of this PC (XXE)."""
    return with_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>',
        f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
    )


def password_protected() -> bytes:
    """What the outside of an encrypted workbook looks like: a container with one package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096


def old_workbook(fill: Callable[[xlwt.Worksheet], None] = lambda _sheet: None) -> bytes:
    """A small honest .xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    sheet.write(0, 0, "企业名称")
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_workbook_with_password() -> bytes:
    """The record that says the rest is encrypted, where the first record of the sheet stood."""
    content = bytearray(old_workbook())
    codepage = content.index(b"\x42\x00\x02\x00")  # CODEPAGE, two bytes long
    content[codepage : codepage + 4] = b"\x2f\x00\x02\x00"  # FILEPASS
    return bytes(content)


WEB_PAGE = "<html><head><meta charset=gbk></head><table><tr><td>单位名称</td></tr></table></html>"
XML_SHEET = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
