"""Recoveries: the ledger, entering one, and how it was shared."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from kcdesk.ui.kit import Action, Empty, ListScreen, Page, Place, TraceView, on_paper, theme
from kcdesk.ui.panels import FilesPanel, HistoryPanel
from kcdesk.ui.panels.periods import choose_period
from kcdesk.ui.panels.tabbed import turn_by_keys
from kcdesk.work.commands.recoveries import RecordRecovery
from kcdesk.work.queries.recoveries import RecoveryLine, recoveries, recovery_trace


class RecoveryScreen(ListScreen):
    """追偿台账。"""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place,
            "追偿",
            RecoveryLine,
            lambda _text: recoveries(),
            name="recoveries",
            may_filter=False,
            unit="笔",
            columns=(
                "number", "claim_number", "enterprise", "recovered_on", "gross", "cost", "net",
                "fund", "guarantor", "bank", "source", "document_no", "is_void",
            ),
            actions=(
                Action("登记追偿回收(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("打印台账(P)", self.print_ledger, icon="print", key="Ctrl+P"),
                Action("查看申请(V)", lambda x: self.navigate.emit("claims", x.claim_id), for_line=True),
            ),
            empty=Empty(
                "还没有追偿回收。",
                "兑付之后收回的款项在这里登记，按各方实际承担的金额分配，风险补偿金的部分自动返还资金池。",
                "登记追偿回收(A)",
                self.start_new,
            ),
        )  # fmt: skip
        self.reload()

    def start_new(self, **values: Any) -> None:
        """登记追偿回收, of a claim when it begins at its payout."""
        self.edit(RecordRecovery, values=values, then=lambda done: self.open_recovery(done.result))

    def print_ledger(self) -> None:
        """追偿台账 of a year."""
        choose_period(self, "recovery_ledger", "追偿台账")

    def open_record(self, ident: int) -> None:
        self.open_recovery(ident)

    def open_recovery(self, ident: int) -> None:
        """How one recovery was shared."""
        self.push(SharingPage(self, ident), "分配依据")


class SharingPage(Page):
    """The steps by which a recovery was shared, its files and its history."""

    def __init__(self, screen: RecoveryScreen, ident: int) -> None:
        super().__init__()
        self.desk, self._ident, self._screen = screen.desk, ident, screen
        self.trace = TraceView()
        self.trace.clause_asked.connect(screen.clause_asked)
        self.files = FilesPanel(screen, "recoveries", ident)
        self.history = HistoryPanel(screen, "recovery", ident)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(on_paper(self.trace), "分配依据")
        tabs.addTab(self.files, "附件")
        tabs.addTab(self.history, "办理记录")
        turn_by_keys(tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        column.addWidget(tabs)
        self.reload()

    def reload(self) -> None:
        self.desk.ask(
            recovery_trace(recovery=self._ident),
            self.trace.show_steps,
            self,
            self._screen.say_trouble,
        )
        self.files.reload()
        self.history.reload()
