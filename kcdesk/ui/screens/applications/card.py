"""How an application's card is laid out, and which step comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from kcdesk.domain.applications import MOVES, ApplicationEvent, ApplicationState
from kcdesk.ui.kit import Action, CardLooks, Chip, Empty, Group, Remark, Screen, Table
from kcdesk.ui.panels import Asked, CardPanel, GridKeys
from kcdesk.work.queries.applications import ApplicationCard, ApplicationMaterialLine

TONES: dict[str, Any] = {
    "returned": "warning",
    "declined": "stop",
    "rejected": "stop",
    "recommended": "note",
    "accepted": "note",
    "approved": "ok",
    "disbursed": "ok",
}
NEXT = {
    ApplicationState.SUBMITTED: "等待初审。由复核人员办理“初审(R)”；申请表可在“文书”页打印。",
    ApplicationState.RETURNED: "已退回企业补正。材料补齐后按“重新提交(T)”。",
    ApplicationState.RECOMMENDED: "已推荐给银行。推荐函可在“文书”页打印；银行反馈后登记审批结果。",
    ApplicationState.ACCEPTED: "银行已受理。银行反馈后登记审批结果。",
    ApplicationState.APPROVED: "银行审批通过。放款后按“登记放款(L)”，申请内容自动带入。",
}


SHOWN_IF_ASKED = (
    "channel", "kind", "renews", "products", "rate", "is_discounting", "first_loan_on",
    "special_reason",
)  # fmt: skip


def looks(asked: Asked) -> CardLooks:
    """The sections in the order of the paper form; what the programme has no use for is left out."""
    left_out = {
        "id",
        "number",
        "state",
        "product_codes",
        "materials",
        *asked.hidden(*SHOWN_IF_ASKED),
    }
    if "materials" not in asked:
        left_out.add("missing")
    if "renews" in left_out:
        left_out.add("renews_id")
    if asked.names.isdisjoint(("channel", "materials", "milestones")):
        left_out.add("submitted_on")
    return CardLooks(
        title=lambda c: f"{c.number}　{c.enterprise}",
        chips=chips,
        remarks=remarks,
        sections=(
            Group("申请单位", ("enterprise", "applied_on", "submitted_on", "channel", "missing")),
            Group(
                "本次贷款申请",
                (
                    "amount", "term_months", "kind", "renews", "products", "security", "bank",
                    "guarantor", "rate", "is_discounting", "is_first_loan", "first_loan_on",
                    "is_renewal", "purpose", "other_loans", "policy_loans",
                    "special_reason",
                ),
            ),
            Group(
                "办理情况",
                (
                    "document_no", "recommended_on", "suggested_amount", "valid_until_on",
                    "decided_on", "loan", "opinion",
                ),
            ),
        ),
        left_out=tuple(left_out),
    )  # fmt: skip


def chips(card: ApplicationCard) -> tuple[Chip, ...]:
    """The state, and that papers are missing."""
    made = [Chip(state_of(card).label, TONES.get(card.state, "plain"))]
    if card.missing and not MOVES.is_final(state_of(card)):
        made.append(Chip(f"材料{card.missing.partition('：')[0]}", "warning"))
    return tuple(made)


def state_of(line: Any) -> ApplicationState:
    """The state of a line or a card."""
    return ApplicationState(line.state)


def remarks(card: ApplicationCard) -> list[Remark]:
    """What comes next."""
    text = NEXT.get(state_of(card), "")
    if not text:
        return []
    return [Remark(text, "warning" if card.state == "returned" else "note", word="下一步")]


def may(event: ApplicationEvent) -> Callable[[Any], bool]:
    """Whether an event is open to a line or a card now."""
    return lambda line: event in MOVES.open_events(state_of(line))


class MaterialsPanel(CardPanel):
    """申请材料: the checklist, ticked with the space bar."""

    title = "申请材料"
    picture = "document"

    def __init__(
        self, screen: Screen, tick: Callable[[ApplicationCard, ApplicationMaterialLine], None]
    ) -> None:
        super().__init__(screen)
        self._tick = tick
        self._card: ApplicationCard | None = None
        self.table = Table(
            ApplicationMaterialLine,
            columns=("label", "is_present", "is_required", "note"),
            actions=(Action("空格 已收/未收(K)", self.toggle, icon="ok", for_line=True),),
            may_filter=False,
            freeze=False,
            label=self.title,
            name="application.materials",
            settings=screen.place.settings,
            unit="项",
            empty=Empty("方案没有列明申请材料。"),
        )
        GridKeys(self.table, {Qt.Key.Key_Space: self.toggle})
        self.table.opened.connect(lambda _ident: None)
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def show_card(self, card: ApplicationCard) -> None:
        self._card = card
        self.table.show_lines(card.materials)
        told = card.missing.partition("：")[0] or "已齐"
        self.titled.emit(f"{self.title}（{told.removesuffix('项')}）")

    def toggle(self, line: ApplicationMaterialLine) -> None:
        """It came in, or it turned out to be missing."""
        if self._card is not None:
            self._tick(self._card, line)
