"""Prints a form: values in, PDF out.

Called by work's print commands; the one door for both engines. Every copy the form wants is drawn
with its own label; the same values give the same bytes. Reading, filling, cutting and drawing are
done in the rooms beside this one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_drawing import FormArtist
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_rows import fill_rows
from kcdesk.files.form_template import template_of
from kcdesk.files.paper import (
    Painted,
    PaperNumber,
    draw_draft,
    draw_foot,
    feet_of,
)
from kcdesk.packs.forms import FormSpec


def paint_form(
    spec: FormSpec,
    values: Mapping[str, object],
    fonts: Fonts,
    *,
    number: PaperNumber,
    draft: bool = False,
) -> Painted:
    """One paper with all the copies wanted.

    Raises a `Refusal` naming cell, field and value of whatever cannot be printed, before anything
    is drawn; a `Fault` when the drawing or a font cannot be read.
    """
    return paint_forms(spec, ((values, number),), fonts, draft=draft)


def paint_forms(
    spec: FormSpec,
    papers: Iterable[tuple[Mapping[str, object], PaperNumber]],
    fonts: Fonts,
    *,
    draft: bool = False,
) -> Painted:
    """Many papers of one form in one PDF, in order; raises as `paint_form`."""
    template = template_of(spec, fonts)
    layout = template.layout
    file = io.BytesIO()
    canvas = fonts.canvas(file, layout.page)
    canvas.setTitle(spec.title)
    artist = FormArtist(canvas, fonts)
    sides = (layout.margins.left, layout.page[0] - layout.margins.right)
    count = 0
    notes: dict[str, None] = {}
    for values, number in papers:
        strip = fill_rows(template, values)
        notes.update(dict.fromkeys(strip.notes))
        pages = pages_of(strip)
        for foot in feet_of(spec, values, number):
            for place, page in enumerate(pages, 1):
                if draft:
                    draw_draft(canvas, fonts, layout.page)
                artist.draw(strip, page)
                for running in layout.running:
                    artist.draw_running(layout, running, (place, len(pages)))
                draw_foot(canvas, fonts, foot, sides, (place, len(pages)))
                canvas.showPage()
                count += 1
    canvas.save()
    return Painted(file.getvalue(), count, (*notes, *(str(p) for p in layout.problems)))
