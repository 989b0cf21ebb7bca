"""The fund: balances on top; its ledger, its deposits at banks and other outflows below."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.ui.kit import (
    Action,
    Empty,
    ListPage,
    Page,
    Place,
    Screen,
    Table,
    TraceView,
    on_paper,
)
from kcdesk.ui.panels import Asked
from kcdesk.ui.panels.periods import choose_period
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.ui.screens.fund.deposits import DepositTables
from kcdesk.ui.screens.fund.strip import BalanceStrip
from kcdesk.work.commands.fund import RecordAppropriation, RecordInterest, RecordOutflow
from kcdesk.work.queries.fund import (
    FundLine,
    OutflowLine,
    fund_card,
    fund_ledger,
    fund_outflows,
    outflow_trace,
    proposed_appropriation,
)


class FundScreen(Screen):
    """资金池明细账、银行保证金、其他支出。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "资金池")
        self.strip = BalanceStrip()
        self.strip.clause_asked.connect(self.clause_asked)
        self.balances = self.strip.balances
        self.totals = self.strip.totals
        self.table = self._ledger_table(place)
        self.outflows = self._outflow_table(place)
        self.deposits = DepositTables(self)
        self.list_page = ListPage(place.desk, self.table, lambda _text: fund_ledger())
        outflow_page = ListPage(place.desk, self.outflows, lambda _text: fund_outflows())
        self.lists = TabbedLists(
            (
                (self.list_page, "明细账"),
                *self.deposits.pages,
                (outflow_page, "其他支出"),
            )
        )
        self.pages.addWidget(_Overview(self.strip, self.lists))
        self.asked = Asked(self, self._show_asked)
        self.setFocusProxy(self.lists)
        self.reload()

    def _ledger_table(self, place: Place) -> Table:
        return Table(
            FundLine,
            name="fund",
            settings=place.settings,
            may_filter=False,
            unit="笔",
            label="资金池",
            columns=(
                "posted_on", "number", "summary", "kind", "income", "outgo", "balance", "reserved",
                "document_no", "person", "is_reversed",
            ),
            actions=(
                Action("登记财政拨入(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("登记利息(I)", self.record_interest),
                Action("打印明细账(P)", self.choose_year, icon="print", key="Ctrl+P"),
            ),
            empty=Empty(
                "资金池还没有收支。",
                "财政拨入的风险补偿资金到账后在这里登记，兑付和追偿返还会自动记入。",
                "登记财政拨入(A)",
                self.start_new,
            ),
        )  # fmt: skip

    def _outflow_table(self, place: Place) -> Table:
        table = Table(
            OutflowLine,
            name="fund_outflows",
            settings=place.settings,
            may_filter=False,
            unit="笔",
            label="其他支出",
            actions=(
                Action("登记其他支出(X)", self.record_outflow, icon="add", key="Ins", primary=True),
                Action("核对结果(Y)", self.show_outflow, icon="why", for_line=True),
            ),
            empty=Empty(
                "没有补偿以外的支出。",
                "补偿贷款损失在“兑付”里办理；上缴、补贴、活动等支出在这里登记，要写明理由。",
            ),
        )
        table.opened.connect(lambda _ident: self.show_outflow(table.line()))
        return table

    def _show_asked(self) -> None:
        deposits = [page for page, _title in self.deposits.pages]
        self.lists.show_only(lambda page: page not in deposits or "deposits" in self.asked)

    def reload(self) -> None:
        super().reload()
        self.asked.reload()
        self.desk.ask(fund_card(), self.strip.show_balances, self, self.say_trouble)
        self.desk.ask(
            proposed_appropriation(), self.strip.show_proposal, self.strip, self.say_trouble
        )

    def start_new(self, **values: Any) -> None:
        self.edit(RecordAppropriation, values=values)

    def record_interest(self) -> None:
        """Interest the bank credited."""
        self.edit(RecordInterest)

    def record_outflow(self) -> None:
        """Money for something else than a compensation."""
        self.edit(RecordOutflow)

    def show_outflow(self, line: OutflowLine | None) -> None:
        """What the programme said of it."""
        if line is not None:
            self.show_trace(outflow_trace(outflow=line.id), "核对结果")

    def show_trace(self, question: Any, title: str) -> None:
        """The steps behind one record."""
        trace = TraceView()
        trace.clause_asked.connect(self.clause_asked)
        self.push(on_paper(trace), title)
        self.desk.ask(question, trace.show_steps, trace, self.say_trouble)

    def choose_year(self) -> None:
        """The ledger of the only year, or of one chosen from the list of years."""
        choose_period(self, "fund_ledger", "资金池明细账")


class _Overview(Page):
    """The balances above the lists."""

    def __init__(self, strip: QWidget, lists: TabbedLists) -> None:
        super().__init__()
        self._lists = lists
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(lists, 1)
        self.setFocusProxy(lists)

    def reload(self) -> None:
        self._lists.reload()
