"""A thousand application forms in one PDF, and one alone, against reportlab drawing the same.

The floor draws every string kcdesk draws, where it draws it, with the lines of the form as one
shared object: what a program would do that knew the finished layout by heart.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_paint import paint_forms
from kcdesk.files.form_template import template_of
from kcdesk.files.paper import PaperNumber
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import load_form
from tests.bench.figures import Figure, seconds, side_by_side

ROOT = Path(__file__).parents[2]
FORMS = 1000
FACES = ("NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular")
CHARACTERS = (
    "平湖市晨曦智能装备科技创新材料电子机械自动化新能源生物医药环保设备软件信息网络光电精密"
)
LINE = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l")

Drawn = list[list[tuple[Any, ...]]]
"""Page by page: x, y, text, role, size, bold."""


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    fonts = Fonts.load(ROOT / "resources/fonts", False)
    for face in FACES:
        registerFont(TTFont(f"floor-{face}", str(ROOT / f"resources/fonts/{face}.ttf")))
    spec = load_form(ROOT / "forms/application")
    sample = sample_of(spec)
    assert sample is not None
    papers = [(_values(sample, n), PaperNumber(1, spec.copies[:1])) for n in range(FORMS)]
    drawn = [_drawn(lambda p=paper: paint_forms(spec, [p], fonts)) for paper in papers]
    template = template_of(spec, fonts)
    lines = [LINE.findall(sheet.ground) for sheet in list(template.sheets.values())[-1]]
    size = template.layout.page

    many = [
        (
            seconds(lambda: _floor(drawn, lines, size)),
            seconds(lambda: paint_forms(spec, papers, fonts)),
        )
        for _ in range(rounds)
    ]
    yield side_by_side(f"{FORMS:,} application forms, one PDF ÷ reportlab", many, 2)
    single = [
        (
            seconds(lambda: _floor(drawn[n : n + 1], lines, size)),  # noqa: B023 - run at once
            seconds(lambda: paint_forms(spec, papers[n : n + 1], fonts)),  # noqa: B023
        )
        for n in range(20 * rounds)
    ]
    yield side_by_side("one application form ÷ reportlab", single, 1.5)


def _values(sample: dict[str, Any], number: int) -> dict[str, Any]:
    chance = random.Random(number)
    firm = {
        **sample["enterprise"],
        "name": f"平湖{''.join(chance.choices(CHARACTERS, k=6))}有限公司",
        "legal_rep": "".join(chance.choices(CHARACTERS, k=3)),
        "uscc": f"91330482MA{number:07d}L",
    }
    return {**sample, "enterprise": firm}


def _drawn(paint: Any) -> Drawn:
    """What one paper draws, overheard."""
    pages: Drawn = [[]]
    fonts_drawn, show_page = Fonts.drawn, Canvas.showPage

    def drawn(self: Any, canvas: Any, x: float, y: float, text: str, role: str, size: float,
              bold: bool = False, *, spacing: float = 0) -> Any:  # fmt: skip
        pages[-1].append((x, y, text, role, size, bold))
        return fonts_drawn(self, canvas, x, y, text, role, size, bold, spacing=spacing)

    def shown(self: Any) -> None:
        pages.append([])
        show_page(self)

    Fonts.drawn, Canvas.showPage = drawn, shown  # type: ignore[method-assign]
    try:
        paint()
    finally:
        Fonts.drawn, Canvas.showPage = fonts_drawn, show_page  # type: ignore[method-assign]
    return pages[:-1]


def _floor(
    papers: list[Drawn], lines: list[list[tuple[str, ...]]], size: tuple[float, float]
) -> None:
    canvas = Canvas(io.BytesIO(), pagesize=size, invariant=1, pageCompression=1)
    for page, own in enumerate(lines):
        canvas.beginForm(f"ground{page}", 0, 0, *size)
        path = canvas.beginPath()
        for left, low, right, high in own:
            path.moveTo(float(left), float(low))
            path.lineTo(float(right), float(high))
        canvas.drawPath(path)
        canvas.endForm()
    for paper in papers:
        for page, strings in enumerate(paper):
            canvas.doForm(f"ground{page}")
            for x, y, text, role, points, bold in strings:
                canvas.setFont(_face(role, bold), points)
                canvas.drawString(x, y, text)
            canvas.showPage()
    canvas.save()


def _face(role: str, bold: bool) -> str:
    if role == "hei":
        return f"floor-{FACES[2]}"
    return f"floor-{FACES[int(bold or role == 'xiaobiaosong')]}"
