"""Lists of frozen lines: see `table.Table`."""

from __future__ import annotations

from kcdesk.ui.kit.actions import Action
from kcdesk.ui.kit.table.columns import Column, columns_of
from kcdesk.ui.kit.table.empty import Empty
from kcdesk.ui.kit.table.model import Sign
from kcdesk.ui.kit.table.source import AllLines, LineSource, PagedLines
from kcdesk.ui.kit.table.table import Table

__all__ = [
    "Action",
    "AllLines",
    "Column",
    "Empty",
    "LineSource",
    "PagedLines",
    "Sign",
    "Table",
    "columns_of",
]
