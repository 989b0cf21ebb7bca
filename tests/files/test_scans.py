"""Scans: our codes are read from poor pages, strangers' files are refused, none takes us along."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files import foreign, scan_child
from kcdesk.files.foreign import Limits, command
from kcdesk.files.form_paint import paint
from kcdesk.files.paper import PaperNumber, draw_qr
from kcdesk.files.paper_code import Seal, code_of, digest_of, qr_text
from kcdesk.files.scans import LIMITS, SCANS, read_scan, split_scan
from kcdesk.files.workbook_lines import Lines
from kcdesk.kernel.errors import Cancelled, Fault, Refusal
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import fonts
from tests.files.scanner import grained, jpeg, png, scanned, sheets, turned

FORMS = Path(__file__).resolve().parents[2] / "forms"


@cache
def paper(form: str) -> tuple[bytes, Seal]:
    """A shipped form's sample as PDF, and what its QR says."""
    spec = load_form(FORMS / form)
    values = sample_of(spec)
    assert values is not None
    pdf = paint(spec, values, fonts(), number=PaperNumber(3, spec.copies[:1])).pdf
    document = {
        "claim_application": "平科贷补〔2023〕1号",
        "minutes": "〔2023〕1号",
        "recommendation": "平科函〔2023〕12号",
    }[form]
    return pdf, Seal(spec.number or form, document, 3, code_of(digest_of(values)))


def kept(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "扫描件"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("form", ["claim_application", "minutes", "recommendation"])
def test_our_own_pdf_says_what_it_is_on_every_page(tmp_path: Path, form: str) -> None:
    pdf, seal = paper(form)
    scan = read_scan(kept(tmp_path, pdf))
    assert scan.kind == "pdf"
    assert len(scan.pages) >= 1
    assert set(scan.pages) == {(seal,)}


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("degrees", [0, 90, 180, 2, -3])
@pytest.mark.parametrize("form", ["claim_application", "minutes"])
def test_poor_pages_are_read(tmp_path: Path, form: str, degrees: float, dpi: int) -> None:
    """Turned, grey, noisy, JPEG at 40: drawn forms have a code of 13.5 mm, letters one of 10."""
    pdf, seal = paper(form)
    pages = [grained(turned(page, degrees)) for page in sheets(pdf, dpi)[:2]]
    scan = read_scan(kept(tmp_path, scanned(pages, dpi)))
    assert scan.pages == ((seal,),) * len(pages)


@pytest.mark.parametrize(
    "way", ["jpeg", "png", "transparent", "black and white", "dotted", "large"]
)
def test_pictures_are_read(tmp_path: Path, way: str) -> None:
    pdf, seal = paper("claim_application")
    page = sheets(pdf, 600 if way == "large" else 200)[0]
    match way:
        case "png":
            content = png(grained(page))
        case "transparent":
            clear = Image.new("LA", page.size)
            clear.putalpha(page.point(lambda grey: 255 - grey))
            content = png(clear)
        case "black and white":
            content = png(page.point(lambda grey: 255 * (grey > 128), "1"))
        case "dotted":
            content = png(grained(page).convert("1"))
        case _:
            content = jpeg(grained(page))
    scan = read_scan(kept(tmp_path, content))
    assert scan.kind == ("jpeg" if way in {"jpeg", "large"} else "png")
    assert scan.pages == ((seal,),)


def test_what_a_scanner_writes_before_the_pdf_does_not_matter(tmp_path: Path) -> None:
    pdf, seal = paper("claim_application")
    assert read_scan(kept(tmp_path, b"\r\nSCAN 1.0\r\n" + pdf)).pages[0] == (seal,)


def test_somebody_elses_codes_are_left_out(tmp_path: Path) -> None:
    """A web address, a code in no encoding we know, and beside them one of ours."""
    ours = Seal("KCD-01", "平科贷申〔2021〕3号", 1, "0123456789ABCDEF")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    draw_qr(canvas, "https://example.org/KCD-01/1/2", 50, 700, 60)
    draw_qr(canvas, qr_text(ours), 300, 700, 60)
    canvas.showPage()
    canvas.save()
    page = sheets(out.getvalue())[0]
    other = zxingcpp.create_barcode(b"\xff\xfe\x80", zxingcpp.BarcodeFormat.QRCode)
    drawn = memoryview(zxingcpp.write_barcode_to_image(other, scale=6))  # type: ignore[arg-type]
    tall, wide = drawn.shape or ()
    page.paste(Image.frombytes("L", (wide, tall), drawn.tobytes()), (300, 1500))
    file = kept(tmp_path, png(page))
    assert len(zxingcpp.read_barcodes(page)) == 3
    assert read_scan(file).pages == ((ours,),)


def test_a_stack_is_taken_apart(tmp_path: Path) -> None:
    first, _ = paper("claim_application")
    second, seal = paper("minutes")
    stack = scanned([*sheets(first, 150)[:2], *sheets(second, 150)[:1]], 150)
    told: list[tuple[int, int, str]] = []
    parts = split_scan(
        kept(tmp_path, stack), [[1, 3], [2]], progress=lambda *news: told.append(news)
    )
    assert [len(pypdfium2.PdfDocument(part)) for part in parts] == [2, 1]
    (tmp_path / "部分").write_bytes(parts[0])
    assert read_scan(tmp_path / "部分").pages[1] == (seal,)
    assert all(total == 2 and text == "正在分开扫描件" for _, total, text in told)


# -- what is refused ---------------------------------------------------------------------------------


def refused(path: Path, **how: object) -> tuple[str, str]:
    with pytest.raises((Refusal, Fault)) as news:
        read_scan(path, **how)  # type: ignore[arg-type]
    said = news.value
    if isinstance(said, Refusal):
        return said.problems[0].code, str(said)
    assert isinstance(said, Fault)
    return said.code, str(said)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "scan.empty", "是空的"),
        (b"II*\0" + bytes(20), "scan.other", "是TIFF图片"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "scan.other", "是HEIC照片"),
        (b"PK\x03\x04" + bytes(20), "scan.other", "压缩包或Office文件"),
        ("签字盖章".encode(), "scan.unknown", "不是PDF、JPEG或PNG"),
        (b"%PDF-1.7\n" + bytes(500), "scan.damaged", "没有写入任何数据"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "scan.damaged", "已经损坏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "scan.damaged", "已经损坏"),
    ],
)
def test_other_files_and_damaged_ones_are_told(
    tmp_path: Path, content: bytes, code: str, words: str
) -> None:
    said = refused(kept(tmp_path, content))
    assert said[0] == code
    assert words in said[1]


