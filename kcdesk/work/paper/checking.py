"""Which print a paper is, and whether the office still stands by what is on it.

Called by the check query, the scans and the command line. A paper is known by its 校验码; papers
printed before there was one code for all are known by what their strip showed then. The office's
values are asked as of the day of printing, so that what changes by itself (today's date, days
overdue, a firm's time on the list) is no change: only what somebody recorded since is. Values the
form does not show are counted apart. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from sqlalchemy import func, select

from kcdesk.files.attachments import Attachments
from kcdesk.files.paper_blanks import shown_names
from kcdesk.files.paper_code import (
    code_of,
    digest_before,
    plain_values,
    seal_of,
    shown_code,
    typed_code,
)
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.kinds import STYLES, Field
from kcdesk.packs.blank_names import BlankNames, blank_names
from kcdesk.packs.forms import FormSpec
from kcdesk.store.tables.documents import AttachmentRow, PrintLogRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.context import Read
from kcdesk.work.paper.changes import Change, ChangedValue, Named, changes_between
from kcdesk.work.paper.printing import form_of, forms_of, paper_values
from kcdesk.work.paper.subjects import title_of

NEAR = 2
"""A typed code that differs in so few places is likely a slip of the finger."""


EVERY = "（每"
"""So the list of blanks goes on after the name of a list: 每行, 每月."""


@dataclass(frozen=True)
class PaperCheck:
    """A print, and what has become of it since."""

    print_id: Annotated[int, Field("record", "打印", of="documents")]
    form: Annotated[str, Field("code", "表单代码")]
    form_title: Annotated[str, Field("text", "表单")]
    subject: Annotated[str, Field("code", "环节")]
    record: Annotated[int, Field("whole", "记录编号")]
    title: Annotated[str, Field("text", "记录")]
    code: Annotated[str, Field("text", "校验码")]
    print_no: Annotated[int, Field("whole", "第几次")]
    prints_count: Annotated[int, Field("whole", "共打印（次）")]
    pages_count: Annotated[int, Field("whole", "页数")]
    printed_on: Annotated[date, Field("day", "打印日期")]
    person: Annotated[str, Field("text", "打印人")]
    is_draft: Annotated[bool, Field("flag", "草稿")]
    later_on: Annotated[date | None, Field("day", "后来又打印")]
    is_unchanged: Annotated[bool, Field("flag", "内容与现在一致")]
    is_kept_sound: Annotated[bool, Field("flag", "存档的打印件完好")]
    is_signed_back: Annotated[bool, Field("flag", "签字件已收回")]
    changes: Annotated[tuple[ChangedValue, ...], Field("rows", "打印后改动的内容")]
    others_count: Annotated[int, Field("whole", "纸上没有的改动（处）")]
    said: Annotated[str, Field("text", "结论")]
    notes: Annotated[tuple[str, ...], Field("text", "说明")]


def check_paper(read: Read, text: str) -> PaperCheck:
    """What a QR's text or a 校验码 belongs to. Raises Refusal when no print, or several, have it."""
    return checked(read, print_of(read, text))


def print_of(read: Read, text: str) -> PrintLogRow:
    """The print of a QR's text or a typed 校验码, with words before it where several have it."""
    *words, last = text.replace("／", "/").split("/")
    code = typed_code(last)
    if not code:
        raise Refusal.of(
            f"“{text.strip()[:40]}”不是校验码。",
            cure="校验码印在每页的页脚，是16位数字和字母，每4位一组；也可以扫页脚的二维码。",
            field="code",
            code="paper.code",
        )
    found = _prints_with(read, code)
    seal = seal_of(text)
    if seal is not None:
        found = [row for row in found if row.print_no == seal.print_no]
    if not found:
        raise _not_found(read, code)
    for word in (w.strip() for w in words):
        found = [row for row in found if word and word in _names_of(read, row)] or found
    if len(found) > 1:
        raise _several(read, code, found)
    return found[0]


def checked(read: Read, row: PrintLogRow) -> PaperCheck:
    """Everything about one print."""
    count, latest = _siblings(read, row)
    spec, changes, notes = _since(read, row)
    told, others_count = _told(read, spec, changes) if spec else ((), 0)
    check = PaperCheck(
        print_id=row.id,
        form=row.form_id,
        form_title=spec.title if spec else row.form_id,
        subject=row.subject,
        record=row.subject_id,
        title=title_of(read, row.subject, row.subject_id, row.printed_on),
        code=shown_code(row.values_sha256),
        print_no=row.print_no,
        prints_count=count,
        pages_count=row.pages_count,
        printed_on=row.printed_on,
        person=read.get(PersonRow, row.printed_by, "人员").name,
        is_draft=row.is_draft,
        later_on=latest if latest and row.print_no < count else None,
        is_unchanged=not told and not notes,
        is_kept_sound=Attachments(read.folder / "attachments").is_sound(row.pdf_sha256),
        is_signed_back=row.id in signed_back(read),
        changes=told,
        others_count=others_count,
        said="",
        notes=tuple(notes),
    )
    return replace(check, said=_said(check))


def signed_back(read: Read) -> frozenset[int]:
    """The prints whose signed and sealed paper has come back as a scan."""
    back = select(AttachmentRow.print_id).where(AttachmentRow.print_id.is_not(None))
    return frozenset(key for key in read.session.scalars(back) if key is not None)


def _prints_with(read: Read, code: str) -> list[PrintLogRow]:
    """The prints of a code; only when there are none, those that carry it in the old way."""
    kept = PrintLogRow.values_sha256
    rows = read.all(
        select(PrintLogRow).where(kept.startswith(code.lower())).order_by(PrintLogRow.id)
    )
    if rows:
        return list(rows)
    every = read.session.scalars(select(PrintLogRow).execution_options(yield_per=100))
    return [r for r in every if code == code_of(digest_before(r.form_id, r.form_sha256, r.values))]


