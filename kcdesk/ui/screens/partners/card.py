"""The card of an institution: what it is, its agreements, suspensions, requirements, deposit."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import (
    Action,
    Card,
    CardLooks,
    Empty,
    Group,
    Screen,
    Table,
    TraceView,
    on_paper,
)
from kcdesk.ui.panels import (
    Asked,
    CardPanel,
    FilesPanel,
    HistoryPanel,
    RecordPage,
    TablePanel,
    add_papers,
)
from kcdesk.ui.panels.standing import add_entries
from kcdesk.ui.screens.partners import signing, states
from kcdesk.work.commands.partners import EndAgreement, RecordSuspensionNotice
from kcdesk.work.queries.fund import DepositEntryLine, deposit_ledger
from kcdesk.work.queries.partners import (
    AgreementLine,
    PartnerCard,
    RequirementLine,
    SuspensionLine,
    agreement_trace,
    partner_card,
)

SECTIONS = (
    Group(
        "机构",
        (
            "kind", "state", "joined_on", "left_on", "agreement_no", "agreement_until_on",
            "tech_from_on", "service_team",
        ),
    ),
    Group("收款账户", ("account_name", "account_bank", "account_no")),
    Group("联系人", ("contact_name", "contact_phone")),
)  # fmt: skip


def partner_page(
    screen: Screen, ident: int, asked: Asked, actions: tuple[Action, ...]
) -> RecordPage:
    """The page of one institution."""
    card = Card(
        PartnerCard,
        CardLooks(
            title=lambda c: c.name,
            chips=states.chips,
            remarks=states.remarks,
            sections=SECTIONS,
            left_out=(
                "name",
                "agreements",
                "suspensions",
                "requirements",
                *asked.hidden("tech_from_on", "service_team"),
            ),
        ),
        actions=actions,
        settings=screen.place.settings,
        spread=True,
    )
    page = RecordPage(screen, card, lambda: partner_card(partner=ident))
    page.add(AgreementsPanel(screen, ident, asked))
    page.add(SuspensionsPanel(screen))
    if "requirements" in asked:
        page.add(RequirementsPanel(screen))
    if "deposits" in asked:
        page.add(DepositPanel(screen, ident))
    page.add(FilesPanel(screen, "partners", ident))
    page.add(HistoryPanel(screen, "partner", ident))
    add_papers(page, screen, "partners", ident)
    add_entries(page, screen, "partners", ident)
    return page


class _RowsPanel(CardPanel):
    """A table out of the card itself."""

    line_type: type
    rows = ""
    columns: tuple[str, ...] | None = None
    empty = Empty("")

    def __init__(self, screen: Screen, actions: tuple[Action, ...] = ()) -> None:
        super().__init__(screen)
        self.table = Table(
            self.line_type,
            name=f"partner.{self.rows}",
            settings=screen.place.settings,
            may_filter=False,
            freeze=False,
            label=self.title,
            actions=actions,
            columns=self.columns,
            empty=self.empty,
        )
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def show_card(self, card: Any) -> None:
        lines = getattr(card, self.rows)
        self.table.show_lines(lines)
        self.titled.emit(f"{self.title}（{len(lines)}）" if lines else self.title)


class AgreementsPanel(_RowsPanel):
    """合作协议, the newest first."""

    title = "合作协议"
    picture = "document"
    line_type = AgreementLine
    rows = "agreements"
    columns = (
        "number", "state", "from_on", "until_on", "sharing", "guaranteed", "rate_ceiling", "spread",
        "line", "deposit", "signed_on", "document_no", "note",
    )  # fmt: skip
    empty = Empty(
        "还没有登记合作协议。",
        "协议约定的分担比例、利率上限、授信和保证金，按放款当天在期的协议办理。",
    )

    def __init__(self, screen: Screen, partner: int, asked: Asked) -> None:
        self._partner, self._asked = partner, asked
        super().__init__(
            screen,
            (
                Action("登记协议(G)", self.sign, icon="add", key="Ins", primary=True),
                Action("续签(R)", lambda line: signing.renew(screen, asked, line), for_line=True),
                Action("提前终止(X)", self.end, for_line=True, may=lambda x: x.state == "in_force"),
                Action("签订依据(Y)", self.show_trace, icon="why", for_line=True),
            ),
        )
        self.table.opened.connect(lambda _ident: self.show_trace(self.table.line()))

    def sign(self) -> None:
        """A new agreement."""
        signing.sign(self.home, self._asked, self._partner)

    def end(self, line: AgreementLine) -> None:
        """Its last day, before its time."""
        self.home.edit(
            EndAgreement,
            title=f"提前终止“{line.number}”",
            values={"agreement": line.id},
            hidden=("agreement",),
        )

    def show_trace(self, line: AgreementLine | None) -> None:
        """What the programme said when it was signed."""
        if line is not None:
            trace = TraceView()
            trace.clause_asked.connect(self.home.clause_asked)
            self.home.push(on_paper(trace), f"“{line.number}”签订依据")
            self.desk.ask(
                agreement_trace(agreement=line.id), trace.show_steps, trace, self.home.say_trouble
            )


class SuspensionsPanel(_RowsPanel):
    """暂停与恢复, of this institution or of all."""

    title = "暂停与恢复"
    picture = "warning"
    line_type = SuspensionLine
    rows = "suspensions"
    columns = (
        "state", "from_on", "until_on", "reason", "evidence", "document_no", "resumed_document_no",
        "notified", "clauses",
    )  # fmt: skip
    empty = Empty("没有暂停过。", "不良率等指标超过规定的，程序会自动暂停；恢复要有会议决定。")

    def __init__(self, screen: Screen) -> None:
        number = Action("登记通知文号(N)", self.number, icon="edit", for_line=True)
        super().__init__(screen, (number,))

    def number(self, line: SuspensionLine) -> None:
        """The letter about it has its number; until then its paper is a draft."""
        self.home.edit(
            RecordSuspensionNotice,
            values={"suspension": line.id, "document_no": line.document_no},
            hidden=("suspension",),
        )


class RequirementsPanel(_RowsPanel):
    """合作条件, each check."""

    title = "合作条件"
    picture = "ok"
    line_type = RequirementLine
    rows = "requirements"
    empty = Empty("还没有核对过合作条件。", "方案规定了合作条件的，签协议前先核对(K)。")


class DepositPanel(TablePanel):
    """保证金 at this bank."""

    title = "保证金"
    picture = "fund"

    def __init__(self, screen: Screen, partner: int) -> None:
        self._partner = partner
        super().__init__(
            screen,
            DepositEntryLine,
            columns=(
                "posted_on", "kind", "placed", "taken", "balance", "reason", "science_notice_on",
                "guarantor_notice_on", "document_no", "voucher_number", "is_void",
            ),
            name="partner.deposit",
            unit="笔",
            empty=Empty("没有保证金。", "存入、划扣、补足和收回在“资金池”的“银行保证金”里登记。"),
        )  # fmt: skip
        self.table.opened.connect(lambda _ident: screen.navigate.emit("fund", 0))

    def question(self) -> Any:
        return deposit_ledger(partner=self._partner)
