"""The forms as things of their own: which there are, on sample values, checked, their blanks.

Called by the form queries and commands. Filling a form with the office's records is `printing`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import func, select

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.blank_names import blank_names
from kcdesk.packs.blanks import Blank, fill, names_in
from kcdesk.packs.form_repeats import full_names
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import (
    DRAWINGS,
    FormSpec,
    form_folders,
    is_form_folder,
    load_form,
    survey_forms,
)
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.work.context import Read
from kcdesk.work.paper.form_trial import is_drawn_soundly, tried_on_records
from kcdesk.work.paper.notes import few, stand_ins
from kcdesk.work.paper.printing import fonts_of, form_of, forms_of

_PLACE = 60
"""Longer is what stands before a colon no place."""

ENGINES = {"layout": "表格（layout.xlsx）", "letter": "公文（letter.md）"}


@dataclass(frozen=True)
class FormState:
    """One form of the office: the shipped one, or its own."""

    id: Annotated[int, Field("record", "序号", of="documents")]
    label: Annotated[str, Field("text", "表单")]
    subject: Annotated[str, Field("text", "用于")]
    number: Annotated[str, Field("text", "表号")]
    state: Annotated[str, Field("text", "样式")]
    engine: Annotated[str, Field("text", "画法")]
    copies: Annotated[str, Field("text", "联次")]
    clauses: Annotated[str, Field("text", "条款")]
    printed_count: Annotated[int, Field("whole", "已打印（次）")]
    value: Annotated[str, Field("code", "代码")]
    folder: Annotated[str, Field("text", "文件夹")]
    is_own: Annotated[bool, Field("flag", "本单位的")]
    is_shipped: Annotated[bool, Field("flag", "程序自带")]
    is_sound: Annotated[bool, Field("flag", "可以打印")]


@dataclass(frozen=True)
class FormFinding:
    """Something wrong with a form: where, what, and what to do."""

    place: Annotated[str, Field("text", "在哪里")]
    what: Annotated[str, Field("long_text", "是什么")]
    cure: Annotated[str, Field("long_text", "怎么办")]


@dataclass(frozen=True)
class BlankLine:
    """One blank of a form's values."""

    form: Annotated[str, Field("text", "表单")]
    name: Annotated[str, Field("text", "名称")]
    label: Annotated[str, Field("text", "标签")]
    sample: Annotated[str, Field("text", "样例")]
    written: Annotated[str, Field("text", "写在表样里")]


def own_folder(read: Read, form_id: str) -> Path:
    """Where the office's own form of this id lies, or would."""
    return read.folder / "forms" / form_id


def states_of(read: Read, labels: Mapping[str, str]) -> tuple[FormState, ...]:
    """Every form the programme has; one of its own that the office has spoilt is among them."""
    sound = forms_of(read)
    counted = read.session.execute(
        select(PrintLogRow.form_id, func.count()).group_by(PrintLogRow.form_id)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in counted}
    own = {p.name for p in form_folders(read.folder / "forms")}
    spoilt = _spoilt(read, own) if own else set()
    scheme = read.scheme()
    papers = scheme.papers
    left_out = {i for i in spoilt if i in papers and papers[i].is_left_out}
    lines = []
    for number, form_id in enumerate((*sound, *sorted(spoilt - set(sound) - left_out)), 1):
        spec = sound.get(form_id)
        is_own, is_sound = form_id in own, form_id not in spoilt
        folder = own_folder(read, form_id) if is_own else read.library.forms / form_id
        is_shipped = (read.library.forms / form_id / "form.toml").is_file()
        lines.append(
            FormState(
                number,
                spec.title if spec else form_id,
                labels.get(spec.subject, spec.subject) if spec else "",
                spec.number if spec else "",
                _state(is_own, is_shipped=is_shipped, is_sound=is_sound),
                ENGINES[spec.engine] if spec else "",
                "、".join(spec.copies) if spec else "",
                "、".join(clauses_of(form_id, spec.clauses, scheme)) if spec else "",
                counts.get(form_id, 0),
                form_id,
                str(folder),
                is_own,
                is_shipped,
                is_sound,
            )
        )
    return tuple(lines)


def _spoilt(read: Read, own: set[str]) -> set[str]:
    """Those of the office's own that cannot be printed, whatever they are filled with."""
    readable, _ = survey_forms(read.folder / "forms")
    fonts = fonts_of(read.library.resources / "fonts", read.library.system_fonts)
    return {i for i in own if i not in readable or not is_drawn_soundly(readable[i], fonts)}


def clauses_of(form: str, named: tuple[str, ...], scheme: Scheme) -> list[str]:
    """The clauses of this office's programme that a form keeps; a form may name another's too."""
    keeps = [c.id for c in scheme.clauses.values() if f"form:{form}" in c.by]
    return list(dict.fromkeys([*(c for c in named if c in scheme.clauses), *keeps]))


def _state(is_own: bool, *, is_shipped: bool, is_sound: bool) -> str:
    if not is_sound:
        return "有错，不能打印"
    if not is_own:
        return "程序自带"
    return "本单位改过" if is_shipped else "本单位自制"