def test_half_a_pdf_and_half_a_picture_are_damaged(tmp_path: Path) -> None:
    pdf, _ = paper("claim_application")
    page = sheets(pdf, 150)[0]
    for whole in (jpeg(page), png(page)):
        assert refused(kept(tmp_path, whole[: len(whole) // 2]))[0] == "scan.damaged"


def test_a_password_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("geheim", strength=128))
    canvas.showPage()
    canvas.save()
    assert refused(kept(tmp_path, out.getvalue()))[0] == "scan.password"


def test_too_many_pages_are_too_many(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(scan_child.MOST_PAGES + 1):
        document.new_page(10, 10)
    document.save(tmp_path / "多")
    assert refused(tmp_path / "多") == (
        "scan.pages",
        "文件“多”有501页，超过一次能读的500页。请分成几个文件扫描后再试。",
    )


def bomb(wide: int, tall: int) -> bytes:
    """A PNG of a few kilobytes that would take gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compress(bytes(1_000_000))
    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_an_image_bomb_is_not_opened(tmp_path: Path) -> None:
    assert refused(kept(tmp_path, bomb(60_000, 60_000)))[0] == "scan.pixels"


def test_a_page_as_large_as_a_field_is_drawn_small(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400)
    document.save(tmp_path / "大")
    assert read_scan(tmp_path / "大").pages == ((),)


def test_a_child_out_of_memory_takes_nothing_along(tmp_path: Path) -> None:
    pdf, _ = paper("claim_application")
    page = sheets(pdf, 600)[0].convert("RGB")
    code, _ = refused(kept(tmp_path, png(page)), limits=Limits(memory_bytes=130 << 20))
    assert code in {"scan.memory", "scan.damaged"}


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    pdf, _ = paper("claim_application")
    code, said = refused(kept(tmp_path, pdf), limits=Limits(file_bytes=1000))
    assert code == "scan.large"
    assert "用灰度、200点每英寸重新扫描" in said


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    pdf, _ = paper("claim_application")
    with pytest.raises(Cancelled):
        read_scan(kept(tmp_path, pdf), cancelled=lambda: True)


def test_only_pdfs_are_taken_apart(tmp_path: Path) -> None:
    pdf, _ = paper("claim_application")
    with pytest.raises(Refusal, match="不是PDF"):
        split_scan(kept(tmp_path, jpeg(sheets(pdf, 100)[0])), [[1]])
    with pytest.raises(Fault, match="第9页已经损坏"):
        split_scan(kept(tmp_path, pdf), [[9]])


# -- what the child may say --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "says",
    [
        '{"kind":"exe","pages":1}', '{"pages":1}', '["kind"]', "x", '{"kind":"pdf","pages":"x"}',
        '{"kind":"pdf","pages":1}\n{"codes":3}', '{"end":true}\n{"codes":[]}', "",
        '{"no":"mystery","detail":""}',
    ],
)  # fmt: skip
def test_a_child_that_talks_nonsense_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    script = f"print({says!r})"
    monkeypatch.setattr(foreign, "command", lambda *_: [sys.executable, "-c", script])
    assert refused(kept(tmp_path, b"x"))[0] == "scan.damaged"


def test_parts_nobody_asked_for_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """print('{"part":"7","size":1}')"""
    monkeypatch.setattr(foreign, "command", lambda *_: [sys.executable, "-c", script])
    with pytest.raises(Fault, match="已经损坏"):
        split_scan(kept(tmp_path, b"x"), [[1]])


def test_the_frozen_program_starts_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(SCANS, LIMITS, 10)[1:4] == ["-P", "-m", "kcdesk.files.scan_child"]
    program = tmp_path / "kcdesk"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert command(SCANS, LIMITS, 10) == [str(program), "--child-scan", str(1 << 30), "11"]


def test_the_child_speaks_even_when_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_content: bytes) -> str:
        raise MemoryError

    monkeypatch.setattr(scan_child, "kind_of", full)
    out = io.BytesIO()
    scan_child.answer(b"x", (), Lines(out))
    assert out.getvalue() == b'{"no":"memory","detail":""}\n'
