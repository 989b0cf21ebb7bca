"""Every shipped form looks as it did when somebody last looked at it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.files import golden_pages
from tests.files.drawing_board import Board
from tests.files.golden_pages import (
    DPI,
    GOLDEN,
    MOST_STRAY,
    differences,
    form_ids,
    form_of,
    picture,
    strays,
)


@pytest.mark.parametrize("form", form_ids())
def test_the_form_is_what_it_was(form: str) -> None:
    wrong = differences(form)
    assert not wrong, (
        f"{wrong}\nLook at it: python -m tests.files.golden_pages --to FOLDER {form}\n"
        f"If the change is meant: python -m tests.files.golden_pages {form}"
    )


def test_no_golden_page_is_of_a_form_that_is_gone() -> None:
    known = set(form_ids())
    assert {form_of(kept) for kept in (GOLDEN / "pages").glob("*.png")} == known
    assert {kept.stem for kept in GOLDEN.glob("*.txt")} == known


def test_the_golden_pages_stay_small() -> None:
    assert all(kept.stat().st_size < 60_000 for kept in (GOLDEN / "pages").glob("*.png"))


def page(folder: Path, *, moved: float = 0, lost: int = 0, text: str = "") -> Image.Image:
    """A small form with a frame, a hair line that may be moved, and words that may be lost."""
    board = Board(folder)
    for row, height in ((1, 60), (2, 30 + moved), (3, 60)):
        board.height(row, height)
    words = text or "核定补偿金额、账号1234"
    board.cell("A1:D1", words[: len(words) - lost] + "　" * lost, size=10.5, across="left")
    board.cell("A2:D2", "合作机构承担", size=8)
    board.cell("A3:D3", "担保机构承担", size=8, line="hair")
    with pypdfium2.PdfDocument(board.paint().pdf) as document:
        return picture(document, 0)


def test_a_page_agrees_with_itself(tmp_path: Path) -> None:
    assert strays(page(tmp_path), page(tmp_path))[0] == 0


def test_a_line_moved_by_two_dots_is_seen(tmp_path: Path) -> None:
    two = 2 * 72 / DPI
    worst, where = strays(page(tmp_path), page(tmp_path, moved=two))
    assert worst > MOST_STRAY
    colours: list[tuple[int, tuple[int, int, int]]] | None = where.getcolors(1 << 24)  # type: ignore[assignment]
    assert colours is not None
    assert any(red > blue for _, (red, _, blue) in colours), "what is gone is red"
    assert any(blue > red for _, (red, _, blue) in colours), "what is new is blue"


@pytest.mark.parametrize("text", ["核定补偿金额、账号1234", "核定补偿金额一", "承担金额、1"])
def test_one_lost_character_is_seen(tmp_path: Path, text: str) -> None:
    """A digit, and 一, the thinnest of all."""
    whole, less = page(tmp_path, text=text), page(tmp_path, text=text, lost=1)
    assert strays(whole, less)[0] > MOST_STRAY
    assert strays(less, whole)[0] > MOST_STRAY


def test_another_way_to_smooth_edges_passes(tmp_path: Path) -> None:
    """Everything a dot aside, everything bolder, everything lighter: still the same page."""
    now = page(tmp_path)
    grey = now.convert("L")
    aside = ImageChops.offset(grey, 1, 0).convert("1")
    bold = ImageChops.darker(grey, ImageChops.offset(grey, 0, 1)).convert("1")
    assert strays(now, aside)[0] <= MOST_STRAY
    assert strays(now, bold)[0] <= MOST_STRAY
    assert strays(bold, now)[0] <= MOST_STRAY


def test_another_size_never_agrees(tmp_path: Path) -> None:
    now = page(tmp_path)
    assert strays(now, now.crop((0, 0, 100, 100)))[0] > MOST_STRAY


def test_what_is_wrong_is_named_and_renewed_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = tmp_path / "golden"
    monkeypatch.setattr(golden_pages, "GOLDEN", golden)
    assert set(differences("sign_in").values()) == {"no golden picture", "no golden text"}
    golden_pages.renew("sign_in")
    assert differences("sign_in") == {}
    first = golden / "pages" / "sign_in-1.png"
    with Image.open(first) as kept:
        blank = kept.point(lambda _: 255)
    blank.save(first)
    blank.save(golden / "pages" / "sign_in-9.png")
    (golden / "sign_in.txt").write_text("别的字", "utf-8")
    assert set(differences("sign_in")) == {"sign_in-1.png", "sign_in-9.png", "sign_in.txt"}
    golden_pages.show("sign_in", tmp_path / "look")
    assert (tmp_path / "look" / "differs-sign_in-1.png").is_file()
    golden_pages.renew("sign_in")
    assert differences("sign_in") == {}
    blank.save(golden / "pages" / "gone-longest-1.png")
    golden_pages.drop_strangers()
    assert {form_of(kept) for kept in (golden / "pages").glob("*.png")} == {"sign_in"}
