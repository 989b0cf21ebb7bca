"""What was chosen for one print, and the sheets that follow from it. No widgets, no printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcdesk.ui.kit.pdf.order import Part, Sheet, copied, pages_in, sheets_of, sides_of


@dataclass(frozen=True)
class PrintChoice:
    """The print pane as it stood when 开始打印 was pressed."""

    printer: str
    duplex: str = ""
    """The name of a QPrinter.DuplexMode; empty for one side."""
    tray: int | None = None
    copies: int = 1
    labels: tuple[str, ...] | None = None
    """The 联 wanted; None for all."""
    pages: str = ""
    by_copy: bool = True
    first_sheet: int = 1

    @property
    def both_sides(self) -> bool:
        """Whether a sheet has two pages."""
        return bool(self.duplex)

    def sheets(self, parts: Sequence[Part], count: int) -> tuple[Sheet, ...] | None:
        """All the sheets of paper, copies counted; None when the pages cannot be read."""
        pages = pages_in(self.pages, count)
        if pages is None:
            return None
        once = sheets_of(parts, pages, labels=self.labels, both_sides=self.both_sides)
        return copied(once, self.copies, by_copy=self.by_copy)

    def sides(self, sheets: Sequence[Sheet]) -> tuple[int | None, ...]:
        """What is sent to the printer: from the sheet where printing is to begin."""
        return sides_of(sheets[self.first_sheet - 1 :], both_sides=self.both_sides)

    def sheets_done(self, sides_done: int) -> int:
        """How many whole sheets have come out, those before the first one counted."""
        per_sheet = 2 if self.both_sides else 1
        return self.first_sheet - 1 + sides_done // per_sheet
