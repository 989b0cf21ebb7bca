"""成批打印: one print command a record, with what became of each; files of the prints together.

Called by the batch page. Each paper is logged and kept by itself, so stopping in between leaves
nothing half done, and one that cannot be printed does not stop the others.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

from kcdesk.files.atomic import path_beside
from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.errors import Cancelled, Fault, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.work.commands.documents import PrintPaper
from kcdesk.work.queries.documents import printed_paper


class AtOffice(Protocol):
    """The part of the office that is needed here."""

    def do(self, command: Any, *, by: int, key: str = "") -> Any: ...
    def ask(self, ask: Any) -> Any: ...


Progress = Callable[[int, int, str], None]

STATES = (
    Option("printed", "已打印"),
    Option("refused", "没有打印"),
    Option("left", "还没有办"),
)


@dataclass(frozen=True)
class BatchLine:
    """One record of a batch and what became of its paper."""

    id: Annotated[int, Field("record", "记录编号", of="documents")]
    title: Annotated[str, Field("text", "编号或名称")]
    about: Annotated[str, Field("text", "关于")]
    state: Annotated[str, Field("choice", "结果", options=STATES)]
    reason: Annotated[str, Field("long_text", "原因和办法")]
    pages_count: Annotated[int | None, Field("whole", "页数")]
    name: Annotated[str, Field("text", "文件名")]
    print_id: Annotated[int | None, Field("record", "打印", of="documents")]
    file: Annotated[str, Field("record", "文件", of="documents")]


@dataclass(frozen=True)
class Wanted:
    """A record whose paper is wanted, with the words it is shown by."""

    record: int
    title: str
    about: str = ""


@dataclass(frozen=True)
class BatchReport:
    """A whole batch. `touched` lets the screens reload what has changed."""

    lines: tuple[BatchLine, ...]
    touched: frozenset[str]

    def count(self, state: str) -> int:
        """How many have come to this."""
        return sum(line.state == state for line in self.lines)

    @property
    def summary(self) -> str:
        """``成批打印：已打印48份，没有打印2份。``"""
        told = [f"{o.label}{n}份" for o in STATES if (n := self.count(o.value))]
        return f"成批打印：{'，'.join(told)}。"


def print_batch(
    office: AtOffice,
    person: int,
    form: str,
    wanted: Sequence[Wanted],
    *,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> BatchReport:
    """Print the form of every record wanted, in order, until it is stopped."""
    lines: list[BatchLine] = []
    touched: set[str] = set()
    for done, one in enumerate(wanted):
        if cancelled() or not _is_told(progress, done, len(wanted), one.title):
            lines.append(_line(one, "left", "停止时还没有轮到，可以再打。"))
            continue
        try:
            printed = office.do(
                PrintPaper(form=form, record=one.record), by=person, key=uuid.uuid4().hex
            )
            assert printed.result is not None, "a print has an id"
            paper = office.ask(printed_paper(print_id=printed.result))
        except (Refusal, Fault) as trouble:
            lines.append(_line(one, "refused", str(trouble)))
            continue
        touched |= printed.touched
        lines.append(
            _line(
                one, "printed", pages=paper.pages_count, name=paper.name, print_id=printed.result,
                file=paper.file,
            )
        )  # fmt: skip
    return BatchReport(tuple(lines), frozenset(touched))


def _is_told(progress: Progress, done: int, total: int, text: str) -> bool:
    """Say how far it is; False when 取消 was pressed meanwhile: what is done must not be lost."""
    try:
        progress(done, total, text)
    except Cancelled:
        return False
    return True


def _line(
    one: Wanted,
    state: str,
    reason: str = "",
    *,
    pages: int | None = None,
    name: str = "",
    print_id: int | None = None,
    file: str = "",
) -> BatchLine:
    return BatchLine(one.record, one.title, one.about, state, reason, pages, name, print_id, file)


def save_each(
    folder: Path,
    lines: Sequence[BatchLine],
    *,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> int:
    """A copy of every print in a folder, each under a name of its own; how many.

    A file that is there already stays: the new one is numbered. Raises Fault, Cancelled; each
    file is whole or not there.
    """
    printed = [line for line in lines if line.file]
    for done, line in enumerate(printed):
        if cancelled():
            raise Cancelled
        progress(done, len(printed), line.name)
        target = free_name(folder, line.name)
        with said_plainly(target, writing=True), path_beside(target) as beside:
            shutil.copyfile(line.file, beside)
    return len(printed)


def free_name(folder: Path, name: str) -> Path:
    """The name in the folder, numbered when it is taken."""
    target, count = folder / name, 1
    while target.exists():
        count += 1
        target = folder / f"{Path(name).stem}({count}){Path(name).suffix}"
    return target
