"""办理结果: what the meeting decided of a claim, what was paid, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Empty, Screen, Table
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels import Panel
from kcdesk.work.queries.payouts import PayoutLine, payouts
from kcdesk.work.queries.recoveries import ClaimOutcome, RecoveryLine, claim_outcome, recoveries


@dataclass(frozen=True)
class MoneyLine:
    """Money that went out or came back."""

    id: Annotated[int, Field("record", "序号", of="claims")]
    number: Annotated[str, Field("text", "编号")]
    on: Annotated[date, Field("day", "日期")]
    event: Annotated[str, Field("text", "事项")]
    paid: Annotated[Money | None, Field("money", "兑付")]
    back: Annotated[Money | None, Field("money", "返还资金池")]
    text: Annotated[str, Field("long_text", "说明")]
    stage: Annotated[str, Field("code", "环节")]
    record: Annotated[int, Field("whole", "记录")]


class OutcomePanel(Panel):
    """The money of one claim."""

    title = "办理结果"
    picture = "payout"

    def __init__(self, screen: Screen, claim: int) -> None:
        super().__init__(screen)
        self._claim = claim
        self._out: tuple[PayoutLine, ...] = ()
        self.words = plain_label(select=True)
        self.words.setProperty("figure", True)
        self.column.addWidget(self.words)
        self.table = Table(
            MoneyLine,
            columns=("number", "on", "event", "paid", "back", "text"),
            may_filter=False,
            freeze=False,
            label="兑付和追偿",
            name="claim.money",
            settings=screen.place.settings,
            unit="笔",
            empty=Empty(
                "还没有兑付和追偿。", "决议同意补偿后在“兑付”中办理，收回的款项在“追偿”中登记。"
            ),
        )
        self.table.opened.connect(lambda _ident: self._open())
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def question(self) -> Any:
        return claim_outcome(claim=self._claim)

    def show_answer(self, answer: ClaimOutcome) -> None:
        self.words.setText(words_of(answer))
        self.desk.ask(payouts(claim=self._claim), self._paid, self, self._failed)

    def _paid(self, lines: tuple[PayoutLine, ...]) -> None:
        self._out = lines
        self.desk.ask(recoveries(claim=self._claim), self._recovered, self, self._failed)

    def _recovered(self, lines: tuple[RecoveryLine, ...]) -> None:
        self.table.show_lines(money_lines(self._out, lines))

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.home.navigate.emit(line.stage, line.record)


def money_lines(
    out: tuple[PayoutLine, ...], back: tuple[RecoveryLine, ...]
) -> tuple[MoneyLine, ...]:
    """Payouts and recoveries in the order of their days; void ones stay in sight."""
    found: list[tuple[date, str, str, Money | None, Money | None, str, str, int]] = []
    for p in out:
        text = "，".join(filter(None, ("已作废" if p.is_void else "", p.document_no, p.cuts_text)))
        found.append((p.paid_on, p.number, "兑付", p.amount, None, text, "payouts", p.id))
    for r in back:
        net = f"回收{r.gross.show()}元，费用{r.cost.show()}元"
        text = "，".join(filter(None, ("已作废" if r.is_void else "", r.source, net)))
        found.append((r.recovered_on, r.number, "追偿回收", None, r.fund, text, "recoveries", r.id))
    found.sort(key=lambda line: line[0])
    return tuple(
        MoneyLine(order, number, on, event, paid, fund, text, stage, record)
        for order, (on, number, event, paid, fund, text, stage, record) in enumerate(found, 1)
    )


def words_of(outcome: ClaimOutcome) -> str:
    """One sentence for the whole."""
    if outcome.approved is None or outcome.decided_on is None:
        return "联席会议还没有作出同意补偿的决议。"
    return (
        f"{outcome.decided_on.isoformat()}决议核定补偿{outcome.approved.show()}元；"
        f"已兑付{outcome.paid.show()}元，已返还资金池{outcome.recovered.show()}元，"
        f"资金池净支出{outcome.net.show()}元。"
    )
