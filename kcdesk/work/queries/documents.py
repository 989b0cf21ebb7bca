"""Forms there are, papers that were printed, files that are attached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.files.attachments import Attachments
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.documents import AttachmentRow, PrintLogRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.commands.documents import SUBJECTS
from kcdesk.work.context import Read
from kcdesk.work.paper.printing import forms_of, next_print_no, paint
from kcdesk.work.paper.subjects import title_of
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


@query("表单")
def forms(read: Read, subject: Annotated[str, Field("code", "环节")] = "") -> tuple[FormLine, ...]:
    """Every form, or those of one subject."""
    counted = read.session.execute(
        select(PrintLogRow.form_id, func.count(PrintLogRow.id)).group_by(PrintLogRow.form_id)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in counted}
    labels = {o.value: o.label for o in SUBJECTS}
    scheme = read.scheme()
    return tuple(
        FormLine(
            key, spec.title, labels.get(spec.subject, "资金池"), spec.number,
            "、".join(spec.copies), "、".join(_clauses_of(key, spec.clauses, scheme)),
            spec.folder.parent != read.library.forms, counts.get(key, 0),
        )
        for key, spec in forms_of(read).items()
        if not subject or spec.subject == subject
    )  # fmt: skip


def _clauses_of(form: str, named: tuple[str, ...], scheme: Scheme) -> list[str]:
    """The clauses of this office's programme that a form keeps; a form may name another's too."""
    keeps = [c.id for c in scheme.clauses.values() if f"form:{form}" in c.by]
    return list(dict.fromkeys([*(c for c in named if c in scheme.clauses), *keeps]))


@dataclass(frozen=True)
class PrintLine:
    """One print."""

    id: Annotated[int, Field("record", "编号", of="documents")]
    form: Annotated[str, Field("text", "表单")]
    record: Annotated[str, Field("text", "记录")]
    print_no: Annotated[int, Field("whole", "第几次")]
    is_draft: Annotated[bool, Field("flag", "草稿")]
    pages_count: Annotated[int, Field("whole", "页数")]
    printed_on: Annotated[date, Field("day", "打印日期")]
    person: Annotated[str, Field("text", "打印人")]
    values_sha256: Annotated[str, Field("text", "内容校验码")]
    subject_id: Annotated[int, Field("whole", "记录编号")]


@query("打印记录")
def prints(
    read: Read,
    subject: Annotated[str, Field("code", "环节")] = "",
    record: Annotated[int, Field("whole", "记录编号")] = 0,
) -> tuple[PrintLine, ...]:
    """Prints, the newest first."""
    statement = select(PrintLogRow).order_by(PrintLogRow.id.desc())
    if subject:
        statement = statement.where(PrintLogRow.subject == subject)
    if record:
        statement = statement.where(PrintLogRow.subject_id == record)
    specs = forms_of(read)
    return tuple(
        PrintLine(
            p.id, specs[p.form_id].title if p.form_id in specs else p.form_id,
            title_of(read, p.subject, p.subject_id), p.print_no, p.is_draft, p.pages_count,
            p.printed_on, read.get(PersonRow, p.printed_by, "人员").name, p.values_sha256,
            p.subject_id,
        )
        for p in read.all(statement)
    )  # fmt: skip


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
    record = title_of(read, row.subject, row.subject_id)
    again = f"-第{row.print_no}次" if row.print_no > 1 else ""
    path = Attachments(read.folder / "attachments").path_of(row.pdf_sha256)
    name = "".join("_" if c in '\\/:*?"<>|' else c for c in f"{title}-{record}{again}.pdf")
    return PrintedPaper(str(path), name, row.form_id, row.pages_count)


@query("文书预览")
def preview_paper(
    read: Read,
    form: Annotated[str, Field("code", "表单")],
    record: Annotated[int, Field("whole", "记录编号")],
) -> bytes:
    """The PDF as the next print would be, without logging it."""
    return paint(read, form, record, next_print_no(read, form, record)).painted.pdf


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
    store = Attachments(read.folder / "attachments")
    return tuple(
        AttachmentLine(
            a.id, a.label, a.name, a.size_bytes, a.attached_on,
            read.get(PersonRow, a.attached_by, "人员").name, str(store.path_of(a.sha256)),
        )
        for a in read.all(
            select(AttachmentRow)
            .where(AttachmentRow.subject == subject, AttachmentRow.subject_id == record)
            .order_by(AttachmentRow.id)
        )
    )  # fmt: skip


@query("应有的附件文件")
def kept_files(read: Read) -> tuple[str, ...]:
    """The digests of every file the office must have: prints and attachments."""
    printed = read.session.scalars(select(PrintLogRow.pdf_sha256))
    attached = read.session.scalars(select(AttachmentRow.sha256))
    return tuple(dict.fromkeys((*printed, *attached)))
