"""The fund's balances on top of its screen, and what to ask the budget for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import NoticeBar, Remark, theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.work.queries.fund import FundCard, ProposedAppropriation

BALANCES = (
    ("cash", "资金池存款"),
    ("deposit", "银行保证金"),
    ("reserved", "已批未付"),
    ("available", "可用余额"),
)
ONLY_IF_ANY = "deposit"
"""Most programmes lay no deposits at banks; then nothing is said of them."""


class BalanceStrip(QWidget):
    """Three or four figures, the totals, and a warning when the fund is short."""

    clause_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heads = {name: plain_label(f"{label}（元）", wrap=False) for name, label in BALANCES}
        self.balances = {name: plain_label("—", wrap=False) for name, _ in BALANCES}
        self.totals = plain_label()
        self.totals.setProperty("muted", True)
        self.notices = NoticeBar()
        self.notices.clause_asked.connect(self.clause_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(1))
        column.setSpacing(theme.space(1))
        row = QGridLayout()
        row.setHorizontalSpacing(theme.space(6))
        row.setVerticalSpacing(0)
        for place, (name, label) in enumerate(BALANCES):
            head, value = self.heads[name], self.balances[name]
            head.setProperty("muted", True)
            value.setProperty("figure", True)
            value.setAccessibleName(label)
            row.addWidget(head, 0, place)
            row.addWidget(value, 1, place)
        row.setColumnStretch(len(BALANCES), 1)
        column.addLayout(row)
        column.addWidget(self.totals)
        column.addWidget(self.notices)

    def show_balances(self, card: FundCard) -> None:
        """The figures of today."""
        for name, label in BALANCES:
            amount: Money = getattr(card, name)
            self.balances[name].setText(amount.show())
            self.balances[name].setAccessibleName(f"{label}：{amount.show()}元")
            is_shown = name != ONLY_IF_ANY or bool(amount)
            self.heads[name].setVisible(is_shown)
            self.balances[name].setVisible(is_shown)
        spent = f"　其他支出 {card.spent.show()}" if card.spent else ""
        self.totals.setText(
            f"累计拨入 {card.appropriated.show()}　兑付 {card.compensated.show()}　"
            f"追偿返还 {card.recovered.show()}{spent}"
        )

    def show_proposal(self, found: ProposedAppropriation) -> None:
        """What is short, and how much to ask for."""
        told = []
        if found.below_floor:
            assert found.floor is not None
            told.append(
                Remark(
                    f"资金余额{found.held.in_wan()}万元，低于规定的{found.floor.in_wan()}万元，"
                    f"建议申请财政补充{found.below_floor.in_wan()}万元。",
                    "warning",
                    found.clauses,
                )
            )
        if found.deposits_short:
            told.append(
                Remark(
                    f"{found.banks}的保证金不足，共差{found.deposits_short.in_wan()}万元，"
                    "请在“银行保证金”里补足；资金池不够的，先申请财政补充。",
                    "warning",
                )
            )
        self.notices.say(told) if told else self.notices.clear()
