"""The ledger of the fund: balances on top, movements below, money in by documents."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Action, Empty, ListScreen, Place, dialogs, theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels.paper_page import PaperPage
from kcdesk.work.commands.fund import RecordAppropriation, RecordInterest
from kcdesk.work.queries.fund import FundCard, FundLine, fund_card, fund_ledger

BALANCES = (("cash", "资金池存款"), ("reserved", "已批未付"), ("available", "可用余额"))


class FundScreen(ListScreen):
    """资金池明细账。"""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place,
            "资金池",
            FundLine,
            lambda _text: fund_ledger(),
            name="fund",
            may_filter=False,
            unit="笔",
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
        self.balances = {name: plain_label("—", wrap=False) for name, _ in BALANCES}
        self.totals = plain_label()
        layout = self.list_page.layout()
        assert layout is not None
        layout.insertWidget(0, self._balance_strip())  # type: ignore[attr-defined]
        self.reload()

    def reload(self) -> None:
        super().reload()
        self.desk.ask(fund_card(), self._show_balances, self, self.say_trouble)

    def start_new(self, **values: Any) -> None:
        self.edit(RecordAppropriation, values=values)

    def record_interest(self) -> None:
        """Interest the bank credited."""
        self.edit(RecordInterest)

    def choose_year(self) -> None:
        """The years that have movements, the newest first; one alone is printed at once."""
        model = self.table.model
        lines = (model.line(row) for row in range(model.rowCount()))
        years = sorted({line.posted_on.year for line in lines if line is not None}, reverse=True)
        if len(years) == 1:
            self.print_year(years[0])
            return
        sheet = dialogs.Sheet(self, "打印明细账", "print")
        sheet.body.addWidget(plain_label("请选择年度。" if years else "还没有可以打印的收支。"))
        for year in years[:6]:
            sheet.button(f"{year}年", partial(self._print_from, sheet, year))
        sheet.present()

    def _print_from(self, sheet: dialogs.Sheet, year: int) -> None:
        sheet.accept()
        self.print_year(year)

    def print_year(self, year: int) -> None:
        """The ledger of a year as it will print."""
        self.push(PaperPage(self, "fund_ledger", year, "资金池明细账"), f"{year}年明细账")

    def _balance_strip(self) -> QWidget:
        strip = QWidget()
        column = QVBoxLayout(strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        for name, label in BALANCES:
            head = plain_label(f"{label}（元）", wrap=False)
            head.setProperty("muted", True)
            value = self.balances[name]
            value.setProperty("figure", True)
            value.setAccessibleName(label)
            row.addWidget(head)
            row.addWidget(value)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.totals)
        self.totals.setProperty("muted", True)
        return strip

    def _show_balances(self, card: FundCard) -> None:
        for name, label in BALANCES:
            amount: Money = getattr(card, name)
            self.balances[name].setText(amount.show())
            self.balances[name].setAccessibleName(f"{label}：{amount.show()}元")
        self.totals.setText(
            f"累计拨入 {card.appropriated.show()}　兑付 {card.compensated.show()}　"
            f"追偿返还 {card.recovered.show()}"
        )
