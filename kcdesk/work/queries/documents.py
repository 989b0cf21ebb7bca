"""Forms there are, papers that were printed, files that are attached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from sqlalchemy import ColumnElement, and_, func, select

from kcdesk.files.attachments import Attachments
from kcdesk.kernel.kinds import Field
from kcdesk.packs.forms import FormSpec
from kcdesk.store.tables.documents import AttachmentRow, PrintLogRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.commands.documents import SUBJECTS
from kcdesk.work.context import Read
from kcdesk.work.paper.checking import PaperCheck, check_paper, signed_back
from kcdesk.work.paper.form_shelf import (
    BlankLine,
    FormFinding,
    FormState,
    blanks_of,
    clauses_of,
    findings_of,
    sample_pdf,
    states_of,
)
from kcdesk.work.paper.notes import notes_of
from kcdesk.work.paper.print_log import SIGNINGS, PrintLine, print_lines
from kcdesk.work.paper.printing import (
    form_of,
    forms_of,
    key_of,
    next_print_no,
    paint,
    workbook,
)
from kcdesk.work.paper.scanning import ScanPart, look_through, scan_parts
from kcdesk.work.paper.standing import early_among, is_draft, is_early
from kcdesk.work.paper.subjects import SOURCES, title_of
from kcdesk.work.query import query


@dataclass(frozen=True)
class FormLine:
    """One form."""

    value: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "表单")]
    subject: Annotated[str, Field("text", "用于")]
    number: Annotated[str, Field("text", "表号")]
    copies: Annotated[str, Field("text", "联次")]
    clauses: Annotated[str, Field("text", "条款")]
    is_own: Annotated[bool, Field("flag", "本单位改过")]
    printed_count: Annotated[int, Field("whole", "已打印（次）")]
    key: Annotated[str, Field("code", "记录种类")]
    is_of_record: Annotated[bool, Field("flag", "随记录打印")]
    """Of a record of the stage or of what hangs on one; not of a period or of the whole list."""


def stage_labels() -> dict[str, str]:
    """What the stages are called that have papers."""
    return {**{o.value: o.label for o in SUBJECTS}, "fund": "资金池", "reports": "统计报表"}


@query("表单")
def forms(read: Read, subject: Annotated[str, Field("code", "环节")] = "") -> tuple[FormLine, ...]:
    """Every form, or those of one subject."""
    counted = read.session.execute(
        select(PrintLogRow.form_id, func.count(PrintLogRow.id)).group_by(PrintLogRow.form_id)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in counted}
    labels = stage_labels()
    scheme = read.scheme()
    return tuple(
        FormLine(
            key, spec.title, labels.get(spec.subject, spec.subject), spec.number,
            "、".join(spec.copies), "、".join(clauses_of(key, spec.clauses, scheme)),
            spec.folder.parent != read.library.forms, counts.get(key, 0), key_of(spec),
            _is_of_record(spec),
        )
        for key, spec in forms_of(read).items()
        if not subject or spec.subject == subject
    )  # fmt: skip


def _is_of_record(spec: FormSpec) -> bool:
    source = SOURCES.get(key_of(spec))
    return not spec.of or (source is not None and source.under is not None)


@query("打印记录")
def prints(
    read: Read,
    subject: Annotated[str, Field("code", "环节")] = "",
    record: Annotated[int, Field("whole", "记录编号")] = 0,
    text: Annotated[str, Field("text", "查找")] = "",
    signing: Annotated[str, Field("choice", "签字件", options=SIGNINGS)] = "",
) -> tuple[PrintLine, ...]:
    """Prints, the newest first."""
    return print_lines(read, subject=subject, record=record, text=text, signing=signing)


@dataclass(frozen=True)
class PrintedPaper:
    """A kept print: its bytes lie in the office folder."""

    file: Annotated[str, Field("text", "文件")]
    name: Annotated[str, Field("text", "建议的文件名")]
    form: Annotated[str, Field("code", "表单")]
    pages_count: Annotated[int, Field("whole", "页数")]


@query("打印件")
def printed_paper(
    read: Read, print_id: Annotated[int, Field("record", "打印", of="documents")]
) -> PrintedPaper:
    """Where the PDF of a print lies, and what to call a copy of it."""
    row = read.get(PrintLogRow, print_id, "打印记录")
    spec = forms_of(read).get(row.form_id)
    title = spec.title if spec else row.form_id
    record = title_of(read, row.subject, row.subject_id, row.printed_on)
    again = f"-第{row.print_no}次" if row.print_no > 1 else ""
    path = Attachments(read.folder / "attachments").path_of(row.pdf_sha256)
    name = "".join("_" if c in '\\/:*?"<>|' else c for c in f"{title}-{record}{again}.pdf")
    return PrintedPaper(str(path), name, row.form_id, row.pages_count)


@dataclass(frozen=True)
class Preview:
    """A paper as it would print; `notes` say what the printer's fonts and the room made different."""

    pdf: bytes
    pages_count: int
    notes: tuple[str, ...]
    is_draft: bool
    print_no: int
    has_workbook: bool = False
    """Whether it can be had as a spreadsheet, too: forms that are drawn, not letters."""


