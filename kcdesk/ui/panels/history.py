"""办理记录: who did what with a record, and taking a step back."""

from __future__ import annotations

from typing import Any

from kcdesk.kernel.errors import Refusal
from kcdesk.ui.kit import Action, Remark, Screen, dialogs
from kcdesk.ui.kit.notice import remark_of
from kcdesk.ui.panels.record import TablePanel
from kcdesk.work.queries.audit import EntryLine, record_history


class HistoryPanel(TablePanel):
    """The journal's entries of one record."""

    title = "办理记录"
    picture = "history"

    def __init__(self, screen: Screen, table: str, record: int) -> None:
        """`table` is the store's name of the record's table (``loan``)."""
        self._of = (table, record)
        undo = Action(
            "撤销这一步(U)",
            self.undo,
            icon="undo",
            key="Ctrl+Backspace",
            for_line=True,
            may=lambda line: line.may_undo,
        )
        super().__init__(
            screen,
            EntryLine,
            columns=("label", "summary", "at", "actor", "reason", "state"),
            actions=(undo,),
            unit="步",
        )
        self.table.opened.connect(lambda _seq: None)

    def question(self) -> Any:
        table, record = self._of
        return record_history(table=table, record=record)

    def undo(self, line: EntryLine) -> None:
        """Ask, with a reason where money has moved, and take the step back."""
        text = f"{line.at}  {line.actor}：{line.summary}"
        if line.wants_reason:
            dialogs.ask_reason(
                self,
                "撤销这一步？",
                f"{text}\n\n这一步动用过资金账，撤销会登记一笔冲销，原记录作废但保留。请写明原因。",
                yes="撤销(U)",
                then=lambda reason: self._undo(line.seq, reason),
            )
            return
        dialogs.question(
            self,
            "撤销这一步？",
            f"{text}\n\n数据会恢复到这一步之前，办理记录中会留痕。",
            yes="撤销(U)",
            then=lambda: self._undo(line.seq, ""),
        )

    def _undo(self, seq: int, reason: str) -> None:
        self.trouble.clear()
        self.desk.undo(seq, None, self._refused, self, reason=reason)

    def _refused(self, refusal: Refusal) -> None:
        remarks: list[Remark] = [remark_of(p) for p in refusal.problems]
        self.trouble.say(remarks)
