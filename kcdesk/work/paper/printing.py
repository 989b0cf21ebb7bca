"""A paper out of values: which form, which fonts, draft or not; the same values, the same bytes.

Called by the print command (which logs it) and by the preview query (which does not).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from kcdesk.domain.schemes.parts import PaperKind
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.forms import FormSpec, is_form_folder, load_form, survey_forms
from kcdesk.store.journal import head
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.work.context import Read
from kcdesk.work.paper.citing import articles
from kcdesk.work.paper.standing import is_draft, refuse_early
from kcdesk.work.paper.subjects import values_of

if TYPE_CHECKING:
    from kcdesk.files.fonts import Fonts
    from kcdesk.files.paper import Painted


@dataclass(frozen=True)
class Sheet:
    """A painted paper with what the print log keeps of it."""

    spec: FormSpec
    values: Mapping[str, Any]
    painted: Painted
    is_draft: bool


STAGES: Final = (
    "enterprises", "applications", "loans", "claims", "meetings", "payouts", "recoveries", "fund",
    "reports", "partners",
)  # fmt: skip
"""The stages as they stand in the window, top to bottom."""


def forms_of(read: Read) -> Mapping[str, FormSpec]:
    """The forms there are, as the programme has them: the shipped ones, and the office's own over
    them. One the programme leaves out is not among them, nor one for other programmes only.

    They come in the order of the work: stage by stage, in a stage by 表号, letters after the tables.
    One of its own that the office has spoilt does not stop the others; `form_of` refuses it.
    """
    shipped, _ = survey_forms(read.library.forms)
    own, _ = survey_forms(read.folder / "forms")
    scheme = read.scheme()
    return {
        key: as_programmed(spec, scheme)
        for key, spec in sorted({**shipped, **own}.items(), key=_in_order)
        if is_offered(spec, scheme.papers.get(key), is_own=key in own)
    }


def _in_order(entry: tuple[str, FormSpec]) -> tuple[int, bool, str, str]:
    key, spec = entry
    stage = STAGES.index(spec.subject) if spec.subject in STAGES else len(STAGES)
    return stage, not spec.number, spec.number, key


def is_offered(spec: FormSpec, paper: PaperKind | None, *, is_own: bool) -> bool:
    """Whether the programme has this paper; one for other programmes is had where it is named."""
    if paper is not None and paper.is_left_out:
        return False
    return spec.is_general or is_own or paper is not None


def as_programmed(spec: FormSpec, scheme: Scheme) -> FormSpec:
    """The form with the title, number, copies, clauses and words the programme gives it.

    Of the words the county uses on all its papers, a form takes those it has a word of its own for.
    """
    paper = scheme.papers.get(spec.id, PaperKind(spec.id))
    said = {name: text for name, text in scheme.paper_words.items() if name in spec.words}
    return replace(
        spec,
        title=paper.title or spec.title,
        number=paper.number or spec.number,
        copies=spec.copies if paper.copies is None else paper.copies,
        clauses=paper.clauses or spec.clauses,
        words={**spec.words, **said, **paper.words},
    )


def key_of(spec: FormSpec) -> str:
    """Where the form's values come from, and what the print log calls its subject."""
    return f"{spec.subject}.{spec.of}" if spec.of else spec.subject


def paper_values(read: Read, spec: FormSpec, record: int) -> dict[str, Any]:
    """Everything the form's blanks may ask of one record, with what the programme says of it."""
    scheme = read.scheme()
    paper = scheme.papers.get(spec.id)
    return {
        **values_of(read, key_of(spec), record),
        "paper": {
            "title": spec.title,
            "number": spec.number,
            "clauses_text": articles(scheme, spec.clauses),
            "opinions": [
                {"heading": o.heading, "unit": o.unit, "seal": o.seal}
                for o in (paper.opinions if paper else ())
            ],
        },
        "words": dict(spec.words),
    }


