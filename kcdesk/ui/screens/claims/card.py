"""The card of a claim: its facts, what keeps it from going on, what rests on which article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kcdesk.domain.claims import ClaimState
from kcdesk.ui.kit import CardLooks, Chip, Group, Remark, Screen, TraceView, theme
from kcdesk.ui.kit.pairs import rule, section
from kcdesk.ui.panels import Asked, CardPanel
from kcdesk.work.queries.claims import ClaimCard

TONES: dict[str, Any] = {
    ClaimState.SUBMITTED: "note",
    ClaimState.REVIEWING: "note",
    ClaimState.RETURNED: "warning",
    ClaimState.AWAITING_MEETING: "note",
    ClaimState.DELIBERATING: "note",
    ClaimState.AWAITING_PAYOUT: "warning",
    ClaimState.PARTLY_PAID: "warning",
    ClaimState.PAID: "ok",
    ClaimState.RECOVERING: "ok",
    ClaimState.CLOSED: "ok",
    ClaimState.REFUSED: "stop",
}


EXEMPTION = ("exemption", "exempted_on", "exemption_document_no", "exemption_opinion")


def looks(asked: Asked) -> CardLooks:
    """How the card is laid out; what the programme has no use for is left out."""
    left_out: tuple[str, ...] = ()
    if "products" not in asked:
        left_out += ("products", "other_cover")
    if "acceleration" not in asked:
        left_out += ("accelerated_on",)
    if "exemption" not in asked:
        left_out += EXEMPTION
    return CardLooks(
        title=lambda c: c.enterprise,
        chips=lambda c: (Chip(ClaimState(c.state).label, TONES.get(ClaimState(c.state), "plain")),),
        remarks=remarks,
        sections=(
            Group(
                "贷款",
                (
                    "enterprise", "uscc", "bank", "contract_no", "security", "products",
                    "other_cover", "accelerated_on",
                ),
            ),
            Group(
                "申请",
                (
                    "filed_on", "base_on", "reason", "principal", "interest_arrears", "entered_by",
                    "handler", "handler_phone", "reason_text", "recovery_measures",
                ),
            ),
            Group(
                "损失与分担",
                ("loss", "ratio", "ratio_words", "fund_share", "guarantor_share", "bank_share"),
            ),
            Group("初审", ("review_result", "reviewed_on", "reviewer", "review_opinion")),
            Group("尽职免责", EXEMPTION),
        ),
        left_out=(
            "number", "state", "obstacle", "missing", "loan_id", "materials", "conditions",
            "trace", "checks", *left_out,
        ),
    )  # fmt: skip


def remarks(card: ClaimCard) -> list[Remark]:
    """What stands in the way, and whose turn it is."""
    match ClaimState(card.state):
        case ClaimState.SUBMITTED if card.missing:
            return [
                Remark(
                    f"尚不能受理，必需材料还缺：{card.missing}。"
                    "收到后在“材料”页按空格勾选；材料不全的，由复核岗退回补正。",
                    "warning",
                )
            ]
        case ClaimState.SUBMITTED:
            return [Remark("必需材料已齐，可以受理。", "note")]
        case ClaimState.REVIEWING:
            turn = f"初审由复核岗办理；{card.entered_by}录入了这份申请，不能由本人初审。"
            if not card.obstacle:
                return [Remark(turn)]
            lines = [line for line in card.obstacle.split("\n") if line]
            return [
                *(Remark(f"尚不能通过的原因：{line}", "warning") for line in lines),
                Remark(turn),
            ]
        case ClaimState.RETURNED:
            why = f"退回意见：{card.review_opinion}" if card.review_opinion else "已退回补正。"
            return [Remark(f"{why}　补齐材料后重新提交。", "warning")]
        case ClaimState.AWAITING_MEETING:
            return [Remark("等待上会。请在“联席会议”中召集会议，或列入已召集会议的议题。")]
        case ClaimState.DELIBERATING:
            return [Remark("已列入联席会议议题，等待会议决议。")]
        case ClaimState.AWAITING_PAYOUT | ClaimState.PARTLY_PAID:
            return [Remark("联席会议已同意补偿，等待兑付。请在“兑付”中办理。")]
        case _:
            return []


@dataclass(frozen=True)
class Ticked:
    """A condition as a step of a trace."""

    label: str
    shown: str
    clauses: str
    note: str = ""


class GroundsPanel(CardPanel):
    """审核依据: conditions, checks and calculation, each with its clauses."""

    title = "审核依据"
    picture = "why"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        paper = QWidget()
        paper.setProperty("paper", True)
        inner = QVBoxLayout(paper)
        inner.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        inner.setSpacing(theme.space(2))
        self.traces: dict[str, TraceView] = {}
        for name, title in (
            ("trace", "损失与分担的计算"),
            ("checks", "逐项检查"),
            ("conditions", "不良认定条件"),
        ):
            inner.addWidget(section(title))
            inner.addWidget(rule())
            self.traces[name] = TraceView()
            self.traces[name].clause_asked.connect(screen.clause_asked)
            inner.addWidget(self.traces[name])
        inner.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setWidget(paper)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(scroller, 1)
        self.setFocusProxy(scroller)

    def show_card(self, card: ClaimCard) -> None:
        self.traces["trace"].show_steps(card.trace)
        self.traces["checks"].show_steps(card.checks)
        self.traces["conditions"].show_steps(
            tuple(
                Ticked(c.label, "符合" if c.is_met else "未认定", c.clauses)
                for c in card.conditions
            )
        )
