"""A county's list on its way in: a foreign file becomes rows that can be imported.

Called by the import screen and by the command line, on a thread of their choice: nothing of the
office is touched here. What the rows would change is asked by `preview_enterprises`, what is
confirmed is written by `ImportEnterprises`. A file is read once; choosing another sheet or
saying a missing unit reads its cells again, not the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kcdesk.files.grid import Workbook
from kcdesk.files.list_in import fitting_sheets, read_list
from kcdesk.files.list_reading import CellFinding, ListReading, MappedColumn, RefusedRow
from kcdesk.files.workbook_in import Progress, read_workbook
from kcdesk.files.workbook_out import save_refused as write_refused
from kcdesk.kernel.kinds import Within
from kcdesk.packs.sheets import SheetSpec
from kcdesk.work.commands.enterprises.listed import ListedFirm

__all__ = [
    "CellFinding",
    "FirmList",
    "ListReading",
    "MappedColumn",
    "RefusedRow",
    "Terms",
    "read_again",
    "read_firms",
    "save_refused",
]


class Terms(NamedTuple):
    """What a list is read by: see the query `list_terms`."""

    spec: SheetSpec
    words: Mapping[str, Mapping[str, str]]
    today: date


@dataclass(frozen=True)
class FirmList:
    """A file that was read. `reading` is None while one of several `sheets` must be chosen."""

    source: str
    workbook: Workbook
    sheets: tuple[str, ...]
    reading: ListReading | None
    firms: tuple[ListedFirm, ...]

    @property
    def title(self) -> str:
        """What stands in the journal as the source."""
        if self.reading is None or len(self.sheets) < 2:
            return self.source
        return f"{self.source}（{self.reading.sheet}）"


def read_firms(
    path: Path,
    terms: Terms,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FirmList:
    """Read a list of firms. Raises Refusal, Fault, Cancelled as `read_workbook`, `read_list`."""
    workbook = read_workbook(path, cancelled=cancelled, progress=progress)
    sheets = fitting_sheets(workbook, terms.spec)
    begun = FirmList(path.name, workbook, sheets, None, ())
    return begun if len(sheets) > 1 else read_again(begun, terms, cancelled=cancelled)


def read_again(
    begun: FirmList,
    terms: Terms,
    *,
    sheet: str = "",
    units: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FirmList:
    """Read the cells with a sheet chosen, or with the units of amounts said (key → 元 or 万元)."""
    reading = read_list(
        begun.workbook,
        terms.spec,
        Within(terms.today),
        words=terms.words,
        units=units,
        sheet=sheet,
        cancelled=cancelled,
    )
    firms = tuple(ListedFirm(row_number=r.row_number, **r.values) for r in reading.rows)
    return FirmList(begun.source, begun.workbook, begun.sheets, reading, firms)


def save_refused(path: Path, reading: ListReading) -> int:
    """The refused rows as a workbook to send back; how many. Raises Fault."""
    return write_refused(path, reading)
