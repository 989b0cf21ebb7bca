"""A form of the office's own, tried on its latest records before it prints for anybody.

Called by 检查. What is wrong with the files of a form is found by the engine's own check; here is
found what only the office's values can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.forms import RECORDS, FormSpec
from kcdesk.work.context import Read
from kcdesk.work.paper.printing import form_of, key_of, trial_values
from kcdesk.work.paper.subjects import SOURCES

if TYPE_CHECKING:
    from kcdesk.files.fonts import Fonts

_TRIED = 5
"""On so many records a changed form is tried at most."""


def tried_on_records(
    read: Read, form_id: str, fonts: Fonts, known: Sequence[Problem]
) -> Sequence[Problem]:
    """What a sample cannot show: names the office does not give, or gives as something else.

    Tried on its latest records; what one of them lacks another may have, so the best of them
    counts. What is known already is not said again.
    """
    try:
        spec = form_of(read, form_id)
    except Refusal:
        return ()
    source = SOURCES.get(key_of(spec))
    if source is None:
        kinds = "、".join(RECORDS.get(spec.subject, ()))
        cure = f"请加一行 of，可写 {kinds}。" if kinds else "请核对 subject。"
        what = f"form.toml：“{spec.subject}”里没有单独一份的文书。"
        return (Problem(what, cure, "of", code="paper.subject"),)
    said = {problem.message.partition("：")[0] for problem in known}
    best: Sequence[Problem] = ()
    for record in source.records(read)[:_TRIED]:
        found = [
            replace(p, message=f"{p.message.removesuffix('。')}（用“{record.title}”试打）。")
            for p in _refused(read, spec, record.record, fonts)
            if p.message.partition("：")[0] not in said
        ]
        if not found:
            return ()
        best = found if not best or len(found) < len(best) else best
    return best


def is_drawn_soundly(spec: FormSpec, fonts: Fonts) -> bool:
    """Whether the drawing can be read and holds nothing that stops it from printing at all."""
    from kcdesk.files.form_template import template_of
    from kcdesk.files.letter_plan import read_plan

    try:
        if spec.engine == "letter":
            read_plan(spec)
        else:
            template_of(spec, fonts)
    except (Refusal, Fault):
        return False
    return True


def _refused(read: Read, spec: FormSpec, record: int, fonts: Fonts) -> tuple[Problem, ...]:
    """Why a record's paper cannot be painted; empty when it can."""
    from kcdesk.files.form_paint import paint
    from kcdesk.files.paper import PaperNumber

    try:
        paint(spec, trial_values(read, spec, record), fonts, number=PaperNumber(1))
    except Refusal as refusal:
        return refusal.problems
    except Fault:
        return ()
    return ()