def form_of(read: Read, form_id: str) -> FormSpec:
    """One form; the office's own is never printed the shipped way behind its back.

    Raises Refusal with everything wrong in it, or with the forms there are.
    """
    scheme = read.scheme()
    paper = scheme.papers.get(form_id)
    if paper is not None and paper.is_left_out:
        raise Refusal.of(
            f"本方案没有“{_title_of(read, form_id)}”这种文书。",
            cure="需要时请由管理员修改方案里的 [[paper]]。",
            field="form",
            code="form.left_out",
        )
    own = read.folder / "forms" / form_id
    if is_form_folder(own):
        return as_programmed(load_form(own), scheme)
    shipped = read.library.forms / form_id
    if (shipped / "form.toml").is_file():
        # One folder is read, not all: a preview waits for this.
        spec = load_form(shipped)
        if is_offered(spec, paper, is_own=False):
            return as_programmed(spec, scheme)
    forms = forms_of(read)
    known = "、".join(f"{spec.title}（{key}）" for key, spec in forms.items())
    raise Refusal.of(
        f"没有名为“{form_id}”的表单。",
        cure=f"现有表单：{known}。",
        field="form",
        code="form.unknown",
    )


def _title_of(read: Read, form_id: str) -> str:
    """What a form is called that cannot be had; its id where no form says."""
    for folder in (read.folder / "forms", read.library.forms):
        if (folder / form_id / "form.toml").is_file():
            return load_form(folder / form_id).title
    return form_id


def next_print_no(read: Read, form_id: str, record: int) -> int:
    """Which print of a paper the next one is, from 1."""
    latest = read.session.scalar(
        select(func.max(PrintLogRow.print_no)).where(
            PrintLogRow.form_id == form_id, PrintLogRow.subject_id == record
        )
    )
    return (latest or 0) + 1


def paint(read: Read, form_id: str, record: int, print_no: int) -> Sheet:
    """Paint one paper. Raises Refusal when something does not fit or has no glyph."""
    # reportlab and openpyxl take a quarter of a second to import: not before something is printed.
    from kcdesk.files.form_paint import paint_form
    from kcdesk.files.letters import paint_letter
    from kcdesk.files.paper import PaperNumber

    spec, values = filled(read, form_id, record, print_no)
    draft = is_draft(read, spec, record)
    fonts = fonts_of(read.library.resources / "fonts", read.library.system_fonts)
    painter = paint_letter if spec.engine == "letter" else paint_form
    painted = painter(spec, values, fonts, number=PaperNumber(print_no), draft=draft)
    return Sheet(spec, values, painted, draft)


def filled(read: Read, form_id: str, record: int, print_no: int) -> tuple[FormSpec, dict[str, Any]]:
    """The form and everything it is filled with. Raises Refusal when it is too early for it."""
    spec = form_of(read, form_id)
    refuse_early(read, spec, record)
    return spec, trial_values(read, spec, record, print_no)


def trial_values(read: Read, spec: FormSpec, record: int, print_no: int = 1) -> dict[str, Any]:
    """What a form is filled with, even where it is too early for the paper."""
    values = paper_values(read, spec, record)
    seq, digest = head(read.file)
    values["print"] = {
        "number": print_no,
        "copies": len(spec.copies) or 1,
        "journal_no": seq,
        "journal_digest": digest,
    }
    return values


def workbook(read: Read, form_id: str, record: int) -> bytes:
    """The filled spreadsheet, for those who must send one. Raises Refusal for a letter."""
    from kcdesk.files.form_workbook import fill_workbook

    spec, values = filled(read, form_id, record, next_print_no(read, form_id, record))
    return fill_workbook(
        spec, values, fonts_of(read.library.resources / "fonts", read.library.system_fonts)
    )


@lru_cache(maxsize=4)
def fonts_of(folder: Path, system: bool) -> Fonts:
    """The fonts, loaded once."""
    from kcdesk.files.fonts import Fonts

    return Fonts.load(folder, system)
