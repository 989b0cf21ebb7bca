"""How an application's card is laid out, and which step comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kcdesk.domain.applications import MOVES, ApplicationEvent, ApplicationState
from kcdesk.ui.kit import CardLooks, Chip, Group, Remark
from kcdesk.work.queries.applications import ApplicationCard

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


def looks() -> CardLooks:
    """The sections in the order of the paper form."""
    return CardLooks(
        title=lambda c: f"{c.number}　{c.enterprise}",
        chips=lambda c: (Chip(state_of(c).label, TONES.get(c.state, "plain")),),
        remarks=remarks,
        sections=(
            Group("申请单位", ("enterprise", "applied_on")),
            Group(
                "本次贷款申请",
                (
                    "amount", "term_months", "security", "bank", "guarantor", "is_first_loan",
                    "is_renewal", "purpose", "other_loans",
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
        left_out=("id", "number", "state"),
    )  # fmt: skip


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
