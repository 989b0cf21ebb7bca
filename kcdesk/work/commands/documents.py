"""Papers printed, papers attached, signed papers taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from sqlalchemy import select

from kcdesk.files.attachments import Attachments, KeptFile
from kcdesk.files.own_forms import copy_folder, set_aside
from kcdesk.files.paper_code import digest_of, plain_values
from kcdesk.files.scans import split_scan
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.documents import AttachmentRow, PrintLogRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.context import Work
from kcdesk.work.paper.checking import called
from kcdesk.work.paper.form_shelf import (
    copied_from,
    own_folder,
    returned_from,
    title_of_form,
)
from kcdesk.work.paper.printing import key_of, next_print_no, paint
from kcdesk.work.paper.scanning import (
    Part,
    look_through,
    pages_in_words,
    parts_of,
    refuse_another,
)
from kcdesk.work.paper.subjects import title_of

SUBJECTS = (
    Option("partners", "合作机构"),
    Option("enterprises", "企业"),
    Option("applications", "贷款申请"),
    Option("loans", "贷款"),
    Option("claims", "代偿申请"),
    Option("meetings", "联席会议"),
    Option("payouts", "兑付"),
    Option("recoveries", "追偿"),
    Option("registers", "台账登记"),
)


class PrintPaper(
    Command,
    label="打印文书",
    stage="documents",
    undo=UndoPolicy.NEVER,
    lawful_way="打印过的文书不能当作没有打印；内容有误的，请改正后重新打印，旧件注明作废。",
):
    """One paper of a record; numbered, logged with its values, kept as PDF."""

    form: Annotated[str, Field("code", "表单", source="forms")]
    record: Annotated[int, Field("whole", "记录编号")]


@handles(PrintPaper)
def print_paper(work: Work, command: PrintPaper) -> int:
    """Paint, keep and log; the same values give the same bytes for the same print number."""
    print_no = next_print_no(work, command.form, command.record)
    sheet = paint(work, command.form, command.record, print_no)
    kept = Attachments(work.folder / "attachments").put_bytes(sheet.painted.pdf)
    key = key_of(sheet.spec)
    title = title_of(work, key, command.record)
    work.say(f"打印文书：{sheet.spec.title} {title} 第{print_no}次")
    return work.add(
        PrintLogRow(
            form_id=command.form,
            subject=key,
            subject_id=command.record,
            print_no=print_no,
            is_draft=sheet.is_draft,
            form_sha256=sheet.spec.revision,
            values=plain_values(sheet.values),
            values_sha256=digest_of(sheet.values),
            pdf_sha256=kept.sha256,
            pages_count=sheet.painted.pages,
            printed_on=work.today,
            printed_by=work.by.id,
        )
    ).id


class AttachFile(Command, label="附加文件", stage="documents"):
    """A file kept with a record: the bank's papers, the signed and sealed scan."""

    subject: Annotated[str, Field("choice", "所属", options=SUBJECTS)]
    record: Annotated[int, Field("whole", "记录编号")]
    label: Annotated[str, Field("text", "文件说明")]
    file: Annotated[str, Field("text", "文件")]


@handles(AttachFile)
def attach_file(work: Work, command: AttachFile) -> int:
    """Copy the file into the office under its digest."""
    title_of(work, command.subject, command.record)
    source = Path(command.file)
    if not source.is_file():
        raise Refusal.of(
            f"没有找到文件“{source.name}”。",
            cure="请重新选择文件。",
            field="file",
            code="attach.missing",
        )
    kept = Attachments(work.folder / "attachments").put(source)
    work.say(f"附加文件：{command.label}（{source.name}）")
    return work.add(
        AttachmentRow(
            subject=command.subject,
            subject_id=command.record,
            label=command.label,
            name=source.name,
            sha256=kept.sha256,
            size_bytes=kept.size,
            attached_on=work.today,
            attached_by=work.by.id,
        )
    ).id


class AttachScan(Command, label="附加签字盖章件", stage="documents"):
    """The signed and sealed paper of one print, scanned: PDF, JPEG or PNG."""

    print: Annotated[int, Field("record", "打印", of="documents")]
    file: Annotated[str, Field("text", "文件")]


