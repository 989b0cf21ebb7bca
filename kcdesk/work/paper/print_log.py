"""The print log as it is read: which paper, which time, drafts, and whether it came back signed.

Called by the print queries. Ten thousand prints are a few questions, never one a print: the values
that were printed are not read, and what records are called is asked of each kind at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from sqlalchemy import func, select

from kcdesk.files.paper_code import shown_code
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.context import Read
from kcdesk.work.paper.checking import signed_back
from kcdesk.work.paper.printing import forms_of
from kcdesk.work.paper.subjects import SOURCES, title_of

SIGNINGS: Final = (
    Option("back", "已签回"),
    Option("out", "未签回"),
    Option("again", "已另打"),
    Option("draft", "草稿，不签"),
    Option("none", "不用签"),
)
"""What has become of the signed paper of a print."""

MANY: Final = 50
"""From so many prints of one kind on, the titles of all its records are asked at once."""

_COLUMNS = (
    PrintLogRow.id, PrintLogRow.form_id, PrintLogRow.subject, PrintLogRow.subject_id,
    PrintLogRow.print_no, PrintLogRow.is_draft, PrintLogRow.pages_count, PrintLogRow.printed_on,
    PersonRow.name, PrintLogRow.values_sha256,
)  # fmt: skip


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
    values_sha256: Annotated[str, Field("text", "内容校验码（全）")]
    subject_id: Annotated[int, Field("whole", "记录编号")]
    is_signed_back: Annotated[bool, Field("flag", "签字件已收回")]
    signing: Annotated[str, Field("choice", "签字件", options=SIGNINGS)]
    code: Annotated[str, Field("text", "校验码")]
    form_id: Annotated[str, Field("code", "表单代码")]


def print_lines(
    read: Read,
    *,
    subject: str = "",
    record: int = 0,
    papers: Collection[tuple[str, int]] | None = None,
    text: str = "",
    signing: str = "",
) -> tuple[PrintLine, ...]:
    """Prints, the newest first: of a subject and record, of certain papers (form and record),
    those whose form or record holds a text, those whose signed paper stands so.
    """
    statement = (
        select(*_COLUMNS)
        .join(PersonRow, PersonRow.id == PrintLogRow.printed_by)
        .order_by(PrintLogRow.id.desc())
    )
    if subject:
        statement = statement.where(PrintLogRow.subject == subject)
    if record:
        statement = statement.where(PrintLogRow.subject_id == record)
    if papers is not None:
        statement = statement.where(PrintLogRow.form_id.in_({form for form, _ in papers}))
    rows = [
        row
        for row in read.session.execute(statement).all()
        if papers is None or (row[1], row[3]) in papers
    ]
    titles, specs = titles_of(read, [(row[2], row[3]) for row in rows]), forms_of(read)
    stands = _Signings(read, {key for key, spec in specs.items() if not spec.is_signed})
    wanted = text.strip().casefold()
    lines = (
        PrintLine(
            row[0], specs[row[1]].title if row[1] in specs else row[1],
            titles[row[2], row[3]] if row[3] else title_of(read, row[2], 0, row[7]),
            row[4], row[5], row[6], row[7], row[8], row[9], row[3], row[0] in stands.back,
            stands.of(row), shown_code(row[9]), row[1],
        )
        for row in rows
    )  # fmt: skip
    return tuple(
        line
        for line in lines
        if wanted in _words_of(line) and (not signing or line.signing == signing)
    )


def _words_of(line: PrintLine) -> str:
    """What a print is found by; its code with and without the blanks."""
    return f"{line.form} {line.record} {line.code} {line.code.replace(' ', '')}".casefold()


class _Signings:
    """Which signed papers are back, and which prints were followed by another of the same paper."""

    def __init__(self, read: Read, unsigned: Collection[str]) -> None:
        self.back = signed_back(read)
        newest = select(func.max(PrintLogRow.id)).group_by(
            PrintLogRow.form_id, PrintLogRow.subject_id
        )
        self._newest = frozenset(read.session.scalars(newest))
        self._unsigned = unsigned

    def of(self, row: Sequence[Any]) -> str:
        """The value of `SIGNINGS` for a print."""
        if row[0] in self.back:
            return "back"
        if row[1] in self._unsigned:
            return "none"
        if row[5]:
            return "draft"
        return "out" if row[0] in self._newest else "again"


def titles_of(read: Read, records: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """What records are called, by key and id; one that was taken back by its number."""
    wanted: dict[str, set[int]] = {}
    for key, record in records:
        wanted.setdefault(key, set()).add(record)
    found: dict[tuple[str, int], str] = {}
    for key, ids in wanted.items():
        source = SOURCES.get(key)
        if source is not None and len(ids) >= MANY:
            found.update({(key, r.record): r.title for r in source.records(read)})
        found.update({(key, i): _title(read, key, i) for i in ids if (key, i) not in found})
    return found


def _title(read: Read, key: str, record: int) -> str:
    try:
        return title_of(read, key, record)
    except Refusal:
        return f"编号{record}"
