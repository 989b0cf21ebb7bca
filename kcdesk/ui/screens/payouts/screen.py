"""Payouts: the queue of approved claims above, what was paid below, one payout on its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import (
    Action,
    Card,
    CardLooks,
    Chip,
    Empty,
    Group,
    ListPage,
    LivePreview,
    Place,
    Remark,
    Screen,
    Table,
)
from kcdesk.ui.kit.notice import Level
from kcdesk.ui.panels import Asked, FilesPanel, HistoryPanel, PapersPanel, RecordPage, remarks_of
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.work.commands.payouts import PayClaim
from kcdesk.work.queries.payouts import (
    DueLine,
    PayoutCard,
    PayoutCheck,
    PayoutLine,
    due_payouts,
    payout_card,
    payout_check,
    payouts,
)

ENTRY = (
    Group("兑付", ("claim", "paid_on", "document_no", "payment_no")),
    Group(
        "资金来源（从银行保证金付的，划扣前要先告知）",
        ("source", "science_notice_on", "guarantor_notice_on"),
    ),
    Group("会议另有决定的", ("override_no",)),
)


SOURCE = ("source", "science_notice_on", "guarantor_notice_on")
"""Asked only where money lies in deposits at banks."""


class PayoutScreen(Screen):
    """待兑付和兑付台账。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "兑付")
        self.due_table = Table(
            DueLine,
            name="due_payouts",
            settings=place.settings,
            may_filter=False,
            unit="件",
            label="待兑付",
            actions=(
                Action("兑付(A)", self.pay, icon="payout", key="Ins", for_line=True, primary=True),
                Action("查看申请(V)", self.open_claim, for_line=True),
            ),
            empty=Empty("没有等待兑付的申请。", "联席会议同意补偿后，申请会出现在这里。"),
        )
        self.paid_table = Table(
            PayoutLine,
            name="payouts",
            settings=place.settings,
            may_filter=False,
            unit="笔",
            label="兑付台账",
            columns=(
                "number", "claim_number", "enterprise", "bank", "paid_on", "amount", "cuts_text",
                "document_no", "payment_no", "is_void",
            ),
            empty=Empty("还没有兑付过。", "兑付后可在这里打印兑付通知书。"),
        )  # fmt: skip
        self.due_page = ListPage(place.desk, self.due_table, lambda _text: due_payouts())
        self.paid_page = ListPage(place.desk, self.paid_table, lambda _text: payouts())
        self.lists = TabbedLists(((self.due_page, "待兑付"), (self.paid_page, "兑付台账")))
        self.pages.addWidget(self.lists)
        self.paid_table.opened.connect(self.open_record)
        self.due_table.opened.connect(lambda ident: self.start_new(claim=ident))
        self.setFocusProxy(self.lists)
        self.asked = Asked(self)
        self.reload()

    def reload(self) -> None:
        super().reload()
        self.asked.reload()

    def start_new(self, **values: Any) -> None:
        self.asked.then(lambda: self._pay(values))

    def _unasked(self) -> tuple[str, ...]:
        source = () if "deposits" in self.asked else SOURCE
        return (*source, *self.asked.hidden("override_no"))

    def _pay(self, values: Mapping[str, Any]) -> None:
        self.edit(
            PayClaim,
            values=values,
            hidden=self._unasked(),
            locked=("claim",) if "claim" in values else (),
            groups=ENTRY,
            preview=LivePreview(ask=_ask_payment, show=_show_payment),
            then=lambda done: self.open_record(done.result),
        )

    def pay(self, line: DueLine) -> None:
        """Pay the claim of a line."""
        self.start_new(claim=line.id)

    def open_claim(self, line: DueLine) -> None:
        """Look at the claim first."""
        self.navigate.emit("claims", line.id)

    def open_record(self, ident: int) -> None:
        self.asked.then(lambda: self._open(ident))

    def _open(self, ident: int) -> None:
        card = Card(
            PayoutCard,
            CardLooks(
                title=lambda c: f"{c.number} {c.enterprise}",
                chips=lambda c: (Chip("已作废", "stop") if c.is_void else Chip("已兑付", "ok"),),
                sections=(
                    Group(
                        "兑付",
                        ("claim_number", "enterprise", "bank", "paid_on", "approved", "amount",
                         "amount_capitals", "cuts_text", "document_no", "payment_no"),
                    ),
                    Group("收款账户", ("account_name", "account_bank", "account_no")),
                    Group(
                        "限额与资金来源",
                        ("year_paid", "source", "pool_before", "pool_after", "override_no"),
                    ),
                ),
                left_out=("claim_id", "is_void", "number", *self._unasked()),
            ),
            actions=(
                Action("查看申请(L)", lambda c: self.navigate.emit("claims", c.claim_id), for_line=True),
                Action(
                    "登记追偿回收(R)",
                    lambda c: self.begun.emit("recoveries", {"claim": c.claim_id}),
                    for_line=True,
                    may=lambda c: not c.is_void,
                ),
            ),
            settings=self.place.settings,
            spread=True,
        )  # fmt: skip
        page = RecordPage(self, card, lambda: payout_card(payout=ident))
        page.add(PapersPanel(self, "payouts", ident))
        page.add(FilesPanel(self, "payouts", ident))
        page.add(HistoryPanel(self, "payout", ident))
        self.push(page, "兑付")
        page.came.connect(lambda c: self.retitle(page, c.number))


def _ask_payment(values: Mapping[str, Any]) -> Any:
    if not (values.get("claim") and values.get("paid_on")):
        return None
    return payout_check(
        claim=values["claim"],
        paid_on=values["paid_on"],
        source=values.get("source") or "pool",
        override_no=values.get("override_no") or "",
    )


def _show_payment(check: PayoutCheck | None) -> Sequence[Remark]:
    if check is None:
        return [Remark("联席会议还没有作出同意补偿的决议。", "warning")]
    remarks = remarks_of(check.refusals, check.warnings)
    if check.amount is not None:
        level: Level = "note" if check.amount else "warning"
        remarks.insert(0, Remark(f"按各项限额，本次可以兑付{check.amount.show()}元。", level))
    return remarks
