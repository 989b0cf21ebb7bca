"""Which prints the pages of a scan belong to: a signed paper, or a stack scanned into one file.

Called by the scan query and commands. A page without a readable QR belongs to the page before it
(a back page, a page of seals). What every page says is kept for the last files looked at, so that
looking first and taking then reads a stack once. Nothing is written here.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from kcdesk.files.disk_faults import said_plainly
from kcdesk.files.foreign import Progress
from kcdesk.files.paper_code import Seal, qr_text, shown_code
from kcdesk.files.scans import Scan, read_scan
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.work.context import Read
from kcdesk.work.paper.checking import called, print_of, signed_back
from kcdesk.work.paper.printing import forms_of
from kcdesk.work.paper.subjects import title_of

_KEPT: Final = 4
_SEEN: OrderedDict[str, Scan] = OrderedDict()


@dataclass
class Part:
    """The pages (from 1) of one print, or pages that belong to none, with what is wrong."""

    pages: list[int]
    print: PrintLogRow | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class ScanPart:
    """Pages of a scan, and the print they belong to."""

    print_id: Annotated[int | None, Field("record", "打印", of="documents")]
    form: Annotated[str, Field("text", "表单")]
    record: Annotated[str, Field("text", "记录")]
    print_no: Annotated[int | None, Field("whole", "第几次")]
    pages: Annotated[str, Field("text", "扫描件的页")]
    pages_count: Annotated[int, Field("whole", "页数")]
    is_signed_back: Annotated[bool, Field("flag", "签字件已收回")]
    is_ready: Annotated[bool, Field("flag", "可以收回")]
    note: Annotated[str, Field("text", "说明")]


def look_through(
    path: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Scan:
    """What every page of a scan says. A screen may call it beside the office, with progress:
    what is asked and done with the same file afterwards is then quick. Raises as `read_scan`."""
    if not path.is_file():
        raise Refusal.of(
            f"没有找到文件“{path.name}”。",
            cure="请重新选择文件。",
            field="file",
            code="attach.missing",
        )
    with said_plainly(path, writing=False), path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest not in _SEEN:
        _SEEN[digest] = read_scan(path, cancelled=cancelled, progress=progress)
    _SEEN.move_to_end(digest)
    while len(_SEEN) > _KEPT:
        _SEEN.popitem(last=False)
    return _SEEN[digest]


def parts_of(read: Read, scan: Scan) -> tuple[Part, ...]:
    """The scan's pages by the print they belong to, in the order they were scanned.

    Copies of one print, even apart in the stack, are one part.
    """
    parts: list[Part] = []
    known: dict[Seal, PrintLogRow | Problem] = {}
    last: Part | None = None
    for page, seals in enumerate(scan.pages, 1):
        found = _prints_of(read, seals, known)
        if not seals and last is not None:
            last.pages.append(page)
            continue
        match found:
            case [PrintLogRow() as row]:
                last = next(
                    (p for p in parts if p.print is not None and p.print.id == row.id), None
                )
                if last is None:
                    last = Part([], row, _not_to_be_signed(read, row))
                    parts.append(last)
                last.pages.append(page)
            case _:
                last = Part([page], None, [_of_none(page, found)])
                parts.append(last)
    return tuple(parts)


def scan_parts(read: Read, scan: Scan) -> tuple[ScanPart, ...]:
    """The parts of a scan, told for the person who is to take them back."""
    specs = forms_of(read)
    back = signed_back(read)
    told: list[ScanPart] = []
    for part in parts_of(read, scan):
        row = part.print
        spec = specs.get(row.form_id) if row else None
        told.append(
            ScanPart(
                print_id=row.id if row else None,
                form=spec.title if spec else row.form_id if row else "",
                record=title_of(read, row.subject, row.subject_id, row.printed_on) if row else "",
                print_no=row.print_no if row else None,
                pages=pages_in_words(part.pages),
                pages_count=len(part.pages),
                is_signed_back=row is not None and row.id in back,
                is_ready=not part.problems,
                note="".join(str(problem) for problem in part.problems),
            )
        )
    return tuple(told)


def pages_in_words(pages: Sequence[int]) -> str:
    """``第1—3、5页``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs]
    return f"第{'、'.join(told)}页"


def _prints_of(
    read: Read, seals: Sequence[Seal], known: dict[Seal, PrintLogRow | Problem]
) -> list[PrintLogRow | Problem]:
    """What the codes of one page belong to, each print once."""
    found: dict[int | str, PrintLogRow | Problem] = {}
    for seal in seals:
        if seal not in known:
            try:
                known[seal] = print_of(read, qr_text(seal))
            except Refusal as refusal:
                known[seal] = refusal.problems[0]
        one = known[seal]
        found[one.id if isinstance(one, PrintLogRow) else one.message] = one
    return list(found.values())


def _of_none(page: int, found: Sequence[PrintLogRow | Problem]) -> Problem:
    """Why a page belongs to no print, or to no single one."""
    if not found:
        return Problem(
            f"第{page}页没有读到二维码，前面也没有别的页。",
            "请把有二维码的一页放在前面重新扫描；只有一份的，请在打印记录里选中那一次再附加。",
            "file",
            code="scan.no_code",
        )
    if len(found) > 1:
        return Problem(
            f"第{page}页上有{len(found)}份文书的二维码。", "请一份一份地扫描。", "file",
            code="scan.two_codes",
        )  # fmt: skip
    problem = found[0]
    assert isinstance(problem, Problem)
    return Problem(f"第{page}页：{problem.message}", problem.cure, "file", code=problem.code)


def _not_to_be_signed(read: Read, row: PrintLogRow) -> list[Problem]:
    if not row.is_draft:
        return []
    return [
        Problem(
            f"{called(read, row)}打印的是草稿，不能作为签字盖章件收回。",
            "请定稿后重新打印、签字盖章；这份草稿要留存的，请作为附件附在记录上。",
            "file",
            code="scan.draft",
        )
    ]


def refuse_another(read: Read, row: PrintLogRow, scan: Scan) -> None:
    """Refuse a scan for a print when its own codes name another; no code at all is accepted."""
    problems: list[Problem] = [*_not_to_be_signed(read, row)]
    for part in parts_of(read, scan) if any(scan.pages) else ():
        where = pages_in_words(part.pages)
        if part.print is None:
            # A page before the first code is a cover or a back page of this very paper.
            problems += [p for p in part.problems if p.code != "scan.no_code"]
        elif part.print.id != row.id:
            problems.append(
                Problem(
                    f"扫描件{where}的二维码是{called(read, part.print)}，"
                    f"校验码 {shown_code(part.print.values_sha256)}，不是{called(read, row)}。",
                    "请附到那一次打印上；几份扫在一起的，请用“收回扫描件”自动分开。",
                    "file",
                    code="scan.another",
                )
            )
    if problems:
        raise Refusal(*problems)
