"""银行保证金 on the fund's screen: bank by bank, and every movement."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Action, Empty, ListPage, Screen, Table, TraceView, on_paper
from kcdesk.ui.panels import narrowed
from kcdesk.work.commands.fund import DrawDeposit, PlaceDeposit, RefillDeposit, TakeBackDeposit
from kcdesk.work.queries.fund import (
    DepositEntryLine,
    DepositLine,
    deposit_ledger,
    deposit_trace,
    deposits,
)
from kcdesk.work.queries.partners import partners


class DepositTables:
    """The two lists, with what can be done from them."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        settings = screen.place.settings
        self.banks = Table(
            DepositLine,
            name="deposits",
            settings=settings,
            may_filter=False,
            unit="家",
            label="银行保证金",
            columns=(
                "bank", "state", "balance", "required", "short", "to_take_back", "leverage", "line",
                "placed", "drawn", "taken_back",
            ),
            actions=(
                Action("存入保证金(C)", self.place, icon="add", key="Ins", primary=True),
                Action("补足(B)", self.refill, for_line=True, may=lambda x: bool(x.placed)),
                Action("收回(S)", self.take_back, for_line=True, may=lambda x: bool(x.balance)),
                Action("划扣(K)", self.draw, for_line=True, may=lambda x: bool(x.balance)),
            ),
            empty=Empty(
                "没有存在银行的保证金。",
                "方案规定把保证金存入合作银行的，在这里登记存入、划扣、补足和收回；"
                "属于代偿的划扣在“兑付”里办理。",
                "存入保证金(C)",
                self.place,
            ),
        )  # fmt: skip
        self.entries = Table(
            DepositEntryLine,
            name="deposit_ledger",
            settings=settings,
            may_filter=False,
            unit="笔",
            label="保证金台账",
            columns=(
                "posted_on", "bank", "kind", "placed", "taken", "balance", "reason",
                "science_notice_on", "guarantor_notice_on", "document_no", "account_no",
                "voucher_number", "is_void",
            ),
            actions=(
                Action(
                    "划扣依据(Y)", self.show_trace, icon="why", for_line=True,
                    may=lambda x: x.kind == "draw",
                ),
            ),
            empty=Empty("还没有保证金收支。"),
        )  # fmt: skip
        self.banks.opened.connect(lambda ident: screen.navigate.emit("partners", ident))
        self.entries.opened.connect(lambda _ident: self._open_entry())
        desk = screen.place.desk
        self.pages = (
            (ListPage(desk, self.banks, lambda _text: deposits()), "银行保证金"),
            (ListPage(desk, self.entries, lambda _text: deposit_ledger()), "保证金台账"),
        )

    def place(self) -> None:
        """Into the account at a bank."""
        self._edit(PlaceDeposit, "存入保证金")

    def refill(self, line: DepositLine) -> None:
        """As much as is short."""
        self._edit(RefillDeposit, f"补足“{line.bank}”的保证金", line, amount=line.short or None)

    def take_back(self, line: DepositLine) -> None:
        """Back to the pool."""
        self._edit(TakeBackDeposit, f"收回“{line.bank}”的保证金", line)

    def draw(self, line: DepositLine) -> None:
        """By the bank, outside a payout entered here."""
        self._edit(DrawDeposit, f"划扣“{line.bank}”的保证金", line)

    def _edit(
        self, command: type, title: str, line: DepositLine | None = None, **more: Any
    ) -> None:
        values = {name: value for name, value in more.items() if value is not None}
        if line is not None:
            values["partner"] = line.id
        find = narrowed(self.screen.desk, lambda text: partners(kind="bank", find=text))
        self.screen.edit(
            command,
            title=title,
            values=values,
            locked=("partner",) if line is not None else (),
            overrides={"partner": find},
        )

    def show_trace(self, line: DepositEntryLine) -> None:
        """What the programme said of a draw."""
        trace = TraceView()
        trace.clause_asked.connect(self.screen.clause_asked)
        self.screen.push(on_paper(trace), "划扣依据")
        self.screen.desk.ask(
            deposit_trace(entry=line.id), trace.show_steps, trace, self.screen.say_trouble
        )

    def _open_entry(self) -> None:
        line = self.entries.line()
        if line is not None and line.kind == "draw":
            self.show_trace(line)
