"""A paper checked from the command line: by its code, by its QR, by the file of a scan."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.paper import draw_qr
from tests.app.conftest import Command
from tests.app.test_cli_office import forge
from tests.files.scanner import grained, jpeg, scanned, sheets, turned


@pytest.fixture
def office(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path / "office"))


@pytest.fixture
def paper(kcdesk: Command, office: Path) -> Path:
    """The approval form of the first claim, printed a second time."""
    return Path(kcdesk("print", "approval", "--of", 1, "--office", office).out.strip())


def code_of(kcdesk: Command, office: Path, paper: Path) -> str:
    told = json.loads(kcdesk("paper", paper, "--office", office, "--json").out)
    (found,) = told["papers"]
    return f"approval/2/{found['code']}"


def test_a_code_tells_the_print_and_is_0(kcdesk: Command, office: Path, paper: Path) -> None:
    said = kcdesk("paper", code_of(kcdesk, office, paper).lower(), "--office", office)
    assert said.code == 0
    assert said.out.startswith("这是")
    assert "第2次打印" in said.out
    assert "与业务库现在的一致" in said.out


def test_a_scan_is_read_and_told_to_other_programs(
    kcdesk: Command, office: Path, paper: Path, tmp_path: Path
) -> None:
    pages = [grained(turned(page, 180)) for page in sheets(paper.read_bytes(), 150)]
    (tmp_path / "扫描.pdf").write_bytes(scanned(pages, 150))
    (tmp_path / "照片.jpg").write_bytes(jpeg(pages[0]))
    for name in ("扫描.pdf", "照片.jpg"):
        said = kcdesk("paper", tmp_path / name, "--office", office, "--json")
        assert said.code == 0
        told = json.loads(said.out)
        assert told["ok"]
        (found,) = told["papers"]
        assert (found["form"], found["print_no"], found["is_unchanged"]) == ("approval", 2, True)
        assert found["later_on"] is None
        assert len(found["printed_on"]) == 10


def test_a_changed_value_is_1_and_named(kcdesk: Command, office: Path, paper: Path) -> None:
    assert forge(office, "UPDATE partner SET name = '平湖农商行' WHERE id = 1")
    said = kcdesk("paper", code_of(kcdesk, office, paper), "--office", office)
    assert said.code == 1
    assert "纸上的内容有" in said.out
    assert "，现在“平湖农商行”。" in said.out


def test_a_kept_print_that_was_forged_is_1(kcdesk: Command, office: Path, paper: Path) -> None:
    code = code_of(kcdesk, office, paper)
    for kept in (p for p in (office / "attachments").rglob("*") if p.is_file()):
        kept.write_bytes(b"%PDF-forged")
    said = kcdesk("paper", code, "--office", office)
    assert said.code == 1
    assert "存档的打印件缺失或被改动过" in said.out


def test_an_unknown_code_is_1_with_a_hint(kcdesk: Command, office: Path) -> None:
    said = kcdesk("paper", "0123 4567 89AB CDEF", "--office", office)
    assert said.code == 1
    assert "可能是别的单位或另一个业务库的" in said.err
    assert "不是校验码" in kcdesk("paper", "DC2022-0001", "--office", office).err


def test_a_scan_without_a_code_is_1(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    (tmp_path / "空白.jpg").write_bytes(jpeg(sheets(blank(), 72)[0]))
    said = kcdesk("paper", tmp_path / "空白.jpg", "--office", office)
    assert said.code == 1
    assert "没有读到二维码" in said.err


def test_a_stack_with_a_stranger_is_1_and_tells_both(
    kcdesk: Command, office: Path, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "混.pdf").write_bytes(
        scanned([*sheets(paper.read_bytes(), 150), *sheets(other(), 150)], 150)
    )
    said = kcdesk("paper", tmp_path / "混.pdf", "--office", office)
    assert said.code == 1
    assert "第2次打印" in said.out
    assert "打印记录里没有校验码 0123 4567 89AB CDEF" in said.out


def blank() -> bytes:
    return drawn("")


def other() -> bytes:
    return drawn("KCD-05/DC1/1/0123456789ABCDEF")


def drawn(code: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    if code:
        draw_qr(canvas, code, 60, 60, 40)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
