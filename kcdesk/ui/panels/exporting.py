"""导出: a list's lines as a workbook, where the clerk wants it, with a word when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kcdesk.ui.kit import ProgressDialog, Remark, Screen
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.panels.choosing import Choose
from kcdesk.work.outgoing import export_lines


def export_list(
    screen: Screen, title: str, line_type: type, lines: Sequence[Any], place: Choose
) -> None:
    """Ask where, write beside the office, tell on top of the screen. Nothing blocks."""
    if not lines:
        screen.notices.say([Remark("没有可以导出的内容。请先清除查找条件。", "warning")])
        return
    today = screen.place.sources.today()
    chosen = place(screen, f"{title}{today:%Y%m%d}.xlsx")
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(f"{path.name}.xlsx")
    ready = tuple(lines)
    running = screen.desk.background(
        f"导出{title}",
        lambda progress, cancelled: export_lines(
            path, title, line_type, ready, progress=progress, cancelled=cancelled
        ),
        lambda count: screen.notices.say([Remark(f"已导出{count:,}行到 {path.name}。", "ok")]),
        screen,
        lambda trouble: screen.notices.say([Remark(trouble_text(trouble), "stop")]),
    )
    ProgressDialog.watch(screen, running)