def _names_of(read: Read, row: PrintLogRow) -> set[str]:
    """What somebody may write before the code to say which print is meant."""
    names = {
        row.form_id,
        str(row.print_no),
        f"第{row.print_no}次",
        title_of(read, row.subject, row.subject_id, row.printed_on),
    }
    kept = row.values.get("paper")
    names.update(str(kept[key]) for key in ("title", "number") if kept and key in kept)
    spec = forms_of(read).get(row.form_id)
    if spec is not None:
        names.update((spec.title, spec.number))
    return {name.replace("/", "-") for name in names}


def _not_found(read: Read, code: str) -> Refusal:
    near = [
        f"{shown_code(digest)}（{called(read, read.get(PrintLogRow, key, '打印记录'))}）"
        for key, digest in read.session.execute(select(PrintLogRow.id, PrintLogRow.values_sha256))
        if sum(a != b for a, b in zip(code, code_of(digest), strict=True)) <= NEAR
    ]
    cure = (
        f"相近的有：{'、'.join(near[:3])}。请逐位核对后重新输入。"
        if near
        else "请逐位核对；没有输错的，这张纸不是本业务库打印的，可能是别的单位或另一个业务库的。"
    )
    return Refusal.of(
        f"打印记录里没有校验码 {shown_code(code)}。", cure=cure, field="code", code="paper.unknown"
    )


def _several(read: Read, code: str, found: Sequence[PrintLogRow]) -> Refusal:
    """The same values printed more than once, or on more than one form."""
    ways = "、".join(
        f"{called(read, row)}写“{row.form_id}/{row.print_no}/{code}”" for row in found[:6]
    )
    return Refusal.of(
        f"有{len(found)}份打印件的校验码是 {shown_code(code)}，它们的内容相同。",
        cure=f"请扫二维码，或者在校验码前写明是哪一份：{ways}。",
        field="code",
        code="paper.several",
    )


def called(read: Read, row: PrintLogRow) -> str:
    """``联席会议审批表DC2023-0001第1次``: one print by name."""
    spec = forms_of(read).get(row.form_id)
    title = spec.title if spec else row.form_id
    return f"{title}{title_of(read, row.subject, row.subject_id, row.printed_on)}第{row.print_no}次"


def _siblings(read: Read, row: PrintLogRow) -> tuple[int, date | None]:
    """How often the paper was printed, and when last."""
    count, latest = read.session.execute(
        select(func.max(PrintLogRow.print_no), func.max(PrintLogRow.printed_on)).where(
            PrintLogRow.form_id == row.form_id, PrintLogRow.subject_id == row.subject_id
        )
    ).one()
    return count, latest


def _since(read: Read, row: PrintLogRow) -> tuple[FormSpec | None, tuple[Change, ...], list[str]]:
    """The form, what has changed since the day of printing, and why that cannot be said."""
    then = read.as_of(row.printed_on)
    try:
        spec = form_of(then, row.form_id)
        shown_names(spec)
        now = plain_values(paper_values(then, spec, row.subject_id))
    except (Refusal, Fault) as news:
        return None, (), [f"现在不能核对内容：{news}"]
    kept = {key: value for key, value in row.values.items() if key != "print"}
    return spec, changes_between(kept, now), []


def _told(
    read: Read, spec: FormSpec, changes: Sequence[Change]
) -> tuple[tuple[ChangedValue, ...], int]:
    """The changes of what is on the paper, and how many others there are."""
    names = shown_names(spec)
    on_paper = [change for change in changes if _stands_in(names, change.name)]
    label_of = _called_as(names, blank_names(read.library.resources))
    told = tuple(_visible(change, names).told(label_of) for change in on_paper)
    return told, len(changes) - len(on_paper)


def _stands_in(names: Mapping[str, str], name: str) -> bool:
    """Whether a value, or part of it, is on the paper."""
    return any(n == name or n.startswith((f"{name}.", f"{name}[")) for n in names)


def _visible(change: Change, names: Mapping[str, str]) -> Change:
    """A whole entry that came or went, without what the paper does not show of it."""

    def seen(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {k: v for k, v in value.items() if _stands_in(names, f"{change.name}.{k}")}

    return replace(change, then=seen(change.then), now=seen(change.now))


def _called_as(own: Mapping[str, str], names: BlankNames) -> Named:
    """What a value is called: on the paper itself, else in the list of blanks."""

    def label_of(name: str) -> str:
        if name.startswith("words."):
            return names.label_of(
                name
            )  # a text of the form's own: what stands beside it is another
        entry, _, _ = names.groups.get(name, "").partition(EVERY)
        return own.get(name) or entry or names.label_of(name)

    return label_of


def _said(check: PaperCheck) -> str:
    """The whole answer in words."""
    day = STYLES["date"](check.printed_on)
    draft = "是草稿，" if check.is_draft else ""
    which = f"{check.form_title}（{check.title}）第{check.print_no}次打印"
    parts = [f"这是{which}，{draft}{day}由{check.person}打印。"]
    if check.later_on is not None:
        again = STYLES["date"](check.later_on)
        parts.append(f"后来又打印过，最近是第{check.prints_count}次（{again}）。")
    if check.notes:
        parts.extend(check.notes)
    elif check.is_unchanged:
        parts.append("纸上的内容与业务库现在的一致。")
    else:
        parts.append(f"打印以后，纸上的内容有{len(check.changes)}处改动。")
    if not check.is_kept_sound:
        parts.append("存档的打印件缺失或被改动过。")
    parts.append("签字盖章件已收回。" if check.is_signed_back else "还没有收回签字盖章件。")
    return "".join(parts)
