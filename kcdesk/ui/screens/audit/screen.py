"""The journal: every entry, what exactly it changed, and undo where undo is lawful."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.ui.kit import (
    Action,
    Empty,
    ListPage,
    Page,
    Place,
    Remark,
    Screen,
    Table,
    dialogs,
    theme,
)
from kcdesk.ui.kit.notice import remark_of
from kcdesk.work.queries.audit import ChangeLine, EntryLine, entry_changes, journal_entries


class AuditScreen(Screen):
    """操作记录和变动明细。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "操作记录")
        self.table = Table(
            EntryLine,
            name="journal",
            settings=place.settings,
            unit="条",
            label="操作记录",
            columns=("seq", "at", "actor", "label", "summary", "state", "reason", "digest"),
            actions=(
                Action(
                    "撤销这一步(U)", self.undo, icon="undo", key="Ctrl+Backspace", for_line=True,
                    may=lambda line: line.may_undo,
                ),
            ),
            empty=Empty("没有找到操作记录。", "请换一个词查找。"),
        )  # fmt: skip
        self.changes = Table(
            ChangeLine,
            name="changes",
            settings=place.settings,
            may_filter=False,
            freeze=False,
            unit="项",
            label="变动明细",
            empty=Empty("这一步没有改动业务数据。"),
        )
        self.list_page = ListPage(place.desk, self.table, lambda text: journal_entries(find=text))
        self.table.filter.setPlaceholderText("人员或内容")
        self.pages.addWidget(_Halves(self.list_page, self.changes))
        self.table.chosen.connect(self._show_changes)
        self.setFocusProxy(self.table.grid)
        self.reload()

    def undo(self, line: EntryLine) -> None:
        """Take an entry back; reversing a voucher asks for the reason."""
        if line.wants_reason:
            dialogs.ask_reason(
                self,
                "冲销",
                f"将冲销第 {line.seq} 号操作：{line.summary}。原记录保留并注明作废。",
                yes="冲销(U)",
                then=lambda reason: self._undo(line, reason),
            )
            return
        dialogs.question(
            self,
            "撤销",
            f"将撤销第 {line.seq} 号操作：{line.summary}。",
            yes="撤销(U)",
            then=lambda: self._undo(line, ""),
        )

    def _undo(self, line: EntryLine, reason: str) -> None:
        self.notices.clear()
        self.desk.undo(line.seq, None, self._not_undone, self, reason=reason)

    def _not_undone(self, refusal: Refusal) -> None:
        self.notices.say([remark_of(p) for p in refusal.problems])

    def _show_changes(self, line: Any) -> None:
        if line is None:
            self.changes.show_lines(())
            return
        self.desk.ask(
            entry_changes(seq=line.seq), self.changes.show_lines, self, self._changes_failed
        )

    def _changes_failed(self, trouble: Any) -> None:
        self.notices.say([Remark(str(trouble), "stop")])


class _Halves(Page):
    """Entries above, changes below."""

    def __init__(self, above: ListPage, below: Table) -> None:
        super().__init__()
        self._above = above
        lower = QWidget()
        inner = QVBoxLayout(lower)
        inner.setContentsMargins(theme.space(4), 0, theme.space(4), theme.space(2))
        inner.addWidget(below)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(above)
        halves.addWidget(lower)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(halves)
        self.setFocusProxy(above)

    def reload(self) -> None:
        self._above.reload()