@query("文书预览")
def preview_paper(
    read: Read,
    form: Annotated[str, Field("code", "表单")],
    record: Annotated[int, Field("whole", "记录编号")],
) -> Preview:
    """The PDF as the next print would be, without logging it."""
    print_no = next_print_no(read, form, record)
    sheet = paint(read, form, record, print_no)
    painted = sheet.painted
    notes = notes_of(read, sheet)
    has_workbook = sheet.spec.engine == "layout"
    return Preview(painted.pdf, painted.pages, notes, sheet.is_draft, print_no, has_workbook)


@query("文书表格")
def paper_workbook(
    read: Read,
    form: Annotated[str, Field("code", "表单")],
    record: Annotated[int, Field("whole", "记录编号")],
) -> bytes:
    """The filled spreadsheet of a paper; no print, nothing is logged."""
    return workbook(read, form, record)


@dataclass(frozen=True)
class PaperChoice:
    """A form that can be printed of a record, or of something that hangs on it."""

    form: Annotated[str, Field("code", "表单")]
    record: Annotated[int, Field("whole", "记录编号")]
    label: Annotated[str, Field("text", "文书")]
    about: Annotated[str, Field("text", "关于")]
    copies: Annotated[str, Field("text", "联次")]
    number: Annotated[str, Field("text", "表号")]
    is_signed: Annotated[bool, Field("flag", "要签字盖章")]
    is_draft: Annotated[bool, Field("flag", "草稿")]
    prints_count: Annotated[int, Field("whole", "已打印（次）")]
    last_on: Annotated[date | None, Field("day", "最近打印")]
    is_signed_back: Annotated[bool, Field("flag", "签字件已收回")]


@query("可打印的文书")
def papers(
    read: Read,
    subject: Annotated[str, Field("code", "环节")],
    record: Annotated[int, Field("whole", "记录编号")],
) -> tuple[PaperChoice, ...]:
    """Every paper of a record and of what hangs on it: a loan's extensions, a partner's notices."""
    prints_of = _prints_of(read)
    lines: list[PaperChoice] = []
    for key, spec in forms_of(read).items():
        if spec.subject != subject or not _is_of_record(spec):
            continue
        source = SOURCES.get(key_of(spec))
        under = source.under(read, record) if spec.of and source and source.under else (record,)
        lines.extend(
            PaperChoice(
                key, one, spec.title,
                title_of(read, key_of(spec), one) if spec.of else "",
                "、".join(spec.copies), spec.number, spec.is_signed,
                is_draft(read, spec, one), *prints_of.get((key, one), _NEVER),
            )
            for one in under
            # Of what hangs on a record only what it can have: no 恢复 before its day.
            if not (spec.of and is_early(read, spec, one))
        )  # fmt: skip
    return tuple(lines)


@dataclass(frozen=True)
class PaperCard:
    """The papers of a record and of what hangs on it, and every print of them."""

    papers: Annotated[tuple[PaperChoice, ...], Field("rows", "文书")]
    prints: Annotated[tuple[PrintLine, ...], Field("rows", "打印")]


@query("文书卡片")
def paper_card(
    read: Read,
    subject: Annotated[str, Field("code", "环节")],
    record: Annotated[int, Field("whole", "记录编号")],
) -> PaperCard:
    """What can be printed of a record, and what has been."""
    choices = papers(subject=subject, record=record).run(read)
    return PaperCard(choices, print_lines(read, papers={(p.form, p.record) for p in choices}))


_NEVER = (0, None, False)


def _prints_of(read: Read, form: str = "") -> dict[tuple[str, int], tuple[int, date | None, bool]]:
    """By form and record: how often it was printed, when last, and whether that one is back."""
    rows = select(
        PrintLogRow.form_id, PrintLogRow.subject_id, func.count(), func.max(PrintLogRow.printed_on),
        func.max(PrintLogRow.id),
    ).group_by(PrintLogRow.form_id, PrintLogRow.subject_id)  # fmt: skip
    if form:
        rows = rows.where(PrintLogRow.form_id == form)
    back = signed_back(read)
    return {
        (f, record): (count, last_on, newest in back)
        for f, record, count, last_on, newest in read.session.execute(rows)
    }


