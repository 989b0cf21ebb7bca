"""Lists on their way out: what a screen shows, as a workbook.

Called by the screens, on a thread of their choice; the command line writes its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kcdesk.files.workbook_out import Progress, sheet_of, write_workbook


def export_lines(
    path: Path,
    title: str,
    line_type: type,
    lines: Sequence[Any],
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a query's lines to an .xlsx file; how many. Raises Refusal, Fault, Cancelled."""
    sheet = sheet_of(title, line_type, lines, title=title)
    return write_workbook(path, [sheet], progress=progress, cancelled=cancelled)
