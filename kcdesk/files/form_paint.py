"""Prints a form: values in, PDF out.

Called by work's print commands; the one door for both engines. Every copy the form wants is drawn
with its own label; the same values give the same bytes. Reading, filling, cutting and drawing are
done in the rooms beside this one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_carry import filled_strip
from kcdesk.files.form_check import check_layout
from kcdesk.files.form_drawing import FormArtist
from kcdesk.files.form_template import template_of
from kcdesk.files.letter_check import check_letter
from kcdesk.files.letters import paint_letters
from kcdesk.files.paper import (
    Painted,
    PaperNumber,
    author_of,
    draw_draft,
    draw_foot,
    feet_of,
)
from kcdesk.kernel.errors import Problem
from kcdesk.packs.blanks import fill
from kcdesk.packs.forms import FormSpec, examine_form

Papers = Iterable[tuple[Mapping[str, object], PaperNumber]]


def paint(
    spec: FormSpec,
    values: Mapping[str, object],
    fonts: Fonts,
    *,
    number: PaperNumber,
    draft: bool = False,
) -> Painted:
    """One paper of any form, drawn or written, with all the copies wanted.

    Raises a `Refusal` naming cell, field and value of whatever cannot be printed, before anything
    is drawn; a `Fault` when the drawing or a font cannot be read.
    """
    return paint_many(spec, ((values, number),), fonts, draft=draft)


def paint_many(spec: FormSpec, papers: Papers, fonts: Fonts, *, draft: bool = False) -> Painted:
    """Many papers of one form in one PDF, in order; raises as `paint`."""
    painter = paint_forms if spec.engine == "layout" else paint_letters
    return painter(spec, papers, fonts, draft=draft)


def check_form(spec: FormSpec, fonts: Fonts) -> tuple[Problem, ...]:
    """检查: everything wrong with a form, empty when it may be used."""
    checker = check_layout if spec.engine == "layout" else check_letter
    return checker(spec, fonts)


def check_folder(folder: Path, fonts: Fonts) -> tuple[Problem, ...]:
    """检查 of a form's folder: what is wrong in form.toml, and in the drawing all the same."""
    spec, problems = examine_form(folder)
    if spec is None or not spec.drawing.is_file():
        return problems
    return tuple(dict.fromkeys((*problems, *check_form(spec, fonts))))


def paint_form(
    spec: FormSpec,
    values: Mapping[str, object],
    fonts: Fonts,
    *,
    number: PaperNumber,
    draft: bool = False,
) -> Painted:
    """One paper of a drawn form; raises as `paint`."""
    return paint_forms(spec, ((values, number),), fonts, draft=draft)


def paint_forms(
    spec: FormSpec,
    papers: Papers,
    fonts: Fonts,
    *,
    draft: bool = False,
) -> Painted:
    """Many papers of one drawn form in one PDF, in order; raises as `paint`."""
    template = template_of(spec, fonts)
    layout = template.layout
    file = io.BytesIO()
    canvas = fonts.canvas(file, layout.page)
    artist = FormArtist(canvas, template)
    sides = (layout.margins.left, layout.page[0] - layout.margins.right)
    count = 0
    notes: dict[str, None] = {}
    for values, number in papers:
        strip = filled_strip(template, values)
        notes.update(dict.fromkeys(strip.notes))
        if not count:
            _describe(canvas, spec, values)
        sheets = artist.sheets(strip)
        for foot in feet_of(spec, values, number):
            for place, sheet in enumerate(sheets, 1):
                if draft:
                    draw_draft(canvas, fonts, layout.page)
                artist.draw(strip, sheet)
                artist.draw_running((place, len(sheets)))
                draw_foot(canvas, fonts, foot, sides, (place, len(sheets)))
                canvas.showPage()
                count += 1
    canvas.save()
    return Painted(file.getvalue(), count, (*notes, *(str(p) for p in layout.problems)))


def _describe(canvas: Canvas, spec: FormSpec, values: Mapping[str, object]) -> None:
    """What a reader shows of the file: the paper's title and number, and whose paper it is."""
    paper = values.get("paper")
    title = paper.get("title") if isinstance(paper, Mapping) else None
    document = "".join(fill(piece, values) for piece in spec.document)
    canvas.setTitle(f"{title or spec.title} {document}".strip())
    canvas.setAuthor(author_of(values))
    canvas.setSubject(f"{spec.number} {document}".strip())
