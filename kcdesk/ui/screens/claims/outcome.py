"""办理结果: what the meeting decided of a claim, what was paid, what came back."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Empty, Screen, Table
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.pairs import section
from kcdesk.ui.panels import Panel
from kcdesk.work.queries.payouts import PayoutLine, payouts
from kcdesk.work.queries.recoveries import ClaimOutcome, RecoveryLine, claim_outcome, recoveries


class OutcomePanel(Panel):
    """The money of one claim."""

    title = "办理结果"
    picture = "payout"

    def __init__(self, screen: Screen, claim: int) -> None:
        super().__init__(screen)
        self._claim = claim
        self.words = plain_label(select=True)
        self.words.setProperty("figure", True)
        self.column.addWidget(self.words)
        settings = screen.place.settings
        self.payouts = Table(
            PayoutLine,
            columns=("number", "paid_on", "amount", "cuts_text", "document_no", "is_void"),
            may_filter=False,
            freeze=False,
            label="兑付",
            name="claim.payouts",
            settings=settings,
            unit="笔",
            empty=Empty("还没有兑付。", "联席会议同意补偿后，在“兑付”中办理。"),
        )
        self.recoveries = Table(
            RecoveryLine,
            columns=("number", "recovered_on", "gross", "cost", "net", "fund", "source", "is_void"),
            may_filter=False,
            freeze=False,
            label="追偿",
            name="claim.recoveries",
            settings=settings,
            unit="笔",
            empty=Empty("还没有追偿回收。", "兑付后收回的款项在“追偿”中登记。"),
        )
        go = screen.navigate.emit
        self.payouts.opened.connect(lambda ident: go("payouts", ident))
        self.recoveries.opened.connect(lambda ident: go("recoveries", ident))
        for title, table in (("兑付", self.payouts), ("追偿", self.recoveries)):
            self.column.addWidget(section(title))
            self.column.addWidget(table, 1)
        self.setFocusProxy(self.payouts.grid)

    def question(self) -> Any:
        return claim_outcome(claim=self._claim)

    def show_answer(self, answer: ClaimOutcome) -> None:
        self.words.setText(words_of(answer))
        ask, claim = self.desk.ask, self._claim
        ask(payouts(claim=claim), self.payouts.show_lines, self, self._failed, slot="payouts")
        ask(recoveries(claim=claim), self.recoveries.show_lines, self, self._failed, slot="back")


def words_of(outcome: ClaimOutcome) -> str:
    """One sentence for the whole."""
    if outcome.approved is None or outcome.decided_on is None:
        return "联席会议还没有作出同意补偿的决议。"
    return (
        f"{outcome.decided_on.isoformat()}决议核定补偿{outcome.approved.show()}元；"
        f"已兑付{outcome.paid.show()}元，已返还资金池{outcome.recovered.show()}元，"
        f"资金池净支出{outcome.net.show()}元。"
    )
