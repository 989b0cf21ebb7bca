"""What every shipped form looked like when somebody last looked: pages at 100 dots an inch, and text.

    python -m tests.files.golden_pages application minutes     renews these forms
    python -m tests.files.golden_pages --all                   renews all, drops what no form has
    python -m tests.files.golden_pages --changed               renews what no longer agrees

Look at the pages before you renew them (--to FOLDER writes them large, and nothing else). The
normal sample is kept whole, of the longest and the emptiest the first page. A page agrees when
every black dot has one beside it in the other picture: another way to smooth edges passes, a line
moved by two dots or a lost character does not.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from kcdesk.files import paper
from kcdesk.files.form_paint import paint
from kcdesk.files.paper import Painted, PaperNumber
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import fonts, pages

FORMS: Final = Path(__file__).resolve().parents[2] / "forms"
GOLDEN: Final = Path(__file__).with_name("golden")
DPI: Final = 100
_INK: Final = 200
"""Darker than this is black: a hair line between two dots is grey in both."""
_TILE: Final = 16
MOST_STRAY: Final = 3
"""So many dots of a tile may have no neighbour: the comma of a small face has four."""


def form_ids() -> list[str]:
    """Every shipped form."""
    return sorted(file.parent.name for file in FORMS.glob("*/form.toml"))


@cache
def painted(form: str, sample: str) -> Painted | None:
    """One copy of a form on one of its samples; None when it has no such sample."""
    spec = load_form(FORMS / form)
    values = sample_of(spec, sample)
    if values is None:
        return None
    with _one_code():
        return paint(spec, values, fonts(), number=PaperNumber(1, spec.copies[:1]))


@contextmanager
def _one_code() -> Iterator[None]:
    """The same 校验码 on every paper: a value nobody sees must not change how a page looks."""
    with patch.object(paper, "digest_of", lambda _values: "0123456789abcdef" * 4):
        yield


def pictures(form: str) -> dict[str, Image.Image]:
    """File name → the page as it looks now."""
    found: dict[str, Image.Image] = {}
    for sample in SAMPLES:
        drawn = painted(form, sample)
        if drawn is None:
            continue
        with pypdfium2.PdfDocument(drawn.pdf) as document:
            for number in range(len(document) if sample == "sample" else 1):
                name = sample.replace("sample", form).replace("_longest", "-longest")
                name = name.replace("_empty", "-empty")
                found[f"{name}-{number + 1}.png"] = picture(document, number)
    return found


def picture(document: pypdfium2.PdfDocument, page: int, dpi: int = DPI) -> Image.Image:
    """A page in black and white."""
    shot: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return shot.convert("L").point(lambda grey: 0 if grey < _INK else 255, "1")


def text_of(form: str) -> str:
    """What stands on the normal sample, a line a page."""
    drawn = painted(form, "sample")
    assert drawn is not None
    return re.sub("校验码：[0-9A-F]{16}", "校验码：", "\n".join(pages(drawn))) + "\n"


def strays(golden: Image.Image, now: Image.Image) -> tuple[int, Image.Image]:
    """The most dots of a tile that have no neighbour in the other picture, and where they all are
    (red: gone, blue: new)."""
    if golden.size != now.size:
        return sys.maxsize, now
    old, new = (ImageChops.invert(side.convert("L")) for side in (golden, now))
    gone = ImageChops.subtract(old, new.filter(ImageFilter.MaxFilter(3)))
    come = ImageChops.subtract(new, old.filter(ImageFilter.MaxFilter(3)))
    worst = max(_most_in_a_tile(gone), _most_in_a_tile(come))
    white = ImageChops.invert(ImageChops.lighter(old, new).point(lambda ink: ink // 4))
    return worst, Image.merge(
        "RGB",
        (
            ImageChops.subtract(white, come),
            ImageChops.subtract(white, ImageChops.lighter(gone, come)),
            ImageChops.subtract(white, gone),
        ),
    )


def _most_in_a_tile(dots: Image.Image) -> int:
    """Counted twice, the second time with tiles half a tile aside: no edge parts a character."""
    most = 0
    for aside in (0, _TILE // 2):
        moved = ImageChops.offset(dots, aside, aside)
        wide, tall = (-(-side // _TILE) for side in moved.size)
        framed = Image.new("L", (wide * _TILE, tall * _TILE))
        framed.paste(moved)
        tiles = framed.resize((wide, tall), Image.Resampling.BOX)
        darkest = max(grey for grey, count in enumerate(tiles.histogram()) if count)
        most = max(most, round(darkest * _TILE**2 / 255))
    return most


def differences(form: str) -> dict[str, str]:
    """File name → what is wrong with it; empty when the form is what it was."""
    wrong: dict[str, str] = {}
    now = pictures(form)
    for name, page in now.items():
        kept = GOLDEN / "pages" / name
        if not kept.is_file():
            wrong[name] = "no golden picture"
            continue
        with Image.open(kept) as golden:
            worst, _ = strays(golden, page)
        if worst > MOST_STRAY:
            wrong[name] = f"{worst} dots of a tile have no neighbour"
    for kept in (GOLDEN / "pages").glob("*.png"):
        if form_of(kept) == form and kept.name not in now:
            wrong[kept.name] = "a golden picture of a page there is not"
    text = GOLDEN / f"{form}.txt"
    if not text.is_file() or text.read_text("utf-8") != text_of(form):
        wrong[text.name] = "other text" if text.is_file() else "no golden text"
    return wrong


def form_of(golden: Path) -> str:
    """The form a golden picture is of."""
    return re.sub(r"(-longest|-empty)?-\d+$", "", golden.stem)


def renew(form: str) -> None:
    """Keep what the form looks like now."""
    folder = GOLDEN / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        if form_of(old) == form:
            old.unlink()
    for name, page in pictures(form).items():
        page.save(folder / name, optimize=True)
    (GOLDEN / f"{form}.txt").write_text(text_of(form), "utf-8")


def drop_strangers() -> None:
    """Pictures and texts of forms that are no longer there."""
    known = set(form_ids())
    for kept in (*GOLDEN.glob("*.txt"), *(GOLDEN / "pages").glob("*.png")):
        if (kept.stem if kept.suffix == ".txt" else form_of(kept)) not in known:
            kept.unlink()


def show(form: str, folder: Path) -> None:
    """Every page of every sample, large and grey, to be looked at; red and blue where it differs."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        drawn = painted(form, sample)
        if drawn is None:
            continue
        with pypdfium2.PdfDocument(drawn.pdf) as document:
            for number, page in enumerate(document, 1):
                shot = page.render(scale=DPI / 72).to_pil()
                shot.save(folder / f"{form}-{sample}-{number}.png")
    for name, now in pictures(form).items():
        kept = GOLDEN / "pages" / name
        if kept.is_file():
            with Image.open(kept) as golden:
                worst, where = strays(golden, now)
            if worst > MOST_STRAY:
                where.save(folder / f"differs-{name}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.files.golden_pages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("forms", nargs="*", metavar="form")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--to", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    if unknown := set(given.forms) - set(form_ids()):
        parser.error(f"no form {', '.join(sorted(unknown))}")
    wanted = given.forms or (form_ids() if given.all or given.changed else [])
    if not wanted:
        parser.error("name forms, or --all, or --changed")
    refused = 0
    for form in wanted:
        try:
            wrong = differences(form)
            if given.to is not None:
                show(form, given.to)
            elif wrong or not given.changed:
                renew(form)
        except (Refusal, Fault) as news:
            refused += 1
            wrong = {"not painted": str(news)}
        sys.stdout.write(f"{form}: {'; '.join(f'{k} {v}' for k, v in wrong.items()) or 'agrees'}\n")
    if given.all and given.to is None:
        drop_strangers()
    return int(refused > 0)


if __name__ == "__main__":
    raise SystemExit(main())
