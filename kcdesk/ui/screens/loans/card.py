"""The card of a loan: its facts, what happened to it in one line of time, its claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from kcdesk.domain.loans import Grade
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import CardLooks, Chip, Empty, Group, Remark, Screen, Table
from kcdesk.ui.panels import Asked, CardPanel, TablePanel
from kcdesk.work.queries.claims import ClaimLine, claims
from kcdesk.work.queries.loans import STATES, LoanCard

TONES: dict[str, Any] = {
    "normal": "ok",
    "extended": "note",
    "overdue": "warning",
    "bad": "stop",
    "settled": "plain",
}


LONGEST_CHIP = 10

SHOWN_IF_ASKED = (
    "kind", "renews", "products", "guaranteed", "is_discounting", "special_reason", "milestones",
)  # fmt: skip


def looks(asked: Asked) -> CardLooks:
    """How the card is laid out; what the programme has no use for is left out."""
    left_out = {"extensions", "repayments", "grades", *asked.hidden(*SHOWN_IF_ASKED)}
    if "renews" in left_out:
        left_out.add("renewed_by")
    if "acceleration" not in asked:
        left_out.add("accelerated_on")
    return CardLooks(
        title=lambda c: c.enterprise,
        chips=chips,
        remarks=remarks,
        sections=(
            Group("借款人与机构", ("enterprise", "uscc", "bank", "guarantor", "guaranteed")),
            Group(
                "合同",
                (
                    "contract_no", "iou_no", "amount", "rate", "kind", "renews", "products",
                    "security", "is_discounting", "disbursed_on", "due_on", "extended_due_on",
                    "purpose", "special_reason",
                ),
            ),
            Group(
                "现状",
                (
                    "state", "outstanding", "repaid", "interest_arrears", "final_due_on",
                    "accelerated_on", "overdue_days", "grade", "graded_on", "renewed_by",
                    "milestones",
                ),
            ),
        ),
        left_out=tuple(left_out),
    )  # fmt: skip


def chips(card: LoanCard) -> tuple[Chip, ...]:
    """The state, the days overdue when there are any, and that steps are still to be taken."""
    made = [Chip(state_label(card), TONES.get(card.state, "plain"))]
    if card.overdue_days:
        made.append(Chip(f"逾期{card.overdue_days}天", "warning"))
    missing, colon, what = card.milestones.partition("：")
    if colon:
        told = f"待{what}" if missing == "缺1项" else f"办理{missing}"
        made.append(Chip(told if len(told) <= LONGEST_CHIP else f"办理{missing}", "warning"))
    return tuple(made)


def state_label(card: LoanCard) -> str:
    """The state in a word."""
    return next((o.label for o in STATES if o.value == card.state), card.state)


def remarks(card: LoanCard) -> list[Remark]:
    """What ought to be done next, said on top."""
    if not card.outstanding:
        return []
    if card.state == "bad":
        return [Remark("这笔贷款已列为不良。银行申请代偿的，可在这里登记代偿申请(D)。", "note")]
    if card.overdue_days and not Grade(card.grade).is_bad:
        return [Remark("贷款已逾期。请按银行认定登记五级分类(G)，或登记还款(R)。", "warning")]
    return []


@dataclass(frozen=True)
class EventLine:
    """One thing that happened to the loan."""

    id: Annotated[int, Field("record", "序号", of="loans")]
    on: Annotated[date, Field("day", "日期")]
    event: Annotated[str, Field("text", "事项")]
    principal: Annotated[Money | None, Field("money", "本金")]
    interest: Annotated[Money | None, Field("money", "利息")]
    text: Annotated[str, Field("text", "说明")]


def events(card: LoanCard) -> tuple[EventLine, ...]:
    """Lent, extended, repaid, classed: in the order of their days."""
    found: list[tuple[date, str, Money | None, Money | None, str]] = [
        (card.disbursed_on, "放款", card.amount, None, f"合同号 {card.contract_no}")
    ]
    for x in card.extensions:
        told = "，".join(filter(None, (f"展期至{x.due_on.isoformat()}", x.document_no, x.reason)))
        found.append((x.agreed_on, "展期", None, None, told))
    found += [(r.repaid_on, "还款", r.principal, r.interest, r.note) for r in card.repayments]
    if card.accelerated_on is not None:
        found.append((card.accelerated_on, "提前到期", None, None, "银行宣布提前到期"))
    for g in card.grades:
        label = Grade(g.grade).label
        found.append(
            (g.graded_on, "五级分类", None, None, "，".join(filter(None, (label, g.note))))
        )
    found.sort(key=lambda event: event[0])
    return tuple(EventLine(number, *event) for number, event in enumerate(found, 1))


class EventsPanel(CardPanel):
    """贷款变动, out of the card itself."""

    title = "贷款变动"
    picture = "history"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.table = Table(
            EventLine,
            name="loan.events",
            settings=screen.place.settings,
            may_filter=False,
            freeze=False,
            label=self.title,
        )
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def show_card(self, card: LoanCard) -> None:
        lines = events(card)
        self.table.show_lines(lines)
        self.titled.emit(f"{self.title}（{len(lines)}）")


class LoanClaimsPanel(TablePanel):
    """The claims of the loan."""

    title = "代偿申请"
    picture = "claim"

    def __init__(self, screen: Screen, loan: int) -> None:
        self._loan = loan
        super().__init__(
            screen,
            ClaimLine,
            columns=("number", "filed_on", "principal", "loss", "fund_share", "state"),
            name="loan.claims",
            unit="件",
            empty=Empty("这笔贷款没有代偿申请。", "贷款逾期未还的，银行可以申请代偿。"),
        )
        self.table.opened.connect(lambda ident: screen.navigate.emit("claims", ident))

    def question(self) -> Any:
        return claims(loan=self._loan)
