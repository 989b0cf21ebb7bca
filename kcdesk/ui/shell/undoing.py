"""Ctrl+Z and the list of what can be taken back.

What may be undone is the office's to say; here a press is carried to it: a reason is asked for
where one is needed, the way out is told where it is not possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import dialogs
from kcdesk.ui.kit.dialogs import UndoItem
from kcdesk.ui.kit.notice import Remark, remark_of
from kcdesk.ui.shell.spec import Hooks


class Undoing(QObject):
    """Carries undo to the office of one bench."""

    def __init__(self, window: QWidget, desk: Desk, hooks: Hooks) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._hooks = hooks

    def undo_last(self) -> None:
        """Ctrl+Z: the newest thing; a question only where a reason is needed."""
        self._ask(self._undo_first)

    def choose(self) -> None:
        """The list."""
        self._ask(self._offer)

    def _ask(self, then: Any) -> None:
        if self._hooks.undo_items is not None and self._desk.is_open:
            self._desk.ask(self._hooks.undo_items(), then, self, slot="undo")

    def _undo_first(self, lines: Sequence[Any]) -> None:
        if not lines:
            self._desk.said.emit("没有可以撤销的操作。")
            return
        item = item_of(lines[0])
        if item.blocked:
            dialogs.tell(
                self._window,
                "不能撤销",
                [Remark(f"“{item.summary}”不能撤销：{item.blocked}", "warning")],
            )
        else:
            self._undo(item)

    def _offer(self, lines: Sequence[Any]) -> None:
        if not lines:
            self._desk.said.emit("没有可以撤销的操作。")
            return
        dialogs.choose_undo(self._window, [item_of(x) for x in lines], then=self._undo)

    def _undo(self, item: UndoItem) -> None:
        if item.needs_reason:
            dialogs.ask_reason(
                self._window,
                f"撤销“{item.summary}”",
                "这一步已经记入资金账，撤销会作一笔冲销，请写明理由。",
                yes="冲销(U)",
                then=lambda reason: self._desk.undo(
                    item.seq, None, self._refused, self, reason=reason
                ),
            )
        else:
            self._desk.undo(item.seq, None, self._refused, self)

    def _refused(self, refusal: Refusal) -> None:
        dialogs.tell(self._window, "不能撤销", [remark_of(p) for p in refusal.problems])


def item_of(line: Any) -> UndoItem:
    """A query's line as the list shows it."""
    if isinstance(line, UndoItem):
        return line
    return UndoItem(
        line.seq,
        line.summary,
        getattr(line, "detail", ""),
        getattr(line, "blocked", ""),
        getattr(line, "needs_reason", False),
    )