@handles(AttachScan)
def attach_scan(work: Work, command: AttachScan) -> int:
    """Keep the scan with its print, unless its own QR says that it is of another."""
    row = work.get(PrintLogRow, command.print, "打印记录", "print")
    source = Path(command.file)
    refuse_another(work, row, look_through(source))
    kept = Attachments(work.folder / "attachments").put(source)
    work.say(f"收回签字盖章件：{called(work, row)}（{source.name}）")
    return _keep_scan(work, row, source.name, kept)


class TakeScans(Command, label="收回签字盖章件", stage="documents"):
    """A stack of signed papers scanned into one file: every part goes to its print, or none."""

    file: Annotated[str, Field("text", "文件")]


@handles(TakeScans)
def take_scans(work: Work, command: TakeScans) -> int:
    """Part the stack by its QR codes; gives how many papers were taken back."""
    source = Path(command.file)
    scan = look_through(source)
    parts = parts_of(work, scan)
    problems = [problem for part in parts for problem in part.problems]
    if problems:
        raise Refusal(*problems)
    store = Attachments(work.folder / "attachments")
    if len(parts) == 1:
        files = [(source.name, store.put(source))]
    else:
        split = split_scan(source, [part.pages for part in parts])
        files = [
            (f"{source.stem}-{pages_in_words(part.pages)}.pdf", store.put_bytes(content))
            for part, content in zip(parts, split, strict=True)
        ]
    for part, (name, kept) in zip(parts, files, strict=True):
        _keep_scan(work, _print_of(part), name, kept)
    named = "、".join(called(work, _print_of(part)) for part in parts)
    work.say(f"收回签字盖章件{len(parts)}份：{named}（{source.name}）")
    return len(parts)


def _print_of(part: Part) -> PrintLogRow:
    assert part.print is not None, "a part without a print has a problem"
    return part.print


def _keep_scan(work: Work, row: PrintLogRow, name: str, kept: KeptFile) -> int:
    again = work.one(
        select(AttachmentRow).where(
            AttachmentRow.print_id == row.id, AttachmentRow.sha256 == kept.sha256
        )
    )
    if again is not None:
        raise Refusal.of(
            f"{called(work, row)}已经附过这份扫描件。",
            cure="不用再附；要换一份的，请先移除原来的。",
            field="file",
            code="scan.again",
        )
    return work.add(
        AttachmentRow(
            subject=row.subject,
            subject_id=row.subject_id,
            label=f"{called(work, row)}签字盖章件",
            name=name,
            sha256=kept.sha256,
            size_bytes=kept.size,
            attached_on=work.today,
            attached_by=work.by.id,
            print_id=row.id,
        )
    ).id


class RemoveAttachment(Command, label="移除附件", stage="documents"):
    """The file is no longer shown; undo brings it back, its bytes stay."""

    attachment: Annotated[int, Field("record", "附件", of="documents")]


@handles(RemoveAttachment)
def remove_attachment(work: Work, command: RemoveAttachment) -> int:
    """Delete the row."""
    row = work.get(AttachmentRow, command.attachment, "附件", "attachment")
    work.say(f"移除附件：{row.label}（{row.name}）")
    work.session.delete(row)
    return command.attachment


class CopyForm(
    Command,
    label="复制表单",
    stage="documents",
    undo=UndoPolicy.NEVER,
    lawful_way="表单的文件在业务库文件夹里，不在业务库中；不用改了的，按“改回原样”，旧件会留着。",
):
    """The shipped form becomes one of the office's own, to be edited there."""

    form: Annotated[str, Field("code", "表单", source="forms")]


@handles(CopyForm)
def copy_form(work: Work, command: CopyForm) -> None:
    """Copy the folder; from now on the office's form is the one that prints."""
    source = copied_from(work, command.form)
    work.say(f"复制表单供本单位修改：{title_of_form(work, command.form)}")
    copy_folder(source, own_folder(work, command.form))


class ReturnForm(
    Command,
    label="改回原样",
    stage="documents",
    undo=UndoPolicy.NEVER,
    lawful_way="换下的表单在业务库文件夹的“forms/换下的表单”里，移回“forms”文件夹就又用它。",
):
    """The shipped form prints again; the office's own is set aside."""

    form: Annotated[str, Field("code", "表单", source="forms")]


@handles(ReturnForm)
def return_form(work: Work, command: ReturnForm) -> None:
    """Move the office's folder among those set aside: nothing of it is lost."""
    own = returned_from(work, command.form)
    title = title_of_form(work, command.form)
    kept = set_aside(own, work.today)
    work.say(f"表单改回原样：{title}，旧件留在“{kept.parent.name}/{kept.name}”")
