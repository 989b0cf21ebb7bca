"""为什么: the steps behind a check or a sum in a window of their own, each with its clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.trace import TraceView


def show_steps(
    parent: QWidget, title: str, steps: Sequence[Any], clause_asked: Callable[[str], None]
) -> Sheet:
    """Every step; pressing a clause shows what it says."""
    sheet = Sheet(parent, f"依据：{title}", "why")
    trace = TraceView()
    trace.clause_asked.connect(clause_asked)
    trace.show_steps(steps)
    sheet.body.addWidget(trace)
    sheet.body.addStretch(1)
    sheet.button("知道了(K)", sheet.accept, primary=True)
    sheet.present(52)
    return sheet