def sample_pdf(read: Read, form_id: str, sample: str) -> tuple[bytes, int, tuple[str, ...]]:
    """The form on one of its samples: bytes, pages, notes. Raises Refusal when it has none."""
    from kcdesk.files.form_paint import paint
    from kcdesk.files.paper import PaperNumber

    spec = form_of(read, form_id)
    values = sample_of(spec, sample) if sample in SAMPLES else None
    if values is None:
        raise Refusal.of(
            f"“{spec.title}”没有{SAMPLES.get(sample, '这份样例')}（{sample}.toml）。",
            cure="请从相近的表单复制一份，改成这张表单的内容。",
            field="sample",
            code="form.sample",
        )
    is_official = read.library.system_fonts
    fonts = fonts_of(read.library.resources / "fonts", is_official)
    painted = paint(spec, values, fonts, number=PaperNumber(1))
    notes = stand_ins(fonts.substituted) if is_official else ()
    return painted.pdf, painted.pages, (*notes, *few(painted.notes))


def findings_of(read: Read, form_id: str) -> tuple[FormFinding, ...]:
    """检查: everything wrong with a form, one the office has spoilt as well."""
    from kcdesk.files.form_paint import check_folder

    folder = own_folder(read, form_id)
    if not is_form_folder(folder):
        folder = form_of(read, form_id).folder
    fonts = fonts_of(read.library.resources / "fonts", read.library.system_fonts)
    drawing = next((name for name in DRAWINGS if (folder / name).is_file()), "form.toml")
    problems = list(check_folder(folder, fonts))
    if folder == own_folder(read, form_id):
        problems += tried_on_records(read, form_id, fonts, problems)
    return tuple(_finding(problem, drawing) for problem in problems)


def _finding(problem: Problem, drawing: str) -> FormFinding:
    """``单元格B3：没有……`` cut at its place, so that the places stand in a column of their own."""
    place, colon, what = problem.message.partition("：")
    if not colon or len(place) > _PLACE:
        return FormFinding(drawing, problem.message, problem.cure)
    return FormFinding(place, what, problem.cure)


def blanks_of(read: Read, form_id: str = "") -> tuple[BlankLine, ...]:
    """Every blank that may be filled in, of one form or of all."""
    specs = [form_of(read, form_id)] if form_id else list(forms_of(read).values())
    names = blank_names(read.library.resources)
    return tuple(
        BlankLine(spec.title, name, names.label_of(name), sample, written)
        for spec in specs
        for name, sample, written in _blanks(spec)
    )


def _blanks(spec: FormSpec) -> Iterator[tuple[str, str, str]]:
    """Name, sample and how it is written, from all the form's samples."""
    samples = [values for name in SAMPLES if (values := _sample(spec, name)) is not None]
    seen: set[str] = set()
    for values in samples:
        for name in names_in(values):
            if name not in seen:
                seen.add(name)
                yield name, _shown(samples, name), _written(spec, name)


def _sample(spec: FormSpec, name: str) -> Mapping[str, Any] | None:
    """One sample; a spoilt one names nothing (检查 says what is wrong with it)."""
    try:
        return sample_of(spec, name)
    except (Refusal, Fault):
        return None


def _shown(samples: list[Mapping[str, Any]], name: str) -> str:
    """What stands on paper for it in the first sample that has something."""
    for values in samples:
        inner, last = _entry(values, name)
        value = inner.get(last) if inner is not None else None
        if isinstance(value, list):
            return f"{len(value)}行"
        if value is not None and inner is not None:
            return fill(Blank(last), inner)
    return ""


def _entry(values: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any] | None, str]:
    """The mapping that holds a value, through the first entries of lists, and the last key."""
    here: Any = values
    *parts, last = name.split(".")
    for part in parts:
        here = here.get(part.removesuffix("[]")) if isinstance(here, Mapping) else None
        if part.endswith("[]"):
            here = here[0] if isinstance(here, list) and here else None
    return (here if isinstance(here, Mapping) else None), last


def _written(spec: FormSpec, name: str) -> str:
    """``{{ claim.number }}``; inside a repeat by the name its entries have there."""
    list_name, brackets, rest = name.rpartition("[].")
    if not brackets:
        return f"{{{{ {name} }}}}"
    known = full_names(spec.repeats).items()
    scope = next((scope for scope, full in known if full == list_name), "item")
    return f"{{{{ {scope}.{rest} }}}}"


def copied_from(read: Read, form_id: str) -> Path:
    """The shipped folder an own form is copied from. Raises Refusal when it can't be copied."""
    shipped = read.library.forms / form_id
    if own_folder(read, form_id).exists():
        raise Refusal.of(
            "本单位已经有这张表单。",
            cure="请直接修改文件夹里的文件；要从头改的，先改回原样。",
            field="form",
            code="form.own_there",
        )
    if not (shipped / "form.toml").is_file():
        raise Refusal.of(
            f"程序没有自带“{form_id}”这张表单。",
            cure="请从表单清单里选一张再复制。",
            field="form",
            code="form.unknown",
        )
    return shipped


def returned_from(read: Read, form_id: str) -> Path:
    """The own folder that makes way for the shipped form. Raises Refusal when there is none."""
    own = own_folder(read, form_id)
    if not own.is_dir():
        raise Refusal.of(
            "这张表单就是程序自带的，没有改过。",
            cure="不用改回。",
            field="form",
            code="form.not_own",
        )
    if not (read.library.forms / form_id / "form.toml").is_file():
        raise Refusal.of(
            "程序没有自带这张表单，改回就没有它了。",
            cure="不再用的，请把它的文件夹从业务库的 forms 文件夹里移走。",
            field="form",
            code="form.only_own",
        )
    return own


def title_of_form(read: Read, form_id: str) -> str:
    """What a form is called; its id while the office's own is spoilt."""
    try:
        return form_of(read, form_id).title
    except Refusal:
        shipped = read.library.forms / form_id
        return load_form(shipped).title if (shipped / "form.toml").is_file() else form_id