@dataclass(frozen=True)
class PrintableLine:
    """A record a form can be printed of."""

    id: Annotated[int, Field("record", "记录编号", of="documents")]
    title: Annotated[str, Field("text", "编号或名称")]
    about: Annotated[str, Field("text", "关于")]
    prints_count: Annotated[int, Field("whole", "已打印（次）")]
    last_on: Annotated[date | None, Field("day", "最近打印")]
    is_signed_back: Annotated[bool, Field("flag", "签字件已收回")]


@query("可打印的记录")
def paper_records(
    read: Read,
    form: Annotated[str, Field("code", "表单", source="forms")],
    text: Annotated[str, Field("text", "查找")] = "",
) -> tuple[PrintableLine, ...]:
    """Every record a form can be printed of, the newest first, or those whose name holds a text.

    One that is not far enough for the form (a claim on no agenda) is not among them.
    """
    spec = form_of(read, form)
    source = SOURCES.get(key_of(spec))
    prints_of = _prints_of(read, form)
    wanted = text.strip().casefold()
    every = source.records(read) if source else ()
    named = [r for r in every if wanted in f"{r.title} {r.about}".casefold()]
    early = early_among(read, spec, [r.record for r in named])
    return tuple(
        PrintableLine(r.record, r.title, r.about, *prints_of.get((form, r.record), _NEVER))
        for r in named
        if r.record not in early
    )


@dataclass(frozen=True)
class AttachmentLine:
    """An attached file."""

    id: Annotated[int, Field("record", "编号", of="documents")]
    label: Annotated[str, Field("text", "文件说明")]
    name: Annotated[str, Field("text", "文件名")]
    size_bytes: Annotated[int, Field("whole", "大小（字节）")]
    attached_on: Annotated[date, Field("day", "附加日期")]
    person: Annotated[str, Field("text", "附加人")]
    file: Annotated[str, Field("text", "文件")]


@query("附件")
def attachments(
    read: Read,
    subject: Annotated[str, Field("code", "环节")],
    record: Annotated[int, Field("whole", "记录编号")],
) -> tuple[AttachmentLine, ...]:
    """Files kept with a record."""
    return _attached(
        read, and_(AttachmentRow.subject == subject, AttachmentRow.subject_id == record)
    )


def _attached(read: Read, which: ColumnElement[bool]) -> tuple[AttachmentLine, ...]:
    store = Attachments(read.folder / "attachments")
    return tuple(
        AttachmentLine(
            a.id, a.label, a.name, a.size_bytes, a.attached_on,
            read.get(PersonRow, a.attached_by, "人员").name, str(store.path_of(a.sha256)),
        )
        for a in read.all(select(AttachmentRow).where(which).order_by(AttachmentRow.id))
    )  # fmt: skip


@query("签字盖章件")
def print_scans(
    read: Read, print_id: Annotated[int, Field("record", "打印", of="documents")]
) -> tuple[AttachmentLine, ...]:
    """The signed and sealed scans of one print."""
    return _attached(read, AttachmentRow.print_id == print_id)


@query("核对文书")
def paper_check(
    read: Read, code: Annotated[str, Field("text", "校验码或二维码内容")]
) -> PaperCheck:
    """Which print a paper is, and whether the office's values are unchanged since."""
    return check_paper(read, code)


@query("扫描件里的文书")
def scan_papers(read: Read, file: Annotated[str, Field("text", "文件")]) -> tuple[ScanPart, ...]:
    """Which prints the pages of a scan belong to, before they are taken back."""
    return scan_parts(read, look_through(Path(file)))


@query("应有的附件文件")
def kept_files(read: Read) -> tuple[str, ...]:
    """The digests of every file the office must have: prints and attachments."""
    printed = read.session.scalars(select(PrintLogRow.pdf_sha256))
    attached = read.session.scalars(select(AttachmentRow.sha256))
    return tuple(dict.fromkeys((*printed, *attached)))


@query("表单清单")
def form_states(read: Read) -> tuple[FormState, ...]:
    """Every form with how it stands: shipped, changed by the office, spoilt."""
    return states_of(read, stage_labels())


@query("表单样张")
def form_sample(
    read: Read,
    form: Annotated[str, Field("code", "表单", source="forms")],
    sample: Annotated[str, Field("code", "样例")] = "sample",
) -> Preview:
    """A form on its sample values: the normal ones, the longest, next to nothing."""
    content, pages, notes = sample_pdf(read, form, sample)
    return Preview(content, pages, notes, False, 1)


@query("表单检查")
def form_findings(
    read: Read, form: Annotated[str, Field("code", "表单", source="forms")]
) -> tuple[FormFinding, ...]:
    """检查: everything wrong with a form; empty when it may be used."""
    return findings_of(read, form)


@query("表单空格")
def form_blanks(
    read: Read, form: Annotated[str, Field("code", "表单", source="forms")] = ""
) -> tuple[BlankLine, ...]:
    """Every blank of a form, or of all forms, with its name, label and sample."""
    return blanks_of(read, form)
