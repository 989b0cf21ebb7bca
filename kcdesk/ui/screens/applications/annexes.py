"""申请附表 on an application's card: balances and borrowings as the firm told them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from kcdesk.domain.applications import BALANCE_KINDS, SECURITIES
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Action, Empty, Group, Keeping, Screen
from kcdesk.ui.panels import TablePanel
from kcdesk.work.commands.applications import RecordAnnexes
from kcdesk.work.queries.applications import ApplicationAnnexes, application_annexes


@dataclass(frozen=True)
class AnnexLine:
    """One line of an annex."""

    id: Annotated[int, Field("whole", "序号")]
    part: Annotated[str, Field("text", "附表")]
    name: Annotated[str, Field("text", "单位或银行")]
    amount: Annotated[Money, Field("money", "余额")]
    share: Annotated[Fraction | None, Field("percent", "占比")]
    about: Annotated[str, Field("text", "账龄或担保方式")]
    from_on: Annotated[date | None, Field("day", "起始日")]
    until_on: Annotated[date | None, Field("day", "到期日")]


class AnnexPanel(TablePanel):
    """申请附表: the loans the office knows itself stand among the borrowings."""

    title = "申请附表"
    picture = "document"

    def __init__(self, screen: Screen, application: int) -> None:
        self._application = application
        self._known: ApplicationAnnexes | None = None
        super().__init__(
            screen,
            AnnexLine,
            columns=("part", "name", "amount", "share", "about", "from_on", "until_on"),
            name="application.annexes",
            unit="行",
            actions=(Action("登记申请附表(A)", self.record, icon="edit", key="Ins", primary=True),),
            empty=Empty(
                "还没有申请附表。",
                "应收、应付和其他银行的借款，可以从企业的表格里复制过来；本单位登记的科创贷自动列上。",
                "登记申请附表(A)",
                self.record,
            ),
        )
        self.table.opened.connect(lambda _ident: self.record())

    def question(self) -> Any:
        return application_annexes(application=self._application)

    def show_answer(self, answer: ApplicationAnnexes) -> None:
        self._known = answer
        super().show_answer(tuple(AnnexLine(n, *line) for n, line in enumerate(lines(answer), 1)))

    def record(self) -> None:
        """登记申请附表, with what is known put in."""
        known = self._known
        if known is None:
            return
        place = self.home.place
        self.home.edit(
            RecordAnnexes,
            values={
                "application": self._application,
                "balances": known.balances,
                "borrowings": known.borrowings,
            },
            hidden=("application",),
            groups=(Group("附表", ("balances", "borrowings")),),
            keeping=Keeping(place.settings, place.drafts, draft=str(self._application)),
            explain="从 Excel 或 WPS 复制后按 Ctrl+V 粘贴。不填的，打印时留空行由企业手填。",
        )


def lines(known: ApplicationAnnexes) -> Iterator[tuple[Any, ...]]:
    """Every line of both annexes, in the order of the form."""
    parts = {kind.value: kind.label for kind in BALANCE_KINDS}
    for b in known.balances:
        yield parts[b.kind], b.name, b.amount, b.share, b.age, None, None
    securities = {o.value: o.label for o in SECURITIES}
    for k in known.known:
        about = f"{securities[k.security]}（本单位登记）"
        yield "现有借款", k.lender, k.amount, None, about, k.from_on, k.until_on
    for o in known.borrowings:
        yield "现有借款", o.lender, o.amount, None, o.security, o.from_on, o.until_on
