"""A thousand application forms as one PDF and as a file each, beside reportlab and LibreOffice.

The floor is reportlab drawing every text kcdesk draws, where it draws it, with all that is the
same on every paper (lines and the form's own texts) as one shared object a page: what a program
would do that knew the finished layout by heart. It draws no QR. In seconds of the processor: what
the clock says hangs on who else is at work.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_drawing import FormArtist
from kcdesk.files.form_paint import Papers, paint_forms
from kcdesk.files.form_template import template_of
from kcdesk.files.paper import PaperNumber
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import FormSpec, load_form
from tests.bench import mail_merge
from tests.bench.figures import Figure, Said, processor_seconds, side_by_side

ROOT = Path(__file__).parents[2]
FORMS = 1000
FACES = ("NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular")
CHARACTERS = (
    "平湖市晨曦智能装备科技创新材料电子机械自动化新能源生物医药环保设备软件信息网络光电精密"
)
LINE = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l")

Paper = tuple[dict[str, Any], PaperNumber]
Text = tuple[float, float, str, str, float, bool]
"""x, y, text, role, size, bold."""


@dataclass
class Ground:
    """What is the same on one page of every paper: lines and the form's own texts."""

    lines: Sequence[tuple[str, ...]]
    texts: list[Text]


@dataclass
class Overheard:
    """What kcdesk drew: grounds once, and page by page the values of every paper."""

    grounds: list[Ground]
    pages: list[list[Text]]


def figures(folder: Path, rounds: int) -> Iterator[Figure | Said]:
    fonts = Fonts.load(ROOT / "resources/fonts", False)
    for face in FACES:
        registerFont(TTFont(f"floor-{face}", str(ROOT / f"resources/fonts/{face}.ttf")))
    spec = load_form(ROOT / "forms/application")
    papers = papers_of(spec, FORMS)
    size = template_of(spec, fonts).layout.page
    heard = [overheard(spec, [paper], fonts) for paper in papers]

    many = [
        (
            processor_seconds(lambda: floor(heard, size)),
            processor_seconds(lambda: paint_forms(spec, papers, fonts)),
        )
        for _ in range(rounds)
    ]
    yield side_by_side(f"{FORMS:,} application forms, one PDF ÷ reportlab", many, 2)
    target = folder / "paper.pdf"

    def one_file(number: int) -> tuple[float, float]:
        by_floor = lambda: target.write_bytes(floor(heard[number : number + 1], size))  # noqa: E731
        paper = papers[number : number + 1]
        by_own = lambda: target.write_bytes(paint_forms(spec, paper, fonts).pdf)  # noqa: E731
        return processor_seconds(by_floor), processor_seconds(by_own)

    single = [one_file(number) for number in range(FORMS)]
    yield side_by_side(f"{FORMS:,} application forms, one file each ÷ reportlab", single, 1.5)
    batch = heard[: mail_merge.BATCH]
    yield from mail_merge.figures(
        folder,
        [[[text[2] for text in page] for page in whole_pages(paper)] for paper in batch],
        lambda: paint_forms(spec, papers[: len(batch)], fonts),
    )


def papers_of(spec: FormSpec, count: int) -> list[Paper]:
    """So many firms that apply, one copy each."""
    sample = sample_of(spec)
    assert sample is not None
    return [(_values(sample, n), PaperNumber(1, spec.copies[:1])) for n in range(count)]


def _values(sample: dict[str, Any], number: int) -> dict[str, Any]:
    chance = random.Random(number)
    firm = {
        **sample["enterprise"],
        "name": f"平湖{''.join(chance.choices(CHARACTERS, k=6))}有限公司",
        "legal_rep": "".join(chance.choices(CHARACTERS, k=3)),
        "uscc": f"91330482MA{number:07d}L",
    }
    return {**sample, "enterprise": firm}


def overheard(spec: FormSpec, papers: Papers, fonts: Fonts) -> Overheard:
    """What papers draw, written down text by text."""
    template = template_of(spec, fonts)
    heard = Overheard([], [[]])
    template.sheets.clear()
    drawn, show_page, ground = Fonts.drawn, Canvas.showPage, FormArtist._ground
    listening: list[list[Text]] = [heard.pages[0]]

    def hear(self: Any, canvas: Any, x: float, y: float, text: str, role: str, size: float,
             bold: bool = False, *, spacing: float = 0) -> Any:  # fmt: skip
        listening[-1].append((x, y, text, role, size, bold))
        return drawn(self, canvas, x, y, text, role, size, bold, spacing=spacing)

    def hear_ground(self: Any, *given: Any) -> Iterator[str]:
        texts: list[Text] = []
        listening.append(texts)
        pieces = list(ground(self, *given))
        listening.pop()
        lines = [line for piece in pieces for line in LINE.findall(piece)]
        heard.grounds.append(Ground(lines, texts))
        return iter(pieces)

    def turn(self: Any) -> None:
        heard.pages.append([])
        listening[0] = heard.pages[-1]
        show_page(self)

    with (
        patch.object(Fonts, "drawn", hear),
        patch.object(Canvas, "showPage", turn),
        patch.object(FormArtist, "_ground", hear_ground),
    ):
        paint_forms(spec, papers, fonts)
    heard.pages.pop()
    assert len(heard.grounds) == len(heard.pages), "a ground for every page of the paper"
    return heard


def whole_pages(paper: Overheard) -> list[list[Text]]:
    """Everything that stands on the pages of one paper."""
    return [[*g.texts, *own] for g, own in zip(paper.grounds, paper.pages, strict=True)]


def floor(papers: Sequence[Overheard], size: tuple[float, float]) -> bytes:
    """The same papers by reportlab alone."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1)
    first = papers[0]
    for number, ground in enumerate(first.grounds):
        canvas.beginForm(f"ground{number}", 0, 0, *size)
        path = canvas.beginPath()
        for left, low, right, high in ground.lines:
            path.moveTo(float(left), float(low))
            path.lineTo(float(right), float(high))
        canvas.drawPath(path)
        _write(canvas, ground.texts)
        canvas.endForm()
    for paper in papers:
        for number, texts in enumerate(paper.pages):
            canvas.doForm(f"ground{number}")
            _write(canvas, texts)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _write(canvas: Canvas, texts: Sequence[Text]) -> None:
    for x, y, text, role, points, bold in texts:
        canvas.setFont(_face(role, bold), points)
        canvas.drawString(x, y, text)


def _face(role: str, bold: bool) -> str:
    if role == "hei":
        return f"floor-{FACES[2]}"
    return f"floor-{FACES[int(bold or role == 'xiaobiaosong')]}"
