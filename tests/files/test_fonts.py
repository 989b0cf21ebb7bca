"""Characters on paper: every one drawn and searchable, or named before printing."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from kcdesk.files import fonts as fonts_room
from kcdesk.files.font_faces import face_named, face_of, to_unicode_map
from kcdesk.files.font_system import rare_faces, system_folders
from kcdesk.files.fonts import ROLES, SANS, SERIF, SERIF_BOLD, Fonts, name_of
from kcdesk.kernel.errors import Fault

RARE = "𫍯䶮㛃龑㵘𠅤"


@pytest.fixture(scope="module")
def fonts(resources: Path) -> Fonts:
    return Fonts.load(resources / "fonts", system=False)


def page(fonts: Fonts, text: str, role: str = "fangsong", *, bold: bool = False) -> bytes:
    paper = io.BytesIO()
    canvas = fonts.canvas(paper, (595.3, 841.9))
    fonts.draw(canvas, 40, 780, text, role, 14, bold)
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(document[0].get_textpage().get_text_range().split())


def test_the_shipped_fonts_are_the_ones_listed(resources: Path) -> None:
    listed = (resources / "fonts/SHA256SUMS").read_text("utf-8").splitlines()
    assert len(listed) == len(list((resources / "fonts").glob("*.ttf")))
    for line in listed:
        digest, name = line.split()
        assert hashlib.sha256((resources / "fonts" / name).read_bytes()).hexdigest() == digest
    assert "SIL OPEN FONT LICENSE" in (resources / "fonts/OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("bold", [False, True])
def test_every_role_draws_rare_names_and_they_can_be_searched(
    fonts: Fonts, role: str, bold: bool
) -> None:
    assert text_of(page(fonts, f"法定代表人{RARE}√", role, bold=bold)) == f"法定代表人{RARE}√"


def test_the_same_text_gives_the_same_bytes_whatever_was_printed_before(fonts: Fonts) -> None:
    first = page(fonts, "人民币壹拾捌万元整")
    page(fonts, "另一份完全不同的文书" + RARE)
    assert page(fonts, "人民币壹拾捌万元整") == first


def test_all_fonts_of_a_page_are_embedded(fonts: Fonts) -> None:
    pdf = page(fonts, "平湖abc")
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == 1


def test_a_page_stays_small(fonts: Fonts) -> None:
    assert len(page(fonts, "平湖市科创贷款工作联席会议办公室")) < 20_000


def test_a_character_the_face_lacks_comes_from_the_next_face(fonts: Fonts) -> None:
    serif, sans = (set(face_of(fonts.folder / file).advances) for file in (SERIF, SANS))
    only_sans = chr(min(sans - serif))
    assert [(run.font_name, run.text) for run in fonts.runs(f"平{only_sans}湖", "song")] == [
        ("NotoSerifSC-Regular", "平"),
        ("NotoSansSC-Regular", only_sans),
        ("NotoSerifSC-Regular", "湖"),
    ]
    assert text_of(page(fonts, f"平{only_sans}湖", "song")) == f"平{only_sans}湖"


def test_characters_that_share_a_glyph_keep_their_own_text(fonts: Fonts) -> None:
    assert text_of(page(fonts, "〈①〉〈➀〉…⋯平湖", "song")) == "〈①〉〈➀〉…⋯平湖"


def test_a_character_no_font_has_is_an_empty_box_if_it_is_drawn_all_the_same(
    fonts: Fonts,
) -> None:
    assert "平湖" in text_of(page(fonts, "平湖𠮷", "song"))
    assert fonts.width("𠮷", "song", 10) == 10


def test_characters_no_font_has_are_named_once(fonts: Fonts) -> None:
    assert fonts.missing("\U00020bb7野家☑和\U00020bb7") == ("\U00020bb7", "☑")
    assert name_of("\U00020bb7") == "“\U00020bb7”（U+20BB7）"
    assert fonts.missing(RARE + "￥¥〔2023〕№①√■□—…％") == ()


def test_characters_without_ink_are_neither_missing_nor_drawn(fonts: Fonts) -> None:
    joined = "平\u200b湖\ufe0f\u2028市\n"
    assert fonts.missing(joined) == ()
    assert "".join(run.text for run in fonts.runs(joined, "song")) == "平湖市"
    assert fonts.width(joined, "song", 16) == 48


@given(st.text("平湖市abcXYZ 0123456789.,，。（）《》" + RARE, max_size=60))
def test_width_is_the_sum_of_its_parts(text: str) -> None:
    fonts = Fonts.load(Path(__file__).parents[2] / "resources/fonts", system=False)
    half = len(text) // 2
    whole = fonts.width(text, "fangsong", 12)
    parts = fonts.width(text[:half], "fangsong", 12) + fonts.width(text[half:], "fangsong", 12)
    assert whole == pytest.approx(parts)


def test_draw_returns_where_the_text_ends(fonts: Fonts) -> None:
    canvas = fonts.canvas(io.BytesIO(), (595.3, 841.9))
    end = fonts.draw(canvas, 100, 700, "平湖市", "song", 10, spacing=2)
    assert end == pytest.approx(136)


def test_every_role_is_substituted_without_the_machines_own_faces(fonts: Fonts) -> None:
    assert fonts.substituted == tuple(ROLES)


def test_the_machines_own_faces_come_first(
    tmp_path: Path, resources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows, own = tmp_path / "Fonts", tmp_path / "own"
    windows.mkdir()
    own.mkdir()
    shutil.copy(resources / "fonts" / SANS, windows / "SIMHEI.TTF")
    shutil.copy(resources / "fonts" / SERIF, own / "simfang.ttf")
    (windows / "simkai.ttf").write_bytes(b"not a font")
    monkeypatch.setattr(fonts_room, "system_folders", lambda: (windows, own, tmp_path / "none"))
    Fonts.load.cache_clear()
    try:
        fonts = Fonts.load(resources / "fonts", system=True)
    finally:
        Fonts.load.cache_clear()
    assert fonts.substituted == ("song", "xiaobiaosong", "kai")
    assert fonts.runs("平湖", "hei")[0].font_name == face_of(windows / "SIMHEI.TTF").fontName
    bold = fonts.runs("平湖", "fangsong", bold=True)
    assert (bold[0].font_name, bold[0].thick) == (
        face_of(own / "simfang.ttf").fontName, True,
    )  # fmt: skip
    assert text_of(page(fonts, "仿宋加粗", bold=True)) == "仿宋加粗"


def test_a_face_for_rare_characters_is_tried_last(tmp_path: Path, resources: Path) -> None:
    shutil.copy(resources / "fonts" / SANS, tmp_path / "SimSunB.ttf")
    (tmp_path / "sursong.ttf").write_bytes(b"not a font")
    assert rare_faces((tmp_path, tmp_path / "none")) == ((tmp_path / "SimSunB.ttf", 0),)
    only_sans = chr(
        min(
            set(face_of(resources / "fonts" / SANS).advances)
            - set(face_of(resources / "fonts" / SERIF).advances)
        )
    )
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    for name in (SERIF, SERIF_BOLD):
        shutil.copy(resources / "fonts" / name, shipped / name)
    shutil.copy(resources / "fonts" / SERIF, shipped / SANS)  # which lacks the character now
    without = Fonts(shipped, {}, ())
    assert without.missing(only_sans) == (only_sans,)
    fonts = Fonts(shipped, {}, (), rare_faces((tmp_path,)))
    assert fonts.missing(only_sans) == ()
    for role in ROLES:
        assert (
            fonts.runs(only_sans, role)[0].font_name == face_of(tmp_path / "SimSunB.ttf").fontName
        )


def test_two_files_of_one_name_are_two_faces(tmp_path: Path, resources: Path) -> None:
    """The second one read does not take the place of the first in texts of the same process."""
    real = face_of(resources / "fonts" / SANS)
    shutil.copy(resources / "fonts" / SERIF, tmp_path / SANS)
    other = face_of(tmp_path / SANS)
    (tmp_path / "again").mkdir()
    shutil.copy(resources / "fonts" / SERIF, tmp_path / "again" / SANS)
    third = face_of(tmp_path / "again" / SANS)
    assert len({real.fontName, other.fontName, third.fontName}) == 3
    assert face_named(real.fontName) is real
    registered: object = pdfmetrics.getFont(real.fontName)
    assert registered is real


def test_on_windows_both_font_folders_are_looked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", "W")
    monkeypatch.setenv("LOCALAPPDATA", "L")
    assert system_folders() == (Path("W/Fonts"), Path("L/Microsoft/Windows/Fonts"))
    monkeypatch.delenv("LOCALAPPDATA")
    assert system_folders() == (Path("W/Fonts"),)
    monkeypatch.setattr(sys, "platform", "linux")
    assert system_folders() == ()


def test_a_missing_shipped_font_is_a_fault_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=SERIF):
        Fonts.load(tmp_path, system=False)


def test_a_damaged_font_is_a_fault_that_names_it(tmp_path: Path, resources: Path) -> None:
    for file in (resources / "fonts").glob("*.ttf"):
        shutil.copy(file, tmp_path)
    (tmp_path / SERIF).write_bytes((tmp_path / SERIF).read_bytes()[:5000])
    broken = Fonts.load(tmp_path, system=False)
    with pytest.raises(Fault, match=SERIF):
        broken.runs("平湖", "song")
    with pytest.raises(Fault, match=SERIF):
        broken.warm()


def test_the_map_back_to_text_keeps_to_the_pdf_limits() -> None:
    text = to_unicode_map("F", [0, *range(0x4E00, 0x4E00 + 150), 0x2BD6F])
    assert "100 beginbfchar" in text
    assert "51 beginbfchar" in text
    assert "<0097> <D86FDD6F>" in text
